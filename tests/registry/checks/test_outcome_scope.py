"""What an outcome covers: classes of recurrence, margins, scans, and which outcome is the primary one."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.outcome_scope import (
    margin_without_resection,
    new_lesions_and_local_recurrence,
    other_primary,
    scans_at_two_intervals,
    scans_of_two_kinds,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("New liver lesions within 3 years. Recurrence defined as: local recurrence; distant", True),
        ("新发病灶；复发分为原位复发和远处转移", True),
        ("New lesions or local recurrence. Recurrence is classified by site", False),
        ("Progression: new lesions", False),
    ],
)
def test_recurrence_by_new_lesions_with_a_local_class_is_found(text: str, wrong: bool) -> None:
    assert bool(list(new_lesions_and_local_recurrence(record_of({"outcome[0].description": text})))) is wrong


@pytest.mark.parametrize(
    ("population", "outcome", "wrong"),
    [
        ("after surgery or ablation", "recurrence >2 cm from resection margin", True),
        ("手术或消融后的患者", "距切缘2 cm以外的复发", True),
        ("after surgery or ablation", "recurrence >2 cm from resection margin or ablation zone", False),
        ("after surgery", "recurrence >2 cm from resection margin", False),
    ],
)
def test_a_resection_margin_where_some_were_ablated_is_found(population: str, outcome: str, wrong: bool) -> None:
    record = record_of({"population": population, "outcome[0].description": outcome})
    assert bool(list(margin_without_resection(record))) is wrong


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("every 6 weeks", "every 8 weeks", True),
        ("每两个治疗周期（约8-12周）评估1次", "每1个治疗周期评估1次", True),
        ("every two cycles", "every 2 cycles", False),
        ("every 6 weeks", "every 3 months", False),
        ("every 6 weeks", "every 8 weeks for 24 weeks, then every 12 weeks", False),
    ],
)
def test_response_and_progression_at_two_intervals_are_found(one: str, other: str, wrong: bool) -> None:
    says = {
        "outcome[0].name": "ORR",
        "outcome[0].time_frame": one,
        "outcome[1].name": "Progression-free survival",
        "outcome[1].time_frame": other,
    }
    assert bool(list(scans_at_two_intervals(record_of(says)))) is wrong


def test_quality_of_life_may_be_asked_at_its_own_interval() -> None:
    says = {
        "outcome[0].name": "ORR",
        "outcome[0].time_frame": "every 6 weeks",
        "outcome[1].name": "Quality of life",
        "outcome[1].time_frame": "every 12 weeks",
    }
    assert list(scans_at_two_intervals(record_of(says))) == []


def test_scans_by_the_same_criteria_specified_once_strictly_and_once_loosely_are_found() -> None:
    loose, strict = "Enhanced CT or MRI by mRECIST", "CT (slice thickness 1 mm) or 3.0T MRI by mRECIST"
    assert list(scans_of_two_kinds(record_of({"outcome[0].method": loose, "outcome[1].method": strict})))
    assert not list(scans_of_two_kinds(record_of({"outcome[0].method": strict, "outcome[1].method": strict})))


def test_a_primary_endpoint_of_the_text_that_is_registered_as_secondary_is_grave() -> None:
    says = {
        "summary": "The primary endpoint is ORR; secondary endpoints include OS and PFS.",
        "outcome[0].role": "primary",
        "outcome[0].name": "Progression-free survival",
    }
    (found,) = other_primary(record_of(says))
    assert found.severity == 1


@pytest.mark.parametrize("name", ["Objective response rate", "Tumor response", "ORR and progression-free survival"])
def test_a_primary_endpoint_that_is_registered_or_has_another_kind_of_name_is_left_alone(name: str) -> None:
    says = {"summary": "The primary endpoint is ORR.", "outcome[0].role": "primary", "outcome[0].name": name}
    assert list(other_primary(record_of(says))) == []
