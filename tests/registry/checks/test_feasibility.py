"""Criteria that cannot hold together."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.feasibility import child_pugh_unattainable, early_stage_with_symptoms
from hepatica.registry.checks.overlap import IN
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("grade", "laboratory", "found"),
    [
        ("Child-Pugh A", "Total bilirubin ≤ 51.3 umol/L; albumin ≥ 28 g/L", True),
        ("Child-Pugh A", "Total bilirubin ≤ 2 × ULN; albumin ≥ 2.8 g/dL", True),
        ("Child-Pugh分级A级或B级(7分)", "血清总胆红素≤3倍正常上限；白蛋白≥28 g/L", True),
        ("Child-Pugh A", "Total bilirubin ≤ 1.5 × ULN; albumin ≥ 28 g/L", False),
        ("Child-Pugh A or B", "Total bilirubin ≤ 3 × ULN; albumin ≥ 28 g/L", False),
        ("Child-Pugh A", "Total bilirubin ≤ 3 × ULN", False),
        ("Child-Pugh A", "direct bilirubin ≤ 3 × ULN; albumin ≥ 28 g/L", False),
    ],
)
def test_limits_whose_points_exceed_the_admitted_score(grade: str, laboratory: str, found: bool) -> None:
    record = record_of({IN: grade, f"{IN}@en": laboratory})
    assert bool(list(child_pugh_unattainable(record))) is found


@pytest.mark.parametrize(
    ("stage", "status", "found"),
    [
        ("BCLC stage A/B/C", "ECOG performance status 0-1", True),
        ("BCLC分期B期", "ECOG评分0-2分", True),
        ("BCLC stage C", "ECOG performance status 0-2", False),
        ("BCLC stage A", "ECOG performance status 0", False),
    ],
)
def test_an_early_bclc_stage_leaves_no_room_for_symptoms(stage: str, status: str, found: bool) -> None:
    assert bool(list(early_stage_with_symptoms(record_of({IN: stage, f"{IN}@en": status})))) is found
