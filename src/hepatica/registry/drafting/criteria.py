"""A record's eligibility as the criteria of a study file: ids, lists below their headings, two languages, parts of a study."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from string import ascii_lowercase
from typing import Final, Literal

from hepatica.registry.criteria import leaves, parent
from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.plain import chinese
from hepatica.registry.drafting.sentence import checked
from hepatica.registry.drafting.statements import Lead, Statement, lead, statements
from hepatica.registry.record import Record, Value
from hepatica.rules import format_rule
from hepatica.rules.nodes import Judged

Class = Literal["C", "P", "J"]

BY_NATURE: Final = re.compile(
    r"\b(?:investigators?|researchers?|physicians?|doctors?|clinicians?)\b|\b(?:life\s+expectancy|expected\s+(?:survival"
    r"|lifetime|lifespan)|survival\s+expectancy)\b"
    r"|\b(?:unable|unwilling|inability|cannot|able|willing)\b[^.;]{0,40}\b(?:comply|cooperate|adhere|follow|complete"
    r"|understand)|\bcompl(?:y|iance)\b"
    r"|研究者|研究人员|医生|预计生存|预期生存|预期寿命|依从性|无法配合|不能配合|能够配合",
    re.IGNORECASE,
)
"""What a person judges anyway."""
NOT_READ: Final = "not read as a rule: a person must say what these words mean"
LONGEST: Final = 160  # characters of a judgement's question; the record's words stand beside it in full

_PART: Final = re.compile(
    r"^\W*(?P<name>retrospective|prospective|回顾性|前瞻性)?[\s\w]{0,20}?(?:study\s+section|section|study\s+part|part"
    r"|cohort|队列"
    r"|研究部分|部分|阶段)\s*[:：]?\s*$",
    re.IGNORECASE,
)
PARTS: Final = {
    "retrospective": "retrospective",
    "prospective": "prospective",
    "回顾性": "retrospective",
    "前瞻性": "prospective",
}


@dataclass(frozen=True)
class Drafted:
    """A criterion of a draft.

    rule, class_: as they stand in the study file. source, zh: the record's words, English (or the only language) and Chinese.
    unread: whether nobody has read the words; of a judgement that is one by nature this is no. place: path in the record.
    """

    id: str
    sense: Sense
    rule: str
    class_: Class
    source: str
    zh: str = ""
    assumed: tuple[str, ...] = ()
    unread: bool = False
    part: str = ""
    anchors: frozenset[str] = frozenset()
    values: tuple[Value, ...] = field(default=(), repr=False)

    @property
    def place(self) -> str:
        """Path of its words in the record."""
        return self.values[0].path if self.values else ""


def drafted(record: Record, sense: Sense, reference: str) -> list[Drafted]:
    """The criteria of one kind, in the order of the record; those of two languages side by side."""
    values = record.all(f"eligibility.{sense}")
    by_language: dict[str, list[Drafted]] = {}
    for value in values:
        by_language.setdefault(
            "zh" if value.language == "zh" or (chinese(value.text) and not value.language) else "en", []
        )
    for language, found in by_language.items():
        own = [v for v in values if (v.language == "zh" or (chinese(v.text) and not v.language)) == (language == "zh")]
        found += _of_language(own, sense, reference)
    if len(by_language) == 1:
        return _unique(next(iter(by_language.values()), []))
    return _unique(_together(by_language["zh"], by_language["en"])) if by_language else []


def _of_language(values: Sequence[Value], sense: Sense, reference: str) -> Iterator[Drafted]:
    texts = {value.path: value for value in values}
    told: set[str] = set()
    for value in leaves(values):
        above, part = _above(value, texts)
        leads = [(each, lead(each.text, sense, _before(each, texts))) for each in above]
        for each, meant in leads:
            if meant.rest and meant.understood and each.path not in told:
                told.add(each.path)
                yield _judged(_number(each, sense), sense, meant.rest, part, (each,))
        yield from _criterion(value, leads, part, sense, reference)


def _above(value: Value, texts: dict[str, Value]) -> tuple[list[Value], str]:
    """The headings a criterion stands under, the outermost first, and the part of the study that one of them names."""
    found, part, path = list[Value](), "", parent(value.path)
    while path in texts:
        named = _PART.match(texts[path].text)
        if named and named["name"]:
            part = PARTS[named["name"].lower()]
        else:
            found.insert(0, texts[path])
        path = parent(path)
    return found, part


_BROKEN: Final = re.compile(r"(?:[a-z,]|\b[A-Z]{2,})\s*$")


def _before(heading: Value, texts: dict[str, Value]) -> str:
    """The line before a heading that goes on with its sentence ("… at least one of the / following criteria:")."""
    base, _, number = heading.path.rpartition(".")
    before = texts.get(f"{base}.{int(number) - 1}") if number.isdigit() else None
    broken = before is not None and heading.text[:1].islower() and _BROKEN.search(before.text)
    return before.text if before is not None and broken else ""


def _criterion(
    value: Value, leads: Sequence[tuple[Value, Lead]], part: str, sense: Sense, reference: str
) -> Iterator[Drafted]:
    number = _number(value, sense)
    if not all(meant.understood for _, meant in leads):
        words = " ".join([*(each.text for each, _ in leads), value.text])
        yield _judged(number, sense, words, part, (value,), value.text)
        return
    timed = next(((each, meant.window) for each, meant in reversed(leads) if meant.window is not None), None)
    found = statements(value.text, sense, reference, timed[1] if timed else None)
    summed_up = any(meant.about for _, meant in leads)
    if not all(meant.holds(each.read.rule) for each in found if each.read for _, meant in leads) or (
        summed_up and not all(each.read for each in found)
    ):
        yield _judged(
            number, sense, " ".join([*(each.text for each, _ in leads), value.text]), part, (value,), value.text
        )
        return
    if timed:
        found = [replace(each, words=f"{timed[0].text} {each.words}") for each in found]
    for at, each in enumerate(found):
        own = number + (ascii_lowercase[at] if len(found) > 1 and at < len(ascii_lowercase) else "")
        yield _of_statement(own, each, sense, part, value)


def _of_statement(number: str, said: Statement, sense: Sense, part: str, value: Value) -> Drafted:
    if said.read is None:
        return _judged(number, sense, said.words, part, (value,))
    class_: Class = "P" if said.read.assumed else "C"
    taken, anchors = said.read.assumed, said.read.anchors
    return Drafted(number, sense, said.read.rule, class_, said.words, "", taken, False, part, anchors, (value,))


def _judged(number: str, sense: Sense, words: str, part: str, values: tuple[Value, ...], question: str = "") -> Drafted:
    asked = " ".join((question or words).split()).strip(" .;。；:：")
    if len(asked) > LONGEST:
        asked = asked[: asked.rfind(" ", 0, LONGEST) if " " in asked[:LONGEST] else LONGEST].rstrip(" ,;") + " …"
    rule = format_rule(Judged(asked or "criterion", "investigator"))
    by_nature = BY_NATURE.search(words) is not None
    return Drafted(
        number, sense, rule, "J", words, "", () if by_nature else (NOT_READ,), not by_nature, part, frozenset(), values
    )


def _number(value: Value, sense: Sense) -> str:
    """`I8.1` of `…#inclusion.8.1`; `I1` where the reader has not numbered the criteria."""
    _, marked, own = value.path.rpartition("#")
    return f"{'I' if sense == 'inclusion' else 'E'}{own.partition('.')[2] if marked else ''}" + ("" if marked else "1")


def _unique(found: Sequence[Drafted]) -> list[Drafted]:
    """The same criteria with ids of which none stands twice."""
    done, kept = set[str](), []
    for each in found:
        name, at = each.id, 2
        while name in done:
            name, at = f"{each.id}-{at}", at + 1
        done.add(name)
        kept.append(replace(each, id=name))
    return kept


# ---------------------------------------------------------------- two languages


def _together(zh: Sequence[Drafted], en: Sequence[Drafted]) -> list[Drafted]:
    """Criteria of both languages: those that say the same side by side, the rest in their order; no words are dropped."""
    found: list[Drafted] = []
    for part in dict.fromkeys(each.part for each in (*zh, *en)):
        found += _aligned([one for one in zh if one.part == part], [one for one in en if one.part == part])
    return found


def _aligned(zh: Sequence[Drafted], en: Sequence[Drafted]) -> Iterator[Drafted]:
    keys = [
        [each.rule if each.class_ != "J" else f"{language}{at}" for at, each in enumerate(of)]
        for language, of in (("zh", zh), ("en", en))
    ]
    done_zh = done_en = 0
    for block in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_matching_blocks():
        yield from _gap(zh[done_zh : block.a], en[done_en : block.b])
        yield from (_pair(zh[block.a + at], en[block.b + at]) for at in range(block.size))
        done_zh, done_en = block.a + block.size, block.b + block.size


def _gap(zh: Sequence[Drafted], en: Sequence[Drafted]) -> Iterator[Drafted]:
    """Criteria between two that match: one by one as far as both lists go; what is left over stands by itself."""
    for at in range(max(len(zh), len(en))):
        if at < len(zh) and at < len(en):
            yield _pair(zh[at], en[at])
        else:
            yield _single(zh[at], "zh") if at < len(zh) else _single(en[at], "en")


def _single(one: Drafted, language: str) -> Drafted:
    return replace(one, zh=one.source) if language == "zh" else one


def _pair(zh: Drafted, en: Drafted) -> Drafted:
    """One criterion in two languages. Where they are read differently, or only one of them is, a person must look."""
    both = replace(zh, source=en.source, zh=zh.source, values=(*zh.values, *en.values))
    if zh.rule == en.rule or (zh.class_ == "J" and en.class_ == "J"):
        return both
    if zh.class_ != "J" and en.class_ != "J":
        words = ("the two languages are not read alike",)
        return replace(
            _judged(zh.id, zh.sense, zh.source, zh.part, both.values), source=en.source, zh=zh.source, assumed=words
        )
    one, other = (zh, "English") if en.class_ == "J" else (en, "Chinese")
    taken = (*one.assumed, f"the {other} words were not read")
    return replace(both, rule=one.rule, class_="P", assumed=taken, anchors=one.anchors, unread=False)


def age_and_sex(record: Record, found: Sequence[Drafted]) -> Iterator[Drafted]:
    """The structured fields as criteria: the ages where no sentence says the same, and who may enter by sex."""
    yield from _age(record, {each.rule for each in found})
    yield from _sexes(record, {each.rule for each in found})


def _age(record: Record, rules: Set[str]) -> Iterator[Drafted]:
    """The ages of the fields. A bound that cannot be read leaves both to a person: half of a range is another range."""
    low, high = record.one("age.minimum"), record.one("age.maximum")
    values = tuple(value for value in (low, high) if value is not None and _NO_AGE.fullmatch(value.text) is None)
    if not values:
        return
    ages = [_aged(value.text) for value in values]
    words = " ".join(value.text for value in values)
    rule = _between(*ages) if len(ages) == 2 else f"age {'>=' if values[0] is low else '<='} {ages[0]}"
    if rule in rules:
        return
    if not all(ages) or checked(rule) is None:
        yield _judged("S1", "inclusion", words, "", values, f"age: {words}")
        return
    differs = any(each.startswith("age ") for each in rules)
    note = ["the ages of the register's own field; a sentence of the record says otherwise"] if differs else []
    if any(value.text.strip().isdigit() for value in values):
        note.append("the field gives no unit: years")
    yield Drafted("S1", "inclusion", rule, "P" if note else "C", words, "", tuple(note), values=values)


def _sexes(record: Record, rules: Set[str]) -> Iterator[Drafted]:
    values = record.all("sex")
    said = {_sex(value.text) for value in values} - {""}
    if len(said) != 1 or "sex in {M, F}" in rules:
        return
    rule = {"any": "sex in {M, F}", "M": "sex = M", "F": "sex = F"}[said.pop()]
    zh = next((value.text for value in values if value.language == "zh"), "")
    words = next((value.text for value in values if value.language != "zh"), zh)
    yield Drafted("S2", "inclusion", rule, "C", words, zh, values=tuple(values))


def _between(low: str, high: str) -> str:
    """A range of ages; their unit is written once where it is the same."""
    (number, _, unit), (_, _, other) = low.partition(" "), high.partition(" ")
    return f"age between {number if unit == other else low} and {high}"


_NO_AGE: Final = re.compile(r"(?i)\s*(?:\D*|0+(?:\.0+)?\s*(?:years?|岁|n/?a)?(?:\s*\(?no limit\)?)?)\s*")
"""A field for age that tells none: it has no number, or 0."""
_AGE: Final = re.compile(
    r"(?i)\s*(?P<number>\d{1,3})[\s-]*(?:(?P<a>years?(?:[\s-]*old)?|yrs?|y|周?岁(?:\s*years)?)|(?P<mo>months?|个?月)|(?P<wk>weeks?|周)"
    r"|(?P<d>days?|天|日))?\s*"
)


def _aged(text: str) -> str:
    """An age with its unit, years where none is written: "18 a", "6 mo"; "" where it cannot be read."""
    met = _AGE.fullmatch(text)
    return f"{int(met['number'])} {met.lastgroup if met.lastgroup != 'number' else 'a'}" if met is not None else ""


def _sex(text: str) -> str:
    said = text.strip().lower()
    if said in ("all", "both", "male and female", "both males and females", "男女均可"):
        return "any"
    return {"male": "M", "m": "M", "男性": "M", "男": "M", "female": "F", "f": "F", "女性": "F", "女": "F"}.get(
        said, ""
    )


__all__ = ["Drafted", "age_and_sex", "drafted"]
