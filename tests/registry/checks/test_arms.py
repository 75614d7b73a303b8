"""Groups that are registered and groups that are described."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.arms import (
    arm_named_by_number,
    arms_described_alike,
    groups_not_registered,
    interventions_without_groups,
    one_group_and_a_control,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Control Group (Empirical Treatment): lenvatinib", True),
        ("Patients are divided into two groups.", True),
        ("对照组：仑伐替尼", True),
        ("患者分为两组进行治疗", True),
        ("Compared with historical controls, survival is longer.", False),
        ("Historical Control Group: patients of 2010", False),
        ("One group is treated.", False),
    ],
)
def test_one_group_is_registered_and_a_control_described(told: str, found: bool) -> None:
    assert (
        bool(list(one_group_and_a_control(record_of({"model": "Single Group Assignment", "description": told}))))
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Guided Group: tested\nControl Group: not tested", True),
        ("试验组：甲\n对照组：乙", True),
        ("Guided Group: tested", False),
        ("The group is treated: weekly.", False),
    ],
)
def test_groups_named_in_the_text_and_one_arm_registered(told: str, found: bool) -> None:
    assert bool(list(groups_not_registered(record_of({"arm[0].name": "Arm 1", "description": told})))) is found


def test_two_interventions_that_are_compared_need_groups() -> None:
    says = {"intervention[0].name": "Entecavir", "intervention[1].name": "Interferon"}
    assert list(interventions_without_groups(record_of(says))) == []  # given together, perhaps
    assert list(interventions_without_groups(record_of({**says, "summary": "The study will compare two groups."})))
    assert list(interventions_without_groups(record_of({**says, "summary": "患者分为两组。"})))


def test_the_same_drug_in_mild_and_in_severe_disease_is_no_twin() -> None:
    drug = "Lopinavir / ritonavir tablets combined with Xiyanping injection for fourteen days"
    says = {"arm[0].name": "Mild", "arm[0].intervention": drug, "arm[1].name": "Severe", "arm[1].intervention": drug}
    assert list(arms_described_alike(record_of(says))) == []


def test_an_arm_that_is_only_numbered_tells_nothing_unless_it_is_described() -> None:
    for name in ("Arm 1", "Group B", "Cohort 2", "第一组"):
        says = {"study_type": "Interventional", "arm[0].name": name}
        assert list(arm_named_by_number(record_of(says)))
        assert list(arm_named_by_number(record_of({**says, "arm[0].description": "lenvatinib"}))) == []
    assert list(arm_named_by_number(record_of({"study_type": "Interventional", "arm[0].name": "Lenvatinib arm"}))) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Results are compared between the treatment group and the control group.", True),
        ("Overall survival of the two groups will be compared with the log-rank test.", True),
        ("Patients in the control group receive best supportive care.", True),
        ("Differences between groups are tested by chi-square.", True),
        ("The control arm will receive sorafenib alone.", True),
        ("This is a two-arm, open-label study.", True),
        ("Recurrence is lower than in the placebo arm.", True),
        ("Patients are allocated into one of two treatment arms.", True),
        ("两组患者的生存率进行比较", True),
        ("设立对照组", True),
        ("对照组仅给予常规治疗", True),
        ("比较组间差异", True),
        ("Quality of life is assessed in both groups.", True),
        (
            "We compare the HAIC group versus the TACE group; between the HAIC group and the TACE group the response "
            "differs.",
            True,
        ),
        ("The observation group is followed without treatment.", True),
        ("Survival is compared with that of a historical control group.", False),
        ("A previous study showed longer survival than in the control group.", False),
        ("Responders and non-responders: the two groups are compared.", False),
        ("Patients are divided into two groups according to the median AFP.", False),
        ("There is no control group in this study.", False),
        ("In mice, tumours were smaller than in the control group.", False),
        ("All patients form one group.", False),
        ("与历史对照组比较", False),
        ("根据基线AFP水平分为两组", False),
        ("The study group meets each month.", False),
        ("Disease control rate is the outcome.", False),
    ],
)
def test_a_control_is_told_in_many_ways_and_history_is_none(told: str, found: bool) -> None:
    base = {"model": "SINGLE_GROUP"}
    assert bool(list(one_group_and_a_control(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Guided Group: tested.\nControl Group: not tested.", True),
        ("Patients will be randomized into three groups.", True),
        ("Patients are allocated to one of four arms.", True),
        ("This three-arm trial compares drugs.", True),
        ("患者随机分为三组", True),
        ("Patients are randomly assigned 1:1:1 to 3 treatment groups.", True),
        ("试验组：甲\n对照组：乙\n空白组：丙", True),
        ("This is a prospective, three-arm randomised study.", True),
        ("Patients are allocated to cohorts of three dose groups.", False),
        ("Randomised to one arm.", False),
        ("A two-stage design.", False),
        ("Patients are randomised into training and validation, three groups.", False),
    ],
)
def test_groups_are_counted_in_the_text(told: str, found: bool) -> None:
    base = {"arm[0].name": "A", "arm.count": "1"}
    assert bool(list(groups_not_registered(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Arm A", True),
        ("Group 2", True),
        ("Arm", True),
        ("Cohort B", True),
        ("Treatment arm 1", True),
        ("Intervention group", True),
        ("A", True),
        ("Arm II", True),
        ("Group one", True),
        ("Experimental arm", True),
        ("Lenvatinib", False),
        ("Control group: sorafenib", False),
        ("TACE arm", False),
        ("BCLC C", False),
        ("Hepatitis B", False),
    ],
)
def test_a_number_is_no_name_of_an_arm(told: str, found: bool) -> None:
    base = {"study_type": "Interventional"}
    assert bool(list(arm_named_by_number(record_of({**base, "arm[0].name": told})))) is found
