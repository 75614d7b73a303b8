"""Words without a measure."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.vague import IN, OUT, any_abnormality, insufficiency_without_measure
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
