"""Covariates that a model cannot tell apart, found in the information matrix before the first step."""

from __future__ import annotations

import numpy as np

from hepatica.statistics.arguments import Floats, StatisticsError

# Share of a column's information that the columns before it leave unexplained; below, only rounding is left.
UNEXPLAINED = 1e-10
# Coefficients on standardised columns that count as part of a linear combination.
INVOLVED = 1e-6


def refuse_collinear(information: Floats, names: tuple[str, ...], scale: float) -> None:
    """Raise StatisticsError where a column does not vary within risk sets or is a combination of columns before it.

    information: p x p at coefficients 0, for columns of standard deviation 1. scale: the number of events.
    """
    diagonal = np.diag(information)
    for name, own in zip(names, diagonal, strict=True):
        if own <= UNEXPLAINED * scale:
            raise StatisticsError(
                f"covariate {name!r} has the same value in all who are at risk together at an event",
                do=f"leave {name!r} out of the model: these data hold no information on it",
            )
    size = np.sqrt(diagonal)
    correlation = information / np.outer(size, size)
    for j in range(1, len(names)):
        combination = np.linalg.solve(correlation[:j, :j], correlation[:j, j])
        if 1 - correlation[:j, j] @ combination < UNEXPLAINED:
            others = ", ".join(repr(names[k]) for k in np.flatnonzero(np.abs(combination) > INVOLVED))
            raise StatisticsError(
                f"covariate {names[j]!r} is a linear combination of {others}",
                do="leave one of them out of the model (of a grouping with k levels, give k - 1 columns)",
            )
