"""Kaplan-Meier curves, their medians, survival at whole years and restricted means, for each group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from hepatica.analysis.cohort import Cohort, times
from hepatica.analysis.results import Place, Row
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.protocol.endpoints import Endpoint
from hepatica.statistics import KaplanMeier, follow_up, kaplan_meier, restricted_mean

YEAR: Final = 365.25
MOST_YEARS: Final = 10


def count_rows(place: Place, cohort: Cohort, endpoint: Endpoint) -> Iterator[Row]:
    """Subjects, events (and those of each subtype), competing events and censorings of each group."""
    for group in cohort.groups:
        rows = cohort.of(group)
        outcome = rows["CNSR"]
        n, events = len(outcome), int((outcome == 0).sum())
        shared: dict[str, Any] = {"group": group, "n": n, "events": events, "unit": "1"}
        yield place.row("n", n, **shared)
        yield place.row("events", events, **shared)
        for name in endpoint.subtypes:
            yield place.row("events", int((rows["EVNTSUB"] == name).sum()), term=name, **shared)
        if competes(endpoint):
            yield place.row("competing_events", int((outcome == 2).sum()), **shared)
        yield place.row("censored", int((outcome == 1).sum()), **shared)


def competes(endpoint: Endpoint) -> bool:
    """Whether anything competes with the event."""
    return endpoint.competing is not None or endpoint.death == "competing"


def curve_rows(place: Place, cohort: Cohort, analysis: Analysis) -> Iterator[Row]:
    """Median with Brookmeyer-Crowley limits, follow-up, survival at whole years, and the curve, of each group.

    Points of the curve have n_risk (just before the time) and events (at the time); survival at a year has neither.
    """
    for group in cohort.groups:
        rows = cohort.of(group)
        try:
            curve = kaplan_meier(**times(rows), conf_type=analysis.conf_type, level=analysis.level)
        except HepaticaError as error:
            yield place.failed(error, group=group)
            continue
        shared: dict[str, Any] = {"group": group, "n": curve.n, "events": curve.events}
        median = curve.median()
        yield place.row(
            "median", median.value, low=median.lower, high=median.upper, level=analysis.level, unit="days", **shared
        )
        followed = follow_up(**times(rows), conf_type=analysis.conf_type, level=analysis.level).median()
        yield place.row("median_follow_up", followed.value, unit="days", **shared)
        yield from _yearly(place, curve, analysis.level, group)
        yield from _points(place, curve, analysis.level, group)
        yield from entry_rows(place, rows, {"statistic": "survival", "group": group})


def _yearly(place: Place, curve: KaplanMeier, level: float, group: str) -> Iterator[Row]:
    years = np.arange(1, MOST_YEARS + 1) * YEAR
    years = years[years <= curve.times[-1]]
    if not len(years):
        return
    at = curve.at(years)
    for time, value, low, high in zip(years, at.survival, at.lower, at.upper, strict=True):
        yield place.row(
            "survival", value, low=low, high=high, level=level, unit="1", time=float(time), group=group,
            n=curve.n, events=curve.events,
        )  # fmt: skip


def _points(place: Place, curve: KaplanMeier, level: float, group: str) -> Iterator[Row]:
    columns = (curve.times, curve.survival, curve.lower, curve.upper, curve.n_risk, curve.n_event)
    for time, value, low, high, at_risk, events in zip(*columns, strict=True):
        yield place.row(
            "survival", value, within="curve", low=low, high=high, level=level, unit="1", time=float(time), group=group,
            n=curve.n, events=int(events), n_risk=int(at_risk),
        )  # fmt: skip


def entry_rows(place: Place, rows: pl.DataFrame, shared: dict[str, Any]) -> Iterator[Row]:
    """With delayed entry, the number at risk just before each day on which subjects enter: rows without value or events.

    Between these rows and the points of the curve the number at risk does not change. shared: statistic, group, term.
    """
    entry, time = rows["ENTRY"].to_numpy(), rows["AVAL"].to_numpy()
    for day in np.unique(entry[entry > 0]):
        at_risk = int((entry < day).sum() - (time < day).sum())
        yield place.row(value=None, within="entry", unit="1", time=float(day), n_risk=at_risk, **shared)


def restricted_mean_rows(place: Place, cohort: Cohort, analysis: Analysis) -> Iterator[Row]:
    """Mean time without the event up to the last day on which every group is followed."""
    last = [float(times(cohort.of(group))["time"].max()) for group in cohort.groups]
    for group in cohort.groups:
        try:
            curve = kaplan_meier(**times(cohort.of(group)), conf_type=analysis.conf_type, level=analysis.level)
            mean = restricted_mean(curve, min(last))
        except HepaticaError as error:
            yield place.failed(error, group=group)
            continue
        yield place.row(
            "rmst", mean.value, low=mean.lower, high=mean.upper, level=analysis.level, unit="days", time=mean.horizon,
            group=group, n=curve.n, events=curve.events,
        )  # fmt: skip


def events_of(rows: pl.DataFrame) -> tuple[int, int]:
    """Number of subjects and of events."""
    return rows.height, int((rows["CNSR"] == 0).sum())
