"""What ends a time to an event: what is found, and what stays quiet beside it."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.endings import (
    loss_counted,
    overall_survival_with_disease,
    progression_with_death,
    proportion_by_curve,
    survival_without_death,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    "says",
    [
        {
            "description": "Recurrence-Free Survival (RFS), defined as the time from treatment initiation to tumor recurrence."
        },
        {"outcome[0].name": "PFS", "outcome[0].description": "The time from randomisation to disease progression"},
        {"outcome[0].name": "无复发生存期（RFS）", "outcome[0].method": "从手术至肿瘤复发的时间"},
        {"outcome[0].name": "无复发生存期", "outcome[0].method": "手术日期至首次复发的时间"},
        {
            "outcome[0].name": "Progression-free survival",
            "outcome[0].description": "Time to first documented progression",
        },
    ],
)
def test_a_survival_that_ends_with_the_disease_alone_is_found(says: dict[str, str]) -> None:
    assert list(survival_without_death(record_of(says)))


@pytest.mark.parametrize(
    "says",
    [
        {
            "outcome[0].name": "PFS",
            "outcome[0].description": "From randomisation to progression or death from any cause",
        },
        {"outcome[0].name": "无进展生存期", "outcome[0].method": "从手术至疾病进展或死亡的时间"},
        {"outcome[0].name": "EFS", "outcome[0].description": "From randomisation to any event such as progression"},
        {"outcome[0].name": "PFS", "outcome[0].time_frame": "From the first dose to progression, up to 2 years"},
        {"outcome[0].name": "Time to progression", "outcome[0].description": "From randomisation to progression"},
    ],
)
def test_a_survival_with_deaths_a_window_and_a_time_to_progression_are_left_alone(says: dict[str, str]) -> None:
    assert list(survival_without_death(record_of(says))) == []


def test_a_time_to_progression_that_censors_deaths_is_left_alone() -> None:
    says = {"outcome[0].name": "TTP", "outcome[0].description": "From randomisation to progression or death"}
    assert list(progression_with_death(record_of(says)))
    censored = says["outcome[0].description"] + ". Death without progression is censored."
    assert not list(progression_with_death(record_of({**says, "outcome[0].description": censored})))


def test_loss_to_follow_up_may_end_observation_and_not_survival() -> None:
    name = {"outcome[0].name": "Overall survival"}
    assert list(
        loss_counted(record_of({**name, "outcome[0].description": "From enrolment until death or lost to follow-up"}))
    )
    assert not list(
        loss_counted(record_of({**name, "outcome[0].time_frame": "From enrolment until death or lost to follow-up"}))
    )


def test_overall_survival_until_progression_is_found() -> None:
    name = {"outcome[0].name": "Overall survival"}
    wrong = {**name, "outcome[0].description": "From randomisation until documented progression or death"}
    right = {**name, "outcome[0].description": "From randomisation until death, whether or not the disease progressed"}
    assert list(overall_survival_with_disease(record_of(wrong)))
    assert not list(overall_survival_with_disease(record_of(right)))


def test_a_survival_rate_read_from_a_curve_is_usual() -> None:
    curve = {"description": "Recurrence rate and survival rate are estimated by the Kaplan-Meier method."}
    rate = {
        "outcome[0].name": "3-year recurrence rate",
        "outcome[0].description": "Proportion of patients with recurrence",
    }
    alive = {
        "outcome[0].name": "3-year PFS rate",
        "outcome[0].description": "Proportion of patients without progression",
    }
    assert list(proportion_by_curve(record_of({**curve, **rate})))
    assert not list(proportion_by_curve(record_of({**curve, **alive})))
