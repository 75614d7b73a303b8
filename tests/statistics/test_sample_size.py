"""Sample sizes and powers: published values, properties that every formula has, and what is refused."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from hepatica.protocol.sample_size import SampleSize
from hepatica.statistics import (
    StatisticsError,
    TwoArms,
    detectable_hazard_ratio,
    event_probability,
    events_needed,
    power_with,
    proportion_comparison,
    subjects_needed,
    survival_comparison,
    whole_subjects,
)
from hepatica.statistics.event_probability import hazard_of, loss_hazard, mean_follow_up
from hepatica.statistics.proportion_size import PROPORTION_FORMULAS
from hepatica.statistics.sample_size import shares
from hepatica.statistics.survival_size import SURVIVAL_FORMULAS
from hepatica.statistics.whole_subjects import LOSSES, ROUNDINGS
from hepatica.vocabulary import load
from hepatica.vocabulary.sample_size import Formula

USUAL = {"alpha": 0.05, "power": 0.8}


# ---------------------------------------------------------------- events


@pytest.mark.parametrize(
    ("formula", "ratio", "sides", "events"),
    [
        ("schoenfeld", 0.5, 2, 65.3),  # 66 events, the usual textbook number
        ("schoenfeld", 0.6, 2, 120.3),
        ("schoenfeld", 0.7, 2, 246.8),
        ("schoenfeld", 0.8, 2, 630.5),
        ("schoenfeld", 1 / 3, 2, 26.0),
        ("schoenfeld", 1 / 3, 1, 20.5),
        ("schoenfeld", 0.6, 1, 94.8),
        ("freedman", 0.5, 2, 70.6),
        ("freedman", 1 / 3, 2, 31.4),
        ("freedman", 1 / 3, 1, 24.7),
        ("freedman", 0.6, 2, 125.6),
        ("freedman", 0.6, 1, 98.9),
    ],
)
def test_events_for_a_hazard_ratio_at_80_percent_power(formula: str, ratio: float, sides: int, events: float) -> None:
    assert float(events_needed(formula, ratio, sides=sides, **USUAL)) == pytest.approx(events, abs=0.05)


def test_the_benefit_and_the_harm_of_the_same_size_need_the_same_events_in_equal_arms() -> None:
    for formula in ("schoenfeld", "freedman"):
        both = events_needed(formula, [0.5, 2.0], **USUAL)
        assert both[0] == pytest.approx(both[1])


def test_events_grow_where_covariates_explain_the_group() -> None:
    plain, explained = (float(events_needed("schoenfeld", 0.6, explained=r2, **USUAL)) for r2 in (0.0, 0.2))
    assert explained == pytest.approx(plain / 0.8)


def test_hazard_ratios_that_fifty_and_a_hundred_subjects_can_detect() -> None:
    shares_with_event = np.array([0.4, 0.5, 0.6, 0.7, 0.8])
    found = detectable_hazard_ratio(50 * shares_with_event, **USUAL)
    assert found.round(3).tolist() == [0.286, 0.326, 0.360, 0.388, 0.412]
    found = detectable_hazard_ratio(100 * shares_with_event, **USUAL)
    assert found.round(3).tolist() == [0.412, 0.453, 0.485, 0.512, 0.534]


def test_a_smaller_arm_detects_less() -> None:
    found = detectable_hazard_ratio(350 * np.array([0.5, 0.6, 0.7, 0.8, 0.9]), ratio=250 / 100, **USUAL)
    assert found.round(3).tolist() == [0.626, 0.652, 0.673, 0.690, 0.705]


# ---------------------------------------------------------------- proportions


def test_the_pooled_test_gives_the_numbers_of_power_prop_test() -> None:
    """`power.prop.test(p1 = .50, p2 = .75, power = .90)` and `(n = 50, p1 = .50, p2 = .75)` of R."""
    comparison = proportion_comparison("two_proportions", 0.5, 0.75)
    assert float(subjects_needed(comparison, alpha=0.05, power=0.9)) / 2 == pytest.approx(76.7, abs=0.05)
    assert float(power_with(comparison, 100, alpha=0.05)) == pytest.approx(0.740, abs=0.0005)


def test_five_against_ten_percent_needs_435_in_each_arm_and_474_with_continuity_correction() -> None:
    for formula, each in (("two_proportions", 435), ("two_proportions_corrected", 474)):
        needed = float(subjects_needed(proportion_comparison(formula, 0.05, 0.10), **USUAL))
        assert np.ceil(needed / 2) == each


@pytest.mark.parametrize(
    ("control", "treated"), [(0.20, 0.345), (0.25, 0.403), (0.30, 0.459), (0.35, 0.513), (0.40, 0.565)]
)
def test_the_response_rate_that_100_against_250_detect_has_80_percent_power(control: float, treated: float) -> None:
    found = power_with(proportion_comparison("two_proportions", control, treated, ratio=100 / 250), 350, alpha=0.05)
    assert float(found) == pytest.approx(0.8, abs=0.004)  # the rates are rounded to a tenth of a percent


def test_149_in_each_arm_tell_50_from_34_percent() -> None:
    treated = 1 - 0.5**0.6
    needed = float(subjects_needed(proportion_comparison("two_proportions", 0.5, treated), **USUAL))
    assert needed / 2 == pytest.approx(148.7, abs=0.05)


# ---------------------------------------------------------------- properties


hazards = st.floats(0.005, 0.3)
ratios = st.floats(0.2, 0.9) | st.floats(1.1, 4.0)
allocations = st.floats(0.2, 5.0)
designs = st.tuples(
    hazards, ratios, allocations, st.floats(0, 48), st.floats(1, 60), st.floats(0, 0.02), st.floats(6, 80)
)


@given(designs, st.sampled_from(SURVIVAL_FORMULAS), st.sampled_from([1, 2]), st.floats(0.3, 0.99))
def test_the_power_with_the_needed_number_is_the_power_asked_for(
    design: tuple[float, ...], formula: Formula, sides: int, power: float
) -> None:
    control, ratio, allocation, accrual, follow_up, loss, horizon = design
    arms = TwoArms(control, control * ratio, follow_up, accrual, allocation, loss, horizon)
    comparison = survival_comparison(formula, arms)
    needed = subjects_needed(comparison, alpha=0.05, power=power, sides=sides)
    assert float(power_with(comparison, needed, alpha=0.05, sides=sides)) == pytest.approx(power, abs=1e-9)


@given(
    st.floats(0.02, 0.95),
    st.floats(0.02, 0.95),
    allocations,
    st.sampled_from(PROPORTION_FORMULAS),
    st.floats(0.3, 0.99),
)
def test_the_same_of_two_proportions(
    control: float, treated: float, allocation: float, formula: Formula, power: float
) -> None:
    if abs(control - treated) < 0.02:
        return
    comparison = proportion_comparison(formula, control, treated, ratio=allocation)
    needed = subjects_needed(comparison, alpha=0.05, power=power)
    assert float(power_with(comparison, needed, alpha=0.05)) == pytest.approx(power, abs=1e-9)


@pytest.mark.parametrize("formula", SURVIVAL_FORMULAS)
def test_losses_and_a_short_follow_up_need_more_subjects(formula: Formula) -> None:
    def needed(**more: float) -> float:
        arms = TwoArms(**{"control": 0.06, "treated": 0.02, "follow_up": 24.0, "accrual": 12.0, **more})
        return float(subjects_needed(survival_comparison(formula, arms), **USUAL))

    assert needed(loss=0.01) > needed()
    assert needed(follow_up=12.0) > needed()
    assert needed(horizon=18.0) > needed()


@given(designs)
def test_the_probability_of_an_event_is_the_mean_over_the_time_of_entry(design: tuple[float, ...]) -> None:
    hazard, _, _, accrual, follow_up, loss, horizon = design

    def seen(entry: float) -> float:
        until = min(follow_up + accrual * entry, horizon)
        return hazard / (hazard + loss) * -np.expm1(-(hazard + loss) * until)

    cut = [(horizon - follow_up) / accrual] if accrual and 0 < (horizon - follow_up) / accrual < 1 else None
    mean, _ = quad(seen, 0, 1, points=cut)
    found = event_probability(hazard, accrual=accrual, follow_up=follow_up, loss=loss, horizon=horizon)
    assert float(found) == pytest.approx(mean, rel=1e-6)


def test_nobody_enters_late_is_the_limit_of_a_short_accrual() -> None:
    short, none = (float(event_probability(0.05, accrual=r, follow_up=24)) for r in (1e-9, 0.0))
    assert short == pytest.approx(none, rel=1e-7)


def test_ten_percent_are_lost_by_the_time_said() -> None:
    assert float(np.exp(-loss_hazard(0.1, 30) * 30)) == pytest.approx(0.9)
    assert float(1 - np.exp(-hazard_of(0.5, 36) * 36)) == pytest.approx(0.5)
    assert float(mean_follow_up(12, 24)) == 30
    assert float(mean_follow_up(24, 28, horizon=36)) == pytest.approx(36 - 8 / 24 * 4)


# ---------------------------------------------------------------- whole subjects


@pytest.mark.parametrize(
    ("subjects", "by", "rounding", "whole"),
    [
        # 24.65 in each arm: 25, and 25 / 0.9 = 27.8
        (49.3, "divide", "arms_before_loss", 56),
        (49.3, "divide", "arms_after_loss", 56),
        (49.3, "divide", "total_before_loss", 56),
        (49.3, "divide", "total_after_loss", 55),
        (49.3, "divide", "nearest", 55),
        (49.3, "multiply", "arms_before_loss", 56),
        (49.3, "multiply", "total_after_loss", 55),
        (49.3, "multiply", "nearest", 54),
        (49.3, "censoring", "arms_after_loss", 50),
        # 45 / 0.9 is 50 and not 51, whatever the computer makes of it
        (90.0, "divide", "arms_before_loss", 100),
        # 332.1 to the nearest is 332; each arm up gives 334
        (298.9, "divide", "nearest", 332),
        (298.9, "divide", "arms_before_loss", 334),
    ],
)
def test_one_number_becomes_several_by_custom(subjects: float, by: str, rounding: str, whole: int) -> None:
    assert float(whole_subjects(subjects, loss=0.1, by=by, rounding=rounding)) == whole  # type: ignore[arg-type]


def test_unequal_arms_are_rounded_each_on_its_own() -> None:
    assert float(whole_subjects(100, rounding="arms_before_loss", ratio=2)) == 34 + 67
    assert float(whole_subjects(100, rounding="total_after_loss", ratio=2)) == 100


def test_the_names_of_the_study_file_are_those_of_the_methods_and_have_labels() -> None:
    formulas = (*SURVIVAL_FORMULAS, *PROPORTION_FORMULAS)
    assert get_args(Formula) == formulas
    assert get_args(SampleSize.model_fields["loss"].annotation)[0] == Literal[LOSSES]
    assert get_args(SampleSize.model_fields["rounding"].annotation)[0] == Literal[ROUNDINGS]
    assert set(formulas) == set(load().methods["sample_size_method"])


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: events_needed("schoenfeld", 1.0, **USUAL), "the hazard ratio is 1"),
        (lambda: events_needed("schoenfeld", 0.0, **USUAL), "the hazard ratio is 0"),
        (lambda: events_needed("schoenfeld", float("nan"), **USUAL), "the hazard ratio is nan"),
        (lambda: events_needed("rubinstein", 0.5, **USUAL), "counts no events"),
        (lambda: events_needed("schoenfeld", 0.5, explained=1.0, **USUAL), "R squared is 1"),
        (lambda: events_needed("schoenfeld", 0.5, alpha=0.05, power=0.0), "power is 0.0"),
        (lambda: events_needed("schoenfeld", 0.5, alpha=0.05, power=80), "power is 80"),
        (lambda: events_needed("schoenfeld", 0.5, alpha=0.05, power=0.04), "tossing a coin"),
        (lambda: events_needed("schoenfeld", 0.5, alpha=0.0, power=0.8), "alpha is 0"),
        (lambda: events_needed("schoenfeld", 0.5, sides=3, **USUAL), "3 sides"),
        (lambda: events_needed("schoenfeld", 0.5, ratio=0, **USUAL), "the allocation ratio is 0"),
        (lambda: shares(-1), "the allocation ratio is -1"),
        (lambda: proportion_comparison("two_proportions", 0.5, 0.5), "the proportions are equal"),
        (lambda: proportion_comparison("two_proportions", 1.0, 0.5), "a proportion is 1"),
        (lambda: proportion_comparison("schoenfeld", 0.4, 0.5), "not a formula for proportions"),
        (lambda: survival_comparison("two_proportions", TwoArms(1, 2, 3)), "not a formula for survival"),
        (lambda: survival_comparison("lachin_foulkes", TwoArms(0.1, 0.1, 3)), "the hazard ratio is 1"),
        (lambda: event_probability(0.1, follow_up=0), "nobody is followed"),
        (lambda: event_probability(0.1, follow_up=-1), "the follow-up is -1"),
        (lambda: event_probability(0.1, follow_up=1, accrual=-6), "the accrual is -6"),
        (lambda: event_probability(0.0, follow_up=1), "the hazard is 0"),
        (lambda: loss_hazard(1.0, 12), "the loss is 1"),
        (lambda: hazard_of(0.0, 12), "the share with the event is 0"),
        (lambda: whole_subjects(50, loss=1.0, rounding="nearest"), "the loss is 1"),
        (lambda: whole_subjects(50, loss=0.1, rounding="somehow"), "not a way to round"),  # type: ignore[arg-type]
        (lambda: power_with(proportion_comparison("two_proportions", 0.5, 0.4), 0, alpha=0.05), "0 subjects"),
    ],
)
def test_impossible_numbers_are_refused_by_name(call: object, says: str) -> None:
    with pytest.raises(StatisticsError, match=says) as refused:
        call()  # type: ignore[operator]
    assert refused.value.do
