"""Response by line of treatment: each line has a clock of its own, set anew when the next one begins."""

from __future__ import annotations

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require

WHERE = "response by line"


def regimen_lines(assessments: pl.DataFrame, regimens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Assessments and subjects by line, as `best_response` takes them.

    assessments: subject, day and what else they have. regimens: subject, line, start (day), and days of the subject
    (death, last) if known; lines in the order of their start. An assessment belongs to the last line that began before
    its day; that of the day a line begins, to the line before it (it is the baseline of the new one). Assessments before
    the first line are left out.
    Returns the assessments with the column line, and one row a subject and line: zero (its start), new_therapy (the start
    of the next).
    Raises HepaticaError for tables without these columns, a line without a start, and two lines that start on one day.
    """
    assessments = require(assessments, WHERE, keys=("subject",), numbers=("day",))
    regimens = require(regimens, WHERE, keys=("subject", "line"), numbers=("start",))
    people = regimens.with_columns(pl.col("subject", "line").cast(pl.String), pl.col("start").cast(pl.Int64))
    if people["start"].null_count():
        who = people.filter(pl.col("start").is_null())["subject"][0]
        raise HepaticaError(f"a line of subject {who} has no start", where=WHERE, do="give its first day")
    people = people.sort("subject", "start", maintain_order=True)
    if (twice := people.filter(people.select("subject", "start").is_duplicated())).height:
        raise HepaticaError(f"two lines of subject {twice['subject'][0]} start on one day", where=WHERE, do="join them")
    own = assessments.with_columns(pl.col("subject").cast(pl.String), pl.col("day").cast(pl.Int64)).drop(
        "line", strict=False
    )
    placed = own.drop_nulls("day").sort("day", maintain_order=True).join_asof(
        people.select("subject", "line", "start").sort("start"),
        left_on="day",
        right_on="start",
        by="subject",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )  # fmt: skip
    undated = own.filter(pl.col("day").is_null()).join(
        people.select("subject", "line").unique("subject", keep="first"), on="subject"
    )
    rows = pl.concat([placed.drop_nulls("line").drop("start"), undated], how="diagonal")
    lines = people.with_columns(new_therapy=pl.col("start").shift(-1).over("subject")).rename({"start": "zero"})
    return rows, lines
