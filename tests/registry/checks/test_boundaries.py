"""Numbers that do not close, and pairs of numbers that are meant."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.boundaries import (
    contraception_of_two_lengths,
    gap,
    hole,
    swallowed,
)
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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Platelets > 100 x 10^9/L", "Platelets < 75 x 10^9/L"), True),
        (("Hemoglobin ≥ 90 g/L", "Hemoglobin < 80 g/L"), True),
        (("Total bilirubin ≤ 1.5 × ULN", "Total bilirubin > 3 × ULN"), True),
        (("INR ≤ 1.5", "INR > 2.3"), True),
        (("血小板≥75×10^9/L", "血小板<50×10^9/L"), True),
        (("Platelets ≥ 75 x 10^9/L", "Platelets < 75 x 10^9/L"), False),
        (("Bilirubin ≤ 1.5 × ULN", "Bilirubin > 3 × ULN in patients with Gilbert syndrome"), False),
        (("ALT ≤ 2.5 × ULN", "ALT > 5 × ULN and bilirubin > 2 × ULN"), False),
        (("Platelets ≥ 75 x 10^9/L", "Hemoglobin < 75 g/L"), False),
    ],
)
def test_two_limits_with_room_between_them(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(list(gap(record_of(dict(zip(("eligibility.inclusion", "eligibility.exclusion"), told, strict=True))))))
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("hypercalcemia (calcium > 12 mg/dL, or corrected serum calcium > ULN)", True),
        ("AST > 5 × ULN or AST > 3 × ULN", True),
        ("Platelets < 50 x 10^9/L or platelets < 75 x 10^9/L", True),
        ("creatinine > 2 × ULN or creatinine > 1.5 × ULN", True),
        ("AST > 5 × ULN or ALT > 3 × ULN", False),
        ("AST > 3 × ULN, or > 5 × ULN with liver metastases", False),
    ],
)
def test_a_limit_within_another_on_either_side(told: str, found: bool) -> None:
    assert bool(list(swallowed(record_of({"eligibility.exclusion": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            "Women must use contraception for 3 months after the last dose, and men and women for 180 days after the "
            "last dose of study treatment",
            True,
        ),
        (
            "Women of childbearing potential must use effective contraception during the study and for six (6) "
            "months after the last dose. Female subjects agree to use birth control for 90 days following the final "
            "administration of study drug.",
            True,
        ),
        (
            "Contraception is required for 3 months after the end of treatment. Both partners use contraception "
            "until 6 months after stopping study drug.",
            True,
        ),
        (
            "After the last dose of study drug contraception must be continued for 120 days. Patients must use "
            "contraception for 30 days after the last dose.",
            True,
        ),
        ("育龄妇女须在研究期间及末次给药后6个月内避孕。受试者应在末次用药后3个月采取避孕措施。", True),
        (
            "Participants agree to avoid pregnancy for 30 days after last dose. Female participants use "
            "contraception for 12 weeks after the last dose.",
            True,
        ),
        (
            "Highly effective contraception for twelve weeks post last dose. Subjects should use contraception for 6 "
            "months after completion of treatment.",
            True,
        ),
        ("Women use contraception for 6 months and men for 3 months after the last dose.", False),
        (
            "Women use contraception for 6 months after the last dose. Men use contraception for 3 months after the "
            "last dose.",
            False,
        ),
        (
            "Contraception for 120 days after the last dose of pembrolizumab and 180 days after the last dose of "
            "lenvatinib.",
            False,
        ),
        (
            "Contraception for 3 months after the last dose. Men must not donate sperm for 6 months after the last "
            "dose.",
            False,
        ),
        ("Contraception for 12 weeks after the last dose; contraception for 3 months after the last dose.", False),
    ],
)
def test_two_lengths_of_contraception_are_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(contraception_of_two_lengths(record_of({"eligibility.inclusion": told})))) is found
