"""Power and number of subjects over what a claim leaves open: lines by formula, points by simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import polars as pl

from hepatica.simulation.by_formula import comparison_of
from hepatica.simulation.claim import Claim
from hepatica.simulation.scenarios import trial_of
from hepatica.simulation.trials import simulate_trials
from hepatica.statistics.proportion_size import PROPORTION_FORMULAS
from hepatica.statistics.sample_size import Comparison, power_with, subjects_needed
from hepatica.statistics.whole_subjects import inflation
from hepatica.vocabulary.sample_size import Formula, Loss

Over = Literal["follow_up", "control_share", "hazard_ratio"]

ACCRUALS: Final = (0.0, 12.0, 24.0, 36.0)
LOSSES: Final = (0.0, 0.10, 0.20)
LINES: Final = {"follow_up": (2.0, 42.0, 81), "control_share": (0.30, 0.75, 91)}
POINTS: Final = {"follow_up": (6.0, 12.0, 18.0, 24.0, 30.0, 36.0), "control_share": (0.3, 0.4, 0.5, 0.6, 0.7)}
"""First, last and number of places of the lines, and the places of the simulated points: months, shares."""


@dataclass(frozen=True)
class PowerCurve:
    """Power of the claimed number, and the number for the claimed power, over one thing that is open.

    over: what runs along the axis. power: columns x, series (months of accrual, or the loss), power. points: x, series,
    power, se, simulated, `replicates` trials each. needed: x, formula, subjects. formula: of the lines of `power`.
    """

    over: Over
    power: pl.DataFrame
    points: pl.DataFrame
    needed: pl.DataFrame
    formula: Formula
    replicates: int

    def summary(self) -> dict[str, Any]:
        """The curve as plain values."""
        frames = {name: getattr(self, name).to_dicts() for name in ("power", "points", "needed")}
        return {"over": self.over, "formula": self.formula, "replicates": self.replicates, **frames}


def power_curve(
    claim: Claim, *, replicates: int, seed: int, step: Callable[[str], None] = lambda _: None
) -> PowerCurve:
    """The curve over follow-up where times are open, else over the rate of the controls, else over the hazard ratio."""
    over = _over(claim)
    formula = claim.formulas[0]
    lines, places = _places(claim, over)
    series = _series(claim, over)
    power = [
        {"x": x, "series": one, "power": _power(formula, _at(claim, over, x, one))} for one in series for x in lines
    ]
    points = []
    wanted = [(x, one) for one in series for x in places if claim.kind == "survival"]
    for number, (x, one) in enumerate(wanted, start=1):
        step(f"Simulating the figure, {number} of {len(wanted)}")
        found = simulate_trials(
            trial_of(_at(claim, over, x, one)), alpha=claim.alpha, sides=claim.sides, replicates=replicates, seed=seed
        )
        points.append({"x": x, "series": one, "power": found.power, "se": found.power_se})
    needed = [
        {"x": x, "formula": each, "subjects": _needed(each, _at(claim, over, x, None))}
        for each in claim.formulas
        for x in lines
    ]
    floats = {"x": pl.Float64, "series": pl.Float64, "power": pl.Float64}
    return PowerCurve(
        over=over,
        power=pl.DataFrame(power, schema=floats),
        points=pl.DataFrame(points, schema={**floats, "se": pl.Float64}),
        needed=pl.DataFrame(needed, schema={"x": pl.Float64, "formula": pl.String, "subjects": pl.Float64}),
        formula=formula,
        replicates=replicates,
    )


def _over(claim: Claim) -> Over:
    if claim.by is None and claim.kind == "survival" and "follow_up" in claim.open:
        return "follow_up"
    return "control_share" if "control_share" in claim.open else "hazard_ratio"


def _places(claim: Claim, over: Over) -> tuple[list[float], list[float]]:
    """Where the lines run, and where the simulated points stand."""
    if over == "hazard_ratio":
        ratio = claim.hazard_ratio
        low, high = (ratio * 0.8, (1 + 3 * ratio) / 4) if ratio < 1 else ((1 + 3 * ratio) / 4, ratio * 1.25)
        return np.linspace(low, high, 61).tolist(), np.linspace(low, high, 7).tolist()
    first, last, count = LINES[over]
    return np.linspace(first, last, count).tolist(), list(POINTS[over])


def _series(claim: Claim, over: Over) -> tuple[float, ...]:
    """Several accruals, several losses, or the one there is."""
    if over == "follow_up":
        return ACCRUALS if "accrual" in claim.open else (claim.accrual or 0.0,)
    return LOSSES if "dropout" in claim.open else (claim.dropout,)


def _at(claim: Claim, over: Over, x: float, series: float | None) -> Claim:
    """The claim at a place of the axis, for one of the series or as it is."""
    match over:
        case "follow_up":
            accrual = series if series is not None else claim.accrual or 0.0
            return replace(claim, follow_up=x, accrual=accrual)
        case "control_share":
            moved = claim.with_control_share(x)
        case _:
            moved = claim.with_hazard_ratio(x)
    return moved if series is None else replace(moved, dropout=series)


def _power(formula: Formula, claim: Claim) -> float:
    """By a formula that counts losses as censoring where the claim does not say how they count, as the simulation does."""
    by = claim.loss_by or "censoring"
    return float(power_with(*_compared(formula, claim, by), alpha=claim.alpha, sides=claim.sides))


def _needed(formula: Formula, claim: Claim) -> float:
    by = claim.loss_by or "divide"
    comparison, seen = _compared(formula, claim, by)
    raw = subjects_needed(comparison, alpha=claim.alpha, power=claim.power, sides=claim.sides)
    return float(raw) * claim.subjects / seen


def _compared(formula: Formula, claim: Claim, by: Loss) -> tuple[Comparison, float]:
    """The comparison by a formula, and how many of the claimed subjects count; shares by a time have no censoring."""
    counted: Loss = "divide" if by == "censoring" and formula in PROPORTION_FORMULAS else by
    seen = claim.subjects / float(inflation(claim.dropout, counted))
    return comparison_of(formula, claim, censoring=counted == "censoring"), seen
