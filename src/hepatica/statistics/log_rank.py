"""Log-rank test and the G-rho family, k groups, stratified, with delayed entry.

Mantel 1966; Peto & Peto 1972; Harrington & Fleming, Biometrika 1982;69:553 (weights S(t-)^rho, S pooled within the
stratum); Kalbfleisch & Prentice 2002, section 1.5. Numbers are those of R `survival::survdiff`, which has no delayed
entry: with it the statistic is the score test of the Cox model with groups as covariates (exactly, if no two events
share a time; with ties the log-rank variance is hypergeometric).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Floats, StatisticsError, labels, observations
from hepatica.statistics.chi_square import group_test
from hepatica.statistics.products import row_sums, weighted_gram
from hepatica.statistics.risk_sets import RiskSets, risk_sets


@dataclass(frozen=True, slots=True)
class LogRank:
    """The test of equal hazards, one element per group in sorted order of `groups`.

    n: subjects. observed, expected: (weighted, if rho is not 0) events and their expectation. variance: k x k, of
    observed - expected. df: groups that can be compared, less one. p_value: upper tail of chi-square.
    """

    groups: tuple[Any, ...]
    n: tuple[int, ...]
    observed: Floats
    expected: Floats
    variance: Floats
    chi_square: float
    df: int
    p_value: float


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rho: float = 0,
) -> LogRank:
    """Test whether k groups have the same hazard. rho 0 is the log-rank test, rho 1 Peto and Peto's Wilcoxon test.

    time, event, entry: n each (see `Observations`). group, strata: n labels each, of any one type.
    Raises StatisticsError on arguments that cannot be used, on fewer than two groups and where there is no event.
    """
    observed = observations(time, event, entry=entry)
    names, codes = labels(group, "group", len(observed.time))
    if len(names) < 2:
        raise StatisticsError(f"there is one group only: {names[0]}", do="give at least two groups to compare")
    if not 0 <= rho < np.inf:
        raise StatisticsError(f"rho is {rho}", do="give 0 (the log-rank test) or more")
    if not observed.event.any():
        raise StatisticsError("there is no event in any group", do="the groups cannot be compared: report the counts")
    sets = risk_sets(observed, None if strata is None else labels(strata, "strata", len(observed.time))[1])
    member = (codes[sets.order] == np.arange(len(names))[:, None]).astype(np.float64)
    at_risk = sets.at_risk(member)
    deaths = sets.at_event(member[:, sets.event])
    totals, d = at_risk.sum(axis=0), deaths.sum(axis=0)
    weight = _weights(sets, totals, d, rho)
    share = at_risk / totals
    expected = row_sums(share, weight * d)
    hypergeometric = weight**2 * d * (totals - d) / np.maximum(totals - 1, 1)
    variance = np.diag(row_sums(share, hypergeometric)) - weighted_gram(share, hypergeometric)
    seen = row_sums(deaths, weight)
    test = group_test(seen - expected, variance, expected > 0)
    n = tuple(int(count) for count in member.sum(axis=1))
    return LogRank(names, n, seen, expected, variance, test.statistic, test.df, test.p_value)


def _weights(sets: RiskSets, at_risk: Floats, deaths: Floats, rho: float) -> Floats:
    """S(t-)^rho with the Kaplan-Meier estimate of the stratum."""
    if rho == 0:
        return np.ones(len(at_risk))
    before = np.empty(len(at_risk))
    for stratum in np.unique(sets.stratum):
        own = np.flatnonzero(sets.stratum == stratum)[::-1]  # rising time
        survival = np.cumprod(1 - deaths[own] / at_risk[own])
        before[own] = np.concatenate(([1.0], survival[:-1]))
    return before**rho
