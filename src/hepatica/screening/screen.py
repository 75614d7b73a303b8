"""Eligibility of a cohort: one column per criterion and a status, yes, no or unknown.

A subject is eligible when every inclusion criterion holds and no exclusion criterion does; not eligible when an inclusion
fails or an exclusion holds; otherwise unknown. Unknown is never counted as eligible and never as a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from hepatica.protocol.context import rule_context
from hepatica.protocol.study import Study
from hepatica.rules.columnar import evaluate
from hepatica.rules.nodes import Node

ELIGIBLE: Final = "eligible"
NOT_ELIGIBLE: Final = "not eligible"
UNKNOWN: Final = "unknown"


def criteria(study: Study) -> dict[str, Node]:
    """Rule of every criterion by its id, inclusion first, in the order of the study file."""
    written = {**study.eligibility.inclusion, **study.eligibility.exclusion}
    return {name: criterion.rule.node for name, criterion in written.items()}


def wanted(study: Study) -> dict[str, bool]:
    """What each criterion must answer for the subject to stay: true for inclusion, false for exclusion."""
    return {**dict.fromkeys(study.eligibility.inclusion, True), **dict.fromkeys(study.eligibility.exclusion, False)}


def screen(study: Study, facts: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """Answer every criterion for every subject.

    facts: the frame of `hepatica.rules.facts`. subjects: one row a subject, column `subject`.
    Returns USUBJID; one nullable Boolean per criterion (does its statement hold; null is unknown); STATUS; FAILED (ids of
    the criteria that exclude the subject, in order, separated by spaces); OPEN (ids that are unknown).
    """
    rules = criteria(study)
    answers = evaluate(rules, facts, subjects, rule_context(study))
    return status(answers, wanted(study)).rename({"subject": "USUBJID"}).sort("USUBJID")


def status(answers: pl.DataFrame, stay: Mapping[str, bool]) -> pl.DataFrame:
    """Add STATUS, FAILED and OPEN to a frame of answers, one nullable Boolean column per criterion of `stay`."""
    failed = [pl.col(name) != keep for name, keep in stay.items()]
    unknown = [pl.col(name).is_null() for name in stay]
    return answers.with_columns(
        STATUS=pl.when(pl.any_horizontal(c.fill_null(False) for c in failed))
        .then(pl.lit(NOT_ELIGIBLE))
        .when(pl.any_horizontal(unknown))
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(ELIGIBLE))
        if stay
        else pl.lit(ELIGIBLE),
        FAILED=_names(failed, stay),
        OPEN=_names(unknown, stay),
    )


def _names(conditions: list[pl.Expr], stay: Mapping[str, bool]) -> pl.Expr:
    if not stay:
        return pl.lit("")
    marked = [pl.when(c).then(pl.lit(name)) for c, name in zip(conditions, stay, strict=True)]
    return pl.concat_list(marked).list.drop_nulls().list.join(" ")
