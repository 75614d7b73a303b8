"""Adverse events of a simulated subject: when they begin and end, their grade, seriousness and causality.

They are drawn from a generator of their own, so that nothing else in the data depends on them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from hepatica.protocol.schedule import nominal_days
from hepatica.protocol.simulation import AdverseEventRate, AdverseEvents
from hepatica.protocol.study import Study
from hepatica.simulation.baseline import Person
from hepatica.simulation.days import moved, point_day
from hepatica.simulation.rows import Record

LASTS: Final = 14  # days, the median where the study does not say
RELATED: Final = {"probable": 0.35, "possible": 0.6, "certain": 0.05}  # of the events judged related
OTHER: Final = {"unlikely": 0.9, "conditional": 0.05, "unassessable": 0.05}  # of all others


def adverse_event_records(study: Study, person: Person, end: int) -> Iterator[Record]:
    """The adverse events of a person that begin by `end` (day), in the order of their days; none where none are planned."""
    plan = study.simulation.adverse_events if study.simulation else None
    if plan is None:
        return
    first = point_day(plan.origin.node, person.days, end + 1)
    last = min(end, moved(first, plan.by.node, 1))
    rng = person.aside("adverse events")
    found = [
        _record(term, rate, first + math.floor(day), end, plan, person.arm, rng)
        for term, rate in plan.terms.items()
        for day in _begins(rate, person.arm, nominal_days(plan.by.node), rng)
    ]
    yield from sorted(
        (each for each in found if each.day is not None and each.day <= last), key=lambda each: each.day or 0
    )


def _begins(rate: AdverseEventRate, arm: str, span: int, rng: np.random.Generator) -> Iterator[float]:
    """The days from the origin on which an event begins, at a constant hazard, within the span.

    No hazard makes an event certain: one that is begins once, on any day of the span.
    """
    share = rate.probability.get(arm)
    if share and share.value == 1:
        yield float(rng.uniform(0, span))
        return
    hazard = -math.log1p(-share.value) / span if share else 0.0
    day = rng.exponential(1 / hazard) if hazard else math.inf
    while day < span:
        yield float(day)
        day += rng.exponential(1 / hazard)


def _record(
    term: str, rate: AdverseEventRate, day: int, end: int, plan: AdverseEvents, arm: str, rng: np.random.Generator
) -> Record:
    shares = np.array([share.value for share in rate.grades.values()])
    grade = int(rng.choice(list(rate.grades), p=shares / shares.sum()))
    fates = rng.random(2)
    serious = fates[0] < (rate.serious[grade].value if grade in rate.serious else 0.0)
    words = RELATED if fates[1] < (plan.related[arm].value if arm in plan.related else 0.0) else OTHER
    relation = str(rng.choice(list(words), p=list(words.values())))
    median = nominal_days(rate.lasts.node) if rate.lasts else LASTS
    over = day + math.floor(rng.exponential(median / math.log(2)))
    fields = {"grade": str(grade), "status": "Y" if serious else "N", "detail": relation}
    fields |= {"AESHOSP": "Y" if serious else "N"}
    fields |= {"AEOUT": "RECOVERED/RESOLVED" if over <= end else "NOT RECOVERED/NOT RESOLVED"}
    return Record(
        "adverse_event", day, code=term, end=over if over <= end else None, fields=fields, source="adverse event"
    )
