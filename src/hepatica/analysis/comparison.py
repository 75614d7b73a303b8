"""Tests of equal hazards between groups."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.analysis.cohort import Cohort, times
from hepatica.analysis.curves import events_of
from hepatica.analysis.results import Place, Row
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.statistics import log_rank


def log_rank_rows(place: Place, cohort: Cohort, analysis: Analysis) -> Iterator[Row]:
    """Chi-square, degrees of freedom and p-value over all groups, stratified where the analysis says so."""
    rows = cohort.rows
    n, events = events_of(rows)
    strata = [rows[name].cast(str).fill_null("").to_list() for name in analysis.strata]
    stratum = ["|".join(parts) for parts in zip(*strata, strict=True)] if strata else None
    try:
        test = log_rank(**times(rows), group=rows["group"].to_list(), strata=stratum)
    except HepaticaError as error:
        yield place.failed(error, n=n, events=events)
        return
    note = f"stratified by {', '.join(analysis.strata)}" if strata else ""
    for statistic, value in (("chi_square", test.chi_square), ("df", test.df), ("p_value", test.p_value)):
        yield place.row(statistic, value, n=n, events=events, unit="1", note=note)
