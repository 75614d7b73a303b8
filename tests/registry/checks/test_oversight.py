"""Committees."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.oversight import committee_without_dmc, dmc_opens_the_data
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("No", "All events are reported to the Management Committee for review.", True),
        ("无", "所有不良事件上报研究管理委员会", True),
        ("false", "Safety is reviewed by an independent data monitoring committee.", True),
        ("Yes", "All events are reported to the Management Committee.", False),
        ("No", "Serious events are reported to the ethics committee.", False),
        ("无", "不良事件上报伦理委员会", False),
    ],
)
def test_no_monitoring_committee_and_a_committee_for_safety(field: str, told: str, found: bool) -> None:
    assert bool(list(committee_without_dmc(record_of({"dmc": field, "outcome[0].method": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Requests will be reviewed by the data monitoring committee.", True),
        ("经数据与安全监察委员会审核后提供", True),
        ("Requests will be reviewed by an access committee.", False),
        ("DSMB", False),
    ],
)
def test_the_monitoring_committee_is_no_gate_to_data(told: str, found: bool) -> None:
    assert bool(list(dmc_opens_the_data(record_of({"sharing.description": told})))) is found
