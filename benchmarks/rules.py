"""The criteria of NCT07120750 for many subjects: the columnar evaluator beside the reference evaluator.

The subjects are simulated once and repeated under new names, so that the data are as real as the study's own file. The
reference evaluator explains one subject at a time; it is timed on a part and scaled to the whole.
"""

from __future__ import annotations

import time

import polars as pl

from benchmarks.common import Timing, measure, report, size_argument
from hepatica.protocol import Study, load_study
from hepatica.protocol.context import rule_context
from hepatica.rules.columnar import evaluate
from hepatica.rules.reference import SubjectDays, explain_all, subject_facts
from hepatica.screening.screen import criteria
from hepatica.sdtm import facts
from hepatica.simulation import simulate
from hepatica.vocabulary import load

SIMULATED = 500
PART = 200


def repeated(study: Study, n: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Facts and subjects of n subjects, made of copies of `SIMULATED` simulated ones."""
    tables = simulate(study, seed=1, subjects=SIMULATED)
    once = facts(tables, load())
    copies = [once.with_columns(pl.col("subject") + f"#{k}") for k in range(-(-n // SIMULATED))]
    many = pl.concat(copies).with_columns(fact=pl.int_range(pl.len(), dtype=pl.Int64))
    subjects = many.select("subject").unique().sort("subject").head(n)
    return many.join(subjects, on="subject", how="semi"), subjects


def reference_part(study: Study, many: pl.DataFrame, subjects: pl.DataFrame) -> float:
    """Seconds the reference evaluator needs for `PART` subjects."""
    rules, context = criteria(study), rule_context(study)
    part = many.join(subjects.head(PART), on="subject", how="semi").partition_by("subject")
    rows = [frame.to_dicts() for frame in part]
    begin = time.perf_counter()
    for own in rows:
        days = SubjectDays(subject_facts(own), context)
        for rule in rules.values():
            explain_all(rule, days)
    return time.perf_counter() - begin


def main() -> None:
    n = size_argument(100_000, __doc__)
    study = load_study("NCT07120750")
    many, subjects = repeated(study, n)
    rules, context = criteria(study), rule_context(study)

    def columnar() -> float:
        answers = evaluate(rules, many, subjects, context)
        return float(answers.select(pl.col(list(rules)).sum()).sum_horizontal()[0])

    ours = measure("columnar (Polars)", columnar, runs=2)
    slow = reference_part(study, many, subjects) * n / PART
    title = f"{len(rules)} criteria, {n:,} subjects, {many.height:,} facts: number of answers yes"
    report(title, "rules", [ours, Timing(f"reference, from {PART} subjects", slow, 1, float("nan"))])


if __name__ == "__main__":
    main()
