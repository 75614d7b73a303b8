"""Inputs and answers of an instrument written as one table: what stands under the names it returns is what it must say.

`yes` and `no` are true and false, an empty cell is unknown; a list is written with commas. In a table of series a cell of
one column holds a subject's whole series: `0: 58.3, 43: 33.3` are the days and what was found on them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

FLAGS = {"yes": True, "no": False}


def check(instrument: Callable[[pl.DataFrame], pl.DataFrame], table: str) -> None:
    """Hold what the instrument gives for each line against the columns of that name."""
    head, lines = cells(table)
    _compare(instrument(frame(head, lines)), head, lines)


def check_series(instrument: Callable[[pl.DataFrame], pl.DataFrame], table: str, *, series: str = "series") -> None:
    """The same for a table with one line a subject: the instrument is given subject, order, day and text of each entry."""
    head, lines = cells(table)
    rows = [
        {"subject": line[0], "order": order, "day": float(day), "text": text.strip()}
        for line in lines
        for order, entry in enumerate(line[head.index(series)].split(","))
        if entry.strip()
        for day, text in [entry.split(":")]
    ]
    schema = {"subject": pl.String, "order": pl.Int64, "day": pl.Float64, "text": pl.String}
    found = instrument(pl.DataFrame(rows, schema=schema))
    order = pl.DataFrame({head[0]: [line[0] for line in lines]}).rename({head[0]: "subject"})
    _compare(order.join(found, on="subject", how="left", maintain_order="left"), head, lines)


def cells(table: str) -> tuple[list[str], list[list[str]]]:
    """Head and lines of a table."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return head, lines


def frame(head: list[str], lines: list[list[str]]) -> pl.DataFrame:
    """The lines as columns: of numbers, of true and false, or of text."""
    return pl.DataFrame({name: _column([line[place] for line in lines]) for place, name in enumerate(head)})


def _column(texts: list[str]) -> pl.Series:
    filled = [text for text in texts if text]
    if filled and all(text in FLAGS for text in filled):
        return pl.Series([FLAGS.get(text) for text in texts], dtype=pl.Boolean)
    try:
        return pl.Series([float(text) if text else None for text in texts], dtype=pl.Float64)
    except ValueError:
        return pl.Series([text or None for text in texts], dtype=pl.String)


def _compare(found: pl.DataFrame, head: list[str], lines: list[list[str]]) -> None:
    given = [name for name in head if name in found.columns]
    assert given, f"the table holds none of {found.columns}"
    said = [[_said(row[name]) for name in given] for row in found.to_dicts()]
    assert said == [[line[head.index(name)] for name in given] for line in lines]


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case list():
            return ", ".join(value)
        case _:
            return str(value)
