"""Time to deterioration of a quality-of-life score, and time until definitive deterioration.

Hamidou Z et al., Oncologist 2011;16:1458 (time to deterioration); Bonnetain F et al., Eur J Cancer 2010;46:2753 (until
definitive deterioration); the definitions side by side: Anota A et al., Qual Life Res 2015;24:5. Time counts from the
baseline score; a change counts that is at least the minimal important difference.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import plain, require, sentences
from hepatica.instruments.questionnaire import NEAR

Reference = Literal["baseline", "best", "previous"]
"""The score that a later one is compared with: the baseline score, the best one up to then, or the one before."""

Definitive = Literal["no improvement over reference", "every later score worse", "no improvement over worse score"]
"""What makes a deterioration definitive, of all scores after it: none is better than the reference by an important
difference; every one is worse than the reference by one; none is better by one than the score that deteriorated. The
last score of a person, when it has deteriorated, is definitive: nothing after it says otherwise.
"""

Lacking = Literal["censored", "event", "excluded"]
Late = Literal["censored", "event"]
Better = Literal["higher", "lower"]

WHERE: Final = "time to deterioration"
MONTH: Final = 365.25 / 12
"""Days in a month, where time is told in months."""

WHEN_LACKING: Final = {"no baseline": 0, "no follow-up": 1}
"""The day that counts for a person without a baseline score, and for one with no score after it."""


def time_to_deterioration(
    scores: pl.DataFrame,
    *,
    difference: float,
    better: Better = "higher",
    reference: Reference = "baseline",
    definitive: Definitive | None = None,
    deaths: pl.DataFrame | None = None,
    no_baseline: Lacking = "censored",
    no_follow_up: Late = "censored",
    baseline_visit: int = 0,
) -> pl.DataFrame:
    """The time from the baseline score to the first deterioration, or to the first that is definitive; a row a subject.

    scores: columns subject, visit (a number that rises), day and score (null where there is none). difference: the minimal
    important difference, in points. deaths: columns subject, day (on the same clock as in scores): a death without
    deterioration before it is then an event; left out, it is censored at the last score. no_baseline: whether a person
    without a baseline score is censored on day 0, has the event then, or is left out; no_follow_up: whether one with no
    later score is censored on day 1 or has the event then.

    Returns subject, event (null where nobody can tell), day (days from baseline), months (days / 30.4375), how
    (deterioration, death, last score, no baseline, no follow-up, excluded, no score, death before a score: the dates of one
    of both are wrong, and without a deterioration nobody can tell), reference and score (those of the
    deterioration) and problem: scores that were kept out and why, or a death before a score.
    Raises HepaticaError for a missing column, a choice that is not offered or a difference that is not over 0.
    """
    _offered("better", better, get_args(Better))
    _offered("reference", reference, get_args(Reference))
    _offered("definitive", definitive, (None, *get_args(Definitive)))
    _offered("no_baseline", no_baseline, get_args(Lacking))
    _offered("no_follow_up", no_follow_up, get_args(Late))
    scores = require(scores, WHERE, keys=("subject",), numbers=("visit", "day", "score"))
    if deaths is not None:
        deaths = require(deaths, f"{WHERE}, deaths", keys=("subject",), numbers=("day",))
    if not difference > 0:
        raise HepaticaError(f"the minimal important difference is {difference}", do="give a number of points over 0")
    kept, problems = _usable(scores, baseline_visit)
    sign = 1 if better == "higher" else -1
    first = kept.filter(pl.col("visit") == baseline_visit).select("subject", baseline="score", start="day")
    later = kept.filter(pl.col("visit") > baseline_visit).join(first, on="subject", maintain_order="left")
    found = _first_worse(later, sign, difference, reference, definitive)
    last = later.group_by("subject").agg(last=pl.col("day").max() - pl.col("start").first())
    table = scores.select("subject").unique(maintain_order=True)
    answered = kept.select("subject").unique().with_columns(answered=True)
    for each in (answered, first, found, last, problems):
        table = table.join(each, on="subject", how="left", maintain_order="left")
    dead = deaths if deaths is not None else pl.DataFrame(schema={"subject": table["subject"].dtype, "day": pl.Float64})
    died = dead.select("subject", "day").drop_nulls().group_by("subject").agg(died=pl.col("day").min())
    table = table.join(died, on="subject", how="left", maintain_order="left").with_columns(
        pl.col("died") - pl.col("start")
    )
    return _told(table, no_baseline, no_follow_up)


def _offered(name: str, chosen: str | None, offered: tuple[str | None, ...]) -> None:
    if chosen not in offered:
        raise HepaticaError(f"{name} is '{chosen}'", where=WHERE, do=f"use one of: {', '.join(map(str, offered))}")


def _usable(scores: pl.DataFrame, baseline_visit: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The scores that count, in the order of their days, and by subject what is wrong with the others."""
    rows = scores.select("subject", "visit", *(pl.col(name).cast(pl.Float64) for name in ("day", "score")))
    rows = rows.filter(pl.col("score").is_not_null()).unique(maintain_order=True)
    start = pl.col("day").filter(pl.col("visit") == baseline_visit).min().over("subject")
    several = pl.len().over("subject", "visit") > 1
    out = pl.col("score").is_between(0, 100).not_()
    early = (pl.col("visit") > baseline_visit) & (pl.col("day") < start)
    of = pl.format("visit {}: ", "visit")
    why = (
        pl.when(pl.col("visit").is_null()).then(pl.lit("a score without a visit"))
        .when(several).then(of + pl.lit("several scores, none is used"))
        .when(out).then(pl.format("visit {}: a score of {}", "visit", plain(pl.col("score"))))
        .when(pl.col("day").is_null()).then(of + pl.lit("a score without a day"))
        .when(early.fill_null(False)).then(of + pl.lit("a day before the baseline"))
    )  # fmt: skip
    rows = rows.with_columns(why=why)
    told = rows.drop_nulls("why").unique(["subject", "why"], maintain_order=True)
    problems = told.group_by("subject").agg(problem=pl.col("why").str.join("; "))
    return rows.filter(pl.col("why").is_null()).drop("why").sort("subject", "day", "visit"), problems


