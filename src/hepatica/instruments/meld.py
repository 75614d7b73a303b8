"""MELD, MELD-Na and MELD 3.0: how soon a failing liver kills, from laboratory results.

MELD: Kamath PS et al., Hepatology 2001;33:464, with the limits of UNOS. MELD-Na: OPTN policy 9.1 of January 2016 (Kim WR
et al., N Engl J Med 2008;359:1018). MELD 3.0: Kim WR et al., Gastroenterology 2021;161:1887, table 2; OPTN caps it at 40.
"""

from __future__ import annotations

from functools import partial
from typing import Final, Literal, get_args

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import Range, as_reported, of_unit, one_sided
from hepatica.instruments.components import Components, combine, judged, oldest, part
from hepatica.instruments.inputs import named, plain, require, sentences
from hepatica.instruments.outcome import Outcome, outcome

Version = Literal["MELD", "MELD-Na", "MELD 3.0"]

BILIRUBIN: Final = {"mg/dL": 1.0, "umol/L": 1 / 17.10}
CREATININE: Final = {"mg/dL": 1.0, "umol/L": 1 / 88.42, "mmol/L": 1000 / 88.42}
"""mg/dL in one of each unit, as in the vocabulary."""

ALBUMIN: Final = {"g/dL": 1.0, "g/L": 0.1, "umol/L": 0.00665}
SODIUM: Final = {"mmol/L": 1.0, "meq/L": 1.0}
INR: Final = {"": 1.0, "{INR}": 1.0, "1": 1.0}

ITEMS: Final = {
    "bilirubin_total": BILIRUBIN, "inr": INR, "creatinine": CREATININE, "sodium": SODIUM, "albumin": ALBUMIN
}  # fmt: skip
NEEDS: Final[dict[Version, tuple[str, ...]]] = {
    "MELD": ("bilirubin_total", "inr", "creatinine"),
    "MELD-Na": ("bilirubin_total", "inr", "creatinine", "sodium"),
    "MELD 3.0": ("bilirubin_total", "inr", "creatinine", "sodium", "albumin"),
}

INFINITE: Final = float("inf")
LIMITS: Final[dict[str, tuple[float, float]]] = {
    "bilirubin_total": (1.0, INFINITE),
    "inr": (1.0, INFINITE),
    "creatinine": (1.0, 4.0),
    "sodium": (125.0, 137.0),
    "albumin": (1.5, 3.5),
}
"""A value outside counts as the limit (mg/dL, mmol/L, g/dL)."""

MOST_CREATININE: Final[dict[Version, float]] = {"MELD": 4.0, "MELD-Na": 4.0, "MELD 3.0": 3.0}
"""mg/dL, and what counts for who had dialysis twice, or 24 hours of it continuously, in the week before."""

WITH_SODIUM_OVER: Final = 11
"""Sodium counts in MELD-Na where MELD is over this."""

LEAST, MOST = 6, 40


def meld(table: pl.DataFrame, version: Version) -> pl.DataFrame:
    """The score of each row.

    table: columns bilirubin_total, creatinine, inr, for MELD-Na also sodium, for MELD 3.0 also albumin and sex (M, F);
    null where missing. Units in <item>_unit (not for inr; sodium is in mmol/L where there is no such column). A column
    <item>_comparator (`<`, `<=`, `>`, `>=`) may stand beside a number. dialysis (true, false): twice or more in the week
    before; without this column nobody has had it.

    Returns score (6 to 40; null where it is not one number), score_low and score_high (the bounds that what is known
    leaves), missing (names of what is unknown) and problem (values that cannot be used: not over 0, or in another unit).
    Raises HepaticaError for a missing column, one of another kind, or a version that does not exist.
    """
    if version not in get_args(Version):
        raise HepaticaError(f"'{version}' is no version of MELD", do=f"name one of: {', '.join(get_args(Version))}")
    names = NEEDS[version]
    with_sex = version == "MELD 3.0"
    units = [f"{name}_unit" for name in names if name not in ("inr", "sodium")]
    optional = [name for name in ("dialysis",) if name in table.columns]
    table = require(table, version, numbers=names, codes=[*units, *(["sex"] if with_sex else [])], flags=optional)
    ranges = {name: _range(table, name) for name in names}
    dialysis = pl.col("dialysis") if "dialysis" in table.columns else pl.lit(False)
    ranges["creatinine"] = _with_dialysis(ranges["creatinine"], dialysis, MOST_CREATININE[version])
    low, high = _bounds(ranges, version)
    low, high = _whole(low), _whole(high)
    absent = {name: _value(table, name).is_null() for name in names}
    if with_sex:
        absent["sex"] = pl.col("sex").is_in(["M", "F"]).not_().fill_null(True)
    if optional:
        absent["dialysis"] = pl.col("dialysis").is_null()
    found = table.select(
        score_low=low,
        score_high=high,
        missing=named(absent),
        problem=sentences(_unusable(table, name) for name in names),
    )
    return found.select(
        pl.when(pl.col("score_low") == pl.col("score_high")).then("score_low").alias("score"),
        "score_low", "score_high", "missing", "problem",
    )  # fmt: skip


