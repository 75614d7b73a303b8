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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            (
                "Liver function",
                "Change in ALBI score of at least 0.5 points. Deterioration is an increase of at least 0.5 points.",
            ),
            True,
        ),
        (
            (
                "Liver function",
                "A change of ≥2 points in Child-Pugh score; that is, an increase in Child-Pugh score by at least 2 "
                "points",
            ),
            True,
        ),
        (
            (
                "Liver function",
                "Change from baseline in the score ≥ 10 points. Patients with a 10-point or more decrease are counted.",
            ),
            True,
        ),
        (("Liver function", "A ≥ 2-point change in MELD, i.e. a rise in MELD of at least 2 points"), True),
        (("Liver function", "Child-Pugh评分变化≥2分，即评分升高≥2分"), True),
        (("Liver function", "difference in QLQ-C30 of at least 10 points; improvement of at least 10 points"), True),
        (
            (
                "Liver function",
                "A change of at least 5 points in either direction (an increase or decrease of at least 5 points)",
            ),
            False,
        ),
        (("Liver function", "Response: decrease of ≥30%; progression: increase of ≥20%"), False),
        (("Liver function", "Change from baseline. Responders have a decrease of at least 30%."), False),
        (("Liver function", "Change of ≥ 2 points in MELD; increase of ≥ 5 points in creatinine"), False),
    ],
)
def test_a_change_and_a_step_one_way_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                change_and_increase(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("X", "Throughout the follow-up period", "Events during treatment"), True),
        (("X", "During the entire follow-up", "adverse events occurring while on study treatment"), True),
        (("X", "During treatment", "Events counted throughout the whole follow-up period"), True),
        (("X", "Over the 3-year follow-up", "Deterioration during therapy"), True),
        (("X", "整个随访期", "治疗期间的不良事件"), True),
        (("X", "Until the end of follow-up", "on-treatment events"), True),
        (("X", "Throughout the follow-up", "Events after treatment"), False),
        (("X", "During treatment and follow-up", "Events during treatment"), False),
        (("X", "2 years", "Events during treatment"), False),
        (("X", "Throughout follow-up", "Events during treatment and follow-up"), False),
    ],
)
def test_two_windows_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                two_windows(
                    record_of(
                        dict(
                            zip(
                                ("outcome[0].name", "outcome[0].time_frame", "outcome[0].description"),
                                told,
                                strict=True,
                            )
                        )
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Liver function", "Proportion with HBsAg loss. Lower HBsAg levels indicate better response"), True),
        (("Liver function", "Rate of patients achieving HBV DNA undetectable. The lower the level, the better."), True),
        (
            ("Liver function", "Percentage of patients with ALT normalization; lower ALT values represent improvement"),
            True,
        ),
        (("Liver function", "Response rate. A lower viral load means a better outcome"), True),
        (("Liver function", "HBsAg转阴比例。数值越低越好"), True),
        (("Liver function", "Proportion of participants with viral clearance. Decreased levels are favourable."), True),
        (("Liver function", "Change in HBsAg. Lower is better"), False),
        (("Liver function", "Proportion with HBsAg loss. Higher is better"), False),
        (("Liver function", "Proportion with recurrence. Lower rates mean a better outcome"), False),
    ],
)
def test_a_level_and_a_share_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                lower_level_higher_share(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )
