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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("ECOG performance status 0-2", "Performance status (ECOG) of 0 or 1"), True),
        (("ECOG PS ≤ 1", "Performance status of 0, 1 or 2"), True),
        (("WHO performance status 0-1", "ECOG 0"), True),
        (("ECOG score 0~1", "PS score 0-2 points"), True),
        (("Eastern Cooperative Oncology Group performance status of 0 to 2", "ECOG must be 0 or 1"), True),
        (("ECOG PS less than or equal to 2", "Performance status ECOG 0-1"), True),
        (("ECOG PS 0-1 (zero or one)", "ECOG performance status no more than 2"), True),
        (("ECOG 0-1", "ECOG ≤ 1"), False),
        (("ECOG 0-1", "Karnofsky ≥ 70"), False),
        (("Cohort A: ECOG 0-1", "ECOG 0-2"), False),
    ],
)
def test_two_limits_on_one_status_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                performance_status_twice(
                    record_of(dict(zip(("eligibility.inclusion", "eligibility.inclusion@en"), told, strict=True)))
                )
            )
        )
        is found
    )