def from_facts(components: Components, *, within: int) -> Outcome:
    """MELD of each day on which an item was recorded, with the newest of the others up to `within` days before.

    All three must be recorded; a censored one gives a bound. Sodium and dialysis are no words of the vocabulary: sodium is
    not counted, and nobody is taken to have had dialysis.
    """
    names = {name: name for name in NEEDS["MELD"]}
    measures = {name: partial(_measured, name) for name in names}
    table = combine({name: part(components.of(name), measures[name]) for name in names}, within)
    low, high = (
        _whole(initial(*(pl.col(f"{name}_{end}") for name in names))).cast(pl.Float64) for end in ("least", "most")
    )
    table = judged(table, names).with_columns(lowest=low, highest=high, oldest=oldest(names))
    number, comparator = one_sided(pl.col("lowest"), pl.col("highest"))
    fine = pl.col("complete") & pl.col("problem").is_null()
    result = {
        "number": pl.when(fine).then(number),
        "comparator": comparator,
        "unit": pl.lit("{score}"),
        "problem": pl.when("complete").then("problem"),
    }
    return outcome(table, {"meld": result}, names, components)


def _bounds(ranges: dict[str, Range], version: Version) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest score, before it is rounded."""
    if version == "MELD 3.0":
        return meld_3(ranges)
    low, high = (initial(*(ranges[name][end] for name in NEEDS["MELD"])) for end in (0, 1))
    if version == "MELD":
        return low, high
    return with_sodium(low, ranges["sodium"].high), with_sodium(high, ranges["sodium"].low)


def initial(bilirubin: pl.Expr, inr: pl.Expr, creatinine: pl.Expr) -> pl.Expr:
    """MELD(i): rounded to a tenth before it is multiplied by 10, as the policy has it."""
    logarithms = 0.957 * creatinine.log() + 0.378 * bilirubin.log() + 1.120 * inr.log()
    return 10 * (logarithms + 0.643).round(1, mode="half_away_from_zero").clip(LEAST / 10, MOST / 10)


def with_sodium(meld: pl.Expr, sodium: pl.Expr) -> pl.Expr:
    """MELD-Na from MELD(i) and sodium."""
    lacking = LIMITS["sodium"][1] - sodium
    return pl.when(meld > WITH_SODIUM_OVER).then(meld + 1.32 * lacking - 0.033 * meld * lacking).otherwise(meld)


def meld_3(ranges: dict[str, Range]) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest MELD 3.0.

    Bilirubin acts together with sodium, and creatinine with albumin, each straight in both: the extremes of a pair lie at
    its corners, which must be tried, for over 30 mg/dL of bilirubin less sodium no longer means more.
    """
    by_sodium = [
        (4.56 - 0.24 * (137 - sodium)) * bilirubin.log() + 0.82 * (137 - sodium)
        for bilirubin in ranges["bilirubin_total"]
        for sodium in ranges["sodium"]
    ]
    by_albumin = [
        (11.14 - 1.83 * (3.5 - albumin)) * creatinine.log() + 1.85 * (3.5 - albumin)
        for creatinine in ranges["creatinine"]
        for albumin in ranges["albumin"]
    ]
    sex = pl.col("sex").replace_strict({"M": 0.0, "F": 1.33}, default=None, return_dtype=pl.Float64)
    low, high = (
        6 + which(by_sodium) + which(by_albumin) + 9.09 * inr.log() + sex.fill_null(unknown)
        for which, inr, unknown in (
            (pl.min_horizontal, ranges["inr"].low, 0.0), (pl.max_horizontal, ranges["inr"].high, 1.33)
        )
    )  # fmt: skip
    return low, high


def _whole(score: pl.Expr) -> pl.Expr:
    return score.round(0, mode="half_away_from_zero").clip(LEAST, MOST).cast(pl.Int64)


def _measured(name: str, value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """What a recorded item counts as, least and most; null for a unit that does not convert."""
    reported = as_reported(pl.when(value > 0).then(value) * of_unit(unit.fill_null(""), ITEMS[name]), comparator)
    return Range(*(end.clip(*LIMITS[name]) for end in reported))


def _value(table: pl.DataFrame, name: str) -> pl.Expr:
    """The value of an item in the unit of the formula; null where it is missing or cannot be used."""
    number = pl.col(name).cast(pl.Float64)
    if f"{name}_unit" in table.columns:
        number = number * of_unit(pl.col(f"{name}_unit"), ITEMS[name])
    return pl.when(number > 0).then(number)


def _range(table: pl.DataFrame, name: str) -> Range:
    """What an item can be, within its limits; anything within them where it is missing."""
    named = f"{name}_comparator"
    comparator = pl.col(named).fill_null("") if named in table.columns else pl.lit("")
    reported = as_reported(_value(table, name), comparator)
    least, most = LIMITS[name]
    return Range(reported.low.fill_null(least).clip(least, most), reported.high.fill_null(most).clip(least, most))


def _with_dialysis(creatinine: Range, dialysis: pl.Expr, most: float) -> Range:
    low = pl.when(dialysis).then(most).otherwise(creatinine.low.clip(upper_bound=most))
    return Range(low, pl.when(dialysis.fill_null(True)).then(most).otherwise(creatinine.high.clip(upper_bound=most)))


def _unusable(table: pl.DataFrame, name: str) -> pl.Expr:
    unit = pl.col(f"{name}_unit").fill_null("(no unit)") if f"{name}_unit" in table.columns else pl.lit("")
    said = pl.concat_str(pl.lit(f"{name} "), plain(pl.col(name)), pl.lit(" "), unit).str.strip_chars_end(" ")
    return pl.when(pl.col(name).is_not_null() & _value(table, name).is_null()).then(said + " cannot be used")
