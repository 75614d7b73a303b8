"""The tables of one analysis: every row of its results that is not a curve's point is shown.

Kinds of rows: those of one group, comparisons, adverse events by term, and what could not be done. None is shown twice, but
for the totals of adverse events, which head their table too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hepatica.report import numbers, reasons
from hepatica.report.adverse_event_table import NOT_COUNTED, adverse_event_table, is_of_table, not_counted
from hepatica.report.comparison_table import comparison_table
from hepatica.report.estimate import EXCLUDED, NOT_DONE, TESTS, Row, is_estimate
from hepatica.report.estimate_table import estimate_tables
from hepatica.report.labels import Labels
from hepatica.report.table import Table
from hepatica.report.timescale import TimeScale

OF_MODELS: Final = frozenset({"cox", "logistic", "mixed_model", "likelihood_ratio", "proportional_hazards"})


def analysis_tables(rows: Sequence[Row], name: str, labels: Labels, scale: TimeScale) -> list[Table]:
    """The tables of an analysis whose rows (points of curves left out) are `rows`; `name` begins their ids."""
    events = adverse_event_table(rows, f"{name}-events", labels)
    shown = [row for row in rows if is_estimate(row) and row["statistic"] != NOT_COUNTED]
    shown = shown if events is None else [row for row in shown if not is_of_table(row)]
    compared = comparison_table([row for row in shown if _compares(row)], f"{name}-tests", labels, scale)
    groups = estimate_tables([row for row in shown if not _compares(row)], f"{name}-groups", labels, scale)
    return [*groups, *(table for table in (events, compared) if table is not None)]


def not_done(rows: Sequence[Row], labels: Labels) -> list[str]:
    """Sentences on what gave no result, and on subjects who are not in the analysis, with the reasons."""
    words = labels.words
    told = []
    for row in rows:
        if row["statistic"] == NOT_DONE:
            by = row["group_by"] or ""
            method = labels.method(row["method"])
            name = f"{method} ({labels.group(by, row['group'])})" if row["group"] else method
            told.append(words("not_done", method=name, reason=reasons.told(row["note"], labels)))
    left = [row for row in rows if row["statistic"] == EXCLUDED]
    for reason in dict.fromkeys(row["term"] for row in left):
        count = sum(row["value"] or 0 for row in left if row["term"] == reason)
        of_model = all(".model." in row["result_id"] for row in left if row["term"] == reason)
        key = "left_model" if of_model else "left_analysis"
        told.append(words(key, n=numbers.count(count), reason=reasons.told(reason, labels)))
    told += not_counted(rows, words)
    return list(dict.fromkeys(told))


def _compares(row: Row) -> bool:
    return bool(row["reference"]) or row["statistic"] in TESTS or row["method"] in OF_MODELS
