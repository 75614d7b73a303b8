"""What an instrument found on a subject's days, before it stands beside what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from hepatica.instruments.components import STRIDE, Components, days
from hepatica.instruments.inputs import named

ROWS: Final = {
    "row": pl.Int64(),
    "who": pl.Int64(),
    "variable": pl.String(),
    "number": pl.Float64(),
    "comparator": pl.String(),
    "unit": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "low_text": pl.String(),
    "high_text": pl.String(),
    "code": pl.String(),
    "start_lo": pl.Int64(),
    "start_hi": pl.Int64(),
    "problem": pl.String(),
    "vague": pl.Boolean(),
}


@dataclass(frozen=True)
class Outcome:
    """Results of one instrument.

    rows: by variable, columns of ROWS. `row` numbers the occasion, `who` the subject; a result is a number (with
    comparator where only a bound is known), a code or a problem; `vague` marks a bound that leaves the class open.
    occasions: every occasion (row, who, start_lo, start_hi, complete, <item>_fact), with a result or without.
    items: item -> its variable.
    """

    rows: Mapping[str, pl.DataFrame]
    occasions: pl.DataFrame
    items: Mapping[str, str]

    def used(self) -> pl.DataFrame:
        """What each occasion rests on: row, component (fact)."""
        return pl.concat([self.occasions.select("row", component=f"{item}_fact").drop_nulls() for item in self.items])

    def incomplete(self) -> pl.DataFrame:
        """Occasions that give no result for want of a component: who, variable, start_lo, start_hi, missing (list)."""
        absent = {name: pl.col(f"{item}_fact").is_null() for item, name in self.items.items()}
        lacking = self.occasions.filter(~pl.col("complete"))
        lacking = lacking.with_columns(missing=named(absent))
        parts = []
        for variable, rows in self.rows.items():
            mine = rows.filter(~pl.col("vague")).select("row")
            parts.append(lacking.join(mine, on="row", how="anti", maintain_order="left").select(
                "who", pl.lit(variable).alias("variable"), "start_lo", "start_hi", "missing"
            ))  # fmt: skip
        return pl.concat(parts)


def outcome(
    table: pl.DataFrame,
    results: Mapping[str, Mapping[str, pl.Expr]],
    items: Mapping[str, str],
    components: Components,
) -> Outcome:
    """The outcome of a table of occasions.

    table: key, oldest (key of the oldest result that dates it), <item>_fact, complete, and what the results need.
    results: by variable, the columns of ROWS that it sets; one without number, code and problem is no row. items: item ->
    its variable.
    """
    table = table.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64), who=pl.col("key") // STRIDE)
    dated = days(table, "oldest", "key", components.dates)
    rows = {variable: _rows(dated, variable, columns) for variable, columns in results.items()}
    kept = dated.select("row", "who", "start_lo", "start_hi", "complete", *(f"{item}_fact" for item in items))
    return Outcome(rows, kept, items)


def _rows(dated: pl.DataFrame, variable: str, columns: Mapping[str, pl.Expr]) -> pl.DataFrame:
    defaults: dict[str, pl.Expr] = {"comparator": pl.lit(""), "vague": pl.lit(False)}
    given = {**defaults, **columns, "variable": pl.lit(variable)}
    kept = ("row", "who", "start_lo", "start_hi")
    found = dated.select(
        (pl.col(name) if name in kept else given.get(name, pl.lit(None))).cast(kind).alias(name)
        for name, kind in ROWS.items()
    )
    return found.filter(pl.col("number").is_not_null() | pl.col("code").is_not_null() | pl.col("problem").is_not_null())
