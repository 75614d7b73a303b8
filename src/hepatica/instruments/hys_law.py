"""Hy's law: high aminotransferases and high bilirubin together, the sign of a drug that can kill the liver.

Food and Drug Administration, Guidance for Industry: Drug-Induced Liver Injury, Premarketing Clinical Evaluation (July 2009),
section IV: ALT or AST of 3 times ULN or more, with total bilirubin over 2 times ULN, without initial cholestasis (ALP), and
with no other reason. The laboratory finds possible cases; whether there is another reason is for the clinician.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import sign
from hepatica.instruments.inputs import require

TRANSAMINASES: Final = 3.0
"""Times ULN from which on an aminotransferase counts."""

BILIRUBIN: Final = 2.0
"""Times ULN over which bilirubin counts."""

ANALYTES: Final = ("alt", "ast", "bilirubin_total")

SUBJECT: Final = "USUBJID"
WHERE: Final = "Hy's law"


def elevations(
    results: pl.DataFrame, *, transaminases: float = TRANSAMINASES, bilirubin: float = BILIRUBIN, reached: bool = False
) -> pl.DataFrame:
    """Whether each result is high enough for Hy's law.

    results: columns analyte (alt, ast, bilirubin_total), value and uln (numbers, in the row's own unit), and comparator
    where there is such. reached: bilirubin counts from the multiple on, not only over it, as some analysis plans write.
    Returns, row by row: times (multiples of ULN), high (true, false, null) and problem.
    Raises HepaticaError for a missing column, or a multiple under 1.
    """
    results = require(results, WHERE, codes=("analyte",), numbers=("value", "uln"))
    _multiples(transaminases, bilirubin)
    uln = pl.when(pl.col("uln") > 0).then(pl.col("uln").cast(pl.Float64))
    value = pl.when(pl.col("value") >= 0).then(pl.col("value").cast(pl.Float64))
    least = pl.when(pl.col("analyte") == "bilirubin_total").then(bilirubin).otherwise(transaminases)
    side = sign(value, uln * least)
    strict = (pl.col("analyte") == "bilirubin_total") & ~pl.lit(reached)
    exact = pl.when(strict).then(side > 0).otherwise(side >= 0)
    known = pl.col("analyte").is_in(list(ANALYTES)).fill_null(False)
    problem = (
        pl.when(~known)
        .then(pl.format("'{}' is not of Hy's law", pl.col("analyte").fill_null("")))
        .when(value.is_null())
        .then(pl.when(pl.col("value") < 0).then(pl.lit("the result is negative")).otherwise(pl.lit("no result")))
        .when(uln.is_null())
        .then(pl.lit("no upper limit of normal"))
    )
    return results.select(
        times=pl.when(known).then(value / uln),
        high=pl.when(known).then(_censored(results, exact, side)),
        problem=problem,
    )


def hys_law(
    results: pl.DataFrame,
    *,
    within: int = 0,
    transaminases: float = TRANSAMINASES,
    bilirubin: float = BILIRUBIN,
    reached: bool = False,
) -> pl.DataFrame:
    """Whether each subject has a possible case of Hy's law.

    results: as for `elevations`, with USUBJID and day (whole number). within: days from an aminotransferase that is high to
    the bilirubin that is; 0 is the same day.
    Returns a row for each subject, in the order of the table: USUBJID, hys_law (Y; N where the results rule it out; null
    where one that is missing on its day, or open, could make a case), day (of the aminotransferase of the first case),
    transaminase_times and bilirubin_times (the highest multiples of ULN, for a plot of one against the other).
    Raises HepaticaError for a missing column, a multiple under 1, or days under 0.
    """
    results = require(results, WHERE, keys=(SUBJECT,), numbers=("day",))
    if within < 0:
        raise HepaticaError(f"{within} d is no time after a result", do="give 0 or more days")
    found = elevations(results, transaminases=transaminases, bilirubin=bilirubin, reached=reached)
    table = results.select(SUBJECT, "day", "analyte").hstack(found.select("times", "high"))
    first = table.filter(pl.col("analyte").is_in(["alt", "ast"]))
    second = table.filter(pl.col("analyte") == "bilirubin_total")
    verdicts = pl.concat([_paired(first, second, 0, within), _paired(second, first, -within, 0).with_columns(day=None)])
    cases = verdicts.group_by(SUBJECT).agg(
        case=pl.col("case").any(ignore_nulls=False), day=pl.col("day").filter(pl.col("case")).min()
    )
    subjects = table.group_by(SUBJECT, maintain_order=True).agg(
        transaminase_times=pl.col("times").filter(pl.col("analyte") != "bilirubin_total").max(),
        bilirubin_times=pl.col("times").filter(pl.col("analyte") == "bilirubin_total").max(),
    )
    told = subjects.join(cases, on=SUBJECT, how="left", maintain_order="left")
    both = pl.col("transaminase_times").is_not_null() & pl.col("bilirubin_times").is_not_null()
    ruled_out = (~pl.col("case")).fill_null(False) & both
    return told.select(
        SUBJECT,
        pl.when("case").then(pl.lit("Y")).when(ruled_out).then(pl.lit("N")).alias("hys_law"),
        "day",
        "transaminase_times",
        "bilirubin_times",
    )


def _paired(rows: pl.DataFrame, others: pl.DataFrame, earliest: int, latest: int) -> pl.DataFrame:
    """For each row, whether it is high together with one of the others in that time; open where there is no other."""
    kept = rows.with_row_index("row")
    high = kept.filter(pl.col("high").fill_null(True))
    apart = pl.col("day_other") - pl.col("day")
    near = high.join(others, on=SUBJECT, suffix="_other").filter((apart >= earliest) & (apart <= latest))
    together = near.group_by("row").agg(case=(pl.col("high") & pl.col("high_other")).any(ignore_nulls=False))
    verdict = pl.when(pl.col("high").fill_null(True)).then("case").otherwise(pl.lit(False))
    return kept.join(together, on="row", how="left").select(SUBJECT, "day", verdict.alias("case"))


def _censored(results: pl.DataFrame, exact: pl.Expr, side: pl.Expr) -> pl.Expr:
    """A censored result is high, or not, only where every number it can be is."""
    if "comparator" not in results.columns:
        return exact
    given = pl.col("comparator").fill_null("").str.strip_chars()
    return (
        pl.when(given == "")
        .then(exact)
        .when((given == ">") & (side >= 0) | (given == ">=") & exact)
        .then(pl.lit(True))
        .when((given == "<") & (side <= 0) | (given == "<=") & ~exact)
        .then(pl.lit(False))
    )


def _multiples(transaminases: float, bilirubin: float) -> None:
    if not (transaminases >= 1 and bilirubin >= 1):
        raise HepaticaError(f"{transaminases} and {bilirubin} are no multiples of ULN", do="give 1 or more")
