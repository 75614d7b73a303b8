"""What a date in a registry record can mean, and what is no date at all."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.registry.dates import Days, Order, days_of, read_days
from hepatica.registry.record import Record, Value

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
orders = st.sampled_from(["day first", "month first", ""])


def _spec(table: str, order: Order = "") -> None:
    """Each line: a text, then its earliest and latest day, or nothing where it is no date."""
    for line in table.strip().splitlines():
        text, earliest, latest = (cell.strip() for cell in line.split("|"))
        read = read_days(text, order)
        said = (read.earliest.isoformat(), read.latest.isoformat()) if read else ("", "")
        assert (text, *said) == (text, earliest, latest or earliest)


def test_whole_dates_of_every_register_are_one_day() -> None:
    _spec("""
      2025-08-03                          | 2025-08-03 |
      2020/3/4                            | 2020-03-04 |
      2020.03.04                          | 2020-03-04 |
      20200217                            | 2020-02-17 |
      17 February 2020                    | 2020-02-17 |
      1 May 2020                          | 2020-05-01 |
      January 25, 2020                    | 2020-01-25 |
      Sept. 3rd, 2019                     | 2019-09-03 |
      17-Feb-2020                         | 2020-02-17 |
      2025年8月3日                        | 2025-08-03 |
      2025 年 08 月 03 日                 | 2025-08-03 |
      ２０２５年８月３日                  | 2025-08-03 |
      二〇二五年八月三日                  | 2025-08-03 |
      二零二五年十二月二十一日            | 2025-12-21 |
      2025年10月十日                      | 2025-10-10 |
    """)


def test_dates_with_points_put_the_day_first_whatever_the_register_does() -> None:
    _spec(
        """
      03.04.2020                          | 2020-04-03 |
      31.12.2020                          | 2020-12-31 |
      13.13.2020                          |            |
    """,
        "month first",
    )


def test_dates_as_people_type_them_are_read() -> None:
    _spec("""
      01JAN2025                           | 2025-01-01 |
      1st of March 2025                   | 2025-03-01 |
      2025 Jan 10                         | 2025-01-10 |
      2025-Jan-10                         | 2025-01-10 |
      Q1 2025                             | 2025-01-01 | 2025-03-31
      2025 Q4                             | 2025-10-01 | 2025-12-31
      Q5 2025                             |            |
    """)


def test_the_time_of_day_and_its_zone_are_left_out() -> None:
    _spec("""
      2024-05-28 08:56:14                 | 2024-05-28 |
      2020-02-17 00:00:00                 | 2020-02-17 |
      2031-10-31T00:00:00.000Z            | 2031-10-31 |
      2026-03-27T09:59:26.561781Z         | 2026-03-27 |
      2025-09-16T03:39:42.531268872       | 2025-09-16 |
      2024-04-24T23:59:59+02:00           | 2024-04-24 |
      3/18/2020 6:53:35 PM                | 2020-03-18 |
      2024-05-28 25:00                    |            |
    """)


def test_a_date_without_its_day_is_the_whole_month_or_year() -> None:
    _spec("""
      2025-08                             | 2025-08-01 | 2025-08-31
      2024-02                             | 2024-02-01 | 2024-02-29
      2023-02                             | 2023-02-01 | 2023-02-28
      2020/3                              | 2020-03-01 | 2020-03-31
      08/2025                             | 2025-08-01 | 2025-08-31
      August 2020                         | 2020-08-01 | 2020-08-31
      Aug 2020                            | 2020-08-01 | 2020-08-31
      Feb-2020                            | 2020-02-01 | 2020-02-29
      2025年8月                           | 2025-08-01 | 2025-08-31
      2025年8月份                         | 2025-08-01 | 2025-08-31
      2025                                | 2025-01-01 | 2025-12-31
      2025年                              | 2025-01-01 | 2025-12-31
    """)


def test_chinese_parts_of_a_month_or_year_have_bounds() -> None:
    _spec("""
      2025年8月上旬                       | 2025-08-01 | 2025-08-10
      2025年8月中旬                       | 2025-08-11 | 2025-08-20
      2025年8月下旬                       | 2025-08-21 | 2025-08-31
      2024年2月下旬                       | 2024-02-21 | 2024-02-29
      2025年上半年                        | 2025-01-01 | 2025-06-30
      2025年下半年                        | 2025-07-01 | 2025-12-31
    """)


def test_day_and_month_follow_the_order_of_the_register() -> None:
    _spec("03/04/2020 | 2020-04-03 |", "day first")
    _spec("03/04/2020 | 2020-03-04 |", "month first")
    _spec("27/01/2020 00:00:00 | 2020-01-27 |", "day first")


def test_where_the_order_is_unknown_both_readings_are_held() -> None:
    _spec("""
      03/04/2020                          | 2020-03-04 | 2020-04-03
      05.05.2020                          | 2020-05-05 |
      13/04/2020                          | 2020-04-13 |
      04/13/2020                          | 2020-04-13 |
    """)


def test_a_date_the_order_of_the_register_does_not_allow_is_not_turned_round() -> None:
    _spec("3/18/2020 | |", "day first")
    _spec("18/3/2020 | |", "month first")


@pytest.mark.parametrize(
    ("format_", "earliest"),
    [("ICTRP XML", "2020-04-03"), ("ICTRP CSV", "2020-04-03"), ("CTIS JSON", "2020-04-03"), ("another", "2020-03-04")],
)
def test_the_format_of_a_record_tells_the_order_of_its_dates(format_: str, earliest: str) -> None:
    record = Record(id="X", register="X", format=format_, source="03/04/2020")
    read = days_of(record, Value("03/04/2020", "Date_registration"))
    assert read is not None
    assert read.earliest.isoformat() == earliest


@pytest.mark.parametrize(
    "text",
    [
        "", "N/A", "-", "unknown", "2020-02-30", "2025-13", "2025-13-01", "June 31, 2020", "31/04/2020", "99999999",
        "0001-01-01", "1899-12-31", "2200-01-01", "03/04/20", "17 Feb 20", "二五年八月", "2025年13月", "2025年初",
        "3 Movember 2020", "Ma 2020", "2025/2026", "1200", "2020-01-01 to 2021-01-01", "2025-08-03x", "1" * 40,
        "ES: 24/04/2024, IT: 23/10/2024",
    ],
)  # fmt: skip
def test_what_is_no_date_has_no_bounds(text: str) -> None:
    assert read_days(text) is None


@given(days, orders)
def test_a_day_is_read_back_from_every_way_to_write_it(day: date, order: Order) -> None:
    month = calendar.month_name[day.month]
    ways = [
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}",
        f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{month[:3]} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d} 12:30:00",
    ]  # fmt: skip
    assert {read_days(way, order) for way in ways} == {Days(day, day)}


@given(days)
def test_an_ordered_date_lies_within_the_bounds_of_the_same_text_without_order(day: date) -> None:
    text = f"{day:%d/%m/%Y}"
    ordered, unordered = read_days(text, "day first"), read_days(text)
    assert ordered == Days(day, day)
    assert unordered is not None
    assert unordered.earliest <= day <= unordered.latest


@given(st.text(max_size=40), orders)
def test_no_text_stops_the_reading(text: str, order: Order) -> None:
    read = read_days(text, order)
    assert read is None or read.earliest <= read.latest
