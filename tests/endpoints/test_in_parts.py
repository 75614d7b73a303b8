"""Lesion tables in parts: the same files on Polars and Spark, the same rows as of the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.endpoints.from_lesions import from_lesions
from hepatica.endpoints.in_parts import FRAMES, derive_parts
from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import RECIST_1_1

SIZES = (
    (30.0, 20.0, 15.0),
    (30.0, 32.0, 40.0),
    (30.0, None, 44.0),
    (12.0, 0.0, 0.0),
    (25.0, 24.0, 26.0),
    (None, 9.0, 8.0),
)
"""Of one target at days 1, 43 and 85: response, progression, a missed size, complete response, stable, no baseline."""


def lesions(count: int) -> pl.DataFrame:
    """Subjects of all these courses, every fifth read by two readers who differ, every seventh with a new lesion."""
    rows = []
    for number in range(count):
        for reader in ("R1", "R2") if number % 5 == 0 else ("R1",):
            for day, size in zip((1, 43, 85), SIZES[number % len(SIZES)], strict=True):
                seen = size if reader == "R1" or size is None else size * 1.3
                rows.append((f"S{number:03}", reader, day, "T01", "target", seen, "absent" if size == 0 else None))
            if number % 7 == 0:
                rows.append((f"S{number:03}", reader, 85, "N01", "new", None, "unequivocal"))
    columns = ["subject", "reader", "day", "lesion", "role", "longest_mm", "state"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def subjects(count: int) -> pl.DataFrame:
    """Every fourth dies on day 120, one has no time zero, and the last has no lesion."""
    names = [f"S{number:03}" for number in range(count + 1)]
    zeros = [None if number == 3 else 1 for number in range(count + 1)]
    deaths = [120 if number % 4 == 0 else None for number in range(count + 1)]
    return pl.DataFrame({"subject": names, "zero": zeros, "death": deaths})


def written(count: int, sizes: Sequence[int], folder: Path) -> list[tuple[Path, Path]]:
    """The tables in files of so many subjects each."""
    folder.mkdir()
    rows, who, parts, first = lesions(count), subjects(count), [], 0
    for number, size in enumerate(sizes):
        some = who.slice(first, size)
        paths = folder / f"lesions-{number}.parquet", folder / f"subjects-{number}.parquet"
        rows.join(some, on="subject", how="semi", maintain_order="left").write_parquet(paths[0])
        some.write_parquet(paths[1])
        parts.append(paths)
        first += size
    assert first == count + 1
    return parts


def test_progression_free_survival_and_time_to_progression_follow_from_the_lesions() -> None:
    found = from_lesions(lesions(6), subjects(6))
    rows = {(row["USUBJID"], row["PARAMCD"]): row for row in found["adtte"].to_dicts()}
    assert len(rows) == 14
    result = {key: (row["CNSR"], row["AVAL"]) for key, row in rows.items()}
    # S001 grows to 40 mm (nadir 30) on day 85; S004 is stable and dies on day 120
    assert result["S001", "PFS"] == result["S001", "TTP"] == (0, 85)
    assert result["S004", "PFS"] == (0, 120)
    assert result["S004", "TTP"] == (1, 85)
    assert "before death" in rows["S004", "TTP"]["REASON"]
    # S003 has no time zero; nobody looked at S006
    assert result["S003", "PFS"] == (None, None)
    assert "time zero" in rows["S003", "PFS"]["REASON"]
    assert result["S006", "TTP"] == (1, 1)
    best = found["best_response"].filter(pl.col("parameter") == "BOR")
    assert best.filter(pl.col("subject") == "S001")["value"].to_list() == ["SD"]
    # read twice, once, and never
    readers = [(row["subject"], row["reader"]) for row in best.to_dicts()]
    both = [(who, reader) for who in ("S000", "S005") for reader in ("R1", "R2")]
    assert readers == sorted([*both, *((f"S00{n}", "R1") for n in (1, 2, 3, 4)), ("S006", "")])


def test_readers_who_differ_leave_the_day_of_progression_unknown() -> None:
    """S000 shrinks for both readers, but has a new lesion for both: no doubt. S005 has no baseline for either."""
    rows = lesions(1)
    alone = rows.filter(~((pl.col("reader") == "R2") & (pl.col("role") == "new")))
    who = subjects(1).head(1).with_columns(death=pl.lit(None, pl.Int64))
    agreed, apart = (from_lesions(table, who)["adtte"].row(0, named=True) for table in (rows, alone))
    assert (agreed["CNSR"], agreed["AVAL"]) == (0, 85)
    assert apart["CNSR"] is None
    assert "readers' lesions give different responses (PD, PR)" in apart["REASON"]


def test_the_parts_one_after_the_other_are_the_whole(tmp_path: Path) -> None:
    whole = from_lesions(lesions(40), subjects(40))
    target = derive_parts(written(40, (17, 1, 23), tmp_path / "in"), tmp_path / "out")
    for name in FRAMES:
        files = sorted((target / name).iterdir())
        assert [file.name for file in files] == ["00000.parquet", "00001.parquet", "00002.parquet"]
        assert_frame_equal(pl.concat(pl.read_parquet(file) for file in files), whole[name])
    assert whole["problems"].height > 0
    assert set(whole["time_points"]["overall"]) >= {"CR", "PR", "SD", "PD", "NE"}


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_spark_writes_the_same_bytes(tmp_path: Path) -> None:
    parts = written(40, (17, 1, 23), tmp_path / "in")
    one, other = (derive_parts(parts, tmp_path / name, engine=name) for name in ("polars", "spark"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert len(files) == 3 * len(FRAMES)
    for file in files:
        assert (one / file).read_bytes() == (other / file).read_bytes(), file


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_on_spark_a_table_without_a_column_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    parts = written(4, (5,), tmp_path / "in")
    pl.read_parquet(parts[0][0]).drop("role").write_parquet(parts[0][0])
    with pytest.raises(HepaticaError, match="the lesion table has no column role"):
        derive_parts(parts, tmp_path / "out", engine="spark")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_subject_stands_in_one_part(tmp_path: Path) -> None:
    parts = written(4, (2, 3), tmp_path / "in")
    with pytest.raises(HepaticaError, match="S000 stands in two parts"):
        derive_parts([*parts, parts[0]], tmp_path / "out")
    with pytest.raises(HepaticaError, match="S000 has lesions, but is not among the part's subjects"):
        derive_parts([(parts[0][0], parts[1][1])], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_only_polars_and_spark_derive_in_parts(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="there is no engine 'duckdb'"):
        derive_parts([], tmp_path / "out", RECIST_1_1, engine="duckdb")
