"""Newton-Raphson for a concave log likelihood, with step halving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hepatica.statistics.arguments import Floats
from hepatica.statistics.partial_likelihood import Derivatives, PartialLikelihood

# The squared length of a step in standard errors. Newton steps converge quadratically: once one is shorter than
# 1e-10 standard errors, the point is exact to rounding.
DECREMENT = 1e-20
# Below this a step that is hardly shorter than the one before is rounding noise, or a coefficient on its way to
# infinity; either way the likelihood has reached its limit.
STALLED = 1e-10
ITERATIONS = 60
HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the iteration ended: beta (p), the step that would come next (p), the derivatives there and at 0."""

    beta: Floats
    step: Floats
    here: Derivatives
    start: Derivatives
    iterations: int
    converged: bool


def maximise(
    likelihood: PartialLikelihood, check: Callable[[Derivatives], None], *, iterations: int = ITERATIONS
) -> Maximum:
    """Climb from 0. Ends unconverged where the information is singular or the iterations are used up.

    check: sees the derivatives at 0 and raises if there is no use in climbing.
    """
    beta: Floats = np.zeros(len(likelihood.X))
    step = beta
    start = here = likelihood.at(beta)
    check(start)
    before = np.inf
    for count in range(iterations):
        try:
            step = np.linalg.solve(here.information, here.score).astype(np.float64, copy=False)
        except np.linalg.LinAlgError:
            return Maximum(beta, step, here, start, count, converged=False)
        decrement = float(step @ here.score)
        if decrement <= DECREMENT or (decrement <= STALLED and decrement > before / 10):
            return Maximum(beta, step, here, start, count, converged=True)
        found = _climb(likelihood, beta, here, step)
        if found is None:
            return Maximum(beta, step, here, start, count, converged=decrement <= STALLED)
        beta, here = found
        before = decrement
    return Maximum(beta, step, here, start, iterations, converged=False)


def _climb(
    likelihood: PartialLikelihood, beta: Floats, here: Derivatives, step: Floats
) -> tuple[Floats, Derivatives] | None:
    """The first of step, step/2, step/4, … that does not lower the likelihood; None if none does."""
    slack = 1e-13 * abs(here.value)  # rounding of the sum must not reject the last, tiny steps
    for halving in range(HALVINGS):
        trial = beta + step / 2**halving
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            there = likelihood.at(trial)
        if np.isfinite(there.value) and np.isfinite(there.information).all() and there.value >= here.value - slack:
            return trial, there
    return None
