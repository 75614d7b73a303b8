"""Intraclass correlation and limits of agreement against the papers that introduced them."""

from __future__ import annotations

from math import isnan

import pytest
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError
from hepatica.statistics.measurement_agreement import FORMS as ALL
from hepatica.statistics.measurement_agreement import bland_altman, intraclass_correlation

# Shrout & Fleiss, Psychol Bull 1979;86:420, table 2: four judges, six targets
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# values: table 4 of the paper; limits: R psych, ICC(sf), as its manual prints them
FORMS = [
    ("1,1", 0.17, -0.133, 0.72),
    ("2,1", 0.29, 0.019, 0.76),
    ("3,1", 0.71, 0.342, 0.95),
    ("1,k", 0.44, -0.884, 0.91),
    ("2,k", 0.62, 0.071, 0.93),
    ("3,k", 0.91, 0.676, 0.99),
]

# Bland & Altman, Lancet 1986;327:307: peak expiratory flow (l/min) by a large and a mini meter, first readings
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


@pytest.mark.parametrize(("form", "value", "lower", "upper"), FORMS)
def test_correlations_of_shrout_and_fleiss(form, value, lower, upper):
    found = intraclass_correlation(JUDGES, form)
    assert (found.n, found.k, round(found.value, 2)) == (6, 4, value)
    assert (round(found.lower, 3), round(found.upper, 2)) == (lower, upper)


def test_limits_of_agreement_of_bland_and_altman():
    """They printed Wright minus mini: mean -2.1 (-22.0 to 17.8), limits -79.7 and 75.5 from rounded figures."""
    found = bland_altman(MINI, WRIGHT, multiple=2)
    assert (round(found.bias, 1), round(found.spread, 1)) == (-2.1, 38.8)
    assert_allclose(found.bias_limits, (-22.0, 17.8), atol=0.05)
    assert_allclose((found.lower, found.upper), (-79.7, 75.5), atol=0.1)
    assert bland_altman(WRIGHT, MINI).bias == -found.bias


def test_limits_of_limits_with_1_96_standard_deviations():
    """1999, section 2.3: the error of a limit is 1.71 times that of the mean, in large samples."""
    found = bland_altman(WRIGHT, MINI)
    assert_allclose(
        (found.lower, found.upper),
        (found.bias - 1.95996 * found.spread, found.bias + 1.95996 * found.spread),
        atol=1e-3,
    )
    of_limit = found.upper_limits[1] - found.upper_limits[0]
    of_mean = found.bias_limits[1] - found.bias_limits[0]
    assert_allclose(of_limit / of_mean, 1.71, atol=0.04)


@pytest.mark.parametrize(
    ("measures", "form", "said"),
    [
        (JUDGES, "4,1", "form '4,1' is not known"),
        ([[1, 2]], "2,1", "not a table of subjects"),
        ([[1, 2], [3, float("nan")]], "2,1", "a measure is missing"),
    ],
)
def test_measures_without_a_correlation_are_refused(measures, form, said):
    with pytest.raises(StatisticsError, match=said):
        intraclass_correlation(measures, form)


@pytest.mark.parametrize(
    ("measures", "forms", "why"),
    [
        ([[1, 1], [2, 2]], ALL, "the raters do not differ at all"),
        ([[4, 4], [4, 4]], ALL, "the raters do not differ at all"),
        ([[1, 2], [1, 2], [1, 2]], ALL, "the means of the subjects are equal"),
        ([[1, 3], [3, 1], [2, 2]], ALL, "the means of the subjects are equal"),
        ([[1, 3], [3, 1]], ALL, "the means of the subjects are equal"),
        ([[1, 2], [3, 4], [5, 6]], ("3,1", "3,k"), "the raters differ by a constant only"),
        ([[0.1, 0.3], [0.2, 0.4], [0.7, 0.9]], ("3,1", "3,k"), "the raters differ by a constant only"),
        ([[1, 2], [2, 3], [3, 1]], ("2,k",), "raters differ more within subjects than subjects do"),
    ],
)
def test_measures_without_a_correlation_leave_it_unknown_and_say_why(measures, forms, why):
    for form in forms:
        found = intraclass_correlation(measures, form)
        assert found.why.startswith(why)
        assert isnan(found.value)
        assert isnan(found.lower)


@pytest.mark.parametrize("form", ["1,1", "2,1", "1,k", "2,k"])
def test_raters_that_differ_by_a_constant_agree_as_those_that_nearly_do(form):
    """Nothing of the two forms of absolute agreement jumps where the rest of the error vanishes."""
    exact = intraclass_correlation([[1, 2], [3, 4], [5, 6]], form)
    nearly = intraclass_correlation([[1, 2], [3, 4 + 1e-5], [5, 6]], form)
    assert exact.why == ""
    assert_allclose(
        (exact.value, exact.lower, exact.upper), (nearly.value, nearly.lower, nearly.upper), rtol=1e-4, atol=1e-4
    )


def test_one_pair_has_no_limits_of_agreement():
    with pytest.raises(StatisticsError, match="fewer than two pairs"):
        bland_altman([1], [2])
