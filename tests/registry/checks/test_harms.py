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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Adverse events of any grade; only grade 3 or above will be recorded.", True),
        ("CTCAE grades 1-5. Only events of at least grade 2 are collected.", True),
        ("Grade 1 through 5 events are counted. Events of grade ≥3 are reported.", True),
        ("Incidence of all adverse events. Only grade 3-4 toxicities are recorded.", True),
        ("所有级别不良事件的发生率，仅记录3级及以上不良事件。", True),
        ("All-grade AEs. AEs of grade II or higher will be documented.", True),
        ("Incidence of adverse events of every grade; grade 3 or worse events only will be reported", True),
        ("Adverse events of any grade and of grade 3 or higher.", False),
        ("Grade 1 to 5; frequency of grade 3 or higher is reported as well.", False),
        ("Only grade 3 or above will be recorded.", False),
        ("所有级别及3级以上不良事件", False),
        ("Number of patients with grade 1-5 events and with grade ≥3 events", False),
    ],
)
def test_all_grades_counted_and_only_some_reported(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(all_grades_and_some(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Causality by WHO-UMC: definite, probable, possible, unrelated", True),
        ("Relationship (definitely related, possibly related, not related) by the WHO-UMC criteria", True),
        ("WHO-UMC causality categories: unrelated, unlikely, possible, probable, definite", True),
        ("According to the WHO-UMC system: related or not related", True),
        ("WHO–UMC: related / unrelated", True),
        ("Causality assessed by the Uppsala Monitoring Centre scale as definite, probable or doubtful", True),
        ("按照WHO-UMC标准判定为肯定相关、可能相关、不相关", True),
        ("WHO-UMC: certain, probable, possible, unlikely", False),
        ("Naranjo: definite, probable, possible, doubtful", False),
        ("WHO-UMC causality", False),
        ("Related family members; WHO-UMC", False),
    ],
)
def test_causality_terms_of_no_such_scale(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(causality_of_another_scale(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Death, life-threatening events, hospitalisation or its prolongation, disability, birth defects", True),
        (
            (
                "An event that results in death, is life threatening, needs in-patient hospitalization, leads "
                "to incapacity or to a congenital anomaly"
            ),
            True,
        ),
        ("死亡、危及生命、住院或延长住院、残疾、先天畸形", True),
        (
            ("Death, life-threatening, hospitalisation, disability, birth defect or another important medical event"),
            False,
        ),
        ("Death and hospitalisation", False),
        ("死亡、危及生命、住院、残疾、先天畸形及重要医学事件", False),
    ],
)
def test_lists_of_seriousness_that_lack_one(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].name": "Serious adverse events", "outcome[0].description": told})
    assert bool(list(serious_without_important(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Serious adverse events, i.e. those of CTCAE grade 3 or more", True),
        ("SAE (grade ≥3)", True),
        ("Serious adverse events are defined as grade 3-5 toxicities", True),
        ("Serious (grade 3 or 4) adverse events", True),
        ("Severe adverse events (SAE): grade 3 or above", True),
        ("Events of grade 3 or higher are considered serious adverse events", True),
        ("Grade 3/4 toxicities will be regarded as SAEs", True),
        ("严重不良事件定义为CTCAE 3级及以上", True),
        ("3级以上不良事件即为严重不良事件", True),
        ("Serious adverse reactions (≥ grade 3)", True),
        ("Serious adverse events and grade 3-4 events", False),
        ("Serious adverse events, grade 3 or higher events and deaths", False),
        ("SAEs according to ICH E2A", False),
        ("Severe (grade 3) adverse events", False),
        ("严重不良事件及3级以上不良事件", False),
    ],
)
def test_seriousness_told_by_a_grade(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(severe_called_serious(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("All-grade adverse events by CTCAE; only events of grade 3 and above are reported", True),
        ("Any grade AEs. Investigators record AEs ≥ grade 2.", True),
        ("Any grade AEs and grade ≥3 AEs", False),
    ],
)
def test_events_of_every_grade_are_counted_and_only_some_reported_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(all_grades_and_some(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Relation to drug by WHO-UMC: definitely, probably, possibly, unlikely or not related", True),
        ("Causality (WHO-UMC): certain, probable, possible, unrelated", True),
        ("WHO-UMC: certain/probable/possible/unlikely/conditional/unassessable", False),
    ],
)
def test_causality_is_told_in_words_of_another_scale_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(causality_of_another_scale(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Number of serious adverse events (CTCAE grade 3 and above)", True),
        ("Serious adverse events: CTCAE v5.0 grade ≥3", True),
        ("SAEs, defined as grade 4 or 5 events", True),
        ("Number of SAEs and of grade 3 events", False),
    ],
)
def test_serious_events_are_defined_by_a_grade_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(severe_called_serious(record))) is wrong
