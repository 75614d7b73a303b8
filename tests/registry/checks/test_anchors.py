"""Events from which time is counted."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.anchors import clocks_without_an_order, randomisation_that_does_not_happen
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("allocation", "told", "found"),
    [
        ("Non-Randomized", "Infarction within 6 months prior to randomization", True),
        ("N/A", "Vaccination within 4 weeks before randomization", True),
        ("非随机", "随机前4周内接种疫苗", True),
        ("Randomized", "Infarction within 6 months prior to randomization", False),
        ("随机", "随机前4周内接种疫苗", False),
        ("Non-Randomized", "Infarction within 6 months prior to enrolment", False),
    ],
)
def test_a_window_on_a_randomisation_that_nobody_has(allocation: str, told: str, found: bool) -> None:
    assert (
        bool(
            list(
                randomisation_that_does_not_happen(record_of({"allocation": allocation, "eligibility.exclusion": told}))
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("A before the first dose; B before enrollment; C before randomization", True),
        ("首次给药前2周；入组前4周；筛选前6个月", True),
        ("A before the first dose; B prior to the first dose; C before enrollment", False),
        ("首次给药前2周；首次用药前4周", False),
    ],
)
def test_three_clocks_without_an_order(told: str, found: bool) -> None:
    assert bool(list(clocks_without_an_order(record_of({"eligibility.exclusion": told})))) is found
