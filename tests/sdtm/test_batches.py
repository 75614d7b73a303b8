"""Subject data read some subjects at a time: the same facts as all at once, and never more than a batch in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.errors import HepaticaError
from hepatica.protocol import load_study
from hepatica.sdtm import Tables, checked_facts, read_tables, write_tables
from hepatica.sdtm.batches import Parts, read_parts, write_facts, write_parts
from hepatica.simulation import simulate
from hepatica.vocabulary import load

BATCH = 7
SUBJECTS = 30


@pytest.fixture(scope="module")
def simulated() -> Tables:
    """A simulated study, and one subject of whom nothing but the identifier is known."""
    tables = simulate(load_study("NCT07120750"), seed=3, subjects=SUBJECTS - 1)
    nobody = pl.DataFrame({"USUBJID": ["NCT07120750-00010-A"], "STUDYID": [tables.study], "DOMAIN": ["DM"]})
    subjects = pl.concat([tables["DM"], nobody], how="diagonal").fill_null("")
    return replace(tables, domains={**tables.domains, "DM": subjects})


def rewritten(folder: Path, change: dict[str, pl.DataFrame], rows: int) -> None:
    """Write domains of a folder anew, in row groups of so many rows, and note their hashes."""
    from hepatica.lineage.hashing import content_hash

    described = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    for code, frame in change.items():
        path = folder / f"{code.lower()}.parquet"
        frame.write_parquet(path, row_group_size=rows)
        described["files"][path.name] = content_hash(path)
    (folder / "dataset.json").write_text(json.dumps(described), encoding="utf-8")


def of(parts: Parts) -> pl.DataFrame:
    """All facts of a dataset, in an order that does not depend on how they were numbered."""
    return comparable(pl.concat([facts for facts, _ in parts]))


def comparable(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.drop("fact").sort(pl.all(), nulls_last=True)


def assert_same_as_in_memory(folder: Path, parts: Parts) -> None:
    tables = read_tables(folder)
    facts, problems = checked_facts(tables, load(), strict=False)
    assert_frame_equal(of(parts), comparable(facts))
    assert [who for _, subjects in parts for who in subjects["subject"]] == sorted(tables.subjects)
    assert sum(problem.count for problem in parts.problems) == sum(problem.count for problem in problems)
    assert (parts.subjects, parts.rows) == (len(tables.subjects), facts.height)


@pytest.mark.parametrize("kind", ["parquet", "csv", "xpt"])
def test_facts_in_parts_are_the_facts_of_the_whole(simulated: Tables, tmp_path: Path, kind: str) -> None:
    write_tables(simulated, tmp_path / "data", kind)
    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH, strict=False)
    assert len(parts) == -(-SUBJECTS // BATCH)
    assert_same_as_in_memory(tmp_path / "data", parts)


@pytest.mark.parametrize("scattered", [False, True], ids=["subjects lie together", "subjects are scattered"])
def test_it_does_not_matter_how_the_rows_lie_in_the_file(simulated: Tables, tmp_path: Path, scattered: bool) -> None:
    folder = tmp_path / "data"
    write_tables(simulated, folder)
    together = simulated["LB"].sort("USUBJID", "LBSEQ")
    rewritten(folder, {"LB": together.sample(fraction=1, shuffle=True, seed=1) if scattered else together}, rows=20)
    assert_same_as_in_memory(folder, write_facts(folder, tmp_path / "facts", batch=BATCH, strict=False))


def test_no_more_than_a_batch_is_in_memory_and_every_subject_is_whole(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    seen: list[set[str]] = []

    def look(facts: pl.DataFrame) -> pl.DataFrame:
        seen.append(set(facts["subject"]))
        return facts

    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH, prepare=look)
    assert all(len(subjects) <= BATCH for subjects in seen)
    assert sum(len(subjects) for subjects in seen) == len(set[str]().union(*seen)) == SUBJECTS
    assert [subjects.height for _, subjects in parts] == [7, 7, 7, 7, 2]


def test_a_scattered_file_is_parted_in_pieces(
    simulated: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read ten rows at a time, and never whole."""
    from hepatica.sdtm import clusters

    folder = tmp_path / "data"
    write_tables(simulated, folder)
    shuffled = simulated["LB"].sample(fraction=1, shuffle=True, seed=1)
    rewritten(folder, {"LB": shuffled}, rows=shuffled.height)
    whole = write_facts(folder, tmp_path / "one", batch=BATCH)
    monkeypatch.setattr(clusters, "CHUNK", 10)
    read: list[int] = []
    from_arrow = pl.from_arrow
    monkeypatch.setattr(clusters.pl, "from_arrow", lambda table: read.append(table.num_rows) or from_arrow(table))
    pieces = write_facts(folder, tmp_path / "two", batch=BATCH)
    assert max(read) == 10
    assert sum(read) >= shuffled.height
    assert_frame_equal(of(pieces), of(whole))


