"""Status and dates."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.status_dates import (
    dates_out_of_order,
    not_yet_after_the_start,
    recruiting_after_the_end,
    told_as_done,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("status", "start", "found"),
    [
        ("Not yet recruiting", "2025-08-01", True),
        ("尚未开始", "2025-08-01", True),
        ("Not yet recruiting", "2025-09", False),
        ("Not yet recruiting", "2025-08", False),
        ("Recruiting", "2025-08-01", False),
    ],
)
def test_a_start_that_has_passed(status: str, start: str, found: bool) -> None:
    assert (
        bool(
            list(
                not_yet_after_the_start(
                    record_of({"status": status, "date.start": start, "date.updated": "2025-08-03"})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("status", "end", "found"),
    [
        ("RECRUITING", "2024-12", True),
        ("正在进行", "2024-12-31", True),
        ("COMPLETED", "2024-12", False),
        ("RECRUITING", "2026-01", False),
        ("NOT_YET_RECRUITING", "2024-12", False),
    ],
)
def test_an_end_that_has_passed(status: str, end: str, found: bool) -> None:
    assert (
        bool(
            list(
                recruiting_after_the_end(
                    record_of({"status": status, "date.completion": end, "date.updated": "2025-08-03"})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2025-08-15", "2025-08", False),
        ("2025-08-15", "2025-07", True),
        ("2025年8月", "2024年12月", True),
    ],
)
def test_a_month_is_not_before_a_day_in_it(start: str, end: str, found: bool) -> None:
    assert bool(list(dates_out_of_order(record_of({"date.start": start, "date.completion": end})))) is found


@pytest.mark.parametrize(
    ("status", "told", "found"),
    [
        ("Unknown", "All patients underwent 7 tests.", True),
        ("尚未开始", "所有患者均接受了7次检测", True),
        ("Completed", "All patients underwent 7 tests.", False),
        ("Unknown", "All patients will undergo 7 tests.", False),
        ("Unknown", "In that trial, patients underwent surgery.", False),
    ],
)
def test_the_plan_told_as_the_past(status: str, told: str, found: bool) -> None:
    assert bool(list(told_as_done(record_of({"status": status, "summary": told})))) is found
