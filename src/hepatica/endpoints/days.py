"""Arithmetic on columns of day numbers (days since 1970-01-01, or study days counted from 0)."""

from __future__ import annotations

import polars as pl

from hepatica.rules.calendar import step
from hepatica.rules.nodes import Duration


def moved(day: pl.Expr, length: Duration, sign: int = 1) -> pl.Expr:
    """The day that lies `length` later (or, with sign -1, earlier), parts of a day rounded away from `day`.

    Months and years are calendar steps, clamped to the month's end.
    """
    by = step(length)
    if not by.months:
        return day + sign * by.most
    return as_date(day).dt.offset_by(f"{sign * by.most}mo").cast(pl.Int32).cast(pl.Int64)


def study_day(after: pl.Expr) -> pl.Expr:
    """The number of the day that lies `after` days after time zero, which is day 1; the day before is -1."""
    return pl.when(after >= 0).then(after + 1).otherwise(after)


def completed_years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Birthdays passed by `day`."""
    born, now = as_date(birth).dt, as_date(day).dt
    early = now.month().cast(pl.Int32) * 100 + now.day() < born.month().cast(pl.Int32) * 100 + born.day()
    return (now.year() - born.year() - early.cast(pl.Int32)).cast(pl.Float64)


def as_date(day: pl.Expr) -> pl.Expr:
    """Day numbers as dates."""
    return day.cast(pl.Int32).cast(pl.Date)


def iso(column: str, calendar: bool) -> pl.Expr:
    """Day numbers as ISO dates; "" where unknown, or where the data have no calendar dates."""
    return as_date(pl.col(column)).dt.to_string("%Y-%m-%d").fill_null("") if calendar else pl.lit("")
