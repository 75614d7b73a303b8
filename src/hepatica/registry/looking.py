"""Looking for words in a record: quotes of what a pattern meets, sentence by sentence, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hepatica.registry.building import Building, Member
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

CRITERIA: Final = ("eligibility.inclusion", "eligibility.exclusion")


def values(record: Record, names: Iterable[str]) -> Iterator[tuple[str, Value]]:
    """Values of fields, and of the fields of group members where a name is written `outcome.description`."""
    for name in names:
        for value in record.all(name):
            yield name, value
        group, _, own = name.partition(".")
        if group not in GROUPS:
            continue
        for number, member in enumerate(record.members(group)):
            for value in member.get(own, ()):
                yield f"{group}[{number}].{own}", value


def search(record: Record, names: Iterable[str], pattern: re.Pattern[str], group: int | str = 0) -> Iterator[Quote]:
    """What a pattern meets in fields; of the match, the group is quoted."""
    for name, value in values(record, names):
        for match in pattern.finditer(value.text):
            yield Quote(name, value, *match.span(group))


def first(record: Record, names: Iterable[str], pattern: re.Pattern[str], group: int | str = 0) -> Quote | None:
    """The first thing that a pattern meets in fields."""
    return next(search(record, names, pattern, group), None)


def whole(name: str, value: Value, most: int = 160) -> Quote:
    """A value quoted whole, or its first words where it is long."""
    if len(value.text) <= most:
        return Quote(name, value, 0, len(value.text))
    end = value.text.rfind(" ", 0, most)
    return Quote(name, value, 0, end if end > 0 else most)


def said(record: Record, name: str) -> Quote | None:
    """The first value of a field, quoted whole; None where the record does not say."""
    value = record.one(name)
    return whole(name, value) if value is not None else None


def sentence(value: Value, at: int) -> tuple[int, int]:
    """Where the sentence or line around a character begins and ends."""
    begins = [place + len(mark) for mark in _ENDS if (place := value.text.rfind(mark, 0, at)) >= 0]
    ends = [place for mark in _ENDS if (place := value.text.find(mark, at)) >= 0]
    return max(begins, default=0), min(ends, default=len(value.text))


_ENDS: Final = (". ", ".\n", "\n", "。", "；", "; ")


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
