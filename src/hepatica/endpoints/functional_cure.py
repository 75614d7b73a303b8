"""Loss of HBsAg, undetectable HBV DNA, and both together off treatment: from series of results to a day and an answer.

What counts as confirmed is told in `confirmed_state`; which results lie below a limit in `hepatica.instruments.virology`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl

from hepatica.endpoints.answers import first_case
from hepatica.endpoints.confirmed_state import Wanted, confirmation, followed
from hepatica.instruments.inputs import require
from hepatica.instruments.virology import below
from hepatica.rules.nodes import Duration

HBSAG_LIMIT: Final = 0.05
"""IU/mL, the limit of detection of quantitative assays."""

DNA_LIMIT: Final = 10.0
"""IU/mL."""

TOGETHER: Final = 28
"""Days between an HBsAg and a DNA result that are taken to belong together."""


@dataclass(frozen=True, slots=True)
class Cure:
    """HBsAg and HBV DNA below limits (IU/mL), sustained so many weeks off treatment; named by who defines it."""

    name: str
    hbsag_below: float
    dna_below: float = DNA_LIMIT
    weeks: int = 24


FUNCTIONAL: Final = Cure("functional cure (AASLD-EASL 2023)", HBSAG_LIMIT)
PARTIAL: Final = Cure("partial cure (AASLD-EASL 2023)", 100.0)
"""Ghany MG et al. (AASLD-EASL HBV Treatment Endpoints Conference), Hepatology 2023;78:1654: HBsAg not detectable (below 100
IU/mL for partial cure) and HBV DNA below the limit of quantification, 24 weeks and more after treatment ended. EASL (2017,
2025) and AASLD (2018) ask for the same of functional cure: loss of HBsAg and no HBV DNA, sustained after treatment.
"""

HBSAG_LOSS: Final = Duration(Decimal(24), "wk")
DNA_SUPPRESSION: Final = Duration(Decimal(6), "mo")
"""How far apart the first and the last of the results that confirm must lie."""


def hbsag_loss(results: pl.DataFrame, *, limit: float = HBSAG_LIMIT, gap: Duration = HBSAG_LOSS) -> pl.DataFrame:
    """Whether and when HBsAg was lost: two results below the limit at least 24 weeks apart, none at or above it between.

    results: subject, day (a whole number) and the columns that `virology.below` reads.
    Returns a row a subject: subject, reached (true, false; null where nobody can tell), day (of the first of the results
    that confirm) and why.
    """
    return _confirmed(_judged(results, limit), Wanted(2, gap, strict=True, inside=False))


def dna_undetectable(
    results: pl.DataFrame, *, limit: float = DNA_LIMIT, gap: Duration = DNA_SUPPRESSION
) -> pl.DataFrame:
    """Whether and since when HBV DNA is below a limit: two results at least 6 months apart, every one between below too.

    Arguments and answer as for `hbsag_loss`. "Target not detected" counts as below.
    """
    return _confirmed(_judged(results, limit), Wanted(2, gap, strict=True, inside=False))


def functional_cure(
    hbsag: pl.DataFrame,
    hbv_dna: pl.DataFrame,
    stopped: pl.DataFrame,
    *,
    cure: Cure = FUNCTIONAL,
    together: int = TOGETHER,
) -> pl.DataFrame:
    """Whether and since when both markers are below their limits, for the weeks of `cure` or longer off treatment.

    hbsag, hbv_dna: as for `hbsag_loss`. stopped: subject, day (the last day of any treatment of HBV; null while it goes
    on). together: each result is read with the newest of the other marker up to so many days before. Both markers as they
    were when treatment ended count from that day on.

    Returns a row for each subject of `stopped`, as `hbsag_loss` does. Whoever is still treated is not cured.
    """
    stopped = require(stopped, cure.name, keys=("subject",), numbers=("day",))
    ends = stopped.select("subject", pl.col("day").cast(pl.Int64).alias("end"))
    both = _joint(_judged(hbsag, cure.hbsag_below), _judged(hbv_dna, cure.dna_below), together)
    rows = both.join(ends.drop_nulls(), on="subject")
    before = rows.filter(pl.col("day") <= pl.col("end")).sort("day").unique("subject", keep="last", maintain_order=True)
    before = before.filter(pl.col("day") >= pl.col("end") - together).with_columns(day=pl.col("end"))
    series = pl.concat([before, rows.filter(pl.col("day") > pl.col("end"))]).sort("subject", "day")
    gap = Duration(Decimal(cure.weeks), "wk")
    answered = _confirmed(series.drop("end"), Wanted(2, gap, strict=True, inside=False))
    found = ends.join(answered, on="subject", how="left", maintain_order="left")
    treated = pl.col("end").is_null()
    return found.select(
        "subject",
        pl.when(treated).then(False).otherwise("reached").alias("reached"),
        "day",
        pl.when(treated)
        .then(pl.lit("treatment has not ended"))
        .otherwise(pl.col("why").fill_null("no result after treatment ended"))
        .alias("why"),
    )


def _judged(results: pl.DataFrame, limit: float) -> pl.DataFrame:
    """The series of sights: subject, day, fact, seen, possible; results of one day that disagree decide nothing."""
    results = require(results, "viral results", keys=("subject",), numbers=("day",))
    seen = below(results, limit)["below"]
    rows = results.select("subject", pl.col("day").cast(pl.Int64)).with_columns(seen.alias("seen")).drop_nulls("day")
    state = pl.col("seen")
    agreed = pl.when(state.all(ignore_nulls=False)).then(True).when((~state).all(ignore_nulls=False)).then(False)
    return _sights(rows.group_by("subject", "day").agg(seen=agreed))


def _sights(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns that `confirmation` reads, in the order of days."""
    none = pl.lit(None, pl.Int64)
    return rows.sort("subject", "day").with_columns(
        fact=none, horizon=none, possible=pl.col("seen").fill_null(True)
    )  # fmt: skip


