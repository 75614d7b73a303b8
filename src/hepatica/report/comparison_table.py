"""Tests and models: one row a comparison, with its estimate and p-value, under the name of its method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from hepatica.report import numbers
from hepatica.report.estimate import TESTS, Row, cell, test_text
from hepatica.report.estimate_table import notes_of
from hepatica.report.labels import Labels
from hepatica.report.table import Cell, Column, Table, with_id
from hepatica.report.timescale import TimeScale

Key = tuple[str, str, str, str, float | None]
"""Method, term, group, reference and time: what tells comparisons apart."""


def comparison_table(rows: Sequence[Row], name: str, labels: Labels, scale: TimeScale) -> Table | None:
    """The table of rows that compare groups or describe a model; None without rows."""
    if not rows:
        return None
    words = labels.words
    keyed: dict[Key, dict[str, Row]] = {}
    for row in rows:
        key = (row["method"], row["term"] or "", row["group"] or "", row["reference"] or "", row["time"])
        keyed.setdefault(key, {})[row["statistic"]] = row
    lines = [line for key, found in keyed.items() for line in _lines(key, found, labels, scale)]
    groups = [heading for heading, _ in lines]
    body = [list(cells) for _, cells in lines]
    level = next((row["level"] for row in rows if row["low"] is not None), None)
    what = words("test_statistic")
    if level is not None:
        what = words("with_limits", what=words("estimate"), level=numbers.level(level))
    heads = [Column(words("comparison")), Column(what, "right"), Column(words("p"), "right")]
    if not any(line[1] for line in body):
        heads, body = [heads[0], heads[2]], [[line[0], line[2]] for line in body]
    return Table(name, words("comparisons"), heads, body, groups=groups, notes=notes_of(rows, labels))


def _lines(key: Key, found: Mapping[str, Row], labels: Labels, scale: TimeScale) -> list[tuple[str, list[Cell]]]:
    """One line for each estimate of a comparison; a test without an estimate has one line for its statistic."""
    method, term, group, reference, time = key
    words = labels.words
    name = labels.method(method)
    by = str(next(iter(found.values()))["group_by"] or "")
    label = labels.comparison(term or (by if group else ""), group, reference, by)
    if time is not None:
        label = words("until", name=label, time=words("at_time", time=f"{scale.of(time):.3g}", unit=words(scale.unit)))
    p = found.get("p_value")
    p_cell: Cell = with_id(numbers.p_value(p["value"]), p["result_id"]) if p else Markup("")
    estimates = [row for statistic, row in found.items() if statistic not in TESTS]
    if not estimates:
        return [(name, [label, test_text(found.get("chi_square"), found.get("df"), words), p_cell])]
    lines: list[tuple[str, list[Cell]]] = []
    for index, row in enumerate(estimates):
        statistic = words.named("statistic", row["statistic"])
        heading = words("named", name=name, text=statistic.lower() if words.lang == "en" else statistic)
        lines.append((heading, [label, cell(row, scale, words), p_cell if index == 0 else ""]))
    return lines
