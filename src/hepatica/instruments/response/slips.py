"""Centimetres among millimetres: a length that is a tenth of what the same lesion measured before or after."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.criteria import Criteria
from hepatica.instruments.response.problems import Fault, listed, set_aside

SMALL: Final = 5.0
"""Under it a lesion is hardly measured (RECIST 1.1 takes 5 mm for what is too small): only such a length can be in cm."""

NEAR: Final = 0.3
"""Ten times the length lies within this share of its neighbour."""


def without_slips(rows: pl.DataFrame, criteria: Criteria) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows, targets whose length looks like centimetres not evaluable, and these as problems.

    rows: of a lesion table, with the size of targets (`sizes.py`). A length under 5 mm (at baseline: under the least size of
    a target) is one where ten times it is near the lesion's last length before it that is not small (where there is none:
    the next after it), or where it is the baseline and no later one is 5 mm or more. Areas are not looked at.
    """
    if criteria.size == "viable_area":
        return rows, []
    low = (pl.col("size") > 0) & (pl.col("size") < pl.when("base").then(criteria.target_size).otherwise(SMALL))
    suspect = rows.select("tumour", "size", "base").filter(low)["tumour"]
    if suspect.is_empty():
        return rows, []
    mine = pl.col("tumour").is_in(suspect.unique().implode()) & pl.col("size").is_not_null()
    series = rows.select("row", "tumour", "day", "base", "size").filter(mine).sort("tumour", "day")
    sure = pl.when((pl.col("size") >= SMALL) | (pl.col("size") == 0)).then("size")
    series = series.with_columns(
        before=sure.shift().forward_fill().over("tumour"), after=sure.shift(-1).backward_fill().over("tumour")
    )
    beside = pl.coalesce("before", "after")
    tenth = (pl.col("size") * 10).is_between(beside * (1 - NEAR), beside * (1 + NEAR))
    alone = pl.col("base") & (pl.col("size") < SMALL) & ~(pl.col("after") > 0).fill_null(False)
    found = series.filter(low & (tenth.fill_null(False) | alone)).select("row", beside=beside)
    if found.is_empty():
        return rows, []
    slipped = rows.join(found, on="row", how="inner", maintain_order="left")
    text = pl.col("size").cast(pl.String)
    near = pl.col("beside").cast(pl.String)
    fault = Fault(
        "centimetres among millimetres",
        pl.lit(True),
        pl.when(near.is_null())
        .then(pl.format("{} mm at baseline is no size of a target: is it in cm?", text))
        .otherwise(pl.format("{} mm beside {} mm of the same lesion: is it in cm?", text, near)),
        pl.when(near.is_null())
        .then(pl.format("基线 {} mm 不可能是靶病灶：单位是否为 cm？", text))
        .otherwise(pl.format("同一病灶 {} mm 与 {} mm 相差约十倍：单位是否为 cm？", text, near)),
    )
    wrong = pl.col("row").is_in(found["row"].implode())
    left = set_aside(rows, wrong).with_columns(size=pl.when(~wrong).then("size"))
    return left, [listed(slipped, fault)]
