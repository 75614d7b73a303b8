"""Change of a value from baseline at each planned visit: tumour markers, quality of life, size of the tumour."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.baseline import baseline, no_baseline, since
from hepatica.endpoints.days import study_day
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.followed import followed_rows
from hepatica.endpoints.planned import at_visits, visits_of
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.values import dated_values
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study


def change(name: str, code: str, endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """The rows of one endpoint (columns of `followed.SCHEMA`): baseline, then every later value within the horizon.

    A result beyond a limit (`<20`) is no number: its row says so and has no change, and neither has a ratio to a
    baseline of zero. A subject without a value has one row that says so. Raises HepaticaError where the variable is coded.
    """
    variable = evidence.context.vocabulary[endpoint.variable or ""]
    if variable.kind not in ("number", "ordinal"):
        where = f"endpoints.{name}.variable"
        raise HepaticaError(
            f"{variable.name} is recorded as codes: it does not change by an amount",
            where=where,
            do="name a number, or use the kind `value at` or `deterioration`",
        )
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin", "horizon")
    zero = since(zero, endpoint, study, evidence)
    values = dated_values(variable, evidence.of(variable.name), evidence.context.vocabulary)
    base = baseline(values, zero)
    later = (
        values.join(zero.select("subject", "origin", "horizon"), on="subject")
        .filter((pl.col("day") > pl.col("origin")) & (pl.col("day") <= pl.col("horizon")).fill_null(True))
        .drop("origin", "horizon")
    )
    usable, day = pl.col("problem").is_null(), ("subject", "day")
    values_of_day = pl.struct("low", "high").filter(usable).n_unique().over(day)
    first_of_day = pl.col("fact").filter(usable).min().over(day)
    later = later.with_columns(
        differ=values_of_day > 1, again=usable & (values_of_day == 1) & (pl.col("fact") > first_of_day)
    )
    base = base.with_columns(differ=pl.lit(False), again=pl.lit(False))
    planned = visits_of(endpoint, study, variable.name)
    rows = at_visits(
        pl.concat([base.with_columns(is_base=pl.lit(True)), later.with_columns(is_base=pl.lit(False))]), zero, planned
    )
    rows = zero.select("subject", "origin").join(rows.drop("origin"), on="subject", how="left")
    start = base.select("subject", base=_number(), base_said="said", base_day="day")
    rows = rows.join(start, on="subject", how="left").with_columns(value=_number())
    rows = rows.with_columns(chg=pl.when(~pl.col("is_base")).then(_change(endpoint.scale)))
    why = _why(endpoint, variable.label.en, no_baseline(endpoint, study))
    rows = rows.with_columns(why=why, good=pl.col("stands").fill_null(False) & (why == ""))
    rows = rows.with_columns(why=pl.when("good").then(_said(endpoint.scale)).otherwise("why"))
    return followed_rows(code, endpoint, evidence, rows)


def _number() -> pl.Expr:
    """The value where it is exact."""
    return pl.when(pl.col("low") == pl.col("high")).then("low")


def _change(scale: str) -> pl.Expr:
    value, base = pl.col("value"), pl.col("base")
    match scale:
        case "percent":
            return pl.when(base > 0).then(100 * (value - base) / base)
        case "percent decrease":
            return pl.when(base > 0).then(100 * (base - value) / base)
        case "log10 ratio":
            return pl.when((base > 0) & (value > 0)).then((value / base).log10())
        case _:
            return value - base


def _said(scale: str) -> pl.Expr:
    """What a row that counts says: what the value is compared with, and how far it is from it."""
    day, base_day = (study_day(pl.col(name) - pl.col("origin")) for name in ("day", "base_day"))
    far = pl.col("chg").round(2)
    changed = {
        "percent": pl.format("a change of {} %", far),
        "percent decrease": pl.format("a decrease of {} %", far),
        "log10 ratio": pl.format("a log10 ratio of {}", far),
    }.get(scale, pl.format("a change of {}", far))
    visit = pl.when(pl.col("visit") == "").then(pl.lit("")).otherwise(pl.format("{}, ", "visit"))
    later = pl.format(
        "{}day {}: {} after a baseline of {} on day {}, {}", visit, day, "said", "base_said", base_day, changed
    )
    return (
        pl.when("is_base")
        .then(pl.format("baseline: {} on day {}, the last usable value up to time zero", "said", day))
        .otherwise(later)
    )


def _why(endpoint: Endpoint, words: str, none: str) -> pl.Expr:
    """Why a row has no change, or does not stand for a visit; "" where it does."""
    ratio = endpoint.scale != "difference"
    return (
        pl.when(pl.col("origin").is_null())
        .then(pl.lit("the day of time zero is not known"))
        .when(pl.col("day").is_null())
        .then(pl.lit(f"{words}: no value is recorded"))
        .when(pl.col("problem").is_not_null())
        .then(pl.format("the value cannot be used ({})", "problem"))
        .when(pl.col("value").is_null())
        .then(pl.format("{} is no exact number", "said"))
        .when("is_base")
        .then(pl.lit(""))
        .when(pl.col("base_said").is_null())
        .then(pl.lit(f"{words}: {none}"))
        .when(pl.col("base").is_null())
        .then(pl.format("the baseline {} is no exact number", "base_said"))
        .when(pl.lit(ratio) & pl.col("chg").is_null())
        .then(pl.lit("there is no ratio to zero"))
        .when("differ")
        .then(pl.lit("two values of that day disagree"))
        .when("again")
        .then(pl.lit("the same value is recorded a second time"))
        .when(~pl.col("stands"))
        .then(
            pl.when(pl.col("visit") == "")
            .then(pl.lit("outside every visit window"))
            .otherwise(pl.lit("another value lies nearer to the planned day"))
        )
        .otherwise(pl.lit(""))
    )
