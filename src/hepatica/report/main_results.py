"""The main results in a few sentences: for each primary endpoint what the tests and models of its analyses say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from hepatica.report import numbers
from hepatica.report.estimate import TESTS, Row, estimate, is_curve
from hepatica.report.labels import ARM, Labels
from hepatica.report.result_sections import scale_of
from hepatica.report.timescale import TimeScale

MODELS: Final = frozenset({"cox", "logistic"})
SIMPLE_TESTS: Final = frozenset({"log_rank", "gray_test", "chi_square", "fisher"})


def main_results(results: pl.DataFrame, labels: Labels) -> list[dict[str, str]]:
    """One item for each analysis of a primary endpoint that has an estimate to report: title and text.

    Sensitivity analyses stand in their own place, among the results.
    """
    checks = {analysis.id for analysis in labels.study.analyses if analysis.role == "sensitivity"}
    results = results.filter(~pl.col("analysis").is_in(checks))
    primary = [name for name, endpoint in labels.study.endpoints.items() if endpoint.role == "primary"]
    items = []
    for name in primary:
        rows = results.filter(pl.col("endpoint") == name)
        for part in rows.partition_by("analysis", maintain_order=True):
            found = part.filter(~is_curve()).to_dicts()
            scale = scale_of(rows)
            sentences = [*_medians(found, scale, labels), *_comparisons(found, scale, labels)]
            if sentences:
                title = labels.words("sentence", text=labels.analysis_of(name, str(part["analysis"][0])))
                items.append({"title": title, "text": " ".join(sentences)})
    return items


def _medians(rows: Sequence[Row], scale: TimeScale, labels: Labels) -> list[str]:
    found = [row for row in rows if row["statistic"] == "median" and row["method"] == "kaplan_meier"]
    if not found:
        return []
    words = labels.words
    texts = [
        words("named", name=labels.group(row["group_by"] or "", row["group"] or ""), text=estimate(row, scale, words))
        for row in found
    ]
    return [words("median_note", unit=words(scale.unit), text=words("and").join(texts))]


def _comparisons(rows: Sequence[Row], scale: TimeScale, labels: Labels) -> list[str]:
    words = labels.words
    p_of = {_key(row): row["value"] for row in rows if row["statistic"] == "p_value"}
    told: list[str] = []
    contrasts = {row["term"] for row in rows if row["reference"]}
    main = contrasts & {ARM, *(row["group_by"] for row in rows)} or contrasts
    for row in rows:
        name = words.named("statistic", row["statistic"])
        if row["reference"] and row["term"] in main and row["method"] in MODELS and row["statistic"] not in TESTS:
            term = row["term"] or row["group_by"] or ""
            what = labels.comparison(term, row["group"] or "", row["reference"], row["group_by"] or "")
            p = numbers.p_phrase(p_of.get(_key(row)), words)
            value = estimate(row, scale, words)
            value = words("value_p", value=value, p=p) if p else value
            told.append(words("contrast", what=name, groups=what, value=value))
        elif row["statistic"] == "p_value" and row["method"] in SIMPLE_TESTS:
            phrase = numbers.p_phrase(row["value"], words)
            told += [words("test_note", test=labels.method(row["method"]), p=phrase)] if phrase else []
    return told


def _key(row: Row) -> tuple[object, ...]:
    return row["method"], row["term"], row["group"], row["reference"]
