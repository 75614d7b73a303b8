"""Scores of questionnaires from recorded answers: the answers that a subject gave on one day are one questionnaire.

An answer that cannot be used counts as not given. Two different answers to an item on one day are a problem of the score:
nobody can tell which belongs to the others.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from hepatica.instruments.bounds import exact
from hepatica.instruments.components import Components
from hepatica.instruments.outcome import Outcome, outcome
from hepatica.instruments.questionnaire import Scale, score_of


def scale_from_facts(components: Components, scale: Scale, prefix: str) -> Outcome:
    """A scale of each day on which one of its items was answered. prefix: what its names in the vocabulary begin with."""
    names = {str(item): f"{prefix}item_{item}" for item in scale.items}
    parts = {item: answered(components.of(name), item, scale.most) for item, name in names.items()}
    return scored_days(together(parts), f"{prefix}{scale.name}", exact(score_of(scale)), names, components)


def scored_days(
    table: pl.DataFrame, variable: str, score: pl.Expr, names: Mapping[str, str], components: Components
) -> Outcome:
    """The score of each day as an outcome.

    table: the frame of `together`. score: from its columns. names: item -> its variable.
    """
    twice = pl.coalesce(
        *(
            pl.when(f"{item}_twice").then(pl.lit(f"{name}: different answers on one day"))
            for item, name in names.items()
        ),
        pl.lit(None, pl.String),
    )
    table = table.with_columns(score.alias("score"), twice.alias("problem"), oldest=pl.col("key"))
    table = table.with_columns(complete=pl.col("score").is_not_null() | pl.col("problem").is_not_null())
    result = {
        "number": pl.when(pl.col("problem").is_null()).then("score"),
        "unit": pl.lit("{score}"),
        "problem": pl.col("problem"),
    }
    return outcome(table, {variable: result}, names, components)


def together(parts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The answers of each day side by side, by key. parts: by item, the frames of `of_each_day`."""
    table = pl.concat([part.select("key") for part in parts.values()]).unique().sort("key")
    for part in parts.values():
        table = table.join(part, on="key", how="left", maintain_order="left")
    return table


def answered(rows: pl.DataFrame, item: str, most: int) -> pl.DataFrame:
    """The answer to an item on each day: key, <item> (1 to `most`; null where it cannot be used), <item>_fact, <item>_twice."""
    offered = {str(answer): float(answer) for answer in range(1, most + 1)}
    answer = pl.col("code").replace_strict(offered, default=None, return_dtype=pl.Float64)
    return of_each_day(rows.with_columns(answer=pl.when(pl.col("problem").is_null()).then(answer)), item)


def of_each_day(rows: pl.DataFrame, item: str) -> pl.DataFrame:
    """The value in `answer` on each day: key, <item>, <item>_fact (the first record), <item>_twice (two that differ)."""
    return rows.group_by("key").agg(
        pl.col("answer").drop_nulls().first().alias(item),
        pl.col("fact").min().alias(f"{item}_fact"),
        (pl.col("answer").drop_nulls().n_unique() > 1).alias(f"{item}_twice"),
    )
