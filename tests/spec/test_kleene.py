"""Three-valued logic (Kleene 1952): what is unknown stays unknown unless the rest decides."""

from __future__ import annotations

from itertools import product

import narwhals as nw
import polars as pl
import pytest

from hepatica.rules.columnar import expressions
from hepatica.rules.truth import Truth, and_, from_boolean, implies, not_, or_

TABLE = """
  a       | b       | not a   | a and b | a or b  | if a then b
  yes     | yes     | no      | yes     | yes     | yes
  yes     | unknown | no      | unknown | yes     | unknown
  yes     | no      | no      | no      | yes     | no
  unknown | yes     | unknown | unknown | yes     | yes
  unknown | unknown | unknown | unknown | unknown | unknown
  unknown | no      | unknown | no      | unknown | unknown
  no      | yes     | yes     | no      | yes     | yes
  no      | unknown | yes     | no      | unknown | yes
  no      | no      | yes     | no      | no      | yes
"""
ROWS = [tuple(Truth[cell.strip().upper()] for cell in line.split("|")) for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", ROWS)
def test_one_subject(row: tuple[Truth, ...]) -> None:
    a, b, negation, conjunction, disjunction, implication = row
    assert not_(a) is negation
    assert and_((a, b)) is conjunction
    assert or_((a, b)) is disjunction
    assert implies(a, b) is implication


def test_columns_of_subjects() -> None:
    frame = nw.from_native(pl.DataFrame({"a": [int(row[0]) for row in ROWS], "b": [int(row[1]) for row in ROWS]}))
    a, b = nw.col("a"), nw.col("b")
    found = frame.select(
        negation=expressions.not_(a),
        conjunction=expressions.and_([a, b]),
        disjunction=expressions.or_([a, b]),
        implication=expressions.implies(a, b),
    )
    assert found.rows() == [tuple(int(truth) for truth in row[2:]) for row in ROWS]


def test_nothing_joined_by_and_holds_and_nothing_joined_by_or_does_not() -> None:
    assert and_(()) is Truth.YES
    assert or_(()) is Truth.NO


def test_an_answer_that_follows_however_the_unknown_turns_out_is_known() -> None:
    """`and`, `or` and `if` say unknown only where yes and no of the unknown part lead to different answers."""
    options = {Truth.UNKNOWN: (Truth.NO, Truth.YES)}
    for a, b in product(Truth, repeat=2):
        for joined in (lambda a, b: and_((a, b)), lambda a, b: or_((a, b)), implies):
            outcomes = {joined(x, y) for x in options.get(a, (a,)) for y in options.get(b, (b,))}
            assert joined(a, b) is (outcomes.pop() if len(outcomes) == 1 else Truth.UNKNOWN)


@pytest.mark.parametrize(("truth", "boolean"), [(Truth.YES, True), (Truth.NO, False), (Truth.UNKNOWN, None)])
def test_a_nullable_column_holds_null_for_unknown(truth: Truth, boolean: bool | None) -> None:
    assert truth.boolean is boolean
    assert from_boolean(boolean) is truth
