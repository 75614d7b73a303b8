"""Hazards that change at given times, and event times drawn from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hepatica.errors import HepaticaError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hazard:
    """Events per month: `rates[i]` from `changes[i - 1]` to `changes[i]` months, the first from 0, the last for ever."""

    rates: tuple[float, ...]
    changes: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rates) != len(self.changes) + 1:
            raise HepaticaError(
                f"{len(self.rates)} rates and {len(self.changes)} changes", do="give one rate more than changes"
            )
        if not all(0 <= rate < np.inf for rate in self.rates) or self.rates[-1] <= 0:
            raise HepaticaError(f"a hazard is {min(self.rates):g}", do="give rates of 0 or more, the last above 0")
        if any(later <= earlier for earlier, later in zip((0.0, *self.changes), self.changes, strict=False)):
            raise HepaticaError("the changes of a hazard are not in order", do="give rising times above 0, in months")

    def times(self, exponential: Floats) -> Floats:
        """Event times in months, made of draws from the unit exponential (by inverting the cumulative hazard)."""
        if not self.changes:
            return exponential / self.rates[0]
        knots = np.array((0.0, *self.changes))
        reached = np.concatenate(([0.0], np.cumsum(np.diff(knots) * self.rates[:-1])))
        piece = np.searchsorted(reached, exponential, side="right") - 1
        rates = np.array(self.rates)
        return np.asarray(knots[piece] + (exponential - reached[piece]) / rates[piece], dtype=np.float64)


def constant(rate: float) -> Hazard:
    """The same hazard for ever."""
    return Hazard((rate,))


def treated_hazard(control: float, ratio: float, *, from_month: float = 0.0, to_month: float = np.inf) -> Hazard:
    """The hazard under a treatment that works from one month to another, and not before or after."""
    edges = [(from_month, control), (to_month, control * ratio)]
    changes = tuple(month for month, _ in edges if 0 < month < np.inf)
    rates = [rate for month, rate in edges if month > 0]
    return Hazard((*rates, control) if to_month < np.inf else tuple(rates), changes)
