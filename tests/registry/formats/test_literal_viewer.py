"""NCT07120750 as a viewer's page: labelled lines above a Python literal, two sources that may disagree."""

from __future__ import annotations

import json

import pytest

from hepatica.registry import Record
from hepatica.registry.formats.literal_viewer import fits, read
from hepatica.registry.reading import read_record

LITERAL = {
    "protocolSection": {"identificationModule": {"nctId": "NCT00000001", "briefTitle": 'Patients\' "own" organoids'}}
}


def page(body: str) -> str:
    return f"Viewing Study NCT00000001\n\nStatus: COMPLETED\nFirst Post: 2025-07-08\nSponsor:\n\nRaw JSON\n\n{body}\n\nfooter"


@pytest.mark.parametrize("body", [repr(LITERAL), json.dumps(LITERAL)])
def test_the_body_may_be_a_literal_or_json(body: str) -> None:
    text = page(body).removesuffix("\n\nfooter")
    assert fits(text)
    record = next(read(text))
    assert record.id == "NCT00000001"
    assert record.text("title") == 'Patients\' "own" organoids'
    assert record.text("status") == "COMPLETED"


def test_words_behind_the_literal_are_kept_as_a_note() -> None:
    record = next(read(page(repr(LITERAL))))
    assert [value.text for value in record.all("note")] == ["footer"]


def test_a_literal_alone_is_read_too() -> None:
    assert read_record(repr(LITERAL).encode()).id == "NCT00000001"


def test_json_alone_is_another_format() -> None:
    assert not fits(json.dumps(LITERAL))
    assert not fits(json.dumps(LITERAL, indent=1))


# ---------------------------------------------------------------- the record itself


@pytest.fixture
def record(five: dict[str, Record]) -> Record:
    return five["NCT07120750"]


@pytest.mark.real_data
def test_it_has_7_and_15_criteria(record: Record) -> None:
    assert len(record.all("eligibility.inclusion")) == 7
    assert len(record.all("eligibility.exclusion")) == 15


@pytest.mark.real_data
def test_header_and_literal_stand_side_by_side_where_they_disagree(record: Record) -> None:
    assert [(value.path, value.text) for value in record.all("date.posted")] == [
        ("First Post", "2025-07-08"),
        ("protocolSection.statusModule.studyFirstPostDateStruct.date", "2025-08-13"),
    ]


@pytest.mark.real_data
def test_labels_without_a_value_are_noted_and_say_nothing(record: Record) -> None:
    assert record.notes == ("labels without a value: Sponsor, Organization",)
    assert [value.text for value in record.all("sponsor")] == ["Shenzhen Third People's Hospital"]


@pytest.mark.real_data
def test_markdown_is_resolved_and_partial_dates_stay_partial(record: Record) -> None:
    outcomes = record.members("outcome")
    assert "HBsAg loss (<0.05 IU/mL)" in outcomes[1]["description"][0].text
    assert "\n\n4. Data Sharing Process:" in record.text("sharing.description")
    assert record.text("date.verified") == "2025-08"


@pytest.mark.real_data
def test_one_primary_and_six_secondary_outcomes(record: Record) -> None:
    roles = [member["role"][0].text for member in record.members("outcome")]
    assert roles == ["primary"] + ["secondary"] * 6


@pytest.mark.real_data
def test_everything_the_literal_says_is_kept(record: Record) -> None:
    paths = {value.path.partition("#")[0] for _, value in record.values()}
    for path in (
        "protocolSection.statusModule.expandedAccessInfo.hasExpandedAccess",
        "protocolSection.designModule.patientRegistry",
        "derivedSection.conditionBrowseModule.ancestors[23].term",
        "protocolSection.ipdSharingStatementModule.infoTypes[3]",
    ):
        assert path in paths
