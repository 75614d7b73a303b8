"""The baseline of a value that is followed: the last one on or before time zero."""

from __future__ import annotations

import polars as pl


def baseline(values: pl.DataFrame, zero: pl.DataFrame) -> pl.DataFrame:
    """The last usable value of each subject on or before time zero: the columns of `values`, one row a subject.

    values: the frame of `dated_values`. zero: subject, origin. Values of that day that disagree are none: the subject is
    left out.
    """
    rows = values.join(zero.select("subject", "origin"), on="subject").filter(
        (pl.col("day") <= pl.col("origin")) & pl.col("problem").is_null()
    )
    rows = rows.filter(pl.col("day") == pl.col("day").max().over("subject"))
    alike = rows.group_by("subject").agg(
        same=(pl.struct("low", "high", "code").n_unique() == 1), fact=pl.col("fact").min()
    )
    kept = alike.filter("same").select("subject", "fact")
    return rows.join(kept, on=["subject", "fact"], how="semi").select(values.columns).sort("subject")
