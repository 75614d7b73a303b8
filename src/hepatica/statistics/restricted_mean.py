"""Restricted mean survival time: the area under a survival curve up to a horizon.

Irwin, J Hyg 1949;47:188; variance by Greenwood's increments (Klein & Moeschberger 2003, formula 4.5.2), as in R
`print(survfit, rmean=)` and survRM2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hepatica.statistics.arguments import StatisticsError, probability
from hepatica.statistics.confidence import normal_quantile
from hepatica.statistics.kaplan_meier import KaplanMeier


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean time survived up to `horizon`, its standard error and symmetric limits; the unit is that of the times."""

    horizon: float
    value: float
    std_err: float
    lower: float
    upper: float


def restricted_mean(curve: KaplanMeier, horizon: float, *, level: float | None = None) -> RestrictedMean:
    """Integrate `curve` from 0 to `horizon`. level: that of the curve if not given.

    Raises StatisticsError where the curve is not known up to the horizon: the last follow-up is earlier and somebody
    was censored at it.
    """
    probability(level := curve.level if level is None else level, "level")
    if not 0 < horizon < np.inf:
        raise StatisticsError(f"horizon is {horizon}", do="give a time after 0")
    if horizon > curve.times[-1] and curve.survival[-1] > 0:
        raise StatisticsError(
            f"horizon {horizon:g} lies behind the last follow-up at {curve.times[-1]:g}",
            do=f"give a horizon of {curve.times[-1]:g} or less",
        )
    within = curve.times <= horizon
    steps = np.concatenate(([0.0], curve.times[within], [horizon]))
    rectangles = np.diff(steps) * np.concatenate(([1.0], curve.survival[within]))
    n_risk, n_event = curve.n_risk[within], curve.n_event[within]
    spared = n_risk - n_event
    increments = np.divide(n_event, n_risk * spared, out=np.zeros_like(n_event), where=spared > 0)
    after = np.cumsum(rectangles[::-1])[::-1][1:]  # area between each time and the horizon
    value, std_err = float(rectangles.sum()), float(np.sqrt(np.sum(after**2 * increments)))
    margin = normal_quantile(level) * std_err
    return RestrictedMean(float(horizon), value, std_err, value - margin, value + margin)
