"""Looking only where a plain word stands: finding one is a hundred times as fast as trying a pattern everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hepatica.registry.looking import values
from hepatica.registry.record import Quote, Record, Value

SEARCHED: Final = frozenset(
    (
        *("title", "title.official", "summary", "description", "design", "population", "condition", "randomisation"),
        *("masking.description", "biospecimen", "follow_up", "sharing.description"),
        *("eligibility", "eligibility.inclusion", "eligibility.exclusion"),
        *("outcome.name", "outcome.description", "outcome.method", "outcome.time_frame"),
        *("arm.name", "arm.description", "intervention.name", "intervention.description"),
    )
)
"""Fields whose words are looked for."""


def holding(record: Record, names: Iterable[str], words: Sequence[str]) -> Iterator[tuple[str, Value]]:
    """Values of fields (of `SEARCHED`) in which one of the words stands, in just these letters."""
    everything = all_words(record)
    present = [word for word in words if word in everything]
    if not present:
        return
    for name, value in values(record, names):
        text = value.text
        for word in present:
            if word in text:
                yield name, value
                break


def all_words(record: Record) -> str:
    """Everything that the fields searched say, in one text."""
    kept = _LAST.get(id(record))
    if kept is None or kept[0] is not record:
        kept = record, "\n".join(_texts(record))
        _LAST.clear()
        _LAST[id(record)] = kept
    return kept[1]


def _texts(record: Record) -> Iterator[str]:
    for name in SEARCHED:
        for value in record.all(name):
            yield value.text
    for group, own in _OF_MEMBERS.items():
        for member in record.members(group):
            for name in own:
                for value in member.get(name, ()):
                    yield value.text


_OF_MEMBERS: Final = {
    group: tuple(name.partition(".")[2] for name in sorted(SEARCHED) if name.startswith(f"{group}."))
    for group in ("outcome", "arm", "intervention")
}
_LAST: Final[dict[int, tuple[Record, str]]] = {}
"""The words of the record last asked for: many checks ask one after another."""


def near(
    record: Record, names: Iterable[str], words: Sequence[str], pattern: re.Pattern[str], group: int | str = 0
) -> Iterator[Quote]:
    """What a pattern meets in fields in which one of the words stands."""
    for name, value in holding(record, names, words):
        for met in pattern.finditer(value.text):
            yield Quote(name, value, *met.span(group))


def nearest(
    record: Record, names: Iterable[str], words: Sequence[str], pattern: re.Pattern[str], group: int | str = 0
) -> Quote | None:
    """The first thing that a pattern meets in fields in which one of the words stands."""
    return next(near(record, names, words, pattern, group), None)


def places(text: str, words: Iterable[str]) -> Iterator[int]:
    """Where each of the words begins in a text, one word after another."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)
