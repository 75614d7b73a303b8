"""Toxicity grades of laboratory analysis data (ADLB), in both directions.

Names: CDISC ADaM Implementation Guide 1.3, section 3.3.4 (ATOXGR, ATOXDSC and their -L and -H).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.criteria import CLINICAL
from hepatica.instruments.ctcae.grading import Clinical, grade_laboratory
from hepatica.instruments.ctcae.rules import Direction, Version, rules
from hepatica.instruments.ctcae.units import System

COLUMNS: Final = {
    "AVAL": "value",
    "AVALU": "unit",
    "ANRLO": "lln",
    "ANRHI": "uln",
    "BASE": "base",
    "BNRIND": "base_indicator",
    "PCHG": "change",
    "comparator": "comparator",
    **{name: name for name in CLINICAL},
}
"""From a column of ADLB to what grading reads."""

FASTING: Final = "Hyperglycemia (Fasting)"
"""Where LBFAST is Y; glucose at any other time has grades 3 and 4 alone."""

BLOOD: Final = r"BLOOD|SERUM|PLASMA"
"""Specimens that the terms are of. What is of another one (LBSPEC), or of urinalysis (LBCAT), is not graded."""

SIDES: Final[dict[str, Direction]] = {"L": "low", "H": "high"}


def toxicity(
    results: pl.DataFrame, *, version: Version = "5.0", units: System = "any", clinical: Clinical = "worst"
) -> pl.DataFrame:
    """The toxicity of each row of ADLB.

    results: columns PARAMCD (or LBTESTCD, which counts first) and AVAL; AVALU, ANRLO, ANRHI, BASE, BNRIND, PCHG, LBFAST and
    the clinical ones, LBSPEC and LBCAT where there are such. version, units, clinical: as `grade_laboratory` takes them.
    Returns, row by row: ATOXDSCL, ATOXGRL (text of the grade), ATOXDSCH, ATOXGRH, ATOXGR (`-3` is grade 3 of what is too low;
    `0` only where each direction that the test has is 0) and problem. Calcium is graded as CACORR or CAION, not as CA; pH
    only where LBSPEC says that it is of blood: most of what is recorded is of urine.
    Raises HepaticaError for a missing column, and as `grade_laboratory` does.
    """
    test = next((name for name in ("LBTESTCD", "PARAMCD") if name in results.columns), None)
    if test is None or "AVAL" not in results.columns:
        raise HepaticaError("the table lacks PARAMCD or AVAL", do="give analysis data of laboratory results, ADLB")
    found = results.select(row=pl.int_range(pl.len()))
    given = {name: plain for name, plain in COLUMNS.items() if name in results.columns}
    read = results.select(pl.col(name).alias(plain) for name, plain in given.items())
    for side, direction in SIDES.items():
        term = results.select(_term(results, test, version, direction)).to_series()
        has = term.is_not_null()
        graded = grade_laboratory(
            read.with_columns(term=term).filter(has), version=version, units=units, clinical=clinical
        )
        rows = graded.select(grade="grade", **{f"problem{side}": "problem"}).with_columns(row=found["row"].filter(has))
        found = found.join(rows, on="row", how="left", maintain_order="left").with_columns(term.alias(f"ATOXDSC{side}"))
        found = found.rename({"grade": f"ATOXGR{side}"})
    return found.select(
        "ATOXDSCL",
        pl.col("ATOXGRL").cast(pl.String),
        "ATOXDSCH",
        pl.col("ATOXGRH").cast(pl.String),
        _both().alias("ATOXGR"),
        pl.coalesce("problemL", "problemH").alias("problem"),
    )


def _term(results: pl.DataFrame, test: str, version: Version, direction: Direction) -> pl.Expr:
    """The term that grades a test in a direction."""
    known = {rule.test: rule.term for rule in rules(version).values() if rule.direction == direction}
    known = {code: "Hyperglycemia" if term == FASTING else term for code, term in known.items()}
    code = pl.col(test).cast(pl.String).str.strip_chars().str.to_uppercase()
    term = pl.when(_of_blood(results, code)).then(code.replace_strict(known, default=None, return_dtype=pl.String))
    if "LBFAST" not in results.columns or FASTING not in rules(version) or direction == "low":
        return term
    fasting = term.is_not_null() & (code == "GLUC") & (pl.col("LBFAST").cast(pl.String).str.to_uppercase() == "Y")
    return pl.when(fasting).then(pl.lit(FASTING)).otherwise(term)


def _of_blood(results: pl.DataFrame, code: pl.Expr) -> pl.Expr:
    """Whether a result can be of blood: what does not say is, but for pH."""
    specimen, category = (
        (pl.col(name) if name in results.columns else pl.lit(None)).cast(pl.String).str.to_uppercase()
        for name in ("LBSPEC", "LBCAT")
    )
    urine = category.str.contains("URIN").fill_null(False)
    return specimen.str.contains(BLOOD).fill_null(code != "PH") & ~urine


def _both() -> pl.Expr:
    """One grade of both directions: a result cannot be too low and too high."""
    low, high = pl.col("ATOXGRL"), pl.col("ATOXGRH")
    none_low, none_high = pl.col("ATOXDSCL").is_null(), pl.col("ATOXDSCH").is_null()
    normal = ((low == 0) | none_low) & ((high == 0) | none_high) & ~(none_low & none_high)
    return (
        pl.when(low > 0)
        .then(pl.format("-{}", low))
        .when(high > 0)
        .then(high.cast(pl.String))
        .when(normal)
        .then(pl.lit("0"))
    )
