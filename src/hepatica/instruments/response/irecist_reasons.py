"""Why an iRECIST time point is what it is, in English and Chinese; days as in the table."""

from __future__ import annotations

from typing import Final

import polars as pl

WHERE: Final = (
    ("target_pd", "target lesions", "靶病灶"),
    ("non_target_pd", "non-target lesions", "非靶病灶"),
    ("new", "new lesions", "新病灶"),
)


def reasons(growth: float, latest: int | None) -> list[pl.Expr]:
    """Columns reason and reason_zh of the rows that `irecist.immune_time_points` works out."""
    evidence = (
        ("grown", f"target lesions grew by {growth:g} mm or more", f"靶病灶增大不少于 {growth:g} mm"),
        ("new_grown", "new lesions grew or others appeared", "新病灶增大或又有新病灶"),
        ("further", "non-target lesions grew further", "非靶病灶进一步增大"),
        ("other", "other lesions progress too", "其他类别病灶亦进展"),
        ("said", "the reader saw further growth", "读片者判定进一步增大"),
    )
    overall, since, first = pl.col("overall"), pl.col("since_first"), pl.col("first")
    seen = pl.col("open") & pl.col("seen")
    late = seen & (pl.lit(False) if latest is None else since > latest)
    unconfirmed = overall == "iUPD"
    why, why_zh = _listed(evidence, 1, ", "), _listed(evidence, 2, "、")
    en = [
        (pl.col("confirms"), pl.format("{} since the iUPD of day {}, {} days before", why, first, since)),
        (overall == "iCPD", pl.format("the iUPD of day {} has been confirmed", first)),
        (late, pl.format("{}, but {} days after the iUPD of day {}: too late to confirm it", why, since, first)),
        (seen, pl.format("{}, but only {} days after the iUPD of day {}: too early to confirm it", why, since, first)),
        (pl.col("unchanged"), pl.format("new lesions remain, no change since the iUPD of day {}", first)),
        (unconfirmed & pl.col("open"), pl.format("no further growth that confirms the iUPD of day {}", first)),
        (unconfirmed, pl.format("progression of {}", _listed(WHERE, 1, " and "))),
    ]
    zh = [
        (pl.col("confirms"), pl.format("自第 {} 天 iUPD 起（{} 天前）{}", first, since, why_zh)),
        (overall == "iCPD", pl.format("第 {} 天的 iUPD 已获确认", first)),
        (late, pl.format("{}，但距第 {} 天 iUPD 已 {} 天：过晚，不能确认", why_zh, first, since)),
        (seen, pl.format("{}，但距第 {} 天 iUPD 仅 {} 天：过早，不能确认", why_zh, first, since)),
        (pl.col("unchanged"), pl.format("新病灶仍在，自第 {} 天 iUPD 起无变化", first)),
        (unconfirmed & pl.col("open"), pl.format("无进一步增大，第 {} 天的 iUPD 未获确认", first)),
        (unconfirmed, pl.format("{}进展", _listed(WHERE, 2, "、"))),
    ]
    rest = pl.format("target {}, non-target {}, no new lesion", *_responses("none"))
    rest_zh = pl.format("靶病灶 {}，非靶病灶 {}，无新病灶", *_responses("无"))
    return [_first(en, rest).alias("reason"), _first(zh, rest_zh).alias("reason_zh")]


def _listed(parts: tuple[tuple[str, str, str], ...], place: int, between: str) -> pl.Expr:
    """The words of those that hold."""
    words = [pl.when(part[0]).then(pl.lit(part[place])) for part in parts]
    return pl.concat_list(words).list.drop_nulls().list.join(between)


def _responses(none: str) -> list[pl.Expr]:
    return [pl.col(name).fill_null(none) for name in ("target", "non_target")]


def _first(cases: list[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    found = otherwise
    for holds, words in reversed(cases):
        found = pl.when(holds).then(words).otherwise(found)
    return found
