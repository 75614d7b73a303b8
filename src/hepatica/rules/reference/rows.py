"""Whether one fact meets a condition: its value against a threshold, its code against a set, its day against another.

Unknown, with the reason, where the fact has a problem, lacks what is asked for, or is censored across the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import Aspect, Predicate, aspect, not_in_brackets
from hepatica.rules.codes import SEPARATOR, code_set
from hepatica.rules.context import Context
from hepatica.rules.intervals import Bounds, compare_bounds, compare_number
from hepatica.rules.nodes import (
    And,
    Code,
    Comparison,
    Field,
    Flag,
    Implies,
    Limit,
    Member,
    Node,
    Not,
    Operator,
    Or,
    Point,
    Quantity,
    Range,
)
from hepatica.rules.reference.explanation import distinct
from hepatica.rules.reference.numbers import fact_in_base_unit, reported
from hepatica.rules.reference.subject import Fact
from hepatica.rules.reference.words import dated, value_text
from hepatica.rules.scales import in_base_unit, rank
from hepatica.rules.truth import Truth, and_, implies, not_, or_


class Days(Protocol):
    """What rows need of the subject: the rule set's context, and the day of a point."""

    @property
    def context(self) -> Context: ...

    def point(self, point: Point) -> Bounds:
        """The day of an anchor, moved."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one fact says of a condition, and why it is unknown."""

    truth: Truth
    why: tuple[str, ...] = ()


def holds(days: Days, node: Predicate, fact: Fact) -> Said:
    """Whether a fact meets a condition on its variable's value."""
    if fact.problem is not None:
        return _unknown(f"{fact.variable}: {fact.problem}")
    return _predicate(days, node, fact)


def matches(days: Days, where: Node | None, fact: Fact) -> Said:
    """Whether a record meets the condition in an event's brackets."""
    if fact.problem is not None:
        return _unknown(f"{fact.variable}: {fact.problem}")
    return _where(days, where, fact) if where is not None else Said(Truth.YES)


def _where(days: Days, node: Node, fact: Fact) -> Said:
    match node:
        case And(operands):
            parts = [_where(days, each, fact) for each in operands]
            return _joined(and_(part.truth for part in parts), parts)
        case Or(operands):
            parts = [_where(days, each, fact) for each in operands]
            return _joined(or_(part.truth for part in parts), parts)
        case Not(operand):
            part = _where(days, operand, fact)
            return Said(not_(part.truth), part.why)
        case Implies(condition, consequence):
            parts = [_where(days, condition, fact), _where(days, consequence, fact)]
            return _joined(implies(parts[0].truth, parts[1].truth), parts)
        case Comparison(Field()) | Range(Field()) | Member(Field()) | Flag(Field()):
            return _predicate(days, node, fact)
        case _:
            raise not_in_brackets(fact.variable)


def _joined(truth: Truth, parts: Iterable[Said]) -> Said:
    if truth is not Truth.UNKNOWN:
        return Said(truth)
    return Said(truth, distinct(why for part in parts if part.truth is Truth.UNKNOWN for why in part.why))


def _unknown(why: str) -> Said:
    return Said(Truth.UNKNOWN, (why,))


def _predicate(days: Days, node: Predicate, fact: Fact) -> Said:
    what = aspect(days.context.vocabulary, fact.variable, node.subject)
    match node:
        case Flag():
            return _flag(what, fact)
        case Member(_, items, negated):
            return _coded(days, what, items, negated, fact)
        case Range(_, low, high):
            return _numeric(days, what, ((">=", low), ("<=", high)), fact)
        case Comparison(_, operator, operand):
            if isinstance(operand, Point):
                return _date(days, what, operator, operand, fact)
            if isinstance(operand, Code) and operator in ("=", "!=") and what.kind != "ordinal":
                return _coded(days, what, (operand,), operator == "!=", fact)
            return _numeric(days, what, ((operator, operand),), fact)


# ---------------------------------------------------------------- dates, flags, codes


def _date(days: Days, what: Aspect, operator: Operator, point: Point, fact: Fact) -> Said:
    lasts = days.context.vocabulary[fact.variable].interval
    day = fact.edge("end" if what.column == "end" else "start", lasts=lasts)
    truth = compare_bounds(day, operator, days.point(point))
    if truth is not Truth.UNKNOWN:
        return Said(truth)
    said = dated(fact, None, calendar=days.context.calendar)
    return _unknown(f"{what.name} ({said}) and {point.anchor} cannot be ordered")


