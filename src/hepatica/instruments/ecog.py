"""ECOG performance status from the Karnofsky scale, and whether the two agree.

Oken MM et al., Am J Clin Oncol 1982;5:649 (the scale). Two conversions are in use: that of ECOG-ACRIN, two steps of
Karnofsky to each grade from 100 down, and that of Verger E et al., Eur J Cancer 1992;28A:1328. They differ at 90, 70, 50
and 30.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import plain, require

Conversion = Literal["ECOG-ACRIN", "Verger 1992"]

GRADES: Final[dict[Conversion, dict[int, int]]] = {
    "ECOG-ACRIN": {100: 0, 90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4, 0: 5},
    "Verger 1992": {100: 0, 90: 1, 80: 1, 70: 2, 60: 2, 50: 3, 40: 3, 30: 4, 20: 4, 10: 4, 0: 5},
}
"""By Karnofsky score; 0 and 5 are death."""


def ecog_from_karnofsky(table: pl.DataFrame, conversion: Conversion = "ECOG-ACRIN") -> pl.DataFrame:
    """The ECOG grade of each row.

    table: karnofsky (0 to 100 in steps of 10; null where unknown). Returns ecog (0 to 5) and problem (a score between the
    steps or outside the scale). Raises HepaticaError for a missing column or a conversion that does not exist.
    """
    table = require(table, "ECOG", numbers=("karnofsky",))
    if conversion not in get_args(Conversion):
        raise HepaticaError(
            f"'{conversion}' is no conversion", where="ECOG", do=f"name one of: {', '.join(get_args(Conversion))}"
        )
    found = _grade(conversion)
    said = pl.format("a Karnofsky score of {}", plain(pl.col("karnofsky")))
    return table.select(ecog=found, problem=pl.when(pl.col("karnofsky").is_not_null() & found.is_null()).then(said))


def ecog_consistency(table: pl.DataFrame) -> pl.DataFrame:
    """Whether an ECOG grade and a Karnofsky score of one day agree, by either conversion.

    table: ecog, karnofsky (numbers; null where unknown). Returns verdict (consistent, contradiction; null where one of
    them is unknown or does not exist) and why.
    """
    table = require(table, "ECOG", numbers=("ecog", "karnofsky"))
    first, second = (_grade(each) for each in get_args(Conversion))
    recorded = pl.col("ecog").cast(pl.Float64)
    agreed = (recorded == first) | (recorded == second)
    both = pl.when(first == second).then(first.cast(pl.String)).otherwise(pl.format("{} or {}", first, second))
    known = recorded.is_in([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]) & first.is_not_null()
    why = pl.format("Karnofsky {} is ECOG {}, not {}", plain(pl.col("karnofsky")), both, plain(pl.col("ecog")))
    return table.select(
        verdict=pl.when(known).then(
            pl.when(agreed).then(pl.lit("consistent")).otherwise(pl.lit("contradiction"))
        ),
        why=pl.when(known & ~agreed).then(why),
    )  # fmt: skip


def _grade(conversion: Conversion) -> pl.Expr:
    steps = {float(score): grade for score, grade in GRADES[conversion].items()}
    return pl.col("karnofsky").cast(pl.Float64).replace_strict(steps, default=None, return_dtype=pl.Int64)
