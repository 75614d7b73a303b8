"""Marking what is wrong with a record: a word for the fault and a sentence for people."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

Fault = Literal[
    "number",
    "unit",
    "no unit",
    "conversion",
    "range",
    "code",
    "uncoded",
    "date",
    "order",
    "occurrence",
    "grade",
    "doubt",
]

HARD: Final = frozenset({"unit", "code", "date"})
"""Faults no analysis may run on: they mean that the data were read wrongly, not that a value is odd."""


def unmarked(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with empty columns `problem` and `fault`."""
    return frame.with_columns(problem=pl.lit(None, pl.String), fault=pl.lit(None, pl.String))


def mark(frame: pl.DataFrame, fault: Fault, when: pl.Expr, words: pl.Expr) -> pl.DataFrame:
    """The frame with `problem` and `fault` set where `when` holds and no earlier problem stands.

    The words are composed for those rows only: they are few, and text is what costs time.
    """
    wrong = frame.select((when & pl.col("problem").is_null()).fill_null(False)).to_series()
    if not wrong.any():
        return frame
    said = frame.filter(wrong).select(words).to_series().cast(pl.String)
    at = wrong.arg_true()
    problem = frame["problem"].scatter(at, said)
    faults = frame["fault"].scatter(at, pl.Series([fault] * len(at)))
    return frame.with_columns(problem.alias("problem"), faults.alias("fault"))
