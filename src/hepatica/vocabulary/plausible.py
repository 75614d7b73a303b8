"""Whether a number can be what it says it is; where it cannot, the slip that would explain it. Nothing is corrected."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hepatica.vocabulary.conversion import Conversions
from hepatica.vocabulary.errors import UnitError
from hepatica.vocabulary.words import Variable

SLIPS: Final = (("ten", 10), ("a hundred", 100), ("a thousand", 1000))


def check_range(variable: Variable, value: Fraction, unit: str | None, conversions: Conversions) -> str | None:
    """The problem of a value outside the plausible range, with what would explain it; None for a plausible value."""
    if variable.range is None or variable.unit is None or unit is None:
        return None
    if _inside(variable, value, unit, conversions):
        return None
    low, high = variable.range
    text = f"{variable.name} {show(value)} {unit} is not plausible: {_range_text(low, high)} {variable.unit}"
    explained = _other_units(variable, value, unit, conversions) or _slips(variable, value, unit, conversions)
    return f"{text}; {explained}" if explained else text


def show(value: Fraction) -> str:
    """A fraction as a decimal, without an exponent; rounded to 6 significant digits only where it has no end."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6g}"


def _inside(variable: Variable, value: Fraction, unit: str, conversions: Conversions) -> bool:
    assert variable.range is not None
    assert variable.unit is not None
    conversion = conversions.find(variable.name, unit, variable.unit)
    if conversion.log10:
        if value > 300:
            return False
        value = Fraction(10 ** float(value))
    found = value * conversion.factor
    low, high = variable.range
    return (low is None or found >= Fraction(low)) and (high is None or found <= Fraction(high))


def _range_text(low: object, high: object) -> str:
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"{low} to {high}"


def _other_units(variable: Variable, value: Fraction, unit: str, conversions: Conversions) -> str:
    """`in g/dL it would be` for the first other unit of the variable that makes the value plausible."""
    assert variable.unit is not None
    for other in (variable.unit, *variable.units):
        try:
            fits = other != unit and _inside(variable, value, other, conversions)
        except UnitError:
            continue
        if fits:
            if other == "1":
                return f"a fraction written for a percentage? {show(value * 100)} % would be plausible"
            return f"was it {show(value)} {other}?"
    return ""


def _slips(variable: Variable, value: Fraction, unit: str, conversions: Conversions) -> str:
    """`was it 90 g/L?` for the smallest power of ten that makes the value plausible."""
    for words, factor in SLIPS:
        for moved in (value * factor, value / factor):
            if moved != value and _inside(variable, moved, unit, conversions):
                return f"off by {words}? {show(moved)} {unit} would be plausible"
    return ""
