"""The schedule of a study file, and its expansion to planned visits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from hepatica.errors import HepaticaError
from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.written import DurationText, EventsText, Offset, OffsetText, PointText, RuleText, UntilText
from hepatica.rules.nodes import Duration

DAYS_OF = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
"""Nominal days of a unit. A plan has no calendar: months and years of a real subject are calendar steps."""


class Tolerance(Section):
    """How far a visit may lie from its planned day. A bare length holds both ways."""

    spoken = ("7 d",)
    early: DurationText
    late: DurationText

    @model_validator(mode="before")
    @classmethod
    def _both_ways(cls, data: Any) -> Any:
        return data if isinstance(data, Mapping | Tolerance) else {"early": data, "late": data}


class Phase(Section):
    """Visits at equal steps, from the end of the phase before (or from the anchor)."""

    every: DurationText
    until: UntilText
    """The last visit lies on or before this day from the anchor; `end of study` leaves it open."""
    tolerance: Tolerance | None = None


class Cycles(Section):
    """Visits tied to treatment cycles: on `day` of every n-th cycle."""

    length: DurationText
    number: Annotated[int, Field(ge=1)]
    every: Annotated[int, Field(ge=1)] = 1
    on: Literal["start", "end"] = "end"


class Visits(Section):
    """One entry of the schedule: what is done, and when. Kinds of time may be combined."""

    label: Text
    assessments: Annotated[tuple[str, ...], Field(min_length=1)]
    """Vocabulary variables or instruments of this study."""
    origin: Annotated[PointText, Field(alias="from")]
    at: tuple[OffsetText, ...] = ()
    phases: tuple[Phase, ...] = ()
    cycles: Cycles | None = None
    on: EventsText | None = None
    """An extra visit whenever this happens."""
    continuous: UntilText | None = None
    """Collected all the time up to this day."""
    tolerance: Tolerance | None = None
    """Of every visit whose phase gives no other."""
    per: Literal["subject", "line"] = "subject"
    """`line`: the clock starts again with each line of treatment."""
    only_if: RuleText | None = None
    notes: str = ""

    @model_validator(mode="after")
    def _timed(self) -> Visits:
        if not (self.at or self.phases or self.cycles or self.on or self.continuous):
            raise ValueError("say when: at, phases, cycles, on or continuous")
        return self


Schedule = dict[Name, Visits]


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of the plan. Days count from `origin`; `early` and `late` are the first and last day of its window.

    kind `planned`: all three days are set. `triggered`: none is. `continuous`: from `early` to `late` (None: open).
    """

    entry: str
    number: int
    label: str
    origin: str
    kind: Literal["planned", "triggered", "continuous"]
    day: int | None
    early: int | None
    late: int | None
    assessments: tuple[str, ...]
    per: Literal["subject", "line"] = "subject"


def nominal_days(length: Duration, sign: int = 1) -> int:
    """A length in whole days: weeks of 7 days, months of 30.4375 and years of 365.25, halves rounded up."""
    return sign * math.floor(float(length.number) * DAYS_OF[length.unit] + 0.5)


def expand(schedule: Schedule, *, end_of_study: int | None = None) -> list[PlannedVisit]:
    """Every visit of a plan, by entry and then by day.

    end_of_study: day from the anchor up to which an open phase runs. Errors: HepaticaError where a phase is open and
    no end is given, or where a phase would never end.
    """
    return [visit for name, visits in schedule.items() for visit in expand_entry(name, visits, end_of_study)]


def expand_entry(name: str, visits: Visits, end_of_study: int | None = None) -> list[PlannedVisit]:
    """The visits of one entry: planned ones by day, then triggered, then continuous collection."""
    timed: dict[int, tuple[str, Tolerance | None]] = {}
    for day, text, tolerance in _days(name, visits, end_of_study):
        timed.setdefault(day, (text, tolerance))
    planned = [
        PlannedVisit(
            entry=name,
            number=number,
            label=f"{visits.label.en}, {text}",
            origin=visits.origin.text,
            kind="planned",
            day=day,
            early=day - (nominal_days(tolerance.early.node) if tolerance else 0),
            late=day + (nominal_days(tolerance.late.node) if tolerance else 0),
            assessments=visits.assessments,
            per=visits.per,
        )
        for number, (day, (text, tolerance)) in enumerate(sorted(timed.items()), start=1)
    ]
    return planned + list(_untimed(name, visits, len(planned), end_of_study))


def _days(name: str, visits: Visits, end: int | None) -> Iterator[tuple[int, str, Tolerance | None]]:
    """Planned day, its wording and its tolerance, in the order written."""
    for offset in visits.at:
        node: Offset = offset.node
        yield nominal_days(node.length, node.sign), offset.text, visits.tolerance
    yield from _phase_days(name, visits, end)
    if visits.cycles is not None:
        cycles = visits.cycles
        length = nominal_days(cycles.length.node)
        for cycle in range(cycles.every, cycles.number + 1, cycles.every):
            start = (cycle - 1) * length
            yield (start if cycles.on == "start" else start + length), f"cycle {cycle} {cycles.on}", visits.tolerance


def _phase_days(name: str, visits: Visits, end: int | None) -> Iterator[tuple[int, str, Tolerance | None]]:
    begun = 0.0
    for phase in visits.phases:
        step = float(phase.every.node.number) * DAYS_OF[phase.every.node.unit]
        last = nominal_days(phase.until.node) if phase.until.node is not None else end
        if last is None:
            raise HepaticaError(
                f"the phase «every {phase.every}» of «{name}» has no end", do="say until when, as a length or a day"
            )
        if step < 1:
            raise HepaticaError(f"the phase «every {phase.every}» of «{name}» is shorter than a day", do="mend `every`")
        count = 1
        while (day := math.floor(begun + count * step + 0.5)) <= last:
            yield day, f"{_elapsed(day, phase.every.node.unit)}", phase.tolerance or visits.tolerance
            count += 1
        begun = begun + (count - 1) * step


def _elapsed(day: int, unit: str) -> str:
    """`week 12`, `month 3`, `day 42`: the planned day in the unit of the phase."""
    word = {"wk": "week", "mo": "month", "a": "year"}.get(unit)
    return f"{word} {round(day / DAYS_OF[unit])}" if word else f"day {day}"


def _untimed(name: str, visits: Visits, before: int, end: int | None) -> Iterator[PlannedVisit]:
    """The triggered visit and the continuous collection of an entry."""
    if visits.on is not None:
        before += 1
        yield PlannedVisit(
            name, before, f"{visits.label.en}, on {visits.on}", visits.origin.text, "triggered", None, None, None,
            visits.assessments, visits.per,
        )  # fmt: skip
    if visits.continuous is not None:
        until = visits.continuous.node
        yield PlannedVisit(
            name, before + 1, visits.label.en, visits.origin.text, "continuous", 0, 0,
            nominal_days(until) if until is not None else end, visits.assessments, visits.per,
        )  # fmt: skip
