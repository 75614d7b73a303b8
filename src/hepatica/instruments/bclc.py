"""BCLC stage (2022) from tumour burden, invasion, spread, liver function and performance status, and its consistency.

Reig M et al., BCLC strategy for prognosis prediction and treatment recommendation: the 2022 update, J Hepatol 2022;76:681,
figure 1. Performance status counts as far as the tumour lowers it: 1 or 2 for another reason leaves the stage as it is.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.diameter import plausible_diameter
from hepatica.instruments.inputs import named, offered, plain, require, sentences
from hepatica.instruments.possible import possible_answers, the_one

STAGES: Final = ("0", "A", "B", "C", "D")

VERY_EARLY, EARLY = 20, 30
"""mm. One nodule up to 20 mm is stage 0; one of any size, or up to 3 nodules each up to 30 mm, stage A."""

FEW: Final = 3

FLAGS: Final = ("macrovascular_invasion", "extrahepatic_spread", "tumor_related", "transplant_candidate")

_VALUES: Final = {
    "count": ("one", "few", "many"),
    "size": ("very early", "early", "large"),
    "advanced": (False, True),
    "status": ("0", "1-2", "3-4"),
    "tumor_related": (False, True),
    "liver": ("preserved", "C"),
    "transplant_candidate": (False, True),
}


def bclc(table: pl.DataFrame) -> pl.DataFrame:
    """The stage of each row.

    table: nodules (how many), largest_mm (the diameter of the largest), ecog (0 to 4), child_pugh (A, B, C); true or
    false: macrovascular_invasion, extrahepatic_spread (nodes or beyond), tumor_related (whether the tumour is why ECOG is
    not 0) and transplant_candidate (who stays out of stage D with Child-Pugh C). Null is unknown.

    Returns stage (null unless every way to fill what is unknown gives the same), possible (the stages that remain),
    missing (names of what is unknown) and problem (values that cannot be used).
    Raises HepaticaError for a missing column or one of another kind.
    """
    table = require(table, "BCLC", numbers=("nodules", "largest_mm", "ecog"), codes=("child_pugh",), flags=FLAGS)
    nodules, size, ecog = (pl.col(name).cast(pl.Float64) for name in ("nodules", "largest_mm", "ecog"))
    usable = {
        "nodules": (nodules >= 1) & (nodules == nodules.round(0)),
        "largest_mm": plausible_diameter(size),
        "ecog": ecog.is_in([0.0, 1.0, 2.0, 3.0, 4.0]),
        "child_pugh": pl.col("child_pugh").is_in(["A", "B", "C"]),
    }
    facts = table.select(
        count=pl.when(usable["nodules"]).then(_steps(nodules, (1, FEW), _VALUES["count"])),
        size=pl.when(usable["largest_mm"]).then(_steps(size, (VERY_EARLY, EARLY), _VALUES["size"])),
        advanced=pl.col("macrovascular_invasion") | pl.col("extrahepatic_spread"),
        status=pl.when(usable["ecog"]).then(_steps(ecog, (0, 2), _VALUES["status"])),
        tumor_related="tumor_related",
        liver=pl.when(usable["child_pugh"]).then(
            pl.when(pl.col("child_pugh") == "C").then(pl.lit("C")).otherwise(pl.lit("preserved"))
        ),
        transplant_candidate="transplant_candidate",
    )
    answers = possible_answers(facts, _VALUES, _decided, STAGES)
    said = {
        "nodules": pl.format("{} nodules", plain(nodules)),
        "largest_mm": pl.format("a diameter of {} mm: is it in cm?", plain(size)),
        "ecog": pl.format("ECOG {}", plain(ecog)),
        "child_pugh": pl.format("Child-Pugh {}", "child_pugh"),
    }
    absent = {name: ~good.fill_null(False) for name, good in usable.items()} | {n: pl.col(n).is_null() for n in FLAGS}
    return table.with_columns(answers.alias("possible")).select(
        the_one(pl.col("possible")).alias("stage"),
        "possible",
        named(absent).alias("missing"),
        sentences(pl.when(~good).then(said[name]) for name, good in usable.items()).alias("problem"),
    )


def bclc_consistency(table: pl.DataFrame) -> pl.DataFrame:
    """Whether a recorded stage can be true with what else is recorded.

    table: as for `bclc`, and stage (0, A, B, C, D; null where none was recorded).
    Returns verdict: consistent, contradiction, or question where what is unknown decides (a stage A with ECOG 1 is one for
    a person: is it the tumour?); null where no stage was recorded. why: what speaks against it, or what to ask.
    Raises HepaticaError as `bclc`, and for a stage that does not exist.
    """
    table = require(table, "BCLC", codes=("stage",), flags=FLAGS)
    offered(table, "stage", STAGES, "is no BCLC stage", do=f"use one of {', '.join(STAGES)}")
    found = bclc(table).select("possible", "missing")
    rows = table.with_columns(found.get_columns())
    within = pl.col("possible").list.contains(pl.col("stage"))
    open_stage = pl.col("possible").list.len() > 1
    ecog = (
        pl.col("ecog").cast(pl.Float64).is_in([1.0, 2.0])
        & pl.col("tumor_related").is_null()
        & pl.col("stage").is_in(["0", "A", "B", "C"])
    )
    asked = pl.when(ecog.fill_null(False)).then(
        pl.format("ECOG {}: is it the tumour that lowers it?", plain(pl.col("ecog")))
    )
    transplant = pl.when((pl.col("child_pugh") == "C") & pl.col("transplant_candidate").is_null()).then(
        pl.lit("Child-Pugh C: is transplantation in view?")
    )
    rest = pl.col("missing").list.set_difference(["tumor_related", "transplant_candidate"])
    unknown = pl.when(rest.list.len() > 0).then(pl.lit("unknown: ") + rest.list.join(", "))
    verdict = (
        pl.when(pl.col("stage").is_null())
        .then(None)
        .when(~within)
        .then(pl.lit("contradiction"))
        .when(open_stage)
        .then(pl.lit("question"))
        .otherwise(pl.lit("consistent"))
    )
    against = pl.format("what is recorded makes {}", pl.col("possible").list.join(" or "))
    return rows.select(verdict=verdict, asked=sentences([asked, transplant, unknown]), against=against).select(
        "verdict",
        why=pl.when(pl.col("verdict") == "contradiction")
        .then("against")
        .when(pl.col("verdict") == "question")
        .then("asked"),
    )


def _decided(
    *, count: str, size: str, advanced: bool, status: str, tumor_related: bool, liver: str, transplant_candidate: bool
) -> str:
    if status == "3-4" or (liver == "C" and not transplant_candidate):
        return "D"
    if advanced or (status == "1-2" and tumor_related):
        return "C"
    if count == "one":
        return "0" if size == "very early" else "A"
    return "A" if count == "few" and size != "large" else "B"


def _steps(number: pl.Expr, ends: tuple[float, float], names: tuple[object, ...]) -> pl.Expr:
    """The first name up to the first end, the second up to the second, the third over it."""
    first, second, third = (pl.lit(name) for name in names)
    return pl.when(number <= ends[0]).then(first).when(number <= ends[1]).then(second).otherwise(third)
