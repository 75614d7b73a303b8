"""What the control receives."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.control import comparator_outside_the_panel, control_without_its_drug
from hepatica.registry.looking import record_of

ARM = {"arm[0].name": "Control", "arm[0].type": "Active comparator"}


@pytest.mark.parametrize(
    ("arm", "text", "found"),
    [
        ("Drug: Sorafenib", "Patients not treated with sorafenib were classified as the control group.", True),
        ("Drug: Sorafenib", "The control group is observed without receiving sorafenib.", True),
        ("索拉非尼", "术后未接受索拉非尼治疗的患者为对照组。", True),
        ("Drug: Lenvatinib", "Patients not treated with sorafenib were classified as the control group.", False),
        ("Drug: Sorafenib placebo", "The control group is observed without receiving sorafenib.", False),
        (
            "Drug: Sorafenib",
            "Disease control was poor in patients. Those not treated with sorafenib were followed.",
            False,
        ),
    ],
)
def test_a_control_registered_with_the_drug_it_does_not_receive(arm: str, text: str, found: bool) -> None:
    record = record_of({**ARM, "arm[0].intervention": arm, "summary": text})
    assert bool(list(control_without_its_drug(record))) is found


def test_the_experimental_arm_is_not_the_control() -> None:
    says = {"arm[0].type": "EXPERIMENTAL", "arm[0].intervention": "Drug: Sorafenib"}
    text = "Patients not treated with sorafenib were classified as the control group."
    assert not list(control_without_its_drug(record_of({**says, "summary": text})))


@pytest.mark.parametrize(
    ("panel", "found"),
    [("apatinib, donafenib, sintilimab", True), ("apatinib, lenvatinib, sintilimab", False), ("apatinib", False)],
)
def test_a_comparator_that_could_not_have_been_chosen(panel: str, found: bool) -> None:
    text = f"Testing against a panel of drugs ({panel}). The control group receives lenvatinib."
    assert bool(list(comparator_outside_the_panel(record_of({"description": text})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The control group will not receive sorafenib.", True),
        ("Controls: no sorafenib is given.", True),
        ("Sorafenib will not be given to the control group.", True),
        ("In the control group sorafenib is omitted.", True),
        ("The control group is observed without adjuvant sorafenib.", True),
        ("Patients who are not given sorafenib form the control group.", True),
        ("对照组不给予索拉非尼", True),
        ("对照组为未使用索拉非尼者", True),
        ("Patients without sorafenib treatment serve as the control group.", True),
        ("The control group receives sorafenib.", False),
        ("The control group is not treated with TACE but sorafenib.", False),
        ("The control group receives sorafenib without TACE.", False),
        ("Survival in the control group was not longer with sorafenib.", False),
        ("Disease control is not better.", False),
    ],
)
def test_a_drug_is_denied_to_the_control_in_many_ways(told: str, found: bool) -> None:
    base = {
        "arm[0].name": "Control",
        "arm[0].type": "ACTIVE_COMPARATOR",
        "arm[0].intervention": "Drug: Sorafenib 索拉非尼",
    }
    assert bool(list(control_without_its_drug(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Drugs are chosen from: apatinib, donafenib, sintilimab. The control arm is treated with lenvatinib.", True),
        (
            "The treatment is one of the following options: apatinib, sintilimab, regorafenib. Standard treatment: "
            "lenvatinib.",
            True,
        ),
        (
            "A list of agents (apatinib, donafenib, sintilimab) is tested. Patients in the control group will "
            "receive lenvatinib 8 mg.",
            True,
        ),
        ("药物清单：阿帕替尼、多纳非尼、信迪利单抗。对照组接受仑伐替尼治疗。", True),
        ("A panel (apatinib, lenvatinib, sintilimab). The control group receives lenvatinib.", False),
        ("The control group receives lenvatinib.", False),
        ("A panel of antibodies (CD3, CD4, CD8). The control group receives lenvatinib.", False),
    ],
)
def test_a_choice_of_drugs_is_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(comparator_outside_the_panel(record_of({"description": told})))) is found