def test_fact_numbers_are_unique_in_the_dataset(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH)
    numbers = pl.concat([facts["fact"] for facts, _ in parts])
    assert numbers.is_unique().all()
    assert numbers.min() == 0


def test_whether_the_data_have_dates_is_asked_of_all_subjects_not_of_a_batch(tmp_path: Path) -> None:
    """The second subject has study days only: among dated data they mean no day, although it is alone in its batch."""
    data = {
        "DM": pl.DataFrame({"USUBJID": ["1", "2"], "BRTHDTC": ["1960-05-01", ""]}),
        "LB": pl.DataFrame(
            {"USUBJID": ["1", "2"], "LBTESTCD": "PLAT", "LBORRES": "90", "LBORRESU": "10*9/L"}
            | {"LBDTC": ["2026-01-31", ""], "LBDY": [None, 4]}
        ),
    }
    write_tables(Tables.build("NCT00000000", data), tmp_path / "data")
    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=1, strict=False)
    assert_same_as_in_memory(tmp_path / "data", parts)
    result = of(parts).filter((pl.col("subject") == "2") & (pl.col("variable") == "platelets"))
    assert result["start_lo"].to_list() == [None]


def test_a_dataset_is_read_as_it_was_written(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH)
    assert read_parts(tmp_path / "facts") == parts
    assert (parts.study, parts.simulated, parts.seed) == ("NCT07120750", True, 3)


def test_the_same_folder_gives_the_same_bytes(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    for name in ("one", "two"):
        write_facts(tmp_path / "data", tmp_path / name, batch=BATCH)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_progress_is_told_after_each_part(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    told: list[tuple[int, int]] = []
    write_facts(tmp_path / "data", tmp_path / "facts", batch=20, step=lambda done, total: told.append((done, total)))
    assert told == [(20, SUBJECTS), (SUBJECTS, SUBJECTS)]


def test_data_that_are_refused_as_a_whole_are_refused_in_parts_and_nothing_is_left(
    simulated: Tables, tmp_path: Path
) -> None:
    wrong = simulated["LB"].with_columns(LBDTC=pl.lit("2026-02-30"))
    write_tables(replace(simulated, domains={**simulated.domains, "LB": wrong}), tmp_path / "data")
    with pytest.raises(HepaticaError, match="not a date of the calendar"):
        write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_data_without_subjects_are_refused(simulated: Tables, tmp_path: Path) -> None:
    write_tables(replace(simulated, domains={"LB": simulated["LB"]}), tmp_path / "data")
    with pytest.raises(HepaticaError, match="no subjects"):
        write_facts(tmp_path / "data", tmp_path / "facts")


def test_a_changed_file_is_refused(simulated: Tables, tmp_path: Path) -> None:
    write_tables(simulated, tmp_path / "data")
    simulated["LB"].head(3).write_parquet(tmp_path / "data" / "lb.parquet")
    with pytest.raises(HepaticaError, match="has changed since it was written"):
        write_facts(tmp_path / "data", tmp_path / "facts")


def test_a_batch_of_no_subjects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="a batch of 0 subjects"):
        write_facts(tmp_path, tmp_path / "facts", batch=0)


@pytest.mark.parametrize("parts", [[["b"], ["a"]], [["a"], ["a"]], [["b", "a"]], [["a", "a"]]])
def test_parts_whose_subjects_are_out_of_order_are_refused(
    parts: list[list[str]], simulated: Tables, tmp_path: Path
) -> None:
    none = checked_facts(simulated, load())[0].clear()
    with pytest.raises(HepaticaError, match="out of order"):
        write_parts([(none, pl.DataFrame({"subject": names})) for names in parts], tmp_path / "facts")
    assert not (tmp_path / "facts").exists()


def test_facts_of_a_subject_of_another_part_are_refused(simulated: Tables, tmp_path: Path) -> None:
    facts = checked_facts(simulated, load())[0]
    with pytest.raises(HepaticaError, match="who is none of its subjects"):
        write_parts([(facts, pl.DataFrame({"subject": ["NCT07120750-00001"]}))], tmp_path / "facts")


@pytest.mark.parametrize("damage", ["no description", "another format", "a part is missing"])
def test_a_folder_that_is_no_dataset_is_refused(simulated: Tables, tmp_path: Path, damage: str) -> None:
    write_tables(simulated, tmp_path / "data")
    parts = write_facts(tmp_path / "data", tmp_path / "facts", batch=BATCH)
    path = parts.folder / "facts.json"
    if damage == "no description":
        path.unlink()
    elif damage == "another format":
        path.write_text(path.read_text(encoding="utf-8").replace('"format": 2', '"format": 1'), encoding="utf-8")
    else:
        parts.subjects_files[2].unlink()
    with pytest.raises(HepaticaError, match=r"no dataset of facts|subjects-00002\.parquet is missing"):
        read_parts(parts.folder)
