"""What kind of study a record describes: the registers' own words for it, told alike in English and Chinese."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hepatica.registry.looking import CRITERIA, TEXTS, said, whole
from hepatica.registry.record import GROUPS, Quote, Record, Value

_INTERVENTIONAL: Final = re.compile(r"intervention|干预性|treatment study|治疗研究", re.IGNORECASE)
_OBSERVATIONAL: Final = re.compile(r"observational|观察性|epidemi|流行病", re.IGNORECASE)
_SINGLE: Final = re.compile(r"\bsingle[ _-]?(?:group|arm)|^\s*single\s*$|单臂|单组", re.IGNORECASE)
_NOT_RANDOM: Final = re.compile(r"non[ _-]?random|not random|quasi|非随机|^\s*(?:N/?A|不适用)\b", re.IGNORECASE)
_RANDOM: Final = re.compile(r"random|随机", re.IGNORECASE)
_PLANNED: Final = re.compile(r"not[ _]yet|not recruiting|尚未|unknown|recruiting|正在|invitation", re.IGNORECASE)
_OVER: Final = re.compile(r"completed|terminated|withdrawn|suspended|active.?not|结束|终止|暂停", re.IGNORECASE)
_SIZES: Final = re.compile(r":\s*(\d+)\s*(?:;|$)")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")
OUTCOMES: Final = ("outcome.name", "outcome.description", "outcome.time_frame", "outcome.method")
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
TOLD: Final = (*TEXTS, "arm.description", "arm.intervention", "intervention.description")
"""Fields that tell what is done, criteria and outcomes aside."""


def number(text: str) -> int | None:
    """The first whole number of a text; None if it has none."""
    found = _NUMBER.search(text)
    return int(found[0].replace(",", "")) if found else None


def total(record: Record) -> tuple[int, Quote] | None:
    """The registered number of participants; of `name:size;name:size;` the sum."""
    quote = said(record, "enrolment")
    if quote is None:
        return None
    sizes = _SIZES.findall(quote.value.text)
    told = sum(map(int, sizes)) if sizes else number(quote.value.text)
    return (told, quote) if told is not None else None


def interventional(record: Record) -> bool:
    """Whether the register has it as interventional."""
    return any(_INTERVENTIONAL.search(value.text) for value in record.all("study_type")) and not observational(record)


def observational(record: Record) -> Quote | None:
    """Where the register has it as observational."""
    return _where(record, ("study_type",), _OBSERVATIONAL)


def single_group(record: Record) -> Quote | None:
    """Where the register has one group only."""
    return _where(record, ("model", "design"), _SINGLE, most=60)


def randomised(record: Record) -> Quote | None:
    """Where the register says that participants are randomised."""
    found = _where(record, ("allocation",), _RANDOM)
    return found if found and not _NOT_RANDOM.search(found.value.text) else None


def not_randomised(record: Record) -> Quote | None:
    """Where the register says that nobody is randomised: the allocation, one group, no intervention."""
    if randomised(record):
        return None
    return _where(record, ("allocation",), _NOT_RANDOM) or single_group(record) or observational(record)


def going_on(record: Record) -> Quote | None:
    """The recruitment status, where the study is not over by it."""
    found = _where(record, ("status",), _PLANNED)
    return found if found and not _OVER.search(found.value.text) else None


def primaries(record: Record) -> Iterator[tuple[int, Quote]]:
    """Number and name of each primary outcome, once in a language that all have."""
    for place, outcome in enumerate(record.members("outcome")):
        role = " ".join(value.text for value in outcome.get("role", ())).lower()
        if ("primary" in role or "主要" in role) and outcome.get("name"):
            yield place, whole(f"outcome[{place}].name", outcome["name"][-1])


def text(record: Record, *names: str) -> str:
    """All that fields say, line by line."""
    return _told(record, names).text


REACH: Final = 320  # characters round a key that a pattern is tried on; the patterns of the checks reach less far


def met(
    record: Record, names: tuple[str, ...], keys: tuple[str, ...], pattern: re.Pattern[str], reach: int = REACH
) -> Iterator[Quote]:
    """What a pattern meets in fields, near one of the keys (plain words "
    "in lower case): most fields hold none, and cost nothing."""
    told = _told(record, names)
    present = [key for key in keys if key in told.lower]
    for name, value in told.values if present else ():
        done = 0
        for start, end in _near(lower(value.text), present, reach):
            for match in pattern.finditer(value.text, max(start, done), end):
                done = match.end()
                yield Quote(name, value, *match.span())


def holds(record: Record, names: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Whether fields hold one of the keys, which are plain words in lower case."""
    told = _told(record, names)
    return any(key in told.lower for key in keys)


def _near(words: str, keys: list[str], reach: int) -> list[tuple[int, int]]:
    """The stretches of a text round its keys, those that overlap joined."""
    if len(words) <= 2 * reach:
        return [(0, len(words))] if any(key in words for key in keys) else []
    places = []
    for key in keys:
        at = words.find(key)
        while at >= 0:
            places.append(at)
            at = words.find(key, at + 1)
    found: list[tuple[int, int]] = []
    for at in sorted(places):
        if found and at - reach <= found[-1][1]:
            found[-1] = (found[-1][0], at + reach)
        else:
            found.append((max(0, at - reach), at + reach))
    return found


@lru_cache(maxsize=512)
def lower(words: str) -> str:
    """Words in lower case, character by character, kept for the next check that asks."""
    lowered = words.lower()
    return lowered if len(lowered) == len(words) else "".join(c.lower() if len(c.lower()) == 1 else c for c in words)


def _gathered(record: Record, names: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """Values of fields and of group members' fields (`arm.name`); as `looking.values`, each group taken apart once."""
    for name in names:
        group, _, own = name.partition(".")
        if own and group in GROUPS:
            for number, member in enumerate(record.members(group)):
                if own in member:
                    yield from ((f"{group}[{number}].{own}", value) for value in member[own])
        else:
            yield from ((name, value) for value in record.all(name))


class _Told:
    """What some fields of a record say, gathered once for all checks that ask."""

    def __init__(self, record: Record, names: tuple[str, ...]) -> None:
        self.values = tuple(_gathered(record, names))
        self.text = "\n".join(value.text for _, value in self.values)
        self.lower = self.text.lower()


class _Last(threading.local):
    """The record that was asked about last, and what was gathered of it."""

    record: Record | None = None
    told: dict[tuple[str, ...], _Told]


_LAST: Final = _Last()


def _told(record: Record, names: tuple[str, ...]) -> _Told:
    if _LAST.record is not record:
        _LAST.record, _LAST.told = record, {}
    if names not in _LAST.told:
        _LAST.told[names] = _Told(record, names)
    return _LAST.told[names]


def _where(record: Record, names: tuple[str, ...], pattern: re.Pattern[str], most: int = 10_000) -> Quote | None:
    for name in names:
        for value in record.all(name):
            if len(value.text) <= most and pattern.search(value.text):
                return whole(name, value)
    return None
