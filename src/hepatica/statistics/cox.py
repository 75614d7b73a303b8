"""Cox proportional hazards regression: delayed entry, time-varying rows, strata, weights, ties after Efron or Breslow.

Cox, J R Stat Soc B 1972;34:187; Therneau & Grambsch 2000; Kalbfleisch & Prentice 2002, chapter 4. Coefficients,
tests and concordance are those of R `survival::coxph`. The likelihood lives in `partial_likelihood`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from hepatica.statistics.arguments import (
    Booleans,
    Floats,
    Integers,
    Observations,
    StatisticsError,
    labels,
    observations,
    probability,
    refuse,
)
from hepatica.statistics.chi_square import ChiSquareTest, chi_square_test
from hepatica.statistics.collinearity import refuse_collinear
from hepatica.statistics.concordance import Concordance, concordance_of
from hepatica.statistics.confidence import normal_quantile
from hepatica.statistics.newton import Maximum, maximise
from hepatica.statistics.partial_likelihood import PartialLikelihood, Ties
from hepatica.statistics.products import combine
from hepatica.statistics.risk_sets import risk_sets
from hepatica.statistics.separation import runaway_direction

# Range of the linear predictor that no real difference between subjects explains: a hazard ratio of a million.
WIDE = 14.0


@dataclass(frozen=True)
class CoxFit:
    """A fitted model; arrays have one element per covariate, in the order of `names`.

    coefficients: log hazard ratios per unit. std_errors, covariance: from the information at the maximum.
    lower, upper: limits of hazard_ratios at `level`. z, p_values: Wald tests. null_log_likelihood: at coefficients 0.
    infinite: True where the likelihood has no maximum (complete separation): the coefficient is plus or minus infinity,
    its error, limits and test are not a number, the others hold at the limit. n: rows, events: rows with an event.
    """

    names: tuple[str, ...]
    coefficients: Floats
    std_errors: Floats
    hazard_ratios: Floats
    lower: Floats
    upper: Floats
    z: Floats
    p_values: Floats
    covariance: Floats
    infinite: Booleans
    log_likelihood: float
    null_log_likelihood: float
    likelihood_ratio: ChiSquareTest
    wald: ChiSquareTest
    score: ChiSquareTest
    n: int
    events: int
    ties: Ties
    level: float
    iterations: int
    converged: bool
    observed: Observations = field(repr=False)
    strata: Integers = field(repr=False)
    likelihood: PartialLikelihood = field(repr=False)  # on standardised covariates
    maximum: Maximum = field(repr=False)
    spread: Floats = field(repr=False)  # p, what the covariates were divided by

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the model must know, as sentences; empty for a model without trouble."""
        return _notes(self)

    @property
    def linear_predictor(self) -> Floats:
        """Log relative hazard of each row (n), 0 at the covariates' means."""
        predictor = np.empty(self.n)
        predictor[self.likelihood.sets.order] = combine(self.maximum.beta, self.likelihood.X)
        return predictor

    @cached_property
    def concordance(self) -> Concordance:
        """Concordance of the linear predictor with survival."""
        return concordance_of(self.observed, self.strata, self.linear_predictor)


def cox(
    time: ArrayLike,
    event: ArrayLike,
    X: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    ties: Ties = "efron",
    names: Sequence[str] | None = None,
    level: float = 0.95,
) -> CoxFit:
    """Fit hazard(t | x) = baseline(t) exp(x'b), one baseline per stratum, to n rows at risk on (entry, time].

    time, event, entry, weights: n each (see `Observations`). X: n x p, or n for one covariate. strata: n labels.
    names: p, x1, x2, … if not given. A subject may have several rows with adjoining intervals (time-varying X).
    Raises StatisticsError on arguments that cannot be used, on no event, and on covariates that are constant or
    collinear where events happen. A likelihood without maximum is no error: see `CoxFit.infinite`.
    """
    observed = observations(time, event, entry=entry, weights=weights)
    n = len(observed.time)
    covariates, terms = _covariates(X, names, n)
    probability(level, "level")
    if ties not in ("efron", "breslow"):
        raise StatisticsError(f"ties {ties!r} is not known", do="write efron or breslow")
    if not observed.event.any():
        raise StatisticsError("there is no event", do="a model needs events: report the counts instead")
    codes = np.zeros(n, dtype=np.int64) if strata is None else labels(strata, "strata", n)[1]
    sets = risk_sets(observed, None if strata is None else codes)
    spread = covariates.std(axis=0)
    standard = np.ascontiguousarray(((covariates - covariates.mean(axis=0)) / spread).T[:, sets.order])
    weight = np.ones(n) if observed.weights is None else observed.weights[sets.order]
    likelihood = PartialLikelihood(sets, standard, weight, ties)
    maximum = maximise(
        likelihood, check=lambda start: refuse_collinear(start.information, terms, likelihood.mass.sum())
    )
    return _result(terms, observed, codes, likelihood, maximum, spread, ties, level)


