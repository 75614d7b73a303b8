"""Units and the words between limits."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.units import (
    IN,
    OUT,
    both_needed_to_refuse,
    either_is_enough,
    lost_exponent,
    two_units,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Platelets ≥ 50 × 109 / L", True),
        ("红细胞≥3.0×1012/L", True),
        ("Platelets ≥ 50 × 10^9/L", False),
        ("Platelets ≥ 50 × 10⁹/L", False),
        ("Platelets ≥ 50 × 10E9/L", False),
        ("glucose 109 mg/dL", False),
    ],
)
def test_a_power_of_ten_on_the_line(text: str, found: bool) -> None:
    assert bool(list(lost_exponent(record_of({IN: text})))) is found


@pytest.mark.parametrize(
    ("criterion", "other", "found"),
    [
        ("AFP ≥ 200 ug/L", "AFP greater than 32 ng/ml", True),
        ("血红蛋白≥90 g/L", "血红蛋白<9 g/dL", True),
        ("AFP ≥ 200 ug/L", "AFP greater than 32 ug/L", False),
        ("Hb ≥ 90 g/L", "AFP greater than 32 ng/ml", False),
    ],
)
def test_one_analyte_in_two_units(criterion: str, other: str, found: bool) -> None:
    assert bool(list(two_units(record_of({IN: criterion, "summary": other})))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INR or aPTT ≤ 1.5 × ULN", True),
        ("ALT或AST≤2.5倍正常上限", True),
        ("INR or prothrombin time ≤ 1.5 × ULN", False),
        ("AST/ALT ≤ 2.5 × ULN", False),
        ("AST and/or ALT ≤ 2.5 × ULN", False),
        ("aPTT or PTT ≤ 1.5 × ULN", False),
        ("AST and ALT ≤ 2.5 × ULN", False),
    ],
)
def test_or_between_two_values_that_are_both_meant(text: str, found: bool) -> None:
    assert bool(list(either_is_enough(record_of({IN: text})))) is found


def test_or_among_exclusions_is_right() -> None:
    assert not list(either_is_enough(record_of({OUT: "ALT or AST > 3 × ULN"})))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("creatinine > 1.5 × ULN and creatinine clearance < 50 mL/min", True),
        ("肌酐>1.5倍正常上限且肌酐清除率<50 mL/min", True),
        ("creatinine > 1.5 × ULN or creatinine clearance < 50 mL/min", False),
        ("creatinine > 1.5 × ULN and ALT > 3 × ULN", False),
    ],
)
def test_two_renal_values_that_must_both_be_abnormal(text: str, found: bool) -> None:
    assert bool(list(both_needed_to_refuse(record_of({OUT: text})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Platelet count of at least 100 x 109/L", True),
        ("ANC ≥ 1.5×109 /L", True),
        ("WBC > 3 * 109/L", True),
        ("platelets ≥ 75 × 103/µL", True),
        ("Neutrophils ≥1.5x109 per litre", True),
        ("HBV DNA < 2 × 103 IU/mL", True),
        ("HBV DNA ≤ 1x104 copies/ml", True),
        ("白细胞≥3.0×109/L", True),
        ("platelets ≥ 100 x 103/mm3", True),
        ("Platelets ≥ 100 × 10^9/L", False),
        ("Platelets ≥ 100 × 10⁹/L", False),
        ("Platelets ≥ 100*10*9/L", False),
        ("Weight 109 kg", False),
        ("HBV DNA < 2000 IU/mL", False),
        ("Platelets ≥100 × 10 9/L", False),
    ],
)
def test_an_exponent_is_lost_before_many_units(told: str, found: bool) -> None:
    assert bool(list(lost_exponent(record_of({"eligibility.inclusion": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Serum creatinine > 1.5×ULN and eGFR < 50 ml/min", True),
        ("creatinine > 2 × ULN with creatinine clearance < 40 mL/min", True),
        ("eGFR < 50 ml/min and creatinine > 1.5 × ULN", True),
        ("血肌酐>1.5×ULN且肌酐清除率<50 mL/min", True),
        ("Serum creatinine > 1.5×ULN or eGFR < 50 ml/min", False),
        ("creatinine > 1.5 × ULN", False),
        ("eGFR < 50 ml/min", False),
    ],
)
def test_both_values_are_asked_for_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(both_needed_to_refuse(record_of({"eligibility.exclusion": told})))) is found
