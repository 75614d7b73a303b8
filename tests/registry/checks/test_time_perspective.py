"""Looking back, at one time, or ahead."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.time_perspective import looking_back_with_consent, one_time_and_survival
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("CROSS_SECTIONAL", "Overall survival will be compared by log-rank test.", True),
        ("横断面研究", "采用生存分析比较总生存期", True),
        ("CROSS_SECTIONAL", "The prevalence is estimated.", False),
        ("PROSPECTIVE", "Overall survival will be compared.", False),
        ("横断面研究", "调查患病率", False),
    ],
)
def test_a_study_at_one_time_has_no_survival(field: str, told: str, found: bool) -> None:
    assert bool(list(one_time_and_survival(record_of({"time_perspective": field, "description": told})))) is found


@pytest.mark.parametrize(
    ("status", "told", "found"),
    [
        ("Not yet recruiting", "We will retrospectively collect data on response.", True),
        ("尚未开始", "本研究回顾性收集患者资料", True),
        ("Completed", "We retrospectively collected data.", False),
        ("Not yet recruiting", "A prospective part follows those retrospectively collected.", False),
        ("尚未开始", "前瞻性收集患者资料", False),
    ],
)
def test_patients_found_in_records_cannot_sign_beforehand(status: str, told: str, found: bool) -> None:
    assert (
        bool(
            list(
                looking_back_with_consent(
                    record_of(
                        {
                            "status": status,
                            "description": told,
                            "eligibility.inclusion": "签署知情同意书 / sign the informed consent form",
                        }
                    )
                )
            )
        )
        is found
    )
