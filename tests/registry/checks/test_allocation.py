"""How participants come into groups."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.allocation import (
    allocation_of_one_group,
    lot_without_randomisation,
    randomised_by_treatment,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Patients who received surgery were assigned to the surgery group.", True),
        ("Patients are divided into two groups according to their preference.", True),
        ("根据患者意愿分为手术组和消融组。", True),
        ("接受免疫治疗的患者归入免疫治疗组", True),
        ("Patients who received at least one dose were included in the safety analysis.", False),
        ("Patients will be randomly assigned to the surgery group.", False),
        ("Patients who received prior therapy are excluded.", False),
        ("患者随机分为手术组和消融组。", False),
    ],
)
def test_randomised_by_the_register_and_grouped_by_treatment_in_the_text(told: str, found: bool) -> None:
    assert bool(list(randomised_by_treatment(record_of({"allocation": "Randomized", "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Patients are randomly assigned to two arms.", True),
        ("Patients were randomized 1:1 to A or B.", True),
        ("按1:1比例随机分组", True),
        ("患者随机分为两组", True),
        ("A previous trial randomized to A or B.", False),
        ("Patients are not randomly assigned to two arms.", False),
        ("This is a non-randomized study.", False),
        ("本研究为非随机对照研究。", False),
    ],
)
def test_not_randomised_by_the_register_and_allocated_in_the_text(told: str, found: bool) -> None:
    assert (
        bool(list(lot_without_randomisation(record_of({"allocation": "Non-Randomized", "description": told})))) is found
    )


@pytest.mark.parametrize(
    ("allocation", "severity"),
    [
        ("NON_RANDOMIZED", 3),
        ("Randomized", 1),
        ("随机", 1),
        ("N/A", 0),
        ("NA", 0),
    ],
)
def test_one_group_has_no_allocation(allocation: str, severity: int) -> None:
    found = list(allocation_of_one_group(record_of({"allocation": allocation, "model": "SINGLE_GROUP"})))
    assert [each.severity or 3 for each in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Patients are allocated to the groups according to the wishes of the patient and the family.", True),
        ("Group assignment is decided by the treating physician.", True),
        ("Participants may choose the surgery group or the ablation group.", True),
        ("Patients who declined surgery will serve as the control group.", True),
        (
            "Subjects unwilling to take the drug; those who are unwilling to be treated will form the control group.",
            True,
        ),
        ("Patients were divided into two groups based on the treatment they received.", True),
        ("Participants will be grouped according to the therapy actually received.", True),
        ("Patients who opt for ablation will be assigned to the ablation arm.", True),
        ("The cases are placed into group A or B at the discretion of the surgeon.", True),
        (
            "Enrolled patients were classified by treatment received into TACE and HAIC cohorts; by treatment method "
            "chosen.",
            True,
        ),
        ("按患者及家属意愿分组", True),
        ("由患者自主选择进入手术组或消融组", True),
        ("拒绝手术的患者作为对照组", True),
        ("根据所接受的治疗方式分为两组", True),
        ("依据患者经济情况和意愿分成试验组和对照组", True),
        ("Allocation to treatment is based on patient preference.", True),
        ("Patients will be analysed in the group according to the treatment actually received.", False),
        ("Patients who received at least one dose are included in the as-treated population group.", False),
        (
            "Patients are randomly divided into two groups; the choice of chemotherapy is at the discretion of the "
            "physician.",
            False,
        ),
        ("The dose is reduced at the discretion of the investigator.", False),
        ("Subsequent therapy is the physician's choice.", False),
        (
            "Patients who refused randomisation were included in the observational cohort after randomised patients.",
            False,
        ),
        ("Patients are assigned by a central computer.", False),
        ("随机分组，患者自愿签署知情同意书", False),
        ("Patients are divided into groups according to stage.", False),
    ],
)
def test_groups_by_choice_are_told_in_many_ways(told: str, found: bool) -> None:
    base = {"allocation": "RANDOMIZED"}
    assert bool(list(randomised_by_treatment(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Eligible patients will be randomly assigned in a 2:1 ratio to surgery or observation.", True),
        ("Randomization will be performed with sealed opaque envelopes.", True),
        ("This is a prospective, randomized, controlled trial.", True),
        ("Subjects are to be randomised centrally.", True),
        ("Participants are allocated at random to drug or no drug.", True),
        ("The groups are formed by drawing lots.", True),
        ("Block randomisation with a block size of four is used.", True),
        ("Patients will be randomized after surgery.", True),
        ("采用随机数字表法分组", True),
        ("受试者随机化分配至试验组与对照组", True),
        ("抽签决定分组", True),
        ("A computer-generated random number table assigns patients.", True),
        ("Patients are divided randomly into two equal groups.", True),
        ("Using 1:1 allocation, patients go to A or B.", True),
        ("Patients were randomly divided into a training set and a validation set.", False),
        ("Images are randomly assigned to readers.", False),
        ("A random forest is used.", False),
        ("Random blood glucose is measured.", False),
        ("Several randomized controlled trials showed a benefit.", False),
        ("Patients are randomly selected from the registry.", False),
        ("This is a non-randomised trial.", False),
        ("No randomization is performed.", False),
        ("This is the extension of a randomized trial.", False),
        ("将患者随机分为训练集和验证集", False),
        ("A mixed model with random effects is fitted.", False),
        ("There is no randomised trial of this question.", False),
        ("A random sample of 100 charts is read.", False),
    ],
)
def test_a_lot_is_told_in_many_ways_and_others_are_drawn_too(told: str, found: bool) -> None:
    base = {"allocation": "NON_RANDOMIZED"}
    assert bool(list(lot_without_randomisation(record_of({**base, "description": told})))) is found
