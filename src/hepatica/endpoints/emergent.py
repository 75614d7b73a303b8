"""Which adverse events began inside a span of days, and which of them are a subject's worst."""

from __future__ import annotations

from typing import Final

import polars as pl

GRADE: Final = pl.col("ATOXGR")


def emergent(*, endless: bool = False) -> pl.Expr:
    """Whether an event began from `origin` to `horizon` (columns, days): Y, N, or null where that cannot be told.

    start_lo and start_hi are the bounds of its start; the day of the horizon counts. endless: the span has no horizon.
    An event that began earlier and became worse later is recorded anew with its grade, or is not counted.
    """
    lo, hi, origin, horizon = (pl.col(name) for name in ("start_lo", "start_hi", "origin", "horizon"))
    ends = pl.lit(True) if endless else hi <= horizon
    after = pl.lit(False) if endless else lo > horizon
    return pl.when((lo >= origin) & ends).then(pl.lit("Y")).when((hi < origin) | after).then(pl.lit("N"))


def first_worst(
    rows: pl.DataFrame,
    counted: pl.Expr,
    *of: str,
    by_grade: pl.Expr = GRADE,
    then: tuple[str, str] = ("ADAY", "SRCSEQ"),
) -> pl.Series:
    """Y on the first row of the highest grade of each combination of `of`, among those counted; "" on all others.

    rows: the columns of `of` and `then` (by which one row comes before another), and those of by_grade. A row without a grade
    is the worst only where none has one.
    """
    numbered = rows.with_row_index("place").filter(counted)
    ranked = numbered.sort([by_grade.fill_null(0), *then], descending=[True, False, False], nulls_last=True)
    chosen = ranked.unique(list(of), keep="first", maintain_order=True)["place"]
    flags = pl.Series([""] * rows.height, dtype=pl.String)
    return flags.scatter(chosen, "Y") if chosen.len() else flags
