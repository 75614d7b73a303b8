"""Conditions of entry that only the future decides."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.future import IN, followed_long_enough, judged_later
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tumor response can be evaluated by imaging after treatment", True),
        ("治疗后可评价疗效，肿瘤影像资料完整", True),
        ("at least one measurable tumor lesion at baseline", False),
        ("toxicity will be assessed during treatment", False),
        ("tumor tissue can be obtained before treatment", False),
    ],
)
def test_a_response_that_must_be_judged_after_treatment(text: str, found: bool) -> None:
    assert bool(list(judged_later(record_of({IN: text})))) is found


@pytest.mark.parametrize(
    ("text", "outcome", "found"),
    [
        ("follow-up duration >= 3 months", "Overall survival", True),
        ("随访时间>=3个月,具备完整的随访数据", "总生存期", True),
        ("complete follow-up data available", "Recurrence-free survival", True),
        ("willing to be followed for at least 3 months", "Overall survival", False),
        ("能够配合随访至少3个月", "总生存期", False),
        ("follow-up duration >= 3 months", "Quality of life", False),
    ],
)
def test_follow_up_as_a_condition_of_entry_to_a_study_of_survival(text: str, outcome: str, found: bool) -> None:
    language = "@zh" if text > "z" else ""
    record = record_of({f"{IN}{language}": text, f"outcome[0].name{language}": outcome})
    assert bool(list(followed_long_enough(record))) is found
