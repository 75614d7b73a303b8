"""Words without a measure."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.vague import (
    IN,
    OUT,
    any_abnormality,
    insufficiency_without_measure,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("limit", "text", "found"),
    [
        ("Serum creatinine ≤ 1.5 × ULN", "Patients with severe renal dysfunction", True),
        ("肌酐≤1.5倍正常上限", "严重肾功能不全", True),
        ("Serum creatinine ≤ 1.5 × ULN", "Severe liver dysfunction", False),
        ("Serum creatinine ≤ 1.5 × ULN", "Severe renal insufficiency (creatinine clearance < 30 mL/min)", False),
        ("ECOG 0-1", "Severe renal insufficiency", False),
    ],
)
def test_severe_insufficiency_beside_a_limit_for_that_organ(limit: str, text: str, found: bool) -> None:
    assert bool(list(insufficiency_without_measure(record_of({IN: limit, OUT: text})))) is found


@pytest.mark.parametrize(
    ("limit", "text", "found"),
    [
        ("ALT ≤ 2.5 × ULN", "Any clinically significant laboratory abnormality", True),
        ("ALT≤2.5倍正常上限", "任何有意义的实验室检查异常", True),
        ("ALT ≤ 1 × ULN", "Any clinically significant laboratory abnormality", False),
        ("ALT ≤ 2.5 × ULN", "Any laboratory-confirmed infection", False),
    ],
)
def test_any_abnormality_beside_a_limit_over_normal(limit: str, text: str, found: bool) -> None:
    assert bool(list(any_abnormality(record_of({IN: limit, OUT: text})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Severe renal failure", True),
        ("Serious impairment of liver function", True),
        ("Patients with severe liver dysfunction", True),
        ("Subjects with severe liver and kidney dysfunction", True),
        ("Severely impaired renal function", True),
        ("Renal insufficiency (severe)", True),
        ("Poor renal function", True),
        ("严重肝肾功能不全者", True),
        ("肾功能严重受损", True),
        ("Obvious abnormality of liver function", True),
        ("Significant hepatic or renal disease", True),
        ("Severe renal failure (creatinine clearance < 30 mL/min)", False),
        ("Severe heart failure", False),
        ("Severe liver disease (Child-Pugh C)", False),
        ("History of kidney transplantation", False),
        ("严重心功能不全", False),
    ],
)
def test_severe_where_there_is_a_limit(told: str, wrong: bool) -> None:
    record = record_of(
        {"eligibility.inclusion": "Serum creatinine ≤ 1.5 × ULN; ALT ≤ 5 × ULN", "eligibility.exclusion": told}
    )
    assert bool(list(insufficiency_without_measure(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Any laboratory abnormality", True),
        ("Any clinically significant abnormal laboratory finding", True),
        ("Any abnormal laboratory value", True),
        ("Abnormal laboratory results of any kind", True),
        ("任何实验室检查异常", True),
        ("Any abnormality in blood tests", True),
        ("Presence of any significant laboratory abnormalities", True),
        ("实验室检查有任何异常者", True),
        ("Abnormal ECG", False),
        ("Any active infection", False),
        ("Known coagulation abnormalities", False),
        ("Any laboratory abnormality that in the investigator's opinion makes the patient unsuitable", False),
    ],
)
def test_any_abnormality_where_limits_allow_some(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "AST, ALT ≤ 2.5 × ULN", "eligibility.exclusion": told})
    assert bool(list(any_abnormality(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Severe kidney disease", True),
        ("Patients with serious renal insufficiency", True),
        ("Severe impairment of renal function", True),
        ("Renal transplantation", False),
    ],
)
def test_severe_without_a_measure_where_there_is_a_limit_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "Creatinine clearance ≥ 60 mL/min", "eligibility.exclusion": told})
    assert bool(list(insufficiency_without_measure(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Any abnormal laboratory result", True),
        ("Any other laboratory abnormality", True),
        ("Any clinically relevant abnormal laboratory test", True),
        ("Abnormal bleeding", False),
    ],
)
def test_any_abnormal_result_excludes_and_the_limits_tolerate_some_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "ALT ≤ 3 × ULN", "eligibility.exclusion": told})
    assert bool(list(any_abnormality(record))) is wrong
