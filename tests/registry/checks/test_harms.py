"""Adverse events: grades, seriousness and causality."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.harms import (
    all_grades_and_some,
    causality_of_another_scale,
    serious_without_important,
    severe_called_serious,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Grade 1 (mild) to 5 (death). Reporting threshold: all events ≥Grade 2", True),
        ("按1-5级分级，记录≥3级不良事件", True),
        ("Grade 1 to 5; frequency of grade 3 or higher is tabulated", False),
        ("Events of grade 3 or higher are recorded", False),
    ],
)
def test_all_grades_counted_with_low_grades_unreported_is_found(text: str, wrong: bool) -> None:
    assert bool(list(all_grades_and_some(record_of({"outcome[0].description": text})))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("WHO-UMC system: definite/probable/possible vs. unrelated", True),
        ("WHO-UMC: definitely related, probably related, unlikely", True),
        ("按WHO-UMC分为肯定有关、可能有关、无关", True),
        ("WHO-UMC system: certain, probable, possible, unlikely, conditional, unassessable", False),
        ("Definite/probable/possible vs. unrelated", False),
        ("WHO-UMC system; patients unrelated to staff", False),
    ],
)
def test_causality_terms_that_the_named_system_lacks_are_found(text: str, wrong: bool) -> None:
    assert bool(list(causality_of_another_scale(record_of({"outcome[0].description": text})))) is wrong


def test_criteria_of_seriousness_without_the_important_medical_event_are_found() -> None:
    listed = "SAE: death, life-threatening, hospitalization, persistent disability, congenital anomaly"
    assert list(serious_without_important(record_of({"description": listed})))
    assert not list(serious_without_important(record_of({"description": listed + ", other medically important event"})))
    assert not list(serious_without_important(record_of({"description": "SAE: death, hospitalization"})))


def test_the_grading_scale_is_quoted_where_it_stands_in_for_seriousness() -> None:
    listed = "CTCAE v5.0. SAE: death, hospitalization, disability, congenital anomaly"
    (found,) = serious_without_important(record_of({"outcome[0].description": listed}))
    assert found.quotes[0].text == "CTCAE v5.0"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Serious adverse events (SAEs) defined as CTCAE grade 3 or higher", True),
        ("严重不良事件（≥3级）的发生率", True),
        ("Serious adverse events (SAEs) and all AEs of grade ≥3", False),
        ("严重不良事件及3级以上不良事件", False),
    ],
)
def test_seriousness_defined_by_a_grade_is_found(text: str, wrong: bool) -> None:
    assert bool(list(severe_called_serious(record_of({"outcome[0].description": text})))) is wrong