def _first_worse(
    later: pl.DataFrame, sign: int, difference: float, reference: str, definitive: str | None
) -> pl.DataFrame:
    """The first deterioration of each subject that counts: subject, worse (days from baseline), reference, score."""
    best = pl.max_horizontal(pl.col("value").cum_max().shift(1).over("subject"), pl.col("zero"))
    before = pl.coalesce(pl.col("value").shift(1).over("subject"), pl.col("zero"))
    compared = {"baseline": pl.col("zero"), "best": best, "previous": before}[reference]
    after = pl.col("value").cum_max(reverse=True).shift(-1).over("subject")
    rows = later.with_columns(value=sign * pl.col("score"), zero=sign * pl.col("baseline"))
    rows = rows.with_columns(compared=compared, after=after)
    least = difference - NEAR
    lasting = {
        None: pl.lit(False),
        "no improvement over reference": pl.col("after") - pl.col("compared") >= least,
        "every later score worse": pl.col("compared") - pl.col("after") < least,
        "no improvement over worse score": pl.col("after") - pl.col("value") >= least,
    }[definitive]
    worse = (pl.col("compared") - pl.col("value") >= least) & ~lasting.fill_null(False)
    return rows.filter(worse).unique("subject", keep="first", maintain_order=True).select(
        "subject", "score", worse=pl.col("day") - pl.col("start"), reference=sign * pl.col("compared")
    )  # fmt: skip


def _told(table: pl.DataFrame, no_baseline: str, no_follow_up: str) -> pl.DataFrame:
    """The outcome of each subject."""
    lacking = pl.col("baseline").is_null()
    seen = pl.coalesce("last", pl.lit(0.0))
    impossible = (pl.col("died") < seen).fill_null(False)
    cases: list[tuple[pl.Expr, str, bool | None, pl.Expr]] = [
        (pl.col("answered").is_null(), "no score", None, pl.lit(None)),
        (
            lacking,
            "excluded" if no_baseline == "excluded" else "no baseline",
            {"censored": False, "event": True, "excluded": None}[no_baseline],
            pl.lit(None if no_baseline == "excluded" else WHEN_LACKING["no baseline"]),
        ),
        (pl.col("worse").is_not_null(), "deterioration", True, pl.col("worse")),
        (pl.col("last").is_null() & pl.lit(no_follow_up == "event"), "no follow-up", True, pl.lit(1)),
        (impossible, "death before a score", None, pl.lit(None)),
        (pl.col("died").is_not_null(), "death", True, pl.col("died")),
        (pl.col("last").is_null(), "no follow-up", False, pl.lit(WHEN_LACKING["no follow-up"])),
        (pl.lit(True), "last score", False, pl.col("last")),
    ]
    how, event, day = pl.lit(None, pl.String), pl.lit(None, pl.Boolean), pl.lit(None, pl.Float64)
    for condition, name, happened, when in reversed(cases):
        how = pl.when(condition).then(pl.lit(name)).otherwise(how)
        event = pl.when(condition).then(pl.lit(happened, pl.Boolean)).otherwise(event)
        day = pl.when(condition).then(when.cast(pl.Float64)).otherwise(day)
    days = (seen.cast(pl.Int64), pl.col("died").cast(pl.Int64))
    after_death = pl.when(impossible).then(pl.format("a score on day {}, after death on day {}", *days))
    return table.with_columns(how=how, event=event, day=day).select(
        "subject",
        "event",
        "day",
        (pl.col("day") / MONTH).alias("months"),
        "how",
        "reference",
        "score",
        sentences([pl.col("problem"), after_death]).alias("problem"),
    )
