"""Estimates in each group: one column a group, one row a statistic; curves read at whole years are rows too.

More groups than fit a page beside each other stand in several tables, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hepatica.report.estimate import COUNTS, CURVES, Row, cell, heading, in_days
from hepatica.report.labels import Labels
from hepatica.report.numbers import DAYS_PER_YEAR
from hepatica.report.reasons import told
from hepatica.report.table import Cell, Column, Table
from hepatica.report.timescale import TimeScale

YEARS: Final = frozenset({1, 2, 3, 5, 10})
"""Years at which a curve is read out; the other years stand in the results table."""

BESIDE: Final = 5  # groups beside each other
FIRST: Final = ("n", "events", "competing_events", "censored")

Key = tuple[str, str, float | None]
"""Statistic, term and time: what tells the rows of the table apart."""


def estimate_tables(rows: Sequence[Row], name: str, labels: Labels, scale: TimeScale) -> list[Table]:
    """The tables of rows that each belong to one group, such as counts, medians, proportions; none without rows."""
    rows = [row for row in rows if _shown(row)]
    groups = list(dict.fromkeys((row["group_by"] or "", row["group"] or "") for row in rows))
    blocks = [groups[start : start + BESIDE] for start in range(0, len(groups), BESIDE)]
    return [
        _table([row for row in rows if _group(row) in block], block, f"{name}-{number}", labels, scale)
        for number, block in enumerate(blocks, start=1)
    ]


def notes_of(rows: Sequence[Row], labels: Labels) -> list[str]:
    """What the rows say of themselves, each thing once."""
    return list(dict.fromkeys(told(str(row["note"]), labels) for row in rows if row["note"]))


def _table(
    rows: Sequence[Row], groups: Sequence[tuple[str, str]], name: str, labels: Labels, scale: TimeScale
) -> Table:
    words = labels.words
    found = {(_group(row), _key(row)): row for row in rows}
    keys = sorted(dict.fromkeys(_key(row) for row in rows), key=_order)
    body: list[list[Cell]] = []
    parts: list[str] = []
    for key in keys:
        mine = [row for row in rows if _key(row) == key]
        first = next((row for row in mine if row["low"] is not None or row["high"] is not None), mine[0])
        parts.append(_part(first, labels, scale))
        body.append([_label(first, labels, scale), *(cell(found.get((group, key)), scale, words) for group in groups)])
    heads = [Column(""), *(Column(labels.group(*group), "right") for group in groups)]
    medians = [row for row in rows if "median" in row["statistic"] and in_days(row)]
    unreached = any(row["value"] is None or (row["low"] is not None and row["high"] is None) for row in medians)
    notes = [words("nr_note")] if unreached and words("nr_note") else []
    return Table(name, words("by_group"), heads, body, groups=parts, notes=[*notes, *notes_of(rows, labels)])


def _group(row: Row) -> tuple[str, str]:
    return row["group_by"] or "", row["group"] or ""


def _key(row: Row) -> Key:
    return row["statistic"], row["term"] or "", row["time"]


def _order(key: Key) -> tuple[int, int]:
    """Counts first, then single estimates, then curves; otherwise as they come (sorting is stable)."""
    statistic, _, time = key
    if statistic in COUNTS:
        return 0, FIRST.index(statistic) if statistic in FIRST else len(FIRST)
    return (2 if statistic in CURVES and time is not None else 1), 0


def _part(row: Row, labels: Labels, scale: TimeScale) -> str:
    """The heading under which a row stands: the curve that was read, else counts or estimates."""
    words = labels.words
    if row["statistic"] in COUNTS:
        return words("subjects")
    if row["statistic"] not in CURVES or row["time"] is None:
        return words("estimates")
    name = heading(row, scale, words)
    if row["term"]:
        return words("named", name=labels.cause(row["term"], row["endpoint"]), text=name[:1].lower() + name[1:])
    return name


def _label(row: Row, labels: Labels, scale: TimeScale) -> str:
    """What a row is called under its heading."""
    words = labels.words
    if row["statistic"] in CURVES and row["time"] is not None:
        return _when(row["time"], labels)
    name = heading(row, scale, words)
    if row["term"]:
        name = words("named", name=name, text=labels.kind_of_event(row["term"], row["endpoint"]))
    if row["time"] is not None:
        until = words("at_time", time=f"{scale.of(row['time']):.3g}", unit=words(scale.unit))
        name = words("until", name=name, time=until)
    return name


def _shown(row: Row) -> bool:
    """Whether a curve is read out at this time: not at every year of a long follow-up."""
    if row["time"] is None or row["statistic"] not in CURVES:
        return True
    years = row["time"] / DAYS_PER_YEAR
    return years != round(years) or years in YEARS


def _when(day: float, labels: Labels) -> str:
    years = day / DAYS_PER_YEAR
    if abs(years - round(years)) < 1e-6:
        return labels.words("year" if round(years) == 1 else "years_n", n=round(years))
    return labels.words("days_n", n=f"{day:g}")
