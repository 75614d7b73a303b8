"""Limits as criteria write them, in English and Chinese, and what must give none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hepatica.registry.limits import Limit, limits, opposed, read_limits
from hepatica.registry.looking import record_of
from hepatica.registry.record import Value


def read(text: str) -> list[Limit]:
    return list(read_limits("eligibility.inclusion", Value(text, "")))


@pytest.mark.parametrize(
    ("text", "analyte", "comparator", "number", "unit", "of"),
    [
        ("Absolute Neutrophil Count (ANC) ≥1.5 × 10⁹/L", "neutrophils", ">=", "1.5", "10*9/L", ""),
        ("Platelets ≥ 50 × 109 / L;", "platelets", ">=", "50", "10*9/L", ""),
        ("Hemoglobin >= 9.0 g/dL", "haemoglobin", ">=", "9.0", "g/dL", ""),
        ("ANC ≥ 1500/mm3", "neutrophils", ">=", "1500", "/uL", ""),
        ("Platelets ≥ 100,000/µL", "platelets", ">=", "100000", "/uL", ""),
        ("serum creatinine levels exceeding 1.5 times the upper limit of normal", "creatinine", ">", "1.5", None, "ULN"),
        ("Total bilirubin no more than 1.5 x ULN", "bilirubin_total", "<=", "1.5", None, "ULN"),
        ("corrected serum calcium > ULN", "calcium_corrected", ">", "1", None, "ULN"),
        ("left ventricular ejection fraction (LVEF) is less than 50%", "lvef", "<", "50", "%", ""),
        ("Life expectancy of at least 12 weeks", "life_expectancy", ">=", "12", "wk", ""),
        ("血清总胆红素≤1.5倍正常值上限", "bilirubin_total", "<=", "1.5", None, "ULN"),
        ("血小板计数≥75×10^9/L；", "platelets", ">=", "75", "10*9/L", ""),
        ("中性粒细胞绝对值不低于1.5×10^9/L", "neutrophils", ">=", "1.5", "10*9/L", ""),
        ("预计生存期大于3个月", "life_expectancy", ">", "3", "mo", ""),
        ("Hemoglobin of 9 g/dL or above", "haemoglobin", ">=", "9", "g/dL", ""),
        ("ECOG performance status of 2 or less", "ecog", "<=", "2", None, ""),
        ("ALT 5 times ULN or less", "alt", "<=", "5", None, "ULN"),
        ("血小板75×10^9/L以上", "platelets", ">=", "75", "10*9/L", ""),
        ("血红蛋白90g/L及以上", "haemoglobin", ">=", "90", "g/L", ""),
    ],
)  # fmt: skip
def test_a_limit_is_read_with_analyte_comparator_number_and_unit(
    text: str, analyte: str, comparator: str, number: str, unit: str | None, of: str
) -> None:
    (limit,) = read(text)
    assert (limit.analyte, limit.comparator, str(limit.number), limit.unit, limit.of) == (
        analyte,
        comparator,
        number,
        unit,
        of,
    )
    assert text.startswith(limit.quote.text)


def test_a_range_is_two_limits() -> None:
    low, high = read("aged 18 to 70 years")
    assert (low.comparator, low.number, high.comparator, high.number) == (">=", 18, "<=", 70)
    assert low.unit == high.unit == "a"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("AST, ALT ≤ 2.5 × ULN", ","),
        ("INR or aPTT ≤ 1.5 × ULN", "or"),
        ("Alanine aminotransferase (ALT)/aspartate aminotransferase (AST) ≤3.0 x upper limit of normal", "or"),
        ("ALT和AST≤5倍正常上限", "and"),
    ],
)
def test_analytes_that_share_a_limit_are_told_apart_with_how_they_are_joined(text: str, joined: str) -> None:
    found = read(text)
    assert len({limit.analyte for limit in found}) == 2
    assert {limit.joined for limit in found} == {joined}


@pytest.mark.parametrize(
    "text",
    [
        "indirect bilirubin ≤ 2 mg/dL",
        "Platelets ≥ 100 thousand per unit",
        "received within 4 weeks",
        "Bilirubin: 3 or more measurements",
        "ALT ≤ 5 g/L",
        "prealbumin < 180 mg/L",
        "HIV viral load < 50 copies/mL",
        "间接胆红素≤20μmol/L",
        "stage 1-3 disease",
        "(>1.5 mmol/L ionized calcium",
        "Bilirubin grade 2 or higher",
        "haemoglobin 9 g/dL or haematocrit 30%",
        "ANC 1.5 or more than 2",
    ],
)
def test_what_is_not_certain_gives_no_limit(text: str) -> None:
    assert read(text) == []


def test_a_limit_on_the_other_side_of_another_is_not_joined_with_it() -> None:
    found = read(">1.5 mmol/L ionized calcium, or calcium >12 mg/dL, or corrected serum calcium > ULN")
    assert [(limit.analyte, limit.joined) for limit in found] == [("calcium_total", ""), ("calcium_corrected", "")]


def test_a_value_is_exact_in_the_analytes_own_unit() -> None:
    (limit,) = read("Hemoglobin ≥9.1 g/dL")
    assert limit.value() == Fraction(91)
    (multiple,) = read("ALT ≤ 5 × ULN")
    assert multiple.value() is None


def test_a_limit_for_some_patients_only_is_conditional() -> None:
    assert read("AST ≤ 5 × ULN in patients with liver metastases")[0].conditional
    assert not read("AST ≤ 5 × ULN")[0].conditional


@pytest.mark.parametrize(
    ("admits", "refuses", "lie"),
    [
        ("Platelets ≥ 50 × 10^9/L", "Platelet count < 75 × 10^9/L", "meet"),
        ("Platelets ≥ 75 × 10^9/L", "Platelet count < 75 × 10^9/L", "touch"),
        ("24-hour urine protein < 1 g", "24-hour urine protein > 1.0 g", "apart"),
        ("Hemoglobin ≥ 9 g/dL", "Hb ≤ 90 g/L", "meet"),
        ("ALT ≤ 5 × ULN", "ALT > 3 × ULN", "meet"),
        ("ALT ≤ 3 × ULN", "ALT > 5 × ULN", "apart"),
    ],
)
def test_an_including_and_an_excluding_limit_meet_touch_or_leave_a_gap(admits: str, refuses: str, lie: str) -> None:
    record = record_of({"eligibility.inclusion": admits, "eligibility.exclusion": refuses})
    assert [each[2] for each in opposed(record)] == [lie]


def test_the_limits_of_one_record_are_not_those_of_the_next() -> None:
    one, other = (record_of({"eligibility.inclusion": f"Age ≥ {age} years"}) for age in (18, 20))
    assert [limits(record)[0].number for record in (one, other, one)] == [18, 20, 18]
