"""Registration and recruitment."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.registration import (
    registered_after_the_start,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("start", "severity"),
    [
        ("2025-10-14", 1),
        ("2026-03-01", 2),
        ("2026-03-16", 0),
        ("2026-03", 0),
        ("2026-04-01", 0),
        ("2025年10月", 1),
    ],
)
def test_registration_after_recruitment_is_graver_beyond_three_weeks(start: str, severity: int) -> None:
    found = list(
        registered_after_the_start(record_of({"date.recruitment_start": start, "date.registered": "2026-03-16"}))
    )
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_a_start_that_is_only_expected_or_a_study_withdrawn_is_not_late() -> None:
    says = {"date.start": "2025-10-14", "date.registered": "2026-03-16"}
    assert list(registered_after_the_start(record_of(says)))
    assert list(registered_after_the_start(record_of({**says, "date.start.type": "ESTIMATED"}))) == []
    assert list(registered_after_the_start(record_of({**says, "status": "WITHDRAWN"}))) == []


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("2025-01-10", True),
        ("January 2025", True),
        ("10 Jan 2025", True),
        ("2024", True),
        ("10.01.2025", True),
        ("01JAN2025", True),
        ("January 10th, 2025", True),
        ("1st of March 2025", True),
        ("2025 Jan 10", True),
        ("Q1 2025", True),
        ("2025-06-15", False),
        ("2025-07-01", False),
        ("June 2025", False),
        ("2025", False),
        ("2025年下半年", False),
    ],
)
def test_registered_after_recruitment(told: str, wrong: bool) -> None:
    record = record_of({"date.registered": "2025-06-15", "date.start": told})
    assert bool(list(registered_after_the_start(record))) is wrong
