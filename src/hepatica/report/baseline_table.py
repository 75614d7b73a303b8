"""The table of baseline characteristics, from the rows of the results with method "baseline".

term is the variable, group the group it is counted in ("" all subjects). A coded variable has one row of statistic
"count" for each value (`reference` holds the value, n the subjects counted in); a number has median, q1, q3 (or mean,
sd); "missing" counts those without a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
from markupsafe import Markup

from hepatica.report import numbers
from hepatica.report.estimate import Row
from hepatica.report.labels import Labels
from hepatica.report.table import Cell, Column, Table
from hepatica.report.words import Words

METHOD: Final = "baseline"


def is_baseline() -> pl.Expr:
    """The rows that belong to this table."""
    return pl.col("method") == METHOD


def is_result() -> pl.Expr:
    """The rows of an endpoint's analyses: not this table, not the counts of the flow of participants."""
    return pl.col("endpoint").fill_null("") != ""


def baseline_tables(results: pl.DataFrame, labels: Labels) -> list[Table]:
    """One table for each grouping of baseline rows; none where there are no such rows."""
    return [
        _table(part.to_dicts(), f"table-baseline-{index}", labels)
        for index, part in enumerate(results.partition_by("analysis", maintain_order=True), start=1)
    ]


def _table(rows: Sequence[Row], name: str, labels: Labels) -> Table:
    words = labels.words
    by = next((row["group_by"] for row in rows if row["group_by"]), "")
    groups = list(dict.fromkeys(row["group"] or "" for row in rows))
    sizes = {row["group"] or "": row["value"] for row in rows if row["statistic"] == "n" and not row["term"]}
    heads = [Column(words("characteristic"))]
    for group in groups:
        size = f" (n\u00a0=\u00a0{numbers.count(sizes[group])})" if group in sizes else ""
        heads.append(Column(labels.group(by, group) + size, "right"))
    body: list[list[Cell]] = []
    for term in dict.fromkeys(row["term"] for row in rows if row["term"]):
        body += _characteristic(term, [row for row in rows if row["term"] == term], groups, labels)
    by_text = words("by", group=labels.grouping(by)) if by else ""
    title = words("sentence", text=words("baseline") + by_text)
    return Table(name, title, heads, body)


def _characteristic(term: str, rows: Sequence[Row], groups: Sequence[str], labels: Labels) -> list[list[Cell]]:
    """The lines of one variable: a heading with a line for each value, or one line for a number."""
    words = labels.words
    cells: dict[tuple[str, str, str], Row] = {
        (row["group"] or "", row["statistic"], row["reference"] or ""): row for row in rows
    }
    values = list(dict.fromkeys(row["reference"] for row in rows if row["statistic"] == "count"))
    statistics = {row["statistic"] for row in rows}
    unit = labels.unit(next((row["unit"] for row in rows if row["unit"]), None))
    name = words("of_unit", name=labels.variable(term), unit=unit) if unit else labels.variable(term)
    lines: list[list[Cell]] = []
    if values:
        lines.append([words("of_unit", name=name, unit=words("n_percent")), *("" for _ in groups)])
        for value in values:
            label = Markup('<span class="indent">{}</span>').format(labels.group(term, value))
            lines.append([label, *(_share(cells.get((group, "count", value))) for group in groups)])
    elif "median" in statistics:
        title = words("of_unit", name=name, unit=words("median_iqr"))
        lines.append([title, *(_spread(cells, group, words, "median", "q1", "q3") for group in groups)])
    if any(row["statistic"] == "missing" and row["value"] for row in rows):
        label = Markup('<span class="indent">{}</span>').format(words("missing"))
        counts = [cells.get((group, "missing", "")) for group in groups]
        lines.append([label, *(numbers.count(row["value"]) if row else numbers.ABSENT for row in counts)])
    return lines


def _share(row: Row | None) -> str:
    if row is None:
        return numbers.ABSENT
    text = numbers.count(row["value"])
    return f"{text} ({numbers.percent(row['value'] / row['n'])})" if row["n"] else text


def _spread(cells: Mapping[tuple[str, str, str], Row], group: str, words: Words, centre: str, *around: str) -> str:
    row = cells.get((group, centre, ""))
    if row is None:
        return numbers.ABSENT
    values = [row["value"], *(cells[group, name, ""]["value"] for name in around if (group, name, "") in cells)]
    whole = all(value is not None and value == round(value) for value in values)
    centre_text, *ends = [numbers.count(value) if whole else numbers.number(value) for value in values]
    low, high = ends if len(ends) == 2 else (numbers.ABSENT, numbers.ABSENT)
    return numbers.with_limits(centre_text, low, high, words)
