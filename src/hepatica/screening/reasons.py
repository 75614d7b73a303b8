"""Why a subject is not eligible or cannot be said to be: one sentence per failing or unanswered criterion."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.protocol.context import rule_context
from hepatica.protocol.study import Study
from hepatica.rules.reference import Explanation, SubjectDays, explain_all, subject_facts
from hepatica.screening.screen import criteria

SCHEMA = {"USUBJID": pl.String(), "CRITERION": pl.String(), "ANSWER": pl.String(), "REASON": pl.String()}


def reasons(study: Study, facts: pl.DataFrame, screened: pl.DataFrame) -> pl.DataFrame:
    """One row per subject and criterion that failed (ANSWER "failed") or is open ("unknown"), with its REASON.

    screened: the frame of `screen`. The sentences come from the reference evaluator, subject by subject.
    """
    asked = screened.filter((pl.col("FAILED") != "") | (pl.col("OPEN") != ""))
    of_subject = facts.partition_by("subject", as_dict=True) if facts.height else {}
    rows = [row for subject in asked.iter_rows(named=True) for row in _of_one(study, of_subject, subject)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _of_one(
    study: Study, of_subject: dict[tuple[object, ...], pl.DataFrame], row: dict[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    found = of_subject.get((row["USUBJID"],))
    facts = found.to_dicts() if found is not None else []
    rules = criteria(study)
    days = SubjectDays(subject_facts(facts), rule_context(study))
    for answer, column in (("failed", "FAILED"), ("unknown", "OPEN")):
        for name in row[column].split():
            yield row["USUBJID"], name, answer, sentence(explain_all(rules[name], days))


def explain_subject(study: Study, facts: pl.DataFrame, subjects: pl.DataFrame, subject: str) -> list[dict[str, str]]:
    """Every criterion of one subject: criterion, kind, answer (yes, no, unknown) and reason.

    Raises HepaticaError for a subject who is not in the data.
    """
    if subject not in subjects["subject"]:
        raise HepaticaError(f"there is no subject {subject} in the data", do="use an identifier (USUBJID) of domain DM")
    own = facts.filter(pl.col("subject") == subject).to_dicts()
    days = SubjectDays(subject_facts(own), rule_context(study))
    rows = []
    for name, (kind, criterion) in study.criteria.items():
        found = explain_all(criterion.rule.node, days)
        rows.append({"criterion": name, "kind": kind, "answer": str(found.truth), "reason": sentence(found)})
    return rows


def sentence(explanation: Explanation) -> str:
    """What decided a rule, or what is missing, in one line."""
    return "; ".join(dict.fromkeys(explanation.missing)) or explanation.text
