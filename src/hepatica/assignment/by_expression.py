"""The group is the class a tumour's expression is nearest to, or the reject arm where it is near none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from hepatica.assignment.agreement import Agreement, cross_validate
from hepatica.assignment.centroids import Centroids, learn, load, permutation_threshold
from hepatica.assignment.expression_matrix import Expression, expression
from hepatica.errors import HepaticaError
from hepatica.protocol.assignment import ClassifiedByExpression
from hepatica.protocol.study import Study
from hepatica.sdtm.tables import Tables

SCHEMA = {
    "USUBJID": pl.String(),
    "ARM": pl.String(),
    "EVIDENCE": pl.String(),
    "NEAREST": pl.String(),
    "SIMILARITY": pl.Float64(),
    "LEARNT_FROM": pl.Boolean(),
}


@dataclass(frozen=True)
class Calls:
    """table: one row a subject (columns of SCHEMA; ARM null where there is no usable expression). classifier: what made
    the calls. agreement: its cross-validation against the labels it was learnt from; None for a classifier given."""

    table: pl.DataFrame
    classifier: Centroids
    agreement: Agreement | None


def by_expression(
    study: Study, tables: Tables, facts: pl.DataFrame, subjects: pl.DataFrame, classifier: Path | None = None
) -> Calls:
    """Call every subject with a frozen classifier, or with one learnt here from the labels the study names."""
    method = study.assignment
    if not isinstance(method, ClassifiedByExpression):
        raise TypeError(f"{study.study} does not classify by expression")
    _supported(method, study)
    if classifier is not None:
        frozen = load(classifier)
        measured = expression(tables, method.measure, frozen.genes)
        if measured.unit != frozen.unit:
            raise HepaticaError(
                f"the classifier was learnt from expression in {frozen.unit}, the data are in {measured.unit}",
                where=classifier.name,
                do="measure in the classifier's unit, or learn a new classifier from these data",
            )
        agreement = None
    else:
        measured = expression(tables, method.measure, method.genes.names)
        frozen, agreement = _learn(study, method, measured, facts)
    return Calls(_table(method, frozen, measured, facts, subjects), frozen, agreement)


def _supported(method: ClassifiedByExpression, study: Study) -> None:
    offered = {"transform": "rank normal", "classifier": "nearest centroid", "similarity": "correlation"}
    for slot, value in offered.items():
        if getattr(method, slot) != value:
            raise HepaticaError(
                f"{slot} «{getattr(method, slot)}» cannot be used to call a single sample",
                where=f"{study.file or study.study}, assignment.{slot}",
                do=f"write «{value}»",
            )


def _learn(
    study: Study, method: ClassifiedByExpression, measured: Expression, facts: pl.DataFrame
) -> tuple[Centroids, Agreement]:
    if method.genes.labels is None:
        raise HepaticaError(
            "the study names its genes but neither labels to learn the classes from nor a frozen classifier",
            where=f"{study.file or study.study}, assignment.genes",
            do="add `labels`, or give a frozen classifier with --classifier",
        )
    labels = _labels(facts, method.genes.labels, measured.subjects)
    size = method.genes.learn or len(method.genes.names)
    known = sum(label is not None for label in labels)
    origin = (
        f"{size} genes {'given' if method.genes.names else 'chosen by analysis of variance'} and centroids learnt from "
        f"{known} of {len(labels)} tumours with a published {method.genes.labels} label in {tables_name(study)}"
    )
    learnt = learn(
        measured.values,
        measured.genes,
        labels,
        size=size,
        threshold=method.threshold.value or 0.0,
        unit=measured.unit,
        origin=origin,
        fixed=method.genes.names,
    )
    if method.threshold.permutation is not None:
        columns = [measured.genes.index(g) for g in learnt.genes]
        level, seed = method.threshold.permutation, method.threshold.seed
        chosen = permutation_threshold(learnt, measured.values[:, columns], level=level, seed=seed)
        learnt = replace(learnt, threshold=chosen)
    agreement = cross_validate(
        measured.values, measured.genes, labels, size=size, threshold=learnt.threshold, fixed=method.genes.names
    )
    return learnt, agreement


def tables_name(study: Study) -> str:
    """How the data set of a study is called in a sentence."""
    return f"the data of {study.study}"


def _labels(facts: pl.DataFrame, variable: str, subjects: tuple[str, ...]) -> list[str | None]:
    """The one usable label of each subject; None where there is none or where two differ."""
    usable = facts.filter((pl.col("variable") == variable) & pl.col("code").is_not_null() & pl.col("problem").is_null())
    one = usable.group_by("subject").agg(pl.col("code").unique()).filter(pl.col("code").list.len() == 1)
    found = dict(one.select("subject", pl.col("code").list.first()).iter_rows())
    return [found.get(subject) for subject in subjects]


def _table(
    method: ClassifiedByExpression,
    classifier: Centroids,
    measured: Expression,
    facts: pl.DataFrame,
    subjects: pl.DataFrame,
) -> pl.DataFrame:
    columns = [measured.genes.index(g) for g in classifier.genes]
    values = measured.values[:, columns]
    similarity = classifier.similarity(values)
    nearest = [classifier.classes[k] for k in similarity.argmax(axis=1)]
    best = np.round(similarity.max(axis=1), 6).tolist()
    used = _labels(facts, method.genes.labels, measured.subjects) if method.genes.labels else [None] * len(nearest)
    rows = []
    for i, call in enumerate(classifier.call(values)):
        arm = method.reject if call is None else method.labels.get(call, call)
        relation = "reaches" if call is not None else "stays under"
        evidence = f"nearest class {nearest[i]}, similarity {best[i]:.3f} {relation} {classifier.threshold:g}"
        rows.append((measured.subjects[i], arm, evidence, nearest[i], best[i], used[i] is not None))
    called = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    reasons = pl.DataFrame(
        list(measured.left_out.items()), schema={"USUBJID": pl.String, "left_out": pl.String}, orient="row"
    )
    why = pl.coalesce("EVIDENCE", "left_out", pl.lit("no expression was measured"))
    return (
        subjects.select(USUBJID="subject")
        .join(called, on="USUBJID", how="left")
        .join(reasons, on="USUBJID", how="left")
        .select("USUBJID", "ARM", EVIDENCE=why, NEAREST="NEAREST", SIMILARITY="SIMILARITY", LEARNT_FROM="LEARNT_FROM")
        .sort("USUBJID")
    )
