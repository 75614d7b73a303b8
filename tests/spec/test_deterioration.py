"""Time to deterioration of a score, and until definitive deterioration.

Hamidou 2011, Bonnetain 2010, Anota 2015. A series is written `day: score`; the first entry is the baseline, and `-` is a
questionnaire that was not answered. The important difference is 5 points; higher scores are better unless it is said.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.spec.plain_tables import check_series

from hepatica.errors import HepaticaError
from hepatica.instruments.deterioration import time_to_deterioration


def derived(rows: pl.DataFrame, **choices: Any) -> pl.DataFrame:
    scores = rows.select("subject", "day", visit="order", score=pl.col("text").cast(pl.Float64, strict=False))
    return time_to_deterioration(scores, **({"difference": 5} | choices))


def test_a_fall_of_at_least_the_difference_is_deterioration() -> None:
    """The first one counts, whatever comes after it."""
    check_series(
        derived,
        """
        subject | series                              | event | day | how           | reference | score
        A       | 0: 50, 30: 45, 60: 50               | yes   | 30  | deterioration | 50        | 45
        B       | 0: 50, 30: 46, 60: 45               | yes   | 60  | deterioration | 50        | 45
        C       | 0: 50, 30: 46, 60: 90               | no    | 60  | last score    |           |
        D       | 0: 50, 30: -, 60: 40                | yes   | 60  | deterioration | 50        | 40
        """,
    )


def test_of_a_symptom_a_rise_is_deterioration() -> None:
    check_series(
        lambda rows: derived(rows, better="lower"),
        """
        subject | series                | event | day | how
        A       | 0: 50, 30: 55         | yes   | 30  | deterioration
        B       | 0: 50, 30: 45, 60: 54 | no    | 60  | last score
        """,
    )


def test_who_cannot_deteriorate_is_censored_on_day_0_or_1() -> None:
    """Without a baseline on day 0, without a later score on day 1; who never answered has no time at all."""
    check_series(
        derived,
        """
        subject | series              | event | day | how
        A       | 0: -, 30: 40, 60: 20| no    | 0   | no baseline
        B       | 0: 50               | no    | 1   | no follow-up
        C       | 0: 50, 30: -        | no    | 1   | no follow-up
        D       | 0: -, 30: -         |       |     | no score
        """,
    )


def test_or_counts_as_deteriorated_if_the_study_says_so() -> None:
    check_series(
        lambda rows: derived(rows, no_baseline="event", no_follow_up="event"),
        """
        subject | series              | event | day | how
        A       | 0: -, 30: 40, 60: 20| yes   | 0   | no baseline
        B       | 0: 50               | yes   | 1   | no follow-up
        D       | 0: -, 30: -         |       |     | no score
        """,
    )


def test_or_is_left_out() -> None:
    check_series(
        lambda rows: derived(rows, no_baseline="excluded"),
        """
        subject | series       | event | day | how
        A       | 0: -, 30: 40 |       |     | excluded
        """,
    )


def test_death_without_deterioration_is_an_event_where_deaths_are_given() -> None:
    """All of them die on day 100. A score after the death is named: a deterioration stands, but nothing else can be told."""
    check_series(
        lambda rows: derived(
            rows, deaths=rows.select("subject").unique().with_columns(day=pl.lit(100)).cast({"day": pl.Float64})
        ),
        """
        subject | series                | event | day | how           | problem
        A       | 0: 50, 30: 40         | yes   | 30  | deterioration |
        B       | 0: 50, 30: 50         | yes   | 100 | death         |
        C       | 0: 50                 | yes   | 100 | death         |
        D       | 0: -, 30: 40          | no    | 0   | no baseline   |
        E       | 0: 50, 30: 50, 120: 40| yes   | 120 | deterioration | a score on day 120, after death on day 100
        F       | 0: 50, 30: 50, 120: 50|       |     | death before a score | a score on day 120, after death on day 100
        G       | 110: 50               |       |     | death before a score | a score on day 0, after death on day -10
        """,
    )


def test_against_the_best_score_so_far() -> None:
    check_series(
        lambda rows: derived(rows, reference="best"),
        """
        subject | series                       | event | day | reference | score
        A       | 0: 50, 30: 70, 60: 66, 90: 65| yes   | 90  | 70        | 65
        B       | 0: 50, 30: 40                | yes   | 30  | 50        | 40
        """,
    )


def test_against_the_score_before() -> None:
    check_series(
        lambda rows: derived(rows, reference="previous"),
        """
        subject | series                       | event | day | reference | score
        A       | 0: 50, 30: 70, 60: 66, 90: 62| no    | 90  |           |
        B       | 0: 50, 30: -, 60: 70, 90: 65 | yes   | 90  | 70        | 65
        """,
    )


def test_definitive_is_a_deterioration_without_improvement_over_the_reference() -> None:
    """To be back at the baseline is no improvement over it; the last score, once worse, is definitive."""
    check_series(
        lambda rows: derived(rows, definitive="no improvement over reference"),
        """
        subject | series                       | event | day | how
        A       | 0: 50, 30: 40, 60: 50        | yes   | 30  | deterioration
        B       | 0: 50, 30: 40, 60: 55        | no    | 60  | last score
        C       | 0: 50, 30: 40, 60: 55, 90: 45| yes   | 90  | deterioration
        D       | 0: 50, 30: 40                | yes   | 30  | deterioration
        """,
    )


def test_or_one_that_every_later_score_confirms() -> None:
    check_series(
        lambda rows: derived(rows, definitive="every later score worse"),
        """
        subject | series                       | event | day | how
        A       | 0: 50, 30: 40, 60: 50        | no    | 60  | last score
        B       | 0: 50, 30: 40, 60: 46, 90: 44| yes   | 90  | deterioration
        C       | 0: 50, 30: 40, 60: 45        | yes   | 30  | deterioration
        """,
    )


def test_or_one_without_improvement_over_the_score_that_was_worse() -> None:
    check_series(
        lambda rows: derived(rows, definitive="no improvement over worse score"),
        """
        subject | series                       | event | day | how
        A       | 0: 50, 30: 40, 60: 45        | yes   | 60  | deterioration
        B       | 0: 50, 30: 40, 60: 44        | yes   | 30  | deterioration
        C       | 0: 50, 30: 40, 60: 50        | no    | 60  | last score
        """,
    )


def test_what_cannot_be_a_score_is_named_and_kept_out() -> None:
    check_series(
        derived,
        """
        subject | series                        | event | day | problem
        A       | 0: 50, 30: 140, 60: 40        | yes   | 60  | visit 1: a score of 140
        B       | 10: 50, 5: 40, 60: 40         | yes   | 50  | visit 1: a day before the baseline
        C       | 0: 50, 30: -5, 60: 50         | no    | 60  | visit 1: a score of -5
        """,
    )


def test_two_scores_of_one_visit_that_differ_are_both_kept_out() -> None:
    scores = pl.DataFrame(
        {"subject": ["A"] * 4, "visit": [0, 1, 1, 2], "day": [0.0, 30.0, 30.0, 60.0], "score": [50.0, 40.0, 60.0, 48.0]}
    )
    found = time_to_deterioration(scores, difference=5).row(0, named=True)
    assert (found["event"], found["day"]) == (False, 60.0)
    assert found["problem"] == "visit 1: several scores, none is used"


def test_months_are_days_over_30_4375() -> None:
    scores = pl.DataFrame({"subject": ["A", "A"], "visit": [0, 1], "day": [0, 487], "score": [50, 40]})
    assert time_to_deterioration(scores, difference=5)["months"].to_list() == [16.0]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"difference": 0}, "difference is 0"),
        ({"reference": "worst"}, "reference is 'worst'"),
        ({"definitive": "def1"}, "definitive is 'def1'"),
        ({"better": "high"}, "better is 'high'"),
        ({"no_baseline": "left out"}, "no_baseline is 'left out'"),
        ({"no_follow_up": "excluded"}, "no_follow_up is 'excluded'"),
    ],
)
def test_a_definition_that_does_not_exist_is_refused(choice: dict[str, Any], said: str) -> None:
    scores = pl.DataFrame({"subject": ["A"], "visit": [0], "day": [0], "score": [50]})
    with pytest.raises(HepaticaError, match=said):
        time_to_deterioration(scores, **({"difference": 5} | choice))
