"""The key above a figure of response: what colours and marks mean, in rows that fit the figure's width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import altair as alt
import polars as pl

from hepatica.report import palette, response_palette
from hepatica.report.words import Words

SIZE: Final = 12
ROW: Final = 20
SYMBOL: Final = 20  # pixels from the left end of a symbol to its label
THIN: Final = frozenset(" .,;:()ijlt|'/-")
GAP: Final = 20  # pixels from a label to the next symbol


@dataclass(frozen=True)
class Item:
    """One entry: a label beside a bar's colour, a line's colour, or a mark's shape and fill."""

    label: str
    kind: Literal["bar", "line", "mark"]
    fill: str
    shape: str = "square"
    opacity: float = 1.0


def response_items(codes: Sequence[str], kind: Literal["bar", "line"], words: Words) -> list[Item]:
    """An entry for each response that is drawn, from best to worst."""
    return [
        Item(code or words("response_unknown"), kind, response_palette.colour(code))
        for code in response_palette.ordered(codes)
    ]


def key(blocks: Sequence[Sequence[Item]], width: int) -> alt.LayerChart | None:
    """The entries in rows, a block on a row of its own where it does not fit beside the one before; None without any."""
    placed, bottom = _placed([block for block in blocks if block], width)
    if not placed:
        return None
    layers = []
    for kind, mark in (
        ("bar", {"type": "point", "shape": "square", "size": 110, "strokeWidth": 0}),
        ("line", {"type": "point", "shape": "stroke", "size": 260, "strokeWidth": 2.4}),
        ("mark", {"type": "point", "size": 60, "strokeWidth": 1.1, "stroke": palette.INK}),
    ):
        rows = [row for row in placed if row["kind"] == kind]
        if not rows:
            continue
        painted: dict[str, Any] = {"stroke" if kind == "line" else "fill": alt.Color("fill:N", scale=None)}
        if kind == "mark":
            painted["shape"] = alt.Shape("shape:N", scale=None)
        chart = alt.Chart(pl.DataFrame(rows)).properties(mark=mark)
        layers.append(
            chart.encode(
                x=_pixel("symbol", width),
                y=_pixel("y", bottom),
                opacity=alt.Opacity("opacity:Q", scale=None),
                **painted,
            )
        )
    text = alt.Chart(pl.DataFrame(placed)).mark_text(align="left", baseline="middle", fontSize=SIZE)
    layers.append(text.encode(x=_pixel("x", width), y=_pixel("y", bottom), text="label:N"))
    return alt.LayerChart(layer=layers, width=width, height=bottom)


def _placed(blocks: Sequence[Sequence[Item]], width: int) -> tuple[list[dict[str, Any]], int]:
    """Where each entry stands, in pixels, and how high all are."""
    placed: list[dict[str, Any]] = []
    x, y = 0.0, 0
    for block in blocks:
        if x and x + sum(_width(item) for item in block) - GAP > width:
            x, y = 0.0, y + ROW
        for item in block:
            if x and x + _width(item) - GAP > width:
                x, y = 0.0, y + ROW
            row = {
                "label": item.label,
                "kind": item.kind,
                "fill": item.fill,
                "shape": item.shape,
                "opacity": item.opacity,
            }
            placed.append({**row, "symbol": x + 7, "x": x + SYMBOL, "y": y + ROW / 2})
            x += _width(item)
    return placed, y + ROW


def _width(item: Item) -> float:
    """About how wide an entry is with its gap; a little too wide rather than too narrow: the font is the reader's."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in item.label)
    thin = sum(letter in THIN for letter in item.label)
    return SYMBOL + GAP + SIZE * (1.02 * wide + 0.33 * thin + 0.56 * (len(item.label) - wide - thin))


def _pixel(field: str, end: int) -> Any:
    scale = alt.Scale(domain=[0, end], range=[0, end], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=None) if field == "y" else alt.X(f"{field}:Q", scale=scale, axis=None)
