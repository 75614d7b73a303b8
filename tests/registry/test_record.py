"""The names of a record's fields."""

from __future__ import annotations

import pytest

from hepatica.registry.record import label


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("enrolment", "Enrolment"),
        ("arm[1].name", "Arm or group 2"),
        ("arm.name", "Arm or group"),
        ("arm", "Arm or group"),
        ("elsewhere", "elsewhere"),
        ("arm[0].odd", "arm[0].odd"),
    ],
)
def test_a_field_is_called_as_a_person_calls_it(name: str, called: str) -> None:
    assert label(name, "en") == called


def test_a_field_has_a_chinese_name() -> None:
    assert label("arm[0].name", "zh") == "组别 1"
