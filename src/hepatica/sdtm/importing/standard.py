"""The standard result beside the reported one: --STRESC, --STRESN and --STRESU in the vocabulary's unit."""

from __future__ import annotations

import polars as pl

from hepatica.sdtm.units import UNITS, unit_use
from hepatica.vocabulary import Variable, Vocabulary


def standard(
    variable: Variable, texts: pl.Series, numbers: pl.DataFrame, units: pl.Series, vocabulary: Vocabulary
) -> dict[str, pl.Series]:
    """--STRESC (text with comparator), --STRESN (null for censored results) and --STRESU, rounded to 12 digits.

    texts: the results as reported. numbers: from `read_numbers`. Where the unit is unknown there is no standard result.
    """
    code = variable.home.domain
    rows = [
        (variable.name, unit, *unit_use(variable, unit, vocabulary))
        for unit in units.unique(maintain_order=True).to_list()
    ]
    table = pl.DataFrame(rows, schema=UNITS, orient="row")
    frame = numbers.with_columns(unit=units, said=texts).join(table, on="unit", how="left", maintain_order="left")
    value = pl.when("log10").then(pl.lit(10.0) ** pl.col("number")).otherwise("number") * pl.col("factor")
    frame = frame.with_columns(value=value.round_sig_figs(12))
    whole = pl.col("value") == pl.col("value").floor()
    shown = pl.when(whole & (pl.col("value").abs() < 1e15)).then(
        pl.col("value").cast(pl.Int64, strict=False).cast(pl.String)
    )
    written = shown.otherwise(pl.col("value").cast(pl.String))
    same = (pl.col("factor") == 1.0) & ~pl.col("log10")
    text = pl.when(same).then("text").otherwise(written)
    known = pl.col("value").is_not_null()
    return {
        f"{code}STRESC": frame.select(
            pl.when(known).then(pl.concat_str("comparator", text)).when("absent").then("said").otherwise(pl.lit(""))
        ).to_series(),
        f"{code}STRESN": frame.select(pl.when(known & (pl.col("comparator") == "")).then("value")).to_series(),
        f"{code}STRESU": frame.select(
            pl.when(known).then(pl.lit(variable.unit or "")).otherwise(pl.lit(""))
        ).to_series(),
    }
