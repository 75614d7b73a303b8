"""A record of ChiCTR as text: the labels and values of its page, Chinese and English, one below the other.

The table of two columns has been flattened, so that a value stands behind its own label ("注册题目:" …, "Public title:" …),
behind both ("审核状态:", "Project audit state:", "通过审核", "Successful"), or behind several that have none. A value in both
languages at once ("是/Yes") is told apart. Labels without a value are named in the record's notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from hepatica.registry.building import Building, Member
from hepatica.registry.chictr import (
    DATES,
    FIELDS,
    LISTS,
    NUMBER,
    PEOPLE,
    REGISTER,
    UNWORDED,
    WITHIN,
    from_to,
    plain,
    spoken,
)
from hepatica.registry.criteria import Kind
from hepatica.registry.lines import Line, lines, together
from hepatica.registry.mapping import To, put
from hepatica.registry.passage import Passage
from hepatica.registry.record import Language, Record

FORMAT: Final = "ChiCTR text"
WITHOUT_COLON: Final = frozenset(map(plain, ("人体标本去向", "说明", "Inclusion criteria", "IPD sharing")))
"""Labels that such texts print without a colon."""

_BOTH: Final = re.compile(r"([^/]*[\u3400-\u9fff][^/]*)/\s*([A-Za-z][^/\u3400-\u9fff]*)")
_WORDS: Final = re.compile(r"[^\W\d_]")
_HEAD: Final = re.compile(rf"({NUMBER.pattern})\s+版本\s*(\S+)\s+版本创建时间\s*([\d/ :-]+\d)\s*(.*)")
_AGE: Final = re.compile(r"(最小|最大)?\s*(?:(Min|Max) age)?\s*(\d.*)")


def fits(text: str) -> bool:
    """Whether a text has ChiCTR's labels and is no page."""
    return "注册号" in text and "Registration number" in text and NUMBER.search(text) is not None and "<td" not in text


def read(text: str) -> Iterator[Record]:
    """The record of a text."""
    yield _Text(text).record()


@dataclass(slots=True)
class _Label:
    """A label met: what it asks for, in which language."""

    name: str
    language: Language
    passage: Passage
    who: str = ""
    listed: str = ""
    heard: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.passage.text.strip(":： ").split())

    def twin(self, other: _Label) -> bool:
        """Whether another label asks for the same in the other language."""
        same = (self.name, self.who, self.listed) == (other.name, other.who, other.listed)
        return same and self.language != other.language and bool(self.name or self.listed)


