"""Laboratory results of a subject graded by CTCAE 5.0 against their own limits and the baseline.

Day 0 is that of surgery. low, high: the grade of what is too low, too high; ? cannot be told. baseline: that of the baseline.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.toxicity_grades import SCHEMA, graded

RESULTS = """
who | what                                      | test        | day | value | unit   | LLN | ULN | low | high | baseline
a   | the last value before surgery is baseline | alt         | -9  | 500   | U/L    | 9   | 50  |     | 3    | 0
a   | baseline, normal                          | alt         | -2  | 40    | U/L    | 9   | 50  |     | 0    | 0
a   | over 3 times the limit                    | alt         | 10  | 160   | U/L    | 9   | 50  |     | 2    | 0
a   | over 5 times the limit: the worst         | alt         | 20  | 260   | U/L    | 9   | 50  |     | 3    | 0
a   | as high again: the first stands           | alt         | 30  | 270   | U/L    | 9   | 50  |     | 3    | 0
b   | baseline, over the limit                  | alt         | -2  | 100   | U/L    | 9   | 50  |     | 0    | 0
b   | 2.6 times an abnormal baseline            | alt         | 10  | 260   | U/L    | 9   | 50  |     | 1    | 0
c   | no baseline, so it cannot be told         | alt         | 10  | 260   | U/L    | 9   | 50  |     | ?    | ?
d   | haemoglobin in another unit               | haemoglobin | 10  | 7.9   | g/dL   | 13  | 17  | 3   | 0    | ?
e   | under the limit of what is measured       | platelets   | 10  | <20   | 10*9/L | 125 | 350 | 4   |      | ?
f   | of a unit that nobody knows               | platelets   | 10  | !80   | 10*9/L | 125 | 350 | ?   |      | ?
"""


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in RESULTS.strip().splitlines()[1:]]


def record(row: list[str]) -> dict[str, Any]:
    who, _, test, day, value, unit, low, high, *_ = row
    return {
        "subject": who,
        "variable": test,
        "day": int(day),
        "number": float(value.strip("<!")),
        "text": value.strip("<!"),
        "comparator": "<" if value.startswith("<") else "",
        "unit": unit,
        "low": float(low),
        "high": float(high),
        "problem": "platelets: the unit is not known" if value.startswith("!") else None,
    }


@pytest.fixture(scope="module")
def found(evidence_of: Callable[..., Evidence]) -> pl.DataFrame:
    evidence = evidence_of([record(row) for row in rows()], list("abcdef"))
    return graded(evidence, evidence.subjects.with_columns(origin=pl.lit(0, pl.Int64)))


def test_each_result_is_graded_against_its_limits_and_the_baseline(found: pl.DataFrame) -> None:
    assert dict(found.schema) == SCHEMA
    by_fact = {row["fact"]: row for row in found.iter_rows(named=True)}
    assert len(by_fact) == len(rows())
    for row, given in zip([by_fact[fact] for fact in sorted(by_fact)], rows(), strict=True):
        what, low, high, base = given[1], given[8], given[9], given[10]
        assert (row["ATOXGRL"] or ("?" if low == "?" else "")) == low, what
        assert (row["ATOXGRH"] or ("?" if high == "?" else "")) == high, what
        if row["ATOXDSCH"] and base != "?":
            assert row["BTOXGRH"] == base, what


def test_the_first_of_the_worst_results_after_surgery_is_flagged(found: pl.DataFrame) -> None:
    assert found.filter(pl.col("WORSTHFL") == "Y").select("USUBJID", "ADAY").rows() == [("a", 20), ("b", 10), ("d", 10)]
    assert found.filter(pl.col("WORSTLFL") == "Y").select("USUBJID", "ADAY").rows() == [("d", 10), ("e", 10)]


def test_a_result_that_cannot_be_used_stands_with_its_problem(found: pl.DataFrame) -> None:
    (row,) = found.filter(pl.col("USUBJID") == "f").to_dicts()
    assert (row["ATOXGRL"], row["problem"]) == (None, "platelets: the unit is not known")


def test_values_limits_and_baseline_stand_in_one_unit(found: pl.DataFrame) -> None:
    (row,) = found.filter(pl.col("USUBJID") == "d").to_dicts()
    assert (row["AVAL"], row["AVALU"], row["ANRLO"], row["ANRHI"]) == pytest.approx((79, "g/L", 130, 170))


def test_without_laboratory_results_the_frame_is_empty(evidence_of: Callable[..., Evidence]) -> None:
    evidence = evidence_of([], ["a"])
    assert graded(evidence, evidence.subjects.with_columns(origin=pl.lit(0, pl.Int64))).is_empty()
