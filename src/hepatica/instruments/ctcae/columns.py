"""The columns that grading reads, checked, in one form, and with rows that are graded alike told by one number.

Text is worked through once for each spelling that occurs, not for each row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.criteria import CLINICAL

TEXTS: Final = ("term", "unit", "comparator", "base_indicator")
LIMITS: Final = ("uln", "lln", "base", "change")
NUMBERS: Final = ("value", *LIMITS)

COMPARATORS: Final = {"": "", "=": "", "<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="}

WRITTEN: Final = r"^\s*(<=|>=|[<>≤≥=]?)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$"
"""A result as text: comparator and number, nothing else."""

STATES: Final = {"LOW": -1, "L": -1, "NORMAL": 0, "N": 0, "HIGH": 1, "H": 1}
"""Of the baseline; `HIGH HIGH` is high."""

SCHEMA: Final = {
    **dict.fromkeys(NUMBERS, pl.Float64()),
    "state": pl.Int8(),
    **dict.fromkeys(CLINICAL, pl.Boolean()),
}
"""What a rule may read, besides the group."""


def ready(table: pl.DataFrame) -> pl.DataFrame:
    """The table's columns that grading reads, numbers as floats, with `row` and `bad` (not a result that can be graded).

    A column that the table has not is not made. state: of the baseline, -1 low, 0 normal, 1 high, null unknown.
    Raises HepaticaError for a missing column or one of the wrong type.
    """
    for name in ("term", "value"):
        if name not in table.columns:
            raise HepaticaError(f"the table has no column '{name}'", do="name the columns term and value")
    _check(table)
    columns = [pl.col(name).cast(pl.String) for name in ("term", "unit") if name in table.columns]
    columns += [_positive(name) for name in LIMITS if name in table.columns]
    columns += [pl.col(name).cast(pl.Boolean) for name in CLINICAL if name in table.columns]
    found = table.select(*columns, *_result(table)).with_row_index("row")
    if "base_indicator" in table.columns:
        found = found.with_columns(looked_up(table["base_indicator"], _state, pl.Int8()).alias("state"))
    if "comparator" in found.columns:
        found = found.with_columns(looked_up(found["comparator"], _comparator, pl.String()))
    known = pl.col("comparator").is_not_null() if "comparator" in found.columns else True
    return found.with_columns(bad=~((pl.col("value") >= 0) & pl.col("value").is_finite() & known).fill_null(False))


def looked_up(texts: pl.Series, meaning: Callable[[str], object], kind: pl.DataType) -> pl.Series:
    """What each text means: the function is asked once for each spelling; null stands for an empty one."""
    codes, spellings = coded(texts)
    meant = pl.Series([meaning(each) for each in [*spellings, ""]], dtype=kind)
    return meant.gather(codes).alias(texts.name)


def coded(texts: pl.Series) -> tuple[pl.Series, list[str]]:
    """A number for each text, and the spellings by number; null has the number after the last."""
    texts = texts.cast(pl.String)
    spellings = texts.drop_nulls().unique()
    codes = texts.cast(pl.Enum(spellings)).to_physical().cast(pl.UInt32).fill_null(len(spellings))
    return codes, spellings.to_list()


def why_bad(names: list[str]) -> pl.Expr:
    """What makes a result none: text (`written`, where there is such a column), a negative or endless number, …"""
    written = pl.col("written") if "written" in names else pl.lit(None, pl.String)
    return (
        pl.when(written.is_not_null())
        .then(pl.format("the result '{}' is no number", written))
        .when(pl.col("value").is_null() | pl.col("value").is_nan())
        .then(pl.lit("no result"))
        .when(pl.col("value") < 0)
        .then(pl.format("the result {} is negative", "value"))
        .when(pl.col("value").is_infinite())
        .then(pl.lit("the result is infinite"))
        .otherwise(pl.lit("the comparator is not known"))
    )


def _result(table: pl.DataFrame) -> list[pl.Expr]:
    """value and comparator, from numbers or from texts that hold both; `written` where a text is no number."""
    given = [pl.col("comparator").cast(pl.String)] if "comparator" in table.columns else []
    if table.schema["value"] != pl.String:
        return [pl.col("value").cast(pl.Float64), *given]
    number = pl.col("value").str.extract(WRITTEN, 2).cast(pl.Float64, strict=False)
    own = pl.col("value").str.extract(WRITTEN, 1)
    strange = (pl.col("value").str.strip_chars() != "") & number.is_null()
    sign = pl.coalesce(pl.when(own != "").then(own), *given, pl.lit(""))
    return [number.alias("value"), sign.alias("comparator"), pl.when(strange).then("value").alias("written")]


def _positive(name: str) -> pl.Expr:
    """A limit or baseline that something can be a multiple of; the change in per cent has a sign."""
    number = pl.col(name).cast(pl.Float64)
    sound = number.is_finite() if name == "change" else number.is_finite() & (number >= 0)
    return pl.when(sound if name in ("change", "lln") else sound & (number > 0)).then(number).alias(name)


def _state(text: str) -> int | None:
    words = text.upper().split()
    return STATES.get(words[0]) if words else None


def _comparator(text: str) -> str | None:
    return COMPARATORS.get(text.strip())


def _check(table: pl.DataFrame) -> None:
    for name in [*TEXTS, *NUMBERS, *CLINICAL]:
        if name not in table.columns:
            continue
        kind = table.schema[name]
        if name in TEXTS:
            _refuse(name, kind, "text", kind in (pl.String, pl.Categorical, pl.Enum))
        elif name in NUMBERS:
            _refuse(name, kind, "numbers", kind.is_numeric() or (name == "value" and kind == pl.String))
        else:
            _refuse(name, kind, "true and false", kind == pl.Boolean)


def _refuse(name: str, kind: pl.DataType, wanted: str, fits: bool) -> None:
    if not fits and kind != pl.Null:
        raise HepaticaError(f"the column '{name}' holds {kind}, not {wanted}", do=f"give {wanted}")
