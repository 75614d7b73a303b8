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

REGROWN: Final = 5.0
"""Times the length that the lesion measures at its next assessment, more than it grows between two."""


def without_slips(rows: pl.DataFrame, criteria: Criteria) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows, targets whose length is in centimetres not evaluable, and these as problems.

    rows: of a lesion table, with the size of targets (`sizes.py`). Looked at are lengths under 5 mm (at baseline: under the
    least size of a target) that are near a tenth of the lesion's last length before that is not small, or, where there is
    none, of the next such after; and a baseline where no later length is 5 mm or more.
    A lesion may truly shrink to a tenth. So a length with one before it is in centimetres only where the lesion is five
    times as long at its next assessment, or where every length of the assessment, two or more, is such a tenth; any other
    is used as recorded, and listed. Areas are not looked at.
    """
    if criteria.size == "viable_area":
        return rows, []
    low = (pl.col("size") > 0) & (pl.col("size") < pl.when("base").then(criteria.target_size).otherwise(SMALL))
    suspect = rows.select("tumour", "size", "base").filter(low)["tumour"]
    if suspect.is_empty():
        return rows, []
    mine = pl.col("tumour").is_in(suspect.unique().implode()) & pl.col("size").is_not_null()
    series = rows.select("row", "visit", "tumour", "day", "base", "size").filter(mine).sort("tumour", "day")
    sure = pl.when((pl.col("size") >= SMALL) | (pl.col("size") == 0)).then("size")
    series = series.with_columns(
        before=sure.shift().forward_fill().over("tumour"),
        after=sure.shift(-1).backward_fill().over("tumour"),
        next=pl.col("size").shift(-1).over("tumour"),
    )
    beside = pl.coalesce("before", "after")
    tenth = (pl.col("size") * 10).is_between(beside * (1 - NEAR), beside * (1 + NEAR))
    alone = pl.col("base") & (pl.col("size") < SMALL) & ~(pl.col("after") > 0).fill_null(False)
    found = series.filter(low & (tenth.fill_null(False) | alone)).with_columns(beside=beside)
    if found.is_empty():
        return rows, []
    grown = (pl.col("next") >= REGROWN * pl.col("size")).fill_null(False)
    sure_of = pl.col("before").is_null() | grown | pl.col("visit").is_in(_whole(rows, found).implode())
    found = found.select("row", "beside", slip=sure_of)
    slipped = found.filter("slip")["row"]
    seen = rows.join(found, on="row", how="inner", maintain_order="left")
    told = [listed(seen.filter("slip"), _fault("it is not evaluable", "不可评价", kept_out=True))]
    told.append(listed(seen.filter(~pl.col("slip")), _fault("used as recorded", "按记录使用", kept_out=False)))
    if slipped.is_empty():
        return rows, told
    wrong = pl.col("row").is_in(slipped.implode())
    return set_aside(rows, wrong).with_columns(size=pl.when(~wrong).then("size")), told


def _whole(rows: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """The visits where every target length, of two lesions or more, is among those found to be a tenth of one before."""
    tenths = found.filter(pl.col("before").is_not_null()).group_by("visit").agg(tenths=pl.len())
    several = tenths.filter(pl.col("tenths") > 1)
    measured = rows.filter(pl.col("visit").is_in(several["visit"].implode()) & (pl.col("size") > 0))
    both = measured.group_by("visit").agg(all=pl.len()).join(several, on="visit")
    return both.filter(pl.col("all") == pl.col("tenths"))["visit"]


def _fault(en: str, zh: str, *, kept_out: bool) -> Fault:
    """A length that may be in centimetres, and what is done with it."""
    text, near = pl.col("size").cast(pl.String), pl.col("beside").cast(pl.String)
    return Fault(
        "centimetres among millimetres",
        pl.lit(True),
        pl.when(near.is_null())
        .then(pl.format(f"{{}} mm at baseline is no size of a target: is it in cm? {en}", text))
        .otherwise(pl.format(f"{{}} mm beside {{}} mm of the same lesion: is it in cm? {en}", text, near)),
        pl.when(near.is_null())
        .then(pl.format(f"基线 {{}} mm 不可能是靶病灶：单位是否为 cm？{zh}", text))
        .otherwise(pl.format(f"同一病灶 {{}} mm 与 {{}} mm 相差约十倍：单位是否为 cm？{zh}", text, near)),
        kept_out=kept_out,
    )
