"""Thresholds as exact numbers: in the unit of what is compared, or as the position of a grade."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import Aspect
from hepatica.rules.nodes import Code, Quantity
from hepatica.vocabulary import Conversion, UnitError, Vocabulary

LARGEST = Fraction(1000)
"""No exponent of ten that is measured comes near this one."""

UNSAID = (None, "", "1")
"""What stands for "no unit" in the facts and in rules."""


def is_pure(unit: str | None) -> bool:
    """Whether a number of this unit may be recorded without one: none, `1`, or a mere annotation (`{score}`)."""
    return unit is None or unit == "1" or (unit.startswith("{") and unit.endswith("}") and unit.count("{") == 1)


def scale(vocabulary: Vocabulary, what: Aspect, unit: str | None) -> Conversion | None:
    """How a number in `unit` becomes one in the aspect's unit; None if it cannot.

    No unit is taken for the aspect's own where that is pure.
    """
    if unit == what.unit or (unit in UNSAID and is_pure(what.unit)):
        return Conversion(Fraction(1))
    if unit is None or unit not in what.units or what.unit is None:
        return None
    try:
        return vocabulary.conversion(what.variable, unit, what.unit)
    except UnitError:
        return None


def in_base_unit(vocabulary: Vocabulary, what: Aspect, operand: Quantity) -> Fraction:
    """A threshold in the aspect's own unit.

    Raises HepaticaError if its unit does not convert.
    """
    conversion = scale(vocabulary, what, operand.unit)
    if conversion is None:
        raise HepaticaError(
            f"'{what.name}' cannot be compared with {operand.number} {operand.unit or 'without a unit'}",
            do=f"write one of: {', '.join(what.units) or 'a plain number'}",
        )
    number = Fraction(operand.number)
    return (ten_to(number) if conversion.log10 else number) * conversion.factor


def rank(what: Aspect, operand: Quantity | Code) -> int:
    """Position of an ordinal's grade, from 0; `1` and `1.0` are the same grade.

    Raises HepaticaError if it is none.
    """
    name = operand.name if isinstance(operand, Code) else str(operand.number)
    if name in what.order:
        return what.order.index(name)
    number = _decimal(name)
    if number is not None:
        for position, code in enumerate(what.order):
            if _decimal(code) == number:
                return position
    raise HepaticaError(f"'{name}' is no grade of '{what.name}'", do=f"write one of: {', '.join(what.order)}")


def ten_to(exponent: Fraction) -> Fraction:
    """Ten to a power: exact for whole exponents, otherwise to 60 digits.

    Exponents beyond LARGEST are slips (a plain number called a logarithm); they are as good as LARGEST, and cheaper.
    """
    exponent = max(-LARGEST, min(LARGEST, exponent))
    if exponent.denominator == 1:
        return Fraction(10) ** int(exponent)
    with localcontext() as context:
        context.prec = 60
        return Fraction(Decimal(10) ** (Decimal(exponent.numerator) / Decimal(exponent.denominator)))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
