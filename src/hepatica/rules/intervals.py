"""Days and numbers that are known only within bounds, and what can be said of them: yes, no or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hepatica.rules.calendar import FAR
from hepatica.rules.nodes import Operator
from hepatica.rules.truth import Truth, and_, not_


@dataclass(frozen=True, slots=True)
class Bounds:
    """An integer (a day, an age, a count) between two ends, both possible; -FAR and FAR where an end is not known."""

    lo: int = -FAR
    hi: int = FAR

    @property
    def exact(self) -> bool:
        """Whether the value is known."""
        return self.lo == self.hi


@dataclass(frozen=True, slots=True)
class Interval:
    """A number between two ends; None: no end. An open end is not itself possible (`<20` is everything under 20)."""

    lo: Fraction | None
    hi: Fraction | None
    lo_open: bool = False
    hi_open: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A window: its first and last day, each within bounds."""

    start: Bounds
    end: Bounds


def point_in(day: Bounds, window: Span) -> Truth:
    """Whether a day lies in a window, ends included."""
    return lasting_in(day, day, window)


def lasting_in(start: Bounds, end: Bounds, window: Span) -> Truth:
    """Whether something that lasts from start to end overlaps a window.

    Yes only if it does wherever the days lie within their bounds, no only if it does nowhere.
    """
    if start.lo > window.end.hi or end.hi < window.start.lo:
        return Truth.NO
    if start.hi <= window.end.lo and end.lo >= window.start.hi:
        return Truth.YES
    return Truth.UNKNOWN


def compare_bounds(value: Bounds, operator: Operator, other: Bounds) -> Truth:
    """Compare two integers known within bounds."""
    match operator:
        case "<":
            return _always(value.hi < other.lo, value.lo >= other.hi)
        case "<=":
            return _always(value.hi <= other.lo, value.lo > other.hi)
        case "=":
            same = value.exact and other.exact and value.lo == other.lo
            return _always(same, value.hi < other.lo or value.lo > other.hi)
        case ">":
            return not_(compare_bounds(value, "<=", other))
        case ">=":
            return not_(compare_bounds(value, "<", other))
        case "!=":
            return not_(compare_bounds(value, "=", other))


def compare_number(value: Interval, operator: Operator, threshold: Fraction) -> Truth:
    """Compare a number known within an interval with a threshold, exactly."""
    below = value.hi is not None and (value.hi < threshold or (value.hi == threshold and value.hi_open))
    above = value.lo is not None and (value.lo > threshold or (value.lo == threshold and value.lo_open))
    at_most = value.hi is not None and value.hi <= threshold
    at_least = value.lo is not None and value.lo >= threshold
    match operator:
        case "<":
            return _always(below, at_least)
        case "<=":
            return _always(at_most, above)
        case "=":
            return _always(value.lo == value.hi == threshold, below or above)
        case ">":
            return _always(above, at_most)
        case ">=":
            return _always(at_least, below)
        case "!=":
            return not_(compare_number(value, "=", threshold))


def between(value: Interval, low: Fraction, high: Fraction) -> Truth:
    """Whether a number lies between two others, ends included."""
    return and_((compare_number(value, ">=", low), compare_number(value, "<=", high)))


def _always(yes: bool, no: bool) -> Truth:
    return Truth.YES if yes else Truth.NO if no else Truth.UNKNOWN
