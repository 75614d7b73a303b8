"""Visits and assessments: intervals without an end, numbers without a unit, measures without a time."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.schedule import (
    interval_without_end,
    ordinals_without_unit,
    questionnaire_without_visits,
    time_in_one_list_only,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("imaging every 6 weeks initially, then every 3 months", True),
        ("Initially every 4 weeks and thereafter every 12 weeks", True),
        ("seen every 4 weeks at first and every 12 weeks afterwards", True),
        ("最初每6周复查一次，此后每3个月复查", True),
        ("imaging every 6 weeks for the first year, then every 3 months", False),
        ("imaging every 6 weeks initially", False),
        ("Initially, every patient was told; then every visit was planned", False),
        ("最初每6周，至第24周，此后每3个月", False),
    ],
)
def test_an_interval_that_holds_initially_is_found(text: str, wrong: bool) -> None:
    assert bool(list(interval_without_end(record_of({"description": text})))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("7 blood tests before and 1st, 3rd, 6th, 9th, and 12th postoperatively", True),
        ("术后第1、3、6、12随访", True),
        ("at the 1st, 3rd, and 6th month after surgery", False),
        ("on days 1st, 3rd, 5th after surgery", False),
        ("术后第1、3、6、12个月随访", False),
        ("the 1st, 2nd and 3rd of the patients", False),
    ],
)
def test_times_after_surgery_without_a_unit_are_found(text: str, wrong: bool) -> None:
    assert bool(list(ordinals_without_unit(record_of({"summary": text})))) is wrong


def test_a_questionnaire_with_visits_in_its_frame_or_in_the_text_is_left_alone() -> None:
    says = {
        "outcome[0].description": "EORTC QLQ-C30, mixed-effects model",
        "outcome[0].time_frame": "Throughout follow-up",
    }
    assert list(questionnaire_without_visits(record_of(says)))
    assert not list(
        questionnaire_without_visits(record_of({**says, "outcome[0].time_frame": "Baseline, every 12 weeks"}))
    )
    assert not list(
        questionnaire_without_visits(record_of({**says, "description": "Quality of life is asked every 3 months"}))
    )


def test_a_secondary_outcome_without_its_time_elsewhere_is_found() -> None:
    told = {"description": "Secondary outcomes: overall survival, tumor marker level at progression."}
    assert list(
        time_in_one_list_only(record_of({**told, "summary": "Secondary endpoints include tumor marker level."}))
    )
    assert not list(time_in_one_list_only(record_of({**told, "summary": "The tumor marker level is of interest."})))
