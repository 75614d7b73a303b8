"""Visits and assessments: intervals without an end, numbers without a unit, measures without a time."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.schedule import (
    interval_without_end,
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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Scans every 6 weeks initially and then every 12 weeks.", True),
        ("Follow-up will be monthly at first, then quarterly.", True),
        ("CT initially every 2 months, later every 6 months.", True),
        ("Visits weekly in the beginning, followed by every two weeks.", True),
        ("Patients are seen every three months in the early period, and every six months later.", True),
        ("At the beginning once a month and afterwards every 3 months.", True),
        ("Imaging first every 4 weeks, thereafter every 8 weeks.", True),
        ("Imaging was performed initially every six weeks and subsequently every twelve weeks.", True),
        ("开始时每月复查一次，以后每3个月复查一次。", True),
        ("初期每2周随访1次，之后每月随访1次。", True),
        ("起初每6周复查，随后每12周复查。", True),
        ("Scans every 6 weeks for the first year, then every 12 weeks.", False),
        ("Initially every 6 weeks until week 24, then every 12 weeks.", False),
        ("Imaging every 42 days initially (first 6 months), then every 3 months.", False),
        ("Initially every 2 weeks for 8 cycles, then every 4 weeks.", False),
        ("Patients were initially treated every 3 weeks.", False),
        ("前6个月每月一次，以后每3个月一次。", False),
        ("Dose is given weekly, then tumour response is assessed.", False),
    ],
)
def test_first_intervals_without_an_end(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(interval_without_end(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("FACT-Hep scores, compared by repeated measures ANOVA", True),
        ("EORTC QLQ-C30; generalized estimating equations", True),
        ("SF-36, MMRM", True),
        ("QLQ-HCC18: changes over time", True),
        ("EQ-5D-5L, longitudinal analysis", True),
        ("Change in FACT-G score from baseline", True),
        ("生活质量量表，采用重复测量方差分析", True),
        ("Time course of the EORTC QLQ-C30 global score", True),
        ("EORTC QLQ-C30 at baseline and every 3 months, mixed model", False),
        ("SF-36 at weeks 4, 8 and 12", False),
        ("FACT-Hep total score", False),
        ("Pain on a scale", False),
        ("MMRM of tumour size", False),
    ],
)
def test_questionnaires_followed_over_time_without_visits(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "outcome[0].name": "Quality of life",
            "outcome[0].time_frame": "Throughout the study, up to 3 years",
            "outcome[0].description": told,
        }
    )
    assert bool(list(questionnaire_without_visits(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients are scanned every 8 weeks at first and every 12 weeks afterwards.", True),
        ("Initially, follow-up visits take place once a month, then once every 3 months.", True),
        ("CT every two months in the beginning, then every six months", True),
        ("Every 8 weeks for 48 weeks and then every 12 weeks", False),
    ],
)
def test_an_interval_holds_initially_for_how_long_is_not_told_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(interval_without_end(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("EORTC QLQ-C30 change from baseline", True),
        ("Changes over time in FACT-Hep by mixed model", True),
        ("EORTC QLQ-C30 at week 12", False),
    ],
)
def test_a_questionnaire_has_no_visits_in_other_words(told: str, wrong: bool) -> None:
    record = record_of(
        {"outcome[0].time_frame": "Through study completion, an average of 2 years", "outcome[0].description": told}
    )
    assert bool(list(questionnaire_without_visits(record))) is wrong
