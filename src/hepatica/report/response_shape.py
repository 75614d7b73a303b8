"""How much room the figures of response have, and what their panels share: one panel for each group, widths in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import polars as pl

from hepatica.report import palette
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words


@dataclass(frozen=True)
class Shape:
    """The plot inside the axes, and how many ticks its axis of time has."""

    width: int
    height: int
    ticks: int

    def panel_height(self, panels: int) -> int:
        """Height of one panel: lower where several stand under each other."""
        return self.height if panels < 2 else round(self.height * (0.75 if panels < 4 else 0.6))


PAGE: Final = Shape(width=560, height=270, ticks=9)
PHONE: Final = Shape(width=270, height=210, ticks=5)
LABELLED: Final = 60
"""Most subjects whose names are written."""

CEILING: Final = 100.0
TOPS: Final = (25.0, 50.0, CEILING)
UNDER: Final = 103.0
"""Where the axis of lines ends, below -100 %: a line there does not run on the axis of time."""


def top_of(highest: float | None) -> float:
    """Where an axis of change ends: lower than +100 % where no sum grows that far; what is beyond is cut."""
    return next((top for top in TOPS if (highest or 0.0) <= top), CEILING)


def along_time(scale: TimeScale, field: str, axis: alt.Axis | None = None) -> alt.X:
    """The place of a field, in the unit of the scale, on the axis of time."""
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, scale.end], nice=False), axis=axis or alt.Axis())


@dataclass(frozen=True)
class ChangeAxis:
    """The axis of change, in percent, from -floor to top."""

    top: float
    floor: float = 100.0

    def y(self, field: str, title: str | None = None) -> alt.Y:
        """The place of a field on it; with a title the axis is drawn, its labels with signs."""
        scale = alt.Scale(domain=[-self.floor, self.top], nice=False)
        if title is None:
            return alt.Y(f"{field}:Q", scale=scale, axis=alt.Axis())
        sign = "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '−' + (-datum.value) : '0'"
        values = list(range(-100, int(self.top) + 1, 25 if self.top < CEILING else 50))
        return alt.Y(f"{field}:Q", scale=scale, axis=alt.Axis(values=values, title=title, labelExpr=sign))

    def zero(self) -> alt.Chart:
        """The line of no change."""
        mark = alt.Chart(pl.DataFrame({"level": [0]})).mark_rule(color=palette.INK, strokeWidth=1)
        chart: alt.Chart = mark.encode(y=self.y("level"))
        return chart

    def thresholds(self, width: int, fall: float, rise: float) -> list[alt.Chart]:
        """Dashed lines at the fall and the rise that make a response and a progression, named at their right end."""
        levels = [level for level in (-fall, rise) if level <= self.top]
        rows = [{"level": level, "text": f"{level:+g}%".replace("-", "−")} for level in levels]
        data, place = pl.DataFrame(rows), self.y("level")
        line = alt.Chart(data).mark_rule(color=palette.INK, strokeWidth=0.8, strokeDash=[5, 3]).encode(y=place)
        name = alt.Chart(data).mark_text(align="left", baseline="middle", fontSize=10.5)
        return [line, name.encode(y=place, x=alt.value(width + 6), text="text:N")]


def stacked(
    panels: Sequence[alt.LayerChart | None], words: Words, description: str, mark: str = ""
) -> alt.VConcatChart:
    """Key and panels under each other in the look of the report; `mark` stands above them (that data are simulated)."""
    chart: alt.VConcatChart = (
        alt.vconcat(*(panel for panel in panels if panel is not None), spacing=14)
        .properties(description=description, background="white")
        .configure(**palette.config(words.lang))
    )
    if mark:
        warning = alt.TitleParams(mark, anchor="end", fontSize=11, color=palette.WARNING, offset=6)
        chart = chart.properties(title=warning)
    return chart


def headed(chart: alt.LayerChart, text: str) -> alt.LayerChart:
    """A panel with its name above its left end; no name, no heading."""
    if not text:
        return chart
    title = alt.TitleParams(
        text, anchor="start", frame="group", fontSize=12, fontWeight="bold", color=palette.INK, offset=9
    )
    named: alt.LayerChart = chart.properties(title=title)
    return named


def nobody(width: int, height: float, words: Words) -> alt.Chart:
    """Words in a plot in which nobody is drawn, at this height in pixels."""
    mark = alt.Chart(pl.DataFrame({"text": [words("nobody_drawn")]})).mark_text(fontSize=12, color=palette.FAINT)
    chart: alt.Chart = mark.encode(x=alt.value(width / 2), y=alt.value(height), text="text:N")
    return chart
