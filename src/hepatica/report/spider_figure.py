"""A spider figure: the change of the target sum of each subject over time, a line from the baseline on.

A line is dotted where an assessment between has no whole sum; progression is marked at its day, with another mark where a
new lesion made it. Groups have a panel each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import altair as alt
import polars as pl

from hepatica.report import palette, response_palette
from hepatica.report.response_key import Item, key, response_items
from hepatica.report.response_shape import PAGE, UNDER, ChangeAxis, Shape, along_time, headed, nobody, stacked, top_of
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words

MARKS: Final = {"progression": "circle", "new_lesion": "diamond"}


class Weight(NamedTuple):
    """How heavy the drawing is: width and opacity of lines, area of marks."""

    width: float
    opacity: float
    mark: float


WEIGHTS: Final = ((40, Weight(1.6, 1.0, 32)), (120, Weight(1.2, 0.9, 20)))
"""By the most subjects for which it holds, so that many do not become a blot."""

LIGHTEST: Final = Weight(0.9, 0.7, 13)


@dataclass(frozen=True)
class SpiderFigure:
    """What is drawn.

    lines: segments, as `segments` gives them, with group and response (code, "" unknown). marks: group, day, change, kind
    (`MARKS`). panels: heading by group. start: what day zero is, in words. fall, rise: the lines, in percent.
    """

    lines: pl.DataFrame
    marks: pl.DataFrame
    panels: Mapping[str, str]
    scale: TimeScale
    start: str
    fall: float
    rise: float
    description: str
    words: Words
    mark: str = ""
    names: bool = False

    def chart(self, shape: Shape = PAGE, *, interactive: bool = False) -> alt.VConcatChart:
        """The figure as an Altair chart; an interactive one answers the pointer."""
        here = set(self.lines["group"])
        shown = [group for group in self.panels if group in here] or list(self.panels)[:1]
        kinds = set(self.marks["kind"])
        marks = [
            Item(self.words(f"mark_{kind}"), "mark", palette.INK, symbol)
            for kind, symbol in MARKS.items()
            if kind in kinds
        ]
        above = key([response_items(self.lines["response"].to_list(), "line", self.words), marks], shape.width)
        panels = [
            self._panel(group, shape, len(shown), last=group == shown[-1], interactive=interactive) for group in shown
        ]
        return stacked([above, *panels], self.words, self.description, self.mark)

    @property
    def top(self) -> float:
        """Where the axis ends, in percent."""
        highest = self.lines["change_to"].max()
        return top_of(float(highest) if isinstance(highest, float) else None)

    @property
    def _weight(self) -> Weight:
        many = self.lines["subject"].n_unique()
        return next((weight for most, weight in WEIGHTS if many <= most), LIGHTEST)

    @property
    def _axis(self) -> ChangeAxis:
        return ChangeAxis(self.top, UNDER)

    def _panel(self, group: str, shape: Shape, panels: int, *, last: bool, interactive: bool) -> alt.LayerChart:
        lines = self._scaled(self.lines.filter(pl.col("group") == group), "day", "day_to")
        lines = lines.with_columns(colour=response_palette.paint(), cut=pl.col("change_to") > self.top)
        layers: list[alt.Chart] = [
            *self._axis.thresholds(shape.width, self.fall, self.rise),
            self._axis.zero(),
            self._lines(lines, shape, last=last),
            *self._cuts(lines),
            self._marks(group),
        ]
        if interactive:
            layers.append(self._answers(lines))
        if lines.is_empty():
            layers.append(nobody(shape.width, 0.69 * shape.panel_height(panels), self.words))
        chart = alt.LayerChart(layer=layers, width=shape.width, height=shape.panel_height(panels))
        return headed(chart, self.panels[group])

    def _scaled(self, frame: pl.DataFrame, *days: str) -> pl.DataFrame:
        return frame.with_columns((pl.col(day) / self.scale.days).round(4) for day in days)

    def _lines(self, lines: pl.DataFrame, shape: Shape, *, last: bool) -> alt.Chart:
        title = self.words("time_from", start=self.start, unit=self.words(self.scale.unit)) if last else None
        axis = alt.Axis(values=self.scale.ticks(shape.ticks), title=title, format="d", labelFlush=False)
        heights = pl.col("change", "change_to").clip(upper_bound=self.top).round(2)
        rows = lines.select("day", "day_to", heights, "colour", "whole")
        encoded: dict[str, Any] = {
            "x": along_time(self.scale, "day", axis),
            "x2": "day_to:Q",
            "y": self._axis.y("change", self.words("change_axis")),
            "y2": "change_to:Q",
            "color": alt.Color("colour:N", scale=None),
            "strokeDash": alt.StrokeDash(
                "whole:N", scale=alt.Scale(domain=[True, False], range=[[1, 0], [0.5, 3.5]]), legend=None
            ),
        }
        weight = self._weight
        mark = alt.Chart(rows).mark_rule(strokeWidth=weight.width, opacity=weight.opacity, strokeCap="round")
        chart: alt.Chart = mark.encode(**encoded)
        return chart

    def _cuts(self, lines: pl.DataFrame) -> list[alt.Chart]:
        """A tip above the frame where a sum grew beyond it."""
        beyond = lines.filter("cut").select("day_to", "colour")
        if beyond.is_empty():
            return []
        tips = alt.Chart(beyond).mark_point(shape="triangle-up", filled=True, opacity=1, size=24)
        return [tips.encode(x=along_time(self.scale, "day_to"), y=alt.value(-7), fill=alt.Fill("colour:N", scale=None))]

    def _marks(self, group: str) -> alt.Chart:
        here = self._scaled(self.marks.filter(pl.col("group") == group), "day")
        rows = here.select("day", pl.col("change").clip(upper_bound=self.top), shape=pl.col("kind").replace(MARKS))
        mark = alt.Chart(rows).mark_point(
            opacity=1, size=self._weight.mark, stroke="white", strokeWidth=0.5, fill=palette.INK
        )
        chart: alt.Chart = mark.encode(
            x=along_time(self.scale, "day"), y=self._axis.y("change"), shape=alt.Shape("shape:N", scale=None)
        )
        return chart

    def _answers(self, lines: pl.DataFrame) -> alt.Chart:
        """Invisible points that show the change under the pointer."""
        named = [alt.Tooltip("subject:N", title=self.words("subject"))] if self.names else []
        told = lines.with_columns(height=pl.col("change_to").clip(upper_bound=self.top))
        rows = told.select("day_to", "height", "change_to", "response", *(["subject"] if self.names else []))
        chart: alt.Chart = (
            alt.Chart(rows)
            .mark_point(opacity=0, size=60, filled=True)
            .encode(
                x=along_time(self.scale, "day_to"),
                y=self._axis.y("height"),
                tooltip=[
                    *named,
                    alt.Tooltip(
                        "day_to:Q", title=self.words("time_axis", unit=self.words(self.scale.unit)), format=".1f"
                    ),
                    alt.Tooltip("change_to:Q", title=self.words("change_axis"), format="+.1f"),
                    alt.Tooltip("response:N", title=self.words("best_response")),
                ],
            )
        )
        return chart


def with_heights(courses: pl.DataFrame) -> pl.DataFrame:
    """The courses with the height at which each assessment is drawn: its change, or the one before at a progression.

    courses: subject, day, change (null: no whole sum), progression, sorted by day. A progression without a whole sum stands
    where the line ended; `whole` is false there.
    """
    before = pl.col("change").forward_fill().over("subject").fill_null(0.0)
    return courses.with_columns(
        height=pl.when("progression").then(pl.coalesce("change", before)).otherwise("change"),
        whole=pl.col("change").is_not_null(),
    )


def segments(courses: pl.DataFrame) -> pl.DataFrame:
    """The lines of each subject, a row for each piece: from one height to the next, the first from 0 % at day 0.

    courses: as `with_heights` returns them. Returns subject, day, change, day_to, change_to, whole (both sums are whole, and
    no assessment without one lies between).
    """
    numbered = courses.with_columns(at=pl.int_range(pl.len()).over("subject"))
    known = numbered.filter(pl.col("height").is_not_null())
    before = pl.col("at").shift().over("subject").fill_null(-1)
    return known.select(
        "subject",
        day=pl.col("day").shift().over("subject").fill_null(0),
        change=pl.col("height").shift().over("subject").fill_null(0.0),
        day_to="day",
        change_to="height",
        whole=(pl.col("at") - before == 1) & pl.col("whole"),
    )