def _flag(what: Aspect, fact: Fact) -> Said:
    code = getattr(fact, what.column)
    if code in ("Y", "N"):
        return Said(Truth.YES if code == "Y" else Truth.NO)
    if code is None and what.column == "code" and fact.occurred is not None:
        return Said(Truth.YES if fact.occurred else Truth.NO)
    return _unknown(f"{what.name} was recorded without an answer")


def _recorded(what: Aspect, fact: Fact) -> str | None:
    """The code; a coded variable may have been reported as a number (ECOG 1)."""
    if what.column == "grade":
        return None if fact.grade is None else str(fact.grade)
    code: str | None = getattr(fact, what.column)
    return fact.text if code is None and what.column == "code" else code


def _coded(days: Days, what: Aspect, items: tuple[Code, ...], negated: bool, fact: Fact) -> Said:
    recorded = _recorded(what, fact)
    if recorded is None:
        return _unknown(f"{what.name} was recorded without a code")
    wanted, codes = code_set(days.context.vocabulary, items), frozenset(recorded.split(SEPARATOR))
    if codes & wanted.inside:
        truth = Truth.YES
    elif codes & wanted.possible:
        why = f"{what.name} is recorded only as {recorded.replace(SEPARATOR, ' + ')}"
        return _unknown(why)
    else:
        truth = Truth.NO
    return Said(not_(truth) if negated else truth)


# ---------------------------------------------------------------- numbers and grades


def _numeric(days: Days, what: Aspect, tests: tuple[tuple[Operator, Quantity | Limit | Code], ...], fact: Fact) -> Said:
    """Every test of one number: two for a range."""
    truths, why = [], list[str]()
    for operator, operand in tests:
        if what.kind == "ordinal":
            said = _graded(what, operator, operand, fact)
        elif what.kind != "number" or isinstance(operand, Code):
            raise HepaticaError(f"'{what.name}' cannot be compared so", do="check the rule against the vocabulary")
        elif isinstance(operand, Limit):
            said = _against_limit(days, what, operator, operand, fact)
        else:
            said = _against_quantity(days, what, operator, operand, fact)
        truths.append(said.truth)
        why += said.why
    truth = and_(truths)
    return Said(truth, distinct(why) if truth is Truth.UNKNOWN else ())


def _graded(what: Aspect, operator: Operator, operand: Quantity | Limit | Code, fact: Fact) -> Said:
    if isinstance(operand, Limit):
        raise HepaticaError(f"'{what.name}' has grades, no reference limits", do="compare it with a grade")
    threshold = rank(what, operand)
    recorded = _recorded(what, fact)
    if recorded is None or recorded not in what.order:
        return _unknown(f"{what.name} was recorded without a grade")
    place = what.order.index(recorded)
    return Said(compare_bounds(Bounds(place, place), operator, Bounds(threshold, threshold)))


def _against_limit(days: Days, what: Aspect, operator: Operator, limit: Limit, fact: Fact) -> Said:
    number, bound = reported(what, fact), fact.limit(limit.bound)
    if isinstance(number, str):
        return _unknown(number)
    if bound is None:
        kind = "upper" if limit.bound == "ULN" else "lower"
        said = dated(fact, what, calendar=days.context.calendar)
        return _unknown(f"{what.name} {said} has no {kind} limit of normal")
    truth = compare_number(number, operator, Fraction(limit.multiple) * bound)
    if truth is not Truth.UNKNOWN:
        return Said(truth)
    multiple = f"{limit.multiple} {limit.bound}"
    return _unknown(f"{value_text(fact, what, calendar=True)} does not decide {operator} {multiple}")


def _against_quantity(days: Days, what: Aspect, operator: Operator, operand: Quantity, fact: Fact) -> Said:
    threshold = in_base_unit(days.context.vocabulary, what, operand)
    number = fact_in_base_unit(days.context, what, fact)
    if isinstance(number, str):
        return _unknown(number)
    truth = compare_number(number, operator, threshold)
    if truth is not Truth.UNKNOWN:
        return Said(truth)
    asked = f"{operand.number}{' ' + operand.unit if operand.unit else ''}"
    return _unknown(f"{value_text(fact, what, calendar=True)} does not decide {operator} {asked}")
