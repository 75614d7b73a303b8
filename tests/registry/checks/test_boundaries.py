"""Numbers that do not close, and pairs of numbers that are meant."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.boundaries import contraception_of_two_lengths, hole, swallowed
from hepatica.registry.checks.overlap import IN, OUT
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("admits", "refuses", "found"),
    [
        ("age over 18 years old", "age under 18 years old", True),
        ("血红蛋白>90 g/L", "血红蛋白<9 g/dL", True),
        ("age ≥ 18 years", "age < 18 years", False),
        ("age > 18 years", "age > 18 years", False),
        ("ALT < 3 × ULN", "ALT > 5 × ULN", False),
    ],
)
def test_a_number_that_neither_list_decides(admits: str, refuses: str, found: bool) -> None:
    assert bool(list(hole(record_of({IN: admits, OUT: refuses})))) is found


@pytest.mark.parametrize(
    ("refuses", "found"),
    [
        ("calcium > 12 mg/dL, or corrected serum calcium > ULN", True),
        ("ALT > 5 × ULN or ALT > 3 × ULN", True),
        ("ALT > 5 × ULN, or ALT > 3 × ULN with bilirubin > 2 × ULN", False),
        ("ALT or AST > 5 × ULN; AST > 3 × ULN and total bilirubin > 2 × ULN", False),
        ("AST > 5 × ULN或AST > 3 × ULN且总胆红素>2 × ULN", False),
        ("ionized calcium > 1.5 mmol/L or corrected serum calcium > ULN", False),
    ],
)
def test_a_limit_that_another_makes_void(refuses: str, found: bool) -> None:
    assert bool(list(swallowed(record_of({OUT: refuses})))) is found


USE = "must use contraception for {} after the last dose of {}."


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Women " + USE.format("8 weeks", "study drug"), "Women " + USE.format("120 days", "study drug"), True),
        ("女性受试者须在末次用药后6个月内避孕。", "有生育能力的女性须避孕，末次给药后至少3个月。", True),
        ("Women " + USE.format("7 months", "study drug"), "Men " + USE.format("4 months", "study drug"), False),
        ("Women " + USE.format("7 months", "trastuzumab"), "Women " + USE.format("5 months", "atezolizumab"), False),
        ("Women " + USE.format("6 months", "study drug"), "Women " + USE.format("180 days", "treatment"), False),
        ("Women " + USE.format("6 months", "study drug"), "No live vaccine for 30 days after the last dose.", False),
    ],
)  # fmt: skip
def test_contraception_of_two_lengths_for_the_same_people_and_drug(one: str, other: str, found: bool) -> None:
    assert bool(list(contraception_of_two_lengths(record_of({IN: f"{one} {other}"})))) is found
