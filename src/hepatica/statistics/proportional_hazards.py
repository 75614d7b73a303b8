"""Test of proportional hazards: does a coefficient change with (a transform of) time?

Grambsch & Therneau, Biometrika 1994;81:515, as the exact score test for the terms x g(t) that R `cox.zph` makes since
survival 3.0 (the older approximation assumes that covariate variances stay the same over time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from hepatica.statistics.arguments import Floats, StatisticsError
from hepatica.statistics.chi_square import ChiSquareTest, chi_square_test, quadratic_test
from hepatica.statistics.cox import CoxFit
from hepatica.statistics.kaplan_meier import kaplan_meier
from hepatica.statistics.products import row_sums

# Share of a covariate's information below which its variance against time is taken for rounding.
ROUNDING = 1e-12

Transform = Literal["km", "identity", "rank", "log"]


@dataclass(frozen=True, slots=True)
class ProportionalHazards:
    """One test per covariate and one for all at once.

    A covariate has 1 degree of freedom, or 0 (and no p-value) where the data cannot show a change with time.
    """

    names: tuple[str, ...]
    tests: tuple[ChiSquareTest, ...]
    overall: ChiSquareTest


def proportional_hazards(fit: CoxFit, *, transform: Transform = "km") -> ProportionalHazards:
    """Test a fitted model. transform: g(t) is 1 - Kaplan-Meier, the time, its rank or its logarithm.

    Raises StatisticsError for a model that did not converge.
    """
    if not fit.converged:
        raise StatisticsError("the model did not converge", do="mend the model before testing its assumption")
    likelihood, here = fit.likelihood, fit.maximum.here
    sets = likelihood.sets
    g = _transformed(fit, transform)
    g -= g[sets.cell].mean()
    factor = g[likelihood.term]
    events = np.where(sets.event, likelihood.weights, 0.0)
    events[sets.event] *= g[sets.cell]
    score = row_sums(likelihood.X, events) - row_sums(here.mean, likelihood.mass * factor)
    cross = likelihood.weighted_information(here, factor)
    own = likelihood.weighted_information(here, factor**2)
    residual = own - cross @ np.linalg.solve(here.information, cross)
    # with events at one time, or a covariate that varies at one only, nothing but rounding is left of the variance
    usable = np.diag(residual) > ROUNDING * np.diag(here.information) * np.max(factor**2)
    single = tuple(
        chi_square_test(u * u / v, 1) if known else chi_square_test(0.0, 0)
        for u, v, known in zip(score.tolist(), np.diag(residual).tolist(), usable.tolist(), strict=True)
    )
    return ProportionalHazards(fit.names, single, quadratic_test(score[usable], residual[np.ix_(usable, usable)]))


def _transformed(fit: CoxFit, transform: Transform) -> Floats:
    """g at the time of each pair (stratum, event time)."""
    times, observed = fit.likelihood.sets.times, fit.observed
    if transform == "km":
        curve = kaplan_meier(observed.time, observed.event, entry=observed.entry)
        before = np.concatenate(([1.0], curve.survival))[np.searchsorted(curve.times, times, side="left")]
        return np.asarray(1 - before, dtype=np.float64)
    if transform == "identity":
        return times.copy()
    if transform == "rank":
        ranks = rankdata(observed.time)[fit.likelihood.sets.order]
        by_pair = np.empty(len(times))
        by_pair[fit.likelihood.sets.cell] = ranks[fit.likelihood.sets.event]
        return by_pair
    if transform == "log":
        if (times <= 0).any():
            raise StatisticsError("an event at time 0 has no logarithm", do="use another transform")
        return np.log(times)
    raise StatisticsError(f"transform {transform!r} is not known", do="write km, identity, rank or log")
