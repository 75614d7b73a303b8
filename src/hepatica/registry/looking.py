"""Looking for words in a record: quotes of what a pattern meets, field by field, near plain words, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Final, NamedTuple

from hepatica.registry.building import Building, Member
from hepatica.registry.kept import kept
from hepatica.registry.lexicon import QUESTIONS, Edition, edition
from hepatica.registry.patterns import lowered, plain, required
from hepatica.registry.places import whole as stands
from hepatica.registry.record import FIELDS, Language, Quote, Record, Value

TEXTS: Final = (
    "title",
    "title.official",
    "summary",
    "description",
    "design",
    "population",
    "randomisation",
    "masking.description",
    "biospecimen",
    "follow_up",
    "sharing.description",
)
"""Fields that are told in sentences, criteria aside."""

IN, OUT = "eligibility.inclusion", "eligibility.exclusion"
CRITERIA: Final = (IN, OUT)
OUTCOMES: Final = ("outcome.name", "outcome.description", "outcome.time_frame", "outcome.method")
TOLD: Final = (*TEXTS, "arm.description", "arm.intervention", "intervention.description")
"""Fields that tell what is done, criteria and outcomes aside."""

EVERYTHING: Final = (
    *TEXTS,
    *CRITERIA,
    *OUTCOMES,
    "arm.name",
    "arm.description",
    "intervention.name",
    "intervention.description",
)
"""Fields in which a study may have said what a check would otherwise miss."""

REACH: Final = 320
"""Characters on both sides of a word within which a pattern is tried; the patterns of the checks reach less far."""

ANYWHERE: Final = 1_000_000
"""The reach of a pattern without bounds: wherever the word stands, it is tried on the whole value."""


# ---------------------------------------------------------------- values


class _Said(NamedTuple):
    """What a place of a record says: its field and its value."""

    name: str
    value: Value


class _Field(NamedTuple):
    """What a field says: its places, their words in lower case, and what each place and all of them answer (see `lexicon`).

    A place that is not `plain` answers every question with yes.
    """

    said: list[_Said]
    lower: list[str]
    answers: list[int]
    answer: int


_EMPTY: Final = _Field([], [], [], 0)
_YES: Final = -1


class _Told:
    """What a record says, field by field, each read when it is first asked for."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.edition = edition()
        self._said: dict[str, list[_Said]] = {}
        self._groups: set[str] = set()
        self._fields: dict[str, _Field] = {}
        self._several: dict[tuple[str, ...], tuple[int, tuple[_Field, ...]]] = {}

    def said(self, name: str) -> list[_Said]:
        """The places of a field, or of a field of a group's members."""
        found = self._said.get(name)
        if found is None:
            if name in FIELDS:
                found = self._said[name] = [_Said(name, value) for value in self._record.all(name)]
            else:
                group = name.partition(".")[0]
                if group not in self._groups:
                    self._groups.add(group)
                    self._members(group)
                found = self._said.setdefault(name, [])
        return found

    def _members(self, group: str) -> None:
        for number, member in enumerate(self._record.members(group)):
            for own, values in member.items():
                self._said.setdefault(f"{group}.{own}", []).extend(
                    [_Said(f"{group}[{number}].{own}", value) for value in values]
                )

    def several(self, names: tuple[str, ...]) -> tuple[int, tuple[_Field, ...]]:
        """What some fields answer together, and those of them that say anything."""
        found = self._several.get(names)
        if found is None:
            fields = tuple(field for name in dict.fromkeys(names) if (field := self._field(name)).said)
            found = self._several[names] = reduce(or_, (field.answer for field in fields), 0), fields
        return found

    def _field(self, name: str) -> _Field:
        found = self._fields.get(name)
        if found is None:
            said = self.said(name)
            low = [lower(each.value.text) for each in said]
            answers = [
                self.edition.answers(text) if plain(each.value.text) else _YES
                for text, each in zip(low, said, strict=True)
            ]
            found = self._fields[name] = _Field(said, low, answers, reduce(or_, answers, 0)) if said else _EMPTY
        return found


@kept
def _told_by(record: Record) -> _Told:
    return _Told(record)


def _told(record: Record, names: tuple[str, ...]) -> Iterator[_Said]:
    told = _told_by(record)
    for name in dict.fromkeys(names):
        yield from told.said(name)


