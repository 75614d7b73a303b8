"""Sample sizes for two proportions: pooled or unpooled variance, with or without a continuity correction."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import StatisticsError
from hepatica.statistics.sample_size import Comparison, shares
from hepatica.vocabulary.sample_size import Formula

PROPORTION_FORMULAS: tuple[Formula, ...] = ("two_proportions", "two_proportions_unpooled", "two_proportions_corrected")


def two_proportions(
    control: ArrayLike,
    treated: ArrayLike,
    *,
    ratio: ArrayLike = 1.0,
    variance: Literal["pooled", "unpooled"] = "pooled",
    corrected: bool = False,
) -> Comparison:
    """The difference of two proportions.

    control, treated: the share with the event in each arm. ratio: treated subjects for each control.
    Pooled: the variance under no difference is that of the mean proportion (Fleiss, Statistical Methods for Rates and
    Proportions, 2nd ed. 1981, equation 3.14; Fleiss, Tytun & Ury, Biometrics 1980;36:343 for unequal arms). Unpooled: that of
    the two proportions. corrected: the pooled size n becomes n/4 (1 + sqrt(1 + 2 (r + 1) / (n r d)))^2 for the control arm
    (Casagrande, Pike & Smith, Biometrics 1978;34:483 for equal arms, Fleiss, Tytun & Ury for r treated to 1 control), d the
    difference.
    Raises StatisticsError for proportions outside 0 to 1 and for two that are equal.
    """
    first, second = np.asarray(control, dtype=np.float64), np.asarray(treated, dtype=np.float64)
    for values in (first, second):
        wrong = ~((values > 0) & (values < 1))
        if wrong.any():
            raise StatisticsError(
                f"a proportion is {float(values[wrong].flat[0]):g}", do="give a share between 0 and 1, such as 0.5"
            )
    if (first == second).any():
        raise StatisticsError(
            "the proportions are equal: without a difference no number of subjects is enough", do="give two that differ"
        )
    own, other = shares(ratio)
    effect = np.abs(first - second)
    alternative = np.sqrt(first * (1 - first) / own + second * (1 - second) / other)
    mean = own * first + other * second
    null = np.sqrt(mean * (1 - mean) * (1 / own + 1 / other)) if variance == "pooled" else alternative
    if not corrected:
        return Comparison(effect, null, alternative)
    # of the whole study: a control arm is `own` of it, and 2 (r + 1) / r is 2 / other
    return Comparison(effect, null, alternative, 2 / (own * other * effect))


def proportion_comparison(
    formula: str, control: ArrayLike, treated: ArrayLike, *, ratio: ArrayLike = 1.0
) -> Comparison:
    """The comparison of two proportions by one of the three formulas."""
    match formula:
        case "two_proportions":
            return two_proportions(control, treated, ratio=ratio)
        case "two_proportions_unpooled":
            return two_proportions(control, treated, ratio=ratio, variance="unpooled")
        case "two_proportions_corrected":
            return two_proportions(control, treated, ratio=ratio, corrected=True)
        case _:
            raise StatisticsError(
                f"«{formula}» is not a formula for proportions", do=f"write one of: {', '.join(PROPORTION_FORMULAS)}"
            )
