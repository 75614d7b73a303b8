"""Best response under iRECIST (iBOR), and the day of progression that a later assessment has confirmed or not undone.

Seymour L et al., Lancet Oncol 2017;18:e143: table 3, and the section on progression: the day of the first iUPD counts, if
it is confirmed, or if neither iSD, iPR nor iCR follows it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require
from hepatica.instruments.response.best_rules import MISSING
from hepatica.instruments.response.course import PROBLEMS, cases, problems
from hepatica.instruments.response.reader import reader

WHERE: Final = "iRECIST"
ORDER: Final = ("iCR", "iPR", "iSD", "NON-iCR/NON-iUPD", "iCPD", "iUPD", "NE")
"""From best to worst; iCPD before iUPD, since it is known."""

UNDOING: Final = ("iCR", "iPR", "iSD", "NON-iCR/NON-iUPD")
STABLE: Final = ("iSD", "NON-iCR/NON-iUPD")
JUDGED: Final = ("cr", "pr", "sd", "non", "cpd", "upd")
"""First days of what decides something."""

WINDOW: Final = 56
"""Days in which an iUPD should be confirmed (8 weeks)."""


def immune_best_response(
    time_points: pl.DataFrame, subjects: pl.DataFrame, *, stable: int = 42, window: int = WINDOW
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the iRECIST time points of each subject come to, and the problems.

    time_points: subject, reader (may be left out), day, overall (as `immune_time_points` gives it, or a reader; null: not
    known, as before an adjudication).
    subjects: see `best_response`. stable: least days from day zero to an iSD (or NON-iCR/NON-iUPD) that counts. What
    follows an iCPD does not count. window: days after an iUPD in which it may still be confirmed: where follow-up ends in
    them (subjects have the column last, the day up to which data are there), progression is unknown.
    Returns for each subject and reader iBOR, PD (Y on the day of the iUPD that stands; N) and RSP (iCR or iPR; its day
    starts the duration of response): parameter, value, day, reason, reason_zh. Days in reasons count from day zero.
    """
    if stable < 0 or window < 0:
        raise HepaticaError("a number of days is under 0", where=WHERE, do="give whole days, 0 or more")
    time_points = require(time_points, WHERE, keys=("subject",), numbers=("day",), codes=("overall",))
    table, of_subjects = cases(time_points, subjects)
    rows, unplaced, found = _rows(time_points, table)
    facts = table.join(_facts(rows, stable), on="case", how="left", maintain_order="left").with_columns(
        pl.col("n").fill_null(0), unplaced=pl.col("zero").is_null() & pl.col("case").is_in(unplaced.implode())
    )
    keys = [name for name in ("subject", "line", "reader") if name in facts.columns]
    parts = [
        facts.select(*keys, *_best(stable)),
        facts.select(*keys, *_progression(window)),
        facts.select(*keys, *_response()),
    ]
    return pl.concat(parts), pl.concat([of_subjects, *found])


