"""One row of the results table as text: which rows are curves, counts or tests, and how each number is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from markupsafe import Markup

from hepatica.report import numbers
from hepatica.report.table import Cell, with_id
from hepatica.report.timescale import TimeScale
from hepatica.report.words import Words

Row = Mapping[str, Any]

CURVES: Final = ("survival", "cumulative_incidence")
INCIDENCES: Final = frozenset(
    {"incidence", *(f"incidence_{kind}" for kind in ("severe", "serious", "related", "no_grade"))}
)
"""Shares of subjects with an adverse event, in all (those by term have a table of their own)."""
COUNTS: Final = frozenset(
    {"n", "events", "event_count", "n_risk", "competing_events", "censored", "missing", "excluded", "df"}
)
TESTS: Final = frozenset({"p_value", "chi_square", "df"})
PROPORTIONS: Final = frozenset({*CURVES, *INCIDENCES, "proportion"})
DAYS: Final = frozenset({"d", "day", "days"})
NOT_DONE: Final = "not_done"
EXCLUDED: Final = "excluded"


def is_curve() -> pl.Expr:
    """Rows that are points of a drawn curve; a curve read at a given time has no number at risk and is none."""
    return pl.col("statistic").is_in(CURVES) & pl.col("n_risk").is_not_null()


def is_estimate(row: Row) -> bool:
    """Whether a row holds a number to show in a table of estimates."""
    return row["statistic"] not in (NOT_DONE, EXCLUDED)


def in_days(row: Row) -> bool:
    """Whether a row's number is a time, to be shown in the unit of the report."""
    return str(row["unit"] or "").lower() in DAYS


def estimate(row: Row, scale: TimeScale, words: Words) -> str:
    """A row's number with its limits: proportions in per cent, times in the unit of `scale`, "NR" not reached."""
    if row["statistic"] == "p_value":
        return numbers.p_value(row["value"])
    if row["statistic"] in COUNTS:
        return numbers.count(row["value"])
    value, low, high = (_number(row, row[key], scale) for key in ("value", "low", "high"))
    if "median" in row["statistic"] and in_days(row):
        value = words("not_reached") if value == numbers.ABSENT else value
        high = words("not_reached") if high == numbers.ABSENT and low != numbers.ABSENT else high
    if value == numbers.ABSENT and row["note"]:
        return words("not_estimable")
    return numbers.with_limits(value, low, high, words)


def cell(row: Row | None, scale: TimeScale, words: Words) -> Cell:
    """A table cell with the estimate and, unless it is a count, its result id."""
    if row is None:
        return numbers.ABSENT
    return with_id(estimate(row, scale, words), "" if row["statistic"] in COUNTS else row["result_id"])


def heading(row: Row, scale: TimeScale, words: Words) -> str:
    """What a column of such rows is called, with unit and confidence level."""
    name = words.named("statistic", row["statistic"])
    if row["statistic"] in PROPORTIONS:
        name = words("of_unit", name=name, unit="%")
    elif in_days(row):
        name = words("of_unit", name=name, unit=words(scale.unit))
    if row["low"] is not None or row["high"] is not None:
        name = words("with_limits", what=name, level=numbers.level(row["level"]))
    return name


def test_text(chi_square: Row | None, df: Row | None, words: Words) -> Cell:
    """A test's statistic with its degrees of freedom."""
    if chi_square is None:
        return ""
    value = chi_square["value"]
    text = "χ² < 0.01" if value is not None and value < 0.01 else f"χ² = {numbers.number(value)}"
    if df is not None:
        text += words("degrees", df=numbers.count(df["value"]))
    return Markup('<span class="number">{}</span>').format(text)


def _number(row: Row, value: float | None, scale: TimeScale) -> str:
    if value is None:
        return numbers.ABSENT
    if row["statistic"] in PROPORTIONS:
        return numbers.percent(value)
    return f"{scale.of(value):.1f}" if in_days(row) else numbers.number(value)