def _joint(first: pl.DataFrame, second: pl.DataFrame, together: int) -> pl.DataFrame:
    """Both markers on every day on which one was seen: below (both), not (either), or undecided."""
    days = pl.concat([first.select("subject", "day"), second.select("subject", "day")]).unique().sort("day")
    for name, each in (("one", first), ("other", second)):
        sorted_ = each.select("subject", "day", pl.col("seen").alias(name)).sort("day")
        days = days.join_asof(
            sorted_, on="day", by="subject", strategy="backward", tolerance=together, check_sortedness=False
        )
    return _sights(days.select("subject", "day", seen=pl.col("one") & pl.col("other")))


def _confirmed(values: pl.DataFrame, look: Wanted) -> pl.DataFrame:
    """The answer for each subject of a series of sights."""
    table = values.select("subject").unique(maintain_order=True)
    sure, maybe = confirmation(look, values, "seen"), confirmation(look, values, "possible")
    for each in (
        sure.select("subject", "day"),
        maybe.select("subject", maybe="day"),
        followed(values, look).select("subject", "last_known", "open_from"),
    ):
        table = table.join(each, on="subject", how="left", maintain_order="left")
    cases: list[tuple[pl.Expr, bool | None, pl.Expr]] = [
        (pl.col("day").is_not_null(), True, pl.format("reached on day {} and confirmed", "day")),
        (pl.col("maybe").is_not_null(), None, pl.format("a value from day {} on does not decide it", "maybe")),
        (pl.col("last_known").is_null(), None, pl.lit("no value decides it")),
        (
            pl.col("open_from").is_not_null(),
            None,
            pl.format("seen from day {} on, but not long or often enough to confirm", "open_from"),
        ),
    ]
    reached, why = first_case(cases, (False, pl.format("not reached; last known on day {}", "last_known")))
    return table.select("subject", reached=reached, day="day", why=why)
