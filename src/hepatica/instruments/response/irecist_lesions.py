"""What iRECIST asks about new lesions, from the lesion table: which appear, which remain, and their sum."""

from __future__ import annotations

import polars as pl

from hepatica.instruments.inputs import require
from hepatica.instruments.response.reader import reader

KEYS = ("subject", "reader", "day")


def with_new_lesions(points: pl.DataFrame, lesions: pl.DataFrame) -> pl.DataFrame:
    """The time points of RECIST 1.1 (see `time_points`) as `immune_time_points` takes them.

    lesions: the table they were made from (lengths in mm). new_lesion is true where an unequivocal lesion is seen for the
    first time, new_remains where one of before is seen again, new_sum_mm is the sum of those seen (null where one is not
    measured). RECIST 1.1 would go on calling every such time point PD; iRECIST asks what has changed.
    Raises HepaticaError for tables without these columns.
    """
    where = "iRECIST: lesions"
    lesions = require(lesions, where, keys=("subject", "lesion"), numbers=("day",), codes=("role", "state"))
    points = require(points, "iRECIST: time points", keys=KEYS, codes=("target", "non_target"))
    length = pl.col("longest_mm").cast(pl.Float64) if "longest_mm" in lesions.columns else pl.lit(None, pl.Float64)
    seen = lesions.filter(
        (pl.col("role") == "new") & ~pl.col("state").is_in(["equivocal", "absent"]).fill_null(False)
    ).select(
        pl.col("subject").cast(pl.String), reader(lesions), pl.col("day").cast(pl.Int64), "lesion", length.alias("mm")
    )  # fmt: skip
    first = pl.col("day").min().over("subject", "reader", "lesion")
    news = (
        seen.with_columns(appears=pl.col("day") == first)
        .group_by(KEYS)
        .agg(
            new_lesion=pl.col("appears").any(),
            new_remains=pl.col("appears").not_().any(),
            new_sum_mm=pl.when(pl.col("mm").null_count() == 0).then(pl.col("mm").sum()),
        )
    )
    kept = [
        name for name in ("target", "non_target", "sum_mm", "non_target_growth", "new_growth") if name in points.columns
    ]
    own = points.select(pl.col("subject", "reader").cast(pl.String), pl.col("day").cast(pl.Int64), *kept)
    return own.join(news, on=KEYS, how="left", maintain_order="left").with_columns(
        pl.col("new_lesion", "new_remains").fill_null(False)
    )
