"""Results that cannot be graded are named; the others of the table are graded."""

from __future__ import annotations

import math

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import grade_laboratory

PLATELETS = {"term": "Platelet count decreased", "unit": "10*9/L", "lln": 125.0}


def graded(values: list[object], **columns: object) -> list[tuple[int | None, str | None]]:
    table = pl.DataFrame({"value": values}).with_columns(
        pl.lit(value).alias(name) for name, value in (PLATELETS | columns).items()
    )
    return grade_laboratory(table).select("grade", "problem").rows()


def test_text_in_the_number_column_is_named_and_the_other_results_are_graded() -> None:
    assert graded(["49", "haemolysed", " <25 ", "≥ 125", "3,5", ""]) == [
        (3, None),
        (None, "the result 'haemolysed' is no number"),
        (4, None),
        (0, None),
        (None, "the result '3,5' is no number"),
        (None, "no result"),
    ]


def test_what_no_laboratory_reports_is_no_result() -> None:
    assert graded([-1.0, math.nan, math.inf, None, 49.0]) == [
        (None, "the result -1.0 is negative"),
        (None, "no result"),
        (None, "the result is infinite"),
        (None, "no result"),
        (3, None),
    ]


def test_a_comparator_nobody_knows_is_not_read_as_an_exact_result() -> None:
    assert graded([49.0], comparator="~") == [(None, "the comparator is not known")]


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ("Anaemia", "'Anaemia' is no laboratory term of CTCAE 5.0"),
        ("Nausea", "'Nausea' is no laboratory term of CTCAE 5.0"),
        (None, "no term"),
        (" ", "no term"),
    ],
)
def test_what_is_no_laboratory_term_is_not_graded(term: str | None, problem: str) -> None:
    assert graded([49.0], term=pl.Series([term], dtype=pl.String)) == [(None, problem)]


def test_a_term_is_found_whatever_its_case() -> None:
    assert graded([49.0], term=" PLATELET count Decreased") == [(3, None)]


def test_a_baseline_or_an_upper_limit_of_nothing_is_not_recorded() -> None:
    """Nothing can be a multiple of 0."""
    creatinine = {"term": "Creatinine increased", "unit": "umol/L", "lln": None}
    assert graded([100.0], **creatinine, uln=100.0, base=0.0) == [(None, "no baseline")]
    assert graded([100.0], **creatinine, uln=math.nan, base=100.0) == [(None, "no upper limit of normal")]


def test_the_indicator_of_the_baseline_goes_before_the_limits_of_today() -> None:
    alt = {"term": "Alanine aminotransferase increased", "unit": "U/L", "lln": None, "uln": 40.0, "base": 50.0}
    assert graded([70.0], **alt) == [(0, None)]  # under 1.5 times a baseline over today's limit
    assert graded([70.0], **alt, base_indicator="NORMAL") == [(1, None)]
    assert graded([70.0], **alt, base_indicator="LOW") == [(1, None)]
    assert graded([70.0], **alt, base_indicator="HIGH HIGH") == [(0, None)]
    assert graded([70.0], **alt, base_indicator="ABNORMAL") == [(0, None)]  # of what kind it does not say


def test_the_change_in_per_cent_stands_in_for_a_baseline() -> None:
    fibrinogen = {"term": "Fibrinogen decreased", "unit": "g/L", "lln": 2.0}
    assert graded([1.9], **fibrinogen, change=-50.0) == [(3, None)]
    assert graded([1.9], **fibrinogen, change=-49.9) == [(2, None)]


def test_units_of_reports_are_read() -> None:
    assert graded([49.0], unit="G/L") == [(3, None)]
    assert graded([49.0], unit="10^9/L") == [(3, None)]
    assert graded([49.0], unit="GI/L") == [(3, None)]
    assert graded([29.0], term="Hypoalbuminemia", unit="G/L", lln=35.0) == [(2, None)]  # of albumin it is g/L
    assert graded([1.3], term="INR increased", unit="s", base=1.0) == [
        (None, "INR increased is graded without a unit, not in s")
    ]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"term": ["Anemia"]}, "no column 'value'"),
        ({"term": ["Anemia"], "value": [True]}, "'value' holds Boolean"),
        ({"term": [1], "value": [1.0]}, "'term' holds Int64"),
        ({"term": ["Anemia"], "value": [1.0], "lln": ["low"]}, "'lln' holds String"),
        ({"term": ["Anemia"], "value": [1.0], "symptomatic": ["Y"]}, "'symptomatic' holds String"),
    ],
)
def test_a_table_of_the_wrong_form_is_refused(table: dict[str, list[object]], words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        grade_laboratory(pl.DataFrame(table))


def test_choices_that_are_none_are_refused() -> None:
    empty = pl.DataFrame(schema={"term": pl.String, "value": pl.Float64})
    with pytest.raises(HepaticaError, match=r"no rules for CTCAE 3\.0"):
        grade_laboratory(empty, version="3.0")  # type: ignore[arg-type]
    with pytest.raises(HepaticaError, match="no choice of units"):
        grade_laboratory(empty, units="CGS")  # type: ignore[arg-type]
    with pytest.raises(HepaticaError, match="cannot be assumed"):
        grade_laboratory(empty, clinical="best")  # type: ignore[arg-type]


def test_an_empty_table_has_no_grades() -> None:
    found = grade_laboratory(pl.DataFrame(schema={"term": pl.String, "value": pl.Float64}))
    assert found.columns == ["grade", "grade_low", "grade_high", "problem"]
    assert found.is_empty()
    with pytest.raises(HepaticaError, match="no column 'value'"):
        grade_laboratory(pl.DataFrame(schema={"term": pl.String}))
