"""What is read in a sentence, in English and Chinese, and what is left to a person because its words leave something open."""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.sentence import read
from hepatica.rules import parse_rule

LEFT_TO_A_PERSON: list[tuple[Sense, str]] = [
    # an exception, or a limit for some patients only
    ("inclusion", "Total bilirubin ≤ 1.5 × ULN (except patients with Gilbert syndrome)"),
    ("inclusion", "ALT ≤ 2.5 × ULN, ≤ 5 × ULN in patients with liver metastases"),
    ("inclusion", "Platelets ≥ 75 × 10^9/L unless due to splenomegaly"),
    ("inclusion", "Platelets ≥ 75 × 10^9/L without transfusion"),
    ("inclusion", "If cirrhosis is present, INR ≤ 1.5"),
    ("inclusion", "Patients who did not receive anticoagulant therapy: INR ≤ 1.5 × ULN."),
    ("inclusion", "血小板≥75×10⁹/L（脾功能亢进者除外）"),
    ("inclusion", "总胆红素≤1.5倍ULN，Gilbert综合征患者可放宽至3倍"),
    # "and" and "or" between names that share a limit
    ("inclusion", "AST or ALT ≤ 2.5 × ULN"),
    ("exclusion", "AST and ALT > 5 × ULN"),
    ("exclusion", "ALT, AST exceed 1.5 times the upper limit of normal value"),
    # "and" mixed with "or"; "or" between a time of one and a disease of another
    ("exclusion", "creatinine > 1.5 ULN and platelets < 50 10^9/L or INR > 2"),
    ("exclusion", "Stroke or uncontrolled diabetes within 6 months before or after surgery"),
    # no unit, a unit that the analyte has not, an analyte that nobody defines, another QT than Fridericia's
    ("exclusion", "neutrophils <0.5, platelets less than 50"),
    ("inclusion", "Hemoglobin ≥ 90 mmHg"),
    ("inclusion", "Interleukin-6 ≤ 7 pg/mL"),
    ("exclusion", "QTc interval > 480 ms"),
    # a denial, a doubt, somebody else's disease
    ("inclusion", "No active tuberculosis"),
    ("exclusion", "Suspected tuberculosis"),
    ("exclusion", "Family history of epilepsy"),
    ("exclusion", "HBsAg positive or negative"),
    ("exclusion", "uncontrolled ascites or pleural effusion"),
    ("exclusion", "diabetes and stroke"),
    ("exclusion", "heart failure, septicemia, etc."),
    # words that tell no time or no person
    ("exclusion", "Participation in other studies"),
    ("inclusion", "age over 18 years old."),
    ("inclusion", "Inpatients aged 18-75 years"),
    ("exclusion", "Known allergy to any of the study drugs"),
    ("exclusion", "history of other malignancy"),
    ("exclusion", "Child-Pugh grade B or above"),
]


def table(name: str) -> list[tuple[str, str]]:
    """Rows of `sentence | rule` of a file beside this one."""
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.rsplit("|", 1) for line in lines if line and not line.startswith("#"))
    return [(sentence.strip(), rule.strip()) for sentence, rule in rows]


@pytest.mark.parametrize(("sentence", "rule"), table("inclusion"))
def test_an_inclusion_criterion_is_the_condition_that_must_hold(sentence: str, rule: str) -> None:
    found = read(sentence, "inclusion", "consent")
    assert found is not None
    assert found.node == parse_rule(rule)
    assert parse_rule(found.rule) == found.node


@pytest.mark.parametrize(("sentence", "rule"), table("exclusion"))
def test_an_exclusion_criterion_is_the_condition_that_excludes(sentence: str, rule: str) -> None:
    found = read(sentence, "exclusion", "consent")
    assert found is not None
    assert found.node == parse_rule(rule)


@pytest.mark.parametrize(("sense", "sentence"), LEFT_TO_A_PERSON)
def test_a_sentence_whose_words_leave_something_open_is_no_rule(sense: Sense, sentence: str) -> None:
    assert read(sentence, sense, "consent") is None


def test_a_time_without_a_day_counts_from_the_reference_day_and_says_so() -> None:
    found = read("myocardial infarction within 6 months", "exclusion", "randomisation")
    assert found is not None
    assert "start >= randomisation - 6 mo" in found.rule
    assert found.assumed == ("the record does not say before what: counted back from randomisation",)


def test_an_adjective_before_a_list_goes_with_all_of_it_and_says_so() -> None:
    found = read("active peptic ulcer or diverticulitis", "exclusion", "consent")
    assert found is not None
    assert (
        found.rule
        == "any medical_history(code in {peptic_ulcer, diverticulitis} and status in {active, uncontrolled}) ever"
    )
    assert found.assumed == ("«active» goes with the whole list",)
