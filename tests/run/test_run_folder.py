"""What a run leaves behind: a whole folder that its manifest vouches for, and the same again from the same inputs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.lineage import content_hash, verify_manifest
from hepatica.lineage.manifest import comparable, read_manifest
from hepatica.run import Run, run

FILES = {
    "adam/adae.parquet",
    "adam/adbin.parquet",
    "adam/adlb.parquet",
    "adam/adoth.parquet",
    "adam/adqs.parquet",
    "adam/adrs.parquet",
    "adam/adsl.parquet",
    "adam/adtr.parquet",
    "adam/adtte.parquet",
    "adam/kept_out.parquet",
    "adam/not_derived.parquet",
    "assignment.parquet",
    "classifier.json",
    "manifest.json",
    "reasons.parquet",
    "report.html",
    "results.json",
    "screening.parquet",
}


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): content_hash(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_folder_holds_every_part_of_the_run(subtype_run: Run) -> None:
    found = set(content(subtype_run.folder))
    assert {name for name in found if not name.startswith("figures/")} == FILES
    assert "figures/ttp_by_subtype-kaplan_meier.svg" in found


def test_the_manifest_holds_and_names_every_file_and_input(subtype_run: Run, subtype_data: Path) -> None:
    manifest = read_manifest(subtype_run.folder)
    assert set(manifest["outputs"]) == set(content(subtype_run.folder)) - {"manifest.json"}
    originals = {name: subtype_data / name.removeprefix("data/") for name in manifest["inputs"]}
    assert {path.name for path in originals.values()} == {path.name for path in subtype_data.iterdir()}
    assert verify_manifest(subtype_run.folder, originals) == []
    assert (manifest["study"]["id"], manifest["simulated"], manifest["seeds"]) == ("NCT07100236", True, {"data": 1})


def test_a_changed_result_or_input_is_found_out(subtype_run: Run, subtype_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(subtype_run.folder, copy)
    text = (copy / "results.json").read_text(encoding="utf-8")
    (copy / "results.json").write_text(text.replace("0.", "1.", 1), encoding="utf-8")
    (copy / "added.txt").write_text("x", encoding="utf-8")
    (copy / "classifier.json").unlink()
    found = {(each.kind, each.name) for each in verify_manifest(copy, {"data/dm.parquet": subtype_data / "lb.parquet"})}
    assert found == {
        ("changed", "results.json"),
        ("added", "added.txt"),
        ("missing", "classifier.json"),
        ("changed", "data/dm.parquet"),
    }


def test_the_same_inputs_give_the_same_bytes_but_for_the_clock(subtype_run: Run, subtype_data: Path) -> None:
    again = run("NCT07100236", subtype_data, subtype_run.folder.parent / "again")
    first, second = content(subtype_run.folder), content(again.folder)
    first.pop("manifest.json"), second.pop("manifest.json")
    assert second == first
    assert comparable(read_manifest(again.folder)) == comparable(read_manifest(subtype_run.folder))


def test_a_run_counts_the_same_in_every_file(subtype_run: Run) -> None:
    folder, counted = subtype_run.folder, subtype_run.flow
    screened = pl.read_parquet(folder / "screening.parquet")
    adsl = pl.read_parquet(folder / "adam" / "adsl.parquet")
    results = {row["result_id"]: row for row in json.loads((folder / "results.json").read_text(encoding="utf-8"))}
    eligible = set(screened.filter(pl.col("STATUS") == "eligible")["USUBJID"])
    assert (counted.assessed, counted.eligible) == (80, len(eligible))
    assert set(adsl.filter(pl.col("ELIGFL") == "Y")["USUBJID"]) == eligible
    assert results["flow.n.all"]["value"] == 80
    assert results["flow.n.eligible"]["value"] == len(eligible)
    assert all(row["simulated"] for row in results.values())


def test_every_failed_or_open_criterion_has_its_sentence(subtype_run: Run) -> None:
    screened = pl.read_parquet(subtype_run.folder / "screening.parquet")
    given = pl.read_parquet(subtype_run.folder / "reasons.parquet")
    named = {
        (row["USUBJID"], name)
        for row in screened.iter_rows(named=True)
        for name in f"{row['FAILED']} {row['OPEN']}".split()
    }
    assert set(given.select("USUBJID", "CRITERION").iter_rows()) == named
    assert all(len(reason) > 5 for reason in given["REASON"])


def test_an_existing_folder_is_left_as_it_is(subtype_run: Run, subtype_data: Path) -> None:
    before = content(subtype_run.folder)
    with pytest.raises(HepaticaError, match="the output folder exists"):
        run("NCT07100236", subtype_data, subtype_run.folder)
    assert content(subtype_run.folder) == before


def test_a_run_that_is_refused_leaves_nothing(subtype_data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "data"
    shutil.copytree(subtype_data, broken)
    (broken / "dm.parquet").write_bytes(b"no table")
    with pytest.raises(HepaticaError):
        run("NCT07100236", broken, tmp_path / "out")
    with pytest.raises(HepaticaError, match="no population"):
        run("NCT07100236", subtype_data, tmp_path / "out", population="eligibel")
    with pytest.raises(HepaticaError, match="language"):
        run("NCT07100236", subtype_data, tmp_path / "out", lang="fr")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
