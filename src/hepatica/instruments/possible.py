"""Decisions on facts of which some are unknown: every answer that some way to fill the gaps gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import polars as pl

Values = Sequence[str | int | bool]


def possible_answers(
    table: pl.DataFrame, values: Mapping[str, Values], decide: Callable[..., str], order: Sequence[str]
) -> pl.Series:
    """The answers that remain possible for each row, in the given order: one where the decision is certain.

    table: columns of the names of `values`, each null or one of its values. decide: the decision, asked with one value of
    each, by name. Each combination that occurs is decided once, however many rows have it.
    """
    facts = table.select(list(values))
    combinations = facts.unique(maintain_order=True)
    answers = [_answers(row, values, decide, order) for row in combinations.iter_rows(named=True)]
    told = combinations.with_columns(answers=pl.Series(answers, dtype=pl.List(pl.String)))
    return facts.join(told, on=list(values), how="left", nulls_equal=True, maintain_order="left")["answers"]


def the_one(answers: pl.Expr) -> pl.Expr:
    """The answer where only one is possible; null elsewhere."""
    return pl.when(answers.list.len() == 1).then(answers.list.first())


def _answers(
    row: dict[str, Any], values: Mapping[str, Values], decide: Callable[..., str], order: Sequence[str]
) -> list[str]:
    ways = [values[name] if row[name] is None else [row[name]] for name in values]
    found = {decide(**dict(zip(values, way, strict=True))) for way in product(*ways)}
    return [answer for answer in order if answer in found]
