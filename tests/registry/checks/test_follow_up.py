"""How long participants can be followed."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.follow_up import (
    days_told,
    hurried_recruitment,
    medians_without_time,
    no_time_for_the_last,
    short_study_of_survival,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "size"),
    [
        ("3 years", 1096),
        ("24 weeks", 168),
        ("3 years and 6 months", 1096),
        ("12个月", 365),
        ("随访2年", 730),
        ("baseline", 0),
    ],
)
def test_the_longest_time_that_is_named(told: str, size: int) -> None:
    assert round(days_told(told) or 0) == size


@pytest.mark.parametrize(
    ("end", "outcome", "found"),
    [
        ("2026-12-31", "Overall survival", True),
        ("2026-12-31", "总生存期", True),
        ("2027-12-31", "Overall survival", False),
        ("2026-12-31", "Length of the operation", False),
        ("2026", "Overall survival", False),
    ],
)
def test_the_last_patient_needs_time_after_recruitment(end: str, outcome: str, found: bool) -> None:
    assert (
        bool(
            list(
                no_time_for_the_last(
                    record_of(
                        {"date.recruitment_end": "2026-12-31", "date.completion": end, "outcome[0].name": outcome}
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("end", "size", "severity"),
    [
        ("2029-12-31", 332, 2),
        ("2027-12-31", 332, 1),
        ("2029-12-31", 100, 0),
        ("2033-12-31", 332, 0),
    ],
)
def test_three_years_of_follow_up_within_the_study(end: str, size: int, severity: int) -> None:
    says = {
        "status": "Recruiting",
        "date.start": "2025-09-01",
        "date.primary_completion": end,
        "enrolment": str(size),
        "condition": "肝癌",
        "summary": "单中心研究",
        "outcome[0].role": "主要指标",
        "outcome[0].name": "复发",
        "outcome[0].time_frame": "3年",
    }
    assert [each.severity or 2 for each in hurried_recruitment(record_of(says))] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("frame", "found"),
    [
        ("3 years", True),
        ("up to 3 years", False),
        ("approximately 3 years", False),
        ("最长3年", False),
    ],
)
def test_a_time_frame_that_only_bounds_is_no_horizon(frame: str, found: bool) -> None:
    says = {
        "status": "Recruiting",
        "date.start": "2025-09-01",
        "date.primary_completion": "2027-12-31",
        "enrolment": "332",
        "summary": "A single-center study",
        "outcome[0].role": "primary",
        "outcome[0].name": "Recurrence",
        "outcome[0].time_frame": frame,
    }
    assert bool(list(hurried_recruitment(record_of(says)))) is found


@pytest.mark.parametrize(
    ("told", "size", "found"),
    [
        ("Outcomes: overall survival", 350, True),
        ("次要终点：总生存期", 350, True),
        ("Overall survival; follow-up lasts 12 months", 350, False),
        ("总生存期，随访24个月", 350, False),
        ("Overall survival", 40, False),
        ("28-day mortality", 350, False),
    ],
)
def test_two_years_for_recruitment_and_survival(told: str, size: int, found: bool) -> None:
    assert (
        bool(
            list(
                short_study_of_survival(
                    record_of(
                        {
                            "status": "Recruiting",
                            "date.start": "2025-08-01",
                            "date.completion": "2027-08-01",
                            "enrolment": str(size),
                            "description": told,
                        }
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Power 80% for a median RFS from 11.0 months to 33.0 months.", True),
        ("把握度80%，中位生存由11个月提高到33个月。", True),
        ("Power 80% for a median RFS from 11.0 months to 33.0 months, recruitment lasting 24 months.", False),
        ("The median survival was 11.0 months and 33.0 months.", False),
    ],
)
def test_two_medians_give_no_number_without_time(told: str, found: bool) -> None:
    assert bool(list(medians_without_time(record_of({"description": told})))) is found


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ({"outcome[0].time_frame": "5 years"}, True),
        ({"outcome[0].time_frame": "five years after surgery"}, True),
        ({"outcome[0].time_frame": "60 months"}, True),
        ({"outcome[0].time_frame": "At month 36"}, True),
        ({"outcome[0].name": "3-year overall survival", "outcome[0].time_frame": "from surgery"}, True),
        ({"outcome[0].name": "Recurrence at three years", "outcome[0].time_frame": "through study completion"}, True),
        ({"outcome[0].time_frame": "5年"}, True),
        ({"outcome[0].time_frame": "术后三年"}, True),
        ({"outcome[0].time_frame": "Week 120"}, True),
        ({"status": "COMPLETED", "outcome[0].time_frame": "5 years"}, True),
        ({"status": "UNKNOWN", "outcome[0].time_frame": "36 (thirty-six) months"}, True),
        ({"outcome[0].time_frame": "1 year"}, False),
        ({"outcome[0].time_frame": "up to 5 years"}, False),
        ({"outcome[0].time_frame": "through study completion, an average of 3 years"}, False),
        ({"status": "TERMINATED", "outcome[0].time_frame": "5 years"}, False),
        ({"outcome[0].time_frame": "every 6 months for 1 year"}, False),
        ({"outcome[0].time_frame": "day 90"}, False),
    ],
)
def test_a_horizon_beyond_the_end_is_told_in_many_ways(says: dict[str, str], found: bool) -> None:
    base = {
        "outcome[0].role": "primary",
        "outcome[0].name": "Overall survival",
        "status": "Recruiting",
        "enrolment": "100",
        "condition": "HCC",
        "date.start": "2025-01-01",
        "date.primary_completion": "2027-01-01",
        "date.completion": "2027-02-01",
    }
    assert bool(list(hurried_recruitment(record_of({**base, **says})))) is found


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ({"outcome[0].name": "Overall survival"}, True),
        ({"outcome[0].name": "Pain", "outcome[0].time_frame": "12 months"}, True),
        ({"outcome[0].name": "无进展生存期"}, True),
        ({"outcome[0].name": "Pain", "outcome[0].time_frame": "1 day"}, False),
        ({"date.completion": "2028-01-01", "outcome[0].name": "Overall survival"}, False),
    ],
)
def test_what_has_to_be_followed_needs_time_after_recruitment(says: dict[str, str], found: bool) -> None:
    base = {"date.recruitment_end": "2026-12-31", "date.completion": "2026-12-31"}
    assert bool(list(no_time_for_the_last(record_of({**base, **says})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Outcomes: overall survival", True),
        ("The OS of patients is the outcome.", True),
        ("主要终点为总生存期", True),
        ("Overall survival; follow-up of 12 months.", False),
        ("Pain.", False),
    ],
)
def test_survival_within_two_years_is_told_in_many_ways(told: str, found: bool) -> None:
    base = {"status": "Recruiting", "date.start": "2025-08-01", "date.completion": "2027-08-01", "enrolment": "350"}
    assert bool(list(short_study_of_survival(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Power 80% for a median RFS from 11.0 months to 33.0 months.", True),
        ("Sample size: median OS of 10 versus 15 months, 80% power.", True),
        (
            "To detect an improvement of median PFS from 4 months to 8 months with a power of 0.9, 60 patients are "
            "needed.",
            True,
        ),
        ("按中位PFS 5个月与9个月计算，把握度80%", True),
        ("Power 80% for a median RFS from 11.0 months to 33.0 months, recruitment lasting 24 months.", False),
        ("Median age 10 months to 15 months.", False),
    ],
)
def test_two_medians_are_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(medians_without_time(record_of({"description": told})))) is found
