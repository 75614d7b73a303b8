"""LI-RADS v2018 treatment response: whether an observation treated locoregionally holds viable tumour.

American College of Radiology, CT/MRI LI-RADS v2018 Core, pages 11 and 12 (LR-TR). A tumour that comes back after resection
is a new observation: the diagnostic algorithm (`lirads`) says what it is.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.inputs import missing, offered, require
from hepatica.instruments.possible import possible_answers, the_one

RESPONSES: Final = ("LR-TR nonevaluable", "LR-TR nonviable", "LR-TR equivocal", "LR-TR viable")

LOCOREGIONAL: Final = ("ablation", "TACE", "TAE", "TARE", "external_radiation")
"""Therapies after which LR-TR applies: ablation, (chemo)embolisation, radioembolisation, external radiation."""

OTHERS: Final = ("resection", "transplantation", "systemic", "none")
"""After these it does not."""

SIGNS: Final = ("aphe", "washout", "enhances_as_before")
"""Of tissue in or along the treated lesion: one of them makes it viable."""

FEATURES: Final = ("evaluable", "enhancement", "expected_pattern", "mass_like_tissue", *SIGNS)

_VALUES: Final = dict.fromkeys(
    ("evaluable", "enhancement", "expected_pattern", "mass_like_tissue", "sign"), (False, True)
)


def lirads_treated(table: pl.DataFrame) -> pl.DataFrame:
    """The response of each treated observation, row by row.

    table: therapy (one of LOCOREGIONAL or OTHERS); true or false: evaluable (no image is missing or degraded),
    enhancement (of the lesion, any), expected_pattern (the enhancement is what this therapy leaves behind),
    mass_like_tissue (nodular, mass-like or thick irregular tissue in or along it), and of that tissue aphe, washout,
    enhances_as_before (as before the therapy). Null is unknown.

    Returns response (null unless every way to fill what is unknown gives the same), possible, missing (names of what is
    unknown) and problem (a therapy after which LR-TR does not apply). Raises HepaticaError for a missing column, one of
    another kind, or a therapy that is not known.
    """
    table = require(table, "LR-TR", flags=FEATURES, codes=("therapy",))
    known = (*LOCOREGIONAL, *OTHERS)
    said = "is no therapy that LI-RADS speaks of"
    offered(table, "therapy", known, said, where="LR-TR", do=f"use {', '.join(known)}")
    facts = table.select(
        "evaluable", "enhancement", "expected_pattern", "mass_like_tissue", sign=pl.any_horizontal(SIGNS)
    )
    answers = possible_answers(facts, _VALUES, _decided, RESPONSES)
    applies = pl.col("therapy").is_in(list(LOCOREGIONAL))
    return table.with_columns(answers.alias("~possible")).select(
        response=pl.when(applies).then(the_one(pl.col("~possible"))),
        possible=pl.when(~applies).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("~possible"),
        missing=missing(("therapy", *FEATURES)),
        problem=pl.when(pl.col("therapy").is_null())
        .then(pl.lit("the therapy is not known"))
        .when(pl.col("therapy") == "resection")
        .then(pl.lit("after resection a recurrence is a new observation: use the diagnostic algorithm"))
        .when(~applies)
        .then(pl.lit("LR-TR applies after locoregional therapy only")),
    )


def _decided(*, evaluable: bool, enhancement: bool, expected_pattern: bool, mass_like_tissue: bool, sign: bool) -> str:
    if not evaluable:
        return "LR-TR nonevaluable"
    if mass_like_tissue and sign:
        return "LR-TR viable"
    if not enhancement or expected_pattern:
        return "LR-TR nonviable"
    return "LR-TR equivocal"
