"""Adverse events of a published trial counted as pharmaverseadam counts them."""

from __future__ import annotations

import pytest
from tests.known_answers.adverse_events import comparisons

pytestmark = pytest.mark.real_data


def test_events_of_cdiscpilot01_by_arm_term_and_severity_are_those_of_pharmaverseadam() -> None:
    compared = {each.name: each for each in comparisons()}
    assert {name: each.unexplained for name, each in compared.items() if each.unexplained} == {}
    assert len(compared["treatment-emergent, by record"].expected) == 1191
    assert sum(compared["treatment-emergent, by record"].expected.values()) == 1122  # type: ignore[arg-type]
    assert len(compared["subjects with a term by its worst severity"].expected) == 439
