"""Scores of liver and kidney against cases whose answers are known."""

from __future__ import annotations

import pytest
from tests.known_answers.liver_and_kidney import albi_cases, child_pugh_cases, clearances, melds, rates


@pytest.mark.real_data
def test_all_19_child_pugh_cases_and_all_10_albi_cases_are_equal() -> None:
    points, scores = child_pugh_cases(), albi_cases()
    assert (len(points.expected), points.unexplained) == (19, {})
    assert (len(scores.expected), scores.unexplained) == (10, {})


def test_filtration_rates_and_clearances_equal_those_of_the_national_kidney_foundation() -> None:
    assert (rates().unexplained, clearances().unexplained) == ({}, {})


def test_meld_equals_what_other_programs_and_worked_examples_give() -> None:
    assert (len(melds().expected), melds().unexplained) == (8, {})
