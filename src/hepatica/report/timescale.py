"""The time axis of a survival figure: which unit reads best, and where the ticks stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from hepatica.report.numbers import DAYS_PER_MONTH, DAYS_PER_YEAR

Unit = Literal["days", "weeks", "months", "years"]

DAYS: Final[dict[Unit, float]] = {"days": 1.0, "weeks": 7.0, "months": DAYS_PER_MONTH, "years": DAYS_PER_YEAR}
STEPS: Final[dict[Unit, tuple[int, ...]]] = {
    "days": (1, 2, 5, 7, 14),
    "weeks": (1, 2, 4, 8),
    "months": (1, 2, 3, 6, 12, 24),
    "years": (1, 2, 5, 10, 20),
}


@dataclass(frozen=True)
class TimeScale:
    """A unit of time and how far the axis runs in it."""

    unit: Unit
    end: float

    @property
    def days(self) -> float:
        """Days in one unit."""
        return DAYS[self.unit]

    def of(self, days: float) -> float:
        """Days in this unit."""
        return days / self.days

    def ticks(self, most: int) -> list[int]:
        """Tick positions in this unit, from 0, at round steps, at most `most` of them."""
        for step in STEPS[self.unit]:
            if math.floor(self.end / step + 1e-9) + 1 <= most:
                return list(range(0, math.floor(self.end + 1e-9) + 1, step))
        step = math.ceil(self.end / max(most - 1, 1))
        return list(range(0, math.floor(self.end) + 1, step))


def time_scale(last_day: float) -> TimeScale:
    """The scale for follow-up of `last_day` days: years beyond five years, months beyond three months, else finer.

    The analysis unit of the studies is the month; years are read more easily once follow-up is long.
    """
    unit: Unit
    if last_day > 61 * DAYS_PER_MONTH:
        unit = "years"
    elif last_day > 92:
        unit = "months"
    elif last_day > 21:
        unit = "weeks"
    else:
        unit = "days"
    return TimeScale(unit, max(last_day / DAYS[unit], 1.0))
