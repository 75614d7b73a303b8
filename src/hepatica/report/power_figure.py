"""The figure of a recomputed sample size: power of the claimed number above, number for the claimed power below.

Both run over what the claim leaves open (follow-up, rate of the controls, or else the hazard ratio); the claimed power and
number are lines across.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import polars as pl

from hepatica.report import palette
from hepatica.report.power_text import PowerText
from hepatica.simulation.power_curve import PowerCurve

LEGEND_LETTER: Final = 6.2  # pixels that a letter of a legend takes, about


FEW: Final = ("schoenfeld", "freedman", "two_proportions", "two_proportions_corrected")
"""Formulas drawn where all seven apply: the others run between them."""


@dataclass(frozen=True)
class Shape:
    """How much room the figure has, in pixels."""

    width: int
    height: int
    ticks: int


PAGE: Final = Shape(width=580, height=250, ticks=9)
PHONE: Final = Shape(width=285, height=220, ticks=5)


@dataclass(frozen=True)
class PowerFigure:
    """What is drawn, and the words for it."""

    curve: PowerCurve
    text: PowerText
    description: str

    def chart(self, shape: Shape) -> alt.VConcatChart:
        """The figure as an Altair chart."""
        chart: alt.VConcatChart = (
            alt.vconcat(self._power(shape), self._needed(shape), spacing=24)
            .resolve_scale(x="shared", color="independent")
            .properties(description=self.description, background="white")
            .configure(**palette.config(self.text.words.lang))
        )
        return chart

    # ------------------------------------------------------------ the two panels

    def _power(self, shape: Shape) -> alt.LayerChart:
        w, claim, curve = self.text.words, self.text.claim, self.curve
        lines = self._named(curve.power).with_columns(y=100 * pl.col("power"))
        axis = alt.Axis(values=[0, 20, 40, 60, 80, 100], title=w("figure_power_axis", n=claim.subjects))
        height = alt.Y("y:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)
        layers = [
            *self._range(100.0, w("figure_range")),
            *self._claimed(100 * claim.power, w("figure_claimed_power", power=self.text.percent(claim.power)), 100.0),
            _drawn(lines, self._across(shape, title=False), height, self._colour(lines, shape)),
            *self._points(),
        ]
        return alt.LayerChart(layer=layers, width=shape.width, height=shape.height)

    def _points(self) -> list[alt.Chart]:
        if not self.curve.points.height:
            return []
        points = self._named(self.curve.points).with_columns(
            y=100 * pl.col("power"),
            low=100 * (pl.col("power") - 2 * pl.col("se")),
            high=100 * (pl.col("power") + 2 * pl.col("se")),
        )
        names = points["name"].unique(maintain_order=True).to_list()
        painted = points.with_columns(
            colour=pl.col("name").replace_strict({name: palette.colour(i) for i, name in enumerate(names)})
        )
        colour = alt.Color("colour:N", scale=None)
        bars = alt.Chart(painted).mark_rule(strokeWidth=1.4)
        dots = alt.Chart(painted).mark_point(filled=True, size=34, opacity=1, stroke="white", strokeWidth=0.8)
        return [
            bars.encode(x=self._place(), y="low:Q", y2="high:Q", color=colour),
            dots.encode(x=self._place(), y="y:Q", color=colour),
        ]

    def _needed(self, shape: Shape) -> alt.LayerChart:
        w, claim = self.text.words, self.text.claim
        top = _top(claim.subjects)
        names = {name: self.text.formula(name) for name in drawn_formulas(self.text)}
        kept = pl.col("formula").is_in(list(names)) & (pl.col("subjects") <= top)
        lines = self.curve.needed.filter(kept).select(
            x=self._scaled(), y="subjects", name=pl.col("formula").replace_strict(names)
        )
        title = w("figure_size_axis", power=self.text.percent(claim.power))
        axis = alt.Axis(title=title, tickCount=5, format=",d")
        height = alt.Y("y:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
        layers = [
            *self._range(float(top)),
            *self._claimed(float(claim.subjects), w("figure_claimed_n", n=claim.subjects), float(top)),
            _drawn(lines, self._across(shape, title=True), height, self._colour(lines, shape)),
        ]
        return alt.LayerChart(layer=layers, width=shape.width, height=shape.height)

    # ------------------------------------------------------------ what both share

    @property
    def _span(self) -> tuple[float, float]:
        places = self.curve.power.select(self._scaled().alias("x"))["x"]
        first, last = float(places.min() or 0), float(places.max() or 1)  # type: ignore[arg-type]  # a float column
        return (0.0 if self.curve.over == "follow_up" else first), last

    @property
    def _end(self) -> float:
        return self._span[1]

    def _place(self, axis: alt.Axis | None = None) -> alt.X:
        scale = alt.Scale(domain=list(self._span), nice=False, zero=False)
        return alt.X("x:Q", scale=scale, axis=axis or alt.Axis())

    def _scaled(self) -> pl.Expr:
        return (100 if self.curve.over == "control_share" else 1) * pl.col("x")

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The places of the axis, and the name of each series."""
        names = {series: self._series(series) for series in frame["series"].unique(maintain_order=True)}
        return frame.with_columns(x=self._scaled(), name=pl.col("series").replace_strict(names))

    def _series(self, value: float) -> str:
        w = self.text.words
        if self.curve.over == "follow_up":
            return w("figure_accrual", n=self.text.number(value)) if value else w("figure_no_accrual")
        return w("figure_loss", n=self.text.percent(value)) if value else w("figure_no_loss")

    def _across(self, shape: Shape, *, title: bool) -> alt.X:
        w, claim = self.text.words, self.text.claim
        names = {
            "follow_up": w("figure_follow_up"),
            "control_share": w("figure_share", by=self.text.number(claim.by or 0)),
            "hazard_ratio": w("figure_hazard_ratio"),
        }
        months = self.curve.over == "follow_up"
        step = 6 if shape.ticks > 6 else 12
        values = list(range(0, int(self._end) + 1, step)) if months else alt.Undefined
        axis = alt.Axis(
            title=names[self.curve.over] if title else None, values=values, tickCount=shape.ticks, labels=True
        )
        return self._place(axis)

    def _colour(self, lines: pl.DataFrame, shape: Shape) -> alt.Color:
        """Colours in the order of the names; the legend has as many columns as fit."""
        names = lines["name"].unique(maintain_order=True).to_list()
        longest = max((len(name) * (1.8 if self.text.words.lang == "zh" else 1) for name in names), default=1)
        columns = max(1, min(4, int(shape.width / (longest * LEGEND_LETTER + 34))))
        legend = alt.Legend(
            title=None, orient="top", columns=columns, labelLimit=shape.width - 40, symbolType="stroke", symbolSize=240,
            symbolStrokeWidth=2.2, offset=8,
        )  # fmt: skip
        scale = alt.Scale(domain=names, range=[palette.colour(index) for index in range(len(names))])
        return alt.Color("name:N", scale=scale, legend=legend if len(names) > 1 else None)

    def _range(self, top: float, words: str = "") -> list[alt.Chart]:
        """The range that the record itself names, shaded."""
        written = self.text.power.study.sample_size
        if self.curve.over != "control_share" or written is None or written.control_range is None:
            return []
        seen = written.control_range
        frame = pl.DataFrame(
            {"x": [100 * seen.low], "end": [100 * seen.high], "low": [0.0], "y": [top], "text": [words]}
        )
        band = alt.Chart(frame).mark_rect(color=palette.HAIR, opacity=0.35)
        name = alt.Chart(frame).mark_text(align="left", baseline="top", dx=5, dy=5, fontSize=10, color=palette.FAINT)
        return [
            band.encode(x=self._place(), x2="end:Q", y="low:Q", y2="y:Q"),
            name.encode(x=self._place(), y="y:Q", text="text:N"),
        ]

    def _claimed(self, value: float, words: str, top: float) -> list[alt.Chart]:
        """A line across at the claimed value, its name at the right end."""
        frame = pl.DataFrame({"y": [value], "x": [self._end], "text": [words]})
        rule = alt.Chart(frame).mark_rule(color=palette.INK, strokeWidth=1.1, strokeDash=[5, 3])
        above = value <= 0.6 * top  # power curves run above their line, numbers of subjects below it
        label = alt.Chart(frame).mark_text(
            align="right", baseline="bottom" if above else "top", dy=-4 if above else 5, dx=-2, fontSize=11
        )
        return [rule.encode(y="y:Q"), label.encode(x=self._place(), y="y:Q", text="text:N")]


def drawn_formulas(text: PowerText) -> tuple[str, ...]:
    """The formulas whose lines are drawn."""
    formulas = text.claim.formulas
    return formulas if len(formulas) <= len(FEW) else FEW


def _drawn(lines: pl.DataFrame, x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    chart: alt.Chart = alt.Chart(lines).mark_line(strokeWidth=1.9).encode(x=x, y=y, color=colour)
    return chart


def _top(subjects: int) -> int:
    """Where the axis of subjects ends: a round number above twice the claim."""
    rough: Any = 2.4 * subjects
    size = 10 ** math.floor(math.log10(rough))
    return int(size * math.ceil(rough / size * 2) / 2)
