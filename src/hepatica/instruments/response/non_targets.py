"""Response of the non-target lesions, which are looked at, not measured.

RECIST 1.1 (Eisenhauer 2009), 4.3.3: CR where all are gone, nodes under 10 mm and tumour markers normal; PD only where
progression is unequivocal. mRECIST (Lencioni and Llovet 2010): gone is without arterial enhancement, and an effusion
progresses only with malignant cells in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from hepatica.instruments.response.criteria import EFFUSIONS, Criteria


@dataclass(frozen=True)
class Looks:
    """What a row says of a non-target lesion: it progressed, is gone, was looked at; an effusion without proof."""

    progressed: pl.Expr
    gone: pl.Expr
    seen: pl.Expr
    unproven: pl.Expr


def looks(criteria: Criteria) -> Looks:
    """Expressions over the rows of a lesion table; null nowhere."""
    state = pl.col("state")
    worse = (state == "unequivocal_progression").fill_null(False)
    unproven = pl.lit(False)
    if criteria.cytology:
        effusion = pl.col("organ").is_in(sorted(EFFUSIONS)).fill_null(False)
        unproven = worse & effusion & ~pl.col("cytology").fill_null(False)
    gone = (state == "absent").fill_null(False)
    gone |= pl.col("node") & (pl.col("short_axis_mm") < criteria.node_normal).fill_null(False)
    if criteria.size != "longest" or criteria.complete_without_enhancement:
        gone |= (pl.col("viable_mm") == 0).fill_null(False)
    measured = pl.any_horizontal(pl.col("longest_mm", "short_axis_mm", "viable_mm").is_not_null())
    seen = (state != "not_evaluable").fill_null(measured)
    return Looks(progressed=worse & ~unproven, gone=gone & ~worse, seen=seen, unproven=unproven)


def non_target_response(criteria: Criteria) -> pl.Expr:
    """CR, NON-CR/NON-PD, PD or NE; null where no non-target lesion was chosen at baseline.

    Over columns non_targets (chosen at baseline), looked_at and left (of these, seen and still there), progressed (any
    unequivocally), markers_high (any tumour marker is not normal).
    """
    worse = pl.col("progressed") if criteria.non_target_progression else pl.lit(False)
    return (
        pl.when(pl.col("base") | (pl.col("non_targets") == 0)).then(None)
        .when(worse).then(pl.lit("PD"))
        .when(pl.col("looked_at") < pl.col("non_targets")).then(pl.lit("NE"))
        .when((pl.col("left") == 0) & ~pl.col("markers_high")).then(pl.lit("CR"))
        .otherwise(pl.lit("NON-CR/NON-PD"))
    )  # fmt: skip
