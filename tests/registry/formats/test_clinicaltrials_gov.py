"""Records of ClinicalTrials.gov in each of its editions: the same fields, and nothing dropped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hepatica.registry import Record
from hepatica.registry.passage import Passage
from hepatica.registry.reading import read_record, read_records

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def v2(registry_data: Path) -> list[Record]:
    return list(read_records(registry_data / "ctgov_v2.jsonl.gz"))


@pytest.fixture(scope="module")
def v1(registry_data: Path) -> list[Record]:
    return list(read_records(registry_data / "ctgov_legacy_v1.jsonl.gz"))


@pytest.fixture(scope="module")
def classic(registry_data: Path) -> Record:
    return read_record(registry_data / "ctgov_classic_NCT02931214.xml.gz")


def lines(file: Path, key: str) -> Iterator[dict[str, Any]]:
    """The studies of a file of lines."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)[key]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Path and words of everything a record says."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, f"{path}[{number}]")
    elif value is not None:
        yield path, value if isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize(("file", "key"), [("ctgov_v2.jsonl.gz", "study"), ("ctgov_legacy_v1.jsonl.gz", "Study")])
def test_nothing_that_a_record_says_is_dropped(file: str, key: str, registry_data: Path) -> None:
    for record, study in zip(read_records(registry_data / file), lines(registry_data / file, key), strict=True):
        said: dict[str, set[str]] = {}
        for _, value in record.values():
            said.setdefault(value.path, set()).add(value.text)
        for path, words in leaves(study):
            meant = {words.strip(), Passage.of(words).unescaped().stripped().text}
            assert not words.strip() or said.get(path, set()) & meant, f"{record.id} {path}: {words[:60]!r}"


def test_the_counts_of_version_2_are_those_of_the_sources(v2: list[Record]) -> None:
    assert len(v2) == 76
    assert len({record.id for record in v2}) == 75
    kinds = [record.text("study_type") for record in v2]
    assert (kinds.count("INTERVENTIONAL"), kinds.count("OBSERVATIONAL")) == (59, 15)
    assert sum(any(v.path.startswith("resultsSection") for v in record.all("results")) for record in v2) == 11
    assert sum(bool(record.all("eligibility")) for record in v2) == 74
    roles = [member["role"][0].text for record in v2 for member in record.members("outcome")]
    assert (roles.count("primary"), roles.count("secondary"), roles.count("other")) == (130, 357, 6)


def test_version_1_fills_the_same_fields_as_version_2(v1: list[Record], v2: list[Record]) -> None:
    assert len(v1) == 62
    filled = [{name for record in records for name in record.fields} for records in (v1, v2)]
    assert filled[0] ^ filled[1] <= {"status.stop_reason", "masking.description", "follow_up", "sharing.url"}
    grouped = [
        {
            f"{group}.{name}"
            for record in records
            for group, members in record.groups.items()
            for m in members
            for name in m
        }
        for records in (v1, v2)
    ]
    assert grouped[1] - grouped[0] == {"site.position"}
    assert grouped[0] <= grouped[1]


def test_a_count_has_no_language_and_a_title_is_english(v2: list[Record]) -> None:
    (enrolment,) = v2[0].all("enrolment")
    assert (enrolment.text, enrolment.language) == ("10", "")
    assert {value.language for record in v2 for value in record.all("title")} == {"en"}


def test_partial_records_are_records(v2: list[Record]) -> None:
    partial = {record.id: record for record in v2}["NCT00465816"]
    assert partial.text("title")
    assert partial.all("eligibility") == ()
    assert partial.members("outcome") == ()


def test_the_classic_record_fills_the_same_fields(classic: Record, v2: list[Record]) -> None:
    assert classic.id == "NCT02931214"
    expected = {
        "enrolment": "20",
        "enrolment.type": "Anticipated",
        "date.start": "August 2016",
        "date.completion.type": "Anticipated",
        "allocation": "Randomized",
        "masking": "Double Blind (Subject, Investigator)",
        "purpose": "Treatment",
        "age.maximum": "60 Years",
        "arm.count": "2",
        "country": "United States",
    }
    assert {name: classic.text(name) for name in expected} == expected
    new = {"url", "country", "arm.count"}
    assert set(classic.fields) - {name for record in v2 for name in record.fields} <= new
    assert [member["role"][0].text for member in classic.members("outcome")] == ["primary"] + ["secondary"] * 4


def test_the_lines_that_classic_xml_wraps_are_whole_sentences_again(classic: Record) -> None:
    criteria = [value.text for value in classic.all("eligibility.inclusion")]
    assert len(criteria) == 5
    assert "sexually inactive (abstinent) for 3 months prior to dosing" in criteria[2]
    assert "\n" not in classic.text("summary")
    assert "\n\n" in classic.text("eligibility")


def test_classic_records_turned_into_json_are_read_through_their_entities(registry_data: Path) -> None:
    file = registry_data / "ctrdata_euctr_ctis_isrctn_ctgovxml.jsonl.gz"
    found = {record.id: record for record in read_records(file) if record.id.startswith("NCT")}
    assert set(found) == {"NCT03325556", "NCT03548584", "NCT03443973"}
    assert found["NCT03548584"].text("title").endswith("Dementia of the Alzheimer's Type")
    assert not any("&#" in value.text for record in found.values() for _, value in record.values())
    assert [len(found[number].all("eligibility.inclusion")) for number in found] == [6, 8, 9]
