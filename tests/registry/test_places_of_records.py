"""Every value of every record stands in its source where the record says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.registry.standing import misplaced, stands

from hepatica.registry import Record
from hepatica.registry.reading import read_records

pytestmark = pytest.mark.real_data
OURS = "ClinicalTrials.gov classic record in JSON"


def shown(record: Record) -> list[str]:
    """What stands elsewhere than the record says."""
    return [f"{record.id} {name} {value.path}: {value.text[:80]!r}" for name, value in misplaced(record)]


@pytest.mark.parametrize("number", ["NCT07100236", "NCT04163237", "NCT07363356", "NCT07120750", "ChiCTR2600120525"])
def test_the_five_records(number: str, five: dict[str, Record]) -> None:
    assert shown(five[number]) == []


@pytest.mark.parametrize("file", ["ctgov_v2.jsonl.gz", "ctgov_legacy_v1.jsonl.gz", "ctgov_classic_NCT02931214.xml.gz"])
def test_the_records_of_clinicaltrials_gov(file: str, registry_data: Path) -> None:
    for record in read_records(registry_data / file):
        assert shown(without_tables(record)) == []


def test_classic_records_in_json(registry_data: Path) -> None:
    found = [r for r in read_records(registry_data / "ctrdata_euctr_ctis_isrctn_ctgovxml.jsonl.gz") if r.format == OURS]
    assert len(found) == 3
    assert [line for record in found for line in shown(without_tables(record))] == []


def test_words_within_criteria_stand_where_they_are_quoted(five: dict[str, Record], registry_data: Path) -> None:
    records = [*five.values(), *islice(read_records(registry_data / "ctgov_v2.jsonl.gz"), 20)]
    for record in records:
        for name, start, end in quotes(record):
            value = record.all(name)[-1]
            assert stands(record, name, value, start, end), (record.id, name, value.text[start:end])


def quotes(record: Record) -> Iterator[tuple[str, int, int]]:
    """The second half of the last criterion of each kind, and its last character."""
    for name in ("eligibility.inclusion", "eligibility.exclusion"):
        if record.all(name):
            length = len(record.all(name)[-1].text)
            yield from ((name, length // 2, length), (name, length - 1, length))


def without_tables(record: Record) -> Record:
    """The record with few values of its tables of results, which are many and alike."""
    fields = {name: values[:100] if name == "results" else values for name, values in record.fields.items()}
    return Record(
        record.id, record.register, record.format, record.source, fields, record.groups, record.notes, record.locate
    )
