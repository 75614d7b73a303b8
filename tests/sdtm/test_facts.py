"""SDTM rows become the facts a rule can be asked of, and what cannot be used says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from hepatica.rules.facts import SCHEMA
from hepatica.sdtm import Tables, fact_sources, facts
from hepatica.vocabulary import Vocabulary

EPOCH = date(1970, 1, 1)


def _day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def _tables(code: str, *rows: dict[str, Any], dm: dict[str, str] | None = None) -> Tables:
    subjects = pl.DataFrame([{"USUBJID": "1", **(dm or {})}])
    return Tables.build("S", {"DM": subjects, code: pl.DataFrame([{"USUBJID": "1", **row} for row in rows])})


def _one(voc: Vocabulary, variable: str, code: str, dm: dict[str, str] | None = None, **row: Any) -> dict[str, Any]:
    found = facts(_tables(code, row, dm=dm), voc).filter(pl.col("variable") == variable)
    assert found.height == 1
    return found.row(0, named=True)


def _lab(
    voc: Vocabulary, test: str, value: str, unit: str = "", variable: str = "platelets", **more: str
) -> dict[str, Any]:
    return _one(voc, variable, "LB", LBTESTCD=test, LBORRES=value, LBORRESU=unit, **more)


def test_the_frame_has_the_columns_rules_read(small: Tables, voc: Vocabulary) -> None:
    assert dict(facts(small, voc).schema) == SCHEMA


def test_a_result_keeps_its_decimal_text_unit_limit_and_day(small: Tables, voc: Vocabulary) -> None:
    found = (
        facts(small, voc).filter((pl.col("variable") == "platelets") & (pl.col("subject") == "1")).row(0, named=True)
    )
    assert (found["number"], found["text"], found["comparator"], found["unit"]) == (107.0, "107", "", "10*9/L")
    assert (found["high"], found["high_text"], found["low"]) == (300.0, "300", None)
    assert (found["start_lo"], found["start_hi"]) == (_day("2026-01-31"), _day("2026-01-31"))
    assert found["problem"] is None


def test_a_month_without_its_day_gives_the_days_of_the_month(small: Tables, voc: Vocabulary) -> None:
    found = facts(small, voc).filter(pl.col("variable") == "haemoglobin").row(0, named=True)
    assert (found["start_lo"], found["start_hi"]) == (_day("2026-02-01"), _day("2026-02-28"))
    assert (found["end_lo"], found["end_hi"]) == (found["start_lo"], found["start_hi"])


@pytest.mark.parametrize(
    ("written", "comparator", "text"),
    [("<20", "<", "20"), ("＜0.05", "<", "0.05"), ("≤ 20", "<=", "20"), (">= 1000", ">=", "1000"), (" 1.50 ", "", "1.50"),
     ("<20 detected", "<", "20"), ("1.5e3", "", "1.5e3"), (".6", "", ".6"), ("−3", "", "-3")],
)  # fmt: skip
def test_censored_and_oddly_written_numbers(voc: Vocabulary, written: str, comparator: str, text: str) -> None:
    found = _one(voc, "hbv_dna", "MB", MBTESTCD="HBVDNA", MBORRES=written, MBORRESU="[IU]/mL")
    assert (found["comparator"], found["text"]) == (comparator, text)
    assert found["number"] == float(text)


@pytest.mark.parametrize("written", ["TND", "target not detected", "Not Detected", "未检出"])
def test_target_not_detected_counts_as_below_the_variables_own_limit(voc: Vocabulary, written: str) -> None:
    found = _one(voc, "hbv_dna", "MB", MBTESTCD="HBVDNA", MBORRES=written, MBORRESU="[IU]/mL")
    limit = voc["hbv_dna"].not_detected
    assert limit is not None
    assert (found["comparator"], found["text"], found["unit"]) == ("<", str(limit.number), limit.unit)
    assert found["problem"] is None


def test_not_detected_where_no_limit_is_known_is_a_problem(voc: Vocabulary) -> None:
    assert "not a number" in _lab(voc, "PLAT", "not detected", "10*9/L")["problem"]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("abc", "10*9/L", "'abc' is not a number"), ("1,200", "10*9/L", "'1,200' is not a number"),
     ("100", "", "no unit is recorded"), ("100", "mg/dL", "mg/dL"), ("100", "furlong", "furlong"),
     ("3000", "10*9/L", "not plausible"), ("nan", "10*9/L", "not a number"), ("inf", "10*9/L", "not a number")],
)  # fmt: skip
def test_a_number_that_cannot_be_used_is_a_fact_with_a_problem(
    voc: Vocabulary, value: str, unit: str, words: str
) -> None:
    assert words in _lab(voc, "PLAT", value, unit)["problem"]


def test_a_ten_fold_slip_is_out_of_range_in_the_unit_it_was_written_in(voc: Vocabulary) -> None:
    assert "not plausible" in _lab(voc, "HGB", "9.0", "g/L", "haemoglobin")["problem"]
    assert _lab(voc, "HGB", "9.0", "g/dL", "haemoglobin")["problem"] is None
    assert "not plausible" in _lab(voc, "HGB", "90", "g/dL", "haemoglobin")["problem"]


def test_the_ends_of_the_range_are_plausible(voc: Vocabulary) -> None:
    assert _lab(voc, "PLAT", "2000", "10*9/L")["problem"] is None
    assert _lab(voc, "PLAT", "0", "10*9/L")["problem"] is None
    assert _lab(voc, "PLAT", "2001", "10*9/L")["problem"] is not None


def test_a_censored_value_is_out_of_range_only_if_nothing_it_can_mean_is_in_it(voc: Vocabulary) -> None:
    assert _lab(voc, "HGB", "<30", "g/L", "haemoglobin")["problem"] is None
    assert _lab(voc, "HGB", "<20", "g/L", "haemoglobin")["problem"] is not None
    assert _lab(voc, "HGB", ">20", "g/L", "haemoglobin")["problem"] is None
    assert _lab(voc, "HGB", ">300", "g/L", "haemoglobin")["problem"] is not None


def test_copies_of_hbv_dna_keep_their_unit_and_are_not_converted(voc: Vocabulary) -> None:
    found = _one(voc, "hbv_dna", "MB", MBTESTCD="HBVDNA", MBORRES="1000", MBORRESU="{copies}/mL")
    assert found["unit"] == "{copies}/mL"
    assert "{copies}/mL" in found["problem"]


def test_a_ratio_needs_no_unit(voc: Vocabulary) -> None:
    assert _lab(voc, "INR", "1.1", "", "inr")["problem"] is None


def test_a_result_in_doubt_is_never_used_silently(voc: Vocabulary) -> None:
    found = _lab(voc, "INR", "1.1", "", "inr", LBDOUBT="haemolysed")
    assert found["problem"] == "inr: haemolysed"


def test_a_row_without_a_result_or_not_done_is_no_fact(voc: Vocabulary) -> None:
    tables = _tables(
        "LB",
        {"LBTESTCD": "PLAT", "LBORRES": "", "LBORRESU": "10*9/L"},
        {"LBTESTCD": "PLAT", "LBORRES": "100", "LBORRESU": "10*9/L", "LBSTAT": "NOT DONE"},
        {"LBTESTCD": "NOTHING", "LBORRES": "100"},
    )
    assert "platelets" not in facts(tables, voc)["variable"]


@pytest.mark.parametrize("written", ["positive", "POSITIVE", "阳性", "Positive"])
def test_codes_are_read_in_any_spelling_the_vocabulary_knows(voc: Vocabulary, written: str) -> None:
    assert _one(voc, "hbsag", "MB", MBTESTCD="HBSAG", MBORRES=written)["code"] == "positive"


def test_a_code_outside_its_list_is_a_problem(voc: Vocabulary) -> None:
    found = _one(voc, "hbsag", "MB", MBTESTCD="HBSAG", MBSTRESC="perhaps")
    assert "'perhaps'" in found["problem"]


def test_an_ordinal_has_its_rank_as_a_number(voc: Vocabulary) -> None:
    found = _one(voc, "ecog", "RS", RSCAT="ECOG", RSTESTCD="ECOG101", RSORRES="1", RSSTRESC="1")
    assert (found["code"], found["number"], found["text"]) == ("1", 1.0, "1")


@pytest.mark.parametrize(("written", "code"), [("Y", "Y"), ("No", "N"), ("是", "Y")])
def test_booleans_are_y_and_n(voc: Vocabulary, written: str, code: str) -> None:
    assert _one(voc, "pregnant", "RP", RPTESTCD="PREGIND", RPORRES=written)["code"] == code


@pytest.mark.parametrize(("occur", "code"), [("", "Y"), ("Y", "Y"), ("N", "N")])
def test_a_condition_in_the_history_is_so_unless_it_says_not(voc: Vocabulary, occur: str, code: str) -> None:
    row = {"MHCAT": "LIVER CIRRHOSIS", "MHTERM": "Cirrhosis", "MHOCCUR": occur}
    assert _one(voc, "cirrhosis", "MH", **row)["code"] == code


def test_a_birth_date_is_a_fact_of_its_own_day(small: Tables, voc: Vocabulary) -> None:
    found = (
        facts(small, voc).filter((pl.col("variable") == "birth_date") & (pl.col("subject") == "1")).row(0, named=True)
    )
    assert (found["start_lo"], found["start_hi"], found["problem"]) == (_day("1960-05-01"), _day("1960-05-31"), None)


def test_an_operation_is_an_event_with_its_code(small: Tables, voc: Vocabulary) -> None:
    found = facts(small, voc).filter((pl.col("variable") == "surgery") & (pl.col("subject") == "1")).row(0, named=True)
    assert (found["code"], found["occurred"]) == ("resection", True)
    assert found["start_lo"] == found["end_hi"] == _day("2026-02-03")


def test_did_not_occur_without_a_code_is_none_of_any_kind_whatever_was_asked(small: Tables, voc: Vocabulary) -> None:
    found = facts(small, voc).filter((pl.col("variable") == "surgery") & (pl.col("subject") == "2")).row(0, named=True)
    assert (found["code"], found["occurred"], found["start_lo"]) == (None, False, _day("2026-02-10"))


def test_an_event_in_words_nobody_coded_did_occur(voc: Vocabulary) -> None:
    found = _one(voc, "surgery", "PR", PRCAT="SURGERY", PRTRT="something else")
    assert (found["code"], found["occurred"], found["problem"]) == (None, True, None)


def test_the_drugs_of_a_regimen_stay_joined(voc: Vocabulary) -> None:
    found = _one(voc, "antiviral", "CM", CMCAT="ANTIVIRAL", CMDECOD="entecavir|tenofovir_alafenamide")
    assert found["code"] == "entecavir|tenofovir_alafenamide"


def test_an_answer_that_is_neither_yes_nor_no_is_a_problem(voc: Vocabulary) -> None:
    assert "'U'" in _one(voc, "surgery", "PR", PRCAT="SURGERY", PROCCUR="U")["problem"]


def test_a_treatment_without_an_end_is_open(voc: Vocabulary) -> None:
    found = _one(voc, "antiviral", "CM", CMCAT="ANTIVIRAL", CMDECOD="entecavir", CMSTDTC="2026-01-05")
    assert (found["start_lo"], found["end_lo"], found["end_hi"]) == (_day("2026-01-05"), _day("2026-01-05"), None)


def test_a_treatment_with_an_end_has_its_bounds(voc: Vocabulary) -> None:
    dates = {"CMSTDTC": "2025", "CMENDTC": "2026-01"}
    found = _one(voc, "antiviral", "CM", CMCAT="ANTIVIRAL", CMDECOD="entecavir", **dates)
    assert (found["start_lo"], found["start_hi"]) == (_day("2025-01-01"), _day("2025-12-31"))
    assert (found["end_lo"], found["end_hi"]) == (_day("2026-01-01"), _day("2026-01-31"))


def test_a_treatment_that_ends_before_it_starts_is_a_problem(voc: Vocabulary) -> None:
    dates = {"CMSTDTC": "2026-02-01", "CMENDTC": "2026-01-01"}
    found = _one(voc, "antiviral", "CM", CMCAT="ANTIVIRAL", CMDECOD="entecavir", **dates)
    assert "ends before it starts" in found["problem"]


@pytest.mark.parametrize(("study_day", "offset"), [(1, 0), (2, 1), (397, 396), (-1, -1), (-30, -30)])
def test_study_days_have_no_day_zero(voc: Vocabulary, study_day: int, offset: int) -> None:
    found = _one(voc, "platelets", "LB", LBTESTCD="PLAT", LBORRES="100", LBORRESU="10*9/L", LBDY=study_day)
    assert (found["start_lo"], found["start_hi"]) == (offset, offset)


def test_study_days_are_dated_from_the_reference_start_where_there_is_one(voc: Vocabulary) -> None:
    dm = {"RFSTDTC": "2026-03-10"}
    row = {"LBTESTCD": "PLAT", "LBORRES": "100", "LBORRESU": "10*9/L"}
    found = _one(voc, "platelets", "LB", dm=dm, LBDY=-2, **row)
    assert found["start_lo"] == _day("2026-03-08")


def test_a_study_day_among_dates_without_a_reference_start_is_an_unknown_day(voc: Vocabulary) -> None:
    tables = _tables(
        "LB",
        {"LBTESTCD": "PLAT", "LBORRES": "100", "LBORRESU": "10*9/L", "LBDTC": "2026-01-01", "LBDY": None},
        {"LBTESTCD": "PLAT", "LBORRES": "90", "LBORRESU": "10*9/L", "LBDTC": "", "LBDY": 5},
    )
    found = facts(tables, voc).filter(pl.col("number") == 90)
    assert found["start_lo"].to_list() == [None]


def test_a_birth_date_cannot_be_set_against_study_days(voc: Vocabulary) -> None:
    dm = {"BRTHDTC": "1960-01-01"}
    tables = _tables("LB", {"LBTESTCD": "PLAT", "LBORRES": "1", "LBORRESU": "10*9/L", "LBDY": 3}, dm=dm)
    found = facts(tables, voc).filter(pl.col("variable") == "birth_date")
    assert "study days only" in found["problem"][0]


def test_an_impossible_date_spoils_its_own_fact_alone(voc: Vocabulary) -> None:
    row = {"LBTESTCD": "PLAT", "LBORRES": "100", "LBORRESU": "10*9/L"}
    tables = _tables("LB", {**row, "LBDTC": "2026-02-30"}, {**row, "LBDTC": "2026-02-28"})
    found = facts(tables, voc).filter(pl.col("variable") == "platelets")
    assert ["2026-02-30" in (problem or "") for problem in found["problem"]] == [True, False]
    assert found["start_lo"].to_list() == [None, _day("2026-02-28")]


def test_a_judgement_keeps_its_question_answer_and_judge(voc: Vocabulary) -> None:
    row = {"FAOBJ": "JUDGEMENT", "FATESTCD": "JUDGE", "FATEST": "life expectancy over 3 months", "FAORRES": "Y"}
    found = _one(voc, "judgement", "FA", **row, FAEVAL="investigator")
    assert (found["code"], found["occurred"], found["site"]) == ("life expectancy over 3 months", True, "investigator")


def test_an_adverse_event_keeps_grade_and_seriousness(voc: Vocabulary) -> None:
    row = {"AETERM": "Ascites", "AETOXGR": "3", "AESER": "Y", "AESTDTC": "2026-01-05"}
    found = _one(voc, "adverse_event", "AE", **row)
    assert (found["code"], found["grade"], found["status"]) == ("Ascites", 3, "serious")


def test_every_fact_leads_to_its_record_and_source(small: Tables, voc: Vocabulary) -> None:
    found = facts(small, voc).join(fact_sources(small, voc), on=["fact", "subject", "variable"], how="left")
    assert found["fact"].is_unique().all()
    assert found["domain"].null_count() == 0
    platelets = found.filter((pl.col("variable") == "platelets") & (pl.col("subject") == "2")).row(0, named=True)
    assert (platelets["domain"], platelets["seq"], platelets["srcref"]) == ("LB", 1, "file:lb.csv#row=3;col=PLT")


def test_facts_do_not_depend_on_the_order_of_the_columns(small: Tables, voc: Vocabulary) -> None:
    turned = {code: frame.select(reversed(frame.columns)) for code, frame in small.domains.items()}
    assert facts(Tables(small.study, turned), voc).equals(facts(small, voc))


def test_no_data_give_no_facts(voc: Vocabulary) -> None:
    assert facts(Tables("S", {}), voc).equals(pl.DataFrame(schema=SCHEMA))
    assert fact_sources(Tables("S", {}), voc).is_empty()
