"""Sample size and power of a comparison of two groups, from how large the effect is against its standard errors.

Every formula of this package has the form of Lachin, Control Clin Trials 1981;2:93: with n subjects in all,

    sqrt(n) * effect = z(alpha) * null + z(power) * alternative

where null and alternative are the standard errors of the effect for one subject, without and with the effect. Solved for n it
is the sample size; solved for z(power), the power at n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from hepatica.statistics.arguments import Floats, StatisticsError, probability


@dataclass(frozen=True, slots=True)
class Comparison:
    """An effect with its standard errors for one subject, under no effect and under the effect; any number of them.

    correction: what a continuity correction adds, as a number of subjects (see `two_proportions`); 0 where there is none.
    """

    effect: Floats
    null: Floats
    alternative: Floats
    correction: Floats | float = 0.0


def critical_value(alpha: float, sides: int) -> float:
    """The normal quantile beyond which a test rejects. Raises StatisticsError for other sides than 1 and 2."""
    probability(alpha, "alpha")
    if sides not in (1, 2):
        raise StatisticsError(f"a test has {sides} sides", do="write 1 or 2")
    return float(norm.isf(alpha / sides))


def power_quantile(power: float, alpha: float) -> float:
    """The normal quantile of a power. Raises StatisticsError where a test would have it without any subject."""
    probability(power, "power")
    if power <= alpha:
        raise StatisticsError(
            f"power is {power} and alpha {alpha}: tossing a coin has that power", do="write 0.8 for 80 percent"
        )
    return float(norm.ppf(power))


def subjects_needed(comparison: Comparison, *, alpha: float, power: float, sides: int = 2) -> Floats:
    """Subjects in all (both arms, unrounded, all of them evaluable) with whom a test of the comparison has the power."""
    z_alpha, z_power = critical_value(alpha, sides), power_quantile(power, alpha)
    plain = ((z_alpha * comparison.null + z_power * comparison.alternative) / comparison.effect) ** 2
    return np.asarray((np.sqrt(plain) + np.sqrt(plain + comparison.correction)) ** 2 / 4, dtype=np.float64)


def power_with(comparison: Comparison, subjects: ArrayLike, *, alpha: float, sides: int = 2) -> Floats:
    """The power with so many evaluable subjects in all: the inverse of `subjects_needed`.

    Of a two-sided test only the rejections on the side of the effect count, as in the formulas.
    """
    n = np.asarray(subjects, dtype=np.float64)
    if (n <= 0).any() or np.isnan(n).any():
        raise StatisticsError(f"there are {float(n.min()):g} subjects", do="give a number above 0")
    plain = np.maximum(n - comparison.correction / 4, 0) / np.sqrt(n)  # the square root of n before the correction
    z = (plain * comparison.effect - critical_value(alpha, sides) * comparison.null) / comparison.alternative
    return np.asarray(norm.cdf(z), dtype=np.float64)


def shares(ratio: ArrayLike) -> tuple[Floats, Floats]:
    """Shares of the control and of the treated arm, with `ratio` treated subjects for each control.

    Raises StatisticsError for a ratio that is not positive.
    """
    per_control = np.asarray(ratio, dtype=np.float64)
    wrong = ~((per_control > 0) & np.isfinite(per_control))
    if wrong.any():
        raise StatisticsError(
            f"the allocation ratio is {float(per_control[wrong].flat[0]):g}",
            do="give treated subjects for each control, such as 1",
        )
    control = 1 / (1 + per_control)
    return control, 1 - control
