"""Which assumptions reproduce a claimed number of subjects: every combination of what the claim leaves open.

One row a combination of formula, sides, rounding, convention of loss, accrual, follow-up, control share and dropout. A claim
that many rows reproduce is arithmetically possible and not identifiable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from hepatica.simulation.claim import Claim
from hepatica.statistics.event_probability import hazard_of, loss_hazard, mean_follow_up
from hepatica.statistics.proportion_size import PROPORTION_FORMULAS, proportion_comparison
from hepatica.statistics.sample_size import subjects_needed
from hepatica.statistics.survival_size import EVENT_DRIVEN, TwoArms, events_needed, survival_comparison
from hepatica.statistics.whole_subjects import LOSSES, NEARLY, ROUNDINGS, whole_subjects
from hepatica.vocabulary.sample_size import Formula, Loss

ACCRUALS: Final = tuple(float(month) for month in range(0, 49, 6))
FOLLOW_UPS: Final = tuple(float(month) for month in range(3, 49, 3))
CONTROL_SHARES: Final = tuple(round(0.30 + 0.01 * step, 2) for step in range(46))
DROPOUTS: Final = (0.0, 0.05, 0.10, 0.15, 0.20, 0.25)

SCHEMA: Final = {
    "formula": pl.String,
    "sides": pl.Int64,
    "events": pl.String,
    "rounding": pl.String,
    "loss": pl.String,
    "accrual": pl.Float64,
    "follow_up": pl.Float64,
    "control_share": pl.Float64,
    "dropout": pl.Float64,
    "subjects": pl.Int64,
}
"""Columns of a scan. events: `unrounded`, or `rounded up` before they are turned into subjects. loss: `none` without any."""


@dataclass(frozen=True)
class Grid:
    """Values of what is open; one value where the claim states it. Months and shares."""

    accrual: Sequence[float | None]
    follow_up: Sequence[float | None]
    control_share: Sequence[float | None]
    dropout: Sequence[float]

    @property
    def timed(self) -> bool:
        """Whether accrual or follow-up is open."""
        return len(self.accrual) > 1 or len(self.follow_up) > 1

    @staticmethod
    def of(claim: Claim) -> Grid:
        """The values to be tried for a claim. Where nobody is followed beyond the time of the shares, accrual plays no part."""
        timed = claim.kind == "survival"
        whole = claim.by is not None and claim.follow_up is not None and claim.follow_up >= claim.by
        times = timed and not whole
        return Grid(
            accrual=ACCRUALS if times and "accrual" in claim.open else (claim.accrual,) if times else (None,),
            follow_up=FOLLOW_UPS if times and "follow_up" in claim.open else (claim.follow_up,) if timed else (None,),
            control_share=CONTROL_SHARES if "control_share" in claim.open else (claim.control_share,),
            dropout=DROPOUTS if "dropout" in claim.open else (claim.dropout,),
        )


def scan(claim: Claim, grid: Grid | None = None) -> pl.DataFrame:
    """The number of subjects in every cell of the grid, by every formula and convention that the claim leaves open."""
    cells = _Cells.of(claim, grid or Grid.of(claim))
    parts = [
        part
        for formula in claim.formulas
        for sides in ((1, 2) if "sides" in claim.open else (claim.sides,))
        for part in _by_formula(claim, cells, formula, sides)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def reproducing(claim: Claim, table: pl.DataFrame) -> pl.DataFrame:
    """The rows of a scan that give exactly the claimed number."""
    return table.filter(pl.col("subjects") == claim.subjects)


@dataclass(frozen=True)
class _Cells:
    """Every combination of accrual, follow-up, control share and dropout, one element each."""

    accrual: np.ndarray[Any, np.dtype[np.float64]]
    follow_up: np.ndarray[Any, np.dtype[np.float64]]
    control_share: np.ndarray[Any, np.dtype[np.float64]]
    dropout: np.ndarray[Any, np.dtype[np.float64]]

    @staticmethod
    def of(claim: Claim, grid: Grid) -> _Cells:
        axes = [
            np.array([np.nan if value is None else value for value in axis], dtype=np.float64)
            for axis in (grid.accrual, grid.follow_up, grid.control_share, grid.dropout)
        ]
        accrual, follow_up, share, dropout = (part.ravel() for part in np.meshgrid(*axes, indexing="ij"))
        followed = ~(np.nan_to_num(accrual) + np.nan_to_num(follow_up, nan=1.0) <= 0)
        return _Cells(accrual[followed], follow_up[followed], share[followed], dropout[followed])

    def control(self, claim: Claim) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Hazards of the control arm."""
        if claim.by is None:
            return np.full(len(self.accrual), claim.control)
        return hazard_of(self.control_share, claim.by)

    def arms(self, claim: Claim, *, censoring: bool) -> TwoArms:
        """What the formulas for survival take."""
        accrual, follow_up = np.nan_to_num(self.accrual), self.follow_up
        control, loss = self.control(claim), np.zeros(len(accrual))
        if censoring:
            loss = loss_hazard(self.dropout, mean_follow_up(accrual, follow_up, claim.horizon))
        return TwoArms(
            control=control,
            treated=control * claim.hazard_ratio,
            follow_up=follow_up,
            accrual=accrual,
            ratio=claim.ratio,
            loss=loss,
            horizon=claim.horizon,
        )


