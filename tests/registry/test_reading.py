"""Records come out of files of any format and encoding, or one clear error does."""

from __future__ import annotations

import gc
import gzip
import itertools
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from hepatica.errors import HepaticaError
from hepatica.registry import reading
from hepatica.registry.reading import read_record, read_records, readers


def study(number: int, **modules: Any) -> dict[str, Any]:
    """A small record of ClinicalTrials.gov."""
    identification = {"nctId": f"NCT{number:08}", "briefTitle": "Sorafenib “after” resection"}
    return {"protocolSection": {"identificationModule": identification, **modules}}


def written(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def test_a_file_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "record.xlsx"
    file.write_bytes(written(study(1)))
    assert read_record(file).id == "NCT00000001"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    text = json.dumps(
        {**study(1, conditionsModule={"conditions": ["原发性肝癌，不可切除"]})}, ensure_ascii=False, indent=1
    )
    record = read_record(text.replace("“after” ", "").encode(encoding))
    assert record.text("condition") == "原发性肝癌，不可切除"


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "record"
    file.write_bytes(gzip.compress(written(study(1), study(2))))
    assert [record.id for record in read_records(file)] == ["NCT00000001", "NCT00000002"]


def test_a_line_is_the_source_of_its_record() -> None:
    lines = written(study(1), study(2))
    for record, line in zip(read_records(lines), lines.decode().splitlines(), strict=True):
        assert record.source == line


@pytest.mark.parametrize("wrapped", ["list", "page", "study"])
def test_a_list_a_page_of_answers_and_a_wrapped_record_are_read(wrapped: str) -> None:
    data: Any = {"list": [study(1), study(2)], "page": {"studies": [study(1), study(2)]}, "study": {"study": study(1)}}
    found = list(read_records(json.dumps(data[wrapped], indent=2).encode()))
    assert [record.id for record in found] == ["NCT00000001", "NCT00000002"][: len(found)]
    assert found[0].one("id").path == "protocolSection.identificationModule.nctId"  # type: ignore[union-attr]


def test_records_of_several_formats_may_stand_in_one_file_of_lines() -> None:
    old = {"Study": {"ProtocolSection": {"IdentificationModule": {"NCTId": "NCT00000009"}}}}
    assert [record.format for record in read_records(written(study(1), old, study(2)))] == [
        "ClinicalTrials.gov JSON",
        "ClinicalTrials.gov full studies JSON",
        "ClinicalTrials.gov JSON",
    ]


def test_lines_are_read_one_by_one_and_only_when_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(written(study(1), study(2)) + b"{ this is no record }\n")
    first = list(itertools.islice(read_records(file), 2))
    assert [record.id for record in first] == ["NCT00000001", "NCT00000002"]
    with pytest.raises(HepaticaError, match=r"many\.jsonl line 3"):
        list(read_records(file))


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    with file.open("wb") as target:
        for number in range(2_000):
            target.write(written(study(number, descriptionModule={"briefSummary": "words " * 2_000})))
    tracemalloc.start()
    try:
        number = sum(1 for record in read_records(file) if record.text("summary"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number == 2_000
    assert peak < file.stat().st_size / 10


def test_a_record_that_nobody_keeps_is_gone_at_once() -> None:
    text = written(study(1, eligibilityModule={"eligibilityCriteria": "Inclusion Criteria:\n\n* Age"}))
    gc.collect()
    gc.disable()
    try:
        for record in read_records(text * 50):
            assert record.one("title") is not None
        del record
        assert gc.collect() < 50, "records hold each other in cycles"
    finally:
        gc.enable()


def test_no_record_and_several_are_errors_where_one_is_asked_for() -> None:
    with pytest.raises(HepaticaError, match="holds several records, the first two are NCT00000001 and NCT00000002"):
        read_record(written(study(1), study(2)), name="two")
    with pytest.raises(HepaticaError, match="nothing: holds no record"):
        read_record(b'{"protocolSection": null}', name="nothing")


BAD = {
    "empty": (b"", "the file is empty"),
    "blank lines": (b"\n \n\n", "the file is empty"),
    "cut off JSON": (written(study(1))[:-20], "the JSON is cut off"),
    "cut off second line": (written(study(1)) + written(study(2))[:-20], "line 2"),
    "cut off XML": (b"<?xml version='1.0'?><clinical_study><id_info><nct_id>NCT0", "the XML is cut off"),
    "cut off literal": (b"Raw JSON\n\n{'protocolSection': {'identificationModule': {'nctId': 'NCT0", "cut off"),
    "cut off gzip": (gzip.compress(written(study(1)) * 9)[:60], "the gzip file is cut off or damaged"),
    "damaged gzip": (b"\x1f\x8b\x08" + b"\xff" * 40, "the gzip file is cut off or damaged"),
    "mixed encodings": (
        "注册号:\nRegistration number:\nChiCTR2600000001\n".encode()
        + "注册题目".encode("gb18030")
        + b"\nend of the page\n",
        "encodings are mixed",
    ),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE clinical_study [<!ENTITY a "b">]><clinical_study>&a;</clinical_study>',
        "declares the entity 'a'",
    ),
    "a key twice": (
        b'{"protocolSection": {"identificationModule": {"nctId": "NCT00000001", "nctId": "NCT00000002"}}}',
        "the key 'nctId' stands twice",
    ),
    "deep nesting": (b'{"protocolSection": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested too deeply"),
    "code for a literal": (b"Raw JSON\n\n{'protocolSection': __import__('os').system('true')}", "no Python literal"),
    "unknown text": (b"Dear reader,\n\nthis is a letter.\n", "the format is not known; it begins 'Dear reader,"),
    "unknown JSON": (b'{"a": 1}', "the format is not known"),
    "a picture": (bytes(range(256)) * 4, "the format is not known"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_error_with_the_file_and_what_to_do(name: str) -> None:
    data, said = BAD[name]
    with pytest.raises(HepaticaError) as caught:
        list(read_records(data, name="record"))
    assert said in str(caught.value)
    assert caught.value.where.startswith("record")
    assert caught.value.do


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1_000_000)
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"Registration number" + b" " * 5_000_000))
    with pytest.raises(HepaticaError, match="more than 1 MB"):
        list(read_records(bomb))
    line = tmp_path / "line.jsonl"
    line.write_bytes(written(study(1)) + b'{"protocolSection": "' + b"x" * 2_000_000 + b'"}\n')
    with pytest.raises(HepaticaError, match="line 2 has more than 1 MB"):
        list(read_records(line))


def test_a_file_that_is_not_there_and_a_folder_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(HepaticaError) as caught:
            list(read_records(path))
        assert caught.value.do


@pytest.mark.real_data
def test_no_two_formats_claim_the_same_text(registry_data: Path, records_folder: Path) -> None:
    for file in [*sorted(records_folder.glob("*.txt")), *sorted(registry_data.glob("*.gz"))]:
        text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text(encoding="utf-8")
        parts = text.splitlines() if ".jsonl" in file.name else [text]
        for part in parts:
            fitting = [reader for reader in readers() if reader.fits(part)]
            assert len(fitting) == 1, f"{file.name}: {fitting}"
