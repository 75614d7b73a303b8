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
