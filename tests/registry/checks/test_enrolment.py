"""Numbers of participants: totals, arms, and what a sample size rests on."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.enrolment import arm_without_size, claim_without_basis, sum_of_arms, total_in_text
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("It is expected to receive 100 patients.", True),
        ("A total of 100 eligible patients will be enrolled.", True),
        ("计划纳入100例患者。", True),
        ("共入组100例患者", True),
        ("A total of 50 patients will be enrolled.", False),
        ("本研究计划纳入50例患者。", False),
        ("In the first cohort, a total of 20 patients will be enrolled.", False),
        ("A total of 20 patients per arm will be enrolled; in all 50.", False),
        ("A previous study enrolled a total of 300 patients.", False),
        ("We will recruit 25 patients in each group.", False),
        ("每组计划纳入25例", False),
    ],
)
def test_a_total_in_the_text_that_is_not_registered(told: str, found: bool) -> None:
    assert bool(list(total_in_text(record_of({"enrolment": "50", "description": told})))) is found


def test_more_participants_than_planned_is_no_conflict_once_they_have_entered() -> None:
    says = {
        "enrolment": "250",
        "enrolment.type": "ACTUAL",
        "description": "A total of 240 participants will be enrolled.",
    }
    assert list(total_in_text(record_of(says))) == []


def test_a_register_that_writes_the_sizes_of_the_arms_as_the_total_agrees_with_itself() -> None:
    says = {"enrolment": "Target condition:300;Difficult condition:200", "arm[0].size": "300", "arm[1].size": "200"}
    assert list(sum_of_arms(record_of(says))) == []


def test_an_arm_of_none_is_a_size_and_an_arm_without_a_number_is_not() -> None:
    assert list(arm_without_size(record_of({"arm[0].size": "200", "arm[1].size": "0"}))) == []
    assert list(arm_without_size(record_of({"arm[0].size": "200", "arm[1].name": "回顾性研究部分"})))
    assert list(arm_without_size(record_of({"arm[0].name": "A", "arm[1].name": "B"}))) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("332 cases (power 80%, HR = 0.6)", True),
        ("把握度80%，预期风险比为0.6，需332例", True),
        ("332 cases (power 80%, HR = 0.6, 120 events)", False),
        ("power 80%, HR = 0.6, median of 30 months in the control arm", False),
        ("The hazard ratio was 0.6 in an earlier study.", False),
    ],
)
def test_a_hazard_ratio_alone_does_not_give_a_number(told: str, found: bool) -> None:
    assert bool(list(claim_without_basis(record_of({"description": told})))) is found
