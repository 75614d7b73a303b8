"""`hepatica record`: a record as a person reads it, and as JSON with the place of every value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Command = Callable[..., "CompletedProcess[str]"]

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Sorafenib after \u201cradical\u201d resection"},
        "statusModule": {"overallStatus": "RECRUITING"},
        "designModule": {"enrollmentInfo": {"count": 332}},
        "descriptionModule": {"briefSummary": "long words " * 200},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n1. Function:\n\n   * ANC \\>1.5\n\nExclusion Criteria:\n\n* Age",
            "minimumAge": "18 Years",
        },
        "armsInterventionsModule": {"armGroups": [{"label": "Sorafenib", "type": "EXPERIMENTAL"}]},
        "contactsLocationsModule": {
            "locations": [{"facility": f"Hospital {n}", "country": "China"} for n in range(12)]
        },
    },
    "resultsSection": {"a": {"b": [1, 2, 3]}},
}
CHINESE = """\
注册号:
Registration number:
ChiCTR2600000001
注册题目:
中文题目
Public title:
English title
注册题目简写:
English Acronym:
"""


@pytest.fixture
def study(here: Path) -> Path:
    file = here / "study.json"
    file.write_text(json.dumps(STUDY, indent=1), encoding="utf-8")
    return file


def test_a_person_reads_facts_criteria_arms_and_how_much_more_there_is(hepatica: Command, study: Path) -> None:
    ended = hepatica("record", study)
    assert ended.returncode == 0
    lines = [line.strip() for line in ended.stdout.splitlines()]
    assert lines[0] == "NCT00000001 · ClinicalTrials.gov · ClinicalTrials.gov JSON"
    assert lines[1] == "Sorafenib after “radical” resection"
    assert any(line.split() == ["Enrolment", "332"] for line in lines)
    assert "1 Function:" in lines
    assert any(line.split() == ["1.1", "ANC", ">1.5"] for line in lines)
    assert "more characters: --field summary" in " ".join(" ".join(lines).split())
    assert "and 4 more: --field site" in lines
    assert "Results: 3 further values: --field results" in lines


def test_chinese_labels_and_both_languages(hepatica: Command, here: Path) -> None:
    (here / "chictr.txt").write_text(CHINESE, encoding="utf-8")
    said = hepatica("record", "chictr.txt", "--lang", "zh").stdout
    assert said.index("中文题目") < said.index("English title")
    assert "未能使用的内容" in said
    assert "注册题目简写 English Acronym" in said
    english = hepatica("record", "chictr.txt").stdout
    assert english.index("English title") < english.index("中文题目")


def test_json_tells_where_every_value_stands(json_of: Callable[..., Any], study: Path) -> None:
    said = json_of("record", study)
    assert (said["id"], said["register"], said["format"]) == (
        "NCT00000001",
        "ClinicalTrials.gov",
        "ClinicalTrials.gov JSON",
    )
    source = study.read_text(encoding="utf-8")
    (enrolment,) = said["fields"]["enrolment"]
    assert enrolment == {
        "text": "332",
        "path": "protocolSection.designModule.enrollmentInfo.count",
        "language": "",
        "start": source.index("332"),
        "end": source.index("332") + 3,
    }
    title = said["fields"]["title"][0]
    assert json.loads(f'"{source[title["start"] : title["end"]]}"') == title["text"]
    assert [value["text"] for value in said["fields"]["eligibility.inclusion"]] == ["Function:", "ANC >1.5"]
    assert len(said["groups"]["site"]) == 12


def test_one_field_is_printed_whole_with_its_place(hepatica: Command, study: Path) -> None:
    said = hepatica("record", study, "--field", "summary").stdout
    assert said.count("long words") == 200
    assert "protocolSection.descriptionModule.briefSummary" in said
    assert "Hospital 11" in hepatica("record", study, "--field", "site.name").stdout
    assert "the record does not say" in hepatica("record", study, "--field", "acronym").stdout


def test_one_field_or_group_as_json(json_of: Callable[..., Any], study: Path) -> None:
    assert list(json_of("record", study, "--field", "enrolment")["fields"]) == ["enrolment"]
    only = json_of("record", study, "--field", "site.country")
    assert only["fields"] == {}
    assert only["groups"]["site"][0].keys() == {"country"}


def test_several_records_are_a_list_and_one_json_a_line(hepatica: Command, here: Path) -> None:
    second = json.loads(json.dumps(STUDY).replace("NCT00000001", "NCT00000002"))
    (here / "two.jsonl").write_text(f"{json.dumps(STUDY)}\n{json.dumps(second)}\n", encoding="utf-8")
    listed = hepatica("record", "two.jsonl").stdout.splitlines()
    assert [line.split()[:3] for line in listed[1:3]] == [
        ["NCT00000001", "RECRUITING", "2"],
        ["NCT00000002", "RECRUITING", "2"],
    ]
    assert listed[-1] == "2 records"
    lines = hepatica("record", "two.jsonl", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["NCT00000001", "NCT00000002"]


def test_a_number_is_asked_of_its_register(hepatica: Command, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hepatica.registry import live
    from hepatica.registry.reading import read_record

    monkeypatch.setattr(live, "fetch", lambda number: read_record(json.dumps(STUDY).encode(), name=number))
    assert hepatica("record", "NCT00000001").stdout.startswith("NCT00000001 · ClinicalTrials.gov")


def test_what_is_no_record_is_refused(refused: Command, here: Path) -> None:
    (here / "letter.txt").write_text("Dear reader,\n", encoding="utf-8")
    (here / "folder").mkdir()
    refused("record", "letter.txt", says=("letter.txt: the format is not known",))
    refused("record", "none.txt", says=("none.txt: there is no such file",))
    refused("record", "folder", says=("folder: is a folder",))
    refused("record", "NONSENSE", says=("'NONSENSE' is a number of no register",))
    refused("record", "letter.txt", "--field", "enrollment", says=("a record has no field 'enrollment'",))