PAGE: Final = (
    *EVERYTHING,
    "arm.intervention",
    "intervention.other_name",
    "model",
    "time_perspective",
    "condition",
    "keyword",
    "sample.name",
    "sample.tissue",
    "sample.note",
    "sharing.access",
    "sharing.time",
    "data_capture",
    "status.stop_reason",
)
"""Fields in which a record says something at length."""


def lower(text: str) -> str:
    """Words in lower case, each character where it was: the few whose lower case is longer stay as they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def values(record: Record, names: Iterable[str]) -> list[tuple[str, Value]]:
    """Values of fields, and of the fields of group members where a name is written `outcome.description`."""
    return [(each.name, each.value) for each in _told(record, tuple(names))]


@kept
def _text(record: Record, names: tuple[str, ...]) -> str:
    return "\n".join(each.value.text for each in _told(record, names))


def text(record: Record, *names: str) -> str:
    """All that fields say, line by line."""
    return _text(record, names)


# ---------------------------------------------------------------- words


class _Need(NamedTuple):
    """What a place must answer to hold one of some words and what a pattern asks for.

    bits: answers that are all yes. several: the words with spaces, which must be looked for unless one of the `exact` answers
    is yes. pattern, small: the pattern, and the one for texts in lower case.
    """

    bits: int
    several: tuple[str, ...]
    exact: int
    pattern: re.Pattern[str] | None
    small: re.Pattern[str] | None


def _need(edition: Edition, words: tuple[str, ...], pattern: re.Pattern[str] | None) -> _Need:
    """What is needed in an edition, worked out once for each pattern and the words it is looked for near."""
    found: _Need | None = edition.needs.get((id(pattern), words))
    if found is None:
        asked = (*((words,) if words else ()), *(required(pattern) if pattern is not None else ()))
        bits = [edition.bit(each) for each in asked]
        single = tuple(word for word in words if word.split() == [word])
        exact = edition.bit(single) if single else 0
        several = words if single and not exact else tuple(word for word in words if word not in single)
        small = lowered(pattern) if pattern is not None else None
        found = _Need(reduce(or_, bits, 0), several, exact, pattern, small)
        if all(bits) and (exact or not single) and len(edition.needs) < QUESTIONS:
            edition.needs[id(pattern), words] = found  # which keeps the pattern, so that no other gets its identity
    return found


class _Near(NamedTuple):
    """A place that may meet a pattern: what it says, its words in lower case, the pattern that may be tried on them if any."""

    said: _Said
    lower: str
    small: re.Pattern[str] | None


def _near(
    record: Record, names: tuple[str, ...], words: tuple[str, ...], pattern: re.Pattern[str] | None = None
) -> Sequence[_Near]:
    """The places of fields that hold one of the words, and what the pattern cannot meet without; in the order of the names."""
    told = _told_by(record)
    bits, several, exact, _, small = _need(told.edition, words, pattern)
    answer, fields = told.several(names)
    if answer & bits != bits:
        return ()
    found = []
    for field in fields:
        if field.answer & bits == bits:
            for at, answers in enumerate(field.answers):
                if answers & bits == bits:
                    low = field.lower[at]
                    if answers == _YES:
                        if not words or any(word in low for word in words):
                            found.append(_Near(field.said[at], low, None))
                    elif not several or answers & exact or any(word in low for word in several):
                        found.append(_Near(field.said[at], low, small))
    return found


def holds(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether fields hold one of the words, which are in lower case; finding a word is far faster than trying a pattern."""
    return len(_near(record, names, words)) > 0


