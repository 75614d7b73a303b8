"""Times to events of the oncology example equal the reference, day by day."""

from __future__ import annotations

import pytest
from tests.known_answers import adtte_onco


@pytest.mark.real_data
def test_survival_and_duration_of_response_equal_the_reference() -> None:
    found = adtte_onco.comparisons()
    assert [(each.name, len(each.expected), each.different) for each in found] == [
        ("OS", 254, {}),
        ("PFS", 254, {}),
        ("RSD", 4, {}),
    ]
