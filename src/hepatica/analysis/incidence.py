"""Cumulative incidence of the event and of what competes with it, for each group (Aalen-Johansen)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hepatica.analysis.cohort import Cohort, array, times
from hepatica.analysis.curves import MOST_YEARS, YEAR, entry_rows
from hepatica.analysis.results import Place, Row
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.protocol.endpoints import Endpoint
from hepatica.statistics import CumulativeIncidence, cumulative_incidence

EVENT, COMPETING = 1, 2
"""Causes, as the statistics number them."""


def incidence_rows(place: Place, cohort: Cohort, analysis: Analysis, endpoint: Endpoint) -> Iterator[Row]:
    """Incidence at whole years and its curve, of each cause in each group. `term` is the cause."""
    causes = {EVENT: place.endpoint, COMPETING: competing_name(endpoint)}
    for group in cohort.groups:
        rows = cohort.of(group)
        outcome = array(rows, "CNSR")
        cause = np.select([outcome == 0, outcome == 2], [EVENT, COMPETING], 0)
        arguments = {key: value for key, value in times(rows).items() if key != "event"}
        try:
            found = cumulative_incidence(**arguments, cause=cause, level=analysis.level)
        except HepaticaError as error:
            yield place.failed(error, group=group, n=rows.height, events=0)
            continue
        for code in found.causes:
            yield from _of_cause(place, found, code, causes[code], group)
            yield from entry_rows(
                place, rows, {"statistic": "cumulative_incidence", "group": group, "term": causes[code]}
            )


def competing_name(endpoint: Endpoint) -> str:
    """The one variable that competes, or `competing` where there are several."""
    names = endpoint.competing_variables | ({"death"} if endpoint.death == "competing" else set())
    return next(iter(names)) if len(names) == 1 else "competing"


def _of_cause(place: Place, found: CumulativeIncidence, code: int, term: str, group: str) -> Iterator[Row]:
    k = found.causes.index(code)
    shared: dict[str, Any] = {"term": term, "group": group, "level": found.level, "unit": "1", "n": found.n}
    total = int(found.n_event[k].sum())
    years = np.arange(1, MOST_YEARS + 1) * YEAR
    years = years[years <= found.times[-1]]
    at = found.at(years, code) if len(years) else None
    if at is not None:
        for time, value, low, high in zip(years, at.incidence, at.lower, at.upper, strict=True):
            yield place.row("cumulative_incidence", value, low=low, high=high, time=float(time), events=total, **shared)
    columns = (found.times, found.incidence[k], found.lower[k], found.upper[k], found.n_risk, found.n_event[k])
    for time, value, low, high, at_risk, events in zip(*columns, strict=True):
        yield place.row(
            "cumulative_incidence", value, within="curve", low=low, high=high, time=float(time), events=int(events),
            n_risk=int(at_risk), **shared,
        )  # fmt: skip
