"""A survival or cumulative-incidence figure: steps with confidence bands, censor ticks, numbers at risk beneath.

The table beneath shares the time axis with the curves, so each number stands under its tick. All positions beneath the
axis are pixels chosen here, which keeps the figure in shape with long labels and many groups.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import polars as pl

from hepatica.report import palette
from hepatica.report.curve import Curve
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words

LINE: Final = 14  # pixels from one line of small print to the next


@dataclass(frozen=True)
class Shape:
    """How much room a figure has."""

    width: int
    height: int
    ticks: int
    label_width: int  # characters of a group label on one line
    labels_left: bool  # group labels left of their numbers, or on lines above them


PAGE: Final = Shape(width=580, height=330, ticks=9, label_width=20, labels_left=True)
PHONE: Final = Shape(width=290, height=250, ticks=5, label_width=44, labels_left=False)


@dataclass(frozen=True)
class SurvivalFigure:
    """What is drawn. `start` is where curves begin: 1 for survival, 0 for incidence; medians are in days by group.

    mark: words that must go wherever the drawing goes (that its data are simulated). top: upper end in per cent.
    """

    curves: Sequence[Curve]
    scale: TimeScale
    y_title: str
    start: float
    medians: Mapping[str, float]
    description: str
    words: Words
    mark: str = ""
    top: float = 100.0

    def chart(self, shape: Shape, *, interactive: bool = False) -> alt.VConcatChart:
        """The figure as an Altair chart; an interactive one answers the pointer with the numbers of a step."""
        layers = [*self._guides(), self._bands(), self._lines(shape), self._ticks()]
        if interactive:
            layers.append(self._answers())
        above = alt.LayerChart(layer=layers, width=shape.width, height=shape.height)
        chart: alt.VConcatChart = (
            alt.vconcat(above, self._risk_table(shape), spacing=10)
            .resolve_scale(x="shared", color="independent", strokeDash="independent")
            .properties(description=self.description, background="white")
            .configure(**palette.config(self.words.lang))
        )
        if self.mark:
            warning = alt.TitleParams(self.mark, anchor="end", fontSize=11, color=palette.WARNING, offset=6)
            chart = chart.properties(title=warning)
        return chart

    @property
    def _colours(self) -> alt.Scale:
        labels = [curve.label for curve in self.curves]
        return alt.Scale(domain=labels, range=[palette.colour(i) for i in range(len(labels))])

    @property
    def _dashes(self) -> alt.Scale:
        labels = [curve.label for curve in self.curves]
        return alt.Scale(domain=labels, range=[palette.dash(i) for i in range(len(labels))])

    def _paint(self, label: str) -> dict[str, pl.Expr]:
        """Columns of a mark that is painted as its group but has no part in the legend."""
        index = [curve.label for curve in self.curves].index(label)
        return {"group": pl.lit(label), "colour": pl.lit(palette.colour(index))}

    def _time(self, axis: alt.Axis | None = None) -> alt.X:
        scale = alt.Scale(domain=[0, self.scale.end], nice=False)
        return alt.X("time:Q", scale=scale, axis=axis or alt.Axis())

    def _height(self, field: str = "value", axis: alt.Axis | None = None) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, self.top], nice=False), axis=axis or alt.Axis())

    def _steps(self) -> pl.DataFrame:
        return pl.concat(
            curve.drawn(self.start).select(
                **self._paint(curve.label),
                time=(pl.col("time") / self.scale.days).round(4),
                value=(100 * pl.col("value")).round(3),
                low=(100 * pl.col("low")).round(3),
                high=(100 * pl.col("high")).round(3),
                n_risk=pl.col("n_risk"),
            )
            for curve in self.curves
        )

    def _guides(self) -> list[alt.Chart]:
        """Hairlines from 50% to each median, so that the medians of the table can be read off the figure."""
        if not self.medians:
            return []
        reached = sorted(round(self.scale.of(day), 4) for day in self.medians.values())
        flat = pl.DataFrame({"time": [0.0], "end": [reached[-1]], "value": [50.0]})
        drops = pl.DataFrame({"time": reached, "value": [50.0] * len(reached), "floor": [0.0] * len(reached)})
        style: dict[str, Any] = {"color": palette.FAINT, "strokeWidth": 0.7, "strokeDash": [3, 3]}
        return [
            alt.Chart(flat).mark_rule(**style).encode(x=self._time(), x2="end:Q", y=self._height()),
            alt.Chart(drops).mark_rule(**style).encode(x=self._time(), y=self._height(), y2="floor:Q"),
        ]

    def _bands(self) -> alt.Chart:
        known = self._steps().filter(pl.col("low").is_not_null() & pl.col("high").is_not_null())
        mark = alt.Chart(known).mark_area(interpolate="step-after", opacity=0.14 if len(self.curves) <= 3 else 0.07)
        fill, apart = alt.Fill("colour:N", scale=None), alt.Detail("group:N")
        return _encoded(mark, x=self._time(), y=self._height("low"), y2="high:Q", fill=fill, detail=apart)

    def _lines(self, shape: Shape) -> alt.Chart:
        longest = max(len(curve.label) for curve in self.curves)
        columns = 1 if longest > shape.width // 14 else 2 if longest > shape.width // 28 else 4
        legend = alt.Legend(
            title=None,
            orient="top",
            columns=columns if shape.labels_left else 1,
            labelLimit=shape.width - 40,
            symbolType="stroke",
            symbolSize=300,
            symbolStrokeWidth=2.2,
            symbolOpacity=1,
            offset=8,
        )
        shown = legend if len(self.curves) > 1 else None
        time = alt.Axis(
            values=self.scale.ticks(shape.ticks),
            title=self.words("time_axis", unit=self.words(self.scale.unit)),
            format="d",
            labelFlush=False,
        )
        height = alt.Axis(values=_levels(self.top), title=self.y_title)
        mark = alt.Chart(self._steps()).mark_line(
            interpolate="step-after", strokeWidth=1.9, strokeCap="butt", opacity=1
        )
        return _encoded(
            mark,
            x=self._time(time),
            y=self._height(axis=height),
            color=alt.Color("group:N", scale=self._colours, legend=shown),
            strokeDash=alt.StrokeDash("group:N", scale=self._dashes, legend=shown),
        )

    def _ticks(self) -> alt.Chart:
        ticks = pl.concat(
            curve.censored(self.start).select(
                **self._paint(curve.label),
                time=(pl.col("time") / self.scale.days).round(4),
                value=(100 * pl.col("value")).round(3),
            )
            for curve in self.curves
        )
        mark = alt.Chart(ticks).mark_tick(orient="vertical", thickness=1, size=7, opacity=1)
        return _encoded(mark, x=self._time(), y=self._height(), color=alt.Color("colour:N", scale=None))

    def _answers(self) -> alt.Chart:
        """Invisible points that show a step's numbers under the pointer."""
        mark = alt.Chart(self._steps()).mark_point(opacity=0, size=90, filled=True)
        return _encoded(
            mark,
            x=self._time(),
            y=self._height(),
            tooltip=[
                alt.Tooltip("group:N", title=self.words("group")),
                alt.Tooltip("time:Q", title=self.words("time_axis", unit=self.words(self.scale.unit)), format=".1f"),
                alt.Tooltip("value:Q", title=self.y_title, format=".1f"),
                alt.Tooltip("low:Q", title=self.words("lower_limit"), format=".1f"),
                alt.Tooltip("high:Q", title=self.words("upper_limit"), format=".1f"),
                alt.Tooltip("n_risk:Q", title=self.words("at_risk"), format=",d"),
            ],
        )

    def _risk_table(self, shape: Shape) -> alt.LayerChart:
        """Numbers at risk under the ticks, a dash of each group's colour before its label."""
        numbers: list[dict[str, Any]] = []
        labels: list[dict[str, Any]] = []
        y = 1.6 * LINE
        for curve in self.curves:
            lines = textwrap.wrap(curve.label, shape.label_width, max_lines=3, placeholder="…") or [""]
            labels += [{"text": line, "y": y + LINE * i, "group": curve.label} for i, line in enumerate(lines)]
            numbers_at = y if shape.labels_left else y + LINE * len(lines)
            y = y + LINE * len(lines) + 2 if shape.labels_left else numbers_at + 1.35 * LINE
            for tick in self.scale.ticks(shape.ticks):
                at_risk = f"{curve.at_risk(tick * self.scale.days):,}"
                numbers.append({"time": tick, "text": at_risk, "y": numbers_at, "group": curve.label})
        return self._risk_marks(shape, numbers, labels, y)

    def _risk_marks(
        self, shape: Shape, numbers: list[dict[str, Any]], labels: list[dict[str, Any]], height: float
    ) -> alt.LayerChart:
        def row(field: str = "y") -> alt.Y:
            return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, height], range=[0, height]), axis=None)

        left, dash = (-34, (-30, -16)) if shape.labels_left else (20, (0, 14))
        heading = self._heading_at(shape) if shape.labels_left else 0
        first = pl.DataFrame(labels).unique("group", keep="first", maintain_order=True)
        first = first.with_columns(colour=pl.Series([palette.colour(index) for index in range(first.height)]))
        marks: list[alt.Chart] = [
            alt.Chart(pl.DataFrame([{"text": self.words("at_risk"), "y": 0.3 * LINE}]))
            .mark_text(align="left", fontSize=11, fontWeight="bold", baseline="middle")
            .encode(text="text:N", y=row(), x=alt.value(heading)),
            alt.Chart(pl.DataFrame(labels))
            .mark_text(align="right" if shape.labels_left else "left", fontSize=11, baseline="middle")
            .encode(text="text:N", y=row(), x=alt.value(left)),
            alt.Chart(pl.DataFrame(numbers))
            .mark_text(fontSize=11, baseline="middle")
            .encode(text="text:N", y=row(), x=alt.X("time:Q", axis=None)),
            alt.Chart(first)
            .mark_rule(strokeWidth=2.4)
            .encode(
                y=row(),
                x=alt.value(dash[0]),
                x2=alt.value(dash[1]),
                color=alt.Color("colour:N", scale=None),
                strokeDash=alt.StrokeDash("group:N", scale=self._dashes, legend=None),
            ),
        ]
        return alt.LayerChart(layer=marks, width=shape.width, height=height)

    def _heading_at(self, shape: Shape) -> float:
        """Where the heading of the numbers at risk begins: above the labels, not beyond the longest of them."""
        longest = max(min(len(curve.label), shape.label_width) for curve in self.curves)
        return -34 - min(max(longest * 5.6, 60.0), 120.0)


def _levels(top: float) -> list[float]:
    """Where the horizontal lines stand: quarters, or fifths of an axis that ends at 25 or less."""
    parts = 4 if top > 25 else 5
    return [top * part / parts for part in range(parts + 1)]


def _encoded(mark: alt.Chart, **channels: Any) -> alt.Chart:
    """A mark with its channels, under the type that it has."""
    chart: alt.Chart = mark.encode(**channels)
    return chart
