"""Events for the time at risk, with exact limits, and the ratio of two such rates.

Garwood, Biometrika 1936;28:437 (exact limits of a Poisson count). The ratio is exact given the sum of events, whose share in
one group is binomial (Przyborowski & Wilenski, Biometrika 1940;31:313; limits of Clopper & Pearson, Biometrika 1934;26:404).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import binomtest, chi2

from hepatica.statistics.arguments import StatisticsError, probability
from hepatica.statistics.proportion import proportion


@dataclass(frozen=True, slots=True)
class EventRate:
    """`events` in `time`: `value` for one unit of time, with exact limits at `level`."""

    events: int
    time: float
    value: float
    lower: float
    upper: float
    level: float


@dataclass(frozen=True, slots=True)
class RateRatio:
    """The rate of one group over that of another; `upper` is infinite where the other had no event."""

    value: float
    lower: float
    upper: float
    level: float
    p_value: float


def event_rate(events: int, time: float, *, level: float = 0.95) -> EventRate:
    """The rate of events for a unit of time. Raises StatisticsError for a negative count or no time.

    >>> rate = event_rate(0, 100)
    >>> rate.value, rate.lower, round(rate.upper, 4)
    (0.0, 0.0, 0.0369)
    """
    probability(level, "level")
    _check(events, time)
    tail = (1 - level) / 2
    lower = 0.0 if events == 0 else float(chi2.ppf(tail, 2 * events)) / 2
    upper = float(chi2.isf(tail, 2 * (events + 1))) / 2
    return EventRate(int(events), float(time), events / time, lower / time, upper / time, level)


def rate_ratio(events: int, time: float, other_events: int, other_time: float, *, level: float = 0.95) -> RateRatio:
    """The rate of the first group over that of the other, with exact limits and two-sided p-value.

    The p-value adds the probabilities of all splits that are no likelier than the one seen. Raises StatisticsError for a
    negative count, no time, or no event in either group.
    """
    probability(level, "level")
    for count, length in ((events, time), (other_events, other_time)):
        _check(count, length)
    total = int(events + other_events)
    if total == 0:
        raise StatisticsError("neither group had an event: their rates have no ratio", do="give the two rates alone")
    share = proportion(int(events), total, method="clopper-pearson", level=level)
    expected = time / (time + other_time)
    test = binomtest(int(events), total, expected)
    value = math.inf if other_events == 0 else (events / time) / (other_events / other_time)
    lower, upper = (_odds(limit) * other_time / time for limit in (share.lower, share.upper))
    return RateRatio(value, lower, upper, level, float(test.pvalue))


def _odds(share: float) -> float:
    return math.inf if share == 1 else share / (1 - share)


def _check(events: int, time: float) -> None:
    if events < 0 or events != int(events):
        raise StatisticsError(f"{events} is not a number of events", do="give a whole number of at least 0")
    if not (math.isfinite(time) and time > 0):
        raise StatisticsError(f"{time} is no time at risk", do="give a length of time over 0")
