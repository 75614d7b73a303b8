"""Subject data no analysis may run on are refused by every command that reads them, with the record and its source."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.lineage import content_hash
from hepatica.sdtm import Tables, write_tables

Refused = Callable[..., str]
Build = Callable[..., Tables]

COMMANDS = {
    "screen": ["screen", "small.yaml", "-o", "out.parquet"],
    "screen one subject": ["screen", "small.yaml", "--subject", "P-1"],
    "assign": ["assign", "small.yaml", "-o", "out.parquet"],
    "derive": ["derive", "small.yaml", "-o", "out"],
    "run": ["run", "small.yaml", "-o", "out", "--json"],
}

FAULTS: dict[str, tuple[dict[str, list[dict[str, Any]]], tuple[str, ...]]] = {
    # what is wrong: the rows of the domains, what the message says
    "no demographics": ({"DM": []}, ("domain DM is missing or empty", "import the demographics")),
    "a subject twice": (
        {
            "DM": [
                {"USUBJID": "P-1", "SRCREF": "file:dm.csv#row=2;col=born"},
                {"USUBJID": "P-1", "SRCREF": "file:dm.csv#row=3;col=born"},
                {"USUBJID": "P-2", "SRCREF": "file:dm.csv#row=4;col=born"},
            ]
        },
        ("subject P-1 stands twice in DM", "dm.csv#row=3", "keep one row"),
    ),
    "a date before birth": (
        {"AE": [{"USUBJID": "P-1", "AETERM": "x", "AESTDTC": "1959-12-31", "SRCREF": "file:ae.csv#row=7;col=start"}]},
        ("domain AE, subject P-1", "ae.csv#row=7", "AESTDTC 1959-12-31", "before the subject's birth (1960-01-31)"),
    ),
    "a death before the diagnosis": (
        {
            "DS": [
                {"USUBJID": "P-1", "DSDECOD": "DEATH", "DSSTDTC": "2026-01-03", "SRCREF": "file:ds.csv#row=4;col=died"}
            ]
        },
        ("domain DS, subject P-1", "ds.csv#row=4", "before the diagnosis"),
    ),
    "a unit nobody mapped": (
        {
            "LB": [
                {
                    "USUBJID": "P-2",
                    "LBTESTCD": "PLAT",
                    "LBORRES": "100",
                    "LBORRESU": "furlong",
                    "SRCREF": "file:labs.csv#row=9;col=plt",
                }
            ]
        },
        ("domain LB, subject P-2", "labs.csv#row=9", "platelets", "'furlong'", "say in the import map"),
    ),
    "an impossible date": (
        {"AE": [{"USUBJID": "P-1", "AETERM": "x", "AESTDTC": "2026-02-30", "SRCREF": "file:ae.csv#row=7;col=start"}]},
        ("domain AE, subject P-1", "'2026-02-30'", "not a date of the calendar"),
    ),
    "a record of nobody": (
        {"AE": [{"USUBJID": "P-9", "AETERM": "x", "AESTDTC": "2026-02-20", "SRCREF": "file:ae.csv#row=7;col=start"}]},
        ("'P-9' has records in AE but none in DM", "ae.csv#row=7"),
    ),
}


ANALYSING = [name for name in COMMANDS if not name.startswith(("screen", "derive"))]
"""Commands that refuse data with a wrong record; screening and deriving tell it on the subject and go on."""


@pytest.mark.parametrize("command", ANALYSING)
@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_data_are_told_with_their_record_and_its_source(
    fault: str, command: str, here: Path, small: Path, tables: Build, refused: Refused
) -> None:
    rows, says = FAULTS[fault]
    write_tables(tables(**rows), here / "data")
    refused(*COMMANDS[command], "--data", "data", says=says)


TOLD = {
    "a subject twice": ("P-1", "in DM"),
    "a date before birth": ("P-1", "before the"),
    "a death before the diagnosis": ("P-1", "before the diagnosis"),
    "a unit nobody mapped": ("P-2", "furlong"),
    "an impossible date": ("P-1", "2026-02-30"),
    "a record of nobody": ("P-9", "none in DM"),
}


@pytest.mark.parametrize("fault", TOLD)
def test_screening_tells_a_wrong_record_on_its_subject_and_changes_nobody_elses_answer(
    fault: str, here: Path, small: Path, tables: Build, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    write_tables(tables(**FAULTS[fault][0]), here / "data")
    write_tables(tables(), here / "sound")
    bad, good = (
        json.loads(hepatica("screen", "small.yaml", "--data", name, "--json").stdout) for name in ("data", "sound")
    )
    subject, said = TOLD[fault]
    assert any(problem["subject"] == subject and said in problem["message"] for problem in bad["problems"])
    others = [{row["USUBJID"]: row for row in read["subjects"] if row["USUBJID"] != subject} for read in (bad, good)]
    assert others[0] == others[1]


@pytest.mark.parametrize("fault", TOLD)
def test_deriving_keeps_a_wrong_record_out_and_leaves_everybody_elses_endpoints_as_they_are(
    fault: str, here: Path, small: Path, tables: Build, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    write_tables(tables(**FAULTS[fault][0]), here / "data")
    write_tables(tables(), here / "sound")
    ended = hepatica("derive", "small.yaml", "--data", "data", "-o", "bad", "--json")
    assert hepatica("derive", "small.yaml", "--data", "sound", "-o", "good").returncode == 0
    subject, said = TOLD[fault]
    assert any(subject in problem and said in problem for problem in json.loads(ended.stdout)["problems"])
    rows = [pl.read_parquet(here / name / "adtte.parquet") for name in ("bad", "good")]
    others = [found.filter(~pl.col("USUBJID").is_in([subject, "P-9"])) for found in rows]
    assert_frame_equal(*others)


@pytest.mark.parametrize("command", ["screen", "derive"])
def test_data_without_subjects_are_refused(
    command: str, here: Path, small: Path, tables: Build, refused: Refused
) -> None:
    rows, says = FAULTS["no demographics"]
    write_tables(tables(**rows), here / "data")
    refused(*COMMANDS[command], "--data", "data", says=says)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_not_there_or_holds_no_data_is_refused(
    command: str, here: Path, small: Path, refused: Refused
) -> None:
    (here / "empty").mkdir()
    (here / "file").touch()
    refused(*COMMANDS[command], "--data", "nowhere", says=("nowhere: there is no such folder",))
    refused(*COMMANDS[command], "--data", "file", says=("file: there is no such folder",))
    refused(*COMMANDS[command], "--data", "empty", says=("empty: the folder has no dataset.json", "hepatica import"))


DESCRIPTIONS: dict[str, dict[str, Any]] = {
    "another format": {"format": 9},
    "files as a list": {"files": ["dm.parquet"]},
    "files outside the folder": {"files": {"../dm.parquet": "sha256:0"}},
    "sources as text": {"sources": "dm.csv"},
    "places as a number": {"places": 5},
    "a study that is a number": {"study": 7},
    "a seed that is text": {"seed": "one"},
    "a mark that is neither": {"simulated": None},
}


@pytest.mark.parametrize("what", DESCRIPTIONS)
def test_a_broken_description_is_refused(what: str, small: Path, sound: Path, refused: Refused) -> None:
    path = sound / "dataset.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | DESCRIPTIONS[what]))
    refused("screen", "small.yaml", "--data", "sound", says=("sound/dataset.json", "not a description of subject data"))


def test_a_description_that_is_not_json_is_refused(small: Path, sound: Path, refused: Refused) -> None:
    (sound / "dataset.json").write_text("{")
    refused("screen", "small.yaml", "--data", "sound", says=("sound/dataset.json", "cannot be read"))


def parquet(**columns: list[Any]) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


FILES = {
    "rubbish": (b"PAR1 rubbish", "sound/mh.parquet: the file cannot be read"),
    "nothing": (b"", "sound/mh.parquet: the file cannot be read"),
    "lists in a column": (parquet(USUBJID=["P-1"], MHTERM=[[1]]), "sound/mh.parquet: the file cannot be read"),
    "no subjects": (parquet(MHTERM=["x"]), "domain MH has no column USUBJID"),
    "text for a number": (parquet(USUBJID=["P-1"], MHSEQ=["first"]), "column MHSEQ holds 'first'"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_table_of_subject_data_is_refused(
    what: str, small: Path, sound: Path, refused: Refused
) -> None:
    content, says = FILES[what]
    (sound / "mh.parquet").write_bytes(content)
    refused("screen", "small.yaml", "--data", "sound", says=("mh.parquet has changed since it was written",))
    description = json.loads((sound / "dataset.json").read_text())
    description["files"]["mh.parquet"] = content_hash(sound / "mh.parquet")
    (sound / "dataset.json").write_text(json.dumps(description))
    refused("run", "small.yaml", "--data", "sound", "-o", "out", says=(says,))


def test_a_missing_file_is_refused(small: Path, sound: Path, refused: Refused) -> None:
    (sound / "mh.parquet").unlink()
    refused("screen", "small.yaml", "--data", "sound", says=("sound: the file mh.parquet is missing",))


def test_expression_is_needed_to_classify_by_expression(sound: Path, refused: Refused) -> None:
    refused("assign", "NCT07100236", "--data", "sound", says=("the data hold no gene expression",))


def test_a_subject_who_is_not_in_the_data_is_refused(small: Path, sound: Path, refused: Refused) -> None:
    refused("screen", "small.yaml", "--data", "sound", "--subject", "P-7", says=("there is no subject P-7",))


def test_moved_data_are_still_data(small: Path, sound: Path, hepatica: Callable[..., Any]) -> None:
    shutil.move(sound, sound.parent / "elsewhere")
    assert hepatica("screen", "small.yaml", "--data", "elsewhere").returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_data_of_another_study_are_used_and_said_to_be(
    command: str, here: Path, small: Path, tables: Build, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    write_tables(tables(study="OTHER"), here / "data")
    ended = hepatica(*COMMANDS[command], "--data", "data")
    assert ended.returncode == 0
    assert "note: the data are those of study OTHER, not of SMALL" in ended.stderr
    if command == "run":
        json.loads(ended.stdout)
        report = (here / "out" / "report.html").read_text(encoding="utf-8")
        assert "the data are those of study OTHER, not of SMALL" in report


def test_data_of_the_study_that_an_overlay_extends_are_its_own(
    sound: Path, small: Path, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    (sound.parent / "over.yaml").write_text("extends: small.yaml\nstudy: OVER\n")
    ended = hepatica("screen", "over.yaml", "--data", "sound")
    assert (ended.returncode, ended.stderr) == (0, "")
