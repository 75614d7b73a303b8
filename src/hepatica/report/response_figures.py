"""Waterfall, spider and swimmer figures of a study's responses, each with its caption, from the instruments' frames.

The frames are told in `response_data`. Nobody vanishes: who is not drawn is counted in the caption, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from hepatica.instruments.response.criteria import RECIST_1_1, Criteria
from hepatica.report import draw, response_caption, response_palette
from hepatica.report.figure import Figure
from hepatica.report.response_data import (
    EVERYBODY,
    best_values,
    courses,
    groups_of,
    lane_marks,
    lanes,
    people,
)
from hepatica.report.response_shape import PAGE, PHONE
from hepatica.report.spider_figure import SpiderFigure, segments, with_heights
from hepatica.report.swimmer_figure import SwimmerFigure
from hepatica.report.timescale import time_scale
from hepatica.report.waterfall_figure import WaterfallFigure
from hepatica.report.words import Words

Best = Literal["BOR", "CBOR", "iBOR"]


@dataclass(frozen=True)
class Told:
    """What all three figures are told alike.

    words: the language. best: which best response colours them. criteria: where the lines stand. names: whether subjects
    are named in figure, caption and tooltips. mark: words that go wherever the drawing goes (that data are simulated).
    after_progression: whether assessments after the first progression count. interactive: a chart that answers, beside.
    start: what day zero is, in words.
    """

    words: Words
    best: Best = "BOR"
    criteria: Criteria = RECIST_1_1
    names: bool = False
    mark: str = ""
    after_progression: bool = False
    interactive: bool = False
    start: str = ""


def response_figures(time_points: pl.DataFrame, best: pl.DataFrame, subjects: pl.DataFrame, told: Told) -> list[Figure]:
    """All three figures. Frames as in `response_data`; raises HepaticaError for frames that are not such."""
    return [
        waterfall(time_points, best, subjects, told),
        spider(time_points, best, subjects, told),
        swimmer(best, subjects, told),
    ]


def waterfall(time_points: pl.DataFrame, best: pl.DataFrame, subjects: pl.DataFrame, told: Told) -> Figure:
    """The best change of each subject, sorted, coloured by best response."""
    rows, missing = courses(time_points, best, subjects, after_progression=told.after_progression)
    values = best_values(best, told.best).select("subject", response=pl.col("value").fill_null(""))
    lowest = rows.group_by("subject", "group").agg(pl.col("change").min()).drop_nulls("change")
    bars = lowest.join(values, on="subject", how="left").with_columns(pl.col("response").fill_null(""))
    by = [pl.col("change"), response_palette.rank(), pl.col("subject")]
    bars = bars.sort(by, descending=[True, True, False], maintain_order=True)
    drawn = WaterfallFigure(
        bars=bars.select("subject", "group", "change", "response"),
        panels=_panels(subjects, bars, told.words),
        fall=told.criteria.fall,
        rise=told.criteria.rise,
        description="",
        words=told.words,
        names=told.names,
        mark=told.mark,
    )
    caption = response_caption.joined(
        told.words,
        told.words("waterfall_caption", n=bars.height, all=subjects.height, response=told.words(told.best)),
        response_caption.response_counts(bars["response"], told.words),
        told.words("until_therapy" if told.after_progression else "until_progression"),
        response_caption.lines_note(told.criteria, told.words),
        response_caption.cut_note(bars["change"], drawn.top, told.words),
        response_caption.without(missing, told.words, names=told.names),
    )
    return _finished("waterfall", caption, drawn, told)


def spider(time_points: pl.DataFrame, best: pl.DataFrame, subjects: pl.DataFrame, told: Told) -> Figure:
    """The change of each subject over time, coloured by best response, with progression marked."""
    rows, missing = courses(time_points, best, subjects, after_progression=told.after_progression)
    rows = with_heights(rows.join(missing, on="subject", how="anti", maintain_order="left"))
    values = best_values(best, told.best).select("subject", response=pl.col("value").fill_null(""))
    known = rows.select("subject", "group").unique(maintain_order=True).join(values, on="subject", how="left")
    known = known.with_columns(pl.col("response").fill_null(""))
    lines = segments(rows).join(known, on="subject", how="left", maintain_order="left")
    marks = rows.filter("progression").unique("subject", keep="first", maintain_order=True)
    kind = pl.when("new").then(pl.lit("new_lesion")).otherwise(pl.lit("progression"))
    marks = marks.select("subject", "group", "day", change="height", kind=kind)
    last = rows["day"].max()
    drawn = SpiderFigure(
        lines=lines,
        marks=marks,
        panels=_panels(subjects, known, told.words),
        scale=time_scale(1.01 * float(last) if isinstance(last, int) else 28.0),
        start=told.start or told.words("day_zero"),
        fall=told.criteria.fall,
        rise=told.criteria.rise,
        description="",
        words=told.words,
        names=told.names,
        mark=told.mark,
    )
    beyond = lines.group_by("subject").agg(pl.col("change_to").max())["change_to"]
    gaps = not lines.filter(~pl.col("whole")).is_empty()
    caption = response_caption.joined(
        told.words,
        told.words("spider_caption", n=known.height, all=subjects.height, response=told.words(told.best)),
        response_caption.response_counts(known["response"], told.words),
        response_caption.mark_counts(marks, ("progression", "new_lesion"), told.words),
        told.words("until_therapy" if told.after_progression else "until_progression"),
        response_caption.lines_note(told.criteria, told.words),
        response_caption.cut_note(beyond, drawn.top, told.words),
        told.words("gap_note") if gaps else "",
        response_caption.without(missing, told.words, names=told.names),
    )
    return _finished("spider", caption, drawn, told)


def swimmer(best: pl.DataFrame, subjects: pl.DataFrame, told: Told) -> Figure:
    """The time of each subject with response, progression and death, coloured by group."""
    bars, missing = lanes(subjects)
    marks = lane_marks(best, subjects, "CRSP" if told.best == "CBOR" else "RSP")
    ends = bars.select("subject", "end")
    late = marks.join(ends, on="subject", how="left").filter(pl.col("day") > pl.col("end"))
    start = told.start or told.words("day_zero")
    last = pl.concat([bars["end"], marks["day"]]).max()
    scale = time_scale(1.03 * float(last) if isinstance(last, int) else 28.0)
    groups = _panels(subjects, bars, told.words)
    drawn = SwimmerFigure(
        lanes=bars, marks=marks, groups=groups, scale=scale, start=start, description="", words=told.words,
        names=told.names, mark=told.mark,
    )  # fmt: skip
    # what nobody recorded is not told as none
    kinds = ("response", "progression", *(kind for kind in ("death", "ongoing") if kind in subjects.columns))
    pale = not bars.filter(pl.col("treated") < pl.col("end")).is_empty()
    caption = response_caption.joined(
        told.words,
        told.words("swimmer_caption", start=start, n=bars.height, all=subjects.height),
        told.words("treated_note") if pale else "",
        response_caption.mark_counts(marks, kinds, told.words),
        told.words("late_marks", n=late.height) if late.height else "",
        response_caption.without(missing, told.words, names=told.names),
    )
    return _finished("swimmer", caption, drawn, told)


def _panels(subjects: pl.DataFrame, drawn: pl.DataFrame, words: Words) -> dict[str, str]:
    """The groups in the order of the subjects, each with how many of it are drawn; one empty heading without groups."""
    counts = dict(drawn["group"].value_counts().rows())
    groups = groups_of(people(subjects)) or [EVERYBODY]
    if groups == [EVERYBODY]:
        return {EVERYBODY: ""}
    return {group: words("counted_group", group=group or words("no_group"), n=counts.get(group, 0)) for group in groups}


def _finished(name: str, caption: str, drawn: WaterfallFigure | SpiderFigure | SwimmerFigure, told: Told) -> Figure:
    """The drawing for page and telephone, told to who cannot see it by its caption."""
    figure = replace(drawn, description=caption)
    return Figure(
        name,
        caption,
        draw.svg(figure.chart(PAGE)),
        draw.svg(figure.chart(PHONE)),
        draw.spec(figure.chart(PAGE, interactive=True)) if told.interactive else None,
    )
