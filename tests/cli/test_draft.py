"""`hepatica draft` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from hepatica.protocol import load_study

Command = Callable[..., "CompletedProcess[str]"]

CRITERIA = """Inclusion Criteria:

* Platelets ≥ 75 × 10^9/L
* Life expectancy of more than 3 months

Exclusion Criteria:

* Anything that the committee dislikes
"""
STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Livers"},
        "designModule": {"studyType": "INTERVENTIONAL"},
        "eligibilityModule": {"eligibilityCriteria": CRITERIA, "minimumAge": "18 Years", "sex": "ALL"},
    }
}


@pytest.fixture
def record(here: Path) -> Path:
    """A file with a small record."""
    path = here / "record.json"
    path.write_text(json.dumps(STUDY), encoding="utf-8")
    return path


def test_a_draft_is_a_study_file_that_validates(record: Path, here: Path, hepatica: Command) -> None:
    ended = hepatica("draft", record.name, "-o", "study.yaml")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "NCT00000001, 5 criteria: 3 read as rules, 2 left to a judgement" in ended.stderr
    assert "not read, a person must say what they mean (1):" in ended.stderr
    assert "Anything that the committee dislikes" in ended.stderr
    assert hepatica("study", "validate", "study.yaml").returncode == 0


def test_the_messages_speak_chinese(record: Path, hepatica: Command) -> None:
    assert "未能读出" in hepatica("draft", record.name, "-o", "study.yaml", "--lang", "zh").stderr


def test_as_json_each_criterion_has_its_rule_and_its_place(
    record: Path, json_of: Callable[..., dict[str, object]]
) -> None:
    told = json_of("draft", record.name, "-o", "study.yaml")
    assert told["counts"] == {"criteria": 5, "rules": 3, "judgements": 2, "unread": 1, "conflicts": 0}
    first = told["criteria"][0]  # type: ignore[index]
    assert (first["rule"], first["class"], first["read"]) == ("platelets >= 75 10*9/L", "C", True)
    (place,) = first["places"]
    words = json.dumps(CRITERIA)[1:-1]
    source = record.read_text(encoding="utf-8")
    assert source[place["start"] : place["end"]] == json.dumps("Platelets ≥ 75 × 10^9/L")[1:-1]
    assert source[place["start"] : place["end"]] in words


@pytest.fixture
def twice(here: Path) -> Path:
    """A file with a record that tells two numbers of participants."""
    told = deepcopy(STUDY)
    told["protocolSection"]["descriptionModule"] = {"briefSummary": "It is expected to receive 300 patients in all."}
    told["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": 120}
    path = here / "twice.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_what_a_person_must_decide_stands_in_the_file_with_both_readings(
    twice: Path, here: Path, hepatica: Command
) -> None:
    assert "things open that a person must decide" in hepatica("draft", twice.name, "-o", "study.yaml").stderr
    assert hepatica("study", "validate", "study.yaml").returncode == 0
    open_ = {conflict.id: conflict for conflict in load_study(here / "study.yaml").conflicts}
    number = open_["HPT011"]
    assert number.meanwhile == "The registered number is taken."
    assert sorted(number.readings) == ["enrolment", "summary"]
    assert "300 patients" in number.readings["summary"].label.en
    assert all(conflict.open and conflict.severity < 3 for conflict in open_.values())


def test_a_draft_without_conflicts_can_be_asked_for(record: Path, here: Path, hepatica: Command) -> None:
    assert hepatica("draft", record.name, "-o", "study.yaml", "--no-conflicts").returncode == 0
    assert load_study(here / "study.yaml").conflicts == ()


def test_a_finding_that_the_study_file_accepts_stays_quiet(twice: Path, here: Path, hepatica: Command) -> None:
    hepatica("draft", twice.name, "-o", "study.yaml")
    found = json.loads(hepatica("check", "study.yaml", "--json").stdout)["findings"]
    code = found[0]["code"]
    file = here / "study.yaml"
    accepted = f"accepted:\n  {code}: {{why: as the committee wants it, by: committee, on: 2026-01-01}}\n"
    file.write_text(file.read_text(encoding="utf-8") + accepted, encoding="utf-8")
    left = json.loads(hepatica("check", "study.yaml", "--json").stdout)["findings"]
    assert [each["code"] for each in left] == [each["code"] for each in found if each["code"] != code]


def test_a_file_that_is_there_is_not_written_over(record: Path, here: Path, refused: Callable[..., str]) -> None:
    (here / "study.yaml").write_text("mine", encoding="utf-8")
    refused("draft", record.name, "-o", "study.yaml", says=("there is already something here",))


def test_a_file_that_is_no_record_is_refused(here: Path, refused: Callable[..., str]) -> None:
    (here / "notes.txt").write_text("nothing of the kind", encoding="utf-8")
    refused("draft", "notes.txt", "-o", "study.yaml")
