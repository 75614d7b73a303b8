"""Cumulative incidence against R cmprsk, by its properties, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from hepatica.statistics import StatisticsError, cumulative_incidence, kaplan_meier

EXACT = {"rtol": 1e-9, "atol": 1e-12}
TIMES = (1, 3, 5, 10, 20, 30)


@pytest.mark.parametrize(
    ("case", "kind", "n", "seed"),
    [("tied", "tied", 150, 3), ("distinct", "distinct", 150, 3), ("twelve", "tied", 12, 5)],
)
def test_incidence_and_variance_are_those_of_cmprsk(cohort, oracle, case, kind, n, seed):
    data = cohort(kind, n, seed)
    found = cumulative_incidence(data.time, data.cause)
    read = [found.at(TIMES, cause) for cause in (1, 2)]
    assert_allclose(
        np.concatenate([r.incidence for r in read]), oracle("cumulative_incidence", case, "incidence"), **EXACT
    )
    variance = np.concatenate([r.std_err for r in read]) ** 2
    assert_allclose(variance, oracle("cumulative_incidence", case, "variance"), **EXACT)


def test_with_one_cause_incidence_is_one_minus_survival(cohort, oracle):
    data = cohort("tied", 60, 9)
    found = cumulative_incidence(data.time, data.event)
    read = found.at(TIMES, 1)
    assert_allclose(read.incidence, oracle("cumulative_incidence", "one cause", "incidence"), **EXACT)
    assert_allclose(read.std_err**2, oracle("cumulative_incidence", "one cause", "variance"), **EXACT)
    assert_allclose(found.incidence[0], 1 - kaplan_meier(data.time, data.event).survival, atol=1e-12)


def test_limits_lie_around_the_estimate_and_within_0_and_1(cohort):
    data = cohort("tied", 150, 3)
    for conf_type in ("log-log", "log", "plain"):
        found = cumulative_incidence(data.time, data.cause, conf_type=conf_type)
        seen = found.incidence > 0
        assert (found.lower[seen] >= 0).all()
        assert (found.lower[seen] < found.incidence[seen]).all()
        assert (found.upper[seen] > found.incidence[seen]).all()
        assert (found.upper[seen] <= 1).all()


def test_before_the_first_event_of_a_cause_its_limits_are_not_a_number():
    read = cumulative_incidence([1, 2, 3, 4], [2, 1, 0, 2]).at([1, 2], 1)
    assert_array_equal(read.incidence, [0, 0.25])
    assert_array_equal(np.isnan(read.lower), [True, False])


def test_after_the_last_follow_up_incidence_is_unknown_unless_nobody_is_left():
    assert np.isnan(cumulative_incidence([1, 2, 3], [1, 2, 0]).at(4, 1).incidence[0])
    assert cumulative_incidence([1, 2, 3], [1, 2, 1]).at(4, 1).incidence[0] == pytest.approx(2 / 3)


def test_a_subject_is_not_at_risk_before_entry():
    found = cumulative_incidence([5, 6, 9], [1, 2, 1], entry=[0, 5, 0])
    assert_array_equal(found.n_risk, [2, 2, 1])
    assert_allclose(found.incidence[:, -1], [0.75, 0.25])


PROPERTY = settings(derandomize=True, deadline=None, max_examples=60)


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(1, 15), st.sampled_from([0, 1, 2, 3])), min_size=1, max_size=30).filter(
        lambda rows: any(c for _, c in rows)
    )
)
def test_incidences_and_survival_add_up_to_one(rows):
    time, cause = (np.array(x) for x in zip(*rows, strict=True))
    found = cumulative_incidence(time, cause)
    assert_allclose(found.incidence.sum(axis=0) + kaplan_meier(time, cause > 0).survival, 1, atol=1e-12)


def test_causes_must_be_whole_numbers_from_zero():
    with pytest.raises(StatisticsError, match=r"cause is not 0, 1, 2, …: 1\.5 at position 1"):
        cumulative_incidence([1, 2], [0, 1.5])
    with pytest.raises(StatisticsError, match=r"cause is not 0, 1, 2, …: -1\.0 at position 0"):
        cumulative_incidence([1, 2], [-1, 1])


def test_without_events_there_is_no_incidence():
    with pytest.raises(StatisticsError, match="there is no event of any cause"):
        cumulative_incidence([1, 2], [0, 0])


def test_a_cause_that_did_not_occur_is_named():
    with pytest.raises(StatisticsError, match="cause 3 did not occur"):
        cumulative_incidence([1, 2], [1, 2]).at(1, 3)
