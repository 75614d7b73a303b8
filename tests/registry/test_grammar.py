"""How findings count in English."""

from __future__ import annotations

from hepatica.registry.grammar import counted


def test_one_is_not_many() -> None:
    assert counted(1, "day") == "1 day"
    assert counted(0, "day") == "0 days"
    assert counted(2, "day") == "2 days"
    assert counted(3, "study", "studies") == "3 studies"
