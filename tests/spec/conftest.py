"""The fixture `check`: every rule for every subject of a table, on each evaluator in turn."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import polars as pl
import pytest
from tests.spec import subject_tables
from tests.spec.rule_contexts import CONTEXT, EVERYONE, VOCABULARY

from hepatica.rules import check_rule, parse_rule
from hepatica.rules.columnar import evaluate
from hepatica.rules.context import Context
from hepatica.rules.nodes import Node
from hepatica.rules.reference import explain
from hepatica.rules.truth import from_boolean

Answers = Callable[[dict[str, Node], pl.DataFrame, pl.DataFrame, Context], pl.DataFrame]
Check = Callable[..., None]


def by_reference(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    rows = []
    for who in subjects["subject"]:
        own = facts.filter(pl.col("subject") == who).to_dicts()
        rows.append(
            {"subject": who, **{name: explain(rule, own, context).truth.boolean for name, rule in rules.items()}}
        )
    return pl.DataFrame(rows, schema={"subject": pl.String, **dict.fromkeys(rules, pl.Boolean)})


def by_polars(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    answers: pl.DataFrame = evaluate(rules, facts, subjects, context)
    return answers


def by_duckdb(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    with duckdb.connect() as connection:
        relations = [connection.from_arrow(frame.to_arrow()) for frame in (facts, subjects)]
        answers: pl.DataFrame = evaluate(rules, relations[0], relations[1], context).pl()
    return answers


@pytest.fixture(params=[by_reference, by_polars, by_duckdb], ids=["reference", "polars", "duckdb"])
def check(request: pytest.FixtureRequest) -> Check:
    """Evaluate every rule for every subject and hold the answers against the table of expectations."""
    answers: Answers = request.param

    def compare(subjects: str, expected: str, *, context: Context = CONTEXT, with_anchors: bool = True) -> None:
        wanted = subject_tables.cells(expected)
        people = sorted({row[0] for row in subject_tables.cells(subjects)} | {row[0] for row in wanted})
        shared = "".join(EVERYONE.format(who=who) for who in people) if with_anchors else ""
        facts = subject_tables.facts(subjects.rstrip() + shared, VOCABULARY)
        rules = {text: parse_rule(text) for _, text, _ in wanted}
        for rule in rules.values():
            check_rule(rule, VOCABULARY, context.anchors)
        found = answers(rules, facts, pl.DataFrame({"subject": people}), context)
        given = {row["subject"]: row for row in found.to_dicts()}
        said = [[who, text, str(from_boolean(given[who][text]))] for who, text, _ in wanted]
        assert said == wanted

    return compare
