"""A swimmer figure: a bar for each subject from day zero to the last day known, with what happened on it.

Bars have the colour of the group, groups stand one after another, the longest bar of each first. Where the end of treatment
is known, the bar is pale after it. Marks differ in shape and fill, so that they are told apart without colour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import altair as alt
import polars as pl

from hepatica.report import palette
from hepatica.report.response_key import Item, key
from hepatica.report.response_shape import LABELLED, PAGE, Shape, along_time, nobody, stacked
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words


class Look(NamedTuple):
    """Shape and fill of a mark."""

    shape: str
    fill: str


MARKS: Final = {
    "response": Look("triangle-up", "white"),
    "progression": Look("diamond", palette.INK),
    "death": Look("M-.7,-.7L.7,.7M-.7,.7L.7,-.7", palette.INK),
    "ongoing": Look("M0,0L1.9,0M1.2,-.6L1.9,0L1.2,.6", "transparent"),
}
"""How each kind looks, in the order of the key; the arrow begins where the bar ends."""

THICKEST: Final = 18.0
THINNEST: Final = 2.0
TALLEST: Final = 640  # pixels of all bars: with key, axis and caption they fit a printed page
ROOMY: Final = 6  # pixels of a bar from which on gaps between bars are drawn
BETWEEN: Final = 9.0  # pixels between groups
TREATED: Final = 0.65
AFTER: Final = 0.28
SMALLEST: Final = 17.0  # area of a mark, in square pixels


@dataclass(frozen=True)
class SwimmerFigure:
    """What is drawn.

    lanes: subject, group, end, treated (days since day zero; treated null where that is not known), ordered as they stand.
    marks: subject, kind (`MARKS`), day. groups: label by group.
    """

    lanes: pl.DataFrame
    marks: pl.DataFrame
    groups: Mapping[str, str]
    scale: TimeScale
    start: str
    description: str
    words: Words
    names: bool = False
    mark: str = ""

    def chart(self, shape: Shape = PAGE, *, interactive: bool = False) -> alt.VConcatChart:
        """The figure as an Altair chart, as high as its bars need; an interactive one answers the pointer."""
        rows = self._rows()
        kinds = set(self.marks["kind"])
        groups = [
            Item(label, "bar", palette.colour(index), opacity=TREATED)
            for index, label in enumerate(self.groups.values())
        ]
        marks = [
            Item(self.words(f"mark_{kind}"), "mark", MARKS[kind].fill, MARKS[kind].shape)
            for kind in MARKS
            if kind in kinds
        ]
        above = key([groups if len(groups) > 1 else [], marks], shape.width)
        layers = [*self._bars(rows, shape, interactive=interactive), self._marks(rows)]
        height = max(self._end * self._step, 24.0)
        if rows.is_empty():
            layers.append(nobody(shape.width, height / 2, self.words))
        panel = alt.LayerChart(layer=layers, width=shape.width, height=height)
        return stacked([above, panel], self.words, self.description, self.mark)

    @property
    def _step(self) -> float:
        """Pixels of a bar, in halves so that bars do not blur (see `draw.PNG_SCALE`): fewer, the more there are."""
        fitting = 2 * TALLEST // max(self.lanes.height, 1) / 2
        return min(THICKEST, max(THINNEST, fitting))

    def _rows(self) -> pl.DataFrame:
        """The bars with the place of their upper edge (in bars, with room between groups) and their colour."""
        colours = {group: palette.colour(index) for index, group in enumerate(self.groups)}
        block = pl.col("group").rle_id().cast(pl.Float64)
        return self.lanes.with_row_index("index").with_columns(
            at=pl.col("index") + block * BETWEEN / self._step,
            colour=pl.col("group").replace_strict(colours, return_dtype=pl.String),
            end=(pl.col("end") / self.scale.days).round(4),
            treated=(pl.coalesce("treated", "end") / self.scale.days).round(4),
        )

    @property
    def _end(self) -> float:
        """Where the lowest bar ends, in bars."""
        last = self._rows()["at"].max()
        return float(last) + 1 if isinstance(last, float) else 1.0

    def _row(self, field: str, axis: alt.Axis | None = None) -> alt.Y:
        scale = alt.Scale(domain=[0, self._end], nice=False, reverse=True)
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    def _bars(self, rows: pl.DataFrame, shape: Shape, *, interactive: bool) -> list[alt.Chart]:
        """The time on treatment, or all of it where that is not known, and the time after it."""
        gap = 1 / self._step if self._step >= ROOMY else 0.0
        named = ["subject"] if self.names else []
        bars = rows.select(
            "colour", "end", "treated", *named, top=pl.col("at") + gap, bottom=pl.col("at") + 1 - gap, begin=pl.lit(0.0)
        )
        axis = alt.Axis(
            values=self.scale.ticks(shape.ticks),
            title=self.words("time_from", start=self.start, unit=self.words(self.scale.unit)),
            format="d",
            labelFlush=False,
            grid=True,
            gridColor="#eceff2",
        )
        shared: dict[str, Any] = {
            "y": self._row("top", self._names(rows)), "y2": "bottom:Q", "fill": alt.Fill("colour:N", scale=None)
        }  # fmt: skip
        if interactive:
            who = [alt.Tooltip("subject:N", title=self.words("subject"))] if self.names else []
            time = self.words("time_axis", unit=self.words(self.scale.unit))
            shared["tooltip"] = [*who, alt.Tooltip("end:Q", title=time, format=".1f")]
        treated = alt.Chart(bars).mark_rect(opacity=TREATED)
        after = alt.Chart(bars.filter(pl.col("end") > pl.col("treated"))).mark_rect(opacity=AFTER)
        return [
            treated.encode(x=along_time(self.scale, "begin", axis), x2="treated:Q", **shared),
            after.encode(x=along_time(self.scale, "treated", axis), x2="end:Q", **shared),
        ]

    def _names(self, rows: pl.DataFrame) -> alt.Axis | None:
        """Subjects' names left of their bars, where they are wanted and have room."""
        if not self.names or rows.height > LABELLED:
            return None
        names = dict(zip((f"{at + 0.5:g}" for at in rows["at"]), rows["subject"], strict=True))
        return alt.Axis(
            values=[at + 0.5 for at in rows["at"]],
            labelExpr=f"{json.dumps(names)}['' + datum.value]",
            title=None,
            domain=False,
            ticks=False,
            grid=False,
            labelFontSize=10,
            labelLimit=120,
        )

    def _marks(self, rows: pl.DataFrame) -> alt.Chart:
        """Marks at the middle of their bars; those later in the key lie above the others."""
        placed = self.marks.join(rows.select("subject", "at"), on="subject", how="inner", maintain_order="left")
        order = {kind: index for index, kind in enumerate(MARKS)}
        drawn = placed.sort(pl.col("kind").replace_strict(order, return_dtype=pl.Int64), maintain_order=True).select(
            "kind",
            day=(pl.col("day") / self.scale.days).round(4),
            at=pl.col("at") + 0.5,
            shape=pl.col("kind").replace_strict(
                {kind: look.shape for kind, look in MARKS.items()}, return_dtype=pl.String
            ),
            fill=pl.col("kind").replace_strict(
                {kind: look.fill for kind, look in MARKS.items()}, return_dtype=pl.String
            ),
        )
        size = min(70.0, max(SMALLEST, self._step**2 * 0.7))
        width = 1.2 if self._step >= ROOMY else 0.7
        mark = alt.Chart(drawn.drop("kind")).mark_point(size=size, stroke=palette.INK, strokeWidth=width, opacity=1)
        chart: alt.Chart = mark.encode(
            x=along_time(self.scale, "day"),
            y=self._row("at", self._names(rows)),
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        )
        return chart
