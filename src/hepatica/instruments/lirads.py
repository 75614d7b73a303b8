"""LI-RADS v2018 for CT and MRI: the category of an untreated observation in a person at high risk of HCC.

American College of Radiology, CT/MRI LI-RADS v2018 Core; Chernyak V et al., Radiology 2018;289:816. The reader sees
features; the category follows: what cannot be categorised, tumour in vein, what is benign, LR-M, then the diagnostic
table. A feature that the reader is unsure of is entered as absent (Core, page 1); one that nobody looked at is unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.diameter import plausible_diameter
from hepatica.instruments.inputs import named, offered, plain, require, sentences
from hepatica.instruments.possible import possible_answers, the_one

CATEGORIES: Final = ("LR-NC", "LR-TIV", "LR-1", "LR-2", "LR-3", "LR-4", "LR-5", "LR-M")

MAJOR: Final = ("nonrim_aphe", "washout", "capsule", "threshold_growth")
"""Nonrim arterial phase hyperenhancement; nonperipheral washout; enhancing capsule; growth of half in 6 months."""

TARGETOID: Final = (
    "rim_aphe",
    "peripheral_washout",
    "delayed_central_enhancement",
    "targetoid_restriction",
    "targetoid_late_phase",
)
"""One of them makes a targetoid mass: LR-M. The last two: on diffusion, and in the transitional or hepatobiliary phase."""

NOT_TARGETOID: Final = ("infiltrative", "marked_restriction", "necrosis_or_ischemia", "other_malignancy_sign")
"""One of them makes LR-M of a mass that does not meet LR-5."""

GATES: Final = ("uncategorizable", "tumor_in_vein")
FEATURES: Final = (*GATES, *TARGETOID, *NOT_TARGETOID, *MAJOR)

FAVOR_MALIGNANCY: Final = (
    "discrete_on_ultrasound", "subthreshold_growth", "corona_enhancement", "fat_sparing", "restricted_diffusion",
    "t2_mild_moderate", "iron_sparing", "transitional_hypointensity", "hepatobiliary_hypointensity",
    "nonenhancing_capsule", "nodule_in_nodule", "mosaic", "fat_in_mass", "blood_products",
)  # fmt: skip
FAVOR_BENIGNITY: Final = (
    "size_stable_2_years", "size_reduction", "parallels_blood_pool", "undistorted_vessels", "iron_in_mass",
    "t2_marked", "hepatobiliary_isointensity",
)  # fmt: skip
"""Ancillary features (Core, page 9). To use them is up to the reader: those without a column are not used."""

BENIGN: Final = {"none": None, "definite": "LR-1", "probable": "LR-2"}
SIZES: Final = ("<10", "10-19", ">=20")
"""mm."""

LADDER: Final = ("LR-1", "LR-2", "LR-3", "LR-4", "LR-5")

TIES: Final = {
    ("LR-1", "LR-2"): "LR-2",
    ("LR-2", "LR-3"): "LR-3",
    ("LR-3", "LR-4"): "LR-3",
    ("LR-4", "LR-5"): "LR-4",
    ("LR-5", "LR-M"): "LR-M",
    ("LR-5", "LR-TIV"): "LR-5",
    ("LR-M", "LR-TIV"): "LR-M",
}
"""A reader who is unsure between two takes the one of lower certainty, and never LR-TIV (Core, page 9)."""


def lirads(table: pl.DataFrame, *, absent: Collection[str] = ()) -> pl.DataFrame:
    """The category of each observation, row by row.

    table: one row an observation. size_mm (number); high_risk (true, false: see `high_risk`); benign (none, definite or
    probable, in the reader's judgement); true or false: FEATURES and, where they are used, ancillary features. Null is
    unknown. absent: features the table has no column for and that are taken to be absent (`benign` then is none).

    Returns category (null unless every way to fill what is unknown gives the same), possible (the categories that
    remain), missing (names of what is unknown) and problem (a size that cannot be in mm, a person LI-RADS is not for).
    Raises HepaticaError for a missing column, one of another kind, or a word in `benign` that is none of the three.
    """
    table = _with_absent(table, absent)
    flags = [name for name in (*FAVOR_MALIGNANCY, *FAVOR_BENIGNITY) if name in table.columns]
    table = require(table, "LI-RADS", numbers=("size_mm",), flags=("high_risk", *FEATURES, *flags), codes=("benign",))
    offered(table, "benign", BENIGN, "does not say how benign an observation is", do=f"use {', '.join(BENIGN)}")
    size = pl.col("size_mm").cast(pl.Float64)
    plausible = plausible_diameter(size)
    facts = table.select(
        "uncategorizable",
        "tumor_in_vein",
        "benign",
        targetoid=pl.any_horizontal(TARGETOID),
        other_mass=pl.any_horizontal(NOT_TARGETOID),
        aphe="nonrim_aphe",
        size=pl.when(plausible).then(_size_class(size)),
        washout="washout",
        capsule="capsule",
        growth="threshold_growth",
        malignant=_any(table, FAVOR_MALIGNANCY),
        favored_benign=_any(table, FAVOR_BENIGNITY),
    )
    answers = possible_answers(facts, _VALUES, _decided, CATEGORIES)
    gone = {"size_mm": ~plausible.fill_null(False)} | {name: pl.col(name).is_null() for name in ("benign", *FEATURES)}
    said = [
        pl.when(~plausible).then(pl.format("a size of {} mm: is it in cm?", plain(size))),
        pl.when(~pl.col("high_risk")).then(pl.lit("LI-RADS is for people at high risk of HCC only")),
        pl.when(pl.col("high_risk").is_null()).then(pl.lit("whether the person is at high risk is not known")),
    ]
    found = table.with_columns(answers.alias("~possible"))
    out = ~pl.col("high_risk").fill_null(True)
    return found.select(
        category=pl.when(pl.col("high_risk")).then(the_one(pl.col("~possible"))),
        possible=pl.when(out).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("~possible"),
        missing=named(gone),
        problem=sentences(said),
    )


def from_table(size: str, aphe: bool, washout: bool, capsule: bool, growth: bool) -> str:
    """The diagnostic table (Core, page 1). size: one of SIZES."""
    others = washout + capsule + growth
    if not aphe:
        return "LR-4" if others >= 2 or (others and size == ">=20") else "LR-3"
    if size == ">=20":
        return "LR-5" if others else "LR-4"
    if size == "10-19":
        return "LR-5" if washout or growth else "LR-4" if capsule else "LR-3"
    return "LR-4" if others else "LR-3"


def adjusted(category: str, malignant: bool, benign: bool) -> str:
    """A category of the table after ancillary features: one step up, never to LR-5, or one down; both change nothing."""
    place = LADDER.index(category)
    if malignant and not benign:
        return category if category == "LR-5" else LADDER[min(place + 1, LADDER.index("LR-4"))]
    return LADDER[place - 1] if benign and not malignant else category


def broken_tie(table: pl.DataFrame) -> pl.DataFrame:
    """The category of an observation for which the reader is unsure between two.

    table: columns first, second (categories). Returns category (null for a pair that LI-RADS does not speak of) and
    problem.
    """
    table = require(table, "LI-RADS tie", codes=("first", "second"))
    one: pl.Expr = pl.when(pl.col("first") == pl.col("second")).then(pl.col("first"))
    for (low, high), chosen in TIES.items():
        either = pl.col("first").is_in([low, high]) & pl.col("second").is_in([low, high])
        one = pl.when(either & (pl.col("first") != pl.col("second"))).then(pl.lit(chosen)).otherwise(one)
    both = pl.col("first").is_not_null() & pl.col("second").is_not_null()
    said = pl.format("LI-RADS v2018 breaks no tie between {} and {}", "first", "second")
    return table.select(category=one, problem=pl.when(both & one.is_null()).then(said))


_VALUES: Final = {
    "uncategorizable": (False, True),
    "tumor_in_vein": (False, True),
    "benign": tuple(BENIGN),
    "targetoid": (False, True),
    "other_mass": (False, True),
    "aphe": (False, True),
    "size": SIZES,
    "washout": (False, True),
    "capsule": (False, True),
    "growth": (False, True),
    "malignant": (False, True),
    "favored_benign": (False, True),
}


def _decided(
    *, uncategorizable: bool, tumor_in_vein: bool, benign: str, targetoid: bool, other_mass: bool, aphe: bool, size: str,
    washout: bool, capsule: bool, growth: bool, malignant: bool, favored_benign: bool,
) -> str:  # fmt: skip
    """The category where everything is known (Core, page 1: the steps in their order)."""
    if uncategorizable:
        return "LR-NC"
    if tumor_in_vein:
        return "LR-TIV"
    judged = BENIGN[benign]
    if judged is not None:
        return judged
    if targetoid:
        return "LR-M"
    major = from_table(size, aphe, washout, capsule, growth)
    if other_mass and major != "LR-5":
        return "LR-M"
    return adjusted(major, malignant, favored_benign)


def _with_absent(table: pl.DataFrame, absent: Collection[str]) -> pl.DataFrame:
    """The table with a column for what is taken to be absent; raises HepaticaError for a name that is no feature."""
    known = {**dict.fromkeys(FEATURES, pl.lit(False)), "benign": pl.lit("none")}
    for name in absent:
        if name not in known:
            raise HepaticaError(f"'{name}' is no feature of LI-RADS", do=f"use {', '.join(known)}")
        if name in table.columns:
            raise HepaticaError(f"'{name}' is taken to be absent, but the table has it", do="leave it out of `absent`")
    return table.with_columns(known[name].alias(name) for name in absent)


def _size_class(size: pl.Expr) -> pl.Expr:
    small, middle, large = (pl.lit(name) for name in SIZES)
    return pl.when(size < 10).then(small).when(size < 20).then(middle).otherwise(large)


def _any(table: pl.DataFrame, names: Collection[str]) -> pl.Expr:
    used = [name for name in names if name in table.columns]
    return pl.any_horizontal(used) if used else pl.lit(False)
