"""A partial date means every day it can mean, and no other."""

from __future__ import annotations

import calendar
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.sdtm.dates import day_bounds

EPOCH = date(1970, 1, 1)
days = st.dates(date(1890, 1, 1), date(2100, 12, 31))


def _bounds(text: str | None) -> tuple[int | None, int | None, str | None]:
    return day_bounds(pl.Series("when", [text], dtype=pl.String)).row(0)


def _number(day: date) -> int:
    return (day - EPOCH).days


@given(days)
def test_a_whole_date_is_one_day(day: date) -> None:
    assert _bounds(day.isoformat()) == (_number(day), _number(day), None)


@given(days)
def test_a_date_without_its_day_spans_the_month(day: date) -> None:
    last = calendar.monthrange(day.year, day.month)[1]
    bounds = (_number(day.replace(day=1)), _number(day.replace(day=last)), None)
    assert _bounds(f"{day:%Y-%m}") == bounds


@given(days)
def test_what_is_left_out_only_widens_the_bounds(day: date) -> None:
    number = _number(day)
    spans = [_bounds(text)[:2] for text in (day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}")]
    for lo, hi in spans:
        assert lo is not None
        assert hi is not None
        assert lo <= number <= hi
    widths = [hi - lo for lo, hi in spans if lo is not None and hi is not None]
    assert widths == sorted(widths)


@given(days, days)
def test_an_interval_runs_from_its_first_day_to_its_last(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert _bounds(f"{first.isoformat()}/{last.isoformat()}") == (_number(first), _number(last), None)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 31))
def test_a_day_the_calendar_does_not_have_is_a_problem(year: int, month: int, day: int) -> None:
    lo, hi, problem = _bounds(f"{year}-{month:02}-{day:02}")
    exists = day <= calendar.monthrange(year, month)[1]
    assert (problem is None) == exists
    assert (lo is not None) == (hi is not None) == exists


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    lo, hi, problem = _bounds(text)
    assert (lo is None) == (hi is None)
    assert problem is None or lo is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-08-31T09:30", "2026-08-31", "2026-08-31"),
        ("2026-08-31T09:30:15.5+08:00", "2026-08-31", "2026-08-31"),
        ("2026---15", "2026-01-15", "2026-12-15"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-08/2026-09-02", "2026-08-01", "2026-09-02"),
    ],
)
def test_forms_of_iso_8601_that_sdtm_uses(text: str, first: str, last: str) -> None:
    assert _bounds(text) == (_number(date.fromisoformat(first)), _number(date.fromisoformat(last)), None)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13", "2026-1-2", "31/08/2026", "2026-08-31T25:00", "2026-02-", "2026--", "26", "unknown",
     "2026-08-05/2026-08-01", "2026-08-05/", "0000"],
)  # fmt: skip
def test_what_is_no_date_is_a_problem_that_names_it(text: str) -> None:
    lo, hi, problem = _bounds(text)
    assert (lo, hi) == (None, None)
    assert problem is not None
    assert text in problem


@pytest.mark.parametrize("text", ["", None])
def test_no_date_is_unknown_and_no_problem(text: str | None) -> None:
    assert _bounds(text) == (None, None, None)


def test_one_bad_date_does_not_touch_the_others() -> None:
    read = day_bounds(pl.Series("d", ["2026-01-01", "nonsense", "2026-01-01", "2026-01"]))
    assert read["lo"].to_list() == [20454, None, 20454, 20454]
