"""Age in completed years, from the birth date on the day of the window's anchor, or as it was recorded."""

from __future__ import annotations

from fractions import Fraction

from hepatica.rules.aspects import AGE, BIRTH_DATE, Predicate, age_point, age_tests, aspect
from hepatica.rules.calendar import FAR, completed_years
from hepatica.rules.intervals import Bounds, Interval, compare_number
from hepatica.rules.nodes import Known, Point, Quantity, Reading
from hepatica.rules.reference.days import SubjectDays
from hepatica.rules.reference.explanation import Finding, distinct
from hepatica.rules.reference.readings import known, read
from hepatica.rules.reference.words import bounds_text
from hepatica.rules.scales import in_base_unit
from hepatica.rules.truth import Truth, and_


def age(days: SubjectDays, node: Predicate) -> Finding:
    """What the subject's age says of the condition."""
    birth, point = _birth(days), age_point(days.context, node.window)
    if birth is None or point is None:
        return read(days, node, unbounded=True)
    years = _years(birth, days.point(point))
    truth = and_(compare_number(years, operator, _in_years(days, operand)) for operator, operand in age_tests(node))
    facts = tuple(fact.fact for fact in days.facts.of(BIRTH_DATE))
    return Finding(truth, _said(days, years, point), facts, _doubts(days, truth, birth, point))


def known_age(days: SubjectDays, node: Known) -> Finding:
    """Yes if the age is known to the year."""
    birth, point = _birth(days), age_point(days.context, node.window)
    if birth is None or point is None:
        return known(days, node, unbounded=True)
    years = _years(birth, days.point(point))
    exact = years.lo is not None and years.lo == years.hi
    facts = tuple(fact.fact for fact in days.facts.of(BIRTH_DATE))
    return Finding(Truth.YES if exact else Truth.NO, _said(days, years, point), facts)


def _birth(days: SubjectDays) -> Bounds | None:
    """The birth date, as wide as all its records; None if none has a date. One with a problem may be any day."""
    records = [
        Bounds() if fact.problem is not None else fact.day
        for fact in days.facts.of(BIRTH_DATE)
        if fact.problem is not None or fact.start_lo is not None or fact.start_hi is not None
    ]
    if not records:
        return None
    return Bounds(min(each.lo for each in records), max(each.hi for each in records))


def _years(birth: Bounds, day: Bounds) -> Interval:
    """Completed years, least and most."""
    least = completed_years(birth.hi, day.lo) if birth.hi < FAR and day.lo > -FAR else None
    most = completed_years(birth.lo, day.hi) if birth.lo > -FAR and day.hi < FAR else None
    return Interval(None if least is None else Fraction(least), None if most is None else Fraction(most))


def _in_years(days: SubjectDays, operand: Quantity) -> Fraction:
    what = aspect(days.context.vocabulary, AGE, Reading(AGE))
    return in_base_unit(days.context.vocabulary, what, operand)


def _said(days: SubjectDays, years: Interval, point: Point) -> str:
    on = bounds_text(days.point(point), calendar=days.context.calendar)
    if years.lo is not None and years.lo == years.hi:
        return f"{years.lo} completed years at {point.anchor} ({on})"
    ends = [str(end) if end is not None else "?" for end in (years.lo, years.hi)]
    return f"between {ends[0]} and {ends[1]} completed years at {point.anchor} ({on})"


def _doubts(days: SubjectDays, truth: Truth, birth: Bounds, point: Point) -> tuple[str, ...]:
    if truth is not Truth.UNKNOWN:
        return ()
    why = [fact.problem for fact in days.facts.of(BIRTH_DATE) if fact.problem is not None]
    if not birth.exact:
        why.append(f"birth_date is {bounds_text(birth, calendar=days.context.calendar)}")
    return distinct([*why, days.doubt(point.anchor)])
