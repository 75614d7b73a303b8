"""Simulated log-rank trials: powers and events found before by another program, and what a simulated trial must obey.

The reference powers have 20,000 (56 subjects) or 8,000 trials (332 subjects) behind them; ours may differ from them by four
standard errors of the difference.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hepatica.errors import HepaticaError
from hepatica.protocol import load_study
from hepatica.simulation.claim import Claim, claim_of
from hepatica.simulation.hazard import Hazard, constant, treated_hazard
from hepatica.simulation.proportions import simulate_proportions
from hepatica.simulation.scenarios import trial_of
from hepatica.simulation.trials import BLOCK, Trial, draw_trials, simulate_trials

ORGANOIDS, ANTIVIRALS = claim_of(load_study("NCT07363356")), claim_of(load_study("NCT07120750"))
SMALL = trial_of(ORGANOIDS)


def agrees(power: float, reference: float, replicates: int, theirs: int) -> bool:
    """Within four standard errors of the difference, the reference being rounded to a thousandth."""
    error = np.sqrt(reference * (1 - reference) * (1 / replicates + 1 / theirs))
    return abs(power - reference) <= 4 * error + 0.0005


def at(claim: Claim, **changed: float) -> Trial:
    return trial_of(replace(claim, **changed))


# ---------------------------------------------------------------- 56 subjects, median 11 against 33 months


@pytest.mark.parametrize(
    ("accrual", "follow_up", "power", "events"),
    [
        (12, 6, 0.650, 19.7),
        (12, 12, 0.784, 26.3),
        (12, 18, 0.860, 31.4),
        (12, 24, 0.898, 35.3),
        (18, 18, 0.880, 33.2),
        (24, 12, 0.845, 30.8),
        (24, 24, 0.919, 38.1),
        (24, 36, 0.946, 42.7),
    ],
)
def test_power_and_events_over_accrual_and_follow_up(
    accrual: float, follow_up: float, power: float, events: float
) -> None:
    """10 % are lost by the mean planned follow-up (follow-up and half the accrual): by no other time are the events right."""
    found = simulate_trials(at(ORGANOIDS, accrual=accrual, follow_up=follow_up), alpha=0.05, replicates=20_000)
    assert agrees(found.power, power, 20_000, 20_000)
    assert abs(found.events - events) <= 4 * np.sqrt(2) * found.events_se + 0.05
    assert found.power_se <= 0.0035


@pytest.mark.parametrize("by", [6.0, 18.0])
def test_loss_by_the_end_or_by_the_last_entrys_follow_up_gives_other_events(by: float) -> None:
    """Of accrual 12 and follow-up 6, which has 19.7 events: loss by month 18 (the end) and by month 6 are both off."""
    trial = replace(at(ORGANOIDS, accrual=12, follow_up=6), loss=-np.log(0.9) / by)
    found = simulate_trials(trial, alpha=0.05, replicates=20_000)
    assert abs(found.events - 19.7) > 4 * np.sqrt(2) * found.events_se + 0.05


@pytest.mark.parametrize(
    ("treated", "power"),
    [(14, 0.765), (17, 0.827), (22, 0.878), (28, 0.897), (34, 0.891), (39, 0.868), (45, 0.780), (50, 0.623)],
)
def test_power_where_the_success_of_an_assay_makes_the_groups(treated: int, power: float) -> None:
    found = simulate_trials(replace(SMALL, n_control=56 - treated, n_treated=treated), alpha=0.05, replicates=20_000)
    assert agrees(found.power, power, 20_000, 20_000)


@pytest.mark.parametrize(("median", "power"), [(27.5, 0.786), (22, 0.576), (18.3, 0.362), (16.5, 0.258)])
def test_power_if_the_effect_was_hoped_too_large(median: float, power: float) -> None:
    found = simulate_trials(replace(SMALL, treated=constant(np.log(2) / median)), alpha=0.05, replicates=20_000)
    assert agrees(found.power, power, 20_000, 20_000)


# ---------------------------------------------------------------- 332 subjects, hazard ratio 0.6, three years


@pytest.mark.parametrize(
    ("share", "power", "events"), [(0.4, 0.746, 105), (0.5, 0.832, 133), (0.6, 0.900, 162), (0.7, 0.945, 193)]
)
def test_power_over_the_rate_of_the_controls(share: float, power: float, events: float) -> None:
    found = simulate_trials(trial_of(ANTIVIRALS.with_control_share(share)), alpha=0.05, replicates=8_000)
    assert agrees(found.power, power, 8_000, 8_000)
    assert abs(found.events - events) <= 4 * np.sqrt(2) * found.events_se + 0.5


@pytest.mark.parametrize(("share", "power"), [(0.5, 0.817), (0.4, 0.726)])
def test_power_with_24_months_of_accrual_within_the_same_52_months(share: float, power: float) -> None:
    longer = replace(ANTIVIRALS.with_control_share(share), accrual=24.0, follow_up=28.0)
    found = simulate_trials(trial_of(longer), alpha=0.05, replicates=8_000)
    assert agrees(found.power, power, 8_000, 8_000)


@pytest.mark.parametrize(("controls", "power"), [(2, 0.774), (3, 0.686)])
def test_power_with_more_controls_than_treated(controls: int, power: float) -> None:
    found = simulate_trials(at(ANTIVIRALS, ratio=1 / controls), alpha=0.05, replicates=8_000)
    assert agrees(found.power, power, 8_000, 8_000)


def test_without_an_effect_the_test_rejects_as_often_as_it_may() -> None:
    found = simulate_trials(trial_of(ANTIVIRALS).without_effect(), alpha=0.05, replicates=8_000)
    assert agrees(found.power, 0.048, 8_000, 8_000)
    assert agrees(found.power, 0.05, 8_000, 10**9)


# ---------------------------------------------------------------- what every trial obeys


def test_the_same_seed_gives_the_same_trials_whatever_else_is_asked_for() -> None:
    few = next(iter(draw_trials(SMALL, replicates=7, seed=3)))
    many = next(iter(draw_trials(SMALL, replicates=3 * BLOCK, seed=3)))
    other = next(iter(draw_trials(SMALL, replicates=7, seed=4)))
    assert np.array_equal(few[0], many[0][:7])
    assert not np.array_equal(few[0], other[0])


def test_nobody_is_followed_beyond_the_end_of_the_horizon_or_without_time() -> None:
    trial = replace(SMALL, horizon=30.0)
    for time, event, group in draw_trials(trial, replicates=BLOCK, seed=1):
        assert time.min() >= 0
        assert time.max() <= 30
        assert time[~event].max() == 30
        assert (group.sum(axis=1) == 28).all()


def test_one_sided_rejects_only_where_the_treated_do_better() -> None:
    two, one = (simulate_trials(SMALL, alpha=0.05, sides=sides, replicates=4_000).power for sides in (2, 1))
    assert one > two
    harm = replace(SMALL, control=SMALL.treated, treated=SMALL.control)
    assert simulate_trials(harm, alpha=0.05, sides=1, replicates=1_000).power == 0
    assert simulate_trials(harm, alpha=0.05, sides=2, replicates=1_000).power > 0.8


def test_the_share_lost_before_their_event_and_the_end_is_that_of_competing_exponentials() -> None:
    trial = replace(SMALL, loss=0.02, accrual=0.0, follow_up=24.0, n_control=28, n_treated=28, treated=SMALL.control)
    hazard = SMALL.control.rates[0]
    expected = 0.02 / (0.02 + hazard) * (1 - np.exp(-(0.02 + hazard) * 24))
    lost = [(~event & (time < 24)).mean() for time, event, _ in draw_trials(trial, replicates=2_000, seed=1)]
    assert np.mean(lost) == pytest.approx(expected, abs=0.005)


def test_an_effect_that_begins_late_loses_power_and_one_that_fades_does_too() -> None:
    whole, late, fading = (
        simulate_trials(replace(SMALL, treated=hazard), alpha=0.05, replicates=4_000).power
        for hazard in (
            SMALL.treated,
            treated_hazard(ORGANOIDS.control, 1 / 3, from_month=6),
            treated_hazard(ORGANOIDS.control, 1 / 3, to_month=12),
        )
    )
    assert late < whole - 0.2
    assert fading < whole - 0.2


def test_a_piecewise_hazard_gives_the_survival_it_says() -> None:
    hazard = Hazard((0.1, 0.0, 0.3), (3.0, 10.0))
    times = hazard.times(np.random.default_rng(1).standard_exponential(200_000))
    for month, cumulative in ((2, 0.2), (3, 0.3), (9, 0.3), (12, 0.9)):
        assert (times > month).mean() == pytest.approx(np.exp(-cumulative), abs=0.005)
    assert not ((times > 3) & (times < 10)).any()


def test_events_are_seen_at_visits_only_and_the_lost_count_to_their_last_visit() -> None:
    visits = (3.0, 6.0, 12.0, 24.0)
    trial = replace(SMALL, visits=visits)
    exact = next(iter(draw_trials(SMALL, replicates=BLOCK, seed=1)))
    seen = next(iter(draw_trials(trial, replicates=BLOCK, seed=1)))
    assert set(np.unique(seen[0])) <= {0.0, *visits}
    assert (seen[0][seen[1]] >= exact[0][seen[1]]).all()
    assert (seen[0][~seen[1]] <= exact[0][~seen[1]] + 24).all()
    assert seen[1].sum() < exact[1].sum()  # who leaves between event and visit is never seen with it


def test_where_chance_decides_the_group_its_size_varies_around_the_share() -> None:
    trial = replace(SMALL, treated_share=0.3)
    sizes = np.concatenate([group.sum(axis=1) for _, _, group in draw_trials(trial, replicates=4_000, seed=1)])
    assert sizes.mean() == pytest.approx(0.3 * 56, abs=0.3)
    assert sizes.std() == pytest.approx(np.sqrt(56 * 0.3 * 0.7), rel=0.1)


def test_two_proportions_simulated_have_the_power_of_the_formula() -> None:
    found = simulate_proportions((0.5, 1 - 0.5**0.6), (149, 149), alpha=0.05, replicates=20_000)
    assert agrees(found.power, 0.801, 20_000, 10**9)
    assert simulate_proportions((0.5, 0.5), (149, 149), alpha=0.05, replicates=20_000).power == pytest.approx(
        0.05, abs=0.007
    )
    assert simulate_proportions((0.3, 0.6), (80, 80), alpha=0.05, sides=1, replicates=1_000).power == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"n_control": 0}, "no two arms"),
        ({"accrual": -1.0}, "negative"),
        ({"accrual": 0.0, "follow_up": 0.0}, "nobody is followed"),
        ({"treated_share": 1.0}, "the treated share is 1"),
        ({"visits": (3.0, 3.0)}, "not in order"),
    ],
)
def test_an_impossible_trial_is_refused(changed: dict[str, float], says: str) -> None:
    with pytest.raises(HepaticaError, match=says):
        replace(SMALL, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rates", "changes", "says"),
    [
        ((0.1,), (3.0,), "1 rates and 1 changes"),
        ((0.1, -0.1), (3.0,), "a hazard is"),
        ((0.1, 0.1), (0.0,), "not in order"),
    ],
)
def test_an_impossible_hazard_is_refused(rates: tuple[float, ...], changes: tuple[float, ...], says: str) -> None:
    with pytest.raises(HepaticaError, match=says):
        Hazard(rates, changes)


def test_too_few_trials_and_a_negative_seed_are_refused() -> None:
    with pytest.raises(HepaticaError, match="1 simulated trials say nothing"):
        simulate_trials(SMALL, alpha=0.05, replicates=1)
    with pytest.raises(HepaticaError, match="-1 is not a seed"):
        simulate_trials(SMALL, alpha=0.05, seed=-1)
