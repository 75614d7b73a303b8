"""The criteria of response can be found as study files name them."""

from __future__ import annotations

import pytest

from hepatica.instruments.response.criteria import CRITERIA
from hepatica.protocol import load_study


@pytest.mark.parametrize("name", ["recist", "mrecist"])
def test_the_instruments_of_nct07100236_are_criteria_by_name_and_version(name: str) -> None:
    instrument = load_study("NCT07100236").instruments[name]
    assert f"{instrument.name} {instrument.version}" in CRITERIA


def test_every_criterion_has_a_name_of_its_own() -> None:
    assert len(CRITERIA) == 7
    assert all(name == each.name for name, each in CRITERIA.items())
