"""Gray's test: is the cumulative incidence of one cause the same in k groups, where other causes compete?

Gray, Ann Stat 1988;16:1141. The score compares each group's events with those expected if its subdistribution hazard
were the pooled one; the variance is the paper's, with the correction for ties that R `cmprsk::cuminc` makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Booleans, Floats, Integers, StatisticsError, labels, observations
from hepatica.statistics.chi_square import group_test
from hepatica.statistics.cumulative_incidence import cause_codes
from hepatica.statistics.products import weighted_gram


@dataclass(frozen=True, slots=True)
class GrayTest:
    """The test of equal incidence of one cause, one element per group in sorted order of `groups`.

    n: subjects. score: k, (weighted) events less their expectation. variance: k x k, of the score.
    """

    groups: tuple[Any, ...]
    n: tuple[int, ...]
    score: Floats
    variance: Floats
    chi_square: float
    df: int
    p_value: float


def gray_test(
    time: ArrayLike,
    cause: ArrayLike,
    group: ArrayLike,
    *,
    of: int = 1,
    strata: ArrayLike | None = None,
    rho: float = 0,
) -> GrayTest:
    """Compare the incidence of cause `of` between groups. cause: n whole numbers, 0 censored.

    group, strata: n labels each. rho: weights (1 - F(t-))^rho, F the pooled incidence. There is no delayed entry: the
    test is not defined for it. Raises StatisticsError on arguments that cannot be used, on fewer than two groups and
    where the cause did not occur.
    """
    codes = cause_codes(cause)
    observed = observations(time, codes > 0)
    names, groups = labels(group, "group", len(codes))
    if len(names) < 2:
        raise StatisticsError(f"there is one group only: {names[0]}", do="give at least two groups to compare")
    if not (codes == of).any() or of == 0:
        raise StatisticsError(f"cause {of} did not occur", do="the groups cannot be compared: report the counts")
    if not 0 <= rho < np.inf:
        raise StatisticsError(f"rho is {rho}", do="give 0 or more")
    blocks = np.zeros(len(codes), dtype=np.int64) if strata is None else labels(strata, "strata", len(codes))[1]
    score, variance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    for block in range(int(blocks.max()) + 1):
        own = blocks == block
        counts = _counts(observed.time[own], codes[own], groups[own], len(names), of)
        if counts.events.any():
            part, spread = _stratum(counts, rho)
            score += part
            variance += spread
    test = group_test(score, variance, np.ones(len(names), dtype=np.bool_))
    n = tuple(np.bincount(groups).tolist())
    return GrayTest(names, n, score, variance, test.statistic, test.df, test.p_value)


@dataclass(frozen=True, slots=True)
class _Counts:
    """k groups by T distinct times of any event: at risk before, events of the cause, events of other causes."""

    at_risk: Floats
    events: Floats
    others: Floats


def _counts(time: Floats, cause: Integers, group: Integers, k: int, of: int) -> _Counts:
    times = np.unique(time[cause > 0])

    def per_group(where: Booleans) -> Floats:
        place = group[where] * len(times) + np.searchsorted(times, time[where])
        return np.bincount(place, minlength=k * len(times)).reshape(k, len(times)).astype(np.float64)

    at_risk = np.array([(group == g).sum() - np.searchsorted(np.sort(time[group == g]), times) for g in range(k)])
    return _Counts(at_risk.astype(np.float64), per_group(cause == of), per_group((cause > 0) & (cause != of)))


def _stratum(counts: _Counts, rho: float) -> tuple[Floats, Floats]:
    """Score (k) and its variance (k x k). Names follow the paper: h, F, S, a, c."""
    present = counts.at_risk > 0
    risk = np.where(present, counts.at_risk, 1.0)
    S = np.cumprod(np.where(present, 1 - (counts.events + counts.others) / risk, 1.0), axis=1, dtype=np.float64)
    S_before = _shift(S, 1.0)
    h = np.where(present, counts.at_risk / np.where(present, S_before, 1.0), 0.0)
    F_before = _shift(np.cumsum(S_before * counts.events / risk, axis=1, dtype=np.float64), 0.0)
    deaths, total = counts.events.sum(axis=0), h.sum(axis=0)
    F = np.cumsum(deaths / total, dtype=np.float64)
    left = 1 - _shift(F[None], 0.0)[0]
    weight = left**rho
    adjusted = h * (1 - F_before)
    score = (weight * (counts.events - deaths * adjusted / adjusted.sum(axis=0))).sum(axis=1)
    own_variance = np.where(present, _untied(deaths, total * S_before) * S_before * deaths / (total * risk), 0.0)
    other_variance = np.where(present, _untied(counts.others, risk) * S_before**2 * counts.others / risk**2, 0.0)
    reach = np.where(S > 0, (1 - F) / np.where(S > 0, S, 1.0), 0.0)
    hazard = np.divide(deaths, total * left, out=np.zeros_like(deaths), where=left > 0)
    variance = np.zeros((len(h), len(h)))
    for k in range(len(h)):
        a = weight * h * ((np.arange(len(h)) == k)[:, None] - h[k] / total)
        c = np.cumsum(a * hazard, axis=1)
        ahead = c[:, -1:] - c
        from_own, from_other = a + (1 - reach[k]) * ahead, reach[k] * ahead
        variance += weighted_gram(from_own, own_variance[k]) + weighted_gram(from_other, other_variance[k])
    return score, variance


def _untied(deaths: Floats, at_risk: Floats) -> Floats:
    """The hypergeometric correction 1 - (d - 1) / (n - 1) for d tied events among n."""
    return np.where(deaths > 1, 1 - (deaths - 1) / np.where(at_risk > 1, at_risk - 1, np.inf), 1.0)


def _shift(curves: Floats, start: float) -> Floats:
    """Curves (k x T) just before each time."""
    return np.concatenate((np.full((len(curves), 1), start), curves[:, :-1]), axis=1)
