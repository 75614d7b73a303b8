"""The facts of one variable, with their days as bounds that are never null."""

from __future__ import annotations

import narwhals as nw

from hepatica.rules.calendar import FAR
from hepatica.rules.columnar.conditions import Conditions
from hepatica.rules.columnar.days import Days
from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.shelf import Shelf
from hepatica.rules.nodes import Anchor, EventPattern


def rows_of(facts: Shelf, variable: str, *, lasts: bool) -> Frame:
    """Facts of a variable with `lo` and `hi` (first day), `last_lo` and `last_hi` (last day).

    lasts: the event lasts from start to end; it does not end before it starts, nor start after it ends. What does not last
    ends on the day it starts, unless an end is recorded.
    """
    lo, hi = nw.col("start_lo").fill_null(-FAR), nw.col("start_hi").fill_null(FAR)
    end_lo, end_hi = nw.col("end_lo").fill_null(-FAR), nw.col("end_hi").fill_null(FAR)
    rows = facts.of(variable)
    if lasts:
        days = (lo, nw.min_horizontal(hi, end_hi), nw.max_horizontal(end_lo, lo), end_hi)
    else:
        unended = nw.col("end_lo").is_null() & nw.col("end_hi").is_null()
        last_lo = nw.when(unended).then(lo).otherwise(end_lo)
        days = (lo, hi, last_lo, nw.when(unended).then(hi).otherwise(end_hi))
    names = ("lo", "hi", "last_lo", "last_hi")
    return rows.with_columns(*(day.alias(name) for day, name in zip(days, names, strict=True)))


def prepare(rows: Frame, conditions: Conditions, days: Days, needs: list[str]) -> Frame:
    """The rows with the days and the columns that conditions need."""
    columns = [*conditions.needs, *needs]
    if columns:
        rows = rows.join(days.select(columns), on="subject", how="inner")
    for stage in conditions.prepared:
        if stage:
            rows = rows.with_columns(**stage)
    return rows


def anchor_records(facts: Shelf, pattern: EventPattern, anchor: Anchor, days: Days) -> Frame:
    """Records of an anchor's pattern: subject, truth (whether it matches), lo and hi (the day that is taken)."""
    conditions = Conditions(pattern.variable, days)
    truth = conditions.matches(pattern.where)
    rows = rows_of(facts, pattern.variable, lasts=days.context.vocabulary[pattern.variable].interval)
    rows = prepare(rows.filter(nw.col("occurred").fill_null(True)), conditions, days, [])
    ends = ("last_lo", "last_hi") if anchor.edge == "end" else ("lo", "hi")
    return rows.select("subject", truth.alias("truth"), lo=nw.col(ends[0]), hi=nw.col(ends[1]))
