"""Which assessment confirms a response: the first that lies far enough after it, with nothing between that undoes it."""

from __future__ import annotations

import polars as pl

from hepatica.instruments.response.best_rules import CODES, CR, NE, PR, BestRules


def confirmed_by(rows: pl.DataFrame, wanted: int, rules: BestRules) -> pl.Series:
    """For each assessment, the number of the row that confirms it as `wanted` (CR or PR); null where none does.

    rows: case, day and rank, sorted, one row a day, up to the first PD. A CR is confirmed by a CR, a PR by a PR or CR.
    """
    confirming = (CR,) if wanted == CR else (CR, PR)
    tolerated = {NE, *confirming, *(CODES.index(code) for code in rules.between)}
    span = _span(rows, rules.confirmation)
    breaks = ~pl.col("rank").is_in(sorted(tolerated)) | (pl.col("case") != pl.col("case").shift())
    rank, day = pl.col("rank"), pl.col("day")
    marked = rows.with_row_index("row").select(
        "row",
        "rank",
        stretch=breaks.fill_null(True).cum_sum().cast(pl.Int64),
        day=day - day.min(),
        blank=(rank == NE).cum_sum().cast(pl.Int64),
        complete=(rank == CR).cum_sum().cast(pl.Int64),
        before=pl.when(rank == PR).then((rank == CR).cum_sum().cast(pl.Int64)).forward_fill(),
    )
    marked = marked.with_columns(key=pl.col("stretch") * span + pl.col("day"))
    starts = marked.filter(rank == wanted).with_columns(key=pl.col("key") + rules.confirmation)
    later = marked.filter(rank.is_in(confirming)).select("key", "row", "stretch", "blank", "before", "day")
    found = starts.join_asof(later, on="key", strategy="forward", suffix="_later", check_sortedness=False)
    good = (
        (pl.col("stretch_later") == pl.col("stretch"))
        & (pl.col("row_later") > pl.col("row"))
        & (pl.col("blank_later") - pl.col("blank") <= rules.not_evaluable)
    )
    if wanted == PR and "PR" not in rules.between:
        # a PR after a CR is no longer the same response (RECIST 1.1, table 3, note a)
        good &= pl.col("before_later") <= pl.col("complete")
    found = found.filter(good).select("row", "row_later")
    return marked.select("row").join(found, on="row", how="left", maintain_order="left")["row_later"]


def _span(rows: pl.DataFrame, gap: int) -> int:
    """More days than lie between any two assessments, the wait for confirmation included."""
    first, last = rows["day"].min(), rows["day"].max()
    return int(last) - int(first) + gap + 2 if isinstance(first, int) and isinstance(last, int) else 1
