"""Lengths of time and percentages in Chinese and English."""

from __future__ import annotations

import pytest

from hepatica.registry.amounts import amounts


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
