"""Cox's partial likelihood with its derivatives, Breslow's or Efron's handling of ties.

Cox, Biometrika 1975;62:269; Breslow 1974; Efron, J Am Stat Assoc 1977;72:557; Therneau & Grambsch 2000, chapter 3.

The information sum(d * (S2/S0 - S1 S1'/S0^2)) never needs S2, an array of n x p x p: summed over event times,
sum(d * S2/S0) = sum over subjects of r x x' H, where r is the subject's risk and H the cumulative hazard over its
follow-up. Both halves are matrix products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hepatica.statistics.arguments import Floats, Integers
from hepatica.statistics.products import combine, row_sums, weighted_gram
from hepatica.statistics.risk_sets import RiskSets

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True)
class Derivatives:
    """The log partial likelihood at one point: value, score (p) and information (p x p).

    risk: n, weight times exp(linear predictor). mean: p x E, covariate means over the risk set of each term.
    hazard: E, increments of the cumulative baseline hazard.
    """

    value: float
    score: Floats
    information: Floats
    risk: Floats
    mean: Floats
    hazard: Floats


class PartialLikelihood:
    """The partial likelihood of n subjects with p covariates, in the order of `sets`.

    X: p x n, contiguous. weights: n. E is the number of terms: one per pair (stratum, event time) for Breslow's
    approximation or without ties; for Efron's one per event, its risk set reduced by `share` of the tied deaths.
    """

    def __init__(self, sets: RiskSets, X: Floats, weights: Floats, ties: Ties) -> None:
        self.sets, self.X, self.weights = sets, X, weights
        deaths = np.bincount(sets.cell)
        mass: Floats = np.bincount(sets.cell, weights=weights[sets.event]).astype(np.float64)
        self.efron = ties == "efron" and bool((deaths > 1).any())
        self.term: Integers  # E, the pair of each term
        if self.efron:
            self.term = np.repeat(np.arange(len(deaths)), deaths)
            rank = np.arange(len(self.term)) - np.repeat(np.cumsum(deaths) - deaths, deaths)
            self.share: Floats = rank / deaths[self.term]
            self.mass: Floats = (mass / deaths)[self.term]
        else:
            self.term = np.arange(len(deaths))
            self.share = np.zeros(len(deaths))
            self.mass = mass
        self._event_weights = np.where(sets.event, weights, 0.0)
        self._event_total = row_sums(X, self._event_weights)

    def at(self, beta: Floats) -> Derivatives:
        """Value and derivatives at `beta` (p)."""
        predictor = combine(beta, self.X)
        risk = self.weights * np.exp(predictor)
        total = self._totals(risk)
        mean = np.empty((len(self.X), len(total)))
        for row, x in zip(mean, self.X, strict=True):  # one covariate at a time stays in the cache
            np.divide(self._totals(risk * x), total, out=row)
        hazard = self.mass / total
        follow_up = risk * self.cumulative(hazard)
        value = float(np.sum(self._event_weights * predictor) - np.sum(self.mass * np.log(total)))
        score = self._event_total - row_sums(self.X, follow_up)
        return Derivatives(value, score, self._information(follow_up, mean, self.mass), risk, mean, hazard)

    def value(self, beta: Floats) -> float:
        """The log partial likelihood alone."""
        predictor = combine(beta, self.X)
        total = self._totals(self.weights * np.exp(predictor))
        return float(np.sum(self._event_weights * predictor) - np.sum(self.mass * np.log(total)))

    def cumulative(self, hazard: Floats) -> Floats:
        """Sum of the terms' hazards over each subject's follow-up (n); tied deaths carry Efron's reduced share."""
        if not self.efron:
            return self.sets.over_follow_up(hazard)
        total = self.sets.over_follow_up(np.bincount(self.term, weights=hazard).astype(np.float64))
        total[self.sets.event] -= np.bincount(self.term, weights=hazard * self.share)[self.sets.cell]
        return total

    def weighted_information(self, here: Derivatives, factor: Floats) -> Floats:
        """The information at `here` with each term multiplied by `factor` (E)."""
        follow_up = here.risk * self.cumulative(here.hazard * factor)
        return self._information(follow_up, here.mean, self.mass * factor)

    def _information(self, follow_up: Floats, mean: Floats, mass: Floats) -> Floats:
        information = weighted_gram(self.X, follow_up) - weighted_gram(mean, mass)
        return (information + information.T) / 2

    def _totals(self, risk: Floats) -> Floats:
        total = self.sets.at_risk(risk)
        if not self.efron:
            return total
        tied = self.sets.at_event(risk[..., self.sets.event])
        return np.take(total, self.term, axis=-1) - self.share * np.take(tied, self.term, axis=-1)
