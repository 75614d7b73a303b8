"""Loss of HBsAg as a series function finds it, and as the rule `… confirmed twice at least 24 wk apart` does."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.spec.rule_contexts import CONTEXT

from hepatica.endpoints.functional_cure import hbsag_loss
from hepatica.rules import parse_rule
from hepatica.rules.facts import empty
from hepatica.rules.reference import explain

RULE = parse_rule("hbsag_quantitative < 0.05 [IU]/mL confirmed 2 times at least 24 wk apart")
ANY_DAY = replace(CONTEXT, window=None, reference=None)
RESULTS = {"lost": (0.05, "<"), "there": (120.0, ""), "at the limit": (0.05, ""), "undecided": (0.1, "<")}
FIRST = 20_000
"""A day in 2024."""

series = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(sorted(RESULTS))),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each[0],
)


@given(series)
def test_what_a_rule_says_of_a_series_the_function_says_too(entries: list[tuple[int, str]]) -> None:
    rows = pl.DataFrame(
        [("A", FIRST + day, *RESULTS[result]) for day, result in sorted(entries)],
        schema=["subject", "day", "value", "comparator"],
        orient="row",
    )
    day = pl.col("day")
    given_facts = rows.select(
        "subject",
        "comparator",
        variable=pl.lit("hbsag_quantitative"),
        fact=pl.int_range(pl.len(), dtype=pl.Int64),
        number="value",
        text=pl.col("value").cast(pl.String),
        unit=pl.lit("[IU]/mL"),
        start_lo=day,
        start_hi=day,
        end_lo=day,
        end_hi=day,
    )
    facts = pl.concat([empty(), given_facts], how="diagonal").select(empty().columns)
    said = explain(RULE, facts.to_dicts(), ANY_DAY).truth.boolean
    assert hbsag_loss(rows)["reached"].item() == said
