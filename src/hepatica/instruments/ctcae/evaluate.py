"""A rule as three-valued columns: for each grade whether a result is at least that, is not, or cannot be told.

Columns read: those of `columns.SCHEMA`. What is missing makes a comparison unknown, not false; `and`, `or` are Kleene's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final

import polars as pl

from hepatica.instruments.bounds import TOLERANCE
from hepatica.instruments.ctcae.criteria import CLINICAL, Comparison, Criterion
from hepatica.instruments.ctcae.rules import Rule
from hepatica.instruments.ctcae.units import CutOffs

COLUMN: Final = {"ULN": "uln", "LLN": "lln", "baseline": "base", "decrease": "base"}

HIGH: Final = pl.coalesce(pl.col("state") > 0, pl.col("base") > pl.col("uln") * (1 + TOLERANCE))
"""Whether the baseline lay over its upper limit: as the indicator says, else by the row's own limit."""

LOW: Final = pl.coalesce(pl.col("state") < 0, pl.col("base") < pl.col("lln") * (1 - TOLERANCE))

CONDITION: Final = {
    "baseline high": HIGH,
    "baseline not high": ~HIGH,
    "baseline low": LOW,
    **{name: pl.col(name) for name in CLINICAL},
}

GRADES: Final = (4, 3, 2, 1)

Near = Callable[[float], pl.Expr]
"""A limit, a hair over it (1) or under it (-1): numbers so near are equal, as a product of floats misses its decimal."""


def at_least(rule: Rule, comparator: str, cuts: CutOffs | None) -> dict[int, pl.Expr]:
    """For each grade that the rule has, from the highest down: whether a result is at least that.

    comparator: `<`, `<=`, `>`, `>=` of a censored result, else empty.
    """
    found: dict[int, pl.Expr] = {}
    higher: list[pl.Expr] = []
    for grade in GRADES:
        if grade in rule.grades:
            higher = [_any([*higher, *(holds(each, comparator, cuts) for each in rule.grades[grade])])]
            found[grade] = higher[0]
    return found


def holds(criterion: Criterion, comparator: str, cuts: CutOffs | None) -> pl.Expr:
    """Whether a line of a rule holds."""
    parts = [_compared(each, comparator, cuts) for each in criterion.all_of]
    parts += [CONDITION[name] for name in criterion.provided]
    return reduce(lambda one, other: one & other, parts)


def _any(parts: list[pl.Expr]) -> pl.Expr:
    return reduce(lambda one, other: one | other, parts)


def _compared(comparison: Comparison, comparator: str, cuts: CutOffs | None) -> pl.Expr:
    more = cuts.of(comparison.amounts) if comparison.amounts and cuts is not None else 0.0
    if comparison.of == "amount":
        return _against(pl.col("value"), _cut_off(more), comparison.sign, comparator)
    column, factor = pl.col(COLUMN[comparison.of]), float(comparison.factor)

    def limit(way: float) -> pl.Expr:
        times = column * (factor * (1 + way * TOLERANCE))
        return times + more * (1 + way * TOLERANCE) if more else times

    answer = _against(pl.col("value"), limit, comparison.sign, comparator)
    if comparison.of != "decrease":
        return answer
    fallen = _against(pl.col("change"), _cut_off((factor - 1) * 100), comparison.sign, comparator)
    return pl.coalesce(answer, fallen)


def _cut_off(number: float) -> Near:
    return lambda way: pl.lit(number + way * abs(number) * TOLERANCE)


def _against(number: pl.Expr, limit: Near, sign: str, comparator: str) -> pl.Expr:
    """The comparison of a number that may be censored: true or false where every number it can be agrees."""
    if sign in ("<", "<="):
        exact = number < limit(-1) if sign == "<" else number <= limit(1)
        return exact if not comparator else ~_rising(~exact, number, limit, comparator)
    exact = number > limit(1) if sign == ">" else number >= limit(-1)
    return exact if not comparator else _rising(exact, number, limit, comparator)


def _rising(exact: pl.Expr, number: pl.Expr, limit: Near, comparator: str) -> pl.Expr:
    """`number > limit` or `number >= limit` (exact: of the reported number) from where the reported number lies."""
    match comparator:
        case "<":  # every possible number lies under the reported one
            surely, answer = number <= limit(1), False
        case "<=":
            surely, answer = ~exact, False
        case ">":
            surely, answer = number >= limit(-1), True
        case _:
            surely, answer = exact, True
    return pl.when(surely).then(pl.lit(answer)).otherwise(pl.lit(None, pl.Boolean))
