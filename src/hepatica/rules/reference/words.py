"""How days, values and windows are said in an explanation."""

from __future__ import annotations

from datetime import date, timedelta

from hepatica.rules.aspects import Aspect
from hepatica.rules.calendar import FAR
from hepatica.rules.intervals import Bounds, Span
from hepatica.rules.reference.subject import Fact

_EPOCH = date(1970, 1, 1)


def day_text(day: int, *, calendar: bool) -> str:
    """`2026-03-01`, or `day 12` where days are counted from a study's own day 0."""
    return (_EPOCH + timedelta(day)).isoformat() if calendar else f"day {day}"


def bounds_text(day: Bounds, *, calendar: bool) -> str:
    """A day that may be known only within bounds: `2026-03-01`, `between … and …`, `an unknown day`."""
    if day.lo <= -FAR and day.hi >= FAR:
        return "an unknown day"
    if day.lo <= -FAR:
        return f"a day up to {day_text(day.hi, calendar=calendar)}"
    if day.hi >= FAR:
        return f"a day from {day_text(day.lo, calendar=calendar)} on"
    if day.exact:
        return day_text(day.lo, calendar=calendar)
    return f"a day between {day_text(day.lo, calendar=calendar)} and {day_text(day.hi, calendar=calendar)}"


def span_text(window: Span, *, calendar: bool) -> str:
    """A window's days: `2026-02-22 to 2026-03-01`; empty for a window without bounds."""
    if window.start.hi <= -FAR and window.end.lo >= FAR:
        return ""
    if window.start.hi <= -FAR:
        return f"up to {bounds_text(window.end, calendar=calendar)}"
    if window.end.lo >= FAR:
        return f"from {bounds_text(window.start, calendar=calendar)} on"
    if window.start == window.end:
        return bounds_text(window.start, calendar=calendar)
    return f"{bounds_text(window.start, calendar=calendar)} to {bounds_text(window.end, calendar=calendar)}"


def value_text(fact: Fact, what: Aspect | None, *, calendar: bool) -> str:
    """What a fact says of an aspect, as recorded: `<20 [IU]/mL`, `positive`, `yes`."""
    if what is None or what.kind in ("code", "ordinal", "boolean"):
        column = what.column if what is not None else "code"
        said = getattr(fact, column)
        if said is None and column == "code":
            said = fact.text
        return "nothing recorded" if said is None else str(said).replace("|", " + ")
    if what.kind == "date":
        return bounds_text(fact.day, calendar=calendar)
    if what.column == "grade":
        return f"grade {fact.grade}"
    if fact.number is None:
        return "no number"
    number = fact.text or f"{fact.number:g}"
    return f"{fact.comparator or ''}{number}{' ' + fact.unit if fact.unit else ''}"


def dated(fact: Fact, what: Aspect | None, *, calendar: bool) -> str:
    """A fact's value with its day: `80 10*9/L on 2026-01-20`."""
    return f"{value_text(fact, what, calendar=calendar)} on {bounds_text(fact.day, calendar=calendar)}"
