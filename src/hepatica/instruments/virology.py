"""Viral results against a limit, and how far and how fast HBsAg has fallen.

A result is a number, or a number beyond a limit (`<20`, `>250`), or "target not detected". What lies below the limit of
quantification was measured, but not counted: `<20, detected` may be 15 or 5, and does not decide `< 10`.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import ABOVE, BELOW, Range, as_reported, exact, one_sided
from hepatica.instruments.inputs import offered, plain, require, sentences
from hepatica.sdtm.units import unit_use
from hepatica.vocabulary import load

YEAR: Final = 365.25
"""Days."""

NEGATIVE: Final = "the result is negative"

Censored = Literal["refuse", "at the limit", "at half the limit"]
"""What a result beyond a limit counts as where a line is fitted: nothing (no line then), the limit, or half of it."""


def in_own_unit(table: pl.DataFrame, variable: str) -> pl.DataFrame:
    """The table with value (and lower_limit, if there is one) in the variable's unit, and problem.

    table: value, unit (as the laboratory writes it). variable: hbv_dna, hbsag_quantitative or another number of the
    vocabulary. Without a unit, or with one that does not convert (copies, for one), the value is unknown and problem says
    so; so it is where it is negative (a logarithm may be).
    Raises HepaticaError for a missing column or a variable that does not exist.
    """
    table = require(table, variable, numbers=("value",), codes=("unit",))
    vocabulary = load()
    word = vocabulary[variable]
    unit = pl.col("unit").cast(pl.String).fill_null("")
    written = table.select(unit).to_series().unique().sort()
    uses = [(each, *unit_use(word, each, vocabulary)[1:4]) for each in written]
    schema = {"unit": pl.String, "factor": pl.Float64, "is_log": pl.Boolean, "problem": pl.String}
    known = pl.DataFrame(uses, schema=schema, orient="row")
    rows = (
        table.drop("problem", strict=False).with_columns(unit).join(known, on="unit", how="left", maintain_order="left")
    )

    def converted(name: str) -> pl.Expr:
        number = pl.col(name).cast(pl.Float64)
        return (pl.when("is_log").then(pl.lit(10.0).pow(number)).otherwise(number) * pl.col("factor")).alias(name)

    names = [name for name in ("value", "lower_limit") if name in table.columns]
    done = rows.with_columns(converted(name) for name in names)
    under = (pl.col("value") < 0).fill_null(False)
    return done.with_columns(
        value=pl.when(~under).then("value"),
        unit=pl.when(pl.col("factor").is_not_null()).then(pl.lit(word.unit)).otherwise("unit"),
        problem=pl.when(under).then(pl.format(f"{variable}: {{}} is negative", plain(pl.col("value")))).otherwise("problem"),
    ).drop("factor", "is_log")  # fmt: skip


def below(table: pl.DataFrame, limit: float, *, not_detected_is_below: bool = True) -> pl.DataFrame:
    """Whether each result lies below a limit, row by row.

    table: value (number, in the unit of the limit), comparator (`<`, `<=`, `>`, `>=`; "" or null for a plain number); they
    may stand beside detected (true, false: target not detected; null where nothing is said) and lower_limit (the assay's
    limit of quantification: a smaller number is read as `<` this limit). not_detected_is_below: whether a target that
    was not detected counts as below every limit; otherwise it says no more than its number does. A negative number is no
    result.

    Returns below (true, false; null where the result does not decide it) and problem (why not, or what contradicts itself).
    Raises HepaticaError for a missing column, one of another kind, or a limit that is not over 0.
    """
    if not limit > 0:
        raise HepaticaError(f"the limit is {limit}", do="give a number over 0, in the unit of the results")
    table = _whole(table)
    value, comparator, absent = pl.col("value"), pl.col("comparator"), ~pl.col("detected")
    under = pl.when(comparator == "<").then(value <= limit).otherwise(value < limit)
    over = value >= limit
    said = (
        pl.when(comparator == "").then(under)
        .when(comparator.is_in(BELOW) & under).then(True)
        .when(comparator.is_in(ABOVE) & over).then(False)
    )  # fmt: skip
    against = absent & (((comparator == "") & (value > 0)) | comparator.is_in(ABOVE))
    found = pl.when(against.fill_null(False)).then(None).when(
        absent.fill_null(False) & pl.lit(not_detected_is_below)
    ).then(True).otherwise(said)  # fmt: skip
    shown = comparator + plain(value)
    unsettled = pl.format(
        "{}{} does not decide < {}",
        shown,
        pl.when("detected").then(pl.lit(", detected,")).otherwise(pl.lit("")),
        pl.lit(f"{limit:g}"),
    )
    problem = (
        pl.when("negative").then(pl.lit(NEGATIVE))
        .when(against.fill_null(False)).then(pl.format("{}, and yet the target was not detected", shown))
        .when(found.is_not_null()).then(None)
        .when(value.is_null()).then(pl.lit("no result"))
        .otherwise(unsettled)
    )  # fmt: skip
    return table.select(below=found, problem=problem)


def hbsag_decline(table: pl.DataFrame) -> pl.DataFrame:
    """The fall of HBsAg since baseline in powers of ten, row by row; a fall is positive.

    table: value, comparator (as in `below`; in one unit), baseline, baseline_comparator.
    Returns decline (log10 baseline - log10 value), comparator (`>=` or `<=` where only a bound is known: `<0.05` after 500
    is `>= 4`) and problem.
    """
    table = require(table, "HBsAg decline", numbers=("value", "baseline"), codes=("comparator", "baseline_comparator"))
    now, base = _log("value", "comparator"), _log("baseline", "baseline_comparator")
    number, comparator = one_sided(base.low - now.high, base.high - now.low)
    known = pl.col("value").is_not_null() & pl.col("baseline").is_not_null()
    positive = (pl.col("value") > 0) & (pl.col("baseline") > 0)
    found = pl.when(positive).then(exact(number).round(8))
    return table.select(
        decline=found,
        comparator=pl.when(found.is_not_null()).then(comparator),
        problem=pl.when(~known)
        .then(pl.lit("a result is unknown"))
        .when((pl.col("value") < 0) | (pl.col("baseline") < 0))
        .then(pl.lit(NEGATIVE))
        .when(~positive)
        .then(pl.lit("0 has no logarithm: give the limit of the assay"))
        .when(found.is_null())
        .then(pl.lit("both lie beyond a limit")),
    )


def hbsag_slope(table: pl.DataFrame, *, censored: Censored = "refuse") -> pl.DataFrame:
    """How fast HBsAg changes in each subject: the least-squares line through log10 of the results.

    table: subject, day, value, comparator (as in `below`; in one unit). censored: what results beyond a limit count as.
    Returns a row a subject: subject, slope (log10 a year; negative where it falls), results (how many the line rests on),
    censored (how many of these lie beyond a limit) and problem (why there is no line, or what was kept out).
    Raises HepaticaError for a missing column or a choice that does not exist.
    """
    table = require(table, "HBsAg slope", keys=("subject",), numbers=("day", "value"), codes=("comparator",))
    if censored not in get_args(Censored):
        raise HepaticaError(f"'{censored}' is no choice", do=f"use one of: {', '.join(get_args(Censored))}")
    beyond = pl.col("comparator").fill_null("") != ""
    counted = pl.when(beyond & pl.col("comparator").is_in(BELOW) & pl.lit(censored == "at half the limit")).then(
        pl.col("value") / 2
    ).otherwise(pl.col("value"))  # fmt: skip
    usable = (pl.col("value") > 0) & pl.col("day").is_not_null()
    rows = table.with_columns(
        years=pl.col("day") / YEAR,
        level=pl.when(usable).then(counted.log(10)),
        beyond=beyond,
        out=~usable.fill_null(False),
    )
    fit = rows.filter(~pl.col("out")).group_by("subject", maintain_order=True).agg(
        slope=pl.cov("years", "level") / pl.col("years").var(),
        results=pl.len(),
        censored=pl.col("beyond").sum(),
        days=pl.col("years").n_unique(),
    )  # fmt: skip
    out = rows.group_by("subject", maintain_order=True).agg(out=pl.col("out").sum())
    found = out.join(fit, on="subject", how="left", maintain_order="left")
    few = pl.col("days").fill_null(0) < 2
    refused = (pl.col("censored") > 0) & pl.lit(censored == "refuse")
    said = [
        pl.when(few).then(pl.lit("results of fewer than two days")),
        pl.when(~few & refused).then(pl.format("results beyond a limit: {}", "censored")),
        pl.when(pl.col("out") > 0).then(pl.format("kept out, no day or nothing over 0: {}", "out")),
    ]
    return found.select(
        "subject",
        pl.when(~few & ~refused).then(exact(pl.col("slope"))).alias("slope"),
        pl.col("results").fill_null(0).cast(pl.Int64),
        pl.col("censored").fill_null(0).cast(pl.Int64),
        sentences(said).alias("problem"),
    )


def _whole(table: pl.DataFrame) -> pl.DataFrame:
    """The results with every column, a number under the assay's limit read as `<` that limit; `negative` ones unknown."""
    optional = {"detected": pl.Boolean(), "lower_limit": pl.Float64()}
    missing = [pl.lit(None, kind).alias(name) for name, kind in optional.items() if name not in table.columns]
    table = table.with_columns(missing)
    table = require(
        table, "viral results", numbers=("value", "lower_limit"), codes=("comparator",), flags=("detected",)
    )
    what = "use <, <=, > or >=, or leave it empty"
    offered(table, "comparator", ("", *BELOW, *ABOVE), "is no comparator", do=what)
    value, floor = pl.col("value").cast(pl.Float64), pl.col("lower_limit").cast(pl.Float64)
    comparator = pl.col("comparator").cast(pl.String).fill_null("")
    negative = (value < 0).fill_null(False)
    uncounted = ((comparator == "") & (value < floor)).fill_null(False) & ~negative
    return table.select(
        value=pl.when(uncounted).then(floor).when(~negative).then(value),
        negative=negative,
        comparator=pl.when(uncounted).then(pl.lit("<")).otherwise(comparator),
        detected=pl.col("detected").cast(pl.Boolean),
    )


def _log(value: str, comparator: str) -> Range:
    number = pl.col(value).cast(pl.Float64)
    return as_reported(pl.when(number > 0).then(number).log(10), pl.col(comparator).fill_null(""))
