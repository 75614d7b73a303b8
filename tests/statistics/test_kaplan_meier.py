"""Kaplan-Meier curves against R survfit, by their properties, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from hepatica.statistics import StatisticsError, follow_up, kaplan_meier, restricted_mean

EXACT = {"rtol": 1e-10, "atol": 1e-12}
FIELDS = {
    "time": "times",
    "n.risk": "n_risk",
    "n.event": "n_event",
    "n.censor": "n_censor",
    "surv": "survival",
    "lower": "lower",
    "upper": "upper",
}
CASES = {
    "log": {},
    "log-log": {"conf_type": "log-log"},
    "plain": {"conf_type": "plain"},
    "counts": {"weights": "weight"},
    "shares": {"weights": "share"},
    "entry": {"entry": "entry", "conf_type": "log-log"},
    "entry shares": {"entry": "entry", "weights": "share"},
}


def arguments(data, case):
    return {key: value if key == "conf_type" else getattr(data, value) for key, value in CASES[case].items()}


def assert_like_r(curve, oracle, case):
    for name, field in FIELDS.items():
        assert_allclose(getattr(curve, field), oracle("kaplan_meier", case, name), err_msg=name, **EXACT)
    assert_allclose(curve.std_err, oracle("kaplan_meier", case, "std.err"), **EXACT)
    quantiles = [curve.quantile(p) for p in (0.25, 0.5, 0.75)]
    assert_array_equal([q.value for q in quantiles], oracle("kaplan_meier", case, "quantile.quantile"))
    assert_array_equal([q.lower for q in quantiles], oracle("kaplan_meier", case, "quantile.lower"))
    assert_array_equal([q.upper for q in quantiles], oracle("kaplan_meier", case, "quantile.upper"))


@pytest.mark.parametrize("kind", ["tied", "distinct"])
@pytest.mark.parametrize("case", CASES)
def test_curve_limits_and_quantiles_are_those_of_survfit(cohort, oracle, kind, case):
    data = cohort(kind, 60 if kind == "tied" else 30, 42)
    assert_like_r(kaplan_meier(data.time, data.event, **arguments(data, case)), oracle, f"{kind} {case}")


@pytest.mark.parametrize("kind", ["tied", "distinct"])
def test_follow_up_is_the_curve_with_event_and_censoring_exchanged(cohort, oracle, kind):
    data = cohort(kind, 60 if kind == "tied" else 30, 42)
    assert_like_r(follow_up(data.time, data.event), oracle, f"{kind} reverse")


@pytest.mark.parametrize("kind", ["tied", "distinct"])
@pytest.mark.parametrize("case", ["log", "counts", "shares"])
def test_restricted_mean_and_its_error_are_those_of_survfit(cohort, oracle, kind, case):
    data = cohort(kind, 60 if kind == "tied" else 30, 42)
    mean = restricted_mean(kaplan_meier(data.time, data.event, **arguments(data, case)), 25)
    assert_allclose([mean.value, mean.std_err], oracle("kaplan_meier", f"{kind} {case}", "rmean"), **EXACT)


def test_all_censored_is_a_flat_curve_without_median(oracle):
    curve = kaplan_meier([3, 5, 5, 8], [0, 0, 0, 0])
    assert_like_r(curve, oracle, "all censored")
    assert np.isnan(curve.median().value)


def test_survival_of_exactly_a_half_gives_the_middle_of_the_flat_stretch(oracle):
    curve = kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1], conf_type="plain")
    assert_like_r(curve, oracle, "half by two")
    assert curve.median().value == 2.5


def test_survival_of_exactly_a_half_to_the_end_counts_the_last_follow_up_as_the_end(oracle):
    curve = kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0], conf_type="plain")
    assert_like_r(curve, oracle, "flat at a half to the end")
    assert curve.median().value == 3.0


@pytest.mark.parametrize("conf_type", ["log", "log-log", "plain"])
def test_limits_of_quantiles_that_are_never_reached_are_not_a_number(oracle, conf_type):
    curve = kaplan_meier([2, 4, 6, 6, 9, 11, 12, 15, 15, 20], [1, 0, 1, 1, 0, 1, 1, 0, 1, 1], conf_type=conf_type)
    assert_like_r(curve, oracle, f"ten {conf_type}")


def test_reading_the_curve_between_its_steps_gives_the_step_before():
    curve = kaplan_meier([2, 4, 4, 7], [1, 1, 0, 0])
    read = curve.at([0, 1.9, 2, 3.9, 4, 7])
    assert_array_equal(read.survival, [1, 1, 0.75, 0.75, 0.5, 0.5])
    assert_array_equal(read.n_risk, [4, 4, 4, 3, 3, 1])
    assert_array_equal(read.std_err[:2], [0, 0])
    assert_array_equal(read.upper[:2], [1, 1])


def test_after_the_last_follow_up_survival_is_unknown_unless_all_have_died():
    censored_last, died_last = kaplan_meier([2, 7], [1, 0]), kaplan_meier([2, 7], [0, 1])
    assert np.isnan(censored_last.at(8).survival[0])
    assert censored_last.at(8, extend=True).survival[0] == 0.5
    assert died_last.at(8).survival[0] == 0
    assert censored_last.at(8).n_risk[0] == 0


def test_a_subject_is_not_at_risk_before_entry():
    curve = kaplan_meier([5, 6, 9], [1, 1, 1], entry=[0, 5, 0])
    assert_array_equal(curve.n_risk, [2, 2, 1])  # the second enters at 5: not at risk at the event at 5


def test_weighted_curve_ends_at_exactly_zero_whatever_the_rounding():
    weights = [0.1, 0.2, 0.3, 0.1, 0.7]
    curve = kaplan_meier([1, 2, 3, 4, 4], [1, 1, 1, 1, 1], entry=[0, 0, 0.5, 0.5, 0.7], weights=weights)
    assert curve.survival[-1] == 0


def test_restricted_mean_refuses_a_horizon_behind_the_data():
    with pytest.raises(StatisticsError, match="horizon 9 lies behind the last follow-up at 7"):
        restricted_mean(kaplan_meier([2, 7], [1, 0]), 9)


def test_restricted_mean_goes_on_after_all_have_died():
    assert restricted_mean(kaplan_meier([2, 4], [1, 1]), 10).value == 3.0


times = st.lists(st.integers(1, 15), min_size=1, max_size=30)
subjects = st.lists(st.tuples(st.integers(1, 15), st.booleans()), min_size=1, max_size=30)
PROPERTY = settings(derandomize=True, deadline=None, max_examples=60)


@PROPERTY
@given(times)
def test_without_censoring_the_curve_is_the_share_still_alive(values):
    curve = kaplan_meier(values, np.ones(len(values)))
    share = [(np.array(values) > t).mean() for t in curve.times]
    assert_allclose(curve.survival, share, atol=1e-12)


@PROPERTY
@given(subjects, st.randoms(use_true_random=False), st.sampled_from([0.25, 2.0, 1024.0]))
def test_order_and_unit_of_time_do_not_matter(pairs, random, unit):
    time, event = (np.array(x) for x in zip(*pairs, strict=True))
    shuffled = list(range(len(pairs)))
    random.shuffle(shuffled)
    one = kaplan_meier(time, event)
    two = kaplan_meier(time[shuffled] * unit, event[shuffled])
    assert_array_equal(one.times * unit, two.times)
    assert_array_equal(one.survival, two.survival)
    assert_array_equal(one.median().value * unit, two.median().value)


@PROPERTY
@given(subjects)
def test_entry_at_zero_is_no_delayed_entry(pairs):
    time, event = (np.array(x) for x in zip(*pairs, strict=True))
    one, two = kaplan_meier(time, event), kaplan_meier(time, event, entry=np.zeros(len(pairs)))
    assert_array_equal(one.n_risk, two.n_risk)
    assert_array_equal(one.lower, two.lower)


@PROPERTY
@given(subjects)
def test_a_whole_weight_is_as_many_subjects(pairs):
    time, event = (np.array(x) for x in zip(*pairs, strict=True))
    weights = np.arange(len(pairs)) % 3 + 1
    one = kaplan_meier(np.repeat(time, weights), np.repeat(event, weights))
    two = kaplan_meier(time, event, weights=weights)
    assert_allclose(one.survival, two.survival, atol=1e-12)
    assert_allclose(one.std_err, two.std_err, atol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([], []), "there is no subject"),
        (([1, 2], [1]), "event has 1 elements and time has 2"),
        (([1, -2], [1, 0]), "time is negative: -2.0 at position 1"),
        (([1, np.nan], [1, 0]), "time is not a finite number: nan at position 1"),
        ((["a", "b"], [1, 0]), "time holds something that is not a number"),
        (([1, 2], [1, 2]), "event is neither 0 nor 1: 2.0 at position 1"),
        (([1, 2], [1, np.nan]), "event is not a finite number"),
        (([[1, 2]], [1, 0]), "time has 2 dimensions"),
    ],
)
def test_what_cannot_be_used_is_named(arguments, said):
    with pytest.raises(StatisticsError, match=said):
        kaplan_meier(*arguments)


def test_entry_at_the_end_of_follow_up_is_refused():
    with pytest.raises(StatisticsError, match=r"entry is not before time: 2.0 at position 1, counted from 0 \(and 1"):
        kaplan_meier([1, 2, 3], [1, 0, 1], entry=[0, 2, 5])


def test_weights_must_be_positive():
    with pytest.raises(StatisticsError, match=r"weights is not positive: 0\.0 at position 0"):
        kaplan_meier([1, 2], [1, 0], weights=[0, 1])


def test_level_and_scale_of_the_limits_are_checked():
    with pytest.raises(StatisticsError, match="level is 95"):
        kaplan_meier([1, 2], [1, 0], level=95)
    with pytest.raises(StatisticsError, match="conf_type 'logit' is not known"):
        kaplan_meier([1, 2], [1, 0], conf_type="logit")
