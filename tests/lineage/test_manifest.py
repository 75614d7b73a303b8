"""A manifest tells whether anything that went in or came out is still what it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from hepatica.errors import HepaticaError
from hepatica.lineage import comparable, content_hash, read_manifest, text_hash, verify_manifest, write_manifest


def _run(folder: Path, data: Path, clock: str) -> None:
    (folder / "adam").mkdir(parents=True)
    (folder / "results.json").write_text("[]")
    (folder / "adam" / "adsl.csv").write_text("USUBJID\n1\n")
    write_manifest(
        folder, inputs={"labs.csv": data}, study={"id": "S"}, seeds={"bootstrap": 7}, clock={"started": clock}
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "labs.csv"
    path.write_text("id,PLT\n1,100\n")
    return path


def test_the_hash_of_a_file_is_sha256_of_its_bytes(data: Path) -> None:
    assert content_hash(data) == "sha256:" + hashlib.sha256(data.read_bytes()).hexdigest()
    assert content_hash(data) == text_hash("id,PLT\n1,100\n")


def test_two_runs_of_the_same_differ_in_the_clock_alone(tmp_path: Path, data: Path) -> None:
    _run(tmp_path / "a", data, "09:00")
    _run(tmp_path / "b", data, "10:00")
    first, second = read_manifest(tmp_path / "a"), read_manifest(tmp_path / "b")
    assert first != second
    assert comparable(first) == comparable(second)
    assert first["seeds"] == {"bootstrap": 7}
    assert first["packages"]["polars"]


def test_an_untouched_folder_has_no_differences(tmp_path: Path, data: Path) -> None:
    _run(tmp_path / "a", data, "09:00")
    assert verify_manifest(tmp_path / "a", {"labs.csv": data}) == []


def test_every_kind_of_change_is_found(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "a"
    _run(folder, data, "09:00")
    (folder / "results.json").write_text("[1]")
    (folder / "adam" / "adsl.csv").unlink()
    (folder / "extra.txt").write_text("x")
    data.write_text("id,PLT\n1,1000\n")
    found = {(one.part, one.name, one.kind) for one in verify_manifest(folder, {"labs.csv": data})}
    assert found == {
        ("output", "results.json", "changed"),
        ("output", "adam/adsl.csv", "missing"),
        ("output", "extra.txt", "added"),
        ("input", "labs.csv", "changed"),
    }


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="no manifest"):
        verify_manifest(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"format": 99, "inputs": {}, "outputs": {}})])
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(HepaticaError, match="manifest"):
        read_manifest(tmp_path)


def test_a_missing_input_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="cannot read"):
        write_manifest(tmp_path, inputs={"gone.csv": tmp_path / "gone.csv"})
    assert not (tmp_path / "manifest.json").exists()
