"""What a survival figure shows, taken from the rows of one curve analysis: steps, censor ticks, numbers at risk.

A curve is the rows of the results table with statistic "survival" or "cumulative_incidence": time in days from the
origin, value, low, high, n_risk (at risk just before that time) and events (at that time). Times at which subjects
were only censored are rows too; their events are 0. Days of late entry are rows without value and events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

MOST_STEPS: Final = 1500  # more steps than this cannot be told apart on paper


@dataclass(frozen=True)
class Curve:
    """One group's curve; `steps` has columns time (days), value, low, high, n_risk, failed, in order of time.

    `entries` has time and n_risk of the days on which subjects enter late: the number at risk changes there too.
    """

    group: str
    label: str
    steps: pl.DataFrame
    entries: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"time": pl.Float64, "n_risk": pl.Float64})
    )

    @property
    def last_day(self) -> float:
        """The last time at which anything is known of this group."""
        return float(self.steps["time"][-1]) if self.steps.height else 0.0

    @property
    def late(self) -> bool:
        """Whether subjects come under observation after time zero: then the number at risk rises somewhere."""
        return self.entries.height > 0 or bool((self.steps["n_risk"].diff() > 0).any())

    def drawn(self, start: float) -> pl.DataFrame:
        """The steps from time 0 at height `start`; of a very long curve only those that paper can show."""
        steps = self.steps
        if not steps.height or float(steps["time"][0]) > 0:
            first = {"time": 0.0, "value": start, "low": start, "high": start, "n_risk": None, "failed": None}
            steps = pl.concat([pl.DataFrame([first], schema=steps.schema), steps])
        if steps.height > MOST_STEPS:
            column = (pl.col("time") / max(self.last_day, 1.0) * MOST_STEPS).floor()
            steps = steps.group_by(column.alias("column"), maintain_order=True).last().select(self.steps.columns)
        return steps

    def censored(self, start: float) -> pl.DataFrame:
        """Time and height of each censor tick: times with nobody failing, or where more left than failed."""
        if not self.steps.height:
            return self.steps.select("time", "value")
        leaving = pl.col("n_risk") - pl.col("n_risk").shift(-1).fill_null(0)
        rows = self.steps.with_columns(leaving=leaving, value=pl.col("value").fill_null(start))
        rows = rows.filter((pl.col("time") > 0) & ((pl.col("failed") == 0) | (pl.col("leaving") > pl.col("failed"))))
        column = (pl.col("time") / max(self.last_day, 1.0) * MOST_STEPS).floor()
        return rows.group_by(column.alias("column"), maintain_order=True).last().select("time", "value")

    def at_risk(self, day: float) -> int:
        """How many were under observation just before `day` (the first row at or after it says)."""
        known = pl.concat([self.steps.select("time", "n_risk"), self.entries])
        after = known.filter(pl.col("time") >= day).sort("time")
        return int(after["n_risk"][0] or 0) if after.height else 0


def curves_of(rows: pl.DataFrame, labels: Sequence[tuple[str, str]]) -> list[Curve]:
    """The curves in `rows`, in the order of `labels` (group, label); groups without rows are left out.

    `failed` counts events of every cause at a time; without such a column, `events` does.
    """
    columns = ["time", "value", "low", "high", "n_risk", "failed"]
    if "failed" not in rows.columns:
        rows = rows.with_columns(failed="events")
    found = []
    for group, label in labels:
        own = rows.filter(pl.col("group") == group)
        entering = pl.col("events").is_null() & pl.col("value").is_null()
        entries = own.filter(entering).select(pl.col("time", "n_risk").cast(pl.Float64))
        steps = own.filter(~entering).select(pl.col(columns).cast(pl.Float64)).sort("time")
        steps = steps.unique("time", keep="last", maintain_order=True)
        if steps.height:
            found.append(Curve(group, label, steps, entries))
    return found
