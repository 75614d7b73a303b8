"""Committees."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.oversight import (
    committee_without_dmc,
    dmc_opens_the_data,
)
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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("An independent data monitoring committee reviews the results.", True),
        ("A DSMB will meet every six months.", True),
        ("Safety is overseen by a Data and Safety Monitoring Board.", True),
        ("All serious events are reviewed by the safety committee.", True),
        ("An independent safety review board monitors toxicity.", True),
        ("A safety monitoring committee (SMC) may stop the trial.", True),
        ("Adverse events will be reported to the Trial Steering Committee for review.", True),
        ("由独立的数据监查委员会审查安全性。", True),
        ("数据安全监督委员会每半年开会一次。", True),
        ("严重不良事件由安全委员会评估。", True),
        ("The trial steering committee reviews safety data every 3 months.", True),
        ("No data monitoring committee is planned.", False),
        ("Events are reported to the ethics committee.", False),
        ("Adverse events are reported to the institutional review board.", False),
        ("A DSMB is not needed.", False),
        ("不设数据监查委员会。", False),
        ("The tumour board discusses each patient.", False),
        ("Progression is adjudicated by a central committee.", False),
    ],
)
def test_committees_for_safety_where_none_is_registered(told: str, wrong: bool) -> None:
    record = record_of({"dmc": "No", "description": told})
    assert bool(list(committee_without_dmc(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Requests are reviewed by the DSMB.", True),
        ("Access is granted by the Data Safety Monitoring Board.", True),
        ("Proposals must be approved by the data monitoring committee.", True),
        ("Data requests will be sent to the IDMC for approval.", True),
        ("由数据监查委员会审批数据申请。", True),
        ("The DMC will decide who may have the data.", True),
        ("Requests are reviewed by an access committee.", False),
        ("Reports of the DSMB will be shared.", False),
        ("Requests go to the ethics committee.", False),
    ],
)
def test_monitoring_committees_that_open_the_data(told: str, wrong: bool) -> None:
    record = record_of({"sharing.description": told})
    assert bool(list(dmc_opens_the_data(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("An Independent Data and Safety Monitoring Committee will monitor the trial.", True),
        ("The data monitoring board will meet twice a year.", True),
        ("The IDMC reviews unblinded data", True),
        ("There will be no DSMB.", False),
    ],
)
def test_no_monitoring_committee_but_a_committee_for_safety_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"dmc": "false", "description": told})
    assert bool(list(committee_without_dmc(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Requests will be evaluated by the Data and Safety Monitoring Board", True),
        ("The data monitoring committee will review requests", True),
        ("Requests will be evaluated by the steering committee", False),
    ],
)
def test_the_monitoring_committee_decides_on_access_to_data_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"sharing.access": told})
    assert bool(list(dmc_opens_the_data(record))) is wrong
