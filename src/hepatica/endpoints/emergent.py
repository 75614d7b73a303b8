"""Which adverse events began inside a span of days, and which of them are a subject's worst."""

from __future__ import annotations

import polars as pl


def emergent(*, endless: bool = False) -> pl.Expr:
    """Whether an event began from `origin` to `horizon` (columns, days): Y, N, or null where that cannot be told.

    start_lo and start_hi are the bounds of its start; the day of the horizon counts. endless: the span has no horizon.
    An event that began earlier and became worse later is recorded anew with its grade, or is not counted.
    """
    lo, hi, origin, horizon = (pl.col(name) for name in ("start_lo", "start_hi", "origin", "horizon"))
    ends = pl.lit(True) if endless else hi <= horizon
    after = pl.lit(False) if endless else lo > horizon
    return pl.when((lo >= origin) & ends).then(pl.lit("Y")).when((hi < origin) | after).then(pl.lit("N"))


def first_worst(rows: pl.DataFrame, counted: pl.Expr, *by: str) -> pl.Series:
    """Y on the first event of the highest grade of each combination of `by`, among those counted; "" on all others.

    rows: columns ATOXGR, ADAY, SRCSEQ and those of `by`. An event without a grade is the worst only where none has one.
    """
    numbered = rows.with_row_index("place").filter(counted)
    ranked = numbered.sort(
        [pl.col("ATOXGR").fill_null(0), "ADAY", "SRCSEQ"], descending=[True, False, False], nulls_last=True
    )
    chosen = ranked.unique(list(by), keep="first", maintain_order=True)["place"]
    flags = pl.Series([""] * rows.height, dtype=pl.String)
    return flags.scatter(chosen, "Y") if chosen.len() else flags
