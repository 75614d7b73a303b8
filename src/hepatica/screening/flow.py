"""The way of a cohort through screening, counted: who was assessed, who failed what, who is still open."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from hepatica.screening.screen import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN


@dataclass(frozen=True)
class Flow:
    """Counts of subjects. `first`: by the first criterion that excluded them; `open`: by criterion not yet answered,
    among subjects of unknown status (a subject can be open in several)."""

    assessed: int
    eligible: int
    not_eligible: int
    unknown: int
    first: dict[str, int]
    open: dict[str, int]


def flow(screened: pl.DataFrame) -> Flow:
    """Count the frame of `screen`."""
    counts = dict(screened.group_by("STATUS").len().iter_rows())
    return Flow(
        assessed=screened.height,
        eligible=counts.get(ELIGIBLE, 0),
        not_eligible=counts.get(NOT_ELIGIBLE, 0),
        unknown=counts.get(UNKNOWN, 0),
        first=_counted(screened.filter(pl.col("STATUS") == NOT_ELIGIBLE)["FAILED"].str.split(" ").list.first()),
        open=_counted(screened.filter(pl.col("STATUS") == UNKNOWN)["OPEN"].str.split(" ").explode()),
    )


def _counted(names: pl.Series) -> dict[str, int]:
    counts = names.value_counts(name="count")
    ordered = counts.sort("count", names.name, descending=[True, False])
    return {name: count for name, count in ordered.iter_rows() if name}
