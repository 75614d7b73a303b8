"""Whom LI-RADS is for, and growth between two examinations: what the reader needs before the category.

American College of Radiology, CT/MRI LI-RADS v2018 Core, pages 2 (population) and 22 (threshold growth).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.inputs import missing, require

ADULT: Final = 18
GROWTH: Final = 1.5
"""Threshold growth: at least half as large again …"""

WITHIN: Final = "6mo"
"""… in at most 6 months, by the calendar."""


def high_risk(table: pl.DataFrame) -> pl.DataFrame:
    """Whether LI-RADS may be applied to a person: an adult with cirrhosis, chronic hepatitis B or HCC, now or before.

    table: age (completed years); true or false: cirrhosis, chronic_hbv, hcc_ever (current or prior) and
    unsuitable_cirrhosis (due to a vascular disorder or congenital hepatic fibrosis). Null is unknown.
    Returns high_risk (null where unknown) and missing (names of what is unknown).
    """
    flags = ("cirrhosis", "chronic_hbv", "hcc_ever", "unsuitable_cirrhosis")
    table = require(table, "LI-RADS population", numbers=("age",), flags=flags)
    risk = pl.col("cirrhosis") | pl.col("chronic_hbv") | pl.col("hcc_ever")
    return table.select(
        high_risk=(pl.col("age") >= ADULT) & risk & ~pl.col("unsuitable_cirrhosis"),
        missing=missing(("age", *flags)),
    )


def threshold_growth(table: pl.DataFrame) -> pl.DataFrame:
    """Whether a mass has grown by half in at most 6 months.

    table: size_mm, previous_mm (numbers), day, previous_day (dates). Without an earlier examination of the same kind there
    is no threshold growth to be seen: the reader enters it as absent.
    Returns growth (true, false; null where a size or a day is unknown), ratio (size over the earlier one) and problem.
    """
    table = require(table, "threshold growth", numbers=("size_mm", "previous_mm"), dates=("day", "previous_day"))
    usable = (pl.col("size_mm") > 0) & (pl.col("previous_mm") > 0)
    ratio = pl.when(usable).then(pl.col("size_mm").cast(pl.Float64) / pl.col("previous_mm"))
    backwards = pl.col("day") <= pl.col("previous_day")
    soon = pl.col("day") <= pl.col("previous_day").dt.offset_by(WITHIN)
    return table.select(
        growth=pl.when(~backwards).then((ratio >= GROWTH * (1 - 1e-12)) & soon),
        ratio=ratio.round(6),
        problem=pl.when(backwards)
        .then(pl.lit("the earlier examination is not earlier"))
        .when(~usable)
        .then(pl.lit("a size that is not over 0")),
    )
