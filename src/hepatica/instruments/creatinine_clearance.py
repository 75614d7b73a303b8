"""Creatinine clearance estimated from age, body weight, sex and serum creatinine.

Cockcroft DW, Gault MH, Nephron 1976;16:31: (140 - age) x weight / (72 x creatinine in mg/dL), in mL/min; 0.85 of it in
women. With creatinine in umol/L the divisor is 0.814 x creatinine. Age in completed years, actual body weight in kg.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.bounds import Range, as_reported, exact, of_unit, one_sided
from hepatica.instruments.components import STRIDE, Components, combine, days, judged, nearest, part
from hepatica.instruments.inputs import missing
from hepatica.instruments.outcome import Outcome, outcome
from hepatica.instruments.person import sexes, with_ages

AGE_LIMIT = 140
FEMALE = 0.85
DIVISOR: Final = {"mg/dL": 72.0, "umol/L": 0.814, "mmol/L": 814.0}
"""By the unit the laboratory reported creatinine in: 72 / 88.42 is 0.814."""

KILOGRAMS: Final = {"kg": 1.0, "g": 0.001}


def creatinine_clearance(table: pl.DataFrame) -> pl.DataFrame:
    """Clearance of each row, in mL/min.

    table: columns age (completed years), weight, creatinine (numbers), weight_unit, creatinine_unit, sex (M, F); null
    where missing. Returns clearance (10 significant digits) and missing (names of what is unknown).
    """
    creatinine = _positive("creatinine") * of_unit(pl.col("creatinine_unit"), DIVISOR)
    weight = _positive("weight") * of_unit(pl.col("weight_unit"), KILOGRAMS)
    found = table.select(
        age=pl.col("age").cast(pl.Float64), weight=weight, sex=sex_factor(pl.col("sex")), creatinine=creatinine
    )
    return found.select(
        clearance=clearance(pl.col("age"), pl.col("weight"), pl.col("sex"), pl.col("creatinine")),
        missing=missing(found.columns),
    )


def clearance(age: pl.Expr, kilograms: pl.Expr, factor: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """(140 - age) x weight x factor of the sex / divisor (creatinine x 72, or x 0.814 where it is in umol/L)."""
    return exact((AGE_LIMIT - age) * kilograms * factor / divisor)


def sex_factor(sex: pl.Expr) -> pl.Expr:
    """1 for men, 0.85 for women; null where the sex is not known."""
    return sex.replace_strict({"M": 1.0, "F": FEMALE}, default=None, return_dtype=pl.Float64)


def from_facts(components: Components, *, weight_days: int) -> Outcome:
    """Creatinine clearance of each serum creatinine, on its day, with the body weight recorded nearest before it.

    weight_days: how many days before; where there is none, the first up to so many days after. An age known to the year
    or a censored creatinine gives a bound.
    """
    table = with_person(part(components.of("creatinine"), divisor), components)
    weights = part(components.of("weight"), kilograms)
    table = nearest(table, weights, "weight", weight_days, after=weight_days)
    factor = sex_factor(pl.col("sex"))
    names = {"creatinine": "creatinine", "weight": "weight", "age": "age", "sex": "sex"}
    table = judged(table, names).with_columns(
        lowest=clearance(pl.col("age_most"), pl.col("weight_least"), factor, pl.col("creatinine_most")),
        highest=clearance(pl.col("age_least"), pl.col("weight_most"), factor, pl.col("creatinine_least")),
        oldest=pl.col("key"),
    )
    number, comparator = one_sided(
        pl.when(pl.col("lowest") > 0).then("lowest").otherwise(-float("inf")), pl.col("highest")
    )
    known = pl.col("lowest").is_not_null() & pl.col("highest").is_not_null()
    trouble = pl.when("complete").then("problem")
    result = {
        "number": pl.when(known & pl.col("problem").is_null()).then(number),
        "comparator": comparator,
        "unit": pl.lit("mL/min"),
        "problem": trouble,
    }
    return outcome(table, {"creatinine_clearance": result}, names, components)


def with_person(creatinine: pl.DataFrame, components: Components) -> pl.DataFrame:
    """Each creatinine result with the person's sex and age on its day.

    creatinine: the frame of `part`. Returns key, creatinine_*, sex_fact, sex, sex_problem, age_fact, age_least, age_most,
    age_problem.
    """
    table = combine({"creatinine": creatinine}, 0).with_columns(
        who=pl.col("key") // STRIDE, first=pl.col("key"), last=pl.col("key")
    )
    table = with_ages(days(table, "first", "last", components.dates), components)
    return table.join(sexes(components), on="who", how="left", maintain_order="left").drop(
        "who", "start_lo", "start_hi"
    )


def divisor(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """What the formula divides by, least and most: nothing to what is reported for `<`, no bound above for `>`."""
    number = pl.when(value > 0).then(value) * of_unit(unit, DIVISOR)
    return _positive_range(number, comparator)


def kilograms(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """Body weight in kg, least and most."""
    return _positive_range(pl.when(value > 0).then(value) * of_unit(unit, KILOGRAMS), comparator)


def _positive_range(number: pl.Expr, comparator: pl.Expr) -> Range:
    reported = as_reported(number, comparator)
    return Range(pl.max_horizontal(reported.low, pl.when(number.is_not_null()).then(0.0)), reported.high)


def _positive(name: str) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64)
    return pl.when(number > 0).then(number)
