"""Log-rank tests against R survdiff, by their properties, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError, cox, log_rank

EXACT = {"rtol": 1e-9, "atol": 1e-11}


def assert_like_r(result, oracle, case):
    assert_allclose(result.observed, oracle("log_rank", case, "observed"), **EXACT)
    assert_allclose(result.expected, oracle("log_rank", case, "expected"), **EXACT)
    assert_allclose(result.variance.ravel(), oracle("log_rank", case, "variance"), **EXACT)
    assert_allclose([result.chi_square, result.df, result.p_value], oracle("log_rank", case, "test"), **EXACT)


@pytest.mark.parametrize("kind", ["tied", "distinct"])
@pytest.mark.parametrize(
    ("case", "stratified", "rho"),
    [
        ("three groups", False, 0),
        ("three groups strata", True, 0),
        ("rho 1", False, 1),
        ("strata rho 1", True, 1),
        ("rho 0.5", False, 0.5),
        ("strata rho 0.5", True, 0.5),
    ],
)
def test_observed_expected_and_chi_square_are_those_of_survdiff(cohort, oracle, kind, case, stratified, rho):
    data = cohort(kind, 150, 7)
    strata = data.stratum if stratified else None
    assert_like_r(log_rank(data.time, data.event, data.group, strata=strata, rho=rho), oracle, f"{kind} {case}")


@pytest.mark.parametrize("kind", ["tied", "distinct"])
def test_two_groups_have_one_degree_of_freedom(cohort, oracle, kind):
    data = cohort(kind, 150, 7)
    data = data.take(data.group < 3)
    assert_like_r(log_rank(data.time, data.event, data.group), oracle, f"{kind} two groups")


@pytest.mark.parametrize("kind", ["tied", "distinct"])
def test_a_group_without_events_is_compared_all_the_same(cohort, oracle, kind):
    data = cohort(kind, 150, 7)
    event = np.where(data.group == 2, 0, data.event)
    assert_like_r(log_rank(data.time, event, data.group), oracle, f"{kind} one group without events")


@pytest.mark.parametrize("stratified", [False, True])
def test_with_delayed_entry_it_is_the_score_test_of_the_cox_model(cohort, oracle, stratified):
    data = cohort("distinct", 150, 7)
    strata = data.stratum if stratified else None
    result = log_rank(data.time, data.event, data.group, entry=data.entry, strata=strata)
    assert_allclose(
        result.chi_square, oracle("log_rank", f"distinct entry{' strata' * stratified}", "score")[0], **EXACT
    )


def test_a_group_never_at_risk_with_another_takes_no_degree_of_freedom():
    result = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1], ["a", "b", "a", "b", "c", "c"], strata=[1, 1, 1, 1, 2, 2])
    assert result.groups == ("a", "b", "c")
    assert result.df == 1
    assert result.expected[2] == result.observed[2] == 2


def test_groups_that_cannot_be_compared_at_all_have_no_p_value():
    result = log_rank([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"], strata=[1, 1, 2, 2])
    assert (result.chi_square, result.df) == (0.0, 0)
    assert np.isnan(result.p_value)


def test_a_very_large_chi_square_has_a_p_value_above_zero():
    time = np.arange(1, 401)
    assert 0 < log_rank(time, np.ones(400), time > 200).p_value < 1e-20


PROPERTY = settings(derandomize=True, deadline=None, max_examples=60)
subjects = st.lists(
    st.tuples(st.integers(1, 12), st.booleans(), st.sampled_from("ABC")), min_size=2, max_size=40
).filter(lambda rows: len({g for _, _, g in rows}) > 1 and any(e for _, e, _ in rows))


@PROPERTY
@given(subjects, st.randoms(use_true_random=False), st.sampled_from([0.25, 2.0, 1024.0]))
def test_order_and_unit_of_time_do_not_matter(rows, random, unit):
    shuffled = rows.copy()
    random.shuffle(shuffled)
    time, event, group = (np.array(x) for x in zip(*rows, strict=True))
    time2, event2, group2 = (np.array(x) for x in zip(*shuffled, strict=True))
    one, two = log_rank(time, event, group), log_rank(time2 * unit, event2, group2)
    assert_allclose(one.chi_square, two.chi_square, atol=1e-9)
    assert one.df == two.df


@PROPERTY
@given(subjects)
def test_observed_and_expected_events_have_the_same_sum(rows):
    time, event, group = (np.array(x) for x in zip(*rows, strict=True))
    result = log_rank(time, event, group)
    assert_allclose(result.observed.sum(), result.expected.sum(), atol=1e-9)
    assert_allclose(result.variance.sum(axis=0), 0, atol=1e-9)


@PROPERTY
@given(st.permutations(range(1, 21)), st.lists(st.booleans(), min_size=20, max_size=20).filter(any))
def test_without_ties_it_is_the_score_test_of_the_cox_model(time, event):
    group = np.arange(20) % 2
    at_risk_at_events = [g for t, g in zip(time, group, strict=True) if t >= min(np.array(time)[event])]
    if len(set(at_risk_at_events)) < 2:
        return
    assert_allclose(log_rank(time, event, group).chi_square, cox(time, event, group).score.statistic, atol=1e-8)


def test_one_group_cannot_be_compared():
    with pytest.raises(StatisticsError, match="there is one group only: 1"):
        log_rank([1, 2], [1, 0], [1, 1])


def test_without_events_there_is_nothing_to_compare():
    with pytest.raises(StatisticsError, match="there is no event in any group"):
        log_rank([1, 2], [0, 0], [1, 2])


def test_a_missing_group_is_refused():
    with pytest.raises(StatisticsError, match="group is missing: None at position 1"):
        log_rank([1, 2, 3], [1, 0, 1], np.array(["a", None, "b"], dtype=object))
    with pytest.raises(StatisticsError, match="group is missing: nan at position 0"):
        log_rank([1, 2, 3], [1, 0, 1], [np.nan, 1, 2])


def test_groups_of_mixed_types_are_refused():
    with pytest.raises(StatisticsError, match="group mixes values that cannot be ordered"):
        log_rank([1, 2], [1, 0], np.array(["a", 1], dtype=object))


def test_a_negative_rho_is_refused():
    with pytest.raises(StatisticsError, match="rho is -1"):
        log_rank([1, 2, 3], [1, 1, 1], [1, 2, 1], rho=-1)
