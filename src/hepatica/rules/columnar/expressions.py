"""Three-valued logic and comparisons as expressions: 0 no, 1 unknown, 2 yes. No result is ever null.

Everything keeps to what Polars, DuckDB and Spark share: `when`, least and greatest, integer and float arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from hepatica.rules.nodes import Operator

TOLERANCE = 1e-12
"""Relative difference under which two numbers are equal: products of floats miss the decimal they stand for."""


def flag(condition: nw.Expr) -> nw.Expr:
    """1 where the condition holds, 0 where it does not or is null."""
    return nw.when(condition).then(constant(1)).otherwise(constant(0))


def decided(yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """2 where `yes` holds, 0 where `no` holds, otherwise 1; null counts as not holding."""
    return nw.when(yes).then(constant(2)).otherwise(nw.when(no).then(constant(0)).otherwise(constant(1)))


def constant(truth: int) -> nw.Expr:
    """The same truth, or other small number, for every row."""
    return nw.lit(truth, dtype=nw.Int8)


def not_(truth: nw.Expr) -> nw.Expr:
    """Yes and no change places."""
    return 2 - truth


def and_(truths: Sequence[nw.Expr]) -> nw.Expr:
    """The least of the truths; yes of none."""
    return nw.min_horizontal(*truths) if len(truths) > 1 else truths[0] if truths else constant(2)


def or_(truths: Sequence[nw.Expr]) -> nw.Expr:
    """The greatest of the truths; no of none."""
    return nw.max_horizontal(*truths) if len(truths) > 1 else truths[0] if truths else constant(0)


def implies(condition: nw.Expr, consequence: nw.Expr) -> nw.Expr:
    """Not the condition, or the consequence."""
    return or_([not_(condition), consequence])


def sign(number: nw.Expr, threshold: nw.Expr) -> nw.Expr:
    """-1, 0 or 1 for a number under, at or over a threshold; null where one is missing."""
    near = (number - threshold).abs() <= threshold.abs() * TOLERANCE
    over = nw.when(number > threshold).then(constant(1)).otherwise(constant(-1))
    signed = nw.when(near).then(constant(0)).otherwise(over)
    return nw.when(number.is_null() | threshold.is_null()).then(nw.lit(None, dtype=nw.Int8)).otherwise(signed)


def compare_sign(sign: nw.Expr, comparator: nw.Expr, operator: Operator) -> nw.Expr:
    """Compare a number with a threshold, given its `sign` and the comparator it was reported with ("" for none)."""
    exact, under, to = comparator == "", comparator == "<", comparator == "<="
    over, from_ = comparator == ">", comparator == ">="
    at_most, at_least = sign <= 0, sign >= 0
    match operator:
        case "<":
            yes = ((exact | to) & (sign < 0)) | (under & at_most)
            no = (exact | over | from_) & at_least
            return decided(yes, no)
        case "<=":
            yes = (exact | under | to) & at_most
            no = ((exact | from_) & (sign > 0)) | (over & at_least)
            return decided(yes, no)
        case "=":
            outside = (
                ((exact | to) & (sign < 0)) | ((exact | from_) & (sign > 0)) | (under & at_most) | (over & at_least)
            )
            return decided(exact & (sign == 0), outside)
        case ">":
            return not_(compare_sign(sign, comparator, "<="))
        case ">=":
            return not_(compare_sign(sign, comparator, "<"))
        case "!=":
            return not_(compare_sign(sign, comparator, "="))
