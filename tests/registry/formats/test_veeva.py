"""NCT04163237 and NCT07363356 as pages of ClinicalTrials.Veeva: labels by layout, hierarchy by indentation."""

from __future__ import annotations

import pytest

from hepatica.registry import Record
from hepatica.registry.criteria import leaves, parent
from hepatica.registry.formats.veeva import read

PAGE = """\
ClinicalTrials.Veeva

Menu

A small study

S

Some University

Status and phase

Enrolling
Phase 2

Details and patient eligibility

About

Conditions of the liver.

  Sex

and age matter.

Enrollment

1,200 patients

Ages

18+ years old

Sex

Trial design

30 participants in 2 patient groups, including a placebo group

Drug
Experimental group
Description:
The drug, twice a day.
Treatment:
Drug: X
Placebo
Placebo Comparator group
Treatment:
Drug: Placebo

Trial contacts and locations

3

Loading...

Data sourced from clinicaltrials.gov

Clinical trials
"""


def tops(record: Record, kind: str) -> list[str]:
    return [v.text for v in record.all(f"eligibility.{kind}") if not parent(v.path)]


def under(record: Record, kind: str, number: int) -> int:
    """How many criteria stand under one, at any depth, and have none below them."""
    found = record.all(f"eligibility.{kind}")
    return sum(1 for value in leaves(found) if f"#{kind}.{number}." in value.path)


def test_an_indented_word_is_no_label() -> None:
    record = next(read(PAGE))
    assert record.text("summary") == "Conditions of the liver.\n\n  Sex\n\nand age matter."
    assert record.all("sex") == ()
    assert "a label without a value: Sex" in record.notes


def test_arms_are_told_by_their_roles() -> None:
    first, second = next(read(PAGE)).members("arm")
    assert [first[name][0].text for name in ("name", "type", "description", "intervention")] == [
        "Drug",
        "Experimental group",
        "The drug, twice a day.",
        "Drug: X",
    ]
    assert second["type"][0].text == "Placebo Comparator group"


def test_an_age_without_an_upper_limit_has_none() -> None:
    record = next(read(PAGE))
    assert record.text("age.minimum") == "18 years"
    assert record.all("age.maximum") == ()


def test_what_the_page_says_twice_is_kept_twice() -> None:
    record = next(read(PAGE))
    assert [value.text for value in record.all("enrolment")] == ["1,200 patients", "30 participants"]
    assert record.text("arm.count") == "2 patient groups"


def test_the_site_its_menu_and_its_footer_are_left_out() -> None:
    said = [value.text for _, value in next(read(PAGE)).values()]
    assert not set(said) & {"Menu", "S", "Loading...", "Clinical trials", "ClinicalTrials.Veeva"}


# ---------------------------------------------------------------- the records themselves


@pytest.mark.real_data
def test_the_ctc_study_has_three_blocks_of_1_11_and_5_statements_and_10_exclusions(five: dict[str, Record]) -> None:
    record = five["NCT04163237"]
    assert len(tops(record, "inclusion")) == 3
    assert [under(record, "inclusion", n) for n in (1, 2, 3)] == [0, 11, 5]
    assert len(leaves(record.all("eligibility.inclusion"))) == 17
    assert len(record.all("eligibility.exclusion")) == len(tops(record, "exclusion")) == 10


@pytest.mark.real_data
def test_the_organoid_study_has_9_and_12_criteria_9_laboratory_items_and_20_under_the_exclusions(
    five: dict[str, Record],
) -> None:
    record = five["NCT07363356"]
    assert (len(tops(record, "inclusion")), len(tops(record, "exclusion"))) == (9, 12)
    assert under(record, "inclusion", 8) == 9
    assert [under(record, "exclusion", n) for n in (6, 7, 9)] == [2, 2, 16]


@pytest.mark.real_data
def test_the_organoid_study_keeps_units_signs_and_raised_digits(five: dict[str, Record]) -> None:
    items = {value.path.rpartition("#")[2]: value.text for value in five["NCT07363356"].all("eligibility.inclusion")}
    assert items["inclusion.8.1.1"] == "Absolute Neutrophil Count (ANC) ≥1.5 × 10⁹/L"
    assert items["inclusion.8.3.2"].startswith("Urinalysis shows urine protein < 2+;")


@pytest.mark.real_data
def test_the_facts_of_the_ctc_study_are_there(five: dict[str, Record]) -> None:
    record = five["NCT04163237"]
    expected = {
        "status": "Unknown",
        "phase": "Phase 3",
        "enrolment": "50 estimated patients",
        "enrolment.type": "estimated",
        "allocation": "Randomized",
        "model": "Parallel Assignment",
        "masking": "None (Open label)",
        "other_id": "GuangXiMU-HCC-PD1(2)",
        "age.minimum": "",
    }
    assert {name: record.text(name) for name in expected} == expected
    assert [member["name"][0].text for member in record.members("arm")] == ["PD-1 & Sorafenib", "Sorafenib"]
    assert [member["type"][0].text for member in record.members("arm")] == ["Experimental group", "Other group"]
    assert [len(member["intervention"]) for member in record.members("arm")] == [2, 1]


@pytest.mark.real_data
def test_the_description_of_the_organoid_study_keeps_the_item_that_lost_its_indentation(
    five: dict[str, Record],
) -> None:
    record = five["NCT07363356"]
    description = record.text("description")
    assert description.startswith("1. Study Design:")
    assert description.endswith("safety and efficacy analyses.")
    assert (record.text("age.minimum"), record.text("age.maximum")) == ("18 years", "70 years")
    assert record.members("contact")[0]["name"][0].text == "Kui Wang"
