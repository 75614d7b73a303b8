"""Simulated two-arm trials and the power of their log-rank test: many trials at once, by blocks that need no order.

Each block of trials has a seed of its own, so that the same seed gives the same trials whatever else is asked for, and
designs of the same size are compared on the same draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hepatica.errors import HepaticaError
from hepatica.simulation.hazard import Floats, Hazard
from hepatica.statistics.many_log_rank import many_log_rank
from hepatica.statistics.sample_size import critical_value

Flags = NDArray[np.bool_]

BLOCK: Final = 500
"""Trials that are made together: of 56 subjects, few enough to stay in a processor's cache."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The design of a two-arm trial; times in months.

    treated_share: the chance of each subject to be treated, where that is not planned but happens (an assay succeeds);
    then n_control and n_treated only add up to the size. accrual: subjects enter uniformly over it; follow_up: from the last
    entry to the end; horizon: nobody is followed longer. loss: hazard of being lost. visits: rising months from entry at
    which the event can be seen, each subject's own; empty where it is seen when it happens.
    """

    control: Hazard
    treated: Hazard
    n_control: int
    n_treated: int
    accrual: float = 0.0
    follow_up: float = 0.0
    horizon: float = np.inf
    loss: float = 0.0
    visits: tuple[float, ...] = ()
    treated_share: float | None = None

    def __post_init__(self) -> None:
        if self.n_control < 1 or self.n_treated < 1:
            raise HepaticaError(
                f"{self.n_control} and {self.n_treated} subjects are no two arms", do="give each arm at least one"
            )
        if self.accrual < 0 or self.follow_up < 0 or self.loss < 0 or self.horizon <= 0:
            raise HepaticaError("a time or the loss of a simulated trial is negative", do="give months of 0 or more")
        if self.accrual + self.follow_up <= 0:
            raise HepaticaError("nobody is followed: accrual and follow-up are both 0", do="give one of them in months")
        if self.treated_share is not None and not 0 < self.treated_share < 1:
            raise HepaticaError(f"the treated share is {self.treated_share:g}", do="give a share between 0 and 1")
        if any(later <= earlier for earlier, later in zip((0.0, *self.visits), self.visits, strict=False)):
            raise HepaticaError("the visits are not in order", do="give rising months above 0")

    @property
    def subjects(self) -> int:
        """In both arms."""
        return self.n_control + self.n_treated

    def without_effect(self) -> Trial:
        """The same trial with the control arm's hazard in both arms, for the type I error."""
        return replace(self, treated=self.control)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a number of simulated trials gave, each figure with its Monte-Carlo standard error.

    power: the share of trials that rejected (either way, if the test is two-sided). events: seen per trial.
    """

    power: float
    power_se: float
    events: float
    events_se: float
    replicates: int


def simulate_trials(
    trial: Trial, *, alpha: float, sides: int = 2, replicates: int = 10_000, seed: int = 1
) -> Simulated:
    """The power of the log-rank test; a one-sided test rejects where the treated arm has fewer events than expected.

    Raises HepaticaError for fewer than 2 replicates and a negative seed, StatisticsError for an impossible test.
    """
    critical = critical_value(alpha, sides)
    check_request(replicates, seed)
    rejected, events = [], []
    for time, event, group in draw_trials(trial, replicates=replicates, seed=seed):
        z = many_log_rank(time, event, group)
        rejected.append(np.abs(z) >= critical if sides == 2 else z <= -critical)
        events.append(event.sum(axis=1))
    share, seen = np.concatenate(rejected).mean(), np.concatenate(events)
    return Simulated(
        power=float(share),
        power_se=float(np.sqrt(share * (1 - share) / replicates)),
        events=float(seen.mean()),
        events_se=float(seen.std(ddof=1) / np.sqrt(replicates)),
        replicates=replicates,
    )


def draw_trials(trial: Trial, *, replicates: int, seed: int) -> Iterator[tuple[Floats, Flags, Flags]]:
    """Blocks of simulated trials: time, event and group (True: treated), each trials x subjects."""
    check_request(replicates, seed)
    for block, first in enumerate(range(0, replicates, BLOCK)):
        rng = np.random.default_rng([seed, block])
        time, event, group = _block(trial, rng)
        left = min(BLOCK, replicates - first)
        yield time[:left], event[:left], group[:left]


def _block(trial: Trial, rng: np.random.Generator) -> tuple[Floats, Flags, Flags]:
    shape = (BLOCK, trial.subjects)
    draws, entry, leaving = rng.standard_exponential(shape), rng.random(shape), rng.standard_exponential(shape)
    if trial.treated_share is None:
        group = np.broadcast_to(np.arange(trial.subjects) >= trial.n_control, shape)
        parts = draws[:, : trial.n_control], draws[:, trial.n_control :]
        happens = np.hstack((trial.control.times(parts[0]), trial.treated.times(parts[1])))
    else:
        group = rng.random(shape) < trial.treated_share
        happens = np.where(group, trial.treated.times(draws), trial.control.times(draws))
    ends = np.minimum(trial.follow_up + trial.accrual * entry, trial.horizon)
    if trial.loss > 0:
        ends = np.minimum(ends, leaving / trial.loss)
    if trial.visits:
        happens, ends = _at_visits(happens, ends, np.array(trial.visits))
    event = happens <= ends
    return np.minimum(happens, ends), event, group


def _at_visits(happens: Floats, ends: Floats, visits: Floats) -> tuple[Floats, Floats]:
    """Events are seen at the next visit, and whoever leaves was last seen at the visit before."""
    seen = np.append(visits, np.inf)[np.searchsorted(visits, happens, side="left")]
    last = np.append(0.0, visits)[np.searchsorted(visits, ends, side="right")]
    return seen, last


def check_request(replicates: int, seed: int) -> None:
    """Raise HepaticaError for too few replicates or a negative seed."""
    if replicates < 2:
        raise HepaticaError(f"{replicates} simulated trials say nothing", do="ask for a few thousand, such as 10000")
    if seed < 0:
        raise HepaticaError(f"{seed} is not a seed", do="give a whole number of at least 0")
