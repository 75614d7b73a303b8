"""CTCAE laboratory grades, held against the text of the criteria where a reference contradicts it.

1,864 cases of pharmaverse/admiral and the laboratory analysis data of pharmaverseadam (version 4.03), both Apache-2.0.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.ctcae import Version, grade_laboratory
from hepatica.instruments.ctcae.toxicity import toxicity
from hepatica.instruments.ctcae.units import System

SYSTEMS: Final[dict[str, tuple[Version, System]]] = {
    "ctcv4": ("4.03", "SI"),
    "ctcv4_uscv": ("4.03", "US"),
    "ctcv4+ctcv4_uscv": ("4.03", "any"),
    "ctcv5": ("5.0", "SI"),
    "ctcv5_uscv": ("5.0", "US"),
    "ctcv6": ("6.0", "SI"),
    "ctcv6_uscv": ("6.0", "US"),
}
COLUMNS: Final = {
    "TERM": "term", "AVAL": "value", "AVALU": "unit", "ANRLO": "lln", "ANRHI": "uln", "BASE": "base",
    "BNRIND": "base_indicator", "PCHG": "change",
}  # fmt: skip
NUMBERS: Final = ("AVAL", "ANRLO", "ANRHI", "BASE", "PCHG")

TRIGLYCERIDES: Final = "grade 1 of hypertriglyceridemia begins at 150 mg/dL (1.71 mmol/L), the reference's over it"
EXPLAINED: Final[dict[Hashable, str]] = {
    **{(f"{test}", "10"): TRIGLYCERIDES for test in ("63a", "63b", "64a", "64b", "64c", "64d")},
    ("30a", "22"): "grade 1 of GGT after an abnormal baseline begins at 2.0 x baseline, the reference's over it",
    ("26b", "15"): "without a baseline it cannot be excluded that creatinine rose over 1.5 times a low one",
}
"""Test and number in the reference; the cases must differ."""


def comparisons() -> list[Compared]:
    """Every case in the version and the units it names, and every grade of the analysis data in SI units."""
    return [_cases(), _analysis_data("L"), _analysis_data("H"), _both()]


def _cases() -> Compared:
    cases = pl.read_csv(reference("clinical", "grading", "ctcae_lab_grade_cases.csv.gz"), infer_schema_length=0)
    cases = cases.with_columns(pl.col(name).cast(pl.Float64) for name in NUMBERS)
    test = pl.col("TEST").str.extract(r" Test (\w+):")
    repeated = pl.col("TEST").str.contains("USCV unit") & (test == "81")
    cases = cases.with_columns(key=pl.when(repeated).then(pl.lit("81 USCV")).otherwise(test))
    expected: dict[Hashable, object] = {}
    found: dict[Hashable, object] = {}
    for (criteria,), part in cases.partition_by("CRITERIA", as_dict=True).items():
        version, units = SYSTEMS[str(criteria)]
        grades = grade_laboratory(part.select(list(COLUMNS)).rename(COLUMNS), version=version, units=units)
        keys = list(zip(part["key"], part["TESTNUM"], strict=True))
        expected |= dict(zip(keys, part["EXPECTED_GRADE"].cast(pl.Int64), strict=True))
        found |= dict(zip(keys, grades["grade"], strict=True))
    return Compared("cases of admiral", expected, found, EXPLAINED)


def _adlb() -> pl.DataFrame:
    """The analysis data; the unit is that in the parameter's name."""
    table = pl.read_parquet(reference("clinical", "onco", "adam_adlb.parquet"))
    return table.with_columns(AVALU=pl.col("PARAM").cast(pl.String).str.extract(r"\(([^()]*)\)$"))


def _analysis_data(side: str) -> Compared:
    """One direction of ADLB, by the terms that it names."""
    table = _adlb().with_columns(TERM=pl.col(f"ATOXDSC{side}").cast(pl.String)).filter(pl.col("TERM").is_not_null())
    grades = grade_laboratory(table.select(list(COLUMNS)).rename(COLUMNS), version="4.03", units="SI")
    given = table[f"ATOXGR{side}"].cast(pl.String).str.strip_chars_start("-").cast(pl.Int64)
    keys = list(zip(table["USUBJID"], table["PARAMCD"], table["ASEQ"], strict=True))
    expected, found = dict(zip(keys, given, strict=True)), dict(zip(keys, grades["grade"], strict=True))
    return Compared(f"analysis data, {'low' if side == 'L' else 'high'}", expected, found)


def _both() -> Compared:
    """ATOXGR by test; without the tests whose term is another: total calcium, lymphocytes (as CD4), urate (not graded)."""
    table = _adlb().filter(~pl.col("PARAMCD").cast(pl.String).is_in(["CA", "LYMPH", "URATE"]))
    found = toxicity(table, version="4.03", units="SI")
    keys = list(zip(table["USUBJID"], table["PARAMCD"], table["ASEQ"], strict=True))
    expected = dict(zip(keys, table["ATOXGR"].cast(pl.String), strict=True))
    return Compared("analysis data, both directions", expected, dict(zip(keys, found["ATOXGR"], strict=True)))
