"""Many log-rank tests at once are the tests one by one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError, log_rank, many_log_rank


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("subjects", [2, 5, 13, 40])
def test_every_row_is_the_log_rank_test_of_its_trial(subjects: int, ties: bool) -> None:
    rng = np.random.default_rng([subjects, ties])
    time = rng.exponential(3, (200, subjects))
    time = np.ceil(time) if ties else time
    event, group = rng.random(time.shape) < 0.6, rng.random(time.shape) < 0.4
    found = many_log_rank(time, event, group)
    compared = 0
    for row in range(len(time)):
        if not event[row].any() or group[row].all() or not group[row].any():
            assert found[row] == 0
            continue
        one = log_rank(time[row], event[row], group[row])
        assert_allclose(found[row] ** 2, one.chi_square, atol=1e-9)
        if one.chi_square > 1e-9:
            assert np.sign(found[row]) == np.sign(one.observed[1] - one.expected[1])
            compared += 1
    assert compared > 40


def test_an_event_comes_before_a_censored_time_of_the_same_day() -> None:
    time, group = np.array([[1.0, 1.0, 2.0, 2.0]]), np.array([[False, True, False, True]])
    event = np.array([[False, True, True, False]])
    assert_allclose(many_log_rank(time, event, group) ** 2, log_rank(time[0], event[0], group[0]).chi_square)


def test_fewer_events_in_the_second_group_give_a_negative_z() -> None:
    time = np.array([[1.0, 2.0, 3.0, 4.0, 10.0, 10.0, 10.0, 10.0]])
    event = np.array([[True] * 4 + [False] * 4])
    group = np.arange(8) >= 4
    assert many_log_rank(time, event, group)[0] < -2


def test_groups_may_be_given_once_for_all_trials() -> None:
    rng = np.random.default_rng(1)
    time, event = rng.exponential(1, (5, 8)), rng.random((5, 8)) < 0.5
    group = np.arange(8) >= 3
    assert_allclose(many_log_rank(time, event, group), many_log_rank(time, event, np.tile(group, (5, 1))))


@pytest.mark.parametrize(
    ("time", "event", "says"),
    [
        (np.array([1.0, 2.0]), np.array([True, False]), "1 dimensions"),
        (np.array([[1.0, -2.0]]), np.array([[True, False]]), "negative"),
        (np.array([[1.0, np.nan]]), np.array([[True, False]]), "negative or not a finite number"),
        (np.array([[1.0, 2.0]]), np.array([[True, False, True]]), "same shape"),
    ],
)
def test_what_cannot_be_times_is_refused(time: np.ndarray, event: np.ndarray, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        many_log_rank(time, event, np.array([True, False]))
