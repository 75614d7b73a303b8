"""The group of every subject, by the study's own method, with its evidence and the version of what decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from hepatica.assignment.agreement import Agreement
from hepatica.assignment.as_treated import as_treated
from hepatica.assignment.by_date import by_date
from hepatica.assignment.by_expression import by_expression
from hepatica.assignment.by_ranking import by_ranking
from hepatica.assignment.centroids import Centroids
from hepatica.errors import HepaticaError
from hepatica.protocol.assignment import AsTreated, ClassifiedByExpression, CohortByDate, RankedWithFallback
from hepatica.protocol.study import Study
from hepatica.sdtm.tables import Tables

OFFERED: Final = ("as treated", "classified by expression", "cohort by date", "ranked with fallback")
"""The methods that this version can carry out."""


@dataclass(frozen=True)
class Assigned:
    """table: USUBJID, ARM (null: cannot be said), EVIDENCE, METHOD, VERSION and, of a classifier, NEAREST, SIMILARITY
    and LEARNT_FROM; of a ranking, DRUGS; of a ranking and of a date, SRCREF. version: changes with anything that decides.
    classifier and agreement: of a classifier only."""

    table: pl.DataFrame
    method: str
    version: str
    classifier: Centroids | None = None
    agreement: Agreement | None = None


def assign(
    study: Study, tables: Tables, facts: pl.DataFrame, subjects: pl.DataFrame, *, classifier: Path | None = None
) -> Assigned:
    """Assign every subject. Raises HepaticaError for a method that this version cannot carry out.

    facts, subjects: as for `screen`. classifier: a frozen classifier.json to use instead of learning one.
    """
    method = study.assignment
    if classifier is not None and not isinstance(method, ClassifiedByExpression):
        raise HepaticaError(
            f"{study.study} is not classified by expression, so the classifier {classifier} would not be used",
            where=study.file,
            do="leave out --classifier",
        )
    match method:
        case None:
            nobody = subjects.select(USUBJID="subject", ARM=pl.lit(None, pl.String), EVIDENCE=pl.lit("no assignment"))
            return _assigned(nobody.sort("USUBJID"), "none", "none")
        case AsTreated():
            return _assigned(as_treated(study, facts, subjects), method.method, _version(method))
        case CohortByDate():
            return _assigned(by_date(study, tables, facts, subjects), method.method, _version(method))
        case RankedWithFallback():
            return _assigned(by_ranking(study, tables, facts, subjects), method.method, _version(method))
        case ClassifiedByExpression():
            calls = by_expression(study, tables, facts, subjects, classifier)
            done = _assigned(calls.table, method.method, calls.classifier.version)
            return Assigned(done.table, done.method, done.version, calls.classifier, calls.agreement)
        case _:
            raise HepaticaError(
                cannot_assign(study),
                where=f"{study.file or study.study}, assignment.method",
                do=f"use {', '.join(f'«{name}»' for name in OFFERED)}, or analyse by a recorded variable",
            )


def cannot_assign(study: Study) -> str:
    """Why this version cannot give a study's subjects their groups; "" where it can, or where there is no method."""
    if study.assignment is None or study.assignment.method in OFFERED:
        return ""
    return f"this version cannot assign by «{study.assignment.method}»"


def _version(method: AsTreated | CohortByDate | RankedWithFallback) -> str:
    return hashlib.sha256(method.model_dump_json(by_alias=True).encode()).hexdigest()[:12]


def _assigned(table: pl.DataFrame, method: str, version: str) -> Assigned:
    return Assigned(table.with_columns(METHOD=pl.lit(method), VERSION=pl.lit(version)), method, version)
