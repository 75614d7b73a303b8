"""Proportions of subjects who reached a state, for each group, and tests between groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency, fisher_exact

from hepatica.analysis.cohort import Cohort
from hepatica.analysis.results import Place, Row
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.statistics import proportion


def proportion_rows(place: Place, cohort: Cohort, analysis: Analysis) -> Iterator[Row]:
    """Subjects, how many reached the state, and their share with limits, of each group.

    Limits are Wilson's, or Clopper and Pearson's exact ones where the method is named so.
    """
    exact = place.method == "proportion_exact"
    for group in cohort.groups:
        answers = cohort.of(group)["AVALC"]
        n, events = len(answers), int((answers == "Y").sum())
        shared: dict[str, Any] = {"group": group, "n": n, "events": events, "unit": "1"}
        try:
            share = proportion(events, n, method="clopper-pearson" if exact else "wilson", level=analysis.level)
        except HepaticaError as error:
            yield place.failed(error, **shared)
            continue
        yield place.row("n", n, **shared)
        yield place.row("events", events, **shared)
        yield place.row("proportion", share.value, low=share.lower, high=share.upper, level=share.level, **shared)


def contingency_rows(place: Place, cohort: Cohort) -> Iterator[Row]:
    """Pearson's chi-square without continuity correction, or Fisher's exact test, by the method of `place`."""
    reached = [(cohort.of(group)["AVALC"] == "Y") for group in cohort.groups]
    table = np.array([[int(y.sum()), int((~y).sum())] for y in reached])
    n, events = (int(table.sum()), int(table[:, 0].sum())) if len(table) else (0, 0)
    shared: dict[str, Any] = {"n": n, "events": events, "unit": "1"}
    if len(table) < 2:
        yield place.failed("there is one group only", **shared)
    elif not 0 < events < n:
        yield place.failed("all subjects have the same answer", **shared)
    elif place.method == "chi_square":
        test = chi2_contingency(table, correction=False)
        note = "an expected count is below 5: prefer Fisher's exact test" if test.expected_freq.min() < 5 else ""
        for statistic, value in (("chi_square", test.statistic), ("df", test.dof), ("p_value", test.pvalue)):
            yield place.row(statistic, float(value), note=note, **shared)
    elif len(table) > 2:
        yield place.failed("Fisher's exact test compares two groups in this version", **shared)
    else:
        yield place.row("p_value", float(fisher_exact(table).pvalue), **shared)