def _rows(time_points: pl.DataFrame, table: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series, list[pl.DataFrame]]:
    """The time points that count, cases with some but no day zero, and problems."""
    own = [name for name in ("subject", "line") if name in table.columns]
    words = {code.upper(): code for code in ORDER}
    rows = time_points.select(
        pl.col(own).cast(pl.String),
        reader(time_points),
        pl.col("day").cast(pl.Int64),
        word=pl.col("overall").cast(pl.String),
    ).join(table, on=[*own, "reader"], how="left", maintain_order="left")
    code = (
        pl.col("word").str.strip_chars().str.to_uppercase().replace_strict(words, default=None, return_dtype=pl.String)
    )
    rows = rows.with_columns(code=code, since=pl.col("day") - pl.col("zero"))
    unread = pl.col("code").is_null() & pl.col("word").is_not_null()
    kinds = [
        ("no subject", pl.col("case").is_null(), "no such subject among the subjects", "名单中没有该受试者"),
        ("no day zero", pl.col("zero").is_null(), "the subject has no day zero", "受试者没有起始日"),
        ("no day", pl.col("day").is_null(), "the assessment has no day", "评估没有日期"),
        ("after death", pl.col("day") > pl.col("death"), "the assessment lies after death", "评估日期晚于死亡"),
        ("no response", unread, "this is no iRECIST response: it is left out", "不是 iRECIST 疗效：不计入"),
    ]
    found = [pl.DataFrame(schema=PROBLEMS)]
    unplaced = rows.filter(pl.col("case").is_not_null() & pl.col("zero").is_null())["case"].unique()
    for kind, holds, en, zh in kinds:
        found.append(problems(rows.filter(holds), kind, en, zh))
        rows = rows.filter(~holds.fill_null(False))
    cut = pl.min_horizontal("new_therapy", "last")
    rows = rows.filter((pl.col("since") >= 0) & (cut.is_null() | (pl.col("day") <= cut)))
    confirmed = pl.when(pl.col("code") == "iCPD").then("day").min().over("case")
    return rows.sort("case", "day").filter(confirmed.is_null() | (pl.col("day") <= confirmed)), unplaced, found


def _facts(rows: pl.DataFrame, stable: int) -> pl.DataFrame:
    """First days of each response, and the iUPD that no response has undone."""
    code = pl.col("code")
    undone = pl.when(code.is_in(UNDOING)).then("day").max().over("case")
    standing = code.is_in(["iUPD", "iCPD"]) & (undone.is_null() | (pl.col("day") > undone))
    rows = rows.with_columns(standing=standing)
    late = pl.col("since") >= stable

    def first(holds: pl.Expr, what: str = "since") -> pl.Expr:
        return pl.when(holds).then(what).min()

    return rows.group_by("case", maintain_order=True).agg(
        n=pl.len(),
        unknown=first(code.is_null()),
        cr=first(code == "iCR"),
        pr=first(code == "iPR"),
        sd=first((code == "iSD") & late),
        non=first((code == "NON-iCR/NON-iUPD") & late),
        cpd=first(code == "iCPD"),
        upd=first(code == "iUPD"),
        ne=first((code == "NE") | (code.is_in(STABLE) & ~late)),
        stands=first(pl.col("standing")),
        stands_last=pl.when("standing").then("since").max(),
        seen=pl.col("since").max(),
    )


def _best(stable: int) -> list[pl.Expr]:
    names = dict(zip(ORDER, ("cr", "pr", "sd", "non", "cpd", "upd", "ne"), strict=True))
    value, day = pl.lit(MISSING), pl.lit(None, pl.Int64)
    for code, name in reversed(names.items()):
        known = pl.col(name).is_not_null()
        value, day = pl.when(known).then(pl.lit(code)).otherwise(value), pl.when(known).then(name).otherwise(day)
    none = pl.col("n") == 0
    early = pl.lit(f" (iSD counts from {stable} days after day zero on)")
    short = value == "NE"
    en = (
        pl.when(none)
        .then(pl.lit("no assessment that counts"))
        .otherwise(
            pl.format(
                "{} on day {}, the best of {} assessments{}",
                value,
                day,
                "n",
                pl.when(short).then(early).otherwise(pl.lit("")),
            )
        )
    )
    zh = (
        pl.when(none)
        .then(pl.lit("无可计入的评估"))
        .otherwise(pl.format("第 {} 天 {}，{} 次评估中最佳", day, value, "n"))
    )
    return _row("iBOR", value, day, en, zh, value == "iCR")


