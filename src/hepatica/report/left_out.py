"""Analyses of the study file that gave no result at all, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from hepatica.report.contents import Omitted
from hepatica.report.estimate import EXCLUDED, NOT_DONE
from hepatica.report.labels import Labels
from hepatica.report.reasons import JOINED
from hepatica.report.reasons import told as translated


def has_result(part: pl.DataFrame) -> bool:
    """Whether an analysis gave any number, rather than only reasons for having none."""
    return bool((~part["statistic"].is_in([NOT_DONE, EXCLUDED])).any())


def without_result(results: pl.DataFrame, told: Collection[str], labels: Labels) -> Iterator[Omitted]:
    """Each analysis without a result, with the reasons of its methods; those of endpoints in `told` are left out."""
    for part in results.partition_by("analysis", maintain_order=True):
        first = part.row(0, named=True)
        if has_result(part) or labels.endpoint(first["endpoint"]) in told:
            continue
        reasons = part.filter(pl.col("statistic") == NOT_DONE)["note"].unique(maintain_order=True)
        told_all = translated(JOINED.join(filter(None, reasons)), labels)
        yield Omitted(labels.analysis_of(first["endpoint"], first["analysis"]), told_all)
