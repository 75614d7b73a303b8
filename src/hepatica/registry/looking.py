"""Looking for words in a record: quotes of what a pattern meets, field by field, near plain words, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from hepatica.registry.building import Building, Member
from hepatica.registry.kept import kept
from hepatica.registry.places import whole as stands
from hepatica.registry.record import GROUPS, Language, Quote, Record, Value

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
    """What a place of a record says: its field, its value, and its words in lower case, each character where it was."""

    name: str
    value: Value
    lower: str


class _Told(NamedTuple):
    """What fields say together, and all of it in one text in lower case."""

    said: tuple[_Said, ...]
    lower: str


@kept
def _said(record: Record, name: str) -> tuple[_Said, ...]:
    found = [(name, value) for value in record.all(name)]
    group, _, own = name.partition(".")
    if group in GROUPS:
        for number, member in enumerate(record.members(group)):
            if own in member:
                found += [(f"{group}[{number}].{own}", value) for value in member[own]]
    return tuple(_Said(field, value, lower(value.text)) for field, value in found)


@kept
def _told(record: Record, names: tuple[str, ...]) -> _Told:
    said = tuple(each for name in names for each in _said(record, name))
    return _Told(said, "\n".join(each.lower for each in said))


def lower(text: str) -> str:
    """Words in lower case, each character where it was: the few whose lower case is longer stay as they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def values(record: Record, names: Iterable[str]) -> list[tuple[str, Value]]:
    """Values of fields, and of the fields of group members where a name is written `outcome.description`."""
    return [(each.name, each.value) for each in _told(record, tuple(names)).said]


def text(record: Record, *names: str) -> str:
    """All that fields say, line by line."""
    return "\n".join(each.value.text for each in _told(record, names).said)


# ---------------------------------------------------------------- words


def holds(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether fields hold one of the words, which are in lower case; finding a word is far faster than trying a pattern."""
    everything = _told(record, names).lower
    return any(word in everything for word in words)


def holding(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """The values of fields that hold one of the words, which are in lower case."""
    said, everything = _told(record, names)
    present = [word for word in words if word in everything]
    for each in said if present else ():
        if any(word in each.lower for word in present):
            yield each.name, each.value


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
    said, everything = _told(record, names)
    present = [word for word in near if word in everything]
    for name, value, lowered in said if present or not near else ():
        done = 0
        for start, end in _stretches(lowered, present, reach) if near else ((0, len(value.text)),):
            for met in pattern.finditer(value.text, max(start, done), end):
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


def _stretches(lowered: str, words: list[str], reach: int) -> list[tuple[int, int]]:
    """The stretches of a text round its words, those that overlap joined."""
    if len(lowered) <= 2 * reach:
        return [(0, len(lowered))] if any(word in lowered for word in words) else []
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
