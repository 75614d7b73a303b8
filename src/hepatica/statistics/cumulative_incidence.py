"""Cumulative incidence of competing events: the Aalen-Johansen estimate.

Aalen & Johansen, Scand J Stat 1978;5:141; Kalbfleisch & Prentice 2002, section 8.2. The variance is the one of Gray's
R package `cmprsk` (delta method on the multinomial increments, with a correction for ties), which reduces to
Greenwood's where there is one kind of event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Floats, Integers, StatisticsError, numbers, observations, probability, refuse
from hepatica.statistics.confidence import ConfidenceType, probability_limits
from hepatica.statistics.event_table import event_table


@dataclass(frozen=True, slots=True)
class IncidenceAt:
    """The incidence of one cause read at given times."""

    times: Floats
    n_risk: Floats
    incidence: Floats
    std_err: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """The share that had each cause first, K causes by T distinct ends of follow-up in rising order.

    causes: the K codes. n_risk: T, just before each time. n_event, incidence, std_err, lower, upper: K x T.
    """

    causes: tuple[int, ...]
    times: Floats
    n_risk: Floats
    n_event: Floats
    incidence: Floats
    std_err: Floats
    lower: Floats
    upper: Floats
    n: int
    level: float

    def at(self, times: ArrayLike, cause: int) -> IncidenceAt:
        """The incidence of `cause` at `times`; not a number after the last follow-up unless everybody had an event."""
        if cause not in self.causes:
            raise StatisticsError(f"cause {cause} did not occur", do=f"ask for one of {self.causes}")
        k = self.causes.index(cause)
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        refuse(np.isnan(asked), asked, "times", "is missing", "give the times at which to read the curve")
        step = np.searchsorted(self.times, asked, side="right")
        # after the last follow-up nobody is left only if the incidences add up to 1
        known = (asked <= self.times[-1]) | (self.incidence[:, -1].sum() > 1 - 1e-12)
        before = np.append(self.n_risk, 0.0)[np.searchsorted(self.times, asked, side="left")]

        def read(curve: Floats, start: float) -> Floats:
            return np.where(known, np.concatenate(([start], curve[k]))[step], np.nan)

        start_limit = read(self.lower, np.nan)
        return IncidenceAt(
            asked, before, read(self.incidence, 0.0), read(self.std_err, 0.0), start_limit, read(self.upper, np.nan)
        )


def cumulative_incidence(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    conf_type: ConfidenceType = "log-log",
    level: float = 0.95,
) -> CumulativeIncidence:
    """Estimate the incidence of every cause. cause: n whole numbers, 0 censored, 1, 2, … the kinds of first event.

    time, entry: see `Observations`. Limits are not a number while the incidence is 0 (no event of the cause yet).
    Raises StatisticsError on arguments that cannot be used and where there is no event at all.
    """
    probability(level, "level")
    codes = cause_codes(cause)
    observed = observations(time, codes > 0, entry=entry)
    causes = np.unique(codes[codes > 0])
    if not len(causes):
        raise StatisticsError("there is no event of any cause", do="report the counts instead")
    table = event_table(observed)
    at = np.searchsorted(table.times, observed.time)
    n_event = np.array([np.bincount(at[codes == c], minlength=len(table.times)) for c in causes], dtype=np.float64)
    survival = np.cumprod(1 - table.n_event / table.n_risk, dtype=np.float64)
    before = np.concatenate(([1.0], survival[:-1]))
    incidence = np.cumsum(before * n_event / table.n_risk, axis=1, dtype=np.float64)
    variance = np.array(
        [
            _variance(own, d, table.n_event - d, table.n_risk, before, survival)
            for own, d in zip(incidence, n_event, strict=True)
        ]
    )
    std_err = np.sqrt(np.maximum(variance, 0.0))
    relative = np.divide(std_err, incidence, out=np.full_like(std_err, np.nan), where=incidence > 0)
    lower, upper = probability_limits(incidence, relative, conf_type, level)
    return CumulativeIncidence(
        tuple(int(c) for c in causes),
        table.times,
        table.n_risk,
        n_event,
        incidence,
        std_err,
        lower,
        upper,
        n=len(observed.time),
        level=level,
    )


def cause_codes(cause: ArrayLike) -> Integers:
    """Causes as whole numbers from 0, checked."""
    values = numbers(cause, "cause")
    refuse((values < 0) | (values != np.floor(values)), values, "cause", "is not 0, 1, 2, …", "code censored as 0")
    return values.astype(np.int64)


def _variance(incidence: Floats, own: Floats, other: Floats, n_risk: Floats, before: Floats, after: Floats) -> Floats:
    """Var F(t) = sum over u <= t of [(1 + a(u))^2 own + a(u)^2 other], a(u) = (F(u) - F(t)) / S(u), all arrays over T.

    Expanding the square leaves three cumulative sums.
    """
    inverse = np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)
    reach = incidence * inverse
    one, two, three = np.zeros((3, len(own)))
    for deaths, shift in ((own, 1.0), (other, 0.0)):
        tied = 1 - np.maximum(deaths - 1, 0) / np.maximum(n_risk - 1, 1)
        increment = before**2 * tied * deaths / n_risk**2
        if shift == 0:
            increment = np.where(after > 0, increment, 0.0)
        one += (shift + reach) ** 2 * increment
        two += inverse * (shift + reach) * increment
        three += inverse**2 * increment
    one, two, three = np.cumsum(one), np.cumsum(two), np.cumsum(three)
    return one + incidence**2 * three - 2 * incidence * two
