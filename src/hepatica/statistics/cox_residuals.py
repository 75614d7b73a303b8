"""Residuals of a Cox model: martingale (one per row) and Schoenfeld (one per event and covariate).

Barlow & Prentice, Biometrika 1988;75:65; Schoenfeld, Biometrika 1982;69:239; with Efron's ties as in Therneau &
Grambsch 2000, section 4.2 and 6.2, and R `residuals.coxph`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hepatica.statistics.arguments import Floats, Integers
from hepatica.statistics.cox import CoxFit


@dataclass(frozen=True, slots=True)
class SchoenfeldResiduals:
    """One row per event in the order of (stratum, rising time): covariates less their mean in the risk set.

    rows: events, which of the rows given to `cox` has the event. residuals: events x p, in the covariates' units.
    """

    rows: Integers
    times: Floats
    residuals: Floats


def martingale_residuals(fit: CoxFit) -> Floats:
    """Events less expected events of each row (n), in the order of the rows given to `cox`."""
    likelihood, here = fit.likelihood, fit.maximum.here
    expected = here.risk / likelihood.weights * likelihood.cumulative(here.hazard)
    residuals = np.empty(fit.n)
    residuals[likelihood.sets.order] = likelihood.sets.event - expected
    return residuals


def schoenfeld_residuals(fit: CoxFit) -> SchoenfeldResiduals:
    """Each event's covariates less the risk-weighted mean of those at risk; tied events share one mean."""
    likelihood = fit.likelihood
    sets = likelihood.sets
    terms = np.bincount(likelihood.term)
    mean = np.array([np.bincount(likelihood.term, weights=row) for row in fit.maximum.here.mean]) / terms
    residuals = (likelihood.X[:, sets.event] - mean[:, sets.cell]).T * fit.spread
    rows = sets.order[sets.event]
    rising = np.lexsort((rows, sets.times[sets.cell], sets.stratum[sets.cell]))
    return SchoenfeldResiduals(rows[rising], sets.times[sets.cell][rising], residuals[rising])
