"""Coded values held against their lists: each distinct spelling of a variable is decided once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from hepatica.sdtm.problems import mark
from hepatica.vocabulary import Variable, Vocabulary

ATTRIBUTES: Final = ("status", "route", "site", "detail")


def read_codes(
    read: pl.DataFrame, variables: Mapping[str, Variable], vocabulary: Vocabulary, kind: str
) -> pl.DataFrame:
    """The frame with `code` (and, of events, status, route, site, detail and grade) as the vocabulary writes them.

    A spelling the list knows (the code in another case, its label, a synonym) becomes the code. One it does not know
    stays as it is and becomes a `problem`. "" becomes null. An event without a code takes the one its reported words
    (`spoken`) stand for; where they stand for none it has none, with the fault "uncoded" and no problem: it did occur.
    """
    read = _decide(read, "code", variables, vocabulary)
    if kind != "event":
        return read
    read = _decide(read, "spoken", variables, vocabulary)
    read = read.with_columns(code=pl.coalesce("code", "spoken"))
    for attribute in ATTRIBUTES:
        read = _decide(read, attribute, variables, vocabulary)
    return _grades(read, variables)


def _grades(read: pl.DataFrame, variables: Mapping[str, Variable]) -> pl.DataFrame:
    """Grades as whole numbers; text, half a grade, and one that the variable's scale has not, is none and a `problem`."""
    number = pl.col("grade").cast(pl.Float64, strict=False)
    whole = number.cast(pl.Int64, strict=False)
    scales = [(name, *span) for name, each in variables.items() if (span := scale(each)) is not None]
    table = pl.DataFrame(scales, schema={"variable": pl.String, "least": pl.Int64, "most": pl.Int64}, orient="row")
    read = read.join(table, on="variable", how="left", maintain_order="left")
    half = whole != number
    text = whole.is_null() | (half & pl.col("least").is_null())
    outside = pl.col("least").is_not_null() & (half | ~whole.is_between("least", "most"))
    other = pl.format("{}: grade '{}' is not one of {} to {}", "variable", "grade", "least", "most")
    said = pl.when(text).then(pl.format("{}: grade '{}' is not a number", "variable", "grade")).otherwise(other)
    wrong = (pl.col("grade") != "") & (text | outside)
    return mark(read, "grade", wrong, said).with_columns(grade=pl.when(~wrong).then(whole)).drop("least", "most")


def of_grade(problem: pl.Expr) -> pl.Expr:
    """Whether a problem of an event is its grade: the event did occur."""
    return problem.str.contains(": grade '", literal=True).fill_null(False)


def scale(variable: Variable) -> tuple[int, int] | None:
    """The least and the highest grade of an event; None where its grades have no scale."""
    found = variable.fields.get("grade")
    low, high = (found.range if found is not None else None) or (None, None)
    return None if low is None or high is None else (int(low), int(high))


def decide(text: str, variable: Variable, vocabulary: Vocabulary, field: str = "code") -> str | None:
    """The code, or codes joined by "|", that a text stands for; None where the list is closed and does not hold it."""
    if not closed(variable, field):
        return text
    codes = [vocabulary.code(variable.name, part.strip(), field) for part in text.split("|")]
    known = [code for code in codes if code is not None]
    return "|".join(known) if len(known) == len(codes) else None


def closed(variable: Variable, field: str = "code") -> bool:
    """Whether the vocabulary closes the list of a variable's codes, or of an event's attribute."""
    if field == "code":
        return variable.kind == "boolean" or bool(variable.values)
    attribute = variable.fields.get(field)
    return attribute is not None and attribute.kind == "code" and bool(attribute.values)


def _decide(read: pl.DataFrame, column: str, variables: Mapping[str, Variable], vocabulary: Vocabulary) -> pl.DataFrame:
    pairs = read.select("variable", column).filter(pl.col(column) != "").unique().sort("variable", column)
    field = "code" if column == "spoken" else column
    rows = [(name, text, decide(text, variables[name], vocabulary, field)) for name, text in pairs.iter_rows()]
    table = pl.DataFrame(rows, schema={"variable": pl.String, column: pl.String, "decided": pl.String}, orient="row")
    joined = read.join(table, on=["variable", column], how="left", maintain_order="left")
    unknown = (pl.col(column) != "") & pl.col("decided").is_null()
    if column == "spoken":
        uncoded = unknown & pl.col("code").is_null() & pl.col("fault").is_null()
        return joined.with_columns(
            fault=pl.when(uncoded).then(pl.lit("uncoded")).otherwise("fault"), spoken="decided"
        ).drop("decided")
    words = pl.format("{}: {} '{}' is not in its list", "variable", pl.lit(column), column)
    marked = mark(joined, "code", unknown, words)
    return marked.with_columns(pl.coalesce("decided", pl.col(column).replace("", None)).alias(column)).drop("decided")
