"""Hy's law: aminotransferases of 3 times ULN with bilirubin over twice ULN, and when neither yes nor no can be said."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.known_answers import hys_law as known

from hepatica.errors import HepaticaError
from hepatica.instruments.hys_law import elevations, hys_law

ULN = {"alt": 40.0, "ast": 40.0, "bilirubin_total": 20.0}


def results(*rows: tuple[int | None, str, float | None], **columns: Any) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema={"day": pl.Int64, "analyte": pl.String, "value": pl.Float64}, orient="row")
    uln = pl.col("analyte").replace_strict(ULN, default=None, return_dtype=pl.Float64)
    return table.with_columns(
        USUBJID=pl.lit("S-1"), uln=uln, **{name: pl.lit(value) for name, value in columns.items()}
    )


def case(*rows: tuple[int | None, str, float | None], **choices: Any) -> tuple[object, ...]:
    return hys_law(results(*rows), **choices).select("hys_law", "day").row(0)


@pytest.mark.parametrize(
    ("alt", "bilirubin", "answer"),
    [(120, 41, "Y"), (119, 41, "N"), (120, 40, "N"), (400, 20, "N"), (20, 300, "N"), (800, 200, "Y")],
)
def test_alt_counts_from_three_times_its_limit_and_bilirubin_over_twice(
    alt: float, bilirubin: float, answer: str
) -> None:
    assert case((1, "alt", alt), (1, "bilirubin_total", bilirubin))[0] == answer


def test_ast_counts_as_alt_does() -> None:
    assert case((1, "alt", 20), (1, "ast", 130), (1, "bilirubin_total", 50)) == ("Y", 1)


def test_a_plan_may_count_bilirubin_from_twice_its_limit_on() -> None:
    assert case((1, "alt", 120), (1, "bilirubin_total", 40), reached=True)[0] == "Y"


def test_bilirubin_may_rise_later_within_the_days_that_are_given() -> None:
    rows = [(1, "alt", 130), (1, "bilirubin_total", 15), (11, "alt", 60), (11, "bilirubin_total", 45)]
    assert case(*rows) == ("N", None)
    assert case(*rows, within=9) == ("N", None)
    assert case(*rows, within=10) == ("Y", 1)


def test_bilirubin_that_was_high_before_the_aminotransferase_is_no_case() -> None:
    rows = [(1, "alt", 30), (1, "bilirubin_total", 45), (11, "alt", 130), (11, "bilirubin_total", 15)]
    assert case(*rows, within=30) == ("N", None)


def test_a_missing_bilirubin_on_the_day_of_a_high_alt_leaves_it_open() -> None:
    assert case((1, "alt", 130), (8, "alt", 30), (8, "bilirubin_total", 10)) == (None, None)
    assert case((1, "alt", 130), (1, "bilirubin_total", None), (8, "bilirubin_total", 10)) == (None, None)


def test_a_missing_aminotransferase_on_the_day_of_a_high_bilirubin_leaves_it_open() -> None:
    assert case((1, "bilirubin_total", 50), (8, "alt", 30), (8, "bilirubin_total", 10)) == (None, None)


def test_an_undated_high_alt_leaves_it_open() -> None:
    assert case((None, "alt", 130), (1, "bilirubin_total", 50), (1, "ast", 30)) == (None, None)


def test_a_case_stays_one_whatever_else_is_missing() -> None:
    assert case((1, "alt", 130), (8, "alt", 130), (8, "bilirubin_total", 50)) == ("Y", 8)


def test_the_highest_multiples_are_told_for_a_plot() -> None:
    found = hys_law(results((1, "alt", 80), (1, "ast", 100), (8, "alt", 60), (1, "bilirubin_total", 30)))
    assert found.select("transaminase_times", "bilirubin_times").row(0) == (2.5, 1.5)


def test_a_censored_result_counts_where_every_number_it_can_be_does() -> None:
    row = (1, "alt", 120.0)
    assert [elevations(results(row, comparator=sign))["high"][0] for sign in ("", ">", ">=", "<", "<=")] == [
        True,
        True,
        True,
        False,
        None,
    ]


def test_results_that_cannot_be_used_are_named() -> None:
    table = results((1, "alt", -5.0), (1, "alt", None), (1, "ggt", 50.0)).with_columns(
        uln=pl.Series([40.0, 40.0, 50.0])
    )
    assert elevations(table)["problem"].to_list() == ["the result is negative", "no result", "'ggt' is not of Hy's law"]
    assert elevations(results((1, "ast", 130.0)).with_columns(uln=0.0))["problem"].to_list() == [
        "no upper limit of normal"
    ]


def test_a_table_or_choice_of_the_wrong_form_is_refused() -> None:
    with pytest.raises(HepaticaError, match="no column 'uln'"):
        elevations(results().drop("uln"))
    with pytest.raises(HepaticaError, match="'value' holds String"):
        elevations(results().with_columns(value=pl.lit("1")))
    with pytest.raises(HepaticaError, match="no time after a result"):
        hys_law(results(), within=-1)
    with pytest.raises(HepaticaError, match="no multiples of ULN"):
        hys_law(results(), transaminases=0.5)


@pytest.mark.real_data
def test_known_flags_and_subjects_are_met() -> None:
    compared = known.comparisons()
    assert [each.good for each in compared] == [True, True]
    assert [(len(each.expected), len(each.different)) for each in compared] == [(240, 0), (11, 0)]
