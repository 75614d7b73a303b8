"""Data no analysis may run on are refused, with the place and the value; what is merely odd is listed."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.sdtm import Tables, validate
from hepatica.vocabulary import Vocabulary

SOURCE = "file:labs.csv#row=9;col=x"


def _tables(dm: list[dict[str, Any]] | None = None, **domains: dict[str, Any]) -> Tables:
    frames = {code: pl.DataFrame([{"USUBJID": "1", "SRCREF": SOURCE, **row}]) for code, row in domains.items()}
    subjects = pl.DataFrame(
        [{"USUBJID": "1", "SRCREF": SOURCE}] if dm is None else dm, schema_overrides={"USUBJID": pl.String}
    )
    return Tables.build("S", {"DM": subjects, **frames})


def _refused(tables: Tables, voc: Vocabulary, words: str) -> HepaticaError:
    with pytest.raises(HepaticaError, match=words) as caught:
        validate(tables, voc)
    assert caught.value.do
    return caught.value


def test_sound_data_have_no_problems(small: Tables, voc: Vocabulary) -> None:
    assert [problem for problem in validate(small, voc) if problem.fault != "no unit"] == []


def test_data_without_demographics_are_refused(voc: Vocabulary) -> None:
    frame = pl.DataFrame({"USUBJID": ["1"], "LBTESTCD": ["PLAT"]})
    _refused(Tables.build("S", {"LB": frame}), voc, "no subjects")


def test_a_subject_twice_in_demographics_is_refused(voc: Vocabulary) -> None:
    error = _refused(_tables([{"USUBJID": "7"}, {"USUBJID": "7"}]), voc, "subject 7 stands twice")
    assert "DM" in error.where


def test_a_record_of_nobody_is_refused(voc: Vocabulary) -> None:
    error = _refused(_tables([{"USUBJID": "2"}], LB={"LBTESTCD": "PLAT", "LBORRES": "1"}), voc, "'1' has records in LB")
    assert error.where == f"domain LB, subject 1, LBSEQ 1, {SOURCE}"


def test_a_sequence_number_twice_is_refused(voc: Vocabulary) -> None:
    frame = pl.DataFrame({"USUBJID": ["1", "1"], "LBSEQ": [1, 1], "LBTESTCD": ["PLAT", "PLAT"]})
    _refused(Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["1"]}), "LB": frame}), voc, "LBSEQ 1 is not unique")


def test_an_impossible_date_is_refused_with_its_record(voc: Vocabulary) -> None:
    error = _refused(_tables(AE={"AETERM": "x", "AESTDTC": "2026-02-30"}), voc, "'2026-02-30'")
    assert error.where == f"domain AE, subject 1, AESEQ 1, {SOURCE}"


@pytest.mark.parametrize(
    ("birth", "event", "refused"), [("1990-05-02", "1990-05-01", True), ("1990-05", "1990-05-01", False)]
)
def test_a_record_surely_before_birth_is_refused(voc: Vocabulary, birth: str, event: str, refused: bool) -> None:
    tables = _tables([{"USUBJID": "1", "BRTHDTC": birth}], AE={"AETERM": "x", "AESTDTC": event})
    if refused:
        _refused(tables, voc, "before the subject's birth")
    else:
        validate(tables, voc)


def test_a_death_before_the_diagnosis_is_refused(voc: Vocabulary) -> None:
    diagnosis = {"MHCAT": "PRIMARY DIAGNOSIS", "MHTERM": "HCC", "MHSTDTC": "2026-01-10"}
    tables = _tables(MH=diagnosis, DS={"DSDECOD": "DEATH", "DSSTDTC": "2026-01-03"})
    error = _refused(tables, voc, "died 7 days before the diagnosis")
    assert "subject 1" in error.where


def test_a_death_on_the_day_of_diagnosis_is_possible(voc: Vocabulary) -> None:
    diagnosis = {"MHCAT": "PRIMARY DIAGNOSIS", "MHTERM": "HCC", "MHSTDTC": "2026-01-10"}
    assert validate(_tables(MH=diagnosis, DS={"DSDECOD": "DEATH", "DSSTDTC": "2026-01-10"}), voc) == []


def test_a_unit_the_variable_is_not_measured_in_is_refused(voc: Vocabulary) -> None:
    error = _refused(_tables(LB={"LBTESTCD": "PLAT", "LBORRES": "100", "LBORRESU": "furlong"}), voc, "furlong")
    assert SOURCE in error.where


def test_a_code_outside_a_closed_list_is_refused(voc: Vocabulary) -> None:
    _refused(_tables(MB={"MBTESTCD": "HBSAG", "MBSTRESC": "perhaps"}), voc, "'perhaps' is not in its list")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"LBTESTCD": "HGB", "LBORRES": "9.0", "LBORRESU": "g/L"}, "range"),
        ({"LBTESTCD": "HGB", "LBORRES": "9.0", "LBORRESU": ""}, "no unit"),
        ({"LBTESTCD": "HGB", "LBORRES": "clotted", "LBORRESU": "g/L"}, "number"),
        ({"LBTESTCD": "INR", "LBORRES": "1.1", "LBDOUBT": "haemolysed"}, "doubt"),
    ],
)
def test_what_is_odd_is_listed_with_its_place(voc: Vocabulary, row: dict[str, str], fault: str) -> None:
    problems = validate(_tables(LB=row), voc)
    assert [(one.fault, one.subject, one.source, one.count) for one in problems] == [(fault, "1", SOURCE, 1)]
    assert SOURCE in str(problems[0])


def test_the_same_problem_of_many_records_is_one_line_with_their_number(voc: Vocabulary) -> None:
    frame = pl.DataFrame(
        {"USUBJID": ["1"] * 3, "LBTESTCD": ["HGB"] * 3, "LBORRES": ["9", "8", "7"], "LBORRESU": ["g/L"] * 3}
    )
    problems = validate(Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["1"]}), "LB": frame}), voc)
    assert [problem.count for problem in problems] == [3]
    assert "and 2 more" in str(problems[0])


def test_day_zero_is_odd(voc: Vocabulary) -> None:
    row = {"LBTESTCD": "INR", "LBORRES": "1.1", "LBDY": 0}
    assert [problem.fault for problem in validate(_tables(LB=row), voc)] == ["date"]
