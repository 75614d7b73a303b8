"""CTCAE grades of laboratory results: where each grade begins, and when there is none.

Common Terminology Criteria for Adverse Events 5.0 (2017), unless a test says otherwise. An empty cell was not recorded; a
baseline is abnormal where it lies over the upper limit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from tests.spec.instrument_tables import check

from hepatica.instruments.ctcae import grade_laboratory


def graded(term: str, **choices: Any) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """The grades of one term, from a table of values (with comparator and unit), limits and baselines."""

    def grades(table: pl.DataFrame) -> pl.DataFrame:
        named = table.rename({"value_unit": "unit", "value_comparator": "comparator"}).with_columns(term=pl.lit(term))
        return grade_laboratory(named, **choices).rename({"grade_low": "at least", "grade_high": "at most"})

    return grades


def test_alt_after_a_normal_baseline_is_graded_by_its_upper_limit() -> None:
    check(
        graded("Alanine aminotransferase increased"),
        """
        value   | uln | base | grade
        40 U/L  | 40  | 20   | 0
        41 U/L  | 40  | 20   | 1
        120 U/L | 40  | 20   | 1
        121 U/L | 40  | 20   | 2
        200 U/L | 40  | 20   | 2
        201 U/L | 40  | 40   | 3
        800 U/L | 40  | 40   | 3
        801 U/L | 40  | 40   | 4
        """,
    )


def test_alt_after_an_abnormal_baseline_is_graded_by_the_baseline() -> None:
    """120 U/L is 3 times the upper limit, and not even grade 1 after 100 U/L."""
    check(
        graded("Alanine aminotransferase increased"),
        """
        value    | uln | base | grade
        120 U/L  | 40  | 100  | 0
        149 U/L  | 40  | 100  | 0
        150 U/L  | 40  | 100  | 1
        300 U/L  | 40  | 100  | 1
        301 U/L  | 40  | 100  | 2
        500 U/L  | 40  | 100  | 2
        501 U/L  | 40  | 100  | 3
        2000 U/L | 40  | 100  | 3
        2001 U/L | 40  | 100  | 4
        """,
    )


def test_ast_is_graded_as_alt_is() -> None:
    check(
        graded("Aspartate aminotransferase increased"),
        """
        value    | uln | base | grade
        41 U/L   | 40  | 40   | 1
        120 U/L  | 40  | 40   | 1
        121 U/L  | 40  | 40   | 2
        801 U/L  | 40  | 40   | 4
        74 U/L   | 40  | 50   | 0
        75 U/L   | 40  | 50   | 1
        151 U/L  | 40  | 50   | 2
        251 U/L  | 40  | 50   | 3
        1001 U/L | 40  | 50   | 4
        """,
    )


def test_version_4_knows_no_baseline_of_alt() -> None:
    check(
        graded("Alanine aminotransferase increased", version="4.03"),
        """
        value   | uln | base | grade
        120 U/L | 40  | 100  | 1
        121 U/L | 40  | 100  | 2
        201 U/L | 40  |      | 3
        801 U/L | 40  |      | 4
        """,
    )


def test_version_6_grades_alt_by_small_multiples_of_an_abnormal_baseline() -> None:
    check(
        graded("Alanine aminotransferase increased", version="6.0"),
        """
        value   | uln | base | grade
        99 U/L  | 40  | 100  | 0
        100 U/L | 40  | 100  | 1
        150 U/L | 40  | 100  | 1
        151 U/L | 40  | 100  | 2
        200 U/L | 40  | 100  | 2
        201 U/L | 40  | 100  | 3
        400 U/L | 40  | 100  | 3
        401 U/L | 40  | 100  | 4
        """,
    )


ALKALINE_PHOSPHATASE_AND_GGT = """
        value    | uln | base | grade
        100 U/L  | 100 | 90   | 0
        101 U/L  | 100 | 90   | 1
        250 U/L  | 100 | 90   | 1
        251 U/L  | 100 | 90   | 2
        500 U/L  | 100 | 90   | 2
        501 U/L  | 100 | 90   | 3
        2000 U/L | 100 | 90   | 3
        2001 U/L | 100 | 90   | 4
        399 U/L  | 100 | 200  | 0
        400 U/L  | 100 | 200  | 1
        500 U/L  | 100 | 200  | 1
        501 U/L  | 100 | 200  | 2
        1001 U/L | 100 | 200  | 3
        4001 U/L | 100 | 200  | 4
        """


def test_alkaline_phosphatase_and_ggt_begin_at_twice_an_abnormal_baseline() -> None:
    check(graded("Alkaline phosphatase increased"), ALKALINE_PHOSPHATASE_AND_GGT)
    check(graded("GGT increased"), ALKALINE_PHOSPHATASE_AND_GGT)


def test_bilirubin_begins_right_over_an_abnormal_baseline() -> None:
    check(
        graded("Blood bilirubin increased"),
        """
        value      | uln | base | grade
        20 umol/L  | 20  | 15   | 0
        21 umol/L  | 20  | 15   | 1
        30 umol/L  | 20  | 15   | 1
        31 umol/L  | 20  | 15   | 2
        60 umol/L  | 20  | 15   | 2
        61 umol/L  | 20  | 15   | 3
        200 umol/L | 20  | 15   | 3
        201 umol/L | 20  | 15   | 4
        30 umol/L  | 20  | 30   | 0
        31 umol/L  | 20  | 30   | 1
        45 umol/L  | 20  | 30   | 1
        46 umol/L  | 20  | 30   | 2
        91 umol/L  | 20  | 30   | 3
        301 umol/L | 20  | 30   | 4
        """,
    )


def test_one_and_a_half_times_a_limit_is_met_exactly_in_decimals() -> None:
    """1.5 times 1.1 is 1.65, although floating point has 1.6500000000000001."""
    check(
        graded("Blood bilirubin increased"),
        """
        value      | uln | base | grade
        1.65 mg/dL | 1.1 | 1    | 1
        1.66 mg/dL | 1.1 | 1    | 2
        3.3 mg/dL  | 1.1 | 1    | 2
        """,
    )


def test_platelets() -> None:
    check(
        graded("Platelet count decreased"),
        """
        value       | lln | grade
        125 10*9/L  | 125 | 0
        124 10*9/L  | 125 | 1
        75 10*9/L   | 125 | 1
        74 10*9/L   | 125 | 2
        50 10*9/L   | 125 | 2
        49 10*9/L   | 125 | 3
        25 10*9/L   | 125 | 3
        24 10*9/L   | 125 | 4
        74 10*3/uL  | 125 | 2
        49999 /uL   |     | 3
        7.4 10*10/L |     | 2
        """,
    )


def test_haemoglobin_in_the_unit_it_was_reported_in() -> None:
    check(
        graded("Anemia"),
        """
        value      | lln | grade
        130 g/L    | 130 | 0
        129 g/L    | 130 | 1
        100 g/L    | 130 | 1
        99 g/L     | 130 | 2
        80 g/L     | 130 | 2
        79 g/L     | 130 | 3
        10.0 g/dL  | 13  | 1
        9.9 g/dL   | 13  | 2
        7.9 g/dL   | 13  | 3
        6.2 mmol/L | 8   | 1
        6.1 mmol/L | 8   | 2
        4.8 mmol/L | 8   | 3
        """,
    )


def test_creatinine_is_graded_by_its_limit_or_by_its_baseline_whichever_is_worse() -> None:
    check(
        graded("Creatinine increased"),
        """
        value      | uln | base | grade
        100 umol/L | 100 | 90   | 0
        101 umol/L | 100 | 90   | 1
        150 umol/L | 100 | 110  | 1
        151 umol/L | 100 | 110  | 2
        91 umol/L  | 100 | 60   | 2
        90 umol/L  | 100 | 60   | 0
        181 umol/L | 100 | 60   | 3
        301 umol/L | 100 | 110  | 3
        600 umol/L | 100 | 110  | 3
        601 umol/L | 100 | 110  | 4
        601 umol/L | 100 |      | 4
        """,
    )


def test_in_version_6_only_a_low_baseline_counts_for_creatinine() -> None:
    check(
        graded("Creatinine increased", version="6.0"),
        """
        value      | lln | uln | base | grade
        91 umol/L  | 45  | 100 | 60   | 0
        91 umol/L  | 45  | 100 | 40   | 2
        121 umol/L | 45  | 100 | 40   | 3
        """,
    )


def test_inr_on_anticoagulants_is_held_against_its_baseline_too() -> None:
    """Where nobody recorded whether anticoagulants are taken, the worse is assumed."""
    check(
        graded("INR increased"),
        """
        value | base | grade
        1.2   | 1.2  | 0
        1.21  | 1.21 | 1
        1.1   | 1.0  | 1
        1.5   | 1.1  | 1
        1.51  | 1.1  | 2
        2.5   | 1.1  | 2
        2.51  | 1.1  | 3
        2.4   | 0.9  | 3
        2.6   |      | 3
        """,
    )


def test_albumin() -> None:
    check(
        graded("Hypoalbuminemia"),
        """
        value      | lln | grade
        35 g/L     | 35  | 0
        34 g/L     | 35  | 1
        30 g/L     | 35  | 1
        29 g/L     | 35  | 2
        20 g/L     | 35  | 2
        19 g/L     | 35  | 3
        3.0 g/dL   | 3.5 | 1
        2.9 g/dL   | 3.5 | 2
        1.9 g/dL   | 3.5 | 3
        300 umol/L | 526 | 3
        """,
    )


def test_sodium() -> None:
    """125 to 129 mmol/L is grade 3 where symptoms cannot be excluded."""
    check(
        graded("Hyponatremia"),
        """
        value      | lln | grade
        135 mmol/L | 135 | 0
        134 mmol/L | 135 | 1
        130 mmol/L | 135 | 1
        129 mmol/L | 135 | 3
        120 mmol/L | 135 | 3
        119 mmol/L | 135 | 4
        119 mEq/L  | 135 | 4
        """,
    )
    check(
        graded("Hypernatremia"),
        """
        value      | uln | grade
        145 mmol/L | 145 | 0
        146 mmol/L | 145 | 1
        150 mmol/L | 145 | 1
        151 mmol/L | 145 | 2
        155 mmol/L | 145 | 2
        156 mmol/L | 145 | 3
        160 mmol/L | 145 | 3
        161 mmol/L | 145 | 4
        """,
    )


def test_potassium() -> None:
    check(
        graded("Hyperkalemia"),
        """
        value      | uln | grade
        5.0 mmol/L | 5.0 | 0
        5.1 mmol/L | 5.0 | 1
        5.5 mmol/L | 5.0 | 1
        5.6 mmol/L | 5.0 | 2
        6.0 mmol/L | 5.0 | 2
        6.1 mmol/L | 5.0 | 3
        7.0 mmol/L | 5.0 | 3
        7.1 mmol/L | 5.0 | 4
        """,
    )
    check(
        graded("Hypokalemia"),
        """
        value      | lln | grade
        3.5 mmol/L | 3.5 | 0
        3.4 mmol/L | 3.5 | 2
        3.0 mmol/L | 3.5 | 2
        2.9 mmol/L | 3.5 | 3
        2.5 mmol/L | 3.5 | 3
        2.4 mmol/L | 3.5 | 4
        """,
    )


def test_glucose() -> None:
    check(
        graded("Hypoglycemia"),
        """
        value      | lln | grade
        3.9 mmol/L | 3.9 | 0
        3.8 mmol/L | 3.9 | 1
        3.0 mmol/L | 3.9 | 1
        2.9 mmol/L | 3.9 | 2
        2.1 mmol/L | 3.9 | 3
        1.6 mmol/L | 3.9 | 4
        55 mg/dL   | 70  | 1
        54 mg/dL   | 70  | 2
        39 mg/dL   | 70  | 3
        29 mg/dL   | 70  | 4
        """,
    )
    check(
        graded("Hyperglycemia (Fasting)", version="4.03"),
        """
        value       | uln | grade
        6.1 mmol/L  | 6.1 | 0
        6.2 mmol/L  | 6.1 | 1
        8.9 mmol/L  | 6.1 | 1
        9.0 mmol/L  | 6.1 | 2
        14.0 mmol/L | 6.1 | 3
        27.9 mmol/L | 6.1 | 4
        160 mg/dL   | 110 | 1
        161 mg/dL   | 110 | 2
        """,
    )


def test_version_5_grades_high_glucose_by_treatment_not_by_the_result() -> None:
    check(
        graded("Hyperglycemia"),
        """
        value     | uln | grade | problem
        20 mmol/L | 6.1 |       | 'Hyperglycemia' is no laboratory term of CTCAE 5.0
        """,
    )


def test_calcium_corrected_for_albumin() -> None:
    check(
        graded("Hypocalcemia"),
        """
        value       | lln  | grade
        2.15 mmol/L | 2.15 | 0
        2.14 mmol/L | 2.15 | 1
        2.0 mmol/L  | 2.15 | 1
        1.99 mmol/L | 2.15 | 2
        1.74 mmol/L | 2.15 | 3
        1.49 mmol/L | 2.15 | 4
        7.9 mg/dL   | 8.6  | 2
        """,
    )
    check(
        graded("Hypercalcemia"),
        """
        value       | uln  | grade
        2.55 mmol/L | 2.55 | 0
        2.56 mmol/L | 2.55 | 1
        2.91 mmol/L | 2.55 | 2
        3.11 mmol/L | 2.55 | 3
        3.41 mmol/L | 2.55 | 4
        11.6 mg/dL  | 10.2 | 2
        """,
    )


def test_fibrinogen_is_graded_by_its_limit_and_where_that_is_passed_by_its_fall() -> None:
    check(
        graded("Fibrinogen decreased"),
        """
        value    | lln | base | grade
        2.0 g/L  | 2.0 | 9    | 0
        1.9 g/L  | 2.0 | 2.0  | 1
        1.49 g/L | 2.0 | 1.6  | 2
        1.9 g/L  | 2.0 | 3.8  | 3
        1.9 g/L  | 2.0 | 7.6  | 4
        0.99 g/L | 2.0 | 1.0  | 3
        49 mg/dL |     |      | 4
        """,
    )


def test_triglycerides_of_exactly_150_are_grade_1() -> None:
    check(
        graded("Hypertriglyceridemia"),
        """
        value       | grade
        149 mg/dL   | 0
        150 mg/dL   | 1
        300 mg/dL   | 1
        301 mg/dL   | 2
        1.70 mmol/L | 0
        1.71 mmol/L | 1
        """,
    )


def test_ionised_calcium_in_mg_per_dl_is_converted_by_its_molar_mass() -> None:
    """1.5 mmol/L is 6.012 mg/dL."""
    check(
        graded("Hypercalcemia (Ionized)"),
        """
        value       | uln  | grade
        1.5 mmol/L  | 1.3  | 1
        1.51 mmol/L | 1.3  | 2
        6.01 mg/dL  | 5.2  | 1
        6.02 mg/dL  | 5.2  | 2
        """,
    )


def test_a_high_grade_needs_no_limit_and_a_low_one_cannot_be_told_without() -> None:
    check(
        graded("Platelet count decreased"),
        """
        value      | lln | grade | at least | at most | problem
        49 10*9/L  |     | 3     | 3        | 3       |
        75 10*9/L  |     |       | 0        | 1       | no lower limit of normal
        300 10*9/L |     |       | 0        | 1       | no lower limit of normal
        """,
    )


def test_without_a_baseline_alt_is_not_graded() -> None:
    check(
        graded("Alanine aminotransferase increased"),
        """
        value   | uln | base | grade | problem
        100 U/L | 40  |      |       | no baseline; not known how the baseline stood to its limits
        100 U/L |     | 30   |       | no upper limit of normal; not known how the baseline stood to its limits
        """,
    )


def test_a_censored_result_is_graded_where_every_number_it_can_be_has_one_grade() -> None:
    check(
        graded("Platelet count decreased"),
        """
        value       | lln | grade | at least | at most | problem
        <25 10*9/L  | 125 | 4     | 4        | 4       |
        <=25 10*9/L | 125 |       | 3        | 4       | a censored result leaves more than one grade
        <50 10*9/L  | 125 |       | 3        | 4       | a censored result leaves more than one grade
        >125 10*9/L | 125 | 0     | 0        | 0       |
        >=75 10*9/L | 125 |       | 0        | 1       | a censored result leaves more than one grade
        """,
    )
    check(
        graded("Alanine aminotransferase increased", version="4.03"),
        """
        value     | uln | grade | at least | at most
        <40 U/L   | 40  | 0     | 0        | 0
        <=40 U/L  | 40  | 0     | 0        | 0
        <41 U/L   | 40  |       | 0        | 1
        >800 U/L  | 40  | 4     | 4        | 4
        >=800 U/L | 40  |       | 3        | 4
        """,
    )


def test_a_cut_off_needs_a_unit_it_can_be_read_in() -> None:
    check(
        graded("Hypokalemia"),
        """
        value     | lln | grade | problem
        2.0       | 3.5 |       | no unit
        2.0 mg/dL | 3.5 |       | mg/dL does not convert to mmol/L
        2.0 bottles | 3.5 |     | the unit 'bottles' is not known, or not one of mmol/L
        """,
    )


def test_a_laboratory_that_must_deliver_si_units_is_refused_others() -> None:
    check(
        graded("Anemia", units="SI"),
        """
        value    | lln | grade | problem
        79 g/L   | 130 | 3     |
        7.9 g/dL | 13  |       | the unit g/dL is not g/L
        """,
    )


def test_cells_in_thousands_per_millilitre_are_a_thousandth_of_those_per_microlitre() -> None:
    check(
        graded("Lymphocyte count decreased"),
        """
        value       | lln  | grade
        499 10*3/mL | 1100 | 3
        499 10*3/uL | 1100 | 1
        0.5 10*3/uL | 1.1  | 2
        """,
    )


def test_without_the_worst_assumed_what_symptoms_decide_stays_open() -> None:
    check(
        graded("Hyponatremia", clinical="unknown"),
        """
        value      | lln | grade | at least | at most | problem
        129 mmol/L | 135 |       | 2        | 3       | symptoms or treatment not recorded
        124 mmol/L | 135 | 3     | 3        | 3       |
        """,
    )


def test_creatinine_clearance_under_10_is_another_term() -> None:
    check(
        graded("Creatinine clearance decreased", version="6.0"),
        """
        value     | grade | problem
        50 mL/min | 0     |
        49 mL/min | 2     |
        26 mL/min | 2     |
        25 mL/min | 3     |
        10 mL/min | 3     |
        9 mL/min  |       | under 10 mL/min the event is acute kidney injury or chronic kidney disease
        """,
    )
