"""Causality of adverse events in the six terms of WHO-UMC, from recorded words or from the answers behind them.

Uppsala Monitoring Centre, "The use of the WHO-UMC system for standardised case causality assessment". All points of a term
should be reasonably complied with. It has no "definite" (its word is certain) and no "unrelated" (its lowest is unlikely).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import polars as pl
from ruamel.yaml import YAML

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import missing
from hepatica.vocabulary import Label

TERMS: Final = ("certain", "probable", "possible", "unlikely", "conditional", "unassessable")

RELATED: Final = {"certain": True, "probable": True, "possible": True, "unlikely": False}
"""Related from possible on; conditional and unassessable leave it open."""

ANSWERS: Final = {
    "time": ("plausible", "reasonable", "improbable"),
    "other_causes": ("excluded", "unlikely", "possible", "plausible"),
    "withdrawal": ("plausible", "reasonable", "unclear"),
    "definitive": ("yes", "no"),
    "rechallenge": ("satisfactory", "not needed", "not done", "negative"),
    "information": ("sufficient", "awaited", "insufficient"),
}
"""What the assessor answers. withdrawal: the course after the drug was stopped. definitive: the event is objective and
specific (pharmacologically or phenomenologically). information: awaited can still be had, insufficient cannot."""


@dataclass(frozen=True, slots=True)
class Term:
    """One of the six: its label, the points that it asks for, and other words for it."""

    code: str
    label: Label
    points: tuple[str, ...]


@cache
def six_terms() -> dict[str, Term]:
    """The six terms with their points, the strongest first."""
    return {
        code: Term(
            code, Label(said["label"][0], said["label"][1], tuple(said.get("synonyms", ()))), tuple(said["points"])
        )
        for code, said in _data()["terms"].items()
    }


def causality(events: pl.DataFrame, *, column: str = "AEREL") -> pl.DataFrame:
    """The WHO-UMC term of each event, from the word that was recorded.

    Returns, row by row: causality (one of TERMS; null where the word has none), related (Y, N; null where that stays open)
    and problem. "Unrelated" is no term of WHO-UMC: causality is null, related is N, and the problem says so; "related"
    alone does not say how likely. Words are read in English and Chinese, in any case.
    Raises HepaticaError where there is no such column.
    """
    if column not in events.columns:
        raise HepaticaError(f"the table has no column {column}", do="name the column of the recorded causality")
    data = _data()
    words = {_fold(word): code for code, term in six_terms().items() for word in (code, *_spellings(term))}
    outside = {_fold(word): said for said, kind in data["outside"].items() for word in (said, *kind["synonyms"])}
    related = {said: kind["related"] for said, kind in data["outside"].items()}
    folded = pl.col(column).cast(pl.String).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    table = events.select(
        written=pl.col(column).cast(pl.String),
        term=folded.replace_strict(words, default=None, return_dtype=pl.String),
        outside=folded.replace_strict(outside, default=None, return_dtype=pl.String),
        empty=folded.fill_null("") == "",
    )
    problem = (
        pl.when("empty")
        .then(pl.lit("no causality"))
        .when(pl.col("outside").is_not_null())
        .then(pl.format("WHO-UMC has no term '{}'", "written"))
        .when(pl.col("term").is_null())
        .then(pl.format("the word '{}' is not known", "written"))
    )
    said = pl.coalesce(
        pl.col("term").replace_strict(RELATED, default=None, return_dtype=pl.Boolean),
        pl.col("outside").replace_strict(related, default=None, return_dtype=pl.Boolean),
    )
    yes_or_no = pl.when(said).then(pl.lit("Y")).when(~said).then(pl.lit("N"))
    return table.select(causality="term", related=yes_or_no, problem=problem)


def assess(answers: pl.DataFrame) -> pl.DataFrame:
    """The term that the answers of an assessor lead to: the strongest whose points are all met.

    answers: columns of ANSWERS. Returns, row by row: causality (null where an answer that matters is missing) and problem.
    Raises HepaticaError for a missing column.
    """
    for name in ANSWERS:
        if name not in answers.columns:
            raise HepaticaError(f"the table has no column '{name}'", do=f"answer each of {', '.join(ANSWERS)}")
    known = answers.select(
        pl.when(pl.col(name).is_in(list(words))).then(name).alias(name) for name, words in ANSWERS.items()
    )
    return known.select(causality=_strongest(), problem=_strange()).with_columns(
        pl.coalesce(
            pl.when(pl.col("causality").is_null()).then(pl.coalesce("problem", pl.lit("the answers meet no term"))),
            pl.lit(None, pl.String),
        ).alias("problem")
    )


def _strongest() -> pl.Expr:
    time, other, after = pl.col("time"), pl.col("other_causes"), pl.col("withdrawal")
    certain = (
        (time == "plausible")
        & (other == "excluded")
        & (after == "plausible")
        & (pl.col("definitive") == "yes")
        & pl.col("rechallenge").is_in(["satisfactory", "not needed"])
    )
    in_time = time.is_in(["plausible", "reasonable"])
    probable = in_time & other.is_in(["excluded", "unlikely"]) & after.is_in(["plausible", "reasonable"])
    unlikely = (time == "improbable") | (other == "plausible")
    return (
        pl.when(pl.col("information") == "insufficient")
        .then(pl.lit("unassessable"))
        .when(pl.col("information") == "awaited")
        .then(pl.lit("conditional"))
        .when(pl.col("information").is_null())
        .then(None)
        .when(unlikely)
        .then(pl.lit("unlikely"))
        .when(unlikely.is_null())
        .then(None)
        .when(certain)
        .then(pl.lit("certain"))
        .when(certain.is_null())
        .then(None)
        .when(probable)
        .then(pl.lit("probable"))
        .when(probable.is_null())
        .then(None)
        .when(in_time)
        .then(pl.lit("possible"))
    )


def _strange() -> pl.Expr:
    names = missing(ANSWERS)
    return pl.when(names.list.len() > 0).then(pl.format("not answered: {}", names.list.join(", ")))


def _spellings(term: Term) -> tuple[str, ...]:
    return (term.label.en, term.label.zh, *term.label.synonyms)


def _fold(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())


@cache
def _data() -> dict[str, Any]:
    file = resources.files("hepatica.instruments").joinpath("data", "who_umc.yaml")
    return dict(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))
