"""Blinding."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.blinding import masked_and_open, open_and_double_blind
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Evaluated by two radiologists in a double-blind process", True),
        ("由2名医师双盲独立测量", True),
        ("blinded independent central review", False),
        ("由医师独立测量", False),
    ],
)
def test_no_masking_and_double_blind_readers(told: str, found: bool) -> None:
    assert (
        bool(list(open_and_double_blind(record_of({"masking": "None (Open label)", "outcome[0].method": told}))))
        is found
    )


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("None", "This is a randomized, double-blind, placebo-controlled trial.", True),
        ("未设盲", "本研究为随机双盲对照试验。", True),
        ("DOUBLE", "This is a randomized, double-blind trial.", False),
        ("None", "A previous double-blind trial showed an effect.", False),
    ],
)
def test_a_study_that_calls_itself_double_blind(field: str, told: str, found: bool) -> None:
    assert bool(list(open_and_double_blind(record_of({"masking": field, "summary": told})))) is found


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("DOUBLE", "An open-label comparison of two drugs", True),
        ("双盲", "本研究为开放标签研究", True),
        ("NONE", "An open-label comparison", False),
        ("DOUBLE", "A double-blind phase followed by an open-label extension", False),
        ("SINGLE", "An open-label study with a masked assessor", False),
    ],
)
def test_masked_by_the_register_and_open_label_in_the_text(field: str, told: str, found: bool) -> None:
    assert bool(list(masked_and_open(record_of({"masking": field, "summary": told})))) is found
