"""Coefficients without a finite estimate: a direction along which the partial likelihood never falls.

Such a direction exists if some combination of covariates is, at every event, nowhere in the risk set larger than in
the subject with the event (Bryson & Johnson, Technometrics 1981;23:381: monotone likelihood).
"""

from __future__ import annotations

import numpy as np

from hepatica.statistics.arguments import Booleans, Floats
from hepatica.statistics.newton import Maximum
from hepatica.statistics.partial_likelihood import PartialLikelihood
from hepatica.statistics.products import combine
from hepatica.statistics.risk_sets import RiskSets

# An infinite coefficient gains about 1 a step in the linear predictor, so it takes many; a finite one takes few.
MANY_STEPS = 12
# Share of the range of the combination by which it may be larger elsewhere: the direction is known to this precision.
SLACK = 1e-6
# Share of the longest component of the direction above which a coefficient runs away with it.
RUNS_AWAY = 1e-4


def runaway_direction(likelihood: PartialLikelihood, maximum: Maximum) -> Floats | None:
    """The direction (p) in which the coefficients go to infinity, 0 for those that do not; None if all are finite.

    Looked for only where the iteration took many steps or did not converge: the last step points there.
    """
    if maximum.converged and maximum.iterations < MANY_STEPS:
        return None
    for direction in (maximum.step, maximum.beta):
        if _never_falls(likelihood, direction):
            size = np.abs(direction)
            return np.where(size > RUNS_AWAY * size.max(), direction, 0.0)
    return None


def _never_falls(likelihood: PartialLikelihood, direction: Floats) -> bool:
    predictor = combine(direction, likelihood.X)
    if not np.isfinite(predictor).all():
        return False
    sets = likelihood.sets
    largest, smallest = largest_at_risk(sets, predictor), -largest_at_risk(sets, -predictor)
    beyond = largest[sets.cell] - predictor[sets.event]
    return bool(beyond.max() <= SLACK * (largest - smallest).max() > 0)


def largest_at_risk(sets: RiskSets, values: Floats) -> Floats:
    """The largest of `values` (n, sorted order) in the risk set of each pair (G).

    A subject's follow-up is an interval of pairs, covered by two blocks of a power of two of pairs. Blocks keep their
    maximum and hand it down to their halves: O((n + G) log G), with or without delayed entry.
    """
    slot = np.arange(len(sets.times)) + sets.stratum
    count = len(sets.times) + len(sets.pairs) - 1
    ends = np.repeat(sets.pairs[1:] + np.arange(len(sets.pairs) - 1), np.diff(sets.subjects))
    stop = ends if sets.entered is None else sets.entered
    seen: Booleans = stop > sets.since
    since, stop, values = sets.since[seen], stop[seen], values[seen]
    level = np.frexp(stop - since)[1] - 1  # the largest power of two within the interval
    largest = np.full((int(level.max()) + 1, count), -np.inf)
    np.maximum.at(largest, (level, since), values)
    np.maximum.at(largest, (level, stop - (1 << level)), values)
    for upper in range(len(largest) - 1, 0, -1):
        half = 1 << (upper - 1)
        np.maximum(largest[upper - 1], largest[upper], out=largest[upper - 1])
        np.maximum(largest[upper - 1, half:], largest[upper, :-half], out=largest[upper - 1, half:])
    found: Floats = largest[0, slot]
    return found
