"""Civil-date arithmetic on day numbers (days since 1970-01-01; study days counted from 0 are treated alike).

Twice: for one day, by the standard library's proleptic Gregorian calendar; for a column, by integer arithmetic alone,
after Hinnant, "chrono-compatible low-level date algorithms" (civil_from_days, days_from_civil), which Polars, DuckDB
and Spark do alike. In the columns every dividend is positive for the years 1 to 9999: engines that truncate and engines
that floor agree. Columns are built in stages, because a SQL engine is handed the text of each expression in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import narwhals as nw
from narwhals.typing import LazyFrameT

from hepatica.rules.nodes import Duration

FAR = 5_000_000
"""A day no record reaches; -FAR and FAR stand for "no bound" and "not known"."""

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Step:
    """A length of time as whole days or whole calendar months: at least `least`, at most `most`.

    The two differ only where a length falls between two days (36 h): a record dated to the day cannot decide it.
    """

    least: int
    most: int
    months: bool


_DAYS = {"d": Decimal(1), "wk": Decimal(7), "h": Decimal(1) / 24, "min": Decimal(1) / 1440}


def step(duration: Duration) -> Step:
    """The duration in whole days, or in calendar months for `mo` and `a`."""
    months = duration.unit in ("mo", "a")
    length = duration.number * (12 if duration.unit == "a" else 1 if months else _DAYS[duration.unit])
    length = length.quantize(Decimal("1e-9"))
    least = int(length.to_integral_value(ROUND_FLOOR))
    most = int(length.to_integral_value(ROUND_CEILING))
    return Step(least, most, months)


# ---------------------------------------------------------------- one day


def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month."""
    found = date.fromordinal(day + _EPOCH)
    return found.year, found.month, found.day


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a civil date."""
    return date(year, month, day).toordinal() - _EPOCH


def add_months(day: int, months: int) -> int:
    """The same day of the month, `months` later (or earlier), or the month's last day where that is shorter."""
    year, month, of_month = civil(day)
    count = year * 12 + month - 1 + months
    first = day_number(count // 12, count % 12 + 1, 1)
    following = day_number((count + 1) // 12, (count + 1) % 12 + 1, 1)
    return min(first + of_month - 1, following - 1)


def move(day: int, length: Step, sign: int, *, most: bool) -> int:
    """The day moved by the step's greater or lesser length; a bound that is not known (FAR) stays."""
    if abs(day) >= FAR:
        return day
    amount = sign * (length.most if most else length.least)
    return add_months(day, amount) if length.months else day + amount


def completed_years(birth: int, day: int) -> int:
    """Birthdays passed by `day`; someone born on 29 February has it on 1 March of other years."""
    (y0, m0, d0), (y1, m1, d1) = civil(birth), civil(day)
    return y1 - y0 - int((m1, d1) < (m0, d0))


# ---------------------------------------------------------------- a column of days


_SHIFT = 719_468  # days from 0000-03-01 to 1970-01-01
_ERA = 146_097  # days in 400 years


def with_civil(frame: LazyFrameT, day: str, into: str) -> LazyFrameT:
    """Add `<into>_y`, `<into>_m`, `<into>_d` of an integer column; days at or beyond FAR give those of 1970-01-01."""
    z, era, doe, yoe, doy, mp = (f"{into}{part}" for part in ("_z", "_era", "_doe", "_yoe", "_doy", "_mp"))
    c = nw.col
    near = nw.when(c(day).abs() < FAR).then(c(day)).otherwise(nw.lit(0))
    return (
        frame.with_columns((near + _SHIFT).alias(z))
        .with_columns((c(z) // _ERA).alias(era))
        .with_columns((c(z) - c(era) * _ERA).alias(doe))
        .with_columns(((c(doe) - c(doe) // 1460 + c(doe) // 36524 - c(doe) // 146096) // 365).alias(yoe))
        .with_columns((c(doe) - (365 * c(yoe) + c(yoe) // 4 - c(yoe) // 100)).alias(doy))
        .with_columns(((5 * c(doy) + 2) // 153).alias(mp))
        .with_columns(
            (c(yoe) + c(era) * 400 + c(mp) // 10).alias(f"{into}_y"),
            (c(mp) + 3 - 12 * (c(mp) // 10)).alias(f"{into}_m"),
            (c(doy) - (153 * c(mp) + 2) // 5 + 1).alias(f"{into}_d"),
        )
        .drop(z, era, doe, yoe, doy, mp)
    )


def _first_of_month(count: nw.Expr) -> nw.Expr:
    """Day number of the first of a month; months are counted from January of year 0."""
    march = count - 2  # the year begins in March, so that the leap day is its last
    year, month = march // 12, march - 12 * (march // 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 - _SHIFT


def with_months_added(frame: LazyFrameT, day: str, months: int, into: str) -> LazyFrameT:
    """Add the column `into`: `add_months` of the column `day`; days at or beyond FAR stay."""
    count, first, following, of_month = (f"{into}{part}" for part in ("_n", "_first", "_next", "_d"))
    c = nw.col
    moved = nw.min_horizontal(c(first) + c(of_month) - 1, c(following) - 1)
    return (
        with_civil(frame, day, into)
        .with_columns((c(f"{into}_y") * 12 + c(f"{into}_m") - 1 + months).alias(count))
        .with_columns(_first_of_month(c(count)).alias(first), _first_of_month(c(count) + 1).alias(following))
        .with_columns(nw.when(c(day).abs() < FAR).then(moved).otherwise(c(day)).alias(into))
        .drop(count, first, following, of_month, f"{into}_y", f"{into}_m")
    )


def with_moved(frame: LazyFrameT, day: str, length: Step, sign: int, into: str, *, most: bool) -> LazyFrameT:
    """Add the column `into`: `move` of the column `day`."""
    amount = sign * (length.most if most else length.least)
    if length.months:
        return with_months_added(frame, day, amount, into)
    c = nw.col(day)
    return frame.with_columns(nw.when(c.abs() < FAR).then(c + amount).otherwise(c).alias(into))


def with_completed_years(frame: LazyFrameT, birth: str, day: str, into: str) -> LazyFrameT:
    """Add the column `into`: `completed_years` of two columns; null where a day is not known (FAR)."""
    c, b, t = nw.col, f"{into}_b", f"{into}_t"
    early = c(f"{t}_m") * 100 + c(f"{t}_d") < c(f"{b}_m") * 100 + c(f"{b}_d")
    known = (c(birth).abs() < FAR) & (c(day).abs() < FAR)
    years = c(f"{t}_y") - c(f"{b}_y") - nw.when(early).then(nw.lit(1)).otherwise(nw.lit(0))
    return (
        with_civil(with_civil(frame, birth, b), day, t)
        .with_columns(nw.when(known).then(years).alias(into))
        .drop(*(f"{side}_{part}" for side in (b, t) for part in "ymd"))
    )
