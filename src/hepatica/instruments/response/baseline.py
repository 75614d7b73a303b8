"""The baseline assessment: which lesions were chosen there, and what of it does not follow the criteria."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.criteria import PORTA_HEPATIS, Criteria
from hepatica.instruments.response.lesions import ROLE
from hepatica.instruments.response.problems import Fault, listed
from hepatica.instruments.response.sizes import size

LATE: Final = Fault(
    "first seen after baseline",
    pl.lit(True),
    pl.format(
        "a {} lesion first seen after baseline: what was not there then is a new lesion", pl.col("role").cast(pl.String)
    ),
    pl.lit("靶或非靶病灶在基线后首次出现：基线时不存在的病灶应为新病灶"),
)


def with_baseline(rows: pl.DataFrame, until: int | None) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows from the baseline on, with `base` (at baseline) and `based` (the subject has one), and the problems.

    until: the baseline is the last assessment up to this study day; None: the first assessment of all.
    """
    at = pl.col("day").max() if until is not None else pl.col("day").min()
    days = rows.select("who", "day")
    early = days.filter(pl.col("day") <= until) if until is not None else days
    day = spread(early.group_by("who").agg(value=at), rows["who"])
    before = (rows["day"] < day).fill_null(False)
    rows = rows.with_columns(base=(rows["day"] == day).fill_null(False), based=day.is_not_null())
    rows = rows.filter(~before) if before.any() else rows
    without = rows.filter(~pl.col("based")).unique("who", keep="first", maintain_order=True)
    none = Fault(
        "no baseline",
        pl.lit(True),
        pl.lit(f"no assessment up to day {until}: nothing to compare with"),
        pl.lit(f"第 {until} 天及以前没有评估：没有可比较的基线"),
        kept_out=False,
    )
    return rows, [listed(without.with_columns(day=None, lesion=None), none)]


def chosen(rows: pl.DataFrame, criteria: Criteria) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows whose lesions were chosen at baseline, with targets that are not measurable as non-targets, and problems.

    Parts of a split lesion belong to it. A target or non-target that is first seen later takes no part.
    """
    targets = rows.filter(pl.col("base") & (pl.col("role") == "target"))
    rows, measurable, demoted = _demoted(rows, targets, criteria)
    problems = [demoted]
    kept = pl.col("role").is_in(["target", "non_target"])
    name = pl.col("tumour") ^ (pl.col("role") == "target").cast(pl.UInt64)
    of_course = pl.col("based") & kept & pl.col("part_of").is_null()
    later = of_course & ~pl.col("base")
    names = rows.select(name=name, later=later, base=pl.col("base") & kept)
    known = names.filter("base")["name"].unique()
    if not names.filter("later")["name"].is_in(known.implode()).all():
        late = of_course & ~name.is_in(known.implode())
        problems.append(listed(rows.filter(late), LATE))
        rows = rows.with_columns(role=pl.when(late).then(pl.lit("none", ROLE)).otherwise("role"))
    return rows, [*problems, *_limits(measurable, criteria)]


def spread(values: pl.DataFrame, who: pl.Series) -> pl.Series:
    """The column `value` of a table with one row for each `who`, for each of the given ones; null where there is none."""
    most = who.max()
    every = pl.repeat(None, (most if isinstance(most, int) else -1) + 1, dtype=pl.Int64, eager=True)
    return every.scatter(values["who"], values["value"]).gather(who)


def _demoted(
    rows: pl.DataFrame, targets: pl.DataFrame, criteria: Criteria
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Targets that cannot be measured by what the table says of them count as non-targets: rows, the others, problems."""
    treated = pl.col("treated_before").fill_null(False) & ~pl.col("progressed_since").fill_null(False)
    organ = pl.col("organ").is_in(sorted(criteria.not_measurable)).fill_null(False)
    said = ~pl.col("measurable").fill_null(True)
    wrong = targets.filter(treated | organ | said)
    why = (
        pl.when(said).then(pl.lit("not measurable"))
        .when(treated).then(pl.lit("treated locally before, without progression since"))
        .otherwise(pl.lit("not measurable in this organ by these criteria"))
    )  # fmt: skip
    why_zh = (
        pl.when(said).then(pl.lit("不可测量"))
        .when(treated).then(pl.lit("既往局部治疗后未见进展"))
        .otherwise(pl.lit("按本标准该部位病灶不可测量"))
    )  # fmt: skip
    fault = Fault(
        "target not measurable",
        pl.lit(True),
        pl.format("{}: counts as a non-target lesion", why),
        pl.format("{}：按非靶病灶处理", why_zh),
        kept_out=False,
    )
    if wrong.height:
        targets = targets.filter(~pl.col("tumour").is_in(wrong["tumour"].implode()))
        moved = pl.col("tumour").is_in(wrong["tumour"].implode()) & (pl.col("role") == "target")
        rows = rows.with_columns(role=pl.when(moved).then(pl.lit("non_target", ROLE)).otherwise("role"))
    return rows, targets, listed(wrong, fault)


def _limits(targets: pl.DataFrame, criteria: Criteria) -> list[pl.DataFrame]:
    """Targets over the number that the criteria allow, under their size, or not measured at baseline; all are used."""
    group = pl.when("node").then(pl.lit("LYMPH NODE")).otherwise("organ")
    counted = targets.with_columns(
        size=size(criteria), group=group, all=pl.len().over("who"), among=pl.len().over("who", group)
    )
    porta = pl.col("organ").is_in(sorted(PORTA_HEPATIS)).fill_null(False)
    limit = (
        pl.when(pl.col("node") & porta).then(criteria.porta_hepatis_target)
        .when("node").then(criteria.node_target)
        .otherwise(criteria.target_size)
    )  # fmt: skip
    many = Fault(
        "too many targets",
        pl.col("all") > criteria.targets,
        pl.format("{} target lesions, at most {} in all: used as recorded", "all", pl.lit(criteria.targets)),
        pl.format("靶病灶 {} 个，最多 {} 个：按记录使用", "all", pl.lit(criteria.targets)),
        kept_out=False,
    )
    crowded = Fault(
        "too many targets in an organ",
        pl.col("group").is_not_null() & (pl.col("among") > criteria.targets_per_organ),
        pl.format(
            "{} target lesions in one organ, at most {}: used as recorded", "among", pl.lit(criteria.targets_per_organ)
        ),
        pl.format("同一器官靶病灶 {} 个，最多 {} 个：按记录使用", "among", pl.lit(criteria.targets_per_organ)),
        kept_out=False,
    )
    small = Fault(
        "target under the limit",
        pl.col("size") < limit,
        pl.format("{} mm at baseline, a target has at least {} mm: used as recorded", "size", limit),
        pl.format("基线 {} mm，靶病灶至少 {} mm：按记录使用", "size", limit),
        kept_out=False,
    )
    bare = Fault(
        "target not measured at baseline",
        pl.col("size").is_null(),
        pl.lit("no size at baseline: the sum has no baseline"),
        pl.lit("基线未测量：直径总和没有基线"),
        kept_out=False,
    )
    once = counted.filter(many.holds).unique("who", keep="first", maintain_order=True).with_columns(lesion=None)
    found = [listed(once, many)]
    per = counted.filter(crowded.holds).unique(["who", "group"], keep="first", maintain_order=True)
    found.append(listed(per.with_columns(lesion="group"), crowded))
    if criteria.size != "viable_area":
        found.append(listed(counted.filter(small.holds), small))
    return [*found, listed(counted.filter(bare.holds), bare)]
