"""`hepatica check` as a person types it: like a compiler, as JSON, as SARIF, as a page, in two languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from hepatica.registry.in_processes import WORTH

Command = Callable[..., "CompletedProcess[str]"]

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Livers"},
        "descriptionModule": {"briefSummary": "It is expected to receive 100 patients in all."},
        "designModule": {"studyType": "INTERVENTIONAL", "enrollmentInfo": {"count": 50, "type": "ESTIMATED"}},
    }
}


@pytest.fixture
def record(here: Path) -> Path:
    """A file with a record in which the numbers of participants differ."""
    path = here / "record.json"
    path.write_text(json.dumps(STUDY, indent=1), encoding="utf-8")
    return path


def test_a_finding_is_told_with_both_phrases_and_their_lines(record: Path, hepatica: Command) -> None:
    ended = hepatica("check", record.name, "--severity", "1")
    lines = record.read_text(encoding="utf-8").splitlines()
    (enrolled,) = [number for number, line in enumerate(lines, 1) if '"count"' in line]
    assert ended.returncode == 1
    assert f"record.json:{enrolled}:" in ended.stdout
    assert "HPT011 severity 1" in ended.stdout
    assert "expected to receive 100 patients" in ended.stdout
    assert "meanwhile: The registered number is taken." in ended.stdout


def test_chinese_findings_are_told_in_chinese(record: Path, hepatica: Command) -> None:
    assert "HPT011 1级: 正文例数与注册例数不一致" in hepatica("check", record.name, "--lang", "zh").stdout


def test_as_json_each_quote_has_its_place_in_the_source(record: Path, hepatica: Command) -> None:
    ended = hepatica("check", record.name, "--json")
    found = [one for one in json.loads(ended.stdout)["findings"] if one["code"] == "HPT011"]
    source = record.read_text(encoding="utf-8")
    assert ended.returncode == 1
    assert [source[quote["start"] : quote["end"]] for quote in found[0]["quotes"]] == [
        quote["text"] for quote in found[0]["quotes"]
    ]
    assert {"severity", "decidability", "meanwhile", "record", "file"} <= set(found[0])


def test_sarif_is_one_log_of_one_run(record: Path, hepatica: Command) -> None:
    log = json.loads(hepatica("check", record.name, "--sarif").stdout)
    assert log["version"] == "2.1.0"
    assert "HPT011" in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_a_page_is_written_once(record: Path, hepatica: Command, here: Path) -> None:
    assert hepatica("check", record.name, "--html", "page.html").returncode == 1
    assert "expected to receive 100 patients" in (here / "page.html").read_text(encoding="utf-8")
    again = hepatica("check", record.name, "--html", "page.html")
    assert again.returncode == 2


def test_an_accepted_code_stays_quiet(record: Path, hepatica: Command) -> None:
    assert "HPT011" not in hepatica("check", record.name, "--accept", "HPT011").stdout


def test_counting_tells_how_many_records_have_what(record: Path, hepatica: Command) -> None:
    line = next(line for line in hepatica("check", record.name, "--count").stdout.splitlines() if "HPT011" in line)
    assert line.split()[:3] == ["HPT011", "1", "1"]


def test_only_the_records_of_one_register_are_counted(here: Path, hepatica: Command) -> None:
    other = json.dumps(STUDY).replace("NCT00000001", "NCT90000001")
    (here / "two.jsonl").write_text(f"{json.dumps(STUDY)}\n{other}\n", encoding="utf-8")
    assert "in 2 records" in hepatica("check", "two.jsonl", "--count").stderr
    ended = hepatica("check", "two.jsonl", "--count", "--only", "nct9")
    assert "in 1 record," in ended.stderr
    assert hepatica("check", "two.jsonl", "--count", "--only", "ChiCTR").returncode == 0


def test_many_records_are_checked_in_processes_with_the_same_output(here: Path, hepatica: Command) -> None:
    lines = (json.dumps(STUDY).replace("NCT00000001", f"NCT{number:08}") for number in range(WORTH + 40))
    (here / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    alone, together = (hepatica("check", "many.jsonl", "--severity", "1", "--jobs", jobs) for jobs in ("1", "2"))
    assert "NCT00000295: " in alone.stdout
    assert "many.jsonl:296:" in alone.stdout
    assert together.stdout == alone.stdout


def test_a_file_without_a_record_is_not_a_file_without_a_finding(here: Path, refused: Callable[..., str]) -> None:
    (here / "none.csv").write_text("TrialID,Scientific title\n", encoding="utf-8")
    refused("check", "none.csv", says=("none.csv: holds no record",))


def test_a_code_that_is_none_is_refused(record: Path, refused: Callable[..., str]) -> None:
    refused("check", record.name, "--accept", "HPT999", says=("there is no check 'HPT999'",))


def test_a_file_that_is_no_record_is_refused(here: Path, refused: Callable[..., str]) -> None:
    (here / "odd.txt").write_text("nothing like a record", encoding="utf-8")
    refused("check", "odd.txt", says=("odd.txt",))


def test_a_file_that_is_not_there_is_refused(refused: Callable[..., str]) -> None:
    refused("check", "nowhere.txt", says=("nowhere.txt",))


def test_a_study_file_is_checked_like_a_record(small: Path, hepatica: Command) -> None:
    text = small.read_text(encoding="utf-8")
    sizes = "arms: {NEW: {label: the new drug, planned: 20}, OLD: {label: the old drug, planned: 20}}"
    text = text.replace("arms: {NEW: the new drug, OLD: the old drug}", sizes)
    small.write_text(
        text.replace("allocation: as treated}", "allocation: as treated, enrolment: 50}"), encoding="utf-8"
    )
    ended = hepatica("check", small.name, "--severity", "1")
    assert "HPT012" in ended.stdout
    assert "20 + 20 = 40 participants, and 50 are registered" in ended.stdout
    accepted = small.read_text(encoding="utf-8") + ACCEPTED
    small.write_text(accepted, encoding="utf-8")
    assert "HPT012" not in hepatica("check", small.name).stdout


ACCEPTED = """\
accepted:
  HPT012: {why: ten more are enrolled to allow for loss, by: the statistician, on: 2026-11-20}
"""


def test_what_a_study_accepts_stays_quiet_in_its_record(record: Path, small: Path, hepatica: Command) -> None:
    small.write_text(small.read_text(encoding="utf-8") + ACCEPTED.replace("HPT012", "HPT011"), encoding="utf-8")
    assert "HPT011" in hepatica("check", record.name).stdout
    assert "HPT011" not in hepatica("check", record.name, "--study", small.name).stdout


def test_a_study_cannot_accept_without_a_reason(small: Path, hepatica: Command) -> None:
    small.write_text(
        small.read_text(encoding="utf-8") + 'accepted: {HPT012: {why: "", by: me, on: 2026}}\n', encoding="utf-8"
    )
    ended = hepatica("check", small.name)
    assert ended.returncode == 2
    assert "accepted.HPT012.why" in ended.stderr
