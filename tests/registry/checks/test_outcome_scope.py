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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            (
                "Recurrence is defined as the appearance of new lesions; it is divided into local recurrence "
                "and distant recurrence."
            ),
            True,
        ),
        (
            (
                "Recurrence: new intrahepatic lesion. Types include local tumour progression, intrahepatic "
                "distant and extrahepatic."
            ),
            True,
        ),
        ("复发定义为新发病灶，分为局部复发和远处复发。", True),
        (
            (
                "Relapse means new nodules in the liver. Relapse is categorised as local (at the ablation site) "
                "or distant."
            ),
            True,
        ),
        ("Recurrence is any new lesion or local recurrence.", False),
        ("Recurrence: new lesions in the liver or elsewhere.", False),
        ("Local recurrence or new lesion", False),
    ],
)
def test_new_lesions_by_definition_and_local_recurrence(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(new_lesions_and_local_recurrence(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Distance from the resection margin", True),
        ("Recurrence within 1 cm of the surgical margin", True),
        ("Local recurrence at the cut edge of the liver", True),
        ("Positive resection margin rate", True),
        ("R0 resection rate", True),
        ("复发距手术切缘1cm以内", True),
        ("Recurrence adjacent to the resection edge", True),
        ("Recurrence anywhere in the liver", False),
        ("Distance from the margin of the resection or ablation zone", False),
        ("Ablative margin", False),
    ],
)
def test_margins_of_the_ablated(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "Treated by resection or ablation", "outcome[0].description": told})
    assert bool(list(margin_without_resection(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("every 8 weeks", True),
        ("Every eight weeks until progression", True),
        ("assessed at 12-week intervals", True),
        ("q8w", True),
        ("每8周", True),
        ("every 56 days", True),
        ("every sixteen weeks", True),
        ("每十二周", True),
        ("every other week", True),
        ("every 0 to 6 weeks", False),
        ("every 6 weeks", False),
        ("every six weeks", False),
        ("q6w", False),
        ("up to 2 years", False),
        ("at 6-week intervals", False),
        ("every 42 days", False),
        ("every 6 weeks for 1 year, then every 12 weeks", False),
    ],
)
def test_two_intervals_for_the_same_scans(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "outcome[0].name": "Objective response rate",
            "outcome[0].time_frame": "every 6 weeks",
            "outcome[1].name": "Progression-free survival",
            "outcome[1].time_frame": told,
        }
    )
    assert bool(list(scans_at_two_intervals(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("CT (slice thickness ≤ 5 mm) or 3.0 T MRI by RECIST 1.1", True),
        ("3.0T MRI, RECIST 1.1; CT with a slice thickness of 1 mm", True),
        ("CT with 5-mm slices or 1.5T MRI by RECIST 1.1", True),
        ("RECIST 1.1, thin-section CT (1 mm)", True),
        ("采用层厚≤1mm的CT或3.0T MRI，按RECIST 1.1评估", True),
        ("Contrast-enhanced CT or MRI by RECIST 1.1", False),
        ("CT by RECIST 1.1", False),
    ],
)
def test_scans_specified_in_two_ways(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].method": "Contrast-enhanced CT or MRI by RECIST 1.1", "outcome[1].method": told})
    assert bool(list(scans_of_two_kinds(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The primary endpoint is progression-free survival.", True),
        ("Progression-free survival is the primary endpoint.", True),
        ("Primary outcome: objective response rate.", True),
        ("The main outcome measure will be recurrence-free survival.", True),
        ("PFS will serve as the primary end point.", True),
        ("The primary end-point of the study was ORR", True),
        ("主要终点为无进展生存期。", True),
        ("The trial's principal outcome is time to progression.", True),
        ("主要研究终点：客观缓解率", True),
        ("The primary efficacy endpoint is the objective response rate (ORR)", True),
        ("We chose disease control rate as primary outcome.", True),
        ("The primary endpoint is overall survival.", False),
        ("The primary endpoints are OS and PFS.", False),
        ("Secondary endpoints are PFS and ORR.", False),
        ("In that study the primary endpoint was progression-free survival.", False),
        ("The primary tumour is resected; progression-free survival is recorded.", False),
        ("Overall survival is the primary endpoint, PFS a secondary endpoint.", False),
    ],
)
def test_another_primary_outcome_in_the_text(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].role": "primary", "outcome[0].name": "Overall survival", "description": told})
    assert bool(list(other_primary(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The primary endpoint of this trial is overall survival.", True),
        ("Primary end point: OS.", True),
        ("Objective response rate will be the primary outcome.", True),
        ("The primary end point is PFS.", False),
    ],
)
def test_the_primary_outcome_differs_from_place_to_place_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].role": "PRIMARY", "outcome[0].name": "Progression-free survival", "summary": told})
    assert bool(list(other_primary(record))) is wrong
