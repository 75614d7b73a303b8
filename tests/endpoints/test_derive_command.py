"""`hepatica derive`: a folder of analysis data, whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from hepatica.cli import main
from hepatica.endpoints.transport import transportable, write_transport
from hepatica.errors import HepaticaError
from hepatica.sdtm import Tables, read_tables, write_tables

STUDY = """
study: SMALL
format: 1
title: A small study
design: {type: cohort, allocation: none}
anchors: {surgery: first surgery}
eligibility: {window: 28 d before surgery, inclusion: {I1: age >= 18 a}}
endpoints:
  os: {label: Overall survival, role: primary, kind: time to event, from: surgery, event: death, censor: last contact}
  ae: {label: Toxicity, role: secondary, kind: incidence, from: surgery, event: adverse_event, per: line}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder holding `study.yaml` and the folder `data`."""
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    rows: dict[str, list[dict[str, Any]]] = {
        "DM": [{"USUBJID": "A", "AGE": 60, "AGEU": "YEARS", "SEX": "F"}],
        "PR": [{"USUBJID": "A", "PRCAT": "SURGERY", "PRTRT": "resection", "PRSTDTC": "2026-03-01"}],
        "DS": [{"USUBJID": "A", "DSTERM": "Death", "DSDECOD": "DEATH", "DSSTDTC": "2026-03-31"}],
    }
    write_tables(Tables.build("SMALL", {code: pl.DataFrame(part) for code, part in rows.items()}), tmp_path / "data")
    return tmp_path


def command(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    words = ["derive", str(folder / "study.yaml"), "--data", str(folder / "data"), "-o", str(folder / "adam"), *more]
    monkeypatch.setattr("sys.argv", ["hepatica", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_it_writes_the_frames_and_a_manifest_and_says_what_it_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, monkeypatch, "--csv", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    none = dict.fromkeys(("adbin", "adrs", "adlb", "adqs", "adtr", "adoth", "adae"), 0)
    assert said["rows"] == {"adsl": 1, "adtte": 1, **none}
    assert [row["endpoint"] for row in said["not_derived"]] == ["ae"]
    names = sorted(path.name for path in (folder / "adam").iterdir())
    tables = (*said["rows"], "not_derived", "kept_out")
    assert names == sorted([f"{t}.{end}" for t in tables for end in ("csv", "parquet")] + ["manifest.json"])
    row = pl.read_parquet(folder / "adam" / "adtte.parquet").row(0, named=True)
    assert (row["AVAL"], row["CNSR"], row["SRCDOM"], row["SRCSEQ"]) == (31, 0, "DS", 1)


def test_bad_records_are_kept_out_and_listed_and_the_rest_is_derived(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    afp = {"USUBJID": "A", "LBTESTCD": "AFP", "LBORRES": "400", "LBORRESU": "furlong", "LBDTC": "2026-02-27"}
    tables = read_tables(folder / "data")
    bad = Tables.build("SMALL", {**tables.domains, "LB": pl.DataFrame([afp])})
    shutil.rmtree(folder / "data")
    write_tables(bad, folder / "data")
    assert command(folder, monkeypatch, "--json") == 0
    (said,) = json.loads(capsys.readouterr().out)["problems"]
    assert "furlong" in said
    (row,) = pl.read_parquet(folder / "adam" / "kept_out.parquet").to_dicts()
    assert (row["USUBJID"], row["VARIABLE"], row["SRCDOM"], row["SRCSEQ"]) == ("A", "afp", "LB", 1)
    assert "furlong" in row["PROBLEM"]
    assert pl.read_parquet(folder / "adam" / "adtte.parquet")["AVAL"].to_list() == [31]


def test_where_nobody_can_be_assigned_nobody_has_a_group_and_a_note_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arms = (
        "arms: {OLD: As before, NEW: New}\nassignment: {method: randomised, from: surgery, ratio: {OLD: 1, NEW: 1}}\n"
    )
    (folder / "study.yaml").write_text(STUDY + arms, encoding="utf-8")
    assert command(folder, monkeypatch, "--json") == 0
    note = "nobody has a group: this version cannot assign by «randomised»"
    assert json.loads(capsys.readouterr().out)["notes"] == [note]
    assert pl.read_parquet(folder / "adam" / "adtte.parquet")["TRT01A"].to_list() == [""]


def test_an_existing_folder_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "adam").mkdir()
    (folder / "adam" / "mine.txt").write_text("keep", encoding="utf-8")
    assert command(folder, monkeypatch) == 2
    assert "exists" in capsys.readouterr().err
    assert [path.name for path in (folder / "adam").iterdir()] == ["mine.txt"]


def test_when_writing_fails_nothing_is_left_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("hepatica.lineage.write_manifest", broken)
    monkeypatch.setattr(
        "sys.argv",
        ["hepatica", "derive", str(folder / "study.yaml"), "--data", str(folder / "data"), "-o", str(folder / "adam")],
    )
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert sorted(path.name for path in folder.iterdir()) == ["data", "study.yaml"]


def test_transport_files_are_read_back_as_they_were_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(folder, monkeypatch, "--xpt") == 0
    frame, meta = pyreadstat.read_xport(folder / "adam" / "adtte.xpt", output_format="polars")
    (row,) = frame.to_dicts()
    assert (row["USUBJID"], row["AVAL"], row["CNSR"], row["REASON"]) == ("A", 31, 0, "event on day 31: death")
    assert dict(zip(meta.column_names, meta.column_labels, strict=True))["CNSR"] == "Censor"


def graded(folder: Path) -> None:
    """Let the study grade by CTCAE, and give its subject two results of ALT."""
    (folder / "study.yaml").write_text(
        STUDY + 'instruments: {ctcae: {name: CTCAE, version: "5.0"}}\n', encoding="utf-8"
    )
    alt = {"USUBJID": "A", "LBTESTCD": "ALT", "LBORRESU": "U/L", "LBORNRLO": "9", "LBORNRHI": "50"}
    results = [{**alt, "LBORRES": "40", "LBDTC": "2026-02-27"}, {**alt, "LBORRES": "260", "LBDTC": "2026-03-20"}]
    tables = read_tables(folder / "data")
    shutil.rmtree(folder / "data")
    write_tables(Tables.build("SMALL", {**tables.domains, "LB": pl.DataFrame(results)}), folder / "data")


def test_laboratory_grades_are_read_back_from_transport_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graded(folder)
    assert command(folder, monkeypatch, "--xpt") == 0
    frame, meta = pyreadstat.read_xport(folder / "adam" / "adlb.xpt", output_format="polars")
    base, worst = frame.sort("ADY").to_dicts()
    assert (base["ABLFL"], base["ATOXGR"], worst["ATOXGR"], worst["BTOXGR"]) == ("Y", "0", "3", "0")
    assert (worst["PARCAT1"], worst["PARAMCD"], worst["WORSTHFL"], worst["SRCSEQ"]) == ("CTCAE 5.0", "ALT", "Y", 2)
    labels = dict(zip(meta.column_names, meta.column_labels, strict=True))
    assert (labels["ATOXGRH"], labels["BTOXGR"]) == ("Analysis Toxicity Grade High", "Baseline Toxicity Grade")


@pytest.mark.parametrize(
    ("lang", "heading", "term", "grade"),
    [
        ("en", "worst CTCAE grade after time zero", "Alanine aminotransferase increased", "grade 3: day 20: grade 3"),
        ("zh", "最高CTCAE分级", "丙氨酸氨基转移酶升高", "3级: day 20: grade 3"),
    ],
)
def test_the_worst_laboratory_grades_of_a_subject_are_explained(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    lang: str, heading: str, term: str, grade: str,
) -> None:  # fmt: skip
    graded(folder)
    assert command(folder, monkeypatch, "--subject", "A", "--lang", lang) == 0
    told = capsys.readouterr().out
    assert heading in told
    assert f"{term}\n  {grade}, too high" in told


def test_long_names_are_shortened_and_kept_as_labels() -> None:
    frame, labels = transportable(pl.DataFrame({"USUBJID": ["A"], "child_pugh.class": ["A"], "child_pugh.score": [5]}))
    assert frame.columns == ["USUBJID", "CHILD_PU", "CHILD_P2"]
    assert labels["CHILD_P2"] == "child_pugh.score"


def test_what_a_transport_file_cannot_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    frame = pl.DataFrame({"USUBJID": ["A"], "AETERM": ["皮疹"]})
    with pytest.raises(HepaticaError, match="not ASCII"):
        write_transport({"adsl": frame.select("USUBJID"), "adae": frame}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_subject_is_explained_without_writing_anything(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["derive", str(folder / "study.yaml"), "--data", str(folder / "data"), "--subject"]
    monkeypatch.setattr("sys.argv", ["hepatica", *words, "A"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["Overall survival", "  event on day 31: death (DS 1)"]
    assert "line of treatment" in told[3]
    monkeypatch.setattr("sys.argv", ["hepatica", *words, "Z"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no subject «Z»" in capsys.readouterr().err


def test_with_a_folder_and_a_subject_one_document_holds_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, monkeypatch, "--subject", "A", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["rows"]["adtte"] == 1
    assert said["endpoints"][0] == {
        "endpoint": "os", "label": "Overall survival", "answer": "", "record": "DS 1", "reason": "event on day 31: death",
    }  # fmt: skip


def test_a_subject_without_a_folder_is_one_document_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["derive", str(folder / "study.yaml"), "--data", str(folder / "data"), "--subject", "A", "--json"]
    monkeypatch.setattr("sys.argv", ["hepatica", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert list(json.loads(capsys.readouterr().out)) == ["endpoints", "laboratory_grades"]


def test_an_unknown_subject_is_refused_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, monkeypatch, "--subject", "Z") == 2
    assert "no subject «Z»" in capsys.readouterr().err
    assert not (folder / "adam").exists()