class _Text:
    """Reads one text, label by label."""

    def __init__(self, source: str) -> None:
        self._lines = lines(source)
        self._building = Building(source, FORMAT, REGISTER)
        self._people: dict[str, Member] = {}
        self._list, self._list_label = "", ""
        self._member: Member | None = None
        self._asked: set[tuple[str, Language]] = set()
        self._labels: list[_Label] = []

    def record(self) -> Record:
        open_: list[_Label] = []
        at = self._head()
        while at < len(self._lines):
            length, label = self._label(at)
            if label is not None:
                open_.append(label)
                at += length
                continue
            stop = at + 1
            while stop < len(self._lines) and self._label(stop, ask=False)[1] is None:
                stop += 1
            self._value(open_, self._lines[at:stop])
            open_, at = [], stop
        silent = Counter(_silent(self._labels))
        if silent:
            several = (f"{label} ({count} times)" if count > 1 else label for label, count in silent.items())
            self._building.note(f"labels without a value: {', '.join(several)}")
        return self._building.done()

    def _head(self) -> int:
        """The first line: number, version, when it was made, and the register's name."""
        met = _HEAD.fullmatch(self._lines[0].text) if self._lines else None
        if met is None:
            return 0
        for name, group in (("id", 1), ("version", 2), ("date.version", 3), ("note", 4)):
            self._building.add_passage(name, self._lines[0].passage.part(*met.span(group)), "first line")
        return 1

    # -- labels

    def _label(self, at: int, *, ask: bool = True) -> tuple[int, _Label | None]:
        """The label that begins at a line, and how many lines it takes. ask: it is met, not only looked for."""
        line = self._lines[at]
        for length in (1, 2):
            block = self._lines[at : at + length]
            key = plain(" ".join(each.text for each in block))
            closed = block[-1].text.endswith((":", "：")) or key in WITHOUT_COLON
            if len(block) == length and closed and self._known(key):
                return length, self._meant(key, together(block)) if ask else _Label("", "", line.passage)
        if line.text.endswith((":", "：")) and len(line.text) < 80:
            return 1, self._meant("", line.passage) if ask else _Label("", "", line.passage)
        return 0, None

    def _known(self, key: str) -> bool:
        within = WITHIN.get(self._list, {})
        return key in within or key in FIELDS or key in PEOPLE or key in LISTS

    def _meant(self, key: str, passage: Passage) -> _Label:
        """What a label asks for, which depends on the list it stands in."""
        language = spoken(passage.text)
        label = _Label("", language, passage)
        within = WITHIN.get(self._list, {})
        if key in within:
            label.name, label.listed = within[key], self._list
            if (label.name, language) in self._asked or self._member is None:
                self._next_member()
            self._asked.add((label.name, language))
        elif key in LISTS:
            if LISTS[key] != self._list:
                self._list, self._list_label = LISTS[key], label.text
                self._member = None
            label.listed = LISTS[key]
        elif key in PEOPLE or key in FIELDS:
            self._list, self._list_label, self._member = "", "", None
            label.who, label.name = PEOPLE[key] if key in PEOPLE else ("", FIELDS[key])
        self._labels.append(label)
        return label

    def _next_member(self) -> None:
        self._asked = set()
        self._member = self._building.member(self._list) if self._list != "sponsor" else None

    # -- values

    def _value(self, labels: Sequence[_Label], block: Sequence[Line]) -> None:
        """What stands behind some labels belongs to the last of them, or to the last two where they are one label twice."""
        if not labels:
            for line in block:
                self._building.add_passage("note", line.passage, "before the first label")
            return
        last = labels[-1]
        twin = labels[-2] if len(labels) > 1 and labels[-2].twin(last) else None
        for each in (last, twin):
            if each is not None:
                each.heard.append(True)
        path = f"{twin.text} {last.text}" if twin is not None else last.text
        if self._list in WITHIN and self._list_label != last.text:
            path = f"{self._list_label} / {path}"
        if last.listed in DATES:
            for field_, date in from_to(together(block), last.listed):
                self._building.add_passage(field_, date, path)
        elif last.listed == "age":
            self._ages(path, block)
        else:
            for passage, language in _told_apart(block, last.language, both=twin is not None):
                self._answer(last, twin, path, passage, language)

    def _answer(self, last: _Label, twin: _Label | None, path: str, passage: Passage, language: Language) -> None:
        language = language if last.name not in UNWORDED and _WORDS.search(passage.text) else ""
        if last.who:
            self._person(last, twin, path, passage, language)
        elif last.listed and last.name and last.listed != "sponsor":
            self._in_list(last.name, path, passage, language)
        elif last.listed == "sponsor":
            self._building.add_passage("collaborator" if last.name == "name" else "note", passage, path, language)
        elif last.name.startswith("eligibility."):
            kind: Kind = "inclusion" if last.name.endswith("inclusion") else "exclusion"
            put(self._building, To("eligibility", language, kind=kind), path, passage)
        else:
            self._building.add_passage(last.name or "note", passage, path, language)

    def _in_list(self, name: str, path: str, passage: Passage, language: Language) -> None:
        if self._list == "arm" and name == "code":
            self._building.member("intervention").add_passage("code", passage, path)
        elif self._member is not None:
            self._member.add_passage(name, passage, path, language)

    def _person(self, last: _Label, twin: _Label | None, path: str, passage: Passage, language: Language) -> None:
        if last.who not in self._people:
            self._people[last.who] = self._building.member("contact")
        member = self._people[last.who]
        if last.name == "name":
            for label in (twin, last):
                if label is not None:
                    member.add_passage("role", label.passage.stripped(":： \t\r\n\xa0"), path, label.language)
        member.add_passage(last.name, passage, path, language)

    def _ages(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            met = _AGE.fullmatch(line.text)
            if met is None or not (met[1] or met[2]):
                self._building.add_passage("note", line.passage, path)
            else:
                name = "age.maximum" if met[1] == "最大" or met[2] == "Max" else "age.minimum"
                self._building.add_passage(name, line.passage.part(*met.span(3)), path)


def _told_apart(block: Sequence[Line], own: Language, *, both: bool) -> Iterator[tuple[Passage, Language]]:
    """The Chinese and the English part of what stands behind a label. both: it stands behind a label in each language."""
    whole = together(block)
    if (met := _BOTH.fullmatch(whole.text)) is not None:
        yield whole.part(*met.span(1)).stripped(), "zh"
        yield whole.part(*met.span(2)).stripped(), "en"
    elif not both:
        yield whole, own
    else:
        english = next((at for at, line in enumerate(block) if spoken(line.text) == "en"), len(block))
        chinese = any(spoken(line.text) == "zh" for line in block[english:])
        if chinese or not english:  # in no order that tells them apart, or all in one language
            yield whole, "zh" if chinese else "en"
            return
        yield together(block[:english]), "zh"
        yield together(block[english:]), "en"


def _silent(labels: Sequence[_Label]) -> Iterator[str]:
    """Labels without a value in either language; headings of lists are none."""
    at = 0
    while at < len(labels):
        label = labels[at]
        twin = next((each for each in labels[at + 1 : at + 9] if label.twin(each)), None)
        at += 1
        headed = label.listed and not label.name and label.listed not in (*DATES, "age")
        if label.language == "en" and any(each.twin(label) for each in labels[max(at - 9, 0) : at]):
            continue
        if not headed and not label.heard and not (twin is not None and twin.heard):
            yield f"{label.text} {twin.text}" if twin is not None else label.text
