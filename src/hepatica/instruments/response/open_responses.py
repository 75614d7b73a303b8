"""Time points whose response is not known: what would follow from each response they could have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from hepatica.instruments.response.best_rules import CODES, PD, BestRules

MOST: Final = 3
"""Unknown responses of a case up to which every way to fill them is tried (6 to the power of their number)."""

WAYS: Final = len(CODES)


def open_cases(rows: pl.DataFrame, rules: BestRules) -> pl.DataFrame:
    """Cases with an unknown response that may count: case, unknown (how many), days (of them, as text).

    One after the first known PD counts only where the rules count assessments after it.
    """
    if not rows["rank"].null_count():
        return pl.DataFrame(schema={"case": pl.Int64, "unknown": pl.UInt32, "days": pl.String})
    progressed = pl.when(pl.col("rank") == PD).then("day").min().over("case")
    since = (pl.col("day") - pl.col("zero")).cast(pl.String)
    counts = progressed.is_null() | (pl.col("day") < progressed) | pl.lit(rules.after_progression == "counted")
    return (
        rows.filter(pl.col("rank").is_null() & counts)
        .group_by("case", maintain_order=True)
        .agg(unknown=pl.len(), days=since.str.join(", "))
    )


def agreed(
    rows: pl.DataFrame,
    table: pl.DataFrame,
    unsure: pl.DataFrame,
    derive: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame],
) -> pl.DataFrame:
    """The results of cases with unknown responses: known where every way to fill them gives the same.

    derive: from rows and cases to what `best_results.results` gives.
    """
    few = pl.col("unknown") <= MOST
    ways = unsure.with_columns(
        way=pl.int_ranges(pl.when(few).then(WAYS ** pl.col("unknown").cast(pl.Int64)).otherwise(1))
    )
    ways = ways.explode("way").with_row_index("variant").with_columns(pl.col("variant").cast(pl.Int64))
    place = pl.col("rank").is_null().cast(pl.Int64).cum_sum().over("variant") - 1
    fill = (pl.col("way") // pl.lit(WAYS).pow(place.clip(0, MOST))) % WAYS
    each = (
        ways.select("case", "variant", "way")
        .join(rows, on="case", how="inner", maintain_order="left_right")
        .with_columns(rank=pl.coalesce("rank", pl.when(place < MOST).then(fill).cast(pl.Int8)))
    )
    people = ways.select("case", "variant").join(table, on="case", how="left", maintain_order="left")
    found = derive(
        each.select(pl.col("variant").alias("case"), "zero", "day", "rank"), people.with_columns(case="variant")
    )
    found = found.rename({"case": "variant"}).join(ways, on="variant", how="left", maintain_order="left")
    value, day = pl.col("value"), pl.col("day")
    one = (value.n_unique() == 1) & (few.first() | (pl.col("parameter").first() == "DEATH"))
    one_day = one & (day.n_unique() == 1)
    could = value.fill_null("unknown").unique(maintain_order=True).sort()
    which = pl.col("days").first()

    def why(reason: str, what: str, same: str, same_value: str, between: str) -> pl.Expr:
        said = pl.format(what, which)
        return (
            pl.when(one & (pl.col(reason).n_unique() == 1))
            .then(pl.col(reason).first())
            .when(one_day)
            .then(pl.format("{}" + same, said))
            .when(one)
            .then(pl.format("{}" + same_value, said))
            .when(few.first())
            .then(pl.format("{}: {}", said, could.str.join(between)))
            .otherwise(said)
        )

    en = ("the response of day {} is not known", "; whatever it is, this is the result")
    zh = ("第 {} 天的疗效未知", "；无论如何，结果都是如此")
    return found.group_by("case", "parameter", maintain_order=True).agg(
        value=pl.when(one).then(value.first()),
        day=pl.when(one_day).then(day.first()),
        reason=why("reason", *en, "; whatever it is, this is the result, on a day that hangs on it", " or "),
        reason_zh=why("reason_zh", *zh, "；无论如何，结果都是如此，日期取决于它", " 或 "),
    )
