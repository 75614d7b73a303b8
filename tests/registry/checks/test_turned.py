"""Criteria that ask for the opposite in the other language."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.turned import (
    comparisons_differ,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Platelets ≤ 75×10^9/L", True),
        ("Platelets < 75×10^9/L", True),
        ("Platelets below 75×10^9/L", True),
        ("Platelet count of no more than 75×10^9/L", True),
        ("Platelets ≥ 75×10^9/L", False),
        ("Platelets not lower than 75×10^9/L", False),
        ("Platelets at least 75×10^9/L", False),
        ("Platelets > 75×10^9/L", False),
    ],
)
def test_comparisons_that_are_turned_round(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion@zh": "血小板≥75×10^9/L",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(comparisons_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Total bilirubin lower than 3 times ULN", True),
        ("Total bilirubin ≤ 3 ULN", True),
        ("Total bilirubin more than 3 times ULN", False),
        ("Total bilirubin exceeding 3 × ULN", False),
    ],
)
def test_comparisons_in_words(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.exclusion@zh": "总胆红素高于3倍正常上限",
            "eligibility.exclusion": told,
        }
    )
    assert bool(list(comparisons_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Previously received systemic therapy", True),
        ("Prior systemic treatment", True),
        ("No previous systemic therapy", False),
        ("Systemic treatment naive", False),
        ("Not previously treated with systemic therapy", False),
        ("Without prior systemic therapy", False),
        ("Have never received systemic treatment", False),
    ],
)
def test_criteria_that_are_negated_in_one_language(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion@zh": "既往未接受过系统治疗",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(comparisons_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Age over 75 years", True),
        ("Age ≥75 years", True),
        ("Age no more than 75 years", False),
        ("Age up to 75", False),
    ],
)
def test_a_comparison_or_a_negation_differs_between_the_languages_in_other_words(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion@zh": "年龄不超过75岁",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(comparisons_differ(record))) is wrong
