"""What holds of every laboratory term in every version: the columns agree with a slow reading of the rules."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import polars as pl
import pytest
from tests.instruments.ctcae.slow_grades import Result, bounds

from hepatica.instruments.ctcae import Rule, Version, grade_laboratory, rules
from hepatica.instruments.ctcae.rules import VERSIONS

ROWS = 300
"""Results of each term."""

TIMES = [Fraction(n, 100) for n in (10, 25, 49, 50, 75, 99, 100, 100, 101, 150, 151, 200, 300, 301, 500, 2001)]

CENSORED = [(sign, Fraction(n, 10)) for sign, n in (("<", 9), ("<", 3), ("<=", 10), ("<=", 5), (">", 11), (">", 40))]
CENSORED += [(">=", Fraction(1)), (">=", Fraction(3))]
"""A comparator, and by what times the reported number one that it allows is got."""


def drawn(rule: Rule, random: Random) -> Result:
    """A result near where grades begin: multiples of limits, baselines and cut-offs, and some that are missing."""
    cuts = [each.amounts[0][1] for each in rule.comparisons() if each.of == "amount"]
    start = random.choice([*cuts, Fraction(40), Fraction(15)])
    limit, base = start * random.choice(TIMES), start * random.choice(TIMES)
    over = limit + random.choice([each.amounts[0][1] for each in rule.comparisons() if each.amounts] or [Fraction(0)])
    return Result(
        value=random.choice([start, limit, base, over]) * random.choice(TIMES),
        uln=random.choice([None, limit, limit]),
        lln=random.choice([None, limit, limit]),
        base=random.choice([None, base, base]),
        symptomatic=random.choice([None, True, False]),
    )


def table_of(given: list[tuple[Rule, Result]]) -> pl.DataFrame:
    numbers = {
        name: pl.Series(
            [None if (x := getattr(each, name)) is None else float(x) for _, each in given], dtype=pl.Float64
        )
        for name in ("value", "uln", "lln", "base")
    }
    clinical = pl.Series([each.symptomatic for _, each in given], dtype=pl.Boolean)
    units = [rule.cut_off_units[0] if rule.cut_off_units not in ((), ("1",)) else None for rule, _ in given]
    return pl.DataFrame(
        {
            "term": [rule.term for rule, _ in given],
            "unit": pl.Series(units, dtype=pl.String),
            **numbers,
            **dict.fromkeys(("symptomatic", "anticoagulated", "consequences"), clinical),
        }
    )


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Version:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def given(version: Version) -> list[tuple[Rule, Result]]:
    """Results of every term whose results are all graded by itself."""
    random = Random(f"CTCAE {version}")
    known = [rule for rule in rules(version).values() if rule.elsewhere is None]
    return [(rule, drawn(rule, random)) for rule in known for _ in range(ROWS)]


def test_columns_agree_with_the_rules_read_one_by_one(version: Version, given: list[tuple[Rule, Result]]) -> None:
    found = grade_laboratory(table_of(given), version=version, clinical="unknown")
    slow = [bounds(rule, result) for rule, result in given]
    assert list(zip(found["grade_low"], found["grade_high"], strict=True)) == slow
    assert found["grade"].to_list() == [low if low == high else None for low, high in slow]
    assert found["problem"].is_null().to_list() == [low == high for low, high in slow]


def test_every_grade_of_every_term_occurs(version: Version) -> None:
    random = Random(f"CTCAE {version}, every grade")
    for rule in rules(version).values():
        table = table_of([(rule, drawn(rule, random)) for _ in range(5 * ROWS)])
        assert {0, *rule.grades} <= {*grade_laboratory(table, version=version)["grade"].drop_nulls()}, rule.term


@pytest.mark.parametrize(("comparator", "times"), CENSORED)
def test_a_censored_result_never_rules_out_a_number_it_can_be(
    version: Version, given: list[tuple[Rule, Result]], comparator: str, times: Fraction
) -> None:
    table = table_of(given)
    said = grade_laboratory(table.with_columns(comparator=pl.lit(comparator)), version=version, clinical="unknown")
    moved = table.with_columns(pl.col("value") * float(times))
    exact = grade_laboratory(moved, version=version, clinical="unknown")
    assert (said["grade_low"] <= exact["grade_low"]).all()
    assert (said["grade_high"] >= exact["grade_high"]).all()
    assert said["grade"].drop_nulls().len() > 0