def _by_formula(claim: Claim, cells: _Cells, formula: Formula, sides: int) -> Iterator[pl.DataFrame]:
    for loss in LOSSES if "loss" in claim.open else (claim.loss_by or "divide",):
        if formula in PROPORTION_FORMULAS:
            if loss == "censoring":
                continue  # a share by a time is counted of those who are seen then
            yield from _rounded(
                claim, cells, formula, sides, loss, "unrounded", _proportions(claim, cells, formula, sides)
            )
            continue
        arms = cells.arms(claim, censoring=loss == "censoring")
        raw = subjects_needed(survival_comparison(formula, arms), alpha=claim.alpha, power=claim.power, sides=sides)
        yield from _rounded(claim, cells, formula, sides, loss, "unrounded", raw)
        if formula in EVENT_DRIVEN:
            events = events_needed(
                formula, claim.hazard_ratio, alpha=claim.alpha, power=claim.power, sides=sides, ratio=claim.ratio
            )
            whole = np.ceil(events * (1 - NEARLY)) / arms.event_share
            yield from _rounded(claim, cells, formula, sides, loss, "rounded up", whole)


def _proportions(claim: Claim, cells: _Cells, formula: Formula, sides: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    control = cells.control_share
    treated = -np.expm1(claim.hazard_ratio * np.log1p(-control))
    comparison = proportion_comparison(formula, control, treated, ratio=claim.ratio)
    return subjects_needed(comparison, alpha=claim.alpha, power=claim.power, sides=sides)


def _rounded(
    claim: Claim,
    cells: _Cells,
    formula: Formula,
    sides: int,
    loss: Loss,
    events: str,
    raw: np.ndarray[Any, np.dtype[np.float64]],
) -> Iterator[pl.DataFrame]:
    """The cells under every way to round; without losses the conventions of loss are one."""
    lossless = cells.dropout == 0
    kept = np.ones(len(raw), dtype=np.bool_) if loss == "divide" else ~lossless
    for rounding in ROUNDINGS if claim.rounding is None else (claim.rounding,):
        whole = whole_subjects(raw, loss=cells.dropout, by=loss, rounding=rounding, ratio=claim.ratio)
        frame = pl.DataFrame(
            {
                "accrual": cells.accrual,
                "follow_up": cells.follow_up,
                "control_share": cells.control_share,
                "dropout": cells.dropout,
                "subjects": whole.astype(np.int64),
                "loss": np.where(lossless, "none", loss),
            }
        ).filter(pl.Series(kept))
        fixed = {"formula": formula, "sides": sides, "events": events, "rounding": rounding}
        yield frame.with_columns(**{name: pl.lit(value) for name, value in fixed.items()}).select(
            pl.col(name).cast(kind).fill_nan(None) if kind == pl.Float64 else pl.col(name).cast(kind)
            for name, kind in SCHEMA.items()
        )
