"""Rates of events: exact limits and ratios are those of R, and what cannot be a rate is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.statistics import StatisticsError, event_rate, rate_ratio


def test_limits_are_those_of_r_poisson_test() -> None:
    """R 4: poisson.test(137, 24.19893), the first example of its help page."""
    rate = event_rate(137, 24.19893)
    assert (rate.value, rate.lower, rate.upper) == pytest.approx((5.661407, 4.753125, 6.692709), abs=5e-7)


def test_the_ratio_of_two_rates_is_that_of_r_poisson_test() -> None:
    """R 4: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)), the second example of its help page."""
    ratio = rate_ratio(11, 800, 21, 3011)
    assert (ratio.value, ratio.lower, ratio.upper) == pytest.approx((1.971488, 0.8584264, 4.277266), abs=5e-7)
    assert ratio.p_value == pytest.approx(0.07967, abs=5e-6)


def test_without_an_event_the_upper_limit_is_the_rule_of_three() -> None:
    rate = event_rate(0, 100)
    assert (rate.value, rate.lower) == (0, 0)
    assert rate.upper == pytest.approx(-math.log(0.025) / 100)


def test_a_ratio_to_no_events_is_infinite_but_has_a_lower_limit() -> None:
    ratio = rate_ratio(6, 10, 0, 10)
    assert ratio.value == ratio.upper == math.inf
    assert 1 < ratio.lower < math.inf
    assert ratio.p_value == pytest.approx(2 * 0.5**6)


@pytest.mark.parametrize(("events", "time"), [(-1, 10), (1.5, 10), (3, 0), (3, -2), (3, math.nan), (3, math.inf)])
def test_what_is_no_count_or_no_time_is_refused(events: float, time: float) -> None:
    with pytest.raises(StatisticsError):
        event_rate(events, time)  # type: ignore[arg-type]
    with pytest.raises(StatisticsError):
        rate_ratio(1, 10, events, time)  # type: ignore[arg-type]


def test_two_groups_without_events_have_no_ratio() -> None:
    with pytest.raises(StatisticsError, match="neither group had an event"):
        rate_ratio(0, 10, 0, 20)


@given(st.integers(0, 500), st.floats(0.1, 1e5), st.floats(0.5, 0.999))
def test_limits_hold_the_rate_and_scale_with_time(events: int, time: float, level: float) -> None:
    rate, twice = event_rate(events, time, level=level), event_rate(events, 2 * time, level=level)
    assert rate.lower <= rate.value <= rate.upper
    assert twice.upper == pytest.approx(rate.upper / 2)


@given(st.integers(1, 200), st.floats(1, 1e4), st.integers(1, 200), st.floats(1, 1e4))
def test_turning_the_groups_round_turns_the_ratio_round(a: int, s: float, b: int, t: float) -> None:
    one, other = rate_ratio(a, s, b, t), rate_ratio(b, t, a, s)
    assert one.value == pytest.approx(1 / other.value)
    assert one.lower == pytest.approx(1 / other.upper)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-6)
