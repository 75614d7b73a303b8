"""Days and counts known within bounds, as columns, and what can be said of them: 0 no, 1 unknown, 2 yes."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from hepatica.rules.calendar import FAR
from hepatica.rules.columnar.expressions import constant, decided, not_
from hepatica.rules.nodes import Operator

Ends = tuple[nw.Expr, nw.Expr]
"""Least and greatest possible value."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of every subject: names of the columns with its earliest and latest possible day."""

    lo: str
    hi: str


@dataclass(frozen=True, slots=True)
class Span:
    """A window of every subject: its first and last day, each within bounds; None: no bound."""

    start: Day | None
    end: Day | None

    @property
    def columns(self) -> list[str]:
        """Names of the columns it needs."""
        return [name for day in (self.start, self.end) if day is not None for name in (day.lo, day.hi)]


def point_in(lo: nw.Expr, hi: nw.Expr, window: Span) -> nw.Expr:
    """Whether a day within bounds lies in a window."""
    return lasting_in((lo, hi), (lo, hi), window)


def lasting_in(start: Ends, end: Ends, window: Span) -> nw.Expr:
    """Whether something that lasts from start to end, each (earliest, latest), overlaps a window."""
    first_lo, first_hi = columns(window.start, -FAR)
    last_lo, last_hi = columns(window.end, FAR)
    out = (start[0] > last_hi) | (end[1] < first_lo)
    inside = (start[1] <= last_lo) & (end[0] >= first_hi)
    return nw.when(out).then(constant(0)).otherwise(nw.when(inside).then(constant(2)).otherwise(constant(1)))


def columns(day: Day | None, unbounded: int) -> Ends:
    """The earliest and latest possible day; `unbounded` for both where there is no bound."""
    return (nw.lit(unbounded), nw.lit(unbounded)) if day is None else (nw.col(day.lo), nw.col(day.hi))


def compare_bounds(value: Ends, operator: Operator, other: Ends) -> nw.Expr:
    """Compare two integers known within bounds (least, greatest)."""
    (lo, hi), (other_lo, other_hi) = value, other
    match operator:
        case "<":
            return decided(hi < other_lo, lo >= other_hi)
        case "<=":
            return decided(hi <= other_lo, lo > other_hi)
        case "=":
            same = (lo == hi) & (other_lo == other_hi) & (lo == other_lo)
            return decided(same, (hi < other_lo) | (lo > other_hi))
        case ">":
            return not_(compare_bounds(value, "<=", other))
        case ">=":
            return not_(compare_bounds(value, "<", other))
        case "!=":
            return not_(compare_bounds(value, "=", other))
