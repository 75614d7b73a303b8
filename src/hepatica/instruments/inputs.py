"""What an instrument asks of a table before it computes anything: its columns, and what kind of values they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import polars as pl

from hepatica.errors import HepaticaError

KINDS: Final = {"numbers": pl.Float64(), "true or false": pl.Boolean(), "codes": pl.String(), "dates": pl.Date()}


def require(
    table: pl.DataFrame,
    where: str,
    *,
    numbers: Iterable[str] = (),
    flags: Iterable[str] = (),
    codes: Iterable[str] = (),
    dates: Iterable[str] = (),
    keys: Iterable[str] = (),
) -> pl.DataFrame:
    """The table, once its columns are known to be there and to hold the right kind; HepaticaError otherwise.

    where: what is computed, for the message. numbers, flags (true, false), codes (text), dates; keys may be of any kind.
    A number that is none (NaN) is unknown: null.
    A column that nothing is known of (polars: Null) passes, and is given the kind it should have.
    """
    kinds = {"numbers": numbers, "true or false": flags, "codes": codes, "dates": dates, "anything": keys}
    mended = []
    for kind, names in kinds.items():
        for name in names:
            if name not in table.columns:
                raise HepaticaError(
                    f"the table has no column '{name}'",
                    where=where,
                    do=f"give it; there are: {', '.join(table.columns)}",
                )
            found = table.schema[name]
            if not _fits(found, kind):
                raise HepaticaError(f"'{name}' holds {found}", where=where, do=f"give {kind}, null where unknown")
            if found == pl.Null and kind in KINDS:
                mended.append(pl.col(name).cast(KINDS[kind]))
            elif kind == "numbers" and found.is_float():
                mended.append(pl.col(name).fill_nan(None))
    return table.with_columns(mended)


def offered(table: pl.DataFrame, name: str, words: Collection[str], said: str, *, do: str, where: str = "") -> None:
    """Raise HepaticaError for a word in a column that is none of those that are offered; said: what it is not."""
    strange = table.filter(~pl.col(name).is_in(list(words)))[name].unique()
    if strange.len():
        raise HepaticaError(f"'{strange[0]}' {said}", where=where, do=do)


def named(holds: Mapping[str, pl.Expr]) -> pl.Expr:
    """The names of what holds in a row, as a list."""
    return pl.concat_list([pl.when(each).then(pl.lit(name)) for name, each in holds.items()]).list.drop_nulls()


def missing(columns: Iterable[str]) -> pl.Expr:
    """The names of the columns that are null in a row, as a list."""
    return named({name: pl.col(name).is_null() for name in columns})


def sentences(problems: Iterable[pl.Expr]) -> pl.Expr:
    """Several problems in one text, "; " between them; null where there is none."""
    joined = pl.concat_list(list(problems)).list.drop_nulls().list.join("; ")
    return pl.when(joined != "").then(joined)


def plain(number: pl.Expr) -> pl.Expr:
    """A number as people write it: 5, not 5.0."""
    return number.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")


def _fits(found: pl.DataType, kind: str) -> bool:
    if kind == "anything" or found == pl.Null:
        return True
    if kind == "numbers":
        return found.is_numeric()
    return found == KINDS[kind]
