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
