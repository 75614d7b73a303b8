"""The results: one long table, a row for each number, in the shape of CDISC analysis results.

Every figure and table of a report is made from these rows and from nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from hepatica.errors import HepaticaError

SCHEMA: Final = {
    "result_id": pl.String(),
    "analysis": pl.String(),
    "endpoint": pl.String(),
    "population": pl.String(),
    "group_by": pl.String(),
    "group": pl.String(),
    "reference": pl.String(),
    "method": pl.String(),
    "term": pl.String(),
    "statistic": pl.String(),
    "time": pl.Float64(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "level": pl.Float64(),
    "unit": pl.String(),
    "n": pl.Int64(),
    "events": pl.Int64(),
    "n_risk": pl.Int64(),
    "dataset": pl.String(),
    "parameter": pl.String(),
    "note": pl.String(),
    "simulated": pl.Boolean(),
}
"""time in days. value, low, high: null where there is no number (a median not reached). n, events: behind this."""

SHORT: Final = {"hazard_ratio": "hr", "p_value": "p", "cumulative_incidence": "cif"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result belongs: the columns that all rows of one analysis share."""

    analysis: str
    endpoint: str = ""
    population: str = ""
    group_by: str = ""
    dataset: str = ""
    parameter: str = ""
    method: str = ""
    notes: tuple[str, ...] = field(default=())
    always: tuple[str, ...] = field(default=())
    """Notes of all methods."""

    def by(self, method: str, *notes: str) -> Place:
        """The same place for one method, with what a reader must know of all its rows."""
        return replace(self, method=method, notes=tuple(note for note in notes if note))

    def row(self, statistic: str, value: float | None, *, within: str = "", **more: Any) -> Row:
        """One result. `within` tells apart rows of one statistic (the point of a curve). Not a number is null."""
        notes = dict.fromkeys(note for note in (*self.always, *self.notes, more.pop("note", "")) if note)
        row: Row = {
            **{name: "" for name, kind in SCHEMA.items() if kind == pl.String()},
            "analysis": self.analysis,
            "endpoint": self.endpoint,
            "population": self.population,
            "group_by": self.group_by,
            "dataset": self.dataset,
            "parameter": self.parameter,
            "method": self.method,
            "statistic": statistic,
            "value": number(value),
            **{name: number(item) if name in ("low", "high", "time") else item for name, item in more.items()},
            "note": "; ".join(notes),
        }
        return row | {"result_id": self.id_of(row, within)}

    def failed(self, error: HepaticaError | str, **more: Any) -> Row:
        """A row that says why a method gave no result."""
        reason = error.what if isinstance(error, HepaticaError) else error
        return self.row("not_done", None, note=reason, **more)

    def id_of(self, row: Row, within: str = "") -> str:
        """The name of a result: analysis, method, statistic, term, group against reference, time."""
        method = "" if self.method in (*self.analysis.split("."), row["statistic"]) else self.method
        statistic = SHORT.get(row["statistic"], row["statistic"])
        term = row["term"] if row["term"] not in (self.group_by, "") else ""
        group = f"{row['group']}:{row['reference']}" if row["reference"] else row["group"]
        parts = (self.analysis, method, statistic, within, term, group)
        time = row.get("time")
        name = ".".join(part for part in parts if part) + (f"@{time:g}" if time is not None else "")
        return re.sub(r"[^\w.:@()+-]+", "_", name)


def number(value: float | None) -> float | None:
    """A finite number; None for what is missing, not a number or infinite."""
    return None if value is None or not math.isfinite(value) else float(value)


def frame(rows: Iterable[Row], *, simulated: bool) -> pl.DataFrame:
    """The results table. Raises ValueError if two results have one name: that is a fault of the program."""
    table = pl.DataFrame(list(rows), schema=SCHEMA).with_columns(simulated=pl.lit(simulated))
    twice = table["result_id"].filter(table["result_id"].is_duplicated())
    if twice.len():
        raise ValueError(f"two results are named {twice[0]}")
    return table
