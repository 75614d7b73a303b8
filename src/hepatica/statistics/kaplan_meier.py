"""Kaplan-Meier estimate of survival, with delayed entry and weights.

Kaplan & Meier, J Am Stat Assoc 1958;53:457. Variance: Greenwood 1926. Limits of quantiles: Brookmeyer & Crowley,
Biometrics 1982;38:29. Numbers and conventions (times, ties, midpoint rule) are those of R `survival::survfit`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Booleans, Floats, Observations, observations, probability, refuse
from hepatica.statistics.confidence import ConfidenceType, probability_limits
from hepatica.statistics.event_table import event_table
from hepatica.statistics.quantile import Quantile, curve_quantile


@dataclass(frozen=True, slots=True)
class SurvivalAt:
    """A curve read at given times: n_risk just before each time, the rest at each time."""

    times: Floats
    n_risk: Floats
    survival: Floats
    std_err: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """A survival curve: one element per distinct end of follow-up, in rising order.

    survival: P(T > time). std_err: Greenwood standard error of `survival` (not a number once survival is 0).
    lower, upper: pointwise limits at `level` on the scale `conf_type`. Counts are sums of weights.
    n: subjects, events: subjects with an event, both unweighted.
    """

    times: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats
    survival: Floats
    std_err: Floats
    lower: Floats
    upper: Floats
    n: int
    events: int
    conf_type: ConfidenceType
    level: float
    observed: Observations

    def median(self) -> Quantile:
        """Median survival with Brookmeyer-Crowley limits; not a number where the curve or its limit stays above 0.5."""
        return self.quantile(0.5)

    def quantile(self, p: float) -> Quantile:
        """Time by which the fraction `p` had the event, with limits where the limits of the curve cross 1 - p.

        Where survival is flat at exactly 1 - p the time is the middle of the flat stretch.
        """
        probability(p, "p")
        value, lower, upper = (
            curve_quantile(self.times, curve, p) for curve in (self.survival, self.lower, self.upper)
        )
        return Quantile(p, value, lower, upper)

    def at(self, times: ArrayLike, *, extend: bool = False) -> SurvivalAt:
        """The curve at `times` (any order). After the last follow-up nothing is known, unless survival was 0 by then:
        not a number there, or with `extend` the last value carried forward.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        refuse(np.isnan(asked), asked, "times", "is missing", "give the times at which to read the curve")
        step = np.searchsorted(self.times, asked, side="right")
        known = (asked <= self.times[-1]) | (self.survival[-1] == 0) | extend
        return SurvivalAt(
            asked,
            self._at_risk(asked),
            _read(self.survival, step, 1.0, known),
            _read(self.std_err, step, 0.0, known),
            _read(self.lower, step, 1.0, known),
            _read(self.upper, step, 1.0, known),
        )

    def _at_risk(self, asked: Floats) -> Floats:
        """Weight at risk just before each time."""
        own = self.observed
        weights = np.ones(self.n) if own.weights is None else own.weights
        at_risk = _weight_from(own.time, weights, asked)
        return at_risk if own.entry is None else at_risk - _weight_from(own.entry, weights, asked)


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    conf_type: ConfidenceType = "log",
    level: float = 0.95,
) -> KaplanMeier:
    """Estimate the survival curve of n subjects who are at risk on (entry, time].

    time, event, entry, weights: n each (see `Observations`); time in any unit. Events come before censorings at the
    same time. Weights count subjects (frequency weights): they enter Greenwood's formula as counts.
    Raises StatisticsError on arguments that cannot be used.
    """
    probability(level, "level")
    observed = observations(time, event, entry=entry, weights=weights)
    table = event_table(observed)
    survival = np.cumprod(1 - table.n_event / table.n_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        increments = table.n_event / (table.n_risk * (table.n_risk - table.n_event))
        relative_error = np.sqrt(np.cumsum(increments, dtype=np.float64))
        std_err = survival * relative_error
    lower, upper = probability_limits(survival, relative_error, conf_type, level)
    return KaplanMeier(
        table.times,
        table.n_risk,
        table.n_event,
        table.n_censor,
        survival,
        std_err,
        lower,
        upper,
        n=len(observed.time),
        events=int(observed.event.sum()),
        conf_type=conf_type,
        level=level,
        observed=observed,
    )


def _read(curve: Floats, step: np.ndarray[tuple[int, ...], np.dtype[np.intp]], start: float, known: Booleans) -> Floats:
    return np.where(known, np.concatenate(([start], curve))[step], np.nan)


def _weight_from(values: Floats, weights: Floats, asked: Floats) -> Floats:
    """Sum of the weights of the values that are `asked` or more."""
    order = np.argsort(values, kind="stable")
    total = np.append(np.cumsum(weights[order][::-1])[::-1], 0.0)
    return total[np.searchsorted(values[order], asked, side="left")]
