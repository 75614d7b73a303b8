"""Who read the images: the column of a table, where it has one."""

from __future__ import annotations

import polars as pl


def reader(table: pl.DataFrame, column: str = "reader") -> pl.Expr:
    """The reader of each row, as text; "" where the table names none."""
    named = pl.col(column).cast(pl.String).fill_null("") if column in table.columns else pl.lit("")
    return named.alias("reader")
