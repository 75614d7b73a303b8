"""From nested data to a record's fields, as a plan tells.

A plan is nested like the data: for each key the field its value goes to, the group its members belong to, or a plan of its
own. What no plan names is kept as a note with its path, so that nothing a record says is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, Final
from weakref import ref

from hepatica.registry.building import Building, Member
from hepatica.registry.criteria import Kind, criteria
from hepatica.registry.nested import Nested, below, too_deep
from hepatica.registry.passage import Passage
from hepatica.registry.places import Pieces, cut
from hepatica.registry.record import Language

DEEPEST: Final = 60  # levels of nesting below a record; registers use about a dozen


@dataclass(frozen=True, slots=True)
class To:
    """A value goes to this field.

    markdown: backslashes before punctuation are resolved. kind: what an eligibility text without headings holds. codes: what
    the register's codes stand for; a number or truth value that is none of them is a note. outside: a field of the record
    although it stands in a member of a group.
    """

    name: str
    language: Language = ""
    markdown: bool = False
    kind: Kind | None = None
    codes: Mapping[str, str] | None = None
    outside: bool = False
    special: bool = field(init=False)
    """Whether more than its name and language decides what becomes of a value."""

    def __post_init__(self) -> None:
        special = self.outside or self.codes is not None or self.name == "eligibility"
        object.__setattr__(self, "special", special)


@dataclass(frozen=True, slots=True, eq=False)
class Into:
    """A list whose members go to a group.

    role: how much of the key is each member's role ("primary" of primaryOutcomes). called: the role where the key does not
    tell it. alone: the field of a member that is words only.
    """

    group: str
    plan: Plan
    role: int = 0
    called: str = ""
    alone: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Everything below goes to one field."""

    name: str


@dataclass(frozen=True, slots=True)
class Translated:
    """A list of translations of a text: each goes to the same field, with its language.

    words, language: keys of the text and of the English name of its language.
    """

    to: To
    words: str
    language: str


Plan = Mapping[str, "To | Into | All | Translated | Plan"]
NOTHING: Final[Plan] = {}
REST: Final = To("note")
_NOTE: Final = frozenset({REST.name})
CRITERIA: Final = frozenset({"eligibility.inclusion", "eligibility.exclusion"})


LANGUAGES: Final[Mapping[str, Language]] = {
    "bulgarian": "bg", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hungarian": "hu", "icelandic": "is", "irish": "ga",
    "italian": "it", "latvian": "lv", "lithuanian": "lt", "maltese": "mt", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swedish": "sv",
}  # fmt: skip
"""English names of the languages of the European Union and its neighbours -> ISO 639-1."""


WHOLE: Final = re.compile(r"^.+$", re.S)
WORDS_OF_TRUTH: Final = frozenset({"true", "false"})


def code(name: str) -> To:
    """A number, a date, a code: no language."""
    return To(name)


def text(name: str, language: Language = "en") -> To:
    """Words."""
    return To(name, language)


def marked(name: str, language: Language = "en") -> To:
    """Words with Markdown's backslashes."""
    return To(name, language, markdown=True)


@dataclass(frozen=True)
class Names:
    """How another edition of a register calls the keys of a plan.

    keys: its key -> that of the plan. A key that is not listed begins with a capital where the plan's does not. A list may be
    wrapped: {"ConditionList": {"Condition": […]}}.
    """

    keys: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        return self.keys.get(key) or key[:1].lower() + key[1:]


