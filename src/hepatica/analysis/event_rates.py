"""Exposure-adjusted incidence: first events, and all adverse events, for 100 patient-years, with exact limits.

Time at risk of the first event ends with it (RISKDAYS of ADBIN); all events are set against the whole time under observation
(OBSDAYS). A year has 365.25 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from hepatica.analysis.cohort import Cohort
from hepatica.analysis.regression import reference_of
from hepatica.analysis.results import Place, Row
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.statistics import event_rate, rate_ratio

HUNDRED_YEARS: Final = 36525.0
UNIT: Final = "/(100.a)"
ALIKE: Final = "the limits take the events of one subject for independent of each other"


def rate_rows(
    place: Place, cohort: Cohort, analysis: Analysis, adae: pl.DataFrame | None, flag: str | None
) -> Iterator[Row]:
    """Of each group the patient-years and the events for 100 of them, and the ratio of first events to the reference.

    adae, flag: the events, and its column that says which count (Y); left out, all events are not counted. Statistics:
    patient_years_at_risk and first_event_rate; patient_years_observed and event_rate; of each other group rate_ratio and
    p_value. Where a rate cannot be given, one row says why.
    """
    firsts: dict[str, tuple[int, float]] = {}
    for group in cohort.groups:
        rows = cohort.of(group)
        firsts[group] = int((rows["AVALC"] == "Y").sum()), float(rows["RISKDAYS"].sum()) / HUNDRED_YEARS
        shared: dict[str, Any] = {"group": group, "n": rows.height}
        yield from _rate(place, "first_event_rate", *firsts[group], analysis, shared)
        if adae is not None and flag is not None:
            own = adae.filter(pl.col(flag) == "Y").join(rows.select("USUBJID"), on="USUBJID", how="semi")
            years = float(rows["OBSDAYS"].sum()) / HUNDRED_YEARS
            yield from _rate(place, "event_rate", own.height, years, analysis, {**shared, "note": ALIKE})
    if len(firsts) > 1:
        yield from _ratios(place, firsts, cohort, analysis)


def _rate(
    place: Place, statistic: str, events: int, years: float, analysis: Analysis, shared: dict[str, Any]
) -> Iterator[Row]:
    try:
        rate = event_rate(events, years, level=analysis.level)
    except HepaticaError as error:
        yield place.failed(error, **shared, events=events)
        return
    time = "patient_years_at_risk" if statistic == "first_event_rate" else "patient_years_observed"
    known = {key: value for key, value in shared.items() if key != "note"}
    yield place.row(time, 100 * years, events=events, unit="a", **known)
    found: dict[str, Any] = {"low": rate.lower, "high": rate.upper, "level": rate.level, "unit": UNIT}
    yield place.row(statistic, rate.value, events=events, **found, **shared)


def _ratios(place: Place, firsts: dict[str, tuple[int, float]], cohort: Cohort, analysis: Analysis) -> Iterator[Row]:
    try:
        reference = reference_of(analysis.by or "", list(firsts), analysis)
    except HepaticaError as error:
        yield place.failed(error)
        return
    for group in (group for group in firsts if group != reference):
        both = cohort.rows.filter(pl.col("group").is_in([group, reference]))
        events = firsts[group][0] + firsts[reference][0]
        shared: dict[str, Any] = {"group": group, "reference": reference, "n": both.height, "events": events}
        try:
            ratio = rate_ratio(*firsts[group], *firsts[reference], level=analysis.level)
        except HepaticaError as error:
            yield place.failed(error, **shared)
            continue
        limits: dict[str, Any] = {"low": ratio.lower, "high": ratio.upper, "level": ratio.level}
        yield place.row("rate_ratio", ratio.value, unit="1", **limits, **shared)
        yield place.row("p_value", ratio.p_value, unit="1", **shared)
