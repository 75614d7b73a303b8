"""Results that must be confirmed after an interval."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.confirmation import confirmed_after_the_horizon, consecutive_tests_too_close
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("rule", "plan", "found"),
    [
        ("two consecutive tests ≥6 months apart", "HBV DNA every 12 weeks", True),
        ("two consecutive tests ≥6 months apart", "Serum is collected at regular intervals", True),
        ("连续两次检测间隔至少6个月", "每3个月检测HBV DNA", True),
        ("two consecutive tests ≥6 months apart", "HBV DNA every 6 months", False),
        ("two consecutive tests ≥6 months apart", "one visit at the end", False),
        ("two tests ≥6 months apart", "HBV DNA every 12 weeks", False),
        ("response confirmed at least 4 weeks later", "imaging every 2 weeks", False),
    ],
)
def test_consecutive_tests_against_the_planned_interval(rule: str, plan: str, found: bool) -> None:
    record = record_of({"outcome[0].name": "HBV DNA", "outcome[0].description": rule, "description": plan})
    assert bool(list(consecutive_tests_too_close(record))) is found


@pytest.mark.parametrize(
    ("rule", "frame", "found"),
    [
        ("required at two timepoints ≥24 weeks apart", "2 years after treatment", True),
        ("confirmed at least 6 months later", "3 years", True),
        ("连续两次检测间隔6个月", "治疗后2年", True),
        ("response confirmed at least 4 weeks later", "2 years", False),
        ("required at two timepoints ≥24 weeks apart", "until the end of the study", False),
        ("required at two timepoints ≥24 weeks apart", "12 weeks", False),
    ],
)
def test_a_late_confirmation_of_an_outcome_with_a_horizon(rule: str, frame: str, found: bool) -> None:
    record = record_of({"outcome[0].description": rule, "outcome[0].time_frame": frame})
    assert bool(list(confirmed_after_the_horizon(record))) is found
