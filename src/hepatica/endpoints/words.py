"""Days in words, for the sentences that explain a row: `28 days after start of the antiviral strategy`."""

from __future__ import annotations

from typing import Final

from hepatica.endpoints.evidence import Evidence
from hepatica.protocol.written import Written
from hepatica.rules.nodes import Duration, Point

UNITS: Final = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


def in_words(day: Written[Point], evidence: Evidence) -> str:
    """A day of the subject by the study's own name for it; as it stands in the study file where it has none there."""
    point = day.node
    name = evidence.labels.get(point.anchor)
    if name is None:
        return f"«{day}»"
    if point.offset is None:
        return f"«{name}»"
    return f"{length_in_words(point.offset)} {'after' if point.sign > 0 else 'before'} «{name}»"


def length_in_words(length: Duration) -> str:
    """`28 days`."""
    unit = UNITS.get(length.unit, length.unit)
    return f"{length.number} {unit}{'' if length.number == 1 else 's'}"
