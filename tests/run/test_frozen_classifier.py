"""A classifier frozen by one run calls the same subjects the same in another."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.errors import HepaticaError
from hepatica.lineage import content_hash
from hepatica.lineage.manifest import read_manifest
from hepatica.protocol import load_study
from hepatica.run import Run, run
from hepatica.sdtm import write_tables
from hepatica.simulation import simulate


@pytest.fixture(scope="module")
def frozen_run(folder: Path, subtype_run: Run, subtype_data: Path) -> Run:
    return run("NCT07100236", subtype_data, folder / "frozen", classifier=subtype_run.folder / "classifier.json")


def test_it_gives_the_same_calls_under_the_same_version(subtype_run: Run, frozen_run: Run) -> None:
    assert frozen_run.assigned.version == subtype_run.assigned.version
    assert_frame_equal(
        frozen_run.assigned.table.drop("LEARNT_FROM", strict=False),
        subtype_run.assigned.table.drop("LEARNT_FROM", strict=False),
    )
    assert set(frozen_run.groups()) >= {"NOVEL", "OTHER"}
    assert frozen_run.results["value"].to_list() == subtype_run.results["value"].to_list()


def test_the_second_run_keeps_the_very_file_and_names_it_among_its_inputs(subtype_run: Run, frozen_run: Run) -> None:
    original = subtype_run.folder / "classifier.json"
    assert (frozen_run.folder / "classifier.json").read_bytes() == original.read_bytes()
    assert read_manifest(frozen_run.folder)["inputs"]["classifier"] == content_hash(original)
    assert "classifier" not in read_manifest(subtype_run.folder)["inputs"]


def test_who_comes_later_does_not_change_the_call_of_who_was_there(
    subtype_run: Run, folder: Path, tmp_path: Path
) -> None:
    from hepatica.assignment import assign
    from hepatica.run import read_study_data

    study = load_study("NCT07100236")
    write_tables(simulate(study, seed=1, subjects=95), tmp_path / "more")
    more = read_study_data(study, tmp_path / "more")
    called = assign(
        study, more.tables, more.facts, more.subjects, classifier=subtype_run.folder / "classifier.json"
    ).table
    before = subtype_run.assigned.table.select("USUBJID", "ARM")
    kept = called.filter(pl.col("USUBJID").is_in(before["USUBJID"].to_list())).select("USUBJID", "ARM")
    assert called.height == 95
    assert_frame_equal(kept, before)


def test_an_edited_classifier_is_refused(subtype_run: Run, subtype_data: Path, tmp_path: Path) -> None:
    body = json.loads((subtype_run.folder / "classifier.json").read_text(encoding="utf-8"))
    body["threshold"] = -1.0
    (tmp_path / "edited.json").write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(HepaticaError, match="version"):
        run("NCT07100236", subtype_data, tmp_path / "out", classifier=tmp_path / "edited.json")
    assert not (tmp_path / "out").exists()
