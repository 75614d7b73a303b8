"""A fact's number as an interval in its aspect's own unit, computed exactly on the decimal text."""

from __future__ import annotations

from fractions import Fraction

from hepatica.rules.aspects import Aspect
from hepatica.rules.context import Context
from hepatica.rules.intervals import Interval
from hepatica.rules.reference.subject import Fact
from hepatica.rules.scales import scale, ten_to


def reported(what: Aspect, fact: Fact) -> Interval | str:
    """The number as reported, in its own unit; or why there is none."""
    if what.column == "grade":
        return f"{what.name} was not recorded" if fact.grade is None else _interval(Fraction(fact.grade), "")
    number = fact.value()
    if number is None:
        return f"{what.name} was recorded without a number"
    return _interval(number, fact.comparator or "")


def _interval(number: Fraction, comparator: str) -> Interval:
    match comparator:
        case "<" | "<=":
            return Interval(None, number, hi_open=comparator == "<")
        case ">" | ">=":
            return Interval(number, None, lo_open=comparator == ">")
        case _:
            return Interval(number, number)


def fact_in_base_unit(context: Context, what: Aspect, fact: Fact) -> Interval | str:
    """The number in the aspect's own unit; or why it cannot be had."""
    number, unit = reported(what, fact), fact.unit if what.column == "number" else None
    if isinstance(number, str):
        return number
    conversion = scale(context.vocabulary, what, unit)
    if conversion is None:
        return f"{what.name} was recorded {f'in {unit}, which does not convert' if unit else 'without a unit'}"
    factor = conversion.factor
    if what.equivalent:
        equivalent = context.vocabulary.prednisone_equivalent(fact.code) if fact.code is not None else None
        if equivalent is None:
            return f"the prednisone equivalent of {fact.code or 'an unnamed drug'} is not known"
        factor *= equivalent
    return Interval(
        _scaled(number.lo, factor, log10=conversion.log10),
        _scaled(number.hi, factor, log10=conversion.log10),
        number.lo_open,
        number.hi_open,
    )


def _scaled(end: Fraction | None, factor: Fraction, *, log10: bool) -> Fraction | None:
    if end is None:
        return None
    return (ten_to(end) if log10 else end) * factor
