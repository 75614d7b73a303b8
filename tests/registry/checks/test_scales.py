"""Two limits on one scale."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.overlap import IN
from hepatica.registry.checks.scales import performance_status_twice
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("PS score 0-1", "ECOG 0 points", True),
        ("ECOG评分0-1分", "体能状态评分≤2", True),
        ("ECOG 0-1", "ECOG performance status ≤ 1", False),
        ("ECOG 0-1 in cohort A", "ECOG 0-2 in cohort B", False),
        ("ECOG 0-1", "ECOG 2 if due to the tumour", False),
    ],
)
def test_a_second_performance_status_is_found_unless_it_says_the_same_or_is_for_others(
    one: str, other: str, found: bool
) -> None:
    record = record_of({IN: one, f"{IN}@en": other})
    assert bool(list(performance_status_twice(record))) is found


def test_the_same_limit_in_two_languages_is_one() -> None:
    record = record_of({IN: "ECOG performance status 0-2", f"{IN}@zh": "ECOG评分0-1分"})
    assert not list(performance_status_twice(record))