class Mapper:
    """Adds what nested data say to a record being built."""

    def __init__(
        self,
        building: Building,
        data: Nested,
        names: Names | None = None,
        clean: Callable[[Passage], Passage] | None = None,
    ) -> None:
        """clean: what is done to each text before it is kept."""
        self._home, self._data, self._names, self._clean = ref(building), data, names, clean
        self._said, self._pieces, self._stripped = data.said, data.pieces, data.stripped_pieces
        building.at = data.pieces

    @property
    def _building(self) -> Building:
        """The record being built. It keeps this mapper for what it loads later, so this does not keep it: no cycle."""
        building = self._home()
        assert building is not None
        return building

    def add(self, plan: Plan, only: Container[str] | None = None) -> None:
        """Add everything, or what stands under some keys of the top."""
        node = self._data.value
        kept = node if only is None else {key: value for key, value in node.items() if key in only}
        self._object(kept, plan, "", self._building, 0)

    def _object(self, node: Mapping[str, Any], plan: Plan, path: str, target: Building | Member, depth: int) -> None:
        if depth > DEEPEST:
            raise too_deep()
        names = self._names
        for key, value in node.items():
            planned = plan.get(key if names is None else names.of(key))
            own = keyed = below(path, key) if planned is None else f"{path}.{key}" if path else key
            if names is not None and isinstance(value, dict) and len(value) == 1 and key.endswith("List"):
                ((inner, value),) = value.items()
                own = below(own, inner)
            if isinstance(planned, To):
                if isinstance(value, str):
                    self._put(target, planned, own, value)
                else:
                    self._values(value, planned, own, target, depth)
            elif isinstance(planned, Into):
                self._building.later(_filled(planned), partial(self._members, value, planned, own, key, keyed))
            elif isinstance(planned, All):
                self._building.later((planned.name,), partial(self._rest, value, To(planned.name), own, depth))
            elif isinstance(planned, Translated):
                self._translated(value, planned, own, target, depth)
            elif planned is not None:
                self._below(value, planned, own, target, depth)
            elif isinstance(value, dict | list):
                self._building.later(_NOTE, partial(self._rest, value, REST, own, depth))
            else:
                self._put(self._building, REST, own, value)

    def _below(self, value: Any, plan: Plan, path: str, target: Building | Member, depth: int) -> None:
        if isinstance(value, dict):
            self._object(value, plan, path, target, depth + 1)
        elif isinstance(value, list):
            for at, each in enumerate(value):
                self._below(each, plan, f"{path}[{at}]", target, depth + 1)
        else:
            self._put(self._building, REST, path, value)

    def _members(self, value: Any, into: Into, path: str, key: str, keyed: str) -> None:
        """The members of a group, whether the data have a list of them, or one alone. keyed: the path of the key."""
        several = value if isinstance(value, list) else [value]
        for at, each in enumerate(several):
            own = f"{path}[{at}]" if isinstance(value, list) else path
            if not isinstance(each, dict) and not (into.alone and self._data.said(each).strip()):
                self._rest(each, REST, own, 0)
                continue
            member = self._building.member(into.group)
            if into.role:
                member.add("role", key[: into.role], keyed, partial(self._key, keyed, into.role))
            elif into.called:
                member.add("role", into.called, path)
            if isinstance(each, dict):
                self._object(each, into.plan, own, member, 0)
            else:
                self._put(member, To(into.alone, "en"), own, each)

    def _key(self, path: str, length: int) -> Pieces:
        return cut(self._data.key_pieces(path), 0, length)

    def _translated(self, value: Any, plan: Translated, path: str, target: Building | Member, depth: int) -> None:
        for at, each in enumerate(value if isinstance(value, list) else ()):
            own = f"{path}[{at}]"
            named = isinstance(each, dict) and each.get(plan.language)
            language = LANGUAGES.get(str(named).lower(), "")
            if not language:
                self._rest(each, REST, own, depth)
                continue
            self._object(each, {plan.words: replace(plan.to, language=language)}, own, target, depth + 1)

    def _values(self, value: Any, to: To, path: str, target: Building | Member, depth: int) -> None:
        if isinstance(value, list):
            for at, each in enumerate(value):
                if isinstance(each, str):
                    self._put(target, to, f"{path}[{at}]", each)
                else:
                    self._values(each, to, f"{path}[{at}]", target, depth + 1)
        elif isinstance(value, dict):
            self._rest(value, REST, path, depth)
        else:
            self._put(target, to, path, value)

    def _rest(self, value: Any, to: To, path: str, depth: int) -> None:
        if depth > DEEPEST:
            raise too_deep()
        if isinstance(value, dict):
            for key, each in value.items():
                self._rest(each, to, below(path, key), depth + 1)
        elif isinstance(value, list):
            for at, each in enumerate(value):
                self._rest(each, to, f"{path}[{at}]", depth + 1)
        else:
            self._put(self._building, to, path, value)

    def _put(self, target: Building | Member, to: To, path: str, value: Any) -> None:
        words = value if isinstance(value, str) else self._said(value)
        if self._clean is not None or to.special or (to.markdown and "\\" in words):
            self._put_with_care(target, to, path, words)
        else:
            kept = words.strip()
            target.add(
                to.name, kept, path, None if len(kept) == len(words) else partial(self._stripped, path), to.language
            )

    def _put_with_care(self, target: Building | Member, to: To, path: str, words: str) -> None:
        if to.outside:
            target = self._building
        if to.codes is not None and self._coded(target, to, path, words):
            return
        passage = Passage(words, partial(self._pieces, path))
        if self._clean is not None:
            passage = self._clean(passage)
        put(target, to, path, passage.stripped())

    def _coded(self, target: Building | Member, to: To, path: str, value: str) -> bool:
        """Whether a value is a code: its words then stand where the code stands."""
        words = (to.codes or {}).get(value)
        code_ = Passage(value, partial(self._pieces, path))
        if words is not None:
            target.add_passage(to.name, code_.rewritten(WHOLE, lambda _: words), path)
        elif value in WORDS_OF_TRUTH or value.isdecimal():
            self._building.add_passage(REST.name, code_, path)
        else:
            return False
        return True


@cache
def _filled(into: Into) -> frozenset[str]:
    """The groups that a list and those within it fill, and the notes."""
    within: list[Plan] = [into.plan]
    found = {into.group, "note"}
    while within:
        for planned in within.pop().values():
            if isinstance(planned, Into):
                found |= _filled(planned)
            elif isinstance(planned, All) or (isinstance(planned, To) and planned.outside):
                found.add(planned.name)
            elif isinstance(planned, Mapping):
                within.append(planned)
    return frozenset(found)


def put(target: Building | Member, to: To, path: str, passage: Passage) -> None:
    """Add a passage to the field it goes to; an eligibility text is taken apart as well."""
    passage = passage.unescaped().stripped() if to.markdown else passage
    target.add_passage(to.name, passage, path, to.language)
    if to.name == "eligibility" and isinstance(target, Building):
        home = ref(target)
        target.later(CRITERIA, lambda: _add_criteria_to(home, path, passage, to))


def _add_criteria_to(home: ref[Building], path: str, passage: Passage, to: To) -> None:
    building = home()
    assert building is not None
    add_criteria(building, path, passage, to.language, to.kind)


def add_criteria(
    target: Building | Member, path: str, passage: Passage, language: Language, kind: Kind | None = None
) -> None:
    """Add the criteria of an eligibility text, each with its own place."""
    for each in criteria(passage, kind):
        target.add_passage(f"eligibility.{each.kind}", each.passage, each.path(path), language)
