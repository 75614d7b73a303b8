"""A variable's value in a window, for all subjects: last, first, any, every, lowest, highest; and whether it is known."""

from __future__ import annotations

from typing import Literal

import narwhals as nw

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import Aspect, Predicate, aspect, reading_of
from hepatica.rules.columnar.expressions import and_, constant, flag, not_, or_
from hepatica.rules.columnar.sheet import Sheet
from hepatica.rules.columnar.shelf import Total
from hepatica.rules.nodes import Comparison, Known, Limit, Member, Operator, Point, Quantity, Range, Window

Extreme = Literal["lowest", "highest"]


def read(sheet: Sheet, node: Predicate, window: Window | None) -> nw.Expr:
    """What the chosen value says of the condition, over the sheet's aggregates."""
    match reading_of(node).pick:
        case "any":
            return _any(sheet, node, window)
        case "every":
            return _every(sheet, node, window)
        case "lowest" | "highest" as extreme:
            return _extreme(sheet, node, extreme, window)
        case "first":
            return _newest(sheet, node, window, first=True)
        case _:
            return _newest(sheet, node, window, first=False)


def sure(sheet: Sheet, inside: str) -> nw.Expr:
    """Whether some fact lies in the window for certain."""
    return sheet.total(("inside", inside), Total(nw.col(inside), "max")) == 2


def _newest(sheet: Sheet, node: Predicate, window: Window | None, *, first: bool) -> nw.Expr:
    """All facts that could be the last (or first) in the window must agree, and one must lie in it for certain."""
    inside, truth = sheet.inside(window), sheet.truth(node)
    certain = nw.col(inside) == 2
    if first:
        limit = sheet.limit(("first", inside), nw.when(certain).then(nw.col("hi")), "min")
        could = nw.col("lo") <= nw.col(limit)
    else:
        limit = sheet.limit(("last", inside), nw.when(certain).then(nw.col("lo")), "max")
        could = nw.col("hi") >= nw.col(limit)
    chosen = nw.when((nw.col(inside) > 0) & could).then(nw.col(truth))
    least = sheet.total(("least", inside, truth, first), Total(chosen, "min"))
    most = sheet.total(("most", inside, truth, first), Total(chosen, "max"))
    return nw.when(sure(sheet, inside) & (least == most)).then(least).otherwise(constant(1))


def _any(sheet: Sheet, node: Predicate, window: Window | None) -> nw.Expr:
    inside, truth = sheet.inside(window), sheet.truth(node)
    found = sheet.total(("any", inside, truth), Total(nw.min_horizontal(inside, truth), "max"))
    return nw.when((found == 2) | sure(sheet, inside)).then(found).otherwise(constant(1))


def _every(sheet: Sheet, node: Predicate, window: Window | None) -> nw.Expr:
    inside, truth = sheet.inside(window), sheet.truth(node)
    found = sheet.total(("every", inside, truth), Total(nw.max_horizontal(2 - nw.col(inside), truth), "min"))
    return nw.when((found == 0) | sure(sheet, inside)).then(found).otherwise(constant(1))


# ---------------------------------------------------------------- lowest and highest


def _extreme(sheet: Sheet, node: Predicate, pick: Extreme, window: Window | None) -> nw.Expr:
    """The lowest is under a threshold if any value is, over it if every value is; the highest the other way round."""
    match node:
        case Comparison(_, operator, operand) if not isinstance(operand, Point):
            return _extreme_test(sheet, node, pick, window, operator)
        case Range(subject, low, high):
            ends: tuple[tuple[Operator, Quantity | Limit], ...] = ((">=", low), ("<=", high))
            tests = [Comparison(subject, operator, end) for operator, end in ends]
            return and_([_extreme_test(sheet, test, pick, window, test.operator) for test in tests])
        case Member(subject, items, negated):
            same = [_extreme_test(sheet, Comparison(subject, "=", item), pick, window, "=") for item in items]
            return not_(or_(same)) if negated else or_(same)
        case _:
            what = f"'{reading_of(node).variable}' has no {pick} value"
            raise HepaticaError(what, do="write last, first, any or every")


def _extreme_test(sheet: Sheet, node: Comparison, pick: Extreme, window: Window | None, operator: Operator) -> nw.Expr:
    if operator in ("=", "!="):
        sides: tuple[Operator, Operator] = ("<=", ">=")
        same = and_([_extreme_test(sheet, node, pick, window, side) for side in sides])
        return not_(same) if operator == "!=" else same
    test = Comparison(node.subject, operator, node.operand)
    downward = operator in ("<", "<=")
    return _any(sheet, test, window) if downward == (pick == "lowest") else _every(sheet, test, window)


# ---------------------------------------------------------------- known


def known(sheet: Sheet, node: Known, window: Window | None) -> nw.Expr:
    """Whether a fact without a problem, with a value, lies in the window for certain."""
    inside = sheet.inside(window)
    what = aspect(sheet.days.context.vocabulary, sheet.variable, node.subject)
    usable = flag((nw.col(inside) == 2) & nw.col("problem").is_null() & _has_value(what))
    return sheet.total(("known", inside), Total(usable, "max")) * 2


def _has_value(what: Aspect) -> nw.Expr:
    match what.kind:
        case "number":
            return ~nw.col("number").is_null()
        case "date":
            return ~(nw.col("start_lo").is_null() | nw.col("start_hi").is_null())
        case "boolean":
            return ~(nw.col("code").is_null() & nw.col("occurred").is_null())
        case _:
            return ~(nw.col("code").is_null() & nw.col("text").is_null() & nw.col("occurred").is_null())
