"""ISO 8601 dates, whole or partial, as bounds: the earliest and the latest day they can mean.

    2026-08-31, 2026-08-31T09:30    one day
    2026-08, 2026                   the days of that month or year
    2026---15                       the 15th of an unknown month (SDTMIG 3.4, section 4.4.2): 15 January to 15 December
    2026-08-01/2026-08-05           an interval: from the first day of its start to the last of its end

Days are counted from 1970-01-01. Text that is no date, or a date the calendar does not have (2026-02-30), has null
bounds and a problem; an empty text has null bounds and no problem.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_ONE: Final = r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|---(\d{2}))?(?:T[0-9:.+Z-]*)?$"
_WHOLE: Final = r"^\d{4}-\d{2}-\d{2}$"
_TIME: Final = (
    r"^(?:T(?:[01]\d|2[0-4]|-)(?::(?:[0-5]\d|-)(?::(?:[0-5]\d|60)(?:\.\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$"
)


def day_bounds(dates: pl.Series) -> pl.DataFrame:
    """Columns `lo`, `hi` (Int64 days since 1970-01-01, or null) and `problem` (text or null), one row for each date.

    Each distinct text is read once, so that millions of rows cost as much as their distinct dates.
    """
    texts = dates.rename("date")
    distinct = texts.unique()
    distinct = distinct.filter(distinct != "")
    if distinct.is_empty():
        nothing = {"lo": pl.lit(None, pl.Int64), "hi": pl.lit(None, pl.Int64), "problem": pl.lit(None, pl.String)}
        return texts.to_frame().with_columns(**nothing).drop("date")
    whole = distinct.str.contains(_WHOLE)
    plain = distinct.filter(whole).to_frame()
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32).cast(pl.Int64)
    parts = [plain.with_columns(lo=day, hi=day)]
    if not whole.all():
        parts.append(_odd(distinct.filter(~whole)))
    words = pl.format("{} is not a date of the calendar (ISO 8601)", "date")
    read = pl.concat(parts).with_columns(problem=pl.when(pl.col("lo").is_null()).then(words))
    joined = texts.to_frame().join(read, on="date", how="left", maintain_order="left")
    return joined.select("lo", "hi", "problem")


def _odd(texts: pl.Series) -> pl.DataFrame:
    """Bounds of distinct texts that are no whole dates: partial ones, with times, intervals; columns date, lo, hi."""
    ends = texts.str.strip_chars().str.splitn("/", 2).struct.rename_fields(["a", "b"]).struct.unnest()
    first, last = _one(ends["a"]), _one(ends["b"])
    bounds = texts.to_frame("date").with_columns(
        interval=ends["b"].is_not_null(), lo=first["lo"], hi=first["hi"], end=last["hi"]
    )
    bounds = bounds.with_columns(hi=pl.when("interval").then("end").otherwise("hi"))
    known = pl.col("hi").is_not_null() & (pl.col("lo") <= pl.col("hi"))
    blank = ends["a"].eq("") & ends["b"].is_null()
    return bounds.select("date", lo=pl.when(known).then("lo"), hi=pl.when(known).then("hi")).filter(~blank)


def _one(texts: pl.Series) -> pl.DataFrame:
    """Bounds of single dates; null where the text is not one."""
    parts = pl.col("text").str.extract_groups(_ONE).struct.rename_fields(["y", "m", "d", "day_alone"])
    clock = pl.col("text").str.extract(r"(T.*)$").fill_null("").str.contains(_TIME)
    frame = pl.DataFrame({"text": texts}).with_columns(parts.alias("p"), clock.alias("clock")).unnest("p")
    year, month, day = (column.cast(pl.Int32) for column in (pl.col("y"), pl.col("m"), pl.coalesce("d", "day_alone")))
    frame = frame.select("text", "clock", y=year, m=month, d=day)
    wanted = pl.col("clock") & pl.col("y").is_between(1, 9999)
    early, late = pl.col("m").fill_null(1), pl.col("m").fill_null(12)
    in_month = early.is_between(1, 12)
    lo = _day(pl.col("y"), early, pl.col("d").fill_null(1), wanted & in_month)
    last = pl.when(pl.col("d").is_not_null()).then(pl.col("d")).otherwise(_month_days(pl.col("y"), late))
    hi = _day(pl.col("y"), late, last, wanted & in_month)
    return frame.select(lo=lo, hi=hi)


def _month_days(year: pl.Expr, month: pl.Expr) -> pl.Expr:
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    return (
        pl.when(month == 2)
        .then(pl.when(leap).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr, valid: pl.Expr) -> pl.Expr:
    """Days since 1970-01-01 of valid year, month and day; null elsewhere (`pl.date` itself raises on 30 February)."""
    good = valid & (day >= 1) & (day <= _month_days(year, month))
    y, m, d = (pl.when(good).then(part) for part in (year, month, day))
    return pl.date(y, m, d).cast(pl.Int32).cast(pl.Int64)
