"""Numbers as journals print them."""

from __future__ import annotations

import math

import pytest

from hepatica.report import numbers
from hepatica.report.timescale import time_scale
from hepatica.report.words import Words


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "<0.001"),
        (0.00099, "<0.001"),
        (0.001, "0.001"),
        (0.0123, "0.012"),
        (0.5, "0.500"),
        (0.9994, ">0.999"),
        (1.0, ">0.999"),
        (None, "—"),
        (math.nan, "—"),
    ],
)
def test_p_values_have_three_decimals_and_are_never_zero_or_one(p: float | None, text: str) -> None:
    assert numbers.p_value(p) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.614, "0.61"),
        (9.999, "10.0"),
        (99.96, "100"),
        (12345.6, "12,346"),
        (-1.5, "−1.50"),
        (0.0, "0.00"),
        (0.00012, "1.2e−4"),
    ],
)
def test_an_estimate_keeps_about_three_digits(value: float, text: str) -> None:
    assert numbers.number(value) == text


def test_a_missing_number_is_a_dash_and_not_a_zero() -> None:
    assert {numbers.number(None), numbers.percent(None), numbers.count(math.nan)} == {"—"}


def test_an_unbounded_limit_is_infinite() -> None:
    assert numbers.number(math.inf) == "∞"


def test_limits_read_from_low_to_high_in_both_languages() -> None:
    assert numbers.with_limits("0.61", "0.42", "0.88", Words("en")) == "0.61 (0.42 to 0.88)"
    assert numbers.with_limits("0.61", "0.42", "0.88", Words("zh")) == "0.61（0.42 至 0.88）"
    assert numbers.with_limits("0.61", "—", "—", Words("en")) == "0.61"


@pytest.mark.parametrize(
    ("ucum", "text"),
    [
        ("[IU]/mL", "IU/mL"),
        ("a", "years"),
        ("10*9/L", "×10⁹/L"),
        ("umol/L", "µmol/L"),
        ("ug/L", "µg/L"),
        ("{score}", ""),
        ("1", ""),
    ],
)
def test_units_read_as_people_write_them(ucum: str, text: str) -> None:
    assert numbers.unit_text(ucum) == text


@pytest.mark.parametrize(
    ("days", "unit", "ticks"),
    [
        (14, "days", [0, 2, 4, 6, 8, 10, 12, 14]),
        (60, "weeks", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (1096, "months", [0, 6, 12, 18, 24, 30, 36]),
        (3650, "years", [0, 2, 4, 6, 8]),
    ],
)
def test_the_time_axis_takes_the_unit_that_reads_best(days: float, unit: str, ticks: list[int]) -> None:
    scale = time_scale(days)
    assert scale.unit == unit
    assert scale.ticks(9) == ticks
