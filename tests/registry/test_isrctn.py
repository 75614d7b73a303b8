"""ISRCTN's own XML and the JSON that is made from it: one plan for both, so that they say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.registry.register_data import CTRDATA, misplaced, of_format, quoted

from hepatica.errors import HepaticaError
from hepatica.registry.dates import read_days
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record

TRIAL: dict[str, Any] = {
    "isrctn": "12345678",
    "trialDescription": {
        "title": "Resection or ablation < 3 cm & more",
        "scientificTitle": "A randomised trial",
        "acronym": "RES",
        "studyHypothesis": "It helps.",
        "plainEnglishSummary": "Background",
        "primaryOutcome": "Overall survival",
        "secondaryOutcome": "1. Recurrence\n2. Quality of life",
        "ethicsApproval": "Committee A, 01/02/2020",
    },
    "externalRefs": {
        "doi": "10.1186/ISRCTN12345678",
        "eudraCTNumber": "2012-004260-22",
        "secondaryNumbers": {"secondaryNumber": ["X1", "X2"]},
    },
    "trialDesign": {
        "studyDesign": "Parallel",
        "primaryStudyDesign": "Interventional",
        "interventionalTrialDesign": {
            "allocation": "Randomized controlled trial",
            "masking": "Open (masking not used)",
        },
        "overallEndDate": "2031-10-31T00:00:00.000Z",
        "overallStatusOverride": "Stopped",
        "reasonAbandoned": "Slow accrual",
    },
    "participants": {
        "recruitmentCountries": {"country": ["England", "China"]},
        "trialCentres": {"trialCentre": {"name": "Royal Infirmary", "city": "Leeds", "zip": "LS1 3EX"}},
        "inclusion": "1. HCC\n2. Age ≥ 18",
        "exclusion": "Child-Pugh C",
        "ageRange": "Adult",
        "lowerAgeLimit": "18 Years",
        "gender": "All",
        "targetEnrolment": "211",
        "totalFinalEnrolment": "198",
        "recruitmentStart": "2025-11-01T00:00:00.000Z",
    },
    "conditions": {"condition": {"description": "HCC", "diseaseClass1": "Cancer"}},
    "interventions": {
        "intervention": {
            "description": "Surgery",
            "interventionType": "Procedure",
            "phase": "Phase III",
            "drugNames": "",
        }
    },
    "results": {"dataPolicies": {"dataPolicy": "Available on request"}},
    "miscellaneous": {"ipdSharingPlan": "Yes"},
}


def _json(trial: dict[str, Any] = TRIAL) -> Record:
    return read_record(json.dumps(trial, ensure_ascii=False).encode())


def _markup(data: dict[str, Any]) -> str:
    parts = []
    for key, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            words = str(each).replace("&", "&amp;").replace("<", "&lt;")
            parts.append(f"<{key}>{_markup(each) if isinstance(each, dict) else words}</{key}>")
    return "".join(parts)


def _xml(trial: dict[str, Any] = TRIAL, attributes: str = "", after: str = "", more: str = "") -> Record:
    body = _markup(trial).replace("<isrctn>", '<isrctn dateAssigned="2025-02-26T07:23:16.665489Z">')
    full = f"<fullTrial><trial{attributes}>{body}{more}</trial>{after}</fullTrial>"
    return read_record(
        f'<?xml version="1.0"?><allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="1">{full}</allTrials>'.encode()
    )


def _words(data: Any) -> Iterator[str]:
    for each in data.values() if isinstance(data, dict) else data:
        yield from [each] if isinstance(each, str) else _words(each)


def _values(record: Record) -> list[tuple[str, str, str]]:
    return [(name, value.path, value.text) for name, value in record.values()]


def test_the_xml_and_the_json_of_a_trial_say_the_same() -> None:
    from_json = _values(_json())
    from_xml = [(n, p.removeprefix("trial."), t) for n, p, t in _values(_xml()) if "@" not in p]
    assert sorted(from_xml) == sorted(from_json)
    assert set(_words(TRIAL)) - {text for _, _, text in from_json} == {""}


def test_a_trial_is_read_field_by_field() -> None:
    record = _json()
    assert (record.id, record.register, record.format) == ("ISRCTN12345678", "ISRCTN", "ISRCTN JSON")
    assert {
        name: record.text(name) for name in ("phase", "allocation", "masking", "age.minimum", "sharing", "status")
    } == {
        "phase": "Phase III",
        "allocation": "Randomized controlled trial",
        "masking": "Open (masking not used)",
        "age.minimum": "18 Years",
        "sharing": "Available on request",
        "status": "Stopped",
    }
    assert [value.text for value in record.all("enrolment")] == ["211", "198"]
    assert [value.text for value in record.all("eligibility.inclusion")] == ["HCC", "Age ≥ 18"]
    assert [value.text for value in record.all("eligibility.exclusion")] == ["Child-Pugh C"]
    primary, secondary = record.members("outcome")
    assert (primary["role"][0].text, primary["name"][0].text) == ("primary", "Overall survival")
    assert secondary["name"][0].text == "1. Recurrence\n2. Quality of life"
    end = read_days(record.text("date.completion"))
    assert end is not None
    assert end.earliest.isoformat() == "2031-10-31"


def test_attributes_of_the_xml_are_read_with_their_place() -> None:
    record = _xml(attributes=" version=\"12\" lastUpdated = '2026-05-26T15:09:37Z'")
    for name, words in (
        ("version", "12"),
        ("date.updated", "2026-05-26T15:09:37Z"),
        ("date.registered", "2025-02-26T07:23:16.665489Z"),
    ):
        value = record.one(name)
        assert value is not None
        assert value.text == quoted(record, name, value) == words


def test_people_and_organisations_stand_beside_the_trial() -> None:
    kind = "<commercialStatus>Non-commercial</commercialStatus>"
    sponsor = f"<sponsor id='s'><organisation>University</organisation>{kind}</sponsor>"
    contact = (
        "<contact id='c'><surname>A</surname><contactTypes><contactType>Public</contactType></contactTypes></contact>"
    )
    record = _xml(after=f"{contact}{sponsor}<funder id='f'><name>A foundation</name></funder>")
    assert [record.text(name) for name in ("sponsor", "sponsor.class", "funding")] == [
        "University",
        "Non-commercial",
        "A foundation",
    ]
    (person,) = record.members("contact")
    assert (person["name"][0].text, person["role"][0].text) == ("A", "Public")


def test_outcomes_of_newer_records_have_a_method_and_time_points() -> None:
    said = "<variable>Pain</variable><method>VAS</method><timepoints>3 months</timepoints>"
    measure = f"<outcomeMeasure id='1'>{said}</outcomeMeasure>"
    description = {"primaryOutcomes": "", "secondaryOutcomes": "", "title": "T"}
    xml = _markup({"isrctn": "1", "trialDescription": description})
    xml = xml.replace(
        "<secondaryOutcomes></secondaryOutcomes>", f"<secondaryOutcomes>{measure}{measure}</secondaryOutcomes>"
    )
    record = read_record(f"<fullTrial><trial>{xml}</trial></fullTrial>".encode())
    assert [
        [member[name][0].text for name in ("role", "name", "method", "time_frame")]
        for member in record.members("outcome")
    ] == [["secondary", "Pain", "VAS", "3 months"]] * 2


def test_an_answer_with_several_trials_gives_each() -> None:
    trials = "".join(f"<fullTrial><trial><isrctn>{n}</isrctn></trial></fullTrial>" for n in (11111111, 22222222))
    found = read_records(f'<allTrials xmlns="http://www.67bricks.com/isrctn">{trials}</allTrials>'.encode())
    assert [record.id for record in found] == ["ISRCTN11111111", "ISRCTN22222222"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="0"/>', "holds no record"),
        ('<allTrials xmlns="http://www.67bricks.com/isrctn"><fullTrial><trial>', "cut off"),
        ('<allTrials xmlns="http://www.67bricks.com/isrctn"><fullTrial></trial>', "no well-formed XML"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><fullTrial>&x;</fullTrial>', "declares the entity 'x'"),
        ('{"isrctn": "12345678", "trialDescription": {"title": "T"}', "the JSON is cut off"),
    ],
)  # fmt: skip
def test_a_damaged_answer_is_refused(text: str, words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        list(read_records(text.encode()))


# ---------------------------------------------------------------- real records


@pytest.mark.real_data
def test_the_six_trials_are_read() -> None:
    six = of_format(CTRDATA, "ISRCTN JSON")
    assert len({record.id for record in six}) == 6
    assert six[0].id == "ISRCTN96912679"
    assert all(record.text("enrolment") and record.all("eligibility.inclusion") for record in six)
    assert [len(record.members("outcome")) for record in six] == [2] * 6


@pytest.mark.real_data
def test_every_value_stands_where_it_says() -> None:
    for record in of_format(CTRDATA, "ISRCTN JSON"):
        assert list(misplaced(record, "json")) == []
    for record in (_json(), _xml(attributes=' version="12"')):
        assert list(misplaced(record, "json" if "JSON" in record.format else "markup")) == []
