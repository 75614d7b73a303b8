"""The group is when the subject entered: the cohort whose dates hold the day that the study names."""

from __future__ import annotations

from datetime import date

import polars as pl

from hepatica.assignment.own_days import SCHEMA, context_of, own_days, with_sources
from hepatica.protocol.assignment import CohortByDate, DateCohort
from hepatica.protocol.study import Study
from hepatica.rules.calendar import FAR, day_number
from hepatica.rules.intervals import Bounds
from hepatica.rules.reference.words import bounds_text
from hepatica.rules.truth import Truth
from hepatica.sdtm.tables import Tables


def by_date(study: Study, tables: Tables, facts: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """The cohort of every subject; both ends of a cohort belong to it.

    A day known only within bounds gives a cohort where all of it lies in one. Returns USUBJID, ARM (null where it cannot
    be said, or where the day lies in no cohort), EVIDENCE (the day, or why there is none) and SRCREF (its records).
    """
    method = study.assignment
    if not isinstance(method, CohortByDate):
        raise TypeError(f"{study.study} does not assign by date")
    context, point = context_of(study, tables), method.origin.node
    anchor = study.anchors.get(point.anchor)
    what = anchor.label.en if anchor is not None and anchor.label is not None else point.anchor
    what = what if point.offset is None else f"{what}, moved: {method.origin.text}"
    rows: list[tuple[str, str | None, str, tuple[int, ...]]] = []
    for subject, days in own_days(context, facts, subjects):
        found = days.anchor(point.anchor)
        if found.happened is not Truth.YES:
            why = "not recorded" if found.happened is Truth.NO else "perhaps, on an unknown day"
            arm, said = None, f"{what}: {why}"
        elif not context.calendar:
            arm, said = None, f"{what}: the data have study days, no dates"
        else:
            arm, said = _placed(what, days.point(point), method)
        rows.append((subject, arm, said, found.evidence))
    return with_sources(pl.DataFrame(rows, schema=SCHEMA, orient="row"), tables)


def _placed(what: str, day: Bounds, method: CohortByDate) -> tuple[str | None, str]:
    """The cohort of a day, and what is to be said of it."""
    said = f"{what} on {bounds_text(day, calendar=True)}"
    possible = [name for name, cohort in method.cohorts.items() if _overlaps(day, _ends(cohort))]
    if not possible:
        return None, f"{said}: in no cohort"
    first = method.cohorts[possible[0]]
    if len(possible) == 1 and _inside(day, _ends(first)):
        return possible[0], f"{said}, {_dates(first)}"
    return None, f"{said}: it may lie in {' or '.join(possible)}" + (", or in none" if len(possible) == 1 else "")


def _ends(cohort: DateCohort) -> Bounds:
    lo = -FAR if cohort.start is None else _number(cohort.start)
    return Bounds(lo, FAR if cohort.end is None else _number(cohort.end))


def _number(day: date) -> int:
    return day_number(day.year, day.month, day.day)


def _overlaps(day: Bounds, cohort: Bounds) -> bool:
    return day.lo <= cohort.hi and cohort.lo <= day.hi


def _inside(day: Bounds, cohort: Bounds) -> bool:
    return cohort.lo <= day.lo and day.hi <= cohort.hi


def _dates(cohort: DateCohort) -> str:
    match cohort:
        case DateCohort(start=None, end=None):
            return "on whatever day"
        case DateCohort(start=None, end=end):
            return f"up to {end}"
        case DateCohort(start=start, end=None):
            return f"from {start} on"
        case DateCohort(start=start, end=end):
            return f"between {start} and {end}"
