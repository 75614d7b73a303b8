"""The columns of an analysis frame: every one of its schema, of its type, text never null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl


def columns(schema: Mapping[str, pl.DataType]) -> Iterator[pl.Expr]:
    """Each column of a schema, cast to its type; a text that is missing is ""."""
    for name, kind in schema.items():
        yield pl.col(name).fill_null("") if kind == pl.String() else pl.col(name).cast(kind)
