"""Lengths of time and percentages in Chinese and English."""

from __future__ import annotations

import pytest

from hepatica.registry.amounts import amounts, count


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("every 8 to 12 weeks", [56, 84]),
        ("约8 - 12周", [56, 84]),
        ("every three months", [91.2]),
        ("第2个周期结束后1周内", [7]),
        ("缩小>=30%，维持4周以上", [30, 28]),
        ("24 hours", [1]),
        ("2024年起随访2年", [730]),
        ("two cycles", []),
    ],
)
def test_amounts_are_told_in_days_and_per_cent(text: str, sizes: list[float]) -> None:
    assert [amount.size for amount in amounts(text)] == pytest.approx(sizes)


def test_a_year_is_twelve_months_and_no_percentage() -> None:
    year, months, share = amounts("1 year, 12 months, 365%")
    assert year.alike(months)
    assert not year.alike(share)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("six (6) months", [182.4]),
        ("36 (thirty-six) months", [1094.4]),
        ("twelve weeks", [84]),
        ("half a year", [182.5]),
        ("半年", [182.5]),
        ("术后9个月", [273.6]),
        ("half of the patients", []),
    ],
)
def test_amounts_in_words_and_in_both(text: str, sizes: list[float]) -> None:
    assert [amount.size for amount in amounts(text)] == pytest.approx(sizes)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", 120),
        ("1,200", 1200),
        ("ninety", 90),
        ("twenty-four", 24),
        ("one hundred and twenty", 120),
        ("two thousand five hundred", 2500),
        ("一百二十", 120),
        ("三十", 30),
        ("十五", 15),
        ("两百", 200),
        ("few", None),
    ],
)
def test_a_whole_number_is_counted_in_digits_and_in_words(text: str, number: int | None) -> None:
    assert count(text) == number