def _covariates(X: ArrayLike, names: Sequence[str] | None, n: int) -> tuple[Floats, tuple[str, ...]]:
    try:
        matrix = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise StatisticsError("X holds something that is not a number", do="code categories as 0/1 columns") from error
    matrix = matrix[:, None] if matrix.ndim == 1 else matrix
    if matrix.ndim != 2 or matrix.shape[0] != n or matrix.shape[1] == 0:
        raise StatisticsError(f"X has shape {matrix.shape}: it must have {n} rows and at least one column")
    terms = tuple(f"x{j + 1}" for j in range(matrix.shape[1])) if names is None else tuple(names)
    if len(terms) != matrix.shape[1]:
        raise StatisticsError(f"names has {len(terms)} elements and X has {matrix.shape[1]} columns")
    for name, column in zip(terms, matrix.T, strict=True):
        refuse(
            ~np.isfinite(column), column, f"covariate {name!r}", "is not a finite number", "complete or leave out rows"
        )
        if (column == column[0]).all():
            raise StatisticsError(f"covariate {name!r} has one value only", do=f"leave {name!r} out of the model")
    return matrix, terms


def _result(
    names: tuple[str, ...],
    observed: Observations,
    strata: Integers,
    likelihood: PartialLikelihood,
    maximum: Maximum,
    spread: Floats,
    ties: Ties,
    level: float,
) -> CoxFit:
    runaway = runaway_direction(likelihood, maximum)
    infinite = np.zeros(len(names), dtype=np.bool_) if runaway is None else runaway != 0
    converged = maximum.converged and runaway is None
    beta = maximum.beta / spread
    if runaway is not None:
        beta = np.where(infinite, np.copysign(np.inf, runaway), beta)
    covariance = _inverse(maximum.here.information) / np.outer(spread, spread)
    covariance[infinite] = np.nan
    covariance[:, infinite] = np.nan
    variance = np.diag(covariance)
    std_errors = np.sqrt(np.where(variance > 0, variance, np.nan))
    margin = normal_quantile(level) * std_errors
    z = np.where(infinite, np.nan, beta) / std_errors
    gain = 2 * (maximum.here.value - maximum.start.value)
    wald = np.nan if infinite.any() else float(maximum.beta @ maximum.here.information @ maximum.beta)
    score = float(maximum.start.score @ np.linalg.solve(maximum.start.information, maximum.start.score))
    with np.errstate(over="ignore", invalid="ignore"):
        ratios, lower, upper = np.exp(beta), np.exp(beta - margin), np.exp(beta + margin)
    return CoxFit(
        names,
        beta,
        std_errors,
        ratios,
        lower,
        upper,
        z,
        2 * ndtr(-np.abs(z)),
        covariance,
        infinite,
        maximum.here.value,
        maximum.start.value,
        chi_square_test(gain, len(names)),
        chi_square_test(wald, len(names)),
        chi_square_test(score, len(names)),
        n=len(observed.time),
        events=int(observed.event.sum()),
        ties=ties,
        level=level,
        iterations=maximum.iterations,
        converged=converged,
        observed=observed,
        strata=strata,
        likelihood=likelihood,
        maximum=maximum,
        spread=spread,
    )


def _notes(fit: CoxFit) -> tuple[str, ...]:
    separating = tuple(
        f"covariate {name!r} separates those with events from those at risk: its hazard ratio is "
        f"{'infinite' if value > 0 else 'zero'}, and its limits cannot be estimated"
        for name, value in zip(fit.names, fit.coefficients, strict=True)
        if np.isinf(value)
    )
    if separating:
        return separating
    if not fit.converged:
        return (f"the likelihood did not converge in {fit.iterations} steps: do not use this model",)
    if np.ptp(fit.linear_predictor) > WIDE:
        return ("hazards differ more than a million-fold between subjects: look for outlying values and separation",)
    return ()


def _inverse(information: Floats) -> Floats:
    try:
        return np.linalg.inv(information).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return np.full(information.shape, np.nan)
