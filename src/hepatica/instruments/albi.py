"""ALBI score and grade: albumin and bilirubin alone.

Johnson PJ et al., J Clin Oncol 2015;33:550: 0.66 log10(bilirubin umol/L) - 0.085 (albumin g/L); grade 1 up to -2.60,
grade 2 up to -1.39, grade 3 above. Modified grade (2a, 2b): Hiraoka A et al., Liver Cancer 2017;6:325, cut-off -2.27.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.bounds import Range, as_reported, exact, of_unit, one_sided
from hepatica.instruments.components import Components, combine, judged, oldest, part
from hepatica.instruments.inputs import missing
from hepatica.instruments.outcome import Outcome, outcome

BILIRUBIN_WEIGHT, ALBUMIN_WEIGHT = 0.66, -0.085
GRADE_1, GRADE_2 = -2.60, -1.39
"""The highest scores of grades 1 and 2."""

GRADE_2A = -2.27
"""Scores under it are 2a, from it on 2b."""

UMOL_L: Final = {"umol/L": 1.0, "mg/dL": 17.10}
"""umol/L of bilirubin in one of each unit (584.7 g/mol, as in the vocabulary)."""

ENDS: Final = ("least", "most")

G_L: Final = {"g/L": 1.0, "g/dL": 10.0, "umol/L": 0.0665}
"""g/L of albumin in one of each unit (66.5 kg/mol, as in the vocabulary)."""


def albi(table: pl.DataFrame) -> pl.DataFrame:
    """Score each row of a table.

    table: columns bilirubin_total and albumin (numbers), bilirubin_total_unit and albumin_unit; null where missing.
    Returns score (10 significant digits), grade ("1", "2", "3"), malbi ("1", "2a", "2b", "3") and missing.
    """
    none = pl.lit("")
    low, _ = bilirubin_part(pl.col("bilirubin_total").cast(pl.Float64), none, pl.col("bilirubin_total_unit"))
    other, _ = albumin_part(pl.col("albumin").cast(pl.Float64), none, pl.col("albumin_unit"))
    found = table.select(low.alias("bilirubin_total"), other.alias("albumin"))
    score = exact(pl.col("bilirubin_total") + pl.col("albumin"))
    return found.select(score=score, grade=grade_of(score), malbi=malbi_of(score), missing=missing(found.columns))


def bilirubin_part(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """The part of the score that bilirubin makes, least and most; null for a unit that does not convert.

    No bilirubin at all has no logarithm: 0 is unknown.
    """
    part = BILIRUBIN_WEIGHT * (value * of_unit(unit, UMOL_L)).log(10)
    return as_reported(pl.when(value > 0).then(part), comparator)


def albumin_part(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """The part of the score that albumin makes: the more albumin, the lower."""
    reported = as_reported(value * of_unit(unit, G_L), comparator)
    return Range(ALBUMIN_WEIGHT * reported.high, ALBUMIN_WEIGHT * reported.low)


def grade_of(score: pl.Expr) -> pl.Expr:
    """ALBI grade, "1" to "3"."""
    third = pl.when(score > GRADE_2).then(pl.lit("3"))
    return pl.when(score <= GRADE_1).then(pl.lit("1")).when(score <= GRADE_2).then(pl.lit("2")).otherwise(third)


def malbi_of(score: pl.Expr) -> pl.Expr:
    """Modified ALBI grade: grade 2 divided into 2a and 2b."""
    half = pl.when(score < GRADE_2A).then(pl.lit("2a")).otherwise(pl.lit("2b"))
    return pl.when(grade_of(score) == "2").then(half).otherwise(grade_of(score))


def from_facts(components: Components, *, within: int) -> Outcome:
    """ALBI score and grade of each day on which albumin or bilirubin was recorded, with the newest of the other one.

    A censored result gives a bound of the score, and the grade where the bound does not cross one.
    """
    parts = {
        "bilirubin_total": part(components.of("bilirubin_total"), bilirubin_part),
        "albumin": part(components.of("albumin"), albumin_part),
    }
    names = {name: name for name in parts}
    low, high = (exact(pl.sum_horizontal((f"{name}_{end}" for name in names), ignore_nulls=False)) for end in ENDS)
    table = judged(combine(parts, within), names).with_columns(lowest=low, highest=high, oldest=oldest(names))
    low, high = pl.col("lowest"), pl.col("highest")
    trouble = pl.when("complete").then("problem")
    number, comparator = one_sided(low, high)
    results: dict[str, dict[str, pl.Expr]] = {
        "albi.score": {"number": number, "comparator": comparator, "unit": pl.lit("{score}"), "problem": trouble},
        "albi.grade": {
            "number": pl.when(grade_of(low) == grade_of(high)).then(grade_of(low).cast(pl.Float64)),
            "code": pl.when(grade_of(low) == grade_of(high)).then(grade_of(low)),
            "problem": trouble,
        },
    }
    return outcome(table, results, names, components)