def _progression(window: int) -> list[pl.Expr]:
    stands, confirmed = pl.col("stands").is_not_null(), pl.col("cpd").is_not_null()
    open_until = pl.col("zero") + pl.col("stands") + window
    pending = (
        stands
        & ~confirmed
        & pl.col("death").is_null()
        & (pl.col("last") < open_until)
        & (pl.col("stands_last") == pl.col("seen"))
    )
    pending = pending.fill_null(False)
    none = pl.col("n") == 0
    assessed = pl.any_horizontal(pl.col(name).is_not_null() for name in JUDGED)
    value = pl.when(~assessed | pending).then(None).when(stands).then(pl.lit("Y")).otherwise(pl.lit("N"))
    en = (
        pl.when(none).then(pl.lit("no assessment that counts"))
        .when(~assessed).then(pl.lit("no assessment that decides it"))
        .when(pending).then(pl.format(f"iUPD on day {{}}, not confirmed yet: data end within {window} days of it", "stands"))
        .when(confirmed).then(pl.format("iUPD on day {}, confirmed (iCPD) on day {}", "stands", "cpd"))
        .when(stands).then(pl.format("iUPD on day {}, not confirmed, but nothing better follows", "stands"))
        .when(pl.col("upd").is_not_null()).then(pl.format("the iUPD of day {} was undone by a later response", "upd"))
        .otherwise(pl.format("no iUPD up to day {}", "seen"))
    )  # fmt: skip
    zh = (
        pl.when(none).then(pl.lit("无可计入的评估"))
        .when(~assessed).then(pl.lit("没有足以判定的评估"))
        .when(pending).then(pl.format(f"第 {{}} 天 iUPD，尚未确认：数据在其后 {window} 天内截止", "stands"))
        .when(confirmed).then(pl.format("第 {} 天 iUPD，第 {} 天确认（iCPD）", "stands", "cpd"))
        .when(stands).then(pl.format("第 {} 天 iUPD，未获确认，但此后无更好疗效", "stands"))
        .when(pl.col("upd").is_not_null()).then(pl.format("第 {} 天的 iUPD 被后续疗效推翻", "upd"))
        .otherwise(pl.format("至第 {} 天无 iUPD", "seen"))
    )  # fmt: skip
    # an iCPD that no iUPD of the table comes before: its own day is all there is
    return _row("PD", value, pl.when(value == "Y").then("stands"), en, zh, pl.lit(False))


def _response() -> list[pl.Expr]:
    day = pl.min_horizontal("cr", "pr")
    assessed = pl.any_horizontal(pl.col(name).is_not_null() for name in JUDGED)
    value = pl.when(day.is_not_null()).then(pl.lit("Y")).when(assessed).then(pl.lit("N"))
    en = (
        pl.when(day.is_not_null()).then(pl.format("first iCR or iPR on day {}", day)).otherwise(pl.lit("no iCR or iPR"))
    )
    zh = pl.when(day.is_not_null()).then(pl.format("第 {} 天首次 iCR 或 iPR", day)).otherwise(pl.lit("无 iCR 或 iPR"))
    return _row("RSP", value, day, en, zh, day.is_not_null())


def _row(code: str, value: pl.Expr, day: pl.Expr, en: pl.Expr, zh: pl.Expr, stands: pl.Expr) -> list[pl.Expr]:
    """A result; unknown where a response is not known, unless it `stands` whatever that is."""
    unknown, unplaced = pl.col("unknown").is_not_null(), pl.col("unplaced")
    lost = unplaced | (unknown & ~stands)
    kept = ~lost & (~unknown | (day < pl.col("unknown")).fill_null(False))

    def why(said: pl.Expr, no_zero: str, not_known: str) -> pl.Expr:
        left = pl.when(lost).then(pl.format(not_known, "unknown")).otherwise(said)
        return pl.when(unplaced).then(pl.lit(no_zero)).otherwise(left)

    return [
        pl.lit(code).alias("parameter"),
        pl.when(~lost).then(value.cast(pl.String)).alias("value"),
        (pl.when(kept).then(day.cast(pl.Int64)) + pl.col("zero")).alias("day"),
        why(en, "the subject has no day zero", "the response of day {} is not known").alias("reason"),
        why(zh, "受试者没有起始日", "第 {} 天的疗效未知").alias("reason_zh"),
    ]
