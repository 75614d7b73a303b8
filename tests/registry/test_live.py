"""A record is fetched by its number, and what goes wrong on the way is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.registry.register_server import Clock, Said, Server, running

from hepatica.errors import HepaticaError
from hepatica.registry.client import Client, Manners
from hepatica.registry.live import REGISTERS, fetch
from hepatica.registry.record import Quote, Record

NCT, ISRCTN, CTIS = "NCT07120750", "ISRCTN96912679", "2023-508143-51-00"
ISRCTN_PATH = "/query/format/default?q={}&limit=20"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as one:
        yield one


def _fetch(server: Server, number: str, clock: Clock | None = None, **manners: Any) -> Record:
    clock = clock or Clock()
    client = Client(Manners(seed=1, **manners), clock=clock, sleep=clock.sleep)
    return fetch(number, addresses={register.name: server.home for register in REGISTERS}, client=client)


def _study(number: str, *aliases: str) -> Said:
    module = {"nctId": number, "briefTitle": "Antivirals after resection", "nctIdAliases": list(aliases)}
    return Said(200, json.dumps({"protocolSection": {"identificationModule": module}}).encode())


def _isrctn(*numbers: str) -> Said:
    trials = "".join(
        f'<fullTrial><trial lastUpdated="2026-05-26T15:09:37.8Z" version="3"><isrctn dateAssigned="2025-02-26T07:23:16Z">'
        f"{number.removeprefix('ISRCTN')}</isrctn><trialDescription><title>Study {number} &amp; more</title>"
        "</trialDescription></trial></fullTrial>"
        for number in numbers
    )
    root = f'<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="{len(numbers)}">'
    return Said(200, f"<?xml version='1.0' encoding='UTF-8'?>{root}{trials}</allTrials>".encode())


def _ctis(number: str) -> Said:
    part = {"trialDetails": {"clinicalTrialIdentifiers": {"fullTitle": "Embolisation and immunotherapy"}}}
    return Said(200, json.dumps({"ctNumber": number, "authorizedApplication": {"authorizedPartI": part}}).encode())


def test_each_register_is_asked_in_its_own_way(server: Server) -> None:
    server.says(f"/studies/{NCT}", _study(NCT))
    server.says(ISRCTN_PATH.format(ISRCTN), _isrctn(ISRCTN))
    server.says(f"/retrieve/{CTIS}", _ctis(CTIS))
    records = [_fetch(server, number) for number in (NCT, ISRCTN, CTIS)]
    assert [(record.id, record.register) for record in records] == [
        (NCT, "ClinicalTrials.gov"), (ISRCTN, "ISRCTN"), (CTIS, "CTIS"),
    ]  # fmt: skip
    assert [header["Accept"] for header in server.headers] == [
        "application/json",
        "application/xml",
        "application/json",
    ]


def test_what_was_fetched_can_be_quoted(server: Server) -> None:
    server.says(ISRCTN_PATH.format(ISRCTN), _isrctn(ISRCTN))
    record = _fetch(server, ISRCTN)
    title = record.one("title")
    assert title is not None
    assert title.text == f"Study {ISRCTN} & more"
    span = record.span(Quote("title", title, 0, len(title.text)))
    assert span is not None
    assert record.source[span.start : span.end] == f"Study {ISRCTN} &amp; more"
    assert record.text("date.registered") == "2025-02-26T07:23:16Z"


@pytest.mark.parametrize("written", ["nct07120750", " NCT07120750 ", "NCT 0712 0750"])
def test_a_number_may_be_written_carelessly(server: Server, written: str) -> None:
    server.says(f"/studies/{NCT}", _study(NCT))
    assert _fetch(server, written).id == NCT


def test_addresses_come_from_the_environment_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_CTGOV_URL", f"{server.home}/mirror/")
    server.says(f"/mirror/studies/{NCT}", _study(NCT))
    assert fetch(NCT).id == NCT


def test_a_study_that_took_over_another_number_answers_for_it(server: Server) -> None:
    server.says("/studies/NCT00009113", Said(301, headers={"Location": "/studies/NCT00010647"}))
    server.says("/studies/NCT00010647", _study("NCT00010647", "NCT00009113"))
    assert _fetch(server, "NCT00009113").id == "NCT00010647"


@pytest.mark.parametrize(
    ("number", "path", "said", "words"),
    [
        (
            NCT,
            f"/studies/{NCT}",
            Said(404, b"NCT number NCT07120750 not found"),
            "has no record NCT07120750: it answered 404",
        ),
        (NCT, f"/studies/{NCT}", Said(404, b"<html>nothing</html>"), "ClinicalTrials.gov has no record NCT07120750"),
        (CTIS, f"/retrieve/{CTIS}", Said(404), f"CTIS has no record {CTIS}"),
        (ISRCTN, ISRCTN_PATH.format(ISRCTN), _isrctn(), f"ISRCTN has no record {ISRCTN}"),
    ],
)
def test_a_number_that_does_not_exist_is_said_to_be_absent(
    server: Server, number: str, path: str, said: Said, words: str
) -> None:
    server.says(path, said)
    with pytest.raises(HepaticaError, match=words) as caught:
        _fetch(server, number)
    assert "digit by digit" in caught.value.do


def test_studies_that_only_mention_a_number_are_not_taken_for_it(server: Server) -> None:
    server.says(ISRCTN_PATH.format(ISRCTN), _isrctn("ISRCTN11111111", "ISRCTN22222222"))
    with pytest.raises(HepaticaError, match="ISRCTN11111111, ISRCTN22222222 only mention it"):
        _fetch(server, ISRCTN)


def test_the_one_meant_is_found_among_others(server: Server) -> None:
    server.says(ISRCTN_PATH.format(ISRCTN), _isrctn("ISRCTN11111111", ISRCTN))
    assert _fetch(server, ISRCTN).id == ISRCTN


def test_an_answer_about_another_study_is_refused(server: Server) -> None:
    server.says(f"/studies/{NCT}", _study("NCT00000001"))
    with pytest.raises(HepaticaError, match="was asked for NCT07120750 and answered with NCT00000001"):
        _fetch(server, NCT)


@pytest.mark.parametrize(
    ("number", "path", "body", "words"),
    [
        (CTIS, f"/retrieve/{CTIS}", b"<!doctype html><html><body>CTIS</body></html>", "did not answer with JSON"),
        (NCT, f"/studies/{NCT}", b"", "its answer is empty"),
        (NCT, f"/studies/{NCT}", b"upstream timed out", "begins with 'upstream timed out'"),
        (NCT, f"/studies/{NCT}", b'{"protocolSection": {"identificationModule": {"nctId": "NCT0', "cut off"),
        (NCT, f"/studies/{NCT}", b'{"unexpected": true}', "the format is not known"),
        (ISRCTN, ISRCTN_PATH.format(ISRCTN), b"<html><body>Sorry</body></html>", "did not answer with XML"),
        (
            ISRCTN,
            ISRCTN_PATH.format(ISRCTN),
            b'<allTrials xmlns="http://www.67bricks.com/isrctn"><fullTrial>',
            "cut off",
        ),
    ],
)
def test_an_answer_in_another_form_is_refused(server: Server, number: str, path: str, body: bytes, words: str) -> None:
    server.says(path, Said(200, body))
    with pytest.raises(HepaticaError, match=words) as caught:
        _fetch(server, number)
    assert path.split("?")[0] in caught.value.where


def test_a_busy_register_is_asked_again_and_then_given_up(server: Server) -> None:
    server.says(f"/studies/{NCT}", Said(429, headers={"Retry-After": "3"}), Said(500), _study(NCT))
    clock = Clock()
    assert _fetch(server, NCT, clock).id == NCT
    assert clock.slept[0] == 3.0
    server.says(f"/studies/{NCT}", Said(500))
    with pytest.raises(HepaticaError, match="asked 3 times: it answered 500"):
        _fetch(server, NCT, attempts=3)


@pytest.mark.parametrize(
    "written", ["", "hello", "NCT123", "NCT071207500", "ISRCTN1", "07120750", "../etc/passwd", "NCT0712075O"]
)
def test_what_is_no_number_of_a_register_is_never_asked_for(server: Server, written: str) -> None:
    with pytest.raises(HepaticaError, match="is a number of no register"):
        _fetch(server, written)
    assert server.asked == []


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("ChiCTR2600120525", "save the page"),
        ("ChiCTR-TRC-13003260", "save the page"),
        ("2011-005852-33", "Full Trial Details"),
        ("EUCTR2020-001565-37-ES", "Full Trial Details"),
        ("2023-508143-51", "the whole EU CT number"),
        ("DRKS00021268", "trialsearch.who.int"),
        ("CTRI/2020/04/024479", "trialsearch.who.int"),
        ("JPRN-UMIN000039686", "trialsearch.who.int"),
    ],
)
def test_registers_without_an_interface_are_named_with_the_way_round(server: Server, written: str, way: str) -> None:
    with pytest.raises(HepaticaError, match="cannot be asked") as caught:
        _fetch(server, written)
    assert way in caught.value.do
    assert server.asked == []
