"""The figures of a report: each drawn for the page and for a telephone, with its caption; interactive where asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from hepatica.report import draw, flow_figure, survival_figure
from hepatica.report.caption import axis_title, curve_caption
from hepatica.report.contents import Participants
from hepatica.report.curve import Curve, curves_of
from hepatica.report.estimate import Row
from hepatica.report.labels import Labels
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words

TOPS: Final = (10, 25, 50, 100)


@dataclass(frozen=True)
class Figure:
    """A finished figure. `name` is its file name without ending; `spec` is the interactive chart, or None."""

    name: str
    caption: str
    page: str
    phone: str
    spec: dict[str, Any] | None = None


def participants_figure(flow: Participants, words: Words, mark: str = "") -> Figure:
    """The flow of participants; `mark` is drawn into the figure."""
    caption = " ".join(part for part in (words("flow_caption"), flow.note) if part)
    page = flow_figure.flow_figure(flow, flow_figure.PAGE, words, mark)
    return Figure("participants", caption, page, flow_figure.flow_figure(flow, flow_figure.PHONE, words, mark))


def curve_figures(
    curves: pl.DataFrame, rows: Sequence[Row], labels: Labels, scale: TimeScale, *, interactive: bool
) -> list[Figure]:
    """The curve figures of one analysis: one for each method, statistic and cause.

    curves: its curve rows. rows: its other rows, for the medians and the test in the caption. Whoever is not censored
    at a time has failed, of whichever cause: only the others get a tick.
    """
    failed = pl.col("events").sum().over("method", "statistic", "group", "time")
    return [
        _curve_figure(part, rows, labels, scale, interactive=interactive)
        for part in curves.with_columns(failed=failed).partition_by("method", "statistic", "term", maintain_order=True)
    ]


def _curve_figure(
    part: pl.DataFrame, rows: Sequence[Row], labels: Labels, scale: TimeScale, *, interactive: bool
) -> Figure:
    first = part.row(0, named=True)
    survival = first["statistic"] == "survival"
    part = part.with_columns(pl.col("group").fill_null(""))
    groups = [(code, labels.group(first["group_by"] or "", code)) for code in part["group"].unique(maintain_order=True)]
    drawn = curves_of(part, groups)
    last = max(curve.last_day for curve in drawn)
    medians = {row["group"] or "": row["value"] for row in rows if survival and row["statistic"] == "median"}
    caption = curve_caption(first, drawn, rows, labels, scale)
    figure = survival_figure.SurvivalFigure(
        curves=drawn,
        scale=scale,
        y_title=axis_title(first, labels),
        start=1.0 if survival else 0.0,
        top=100.0 if survival else _top(drawn),
        medians={group: day for group, day in medians.items() if day is not None and day <= last},
        description=caption,
        words=labels.words,
        mark=labels.words("simulated_title") if first["simulated"] else "",
    )
    name = "-".join(filter(None, (first["analysis"], first["method"], first["term"] or "")))
    return Figure(
        _file_name(name),
        caption,
        draw.svg(figure.chart(survival_figure.PAGE)),
        draw.svg(figure.chart(survival_figure.PHONE)),
        draw.spec(figure.chart(survival_figure.PAGE, interactive=True)) if interactive else None,
    )


def _top(curves: Sequence[Curve]) -> float:
    """Where the axis of an incidence ends, in per cent: lower than 100 where the incidence stays low."""
    highest = max(float(curve.steps.select(pl.max_horizontal("value", "high").max()).item() or 0) for curve in curves)
    return next(top for top in TOPS if top >= 100 * highest or top == TOPS[-1])


def _file_name(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in text)
