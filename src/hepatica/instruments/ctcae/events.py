"""Recorded grades of adverse events: 1 to 5, held against the outcome, and against the grades their term has.

CTCAE 5.0, page 1: "Grade 5: death related to AE". A grade that cannot be is kept out and named, and what is still certain
of it stays as bounds.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.dictionary import GRADES, terms

WORST: Final = 5

ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}

WRITTEN: Final = r"(?i)^(?:grade|g)?\s*([1-5]|I{1,3}|IV|V)(?:\.0+)?\s*[级度]?$"
"""`3`, `3.0`, `Grade 3`, `III`, `3级`, `III度`."""

FATAL: Final = "FATAL"


def grade_events(events: pl.DataFrame) -> pl.DataFrame:
    """The grade of each adverse event.

    events: column AETOXGR (text or numbers); where there are such AEOUT, AESDTH (Y, N) and, for the grades a term has,
    AETERM or AEDECOD (the latter counts first).
    Returns, row by row: term (as CTCAE 5.0 has it; null for another wording), grade (1 to 5; null where it is missing or
    cannot be), grade_low and grade_high (what is certain all the same) and problem (null where there is none).
    Raises HepaticaError where there is no column AETOXGR.
    """
    if "AETOXGR" not in events.columns:
        raise HepaticaError("the table has no column AETOXGR", do="name the column of the grades AETOXGR")
    written = pl.col("AETOXGR").cast(pl.String).str.strip_chars()
    read = written.str.extract(WRITTEN, 1).str.to_uppercase()
    number = pl.coalesce(read.cast(pl.Int8, strict=False), read.replace_strict(ROMAN, default=None))
    table = events.select(term=_term(events), died=_died(events), written=written, number=number.cast(pl.Int8))
    problem, low, high = _judged(table)
    fine = pl.col("problem").is_null()
    return table.select(
        "term",
        "number",
        problem.alias("problem"),
        low.cast(pl.Int8).alias("grade_low"),
        high.cast(pl.Int8).alias("grade_high"),
    ).select("term", pl.when(fine).then("number").alias("grade"), "grade_low", "grade_high", "problem")


def _judged(table: pl.DataFrame) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """What is wrong with a grade, and between which grades it certainly lies."""
    number, died = pl.col("number"), pl.col("died")
    none = number.is_null()
    survived = (number == WORST) & ~died
    underrated = (number < WORST) & died
    lacking = ~pl.format("{}:{}", "term", "number").is_in(_offered()) & pl.col("term").is_not_null()
    problem = (
        pl.when(pl.col("written").fill_null("") == "")
        .then(pl.lit("no grade"))
        .when(none)
        .then(pl.format("the grade '{}' is none of 1 to 5", "written"))
        .when(survived)
        .then(pl.lit("grade 5 is death, and the event did not end in death"))
        .when(underrated)
        .then(pl.format("the event ended in death, and grade {} is not 5", "number"))
        .when(lacking)
        .then(pl.format("CTCAE has no grade {} of {}", "number", "term"))
    )
    low = pl.when(none & died.fill_null(False)).then(WORST).when(none | survived | lacking).then(1).otherwise(number)
    high = pl.when(died.fill_null(False)).then(WORST).when(none & ~died).then(WORST - 1)
    return problem, low, high.when(none | survived | underrated | lacking).then(WORST).otherwise(number)


def _died(events: pl.DataFrame) -> pl.Expr:
    """Whether the event ended in death: where AESDTH or AEOUT says so; not known where neither says anything."""
    flag = _upper(events, "AESDTH").replace_strict({"Y": True, "N": False}, default=None, return_dtype=pl.Boolean)
    outcome = _upper(events, "AEOUT")
    ended = pl.when(~outcome.is_in(["", "UNKNOWN"])).then(outcome == FATAL)
    return (
        pl.when(flag.fill_null(False) | ended.fill_null(False)).then(pl.lit(True)).otherwise(pl.coalesce(flag, ended))
    )


def _upper(events: pl.DataFrame, name: str) -> pl.Expr:
    found = pl.col(name) if name in events.columns else pl.lit(None)
    return found.cast(pl.String).str.strip_chars().str.to_uppercase()


def _term(events: pl.DataFrame) -> pl.Expr:
    own = terms()["term"].to_list()
    spelled = {term.casefold(): term for term in own}
    names = [name for name in ("AEDECOD", "AETERM") if name in events.columns]
    folded = [pl.col(name).cast(pl.String).str.strip_chars().str.to_lowercase() for name in names]
    return pl.coalesce(
        *(each.replace_strict(spelled, default=None, return_dtype=pl.String) for each in folded),
        pl.lit(None, pl.String),
    )


def _offered() -> list[str]:
    """`term:grade` of every grade that the dictionary describes."""
    table = terms()
    return [
        f"{row['term']}:{grade}"
        for row in table.to_dicts()
        for grade, name in enumerate(GRADES, 1)
        if row[name] is not None
    ]
