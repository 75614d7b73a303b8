"""Child-Pugh, ALBI, filtration rate and creatinine clearance: known cases.

Child-Pugh and ALBI come from the reference data. The filtration rates and clearances are answers of the calculators of the
National Kidney Foundation (kidney.org), which are whole numbers, as the tests of admiral (2021 equation, clearance) and of
SCREAM (2009 equation) record them. MELD and MELD-Na are those that the tests of ameld, transplantr and medx and two
published worked examples give, rounded; no published example of MELD 3.0 was at hand.
"""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments import albi, child_pugh, creatinine_clearance, egfr, meld

ASCITES = {"none": "none", "slight": "mild", "moderate-severe": "moderate_severe"}
ENCEPHALOPATHY = {"none": "none", "grade1-2": "grade_1_2", "grade3-4": "grade_3_4"}

RATES_2021 = [(1.09, "mg/dL", 55, "M", 80), (85.0, "umol/L", 65, "F", 66), (1.2, "mg/dL", 55, "M", 71)]
RATES_2009 = [
    (50.0, "umol/L", 40, "M", 129), (50.0, "umol/L", 40, "F", 116), (30.0, "umol/L", 50, "M", 148),
    (30.0, "umol/L", 50, "F", 128), (60.0, "umol/L", 60, "M", 104), (60.0, "umol/L", 60, "F", 95),
    (100.0, "umol/L", 70, "M", 65), (100.0, "umol/L", 70, "F", 49),
]  # fmt: skip
CLEARANCES = [(1.09, "mg/dL", 55, "M", 90.0, 97), (85.0, "umol/L", 65, "F", 60.0, 55)]
MELDS = [
    (4.2, "mg/dL", 1.2, 1.9, "mg/dL", None, 20), (0.9, "mg/dL", 0.9, 0.9, "mg/dL", None, 6),
    (54.0, "umol/L", 2.0, 170.0, "umol/L", None, 25), (1.9, "mg/dL", 1.2, 1.3, "mg/dL", None, 13),
    (2.0, "mg/dL", 1.8, 2.0, "mg/dL", 131, 26), (3.0, "mg/dL", 2.0, 1.0, "mg/dL", 130, 23),
    (4.2, "mg/dL", 1.2, 1.9, "mg/dL", 125, 28), (1.5, "mg/dL", 1.5, 1.0, "mg/dL", 135, 15),
]  # fmt: skip
"""Bilirubin, INR, creatinine; sodium, where it is MELD-Na."""


def comparisons() -> list[Compared]:
    """The five scores."""
    return [child_pugh_cases(), albi_cases(), rates(), clearances(), melds()]


def child_pugh_cases() -> Compared:
    """Points and class of each case."""
    cases = pl.read_csv(reference("clinical", "grading", "childpugh_cases.csv"))
    found = child_pugh(
        cases.select(
            bilirubin_total="bilirubin_mg_dl",
            bilirubin_total_unit=pl.lit("mg/dL"),
            albumin="albumin_g_dl",
            albumin_unit=pl.lit("g/dL"),
            inr="inr",
            ascites=pl.col("ascites").replace_strict(ASCITES),
            encephalopathy=pl.col("encephalopathy").replace_strict(ENCEPHALOPATHY),
        )
    )
    return Compared(
        "Child-Pugh points and class",
        _by_case(cases["case"], cases.select("expected_points", "expected_class")),
        _by_case(cases["case"], found.select("score", "class")),
    )


def albi_cases() -> Compared:
    """Score (to 6 decimals) and grade of each case; bilirubin in umol/L, albumin in g/L."""
    cases = pl.read_csv(reference("clinical", "grading", "albi_cases.csv"))
    found = albi(
        cases.select(
            bilirubin_total="bilirubin_umol_l",
            bilirubin_total_unit=pl.lit("umol/L"),
            albumin="albumin_g_l",
            albumin_unit=pl.lit("g/L"),
        )
    )
    return Compared(
        "ALBI score and grade",
        _by_case(cases["case"], cases.select("albi_score", pl.col("albi_grade").cast(pl.String))),
        _by_case(cases["case"], found.select(pl.col("score").round(6), "grade")),
    )


def rates() -> Compared:
    """CKD-EPI 2021 and 2009, rounded."""
    newer = egfr(_people(RATES_2021), "CKD-EPI 2021")["rate"].round(0)
    older = egfr(_people(RATES_2009), "CKD-EPI 2009")["rate"].round(0)
    cases = [*((2021, *case) for case in RATES_2021), *((2009, *case) for case in RATES_2009)]
    return Compared(
        "CKD-EPI 2021 and 2009",
        {case[:-1]: float(case[-1]) for case in cases},
        {case[:-1]: rate for case, rate in zip(cases, [*newer, *older], strict=True)},
    )


def clearances() -> Compared:
    """Cockcroft-Gault, rounded."""
    people = _people([(*case[:4], 0) for case in CLEARANCES])
    weights = pl.Series("weight", [case[4] for case in CLEARANCES])
    found = creatinine_clearance(people.with_columns(weights, weight_unit=pl.lit("kg")))["clearance"].round(0)
    return Compared(
        "Cockcroft-Gault",
        {case[:-1]: float(case[-1]) for case in CLEARANCES},
        {case[:-1]: clearance for case, clearance in zip(CLEARANCES, found, strict=True)},
    )


def melds() -> Compared:
    """MELD, and MELD-Na where there is sodium."""
    names = ["bilirubin_total", "bilirubin_total_unit", "inr", "creatinine", "creatinine_unit", "sodium"]
    table = pl.DataFrame([case[:-1] for case in MELDS], schema=names, orient="row", strict=False)
    plain, with_sodium = meld(table, "MELD")["score"], meld(table, "MELD-Na")["score"]
    found = [both[case[5] is not None] for case, both in zip(MELDS, zip(plain, with_sodium, strict=True), strict=True)]
    expected: dict[Hashable, object] = {case[:-1]: case[-1] for case in MELDS}
    return Compared("MELD and MELD-Na", expected, dict(zip(expected, found, strict=True)))


def _people(cases: list[tuple[float, str, int, str, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        [case[:4] for case in cases], schema=["creatinine", "creatinine_unit", "age", "sex"], orient="row"
    )


def _by_case(cases: pl.Series, answers: pl.DataFrame) -> dict[Hashable, object]:
    return dict(zip(cases, answers.iter_rows(), strict=True))
