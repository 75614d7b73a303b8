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
