"""Outcomes whose words point in two directions, or that have two windows."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.direction import change_and_increase, lower_level_higher_share, two_windows
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Change in Child-Pugh score ≥ 2 points: an increase in Child-Pugh score of at least 2 points", True),
        ("Child-Pugh评分变化≥2分，即Child-Pugh评分升高≥2分的患者比例", True),
        ("Change in Child-Pugh score ≥ 2 points, or an increase in Child-Pugh score ≥ 3 points", False),
        ("Change in ALBI score ≥ 2 points, or an increase in Child-Pugh class ≥ 2 points", False),
        ("Change in Child-Pugh score; an increase in Child-Pugh score of ≥ 2 points", False),
    ],
)
def test_a_change_that_is_also_an_increase_of_the_same_amount_is_found(text: str, wrong: bool) -> None:
    assert bool(list(change_and_increase(record_of({"outcome[0].description": text})))) is wrong


@pytest.mark.parametrize(
    ("frame", "text", "wrong"),
    [
        ("Throughout the 3-year follow-up period.", "Patients with progression during treatment", True),
        ("Throughout the follow-up", "Patients with progression during treatment and follow-up", False),
        ("During treatment and follow-up", "Patients with progression during treatment", False),
        ("3 years", "Patients with progression during treatment", False),
    ],
)
def test_follow_up_beside_treatment_time_is_found(frame: str, text: str, wrong: bool) -> None:
    record = record_of({"outcome[0].time_frame": frame, "outcome[0].description": text})
    assert bool(list(two_windows(record))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Proportion with HBsAg loss. Lower HBsAg levels indicate better response", True),
        ("HBsAg转阴率；HBsAg水平越低越好", True),
        ("Mean HBsAg. Lower HBsAg levels indicate better response", False),
        ("Proportion with symptoms. Lower scores indicate better quality of life", False),
    ],
)
def test_lower_is_better_beside_a_share_of_those_who_do_well_is_found(text: str, wrong: bool) -> None:
    assert bool(list(lower_level_higher_share(record_of({"outcome[0].description": text})))) is wrong
