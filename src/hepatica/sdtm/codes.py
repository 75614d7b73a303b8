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
    grade = pl.col("grade").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    words = pl.format("{}: grade '{}' is not a number", "variable", "grade")
    return mark(read, "grade", (pl.col("grade") != "") & grade.is_null(), words).with_columns(grade=grade)


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
