"""Chi-square tests: a statistic with its degrees of freedom, and the quadratic form of scores that add up to 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from hepatica.statistics.arguments import Booleans, Floats


@dataclass(frozen=True, slots=True)
class ChiSquareTest:
    """A statistic with its degrees of freedom and upper tail probability (not a number without freedom)."""

    statistic: float
    df: int
    p_value: float


def chi_square_test(statistic: float, df: int) -> ChiSquareTest:
    """The upper tail by the survival function: 1 - cdf would be 0 from chi-square 70 on."""
    return ChiSquareTest(float(statistic), df, float(chi2.sf(statistic, df)) if df else float("nan"))


def group_test(score: Floats, variance: Floats, usable: Booleans) -> ChiSquareTest:
    """Test that the scores of k groups (k, variance k x k) are all 0.

    The scores add up to 0, so the first usable group is left out. Groups that are never compared with another have no
    variance and take no degree of freedom.
    """
    kept = np.flatnonzero(usable)[1:]
    return quadratic_test(score[kept], variance[np.ix_(kept, kept)])


def quadratic_test(score: Floats, variance: Floats) -> ChiSquareTest:
    """score' variance^-1 score, with as many degrees of freedom as the variance has rank; 0 on 0 if it has none."""
    df = int(np.linalg.matrix_rank(variance, hermitian=True)) if len(score) else 0
    if df == 0:
        return chi_square_test(0.0, 0)
    return chi_square_test(float(score @ np.linalg.pinv(variance, hermitian=True) @ score), df)
