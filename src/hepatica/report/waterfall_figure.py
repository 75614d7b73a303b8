"""A waterfall figure: a bar for each subject, its best change of the target sum, from most growth to most shrinkage.

Bars have the colour of the best response, which is not that of the bar's height alone: new or other lesions progress
beside targets that shrink. Groups have a panel each, with bars of one width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import altair as alt
import polars as pl

from hepatica.report import response_palette
from hepatica.report.response_key import key, response_items
from hepatica.report.response_shape import (
    LABELLED,
    PAGE,
    ChangeAxis,
    Shape,
    headed,
    nobody,
    stacked,
    top_of,
)
from hepatica.report.words import Words

THIN: Final = 4.0  # pixels of a bar under which gaps between bars would only flicker
WIDEST: Final = 46.0  # pixels of a bar: with a few of them the figure is narrower
NARROWEST: Final = 240.0
TOLD: Final = 24.0  # pixels of a bar from which on the value of a cut bar can stand above it
FLAT: Final = 0.75  # percent: a bar of less is drawn as high, so that no change is seen as such


@dataclass(frozen=True)
class WaterfallFigure:
    """What is drawn.

    bars: subject, group, change (percent), response (code, "" unknown), ordered as they stand. panels: heading by group.
    fall, rise: the lines, in percent. names: whether subjects are named. mark: see `SurvivalFigure`.
    """

    bars: pl.DataFrame
    panels: Mapping[str, str]
    fall: float
    rise: float
    description: str
    words: Words
    names: bool = False
    mark: str = ""

    def chart(self, shape: Shape = PAGE, *, interactive: bool = False) -> alt.VConcatChart:
        """The figure as an Altair chart; an interactive one answers the pointer."""
        counts = dict(self.bars["group"].value_counts().rows())
        most = max(counts.values(), default=1)
        shape = replace(shape, width=round(min(shape.width, max(most * WIDEST, NARROWEST))))
        across = max(most, shape.width / WIDEST)
        shown = [group for group in self.panels if counts.get(group)] or list(self.panels)[:1]
        above = key([response_items(self.bars["response"].to_list(), "bar", self.words)], shape.width)
        panels = [self._panel(group, shape, across, len(shown), interactive=interactive) for group in shown]
        return stacked([above, *panels], self.words, self.description, self.mark)

    @property
    def top(self) -> float:
        """Where the axis ends, in percent."""
        highest = self.bars["change"].max()
        return top_of(float(highest) if isinstance(highest, float) else None)

    @property
    def _axis(self) -> ChangeAxis:
        return ChangeAxis(self.top)

    def _panel(self, group: str, shape: Shape, across: float, panels: int, *, interactive: bool) -> alt.LayerChart:
        step = shape.width / across
        rows = self._rows(group, 0.12 if step >= THIN else 0.0)
        layers: list[alt.Chart] = [
            self._bars(rows, across, interactive=interactive),
            *self._axis.thresholds(shape.width, self.fall, self.rise),
            self._axis.zero(),
            *self._cuts(rows, across, step),
        ]
        if self.names and across <= LABELLED:
            layers.append(self._labels(rows, across, shape.panel_height(panels)))
        if rows.is_empty():
            layers.append(nobody(shape.width, 0.69 * shape.panel_height(panels), self.words))
        chart = alt.LayerChart(layer=layers, width=shape.width, height=shape.panel_height(panels))
        return headed(chart, self.panels[group])

    def _rows(self, group: str, gap: float) -> pl.DataFrame:
        """The bars of a group as they are drawn: one unit wide, cut at the top, a change of nothing still seen."""
        value, half = pl.col("change"), FLAT / 2
        flat = value.abs() < FLAT
        return (
            self.bars.filter(pl.col("group") == group)
            .with_row_index("at")
            .select(
                left=pl.col("at") + gap,
                right=pl.col("at") + 1 - gap,
                middle=pl.col("at") + 0.5,
                low=pl.when(flat).then(-half).otherwise(0.0),
                high=pl.when(flat).then(half).otherwise(pl.min_horizontal(value, self.top)).round(2),
                change=value.round(1),
                response="response",
                colour=response_palette.paint(),
                **({"subject": pl.col("subject")} if self.names else {}),
            )
        )

    def _place(self, field: str, across: float) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, across], nice=False), axis=None)

    def _bars(self, rows: pl.DataFrame, across: float, *, interactive: bool) -> alt.Chart:
        encoded: dict[str, Any] = {
            "x": self._place("left", across),
            "x2": "right:Q",
            "y": self._axis.y("low", self.words("change_axis")),
            "y2": "high:Q",
            "fill": alt.Fill("colour:N", scale=None),
        }
        if interactive:
            named = [alt.Tooltip("subject:N", title=self.words("subject"))] if self.names else []
            value = alt.Tooltip("change:Q", title=self.words("change_axis"), format="+.1f")
            encoded["tooltip"] = [*named, value, alt.Tooltip("response:N", title=self.words("best_response"))]
        chart: alt.Chart = alt.Chart(rows).mark_rect(stroke=None).encode(**encoded)
        return chart

    def _cuts(self, rows: pl.DataFrame, across: float, step: float) -> list[alt.Chart]:
        """A tip above each bar that goes on beyond the axis, with its value where there is room."""
        cut = rows.filter(pl.col("change") > self.top)
        if cut.is_empty():
            return []
        size = min(34.0, max(14.0, step * 3))
        tips = alt.Chart(cut).mark_point(shape="triangle-up", filled=True, opacity=1, size=size)
        place = self._place("middle", across)
        layers = [tips.encode(x=place, y=alt.value(-5), fill=alt.Fill("colour:N", scale=None))]
        if step >= TOLD:
            told = alt.Chart(cut.with_columns(text=pl.format("+{}", pl.col("change").round(0).cast(pl.Int64))))
            text = told.mark_text(fontSize=10, baseline="bottom")
            layers.append(text.encode(x=place, y=alt.value(-11), text="text:N"))
        return layers

    def _labels(self, rows: pl.DataFrame, across: float, height: int) -> alt.Chart:
        """Names upright beneath the plot."""
        mark = alt.Chart(rows).mark_text(angle=270, align="right", baseline="middle", fontSize=10, limit=120)
        chart: alt.Chart = mark.encode(x=self._place("middle", across), y=alt.value(height + 6), text="subject:N")
        return chart
