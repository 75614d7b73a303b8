"""Response of the target lesions: the sum of their diameters against baseline and nadir.

RECIST 1.1 (Eisenhauer 2009), 4.3.1 and 4.3.2. A sum in which a lesion is missing is no sum: it gives NE, unless what was
measured is progression already. Nodes count by their short axis in every sum, also under 10 mm.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import Criteria
from hepatica.instruments.response.stretches import least_so_far, starts

SUMS: Final[dict[str, type[pl.DataType]]] = {
    "who": pl.Int64,
    "day": pl.Int64,
    "base": pl.Boolean,
    "targets": pl.Int64,
    "seen": pl.Int64,
    "sum_mm": pl.Float64,
    "gone": pl.Boolean,
}
"""base: the baseline assessment. targets: lesions chosen there. seen: of these, how many have a size. gone: all that count
for a complete response are."""


def whole_lesions(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with one for each target lesion: the parts of a split one added, a merged one counted with its partner.

    rows: of a lesion table, with target, size and gone. The parts of a split lesion add up; lesions that merged are
    measured as one, by the longest diameter of the whole, under the name of one of them (RECIST 1.1, appendix II).
    """
    part, merged = pl.col("part_of").is_not_null(), (pl.col("state") == "merged").fill_null(False)
    special = pl.col("target") & (part | merged | (pl.col("state") == "split").fill_null(False))
    if not rows.select(special.any()).item():
        return rows
    pieces = rows.filter(pl.col("target") & part & ~merged).with_columns(lesion="part_of")
    added = pieces.group_by("visit", "lesion", maintain_order=True).agg(
        pl.exclude("visit", "lesion", "size", "gone").first(),
        size=pl.when(pl.col("size").is_not_null().all()).then(pl.col("size").sum()),
        gone=pl.col("gone").all(),
    )
    alone = rows.filter(pl.col("target") & ~part & ~merged)
    alone = alone.join(added, on=["visit", "lesion"], how="anti", maintain_order="left")
    whole = pl.concat([alone, added.select(rows.columns)])
    partner = whole.select("visit", part_of="lesion", of="size", finished="gone")
    into = rows.filter(pl.col("target") & merged).join(partner, on=["visit", "part_of"], how="left")
    nothing = pl.when(pl.col("of").is_not_null()).then(0.0)
    into = into.with_columns(size=nothing, gone=pl.col("finished").fill_null(False)).select(rows.columns)
    return pl.concat([rows.filter(~pl.col("target")), whole, into])


def target_response(sums: pl.DataFrame, criteria: Criteria) -> pl.DataFrame:
    """Judge the sum of each assessment.

    sums: columns of `SUMS`, one row for each assessment of a subject and reader (`who`), the baseline among them.
    Returns them in the order of who and day with baseline_mm, nadir_mm (the smallest whole sum before, baseline
    included; or the baseline, where the criteria compare with it), change_pct (from baseline), change_from_nadir_mm,
    change_from_nadir_pct (null from a nadir of 0) and target: CR, PR, SD, PD, NE; null at baseline and where the subject
    has no target lesions.
    Raises HepaticaError for a missing column.
    """
    lacking = [name for name in SUMS if name not in sums.columns]
    if lacking:
        raise HepaticaError(f"the sums have no column {', '.join(lacking)}", do="give those of `target_response`")
    whole = (pl.col("seen") >= pl.col("targets")) & (pl.col("targets") > 0)
    total = pl.when(whole).then("sum_mm")
    in_order = (pl.col("who").diff() > 0) | ((pl.col("who").diff() == 0) & (pl.col("day").diff() >= 0))
    table = sums if sums.select(in_order.fill_null(True).all()).item() else sums.sort("who", "day")
    table = table.with_columns(pl.col("who").set_sorted(), whole=whole)
    totals = table.select(total.cast(pl.Float64).fill_nan(None).fill_null(float("inf"))).to_series()
    table = table.with_columns(
        baseline_mm=pl.when("base").then(total).max().over("who"),
        lowest=pl.Series(least_so_far(totals.to_numpy(), starts(table["who"]))),
    )
    before = pl.when(pl.col("who") == pl.col("who").shift()).then(pl.col("lowest").shift())
    reference = pl.col("baseline_mm") if criteria.reference == "baseline" else pl.when(before.is_finite()).then(before)
    table = table.with_columns(nadir_mm=pl.when(~pl.col("base")).then(reference)).drop("lowest")
    measured = pl.when(pl.col("seen") > 0).then("sum_mm")
    rise = measured - pl.col("nadir_mm")
    table = table.with_columns(
        change_pct=pl.when(~pl.col("base") & pl.col("whole") & (pl.col("baseline_mm") > 0)).then(
            percent(pl.col("sum_mm") - pl.col("baseline_mm"), pl.col("baseline_mm"))
        ),
        rise=rise.round(9),
        rise_pct=pl.when(pl.col("nadir_mm") > 0).then(percent(rise, pl.col("nadir_mm"))),
    )
    least = criteria.least_rise or 0.0
    grown = (pl.col("rise") > 0) & (pl.col("rise") >= least) & (pl.col("rise_pct").fill_null(100.0) >= criteria.rise)
    grown = grown & (pl.col("rise_pct").is_not_null() | (pl.col("nadir_mm") == 0))
    judged = (
        pl.when(pl.col("base") | (pl.col("targets") == 0)).then(None)
        .when(pl.col("whole") & pl.col("gone")).then(pl.lit("CR"))
        .when(grown).then(pl.lit("PD"))
        .when(~pl.col("whole") | pl.col("change_pct").is_null()).then(pl.lit("NE"))
        .when(pl.col("change_pct") <= -criteria.fall).then(pl.lit("PR"))
        .otherwise(pl.lit("SD"))
    )  # fmt: skip
    return table.with_columns(
        target=judged,
        change_from_nadir_mm=pl.when("whole").then("rise"),
        change_from_nadir_pct=pl.when("whole").then("rise_pct"),
    )


def percent(change: pl.Expr, reference: pl.Expr) -> pl.Expr:
    """Change in percent; rounded far below any measurement, so that 36 over 30 mm is 20 % exactly."""
    return (change / reference * 100).round(9)
