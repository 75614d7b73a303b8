"""Kappa against published tables and the worked figures of irrCAC."""

from __future__ import annotations

import math

import pytest
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError
from hepatica.statistics.agreement import cohen_kappa, fleiss_kappa

# Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions (2003), table 18.1: two raters, 100 subjects
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]

# Fleiss, Psychol Bull 1971;76:378 as reprinted: 14 raters put 10 subjects into 5 classes
COUNTS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]

# Gwet, Handbook of Inter-Rater Reliability; R irrCAC, data cac.raw4raters: four raters, twelve units, some unrated
FOUR_RATERS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]


def pairs(table: list[list[int]]) -> tuple[list[int], list[int]]:
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


def test_kappa_of_two_raters_and_its_errors_are_those_of_the_textbook():
    found = cohen_kappa(*pairs(DIAGNOSES))
    assert (round(found.observed, 2), round(found.expected, 2), round(found.value, 2)) == (0.89, 0.66, 0.68)
    # the textbook prints 0.076 and z = 8.95 (from 0.68), and 0.087 from rounded shares
    assert round(found.null_error, 3) == 0.076
    assert_allclose(found.error, 0.0877, atol=0.00005)
    assert_allclose((found.lower, found.upper), (0.505, 0.848), atol=0.0005)


def test_linear_weights_count_one_class_apart_as_half_of_two_apart():
    first, second = pairs(DIAGNOSES)
    found = cohen_kappa(first, second, classes=[0, 1, 2], weights="linear")
    # by hand: 7 subjects one class apart and 4 two apart; by chance shares of 0.14 and 0.20
    assert_allclose((found.observed, found.expected), (0.925, 0.73), atol=1e-12)
    assert_allclose(found.value, (0.925 - 0.73) / 0.27, atol=1e-12)


def test_quadratic_weights_equal_the_correlation_corrected_for_the_means():
    """Fleiss & Cohen 1973: quadratic kappa is 2 cov / (var + var + squared difference of means)."""
    first, second = pairs(DIAGNOSES)
    found = cohen_kappa(first, second, classes=[0, 1, 2], weights="quadratic")
    n, m1, m2 = len(first), sum(first) / len(first), sum(second) / len(second)
    covariance = sum((a - m1) * (b - m2) for a, b in zip(first, second, strict=True)) / n
    spread = sum((a - m1) ** 2 + (b - m2) ** 2 for a, b in zip(first, second, strict=True)) / n
    assert_allclose(found.value, 2 * covariance / (spread + (m1 - m2) ** 2), atol=1e-12)


def test_kappa_of_several_raters_is_that_of_fleiss():
    ratings = [[c for c, count in enumerate(row) for _ in range(count)] for row in COUNTS]
    found = fleiss_kappa(ratings)
    assert (round(found.observed, 3), round(found.expected, 3), round(found.value, 3)) == (0.378, 0.213, 0.21)


def test_kappa_of_several_raters_with_missing_ratings_is_that_of_irrcac():
    found = fleiss_kappa(FOUR_RATERS)
    assert (found.n, round(found.observed, 5), round(found.expected, 5)) == (12, 0.81818, 0.23872)
    assert (round(found.value, 5), round(found.error, 5)) == (0.76117, 0.15302)
    assert math.isnan(found.null_error)


def test_two_raters_by_fleiss_differ_from_cohen_only_by_the_shares_expected():
    first, second = pairs(DIAGNOSES)
    fleiss, cohen = fleiss_kappa(list(zip(first, second, strict=True))), cohen_kappa(first, second)
    assert_allclose(fleiss.observed, cohen.observed)
    assert fleiss.value < cohen.value


def test_complete_agreement_has_no_error():
    found = cohen_kappa(["CR", "PR", "SD"], ["CR", "PR", "SD"])
    assert (found.value, found.error, found.lower, found.upper) == (1, 0, 1, 1)


def test_kappa_is_undefined_where_everybody_is_in_one_class():
    assert math.isnan(cohen_kappa(["SD", "SD"], ["SD", "SD"]).value)
    assert math.isnan(fleiss_kappa([["SD", "SD"], ["SD", "SD"]]).value)


@pytest.mark.parametrize(
    ("first", "second", "slots", "said"),
    [
        (["a"], ["a", "b"], {}, "1 ratings and 2"),
        (["a", None], ["a", "b"], {}, "a rating is missing"),
        (["a"], ["b"], {"classes": ["a"]}, "'b' is not among the classes"),
        (["a"], ["a"], {"weights": "linear"}, "weights need the order"),
        (["a"], ["a"], {"weights": "cubic"}, "'cubic' are not known"),
        (["a", 1], ["a", 1], {}, "mix values"),
        ([], [], {}, "there is no rating"),
    ],
)
def test_ratings_that_cannot_be_compared_are_refused(first, second, slots, said):
    with pytest.raises(StatisticsError, match=said):
        cohen_kappa(first, second, **slots)


@pytest.mark.parametrize(
    ("ratings", "said"), [([["a"], ["b"]], "rated twice"), ([["a", "b"], ["a"]], "different numbers of ratings")]
)
def test_fewer_than_two_ratings_are_refused(ratings, said):
    with pytest.raises(StatisticsError, match=said):
        fleiss_kappa(ratings)
