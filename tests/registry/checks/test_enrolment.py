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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The investigators aim to include ninety (90) subjects.", True),
        ("A sample of patients is needed. The required sample size is 120 patients.", True),
        ("120 patients will be randomised in a 1:1 ratio.", True),
        ("In total, 120 patients with HCC will be recruited at two centres.", True),
        ("The total number of participants is estimated to be 120.", True),
        ("Altogether 120 subjects are going to take part.", True),
        ("This single-arm phase II trial will enroll 120 patients with BCLC stage C disease.", True),
        ("One hundred and twenty patients are planned to be enrolled in this study.", True),
        ("Sample size: 120.", True),
        ("Planned enrolment: 120 patients", True),
        ("We intend to recruit approximately 120 patients.", True),
        ("A maximum of 40 patients will be included.", True),
        ("No more than 40 participants will be enrolled.", True),
        ("本研究拟入组患者120例。", True),
        ("预计共纳入120名受试者", True),
        ("样本量：120例", True),
        ("计划招募一百二十例肝癌患者", True),
        ("经计算，样本量为120例。", True),
        ("The study will include a total of one hundred twenty patients.", True),
        ("It is planned to recruit 120 consecutive patients.", True),
        ("1,200 patients will be enrolled in this study.", True),
        ("Target accrual: 120 patients.", True),
        ("Sample size was calculated as 120 patients.", True),
        ("A total of 20 patients will be enrolled in phase 1.", False),
        ("Up to 60 patients will be enrolled.", False),
        ("About 50 patients will be included.", False),
        ("Approximately 48 patients will be enrolled.", False),
        ("25 patients will be recruited in each arm.", False),
        ("A total of 1000 patients are diagnosed every year.", False),
        ("In a previous study, a total of 200 patients were treated.", False),
        ("We will screen a total of 200 patients.", False),
        ("A sample size of 40 was calculated; to allow for loss, 50 patients will be enrolled.", False),
        ("A total of 30 patients and 20 healthy controls will be enrolled.", False),
        ("Each centre will recruit 10 patients.", False),
        ("An interim analysis takes place when 25 patients will be enrolled.", False),
        ("每组拟纳入25例", False),
        ("试验组计划纳入30例，对照组20例", False),
        ("既往研究共纳入200例患者", False),
        ("Fifty patients will be recruited.", False),
        ("Patients receive a total of 6 cycles.", False),
        ("A total of 2 subjects per cohort will be dosed.", False),
        ("At least 40 patients will be enrolled.", False),
        ("A total of 500 ml of blood will be collected from patients.", False),
    ],
)
def test_a_total_is_read_in_words_and_in_either_order(told: str, found: bool) -> None:
    base = {"enrolment": "50"}
    assert bool(list(total_in_text(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("332 cases (power 80%, HR = 0.6)", True),
        ("With 80% power and a hazard ratio of 0.65, 300 patients are needed.", True),
        ("Assuming a hazard ratio (HR) of 0.7, alpha of 0.05 and a power of 0.9, 200 patients are required.", True),
        ("α=0.05, β=0.2, HR=0.6", True),
        ("A hazard ratio of 0.60 is to be detected with a power of 90 percent.", True),
        ("检验效能为80%，风险比为0.6，需100例", True),
        ("把握度取0.8，HR=0.65", True),
        ("The hazard ratio was 0.6.", False),
        ("power 80%, HR 0.6, with 120 events", False),
        ("80% power, HR=0.6, median survival of 10 months in the control group", False),
        ("80% power to detect 10% vs 20%", False),
        ("power of 80% for a difference of 10 points", False),
    ],
)
def test_a_power_and_a_ratio_are_read_in_either_order(told: str, found: bool) -> None:
    assert bool(list(claim_without_basis(record_of({"description": told})))) is found
