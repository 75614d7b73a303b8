"""Gray's test against R cmprsk, by its properties, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError, gray_test


@pytest.mark.parametrize("kind", ["tied", "distinct"])
@pytest.mark.parametrize(
    ("case", "groups", "stratified", "rho"),
    [("three groups", 3, False, 0), ("two groups", 2, False, 0), ("strata", 3, True, 0), ("rho 1", 3, False, 1)],
)
def test_chi_square_of_each_cause_is_that_of_cmprsk(cohort, oracle, kind, case, groups, stratified, rho):
    data = cohort(kind, 150, 3)
    data = data.take(data.group <= groups)
    strata = data.stratum if stratified else None
    found = [gray_test(data.time, data.cause, data.group, of=of, strata=strata, rho=rho) for of in (1, 2)]
    values = [x for test in found for x in (test.chi_square, test.df)]
    assert_allclose(values, oracle("cumulative_incidence", f"{kind} {case}", "gray"), rtol=1e-9)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(1, 10**6), st.randoms(use_true_random=False))
def test_order_of_subjects_and_unit_of_time_do_not_matter(cohort, seed, random):
    data = cohort("tied", 40, seed)
    shuffled = list(range(40))
    random.shuffle(shuffled)
    other = data.take(np.array(shuffled))
    one, two = gray_test(data.time, data.cause, data.group), gray_test(other.time * 0.5, other.cause, other.group)
    assert_allclose(one.chi_square, two.chi_square, rtol=1e-9, atol=1e-12)
    assert_allclose(one.score.sum(), 0, atol=1e-9)


def test_a_competing_cause_that_takes_one_group_first_lowers_its_incidence():
    time = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]
    cause = [2, 2, 2, 2, 1, 0, 1, 1, 1, 1, 2, 0]
    test = gray_test(time, cause, ["competing first"] * 6 + ["cause first"] * 6)
    assert test.groups == ("cause first", "competing first")
    assert test.score[0] > 0 > test.score[1]
    assert test.p_value < 0.1


def test_a_cause_that_did_not_occur_is_refused():
    with pytest.raises(StatisticsError, match="cause 3 did not occur"):
        gray_test([1, 2, 3], [1, 2, 0], [1, 2, 2], of=3)


def test_one_group_cannot_be_compared():
    with pytest.raises(StatisticsError, match="there is one group only: a"):
        gray_test([1, 2, 3], [1, 2, 0], ["a", "a", "a"])
