"""Several readers of the same images: which read counts at each time point, why, and what waits for adjudication.

What waits is unknown: the response of its time point is null, never guessed. Blinded independent review with
adjudication: Ford R et al., Eur J Cancer 2009;45:268.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.best_rules import BestRules
from hepatica.instruments.response.course import problems
from hepatica.instruments.response.read_rules import ReadRules

WHERE: Final = "reads"
ACCEPTED: Final = ("subject", "point", "day", "overall", "read", "why", "why_zh")
WAITING: Final = ("subject", "point", "why", "why_zh")
NEITHER: Final = (
    "a decision must choose a reader or give a response of its own, one of both",
    "裁定须选择一名读片者或给出自己的判定，二者择一",
)
TWICE: Final = (
    "the reader gave this time point two responses: which holds is not known",
    "同一读片者对该时点给出两种判定：无法判断以哪一种为准",
)
NO_READER: Final = ("'{}' is none of the two readers", "“{}”不是两名读片者之一")

Reads = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def compared(reads: pl.DataFrame, rules: ReadRules) -> pl.DataFrame:
    """The two reads of each time point side by side.

    reads: subject, point (the visit; without it the day), reader, day, overall, sum_mm (may be left out); one row a
    subject, point and reader. Returns subject, point, and of each reader day_1, overall_1, sum_1 (and _2, null where that
    reader has none, or two that differ), read_1, read_2 (whether there is a response), differ (whether the responses do;
    null where one is not known)
    and apart (the difference of the sums, in percent of their mean).
    """
    point = "point" if "point" in reads.columns else "day"
    reads = require(reads, WHERE, keys=("subject", "reader", point), numbers=("day",), codes=("overall",))
    reads = require(reads, WHERE, numbers=("sum_mm",) if "sum_mm" in reads.columns else ())
    rows = reads.select(
        pl.col("subject", "reader").cast(pl.String),
        pl.col(point).cast(pl.String).alias("point"),
        pl.col("day").cast(pl.Int64),
        pl.col("overall").cast(pl.String),
        pl.col("sum_mm").cast(pl.Float64) if "sum_mm" in reads.columns else pl.lit(None, pl.Float64).alias("sum_mm"),
    )
    rows = rows.group_by("subject", "reader", "point", maintain_order=True).agg(
        pl.col("day").first(), *(pl.when(_one(name)).then(pl.col(name).first()) for name in ("overall", "sum_mm"))
    )
    sides = [
        rows.filter(pl.col("reader") == name)
        .drop("reader")
        .rename({"day": f"day_{n}", "overall": f"overall_{n}", "sum_mm": f"sum_{n}"})
        .with_columns(pl.col(f"overall_{n}").is_not_null().alias(f"read_{n}"))
        for n, name in enumerate(rules.readers, start=1)
    ]
    both = sides[0].join(sides[1], on=["subject", "point"], how="full", coalesce=True)
    mean = (pl.col("sum_1") + pl.col("sum_2")) / 2
    return both.with_columns(
        pl.col("read_1", "read_2").fill_null(False),
        differ=pl.col("overall_1") != pl.col("overall_2"),
        apart=pl.when(mean > 0).then((pl.col("sum_1") - pl.col("sum_2")).abs() / mean * 100).when(mean == 0).then(0.0),
    ).sort("subject", pl.coalesce("day_1", "day_2"), "point")


def accepted_reads(
    reads: pl.DataFrame,
    decisions: pl.DataFrame | None = None,
    rules: ReadRules | None = None,
    *,
    subjects: pl.DataFrame | None = None,
    best: BestRules | None = None,
) -> Reads:
    """The read that counts at each time point, the cases that wait for adjudication, and problems.

    reads: see `compared`. decisions: subject, point (null: of the whole subject), by (who decided), chosen (the reader
    whose read counts) or overall (a response of their own). subjects, best: what `best_response` takes, needed where best
    responses or progression send subjects to adjudication.
    Returns subject, point, day, overall (null where it waits), read (whose read counts), why and why_zh; of what waits
    subject, point (null: the whole subject), why and why_zh; problems as `best_response` gives them.
    Raises HepaticaError for tables without these columns.
    """
    rules = rules or ReadRules()
    pairs = compared(reads, rules)
    key = ("subject", "reader", "point" if "point" in reads.columns else "day")
    doubled = reads.filter(pl.col("overall").n_unique().over(key) > 1).unique(key, maintain_order=True)
    found = [problems(doubled, "read twice", *TWICE)]
    asked = pairs.with_columns(_asked(rules)).join(
        _of_subjects(reads, rules, subjects, best), on="subject", how="left", maintain_order="left"
    )
    whole = pl.col("whole").is_not_null()
    asked = asked.with_columns(
        asks=pl.coalesce(pl.when(whole).then("whole"), "asks"),
        asks_zh=pl.coalesce(pl.when(whole).then("whole_zh"), "asks_zh"),
    )
    given, wrong = _decisions(decisions, asked, rules)
    judged = asked.join(given, on=["subject", "point"], how="left", maintain_order="left")
    result = judged.select(_accepted(rules))
    return result, result.filter(pl.col("read").is_null()).select(WAITING), pl.concat([*found, *wrong])


def _one(name: str) -> pl.Expr:
    """Whether a column holds one value."""
    return pl.col(name).n_unique() == 1


def flagged_reads(reads: pl.DataFrame) -> Reads:
    """The same where the data say which read counts (RSACPTFL), adjudicated or not.

    reads: subject, point (without it the day), reader, day, overall, accepted (true where the read counts). A time point
    where none does waits; where several do that differ, it waits and is a problem.
    """
    point = "point" if "point" in reads.columns else "day"
    reads = require(
        reads, WHERE, keys=("subject", "reader", point), numbers=("day",), codes=("overall",), flags=("accepted",)
    )
    rows = reads.select(
        pl.col("subject", "reader").cast(pl.String),
        pl.col(point).cast(pl.String).alias("point"),
        pl.col("day").cast(pl.Int64),
        pl.col("overall").cast(pl.String),
        counts=pl.col("accepted").fill_null(False),
    )
    mine = pl.col("counts")
    one = pl.col("overall").filter(mine).n_unique() == 1
    groups = rows.group_by("subject", "point", maintain_order=True).agg(
        day=pl.col("day").filter(mine).first().fill_null(pl.col("day").first()),
        overall=pl.when(one).then(pl.col("overall").filter(mine).first()),
        read=pl.when(one).then(pl.col("reader").filter(mine).first()),
        flags=mine.sum(),
    )
    read, several = pl.col("read").is_not_null(), pl.col("flags") > 1
    why = (
        pl.when(read).then(pl.format("the read of {} is marked as accepted", "read"))
        .when(several).then(pl.lit("differing reads are marked as accepted"))
        .otherwise(pl.lit("no read is marked as accepted"))
    )  # fmt: skip
    why_zh = (
        pl.when(read).then(pl.format("{} 的读片标记为采纳", "read"))
        .when(several).then(pl.lit("标记为采纳的读片不一致"))
        .otherwise(pl.lit("没有标记为采纳的读片"))
    )  # fmt: skip
    result = groups.with_columns(why=why, why_zh=why_zh)
    clash = result.filter(several & ~read)
    wrong = problems(clash, "accepted twice", "differing reads are marked as accepted", "标记为采纳的读片不一致")
    result = result.select(ACCEPTED)
    return result, result.filter(pl.col("read").is_null()).select(WAITING), wrong


def _asked(rules: ReadRules) -> list[pl.Expr]:
    """Why a time point goes to adjudication by itself; null where nothing sends it."""
    sums = f"the sums differ by {{}} percent, more than {rules.sum_limit:g}"
    sums_zh = f"直径总和相差 {{}}%，超过 {rules.sum_limit:g}%"
    differ = pl.col("differ") & pl.lit("time point" in rules.triggers)
    apart = (pl.col("apart") > rules.sum_limit) & pl.lit("sum" in rules.triggers)
    rounded = pl.col("apart").round(1)
    return [
        pl.when(differ).then(_said(rules)).when(apart).then(pl.format(sums, rounded)).alias("asks"),
        pl.when(differ).then(_said(rules, zh=True)).when(apart).then(pl.format(sums_zh, rounded)).alias("asks_zh"),
    ]


def _of_subjects(
    reads: pl.DataFrame, rules: ReadRules, subjects: pl.DataFrame | None, best: BestRules | None
) -> pl.DataFrame:
    """Subjects that go to adjudication as a whole, and why."""
    nobody = pl.DataFrame(schema=dict.fromkeys(("subject", "whole", "whole_zh"), pl.String))
    if not rules.of_subjects:
        return nobody
    if subjects is None:
        raise HepaticaError(
            "best responses and progression need day zero", where=WHERE, do="give subjects, as for best_response"
        )
    own = reads.filter(pl.col("reader").cast(pl.String).is_in(rules.readers))
    results, _ = best_response(own.select("subject", "reader", "day", "overall"), subjects, best)
    code = "CBOR" if rules.confirmed else "BOR"
    of_best, of_pd = pl.col("parameter") == code, pl.col("parameter") == "PD"
    sides = [
        results.filter(pl.col("reader") == name)
        .group_by("subject", maintain_order=True)
        .agg(
            pl.col("value").filter(of_best).first().alias(f"best_{n}"),
            pl.col("value").filter(of_pd).first().alias(f"progressed_{n}"),
            pl.col("day").filter(of_pd).first().alias(f"pd_{n}"),
        )
        for n, name in enumerate(rules.readers, start=1)
    ]
    both = sides[0].join(sides[1], on="subject", how="inner", maintain_order="left")
    first, second = rules.readers
    differ = (pl.col("best_1") != pl.col("best_2")) & pl.lit("best response" in rules.triggers)
    far = (pl.col("pd_1") - pl.col("pd_2")).abs() > rules.progression_days
    one = pl.col("progressed_1") != pl.col("progressed_2")
    progression = (far.fill_null(False) | one.fill_null(False)) & pl.lit("progression" in rules.triggers)
    return both.with_columns(
        whole=pl.when(differ)
        .then(pl.format(f"best response: {first} says {{}}, {second} says {{}}", "best_1", "best_2"))
        .when(progression)
        .then(pl.lit("the readers date progression differently")),
        whole_zh=pl.when(differ)
        .then(pl.format(f"最佳疗效：{first} 判为 {{}}，{second} 判为 {{}}", "best_1", "best_2"))
        .when(progression)
        .then(pl.lit("两名读片者判定的进展日期不同")),
    ).select("subject", "whole", "whole_zh")


def _decisions(
    decisions: pl.DataFrame | None, asked: pl.DataFrame, rules: ReadRules
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """What was decided at each time point that was asked about: by, chosen, own; and decisions that cannot be used."""
    schema = dict.fromkeys(("subject", "point", "by", "chosen", "own"), pl.String)
    if decisions is None or decisions.is_empty():
        return pl.DataFrame(schema=schema), []
    decisions = require(decisions, f"{WHERE}: decisions", keys=("subject", "point", "by"), codes=("chosen", "overall"))
    rows = decisions.select(
        pl.col("subject", "point", "by", "chosen").cast(pl.String), own=pl.col("overall").cast(pl.String)
    )
    chosen, own = pl.col("chosen").is_not_null(), pl.col("own").is_not_null()
    here = asked.filter(pl.col("asks").is_not_null()).select("subject", "point")
    known = here.with_columns(known=True)
    marked = rows.join(known, on=["subject", "point"], how="left", maintain_order="left").join(
        here.select("subject").unique().with_columns(anything=True), on="subject", how="left", maintain_order="left"
    )
    needed = pl.when(pl.col("point").is_null()).then("anything").otherwise("known").fill_null(False)
    kinds = [
        ("decision", chosen == own, *NEITHER),
        ("decision", chosen & ~pl.col("chosen").is_in(rules.readers), *NO_READER),
        (
            "decision",
            pl.struct("subject", "point").is_duplicated(),
            "decided more than once: none counts",
            "多次裁定：均不采用",
        ),
        ("not asked", ~needed, "nothing was to be decided here: the reads stand", "此处无需裁定：以读片为准"),
    ]
    found = []
    for kind, wrong, en, zh in kinds:
        bad = marked.filter(wrong)
        found.append(problems(bad, kind, en, zh, *(["chosen"] if "{}" in en else [])))
        marked = marked.filter(~wrong.fill_null(False))
    good = marked.select("subject", "point", "by", "chosen", "own")
    of_points = good.filter(pl.col("point").is_not_null())
    of_all = here.join(good.filter(pl.col("point").is_null()).drop("point"), on="subject", how="inner")
    rest = of_all.join(of_points, on=["subject", "point"], how="anti").select("subject", "point", "by", "chosen", "own")
    return pl.concat([of_points, rest]), found


def _accepted(rules: ReadRules) -> list[pl.Expr]:
    """Subject, point, day, overall, read, why: see `accepted_reads`."""
    first, second = rules.readers
    both, own, nothing = pl.col("read_1") & pl.col("read_2"), pl.col("own").is_not_null(), pl.lit(None, pl.String)
    asked, decided = pl.col("asks").is_not_null(), pl.col("by").is_not_null()
    state = (
        pl.when(~pl.col("read_1") & ~pl.col("read_2")).then(pl.lit("unread"))
        .when(~both).then(pl.lit("half read" if rules.single == "waiting" else "single"))
        .when(asked & decided & own).then(pl.lit("own"))
        .when(asked & decided).then(pl.lit("chosen"))
        .when(asked).then(pl.lit("open"))
        .when(pl.col("differ")).then(pl.lit("first"))
        .otherwise(pl.lit("agree"))
    )  # fmt: skip

    def each(**of: pl.Expr) -> pl.Expr:
        found = nothing
        for name, value in of.items():
            found = pl.when(state == name.replace("_", " ")).then(value).otherwise(found)
        return found

    alone, absent = (
        pl.when(pl.col("read_1") == there).then(pl.lit(first)).otherwise(pl.lit(second)) for there in (True, False)
    )
    of_reader = pl.when(pl.col("chosen") == first).then("overall_1").otherwise("overall_2")
    overall = each(
        single=pl.coalesce("overall_1", "overall_2"),
        own=pl.col("own"),
        chosen=of_reader,
        first=pl.col("overall_1"),
        agree=pl.col("overall_1"),
    )
    read = each(
        single=alone,
        own=pl.col("by"),
        chosen=pl.col("chosen"),
        first=pl.lit(first),
        agree=pl.lit(f"{first} and {second}"),
    )
    why = each(
        unread=pl.lit("neither reader has a response"),
        half_read=pl.format("{} has not read it", absent),
        single=pl.format("only {} read it", alone),
        own=pl.format("{}; {} decided {}", "asks", "by", "own"),
        chosen=pl.format("{}; {} chose the read of {}", "asks", "by", "chosen"),
        open=pl.format("{}; not decided yet", "asks"),
        first=pl.format("{}; nothing sends it to adjudication, the first reader counts", _said(rules)),
        agree=pl.lit(f"{first} and {second} agree"),
    )
    why_zh = each(
        unread=pl.lit("两名读片者均无判定"),
        half_read=pl.format("{} 尚未读片", absent),
        single=pl.format("仅 {} 读片", alone),
        own=pl.format("{}；{} 裁定为 {}", "asks_zh", "by", "own"),
        chosen=pl.format("{}；{} 采纳 {} 的读片", "asks_zh", "by", "chosen"),
        open=pl.format("{}；尚未裁定", "asks_zh"),
        first=pl.format("{}；未达裁定条件，以第一读片者为准", _said(rules, zh=True)),
        agree=pl.lit(f"{first} 与 {second} 一致"),
    )
    later = pl.when((state == "chosen") & (pl.col("chosen") == second)).then("day_2")
    return [
        pl.col("subject"),
        pl.col("point"),
        pl.coalesce(later, "day_1", "day_2").alias("day"),
        overall.alias("overall"),
        read.alias("read"),
        why.alias("why"),
        why_zh.alias("why_zh"),
    ]


def _said(rules: ReadRules, *, zh: bool = False) -> pl.Expr:
    """What each of the two readers says."""
    first, second = rules.readers
    words = f"{first} 判为 {{}}，{second} 判为 {{}}" if zh else f"{first} says {{}}, {second} says {{}}"
    return pl.format(words, "overall_1", "overall_2")
