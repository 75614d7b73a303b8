"""`hepatica study`: results on standard output, messages on standard error, 0 done and 2 wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hepatica.cli import main


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["hepatica", "study", *words])
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


def test_list_names_every_study(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = run(capsys, monkeypatch, "list")
    assert status == 0
    assert "NCT07100236" in out
    assert "NCT07120750" in out


def test_show_lists_the_criteria_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = run(capsys, monkeypatch, "show", "NCT07120750", "--json")
    shown = json.loads(out)
    assert status == 0
    assert len(shown["criteria"]) == 25
    assert shown["criteria"][0] | {"zh": ""} == {
        "id": "D-I1",
        "kind": "inclusion",
        "class": "C",
        "rule": "age between 18 and 70 a",
        "text": "18 to 70 years old",
        "zh": "",
        "source": "Participants must be between 18 and 70 years of age.",
        "assumed": "age is taken on the day of consent",
    }
    assert [visit["day"] for visit in shown["visits"] if visit["entry"] == "mri"][-1] == 1092
    assert "endpoints.recurrence.competing" in shown["assumptions"]


def test_show_is_readable_in_both_languages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, english, _ = run(capsys, monkeypatch, "show", "NCT07120750")
    _, chinese, _ = run(capsys, monkeypatch, "show", "NCT07120750", "--lang", "zh")
    assert "creatinine > 1.5 ULN" in english
    assert "hbsag_quantitative < 0.05 [IU]/mL" in english  # brackets are not markup
    assert "D-F01" in english
    assert "乙肝表面抗原阳性" in chinese
    assert "入选标准" in chinese
    assert "HBsAg positive" not in chinese


def test_validate_is_silent_on_standard_output_and_ends_with_0(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run(capsys, monkeypatch, "validate", "NCT07100236")
    assert (status, out) == (0, "")
    assert "NCT07100236 is valid: 28 criteria" in err


def test_validate_ends_with_2_and_one_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "slip.yaml"
    path.write_text("extends: NCT07120750\nstudy: SLIP\neligibility: {window: 28 d before consnt}\n", encoding="utf-8")
    status, out, err = run(capsys, monkeypatch, "validate", str(path))
    assert (status, out) == (2, "")
    assert err.count("hepatica:") == 1
    assert "slip.yaml line 3, column 35" in err
    assert "consent" in err
    assert "Traceback" not in err


def test_an_unknown_study_ends_with_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = run(capsys, monkeypatch, "show", "NCT00000000")
    assert (status, out) == (2, "")
    assert "there is no study «NCT00000000»" in err


def test_schema_is_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = run(capsys, monkeypatch, "schema")
    assert status == 0
    assert "eligibility" in json.loads(out)["properties"]