def holding(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """The values of fields that hold one of the words, which are in lower case."""
    return (near.said for near in _near(record, names, words))


@kept
def parts(record: Record) -> frozenset[str]:
    """All that stands between white space in what a record says at length, in lower case and with its punctuation."""
    return frozenset(
        chain.from_iterable(low.split() for field in _told_by(record).several(PAGE)[1] for low in field.lower)
    )


def places(text: str, words: Iterable[str]) -> Iterator[int]:
    """Where each of the words begins in a text, one word after another."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


# ---------------------------------------------------------------- patterns


def search(
    record: Record,
    names: tuple[str, ...],
    pattern: re.Pattern[str],
    near: tuple[str, ...] = (),
    reach: int = REACH,
) -> Iterator[Quote]:
    """What a pattern meets in fields; with words (in lower case) it is tried only within so many characters of one of them."""
    found = _near(record, names, near, pattern)
    return _tried(found, pattern, near, reach) if found else iter(())


def _tried(places: Sequence[_Near], pattern: re.Pattern[str], near: tuple[str, ...], reach: int) -> Iterator[Quote]:
    for (name, value), low, small in places:
        tried, told = (pattern, value.text) if small is None else (small, low)
        done, length = 0, len(told)
        for start, end in _stretches(low, near, reach) if near and length > 2 * reach else ((0, length),):
            for met in tried.finditer(told, max(start, done), end):
                done = met.end()
                yield Quote(name, value, *met.span())


def first(
    record: Record,
    names: tuple[str, ...],
    pattern: re.Pattern[str],
    near: tuple[str, ...] = (),
    reach: int = REACH,
) -> Quote | None:
    """The first thing that a pattern meets in fields, looked for as by `search`."""
    return next(search(record, names, pattern, near, reach), None)


def _stretches(lowered: str, words: tuple[str, ...], reach: int) -> list[tuple[int, int]]:
    """The stretches of a text round its words, those that overlap joined."""
    found: list[tuple[int, int]] = []
    for at in sorted(places(lowered, words)):
        if found and at - reach <= found[-1][1]:
            found[-1] = (found[-1][0], at + reach)
        else:
            found.append((max(0, at - reach), at + reach))
    return found


# ---------------------------------------------------------------- quotes


def whole(name: str, value: Value, most: int = 160) -> Quote:
    """A value quoted whole, or its first words where it is long."""
    if len(value.text) <= most:
        return Quote(name, value, 0, len(value.text))
    end = value.text.rfind(" ", 0, most)
    return Quote(name, value, 0, end if end > 0 else most)


def said(record: Record, name: str, pattern: re.Pattern[str] | None = None) -> Quote | None:
    """The first value of a field, or the first that meets a pattern, quoted whole; None where the record does not say."""
    found = (value for value in record.all(name) if pattern is None or pattern.search(value.text))
    return next((whole(name, value) for value in found), None)


def sentence(value: Value, at: int) -> tuple[int, int]:
    """Where the sentence or line around a character begins and ends."""
    begins = [place + len(mark) for mark in _ENDS if (place := value.text.rfind(mark, 0, at)) >= 0]
    ends = [place for mark in _ENDS if (place := value.text.find(mark, at)) >= 0]
    return max(begins, default=0), min(ends, default=len(value.text))


_ENDS: Final = (". ", ".\n", "\n", "。", "；", "; ")


def sentence_of(quote: Quote) -> Quote:
    """The sentence or line in which quoted words begin, to the end of the quote at least."""
    begin, end = sentence(quote.value, quote.start)
    return Quote(quote.field, quote.value, begin, max(end, quote.end))


def around(quote: Quote, before: int, after: int) -> str:
    """Quoted words with so many characters before and behind them."""
    return quote.value.text[max(0, quote.start - before) : quote.end + after]


# ---------------------------------------------------------------- small records


def record_of(says: Mapping[str, str], identifier: str = "EXAMPLE") -> Record:
    """A small record made of field names and what they say: `enrolment`, `arm[0].name`, `title@zh`.

    Its source is a line for each: the name, a colon, the value.
    """
    text = "\n".join(f"{name}: {value}" for name, value in says.items())
    building, at = Building(text, "example", "example"), 0
    members: dict[tuple[str, int], Member] = {}
    for written, value in says.items():
        start = at + len(written) + 2
        at = start + len(value) + 1
        name, _, language = written.partition("@")
        places = stands(start, start + len(value))
        lang: Language = "zh" if language == "zh" else "en" if any(map(str.isalpha, value)) else ""
        grouped = _MEMBER.fullmatch(name)
        if grouped is None:
            building.add(name, value, written, places, lang)
            continue
        key = grouped["group"], int(grouped["number"])
        if key not in members:
            members[key] = building.member(grouped["group"])
        members[key].add(grouped["own"], value, written, places, lang)
    return building.done(identifier)


_MEMBER: Final = re.compile(r"(?P<group>\w+)\[(?P<number>\d+)\]\.(?P<own>\w+)")
