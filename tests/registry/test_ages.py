"""Ages of criteria: the ways in which they are written, and what is none."""

from __future__ import annotations

import pytest

from hepatica.registry.ages import Ages, ages
from hepatica.registry.looking import IN, record_of


def _shown(each: Ages) -> str:
    low = "" if each.low is None else f"{'>=' if each.with_low else '>'} {each.low}"
    high = "" if each.high is None else f"{'<=' if each.with_high else '<'} {each.high}"
    return f"{low} {high}".strip()


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("Aged 18 years or older", [">= 18"]),
        ("18 years of age or older", [">= 18"]),
        ("Patients aged over 16 years", ["> 16"]),
        ("Participants must be at least 18 years old", [">= 18"]),
        ("Adults (≥ 18 years)", [">= 18"]),
        ("Patients over the age of 75", ["> 75"]),
        ("Younger than eighteen years", ["< 18"]),
        ("75 years or above", [">= 75"]),
        ("Not older than 75 years", ["<= 75"]),
        ("Male or female, aged 18 to 75 years old", [">= 18 <= 75"]),
        ("Age between 18 and 70 years, inclusive, at the time of signing the informed consent", [">= 18 <= 70"]),
        ("≥18 and ≤75 years of age", [">= 18 <= 75"]),
        ("18≤age≤75", [">= 18 <= 75"]),
        ("Older than 18 years old and younger than 75 years old", ["> 18 < 75"]),
        ("Age <18 or >75 years", ["< 18", "> 75"]),
        ("年龄18-75岁，性别不限", [">= 18 <= 75"]),
        ("年龄≥18周岁，≤75周岁", [">= 18", "<= 75"]),
        ("年满18周岁", [">= 18"]),
        ("18岁及以上", [">= 18"]),
        ("未满18岁者", ["< 18"]),
        ("年龄小于18岁或大于80岁", ["< 18", "> 80"]),
        ("Women over 70 with heart disease", []),
        ("Donors older than 65 years", []),
        ("Life expectancy of more than 3 years", []),
        ("Disease duration: more than 3 years", []),
        ("No cancer for at least five years", []),
        ("Age is no criterion", []),
    ],
)
def test_ages_are_read_where_a_clause_says_nothing_else(told: str, wanted: list[str]) -> None:
    found = [_shown(each) for each in ages(record_of({IN: told}))]
    assert found == wanted


def test_the_quote_is_the_clause_without_the_bracket_around_it() -> None:
    assert [each.quote.text for each in ages(record_of({IN: "Adults (≥ 18 years)"}))] == ["≥ 18 years"]
