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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Child-Pugh class A", "Total bilirubin ≤ 4 x ULN"), True),
        (("Child-Pugh A", "albumin ≥ 25 g/L"), True),
        (("Liver function Child-Pugh A or B7", "Total bilirubin ≤ 3 × ULN; albumin ≥ 28 g/L"), True),
        (("Child-Pugh score ≤ 6", "Total bilirubin ≤ 5 mg/dL"), True),
        (("Child–Pugh A (5-6 points)", "Serum bilirubin < 4 mg/dL"), True),
        (("Child-Pugh Grade A", "Total bilirubin less than 4 times the upper limit of normal"), True),
        (("Child-Pugh class A", "Total bilirubin ≤ 2 x ULN"), False),
        (("Child-Pugh A", "albumin ≥ 30 g/L"), False),
        (("Child-Pugh A-C", "bilirubin ≤ 5 × ULN"), False),
        (("Child-Pugh A or B", "Total bilirubin ≤ 3 × ULN"), False),
    ],
)
def test_limits_beyond_a_score_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                child_pugh_unattainable(
                    record_of(dict(zip(("eligibility.inclusion", "eligibility.inclusion@en"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("BCLC stage A/B/C", "ECOG performance status <= 2"), True),
        (("BCLC B", "ECOG 0-1"), True),
        (("BCLC 0-A", "PS 0-2"), True),
        (("巴塞罗那分期A期", "ECOG 0-1分"), True),
        (("BCLC C", "ECOG 0-1"), False),
        (("BCLC A", "ECOG 0"), False),
    ],
)
def test_stages_and_symptoms_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                early_stage_with_symptoms(
                    record_of(dict(zip(("eligibility.inclusion", "eligibility.inclusion@en"), told, strict=True)))
                )
            )
        )
        is found
    )
