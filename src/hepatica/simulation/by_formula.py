"""What the formulas make of a claim: events and subjects needed, the power of the claimed number, follow-up alike for all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import polars as pl

from hepatica.simulation.claim import Claim
from hepatica.simulation.reproduce import Grid, reproducing, scan
from hepatica.statistics.proportion_size import PROPORTION_FORMULAS, proportion_comparison
from hepatica.statistics.sample_size import Comparison, power_with, subjects_needed
from hepatica.statistics.survival_size import EVENT_DRIVEN, events_needed, survival_comparison
from hepatica.statistics.whole_subjects import NEARLY, inflation, whole_subjects
from hepatica.vocabulary.sample_size import Formula

LONGEST: Final = 120.0
"""Months of follow-up, the same for all, up to which a claim is looked for."""
STEP: Final = 0.01


def events_table(claim: Claim) -> pl.DataFrame:
    """Events needed by the formulas that count them, one- and two-sided, unrounded and whole."""
    rows = [
        {"formula": formula, "sides": sides, "events": float(needed), "whole": int(np.ceil(needed * (1 - NEARLY)))}
        for formula in claim.formulas
        if formula in EVENT_DRIVEN
        for sides in _sides(claim)
        for needed in [
            events_needed(
                formula, claim.hazard_ratio, alpha=claim.alpha, power=claim.power, sides=sides, ratio=claim.ratio
            )
        ]
    ]
    schema = {"formula": pl.String, "sides": pl.Int64, "events": pl.Float64, "whole": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def comparison_of(formula: Formula, claim: Claim, *, censoring: bool = False) -> Comparison:
    """The claim's comparison by a formula; censoring: with losses counted by the formula."""
    if formula in PROPORTION_FORMULAS:
        return proportion_comparison(formula, claim.control_share or 0.0, claim.treated_share or 0.0, ratio=claim.ratio)
    return survival_comparison(formula, claim.two_arms(censoring=censoring))


def size_table(claim: Claim) -> pl.DataFrame:
    """Subjects by formula under what is assumed meanwhile, and the power of the claimed number, losses deleted outright."""
    schema = {
        "formula": pl.String, "sides": pl.Int64, "evaluable": pl.Float64, "with_loss": pl.Float64, "whole": pl.Int64,
        "power": pl.Float64,
    }  # fmt: skip
    if claim.kind == "survival" and not claim.timed:
        return pl.DataFrame(schema=schema)
    lost, by = claim.dropout, claim.loss_by or "divide"
    rows = []
    for formula in claim.formulas:
        comparison = comparison_of(formula, claim, censoring=by == "censoring")
        for sides in _sides(claim):
            needed = float(subjects_needed(comparison, alpha=claim.alpha, power=claim.power, sides=sides))
            rounding = claim.rounding or "arms_before_loss"
            whole = whole_subjects(needed, loss=lost, by=by, rounding=rounding, ratio=claim.ratio)
            seen = claim.subjects / float(inflation(lost, by))
            rows.append(
                {
                    "formula": formula,
                    "sides": sides,
                    "evaluable": needed,
                    "with_loss": needed * float(inflation(lost, by)),
                    "whole": int(whole),
                    "power": float(power_with(comparison, seen, alpha=claim.alpha, sides=sides)),
                }
            )
    return pl.DataFrame(rows, schema=schema)


def alike_table(claim: Claim) -> pl.DataFrame:
    """The follow-up, the same for all, with which each arm rounded up before and after n / (1 - loss) gives the claim."""
    schema = {"formula": pl.String, "sides": pl.Int64, "events": pl.String, "first": pl.Float64, "last": pl.Float64}
    rows: list[dict[str, Any]] = []
    if claim.kind == "survival" and claim.by is None and "follow_up" in claim.open:
        times = np.arange(STEP, LONGEST, STEP)
        grid = Grid((0.0,), times.tolist(), (None,), (claim.dropout,))
        plain = replace(claim, loss_by="divide", rounding="arms_before_loss")
        plain = replace(plain, open=tuple(name for name in claim.open if name not in ("loss", "rounding")))
        found = reproducing(plain, scan(plain, grid))
        rows = (
            found.group_by("formula", "sides", "events", maintain_order=True)
            .agg(first=pl.col("follow_up").min(), last=pl.col("follow_up").max())
            .to_dicts()
        )
    return pl.DataFrame(rows, schema=schema)


def _sides(claim: Claim) -> tuple[int, ...]:
    return (2, 1) if "sides" in claim.open else (claim.sides,)
