"""Calendar arithmetic on day numbers: one day against the standard library, columns against one day, on two engines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.rules.calendar import (
    FAR,
    Step,
    add_months,
    completed_years,
    day_number,
    move,
    step,
    with_civil,
    with_completed_years,
    with_months_added,
    with_moved,
)
from hepatica.rules.nodes import Duration

EPOCH = date(1970, 1, 1)
DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
FIXED = settings(derandomize=True, deadline=None, max_examples=200)


def number(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        ("2026-08-31", -6, "2026-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("1970-01-01", -12, "1969-01-01"),
        ("1900-03-31", -1, "1900-02-28"),
    ],
)
def test_a_month_is_a_calendar_step_that_stops_at_the_end_of_the_month(day: str, months: int, reached: str) -> None:
    assert EPOCH + timedelta(add_months(number(day), months)) == date.fromisoformat(reached)


@FIXED
@given(DAYS, st.integers(-600, 600))
def test_a_month_step_lands_in_the_right_month_on_the_same_day_or_its_last(day: date, months: int) -> None:
    reached = EPOCH + timedelta(add_months((day - EPOCH).days, months))
    assert reached.year * 12 + reached.month == day.year * 12 + day.month + months
    assert reached.day == day.day or ((reached + timedelta(1)).day == 1 and reached.day < day.day)


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        ("2008-03-01", "2026-02-28", 17),
        ("2008-03-01", "2026-03-01", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
    ],
)
def test_a_year_of_age_is_completed_on_the_birthday(birth: str, day: str, years: int) -> None:
    assert completed_years(number(birth), number(day)) == years


@pytest.mark.parametrize(
    ("length", "unit", "least", "most", "months"),
    [
        ("12", "wk", 84, 84, False),
        ("72", "h", 3, 3, False),
        ("36", "h", 1, 2, False),
        ("30", "min", 0, 1, False),
        ("6", "mo", 6, 6, True),
        ("3", "a", 36, 36, True),
        ("1.5", "a", 18, 18, True),
        ("0.5", "mo", 0, 1, True),
    ],
)
def test_a_duration_is_whole_days_or_months_or_lies_between_two(
    length: str, unit: str, least: int, most: int, months: bool
) -> None:
    assert step(Duration(Decimal(length), unit)) == Step(least, most, months)  # type: ignore[arg-type]  # from a table


def test_a_day_that_is_not_known_stays_unknown_when_moved() -> None:
    for length in (Step(7, 7, months=False), Step(6, 6, months=True)):
        assert move(FAR, length, -1, most=True) == FAR
        assert move(-FAR, length, 1, most=False) == -FAR


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_columns_do_the_arithmetic_of_one_day(engine: str) -> None:
    """Every ninth day of 1900 to 2100, so that ends of months and leap days are among them."""
    days = [*range(day_number(1900, 1, 1), day_number(2100, 12, 31), 9), FAR, -FAR]
    births = [day - 6_571 - day % 400 if abs(day) < FAR else day for day in days]
    data = pl.DataFrame({"day": days, "birth": births})
    frame = nw.from_native(data if engine == "polars" else duckdb.from_arrow(data.to_arrow())).lazy()
    frame = with_civil(frame, "day", "on")
    for months in (-37, -6, 1, 12):
        frame = with_months_added(frame, "day", months, f"month{months}")
    frame = with_moved(frame, "day", Step(1, 2, months=False), -1, "moved", most=True)
    frame = with_completed_years(frame, "birth", "day", "age")
    found = frame.collect("polars").to_native()
    assert len(found) == len(days)
    for row in found.iter_rows(named=True):
        day = row["day"]
        known = abs(day) < FAR
        assert row["moved"] == (day - 2 if known else day)
        assert row["age"] == (completed_years(row["birth"], day) if known else None)
        for months in (-37, -6, 1, 12):
            assert row[f"month{months}"] == (add_months(day, months) if known else day)
        if known:
            assert date(row["on_y"], row["on_m"], row["on_d"]) == EPOCH + timedelta(day)
