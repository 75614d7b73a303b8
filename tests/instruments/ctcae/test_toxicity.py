"""Toxicity of analysis data: which term grades a test, and one grade of both directions."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import rules, toxicity

POTASSIUM = {"PARAMCD": "K", "AVAL": 4.0, "AVALU": "mmol/L", "ANRLO": 3.5, "ANRHI": 5.0}


def judged(**columns: object) -> dict[str, object]:
    table = pl.DataFrame({name: [value] for name, value in (POTASSIUM | columns).items()})
    return toxicity(table).row(0, named=True)


@pytest.mark.parametrize(
    ("value", "low", "high", "grade"),
    [(2.4, "4", "0", "-4"), (3.4, "2", "0", "-2"), (4.0, "0", "0", "0"), (5.6, "0", "2", "2"), (7.1, "0", "4", "4")],
)
def test_one_grade_tells_which_side_of_normal_it_is_of(value: float, low: str, high: str, grade: str) -> None:
    found = judged(AVAL=value)
    assert (found["ATOXDSCL"], found["ATOXDSCH"]) == ("Hypokalemia", "Hyperkalemia")
    assert (found["ATOXGRL"], found["ATOXGRH"], found["ATOXGR"]) == (low, high, grade)


def test_a_direction_that_is_not_known_leaves_the_grade_open_unless_the_other_has_one() -> None:
    found = judged(ANRLO=None)
    assert (found["ATOXGRL"], found["ATOXGRH"], found["ATOXGR"]) == (None, "0", None)
    assert found["problem"] == "no lower limit of normal"
    assert judged(AVAL=5.6, ANRLO=None)["ATOXGR"] == "2"


def test_a_test_with_one_term_needs_that_alone() -> None:
    found = judged(PARAMCD="PLAT", AVAL=200.0, AVALU="10*9/L", ANRLO=125.0, ANRHI=None)
    assert (found["ATOXDSCH"], found["ATOXGRH"], found["ATOXGR"]) == (None, None, "0")


def test_what_no_term_grades_has_no_grade_and_no_problem() -> None:
    found = judged(PARAMCD="MCV")
    assert set(found.values()) == {None}


def test_urine_is_not_graded() -> None:
    assert judged(PARAMCD="CREAT", AVALU="umol/L", AVAL=5000.0, LBSPEC="URINE")["ATOXDSCH"] is None
    assert judged(PARAMCD="GLUC", LBCAT="URINALYSIS")["ATOXDSCL"] is None
    assert judged(PARAMCD="GLUC", LBSPEC="SERUM")["ATOXDSCL"] == "Hypoglycemia"


def test_ph_is_graded_only_where_it_is_of_blood() -> None:
    """A urine of pH 6 is no acidosis."""
    blood = {"PARAMCD": "PH", "AVAL": 7.2, "AVALU": None, "ANRLO": 7.35, "ANRHI": 7.45}
    assert judged(**blood)["ATOXGR"] is None
    assert judged(**blood, LBSPEC="URINE")["ATOXGR"] is None
    assert judged(**blood, LBSPEC="ARTERIAL BLOOD")["ATOXGR"] == "-3"


def test_total_calcium_waits_for_the_corrected_one() -> None:
    assert judged(PARAMCD="CA", AVAL=1.4, ANRLO=2.15)["ATOXDSCL"] is None
    assert judged(PARAMCD="CACORR", AVAL=1.4, ANRLO=2.15, ANRHI=2.55)["ATOXGR"] == "-4"


def test_glucose_is_graded_as_fasting_where_it_was() -> None:
    table = pl.DataFrame({**{name: [value] * 3 for name, value in POTASSIUM.items()}, "LBFAST": ["Y", "N", None]})
    table = table.with_columns(PARAMCD=pl.lit("GLUC"), AVAL=9.0, ANRHI=6.1)
    found = toxicity(table, version="4.03")
    assert found["ATOXDSCH"].to_list() == ["Hyperglycemia (Fasting)", "Hyperglycemia", "Hyperglycemia"]
    assert found["ATOXGRH"].to_list() == ["2", "0", "0"]


def test_every_term_is_reached_by_its_test() -> None:
    for version in ("4.03", "5.0", "6.0"):
        known = rules(version)  # type: ignore[arg-type]
        tests = sorted({rule.test for rule in known.values()})
        table = pl.DataFrame({"LBTESTCD": tests, "AVAL": 1.0, "LBSPEC": "BLOOD"})
        found = toxicity(table, version=version)  # type: ignore[arg-type]
        reached = {*found["ATOXDSCL"].drop_nulls(), *found["ATOXDSCH"].drop_nulls()}
        assert reached | {"Hyperglycemia (Fasting)"} == {*known, "Hyperglycemia (Fasting)"}


def test_a_table_of_the_wrong_form_is_refused() -> None:
    with pytest.raises(HepaticaError, match="lacks PARAMCD or AVAL"):
        toxicity(pl.DataFrame({"PARAMCD": ["K"]}))
