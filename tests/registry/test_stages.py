"""Stages and grades as criteria name them."""

from __future__ import annotations

import pytest

from hepatica.registry.looking import record_of
from hepatica.registry.stages import Scale, stated


@pytest.mark.parametrize(
    ("scale", "text", "steps"),
    [
        ("BCLC", "BCLC stage A,B,C", "A B C"),
        ("BCLC", "Barcelona Clinic Liver Cancer (BCLC) staging of 0 or A.", "0 A"),
        ("BCLC", "BCLC分期A/B/C期", "A B C"),
        ("BCLC", "BCLC B-D", "B C D"),
        ("Child-Pugh", "Child-Pugh A or B7", "A B7"),
        ("Child-Pugh", "Child-Pugh Class A or Class B with a score of 7.", "A B7"),
        ("Child-Pugh", "Child-Pugh A (5-6 points) or B (7-9)", "A B"),
        ("Child-Pugh", "肝功能Child-Pugh分级A级或B级", "A B"),
        ("ECOG", "Eastern Cooperative Oncology Group (ECOG) performance status of 0 or 1.", "0 1"),
        ("ECOG", "PS score 0- 1 point.", "0 1"),
        ("ECOG", "PS score of 2 points and above", "2 3 4"),
        ("ECOG", "ECOG performance status < 2", "0 1"),
        ("ECOG", "ECOG体能状态评分<=2", "0 1 2"),
        ("ECOG", "ECOG评分0-1分", "0 1"),
    ],
)
def test_the_steps_of_a_scale_are_those_it_names(scale: Scale, text: str, steps: str) -> None:
    (each,) = stated(record_of({"eligibility.inclusion": text}), scale, "eligibility.inclusion")
    assert sorted(each.steps) == steps.split()
    assert each.sure


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        ("BCLC", "BCLC staging system"),
        ("Child-Pugh", "children with Pughs syndrome A"),
        ("ECOG", "ECG within 2 weeks"),
        ("ECOG", "Performance status assessed within 2 weeks"),
        ("ECOG", "Karnofsky performance status ≥ 70"),
    ],
)
def test_what_names_no_step_gives_nothing(scale: Scale, text: str) -> None:
    assert not stated(record_of({"eligibility.inclusion": text}), scale, "eligibility.inclusion")


def test_a_stage_that_is_an_exception_is_not_sure() -> None:
    record = record_of({"eligibility.exclusion": "Any stage other than BCLC stage A"})
    assert not stated(record, "BCLC", "eligibility.exclusion")[0].sure
