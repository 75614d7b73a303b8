"""A study's sample-size claim recomputed: by formula, by a search for what reproduces it, and by simulated trials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypedDict, Unpack

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.protocol import Study, load_study
from hepatica.simulation.by_formula import alike_table, events_table, size_table
from hepatica.simulation.claim import FORMULAS, Claim, checked, claim_of
from hepatica.simulation.proportions import simulate_proportions
from hepatica.simulation.reproduce import reproducing, scan
from hepatica.simulation.scenarios import scenarios
from hepatica.simulation.trials import Simulated, simulate_trials

REPLICATES: Final = 20_000
SEED: Final = 1

Told = Callable[[str], None]


@dataclass(frozen=True)
class Power:
    """A claim recomputed. Shares lie between 0 and 1, times are months.

    events: by formula and sides, the events needed. sizes: by formula, the subjects needed under what is assumed meanwhile,
    before and after the loss, and the power of the claimed number. reproducing: every combination of what is open that gives
    the claimed number, of `combinations` tried. alike: by formula, from which to which follow-up, the same for all, the claimed
    number comes out. simulated: the power of the log-rank test of simulated trials, with standard errors.
    """

    study: Study
    claim: Claim
    events: pl.DataFrame
    sizes: pl.DataFrame
    reproducing: pl.DataFrame
    combinations: int
    alike: pl.DataFrame
    simulated: pl.DataFrame
    replicates: int
    seed: int

    def summary(self) -> dict[str, Any]:
        """Everything as plain values."""
        claim = self.claim
        return {
            "study": self.study.study,
            "claim": {
                name: getattr(claim, name) for name in Claim.__dataclass_fields__ if name not in ("study", "open")
            }
            | {"control_share": claim.control_share},
            "open": list(claim.open),
            "events": self.events.to_dicts(),
            "sizes": self.sizes.to_dicts(),
            "combinations": self.combinations,
            "reproducing": self.reproducing.to_dicts(),
            "same_follow_up_for_all": self.alike.to_dicts(),
            "simulated": self.simulated.to_dicts(),
            "replicates": self.replicates,
            "seed": self.seed,
        }


class Settling(TypedDict, total=False):
    """What somebody settles of a claim: times in months, shares between 0 and 1; None is not settled.

    control_share: controls with the event by the claim's time.
    """

    sides: int | None
    formula: str | None
    accrual: float | None
    follow_up: float | None
    control_share: float | None
    dropout: float | None
    subjects: int | None


def power(
    study: str | Study,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    step: Told = lambda _: None,
    **settling: Unpack[Settling],
) -> Power:
    """Recompute the sample-size claim of a study.

    settling: what is taken instead of what the study file says or leaves open. step: told what is being done.
    Raises HepaticaError for a study without a claim and for numbers that are impossible.
    """
    loaded = study if isinstance(study, Study) else load_study(study)
    claim = settled(claim_of(loaded), **settling)
    step("Trying what reproduces the claim")
    table = scan(claim)
    return Power(
        study=loaded,
        claim=claim,
        events=events_table(claim),
        sizes=size_table(claim),
        reproducing=reproducing(claim, table),
        combinations=table.height,
        alike=alike_table(claim),
        simulated=simulated_table(loaded, claim, replicates=replicates, seed=seed, step=step),
        replicates=replicates,
        seed=seed,
    )


def settled(claim: Claim, **settling: Unpack[Settling]) -> Claim:
    """The claim with what somebody settles; what is settled is no longer open."""
    formula = settling.get("formula")
    if formula is not None and formula not in FORMULAS:
        raise HepaticaError(f"«{formula}» is not a formula", do=f"write one of: {', '.join(FORMULAS)}")
    known: dict[str, Any] = {name: value for name, value in settling.items() if value is not None}
    control_share = known.pop("control_share", None)
    changed = replace(claim, **known, open=tuple(name for name in claim.open if name not in known))
    if control_share is not None:
        fixed = tuple(name for name in changed.open if name != "control_share")
        changed = replace(changed.with_control_share(control_share), open=fixed)
    return checked(changed)


FLOATS: Final = (
    "detail", "accrual", "follow_up", "control_share", "hazard_ratio", "power", "power_se", "events", "events_se",
)  # fmt: skip
SIMULATED: Final = {
    name: pl.Float64 if name in FLOATS else pl.String if name == "kind" else pl.Int64
    for name in (
        "kind", "detail", "accrual", "follow_up", "control_share", "hazard_ratio", "n_control", "n_treated", "power",
        "power_se", "events", "events_se",
    )
}  # fmt: skip
"""Columns of the simulated powers; `kind` says what is varied, `detail` by how much (see `scenarios`)."""


def simulated_table(
    study: Study, claim: Claim, *, replicates: int, seed: int, step: Told = lambda _: None
) -> pl.DataFrame:
    """The power of every scenario, with Monte-Carlo standard errors. All use the same draws, so differences are steadier."""
    if claim.kind == "proportions":
        return _of_proportions(claim, replicates, seed)
    rows: list[dict[str, Any]] = []
    wanted = scenarios(study, claim)
    for number, one in enumerate(wanted, start=1):
        step(f"Simulating {number} of {len(wanted)}: {replicates:,} trials of {one.trial.subjects}")
        found = simulate_trials(one.trial, alpha=claim.alpha, sides=claim.sides, replicates=replicates, seed=seed)
        told = {
            name: getattr(one, name)
            for name in ("kind", "detail", "accrual", "follow_up", "control_share", "hazard_ratio")
        }
        arms = {"n_control": one.trial.n_control, "n_treated": one.trial.n_treated}
        rows.append({**told, **arms, **_figures(found)})
    return pl.DataFrame(rows, schema=SIMULATED)


def _of_proportions(claim: Claim, replicates: int, seed: int) -> pl.DataFrame:
    """A claim about proportions: as claimed, and without an effect; who is lost is deleted outright."""
    rows = []
    for kind, ratio in (("claimed", claim.hazard_ratio), ("null", 1.0)):
        arms = [round(n * (1 - claim.dropout)) for n in claim.arms]
        shares = [claim.with_hazard_ratio(each).treated_share or 0.0 for each in (1.0, ratio)]
        found = simulate_proportions(
            (shares[0], shares[1]),
            (arms[0], arms[1]),
            alpha=claim.alpha,
            sides=claim.sides,
            replicates=replicates,
            seed=seed,
        )
        told = {"kind": kind, "control_share": claim.control_share, "hazard_ratio": ratio}
        rows.append({**told, "n_control": claim.arms[0], "n_treated": claim.arms[1], **_figures(found)})
    return pl.DataFrame(rows, schema=SIMULATED)


def _figures(found: Simulated) -> dict[str, float]:
    return {name: getattr(found, name) for name in ("power", "power_se", "events", "events_se")}
