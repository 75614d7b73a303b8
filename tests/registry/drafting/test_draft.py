"""Whole drafts: they hold as study files, they keep the record's words, and they invent nothing."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from hepatica.protocol import load_study
from hepatica.registry import Record
from hepatica.registry.checks import CHECKS
from hepatica.registry.drafting import draft
from hepatica.registry.finding import check
from hepatica.registry.looking import record_of
from hepatica.registry.reading import read_records

sys.path.insert(0, str(Path(__file__).parent))

from known_rules import compared

SMALL = {
    "title": "Livers",
    "study_type": "Interventional",
    "allocation": "Randomized",
    "masking": "Double",
    "enrolment": "120",
    "date.start": "March 2024",
    "age.minimum": "18 Years",
    "sex": "Female",
    "eligibility.inclusion": "Platelets ≥ 75 × 10^9/L",
    "eligibility.exclusion": "Anything that the committee dislikes",
    "arm[0].name": "New drug",
    "arm[0].size": "60",
    "outcome[0].name": "Overall survival (OS)",
    "outcome[0].role": "primary",
    "outcome[1].name": "Quality of sleep",
    "outcome[1].role": "secondary",
}


def test_the_structured_fields_are_filled_in() -> None:
    study = draft(record_of(SMALL, "NCT00000001")).study
    assert study.study == "NCT00000001"
    assert study.title.en == "Livers"
    assert (study.design.type, study.design.allocation, study.design.masking) == ("trial", "randomised", "double blind")
    assert (study.design.enrolment, study.design.start) == (120, "2024-03")
    assert [(arm.label.en, arm.planned) for arm in study.arms.values()] == [("New drug", 60)]
    assert [(each.label.en, each.role) for each in study.endpoints.values()] == [
        ("Overall survival (OS)", "primary"),
        ("Quality of sleep", "secondary"),
    ]
    rules = {name: str(criterion.rule) for name, (_, criterion) in study.criteria.items()}
    assert (rules["S1"], rules["S2"]) == ("age >= 18 a", "sex = F")


def test_an_endpoint_of_unsure_kind_is_marked_and_one_that_is_sure_is_not() -> None:
    study = draft(record_of(SMALL, "NCT00000001")).study
    assert study.endpoints["overall_survival_os"].kind == "time to event"
    assert "endpoints.overall_survival_os.kind" not in study.assumed
    assert study.assumed["endpoints.quality_of_sleep.kind"].startswith("the kind is not read")


def test_what_the_format_demands_and_the_record_does_not_say_is_assumed() -> None:
    study = draft(record_of(SMALL, "NCT00000001")).study
    assert study.assumed["eligibility.window"] == "the record gives no window that holds for all criteria"
    assert "endpoints.overall_survival_os.from" in study.assumed


def test_an_unread_sentence_is_a_judgement_with_its_words_beside_it() -> None:
    made = draft(record_of(SMALL, "NCT00000001"))
    (unread,) = made.unread
    assert (unread.class_, unread.source) == ("J", "Anything that the committee dislikes")
    assert unread.rule == 'judged "Anything that the committee dislikes" by investigator'
    assert unread.assumed == ("not read as a rule: a person must say what these words mean",)


def test_what_an_investigator_judges_anyway_is_no_unread_sentence() -> None:
    made = draft(record_of(SMALL | {"eligibility.exclusion": "Life expectancy of less than 3 months"}, "NCT00000001"))
    assert made.unread == ()
    assert made.criteria[-1].class_ == "J"


def test_an_age_that_nobody_reaches_is_left_to_a_person() -> None:
    made = draft(record_of(SMALL | {"age.maximum": "130 Years"}, "NCT00000001"))
    assert [each.id for each in made.unread] == ["S1", "E1"]


@pytest.mark.parametrize(
    ("low", "high", "rule"),
    [
        ("18 Years", "75 Years", "age between 18 and 75 a"),
        ("6 Months", "18 Years", "age between 6 mo and 18 a"),
        ("28 Days", "12 Weeks", "age between 28 d and 12 wk"),
        ("6个月", "18岁", "age between 6 mo and 18 a"),
        ("18", "75 years-old", "age between 18 and 75 a"),
        ("6 Months", "N/A", "age >= 6 mo"),
        ("no limit", "17 Years", "age <= 17 a"),
        ("0 N/A (No limit)", "17 Years", "age <= 17 a"),
        ("15 Minutes", "17 Years", 'judged "age: 15 Minutes 17 Years" by investigator'),
        ("N/A", "N/A", None),
    ],
)
def test_both_bounds_of_the_ages_are_kept_whatever_their_units(low: str, high: str, rule: str | None) -> None:
    made = draft(record_of(SMALL | {"age.minimum": low, "age.maximum": high}, "NCT00000001"))
    assert next((each.rule for each in made.criteria if each.id == "S1"), None) == rule


def test_a_date_with_two_readings_is_read_in_the_order_of_its_register() -> None:
    record = record_of(SMALL | {"date.start": "03/04/2020"}, "NCT00000001")
    assert draft(record).study.design.start == "2020"
    assert draft(replace(record, format="CTIS JSON")).study.design.start == "2020-04-03"


def test_a_record_that_names_no_register_can_be_drafted() -> None:
    assert draft(replace(record_of(SMALL), register="")).study.design.registry is None


def test_findings_become_open_conflicts() -> None:
    record = record_of(SMALL | {"summary": "It is expected to receive 300 patients in all."}, "NCT00000001")
    found = check(record, CHECKS)
    study = draft(record, found).study
    assert [conflict.severity for conflict in study.conflicts] == [each.severity for each in found]
    assert all(conflict.open for conflict in study.conflicts)
    assert "HPT011" in {conflict.id for conflict in study.conflicts}


@pytest.mark.real_data
def test_every_draft_of_the_five_records_is_a_valid_study_file(five: dict[str, Record], tmp_path: Path) -> None:
    for name, record in five.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(draft(record).text, encoding="utf-8")
        study = load_study(file)
        assert study.study == name
        assert len(study.criteria) > 20


@pytest.mark.real_data
def test_no_word_of_a_criterion_is_lost(five: dict[str, Record]) -> None:
    for record in five.values():
        written = YAML(typ="safe").load(draft(record).text)["eligibility"]
        kept = folded(
            " ".join(
                f"{one['source']} {one.get('zh', '')}"
                for kind in ("inclusion", "exclusion")
                for one in written[kind].values()
            )
        )
        for value in (*record.all("eligibility.inclusion"), *record.all("eligibility.exclusion")):
            if value.text.rstrip().endswith((":", "：")):
                continue  # a heading: its words stand beside a criterion only where they say more than what follows
            for word in re.split(r"[\s,，、;；]+", value.text):
                assert folded(word).removeprefix("且") in kept, (record.id, word)


def folded(words: str) -> str:
    """Words without white space and the signs at which criteria are parted."""
    return "".join(sign for sign in words.casefold() if sign.isalnum())


@pytest.mark.real_data
def test_70_of_102_computable_criteria_come_out_in_the_same_rule(records_folder: Path) -> None:
    every = list(compared(records_folder))
    assert len(every) == 102
    assert sum(each.same for each in every) >= 70


@pytest.mark.real_data
def test_records_of_every_kind_give_a_valid_draft(registry_data: Path) -> None:
    made = [draft(record) for record in read_records(registry_data / "ctgov_v2.jsonl.gz")]
    assert len(made) == 76
    assert all(each.study.criteria for each in made if each.record.all("eligibility.inclusion"))
