"""The results part of a report: for each endpoint its analyses, each with its figures and tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import polars as pl

from hepatica.report.analysis_tables import analysis_tables, not_done
from hepatica.report.estimate import is_curve
from hepatica.report.figure import Figure, curve_figures
from hepatica.report.labels import Labels
from hepatica.report.left_out import has_result
from hepatica.report.page import Numbering
from hepatica.report.table import Table
from hepatica.report.timescale import TimeScale, time_scale
from hepatica.report.words import Words


def result_sections(
    results: pl.DataFrame, labels: Labels, numbering: Numbering, *, interactive: bool
) -> tuple[list[dict[str, Any]], list[Figure]]:
    """The sections as the template takes them, and the figures drawn in them."""
    sections, drawn = [], []
    for endpoint, rows in _by_endpoint(results, labels):
        scale = scale_of(rows)
        analyses = []
        for part in filter(has_result, rows.partition_by("analysis", maintain_order=True)):
            analysis, figures = _analysis(part, labels, scale, numbering, interactive=interactive)
            analyses.append(analysis)
            drawn += figures
        if not analyses:
            continue
        name = f"endpoint-{slug(endpoint)}"
        title = labels.endpoint(endpoint)
        sections.append({"id": name, "title": title, "role": labels.role(endpoint), "analyses": analyses})
    return sections, drawn


def scale_of(rows: pl.DataFrame) -> TimeScale:
    """The time scale that the figures and tables of one endpoint share."""
    last = rows["time"].max()
    return time_scale(float(last) if isinstance(last, int | float) else 366.0)


def slug(name: str) -> str:
    """A name as it can stand in an id of the page."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-")


def _by_endpoint(results: pl.DataFrame, labels: Labels) -> Iterator[tuple[str, pl.DataFrame]]:
    """Rows of each endpoint, in the order of the study file; endpoints it does not name come last."""
    present = results["endpoint"].unique(maintain_order=True).to_list()
    known = labels.study.endpoints
    order = [name for name in known if name in present] + [name for name in present if name not in known]
    for name in order:
        yield name, results.filter(pl.col("endpoint") == name)


def _analysis(
    part: pl.DataFrame, labels: Labels, scale: TimeScale, numbering: Numbering, *, interactive: bool
) -> tuple[dict[str, Any], list[Figure]]:
    first = part.row(0, named=True)
    curve = part.filter(is_curve())
    others = part.filter(~is_curve()).to_dicts()
    figures = curve_figures(curve, others, labels, scale, interactive=interactive) if curve.height else []
    words = labels.words
    title = labels.analysis(first["analysis"])
    tables = analysis_tables(others, f"table-{slug(first['analysis'])}", labels, scale)
    above = labels.analysis_of(first["endpoint"], first["analysis"])
    content = {
        "title": title,
        "text": [words("population_is", population=labels.population(first["population"] or ""))],
        "not_done": not_done(others, labels),
        "figures": [numbering.figure(figure) for figure in figures],
        "tables": [numbering.table(_captioned(table, above, words)) for table in tables],
    }
    return content, figures


def _captioned(table: Table, above: str, words: Words) -> Table:
    """A table whose caption also says which analysis it belongs to."""
    return dataclasses.replace(table, title=words("sentence", text=words("named", name=above, text=table.title)))
