"""Subject data survive every format, are written whole or not at all, and give the same bytes twice."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.sdtm import FORMATS, Tables, read_tables, write_tables
from hepatica.sdtm.model import domains

cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
ascii_cells = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.rstrip)


def _equal(one: Tables, other: Tables) -> bool:
    same = all(one[code].equals(other[code]) and one[code].schema == other[code].schema for code in one.domains)
    return (
        same and list(one.domains) == list(other.domains) and one.study == other.study and one.sources == other.sources
    )


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_is_read_back(small: Tables, tmp_path: Path, kind: str) -> None:
    write_tables(small, tmp_path / "data", kind)
    assert _equal(read_tables(tmp_path / "data"), small)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_tables_give_the_same_bytes(
    small: Tables, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(small, tmp_path / "one", kind)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_tables(small, tmp_path / "two", kind)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_no_clock_is_left_in_a_transport_file(small: Tables, tmp_path: Path) -> None:
    write_tables(small, tmp_path / "data", "xpt")
    content = (tmp_path / "data" / "lb.xpt").read_bytes()
    assert content.count(b"01JAN70:00:00:00") == 4
    assert b":20" not in content[:560]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(cells, st.none() | st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=5))
def test_any_text_and_number_survive_csv_and_parquet(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float | None]]
) -> None:
    frame = pl.DataFrame(rows, schema={"LBORRES": pl.String, "LBSTRESN": pl.Float64}, orient="row")
    frame = frame.with_columns(USUBJID=pl.lit("1"))
    tables = Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["1"]}), "LB": frame})
    for kind in ("csv", "parquet"):
        folder = tmp_path_factory.mktemp("data") / "out"
        write_tables(tables, folder, kind)
        assert _equal(read_tables(folder), tables)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(ascii_cells, st.none() | st.floats(-9e74, 9e74).filter(lambda x: x == 0 or abs(x) > 1e-78)),
        min_size=1,
    )
)
def test_ascii_text_and_numbers_survive_xpt(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float | None]]
) -> None:
    frame = pl.DataFrame(rows, schema={"LBORRES": pl.String, "LBSTRESN": pl.Float64}, orient="row")
    tables = Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["1"]}), "LB": frame.with_columns(USUBJID=pl.lit("1"))})
    folder = tmp_path_factory.mktemp("data") / "out"
    write_tables(tables, folder, "xpt")
    assert _equal(read_tables(folder), tables)


def test_simulated_data_stay_marked(small: Tables, tmp_path: Path) -> None:
    made = Tables(small.study, small.domains, {}, {}, simulated=True, label="SIMULATED", seed=3)
    write_tables(made, tmp_path / "data")
    read = read_tables(tmp_path / "data")
    assert (read.simulated, read.label, read.seed) == (True, "SIMULATED", 3)


def test_an_existing_folder_is_left_alone(small: Tables, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.txt").write_text("x")
    with pytest.raises(HepaticaError, match="already something"):
        write_tables(small, tmp_path / "data")
    assert _bytes(tmp_path / "data") == {"mine.txt": b"x"}


def test_a_failed_write_leaves_nothing_behind(small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(HepaticaError, match="No space left"):
        write_tables(small, tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_file_is_not_read(small: Tables, tmp_path: Path) -> None:
    write_tables(small, tmp_path / "data", "csv")
    path = tmp_path / "data" / "lb.csv"
    path.write_text(path.read_text().replace("107", "170"))
    with pytest.raises(HepaticaError, match=r"lb\.csv has changed"):
        read_tables(tmp_path / "data")


def test_a_missing_file_a_missing_description_and_a_missing_folder_are_told_apart(
    small: Tables, tmp_path: Path
) -> None:
    write_tables(small, tmp_path / "data")
    (tmp_path / "data" / "lb.parquet").unlink()
    with pytest.raises(HepaticaError, match=r"lb\.parquet is missing"):
        read_tables(tmp_path / "data")
    (tmp_path / "data" / "dataset.json").unlink()
    with pytest.raises(HepaticaError, match=r"no dataset\.json"):
        read_tables(tmp_path / "data")
    with pytest.raises(HepaticaError, match="no such folder"):
        read_tables(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 9}'])
def test_a_damaged_description_is_refused(small: Tables, tmp_path: Path, text: str) -> None:
    write_tables(small, tmp_path / "data")
    (tmp_path / "data" / "dataset.json").write_text(text)
    with pytest.raises(HepaticaError, match=r"dataset\.json|description"):
        read_tables(tmp_path / "data")


def test_the_description_names_study_sources_and_rows(small: Tables, tmp_path: Path) -> None:
    write_tables(small, tmp_path / "data")
    said = json.loads((tmp_path / "data" / "dataset.json").read_text())
    assert said["study"] == "NCT00000000"
    assert said["rows"] == {"DM": 2, "LB": 3, "PR": 2}
    assert said["sources"] == {"dm.csv": "sha256:" + "0" * 64}


def test_an_unknown_format_is_refused(small: Tables, tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="'sas7bdat'"):
        write_tables(small, tmp_path / "data", "sas7bdat")


@pytest.mark.parametrize(
    ("value", "words"),
    [("＜20", "not ASCII"), ("x" * 201, "longer than 200 bytes"), ("20 ", "ends with a blank")],
)
def test_text_a_transport_file_would_spoil_is_refused_and_named(tmp_path: Path, value: str, words: str) -> None:
    frame = pl.DataFrame({"USUBJID": ["7", "7"], "LBORRES": ["1", value]})
    tables = Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["7"]}), "LB": frame})
    with pytest.raises(HepaticaError, match=words) as caught:
        write_tables(tables, tmp_path / "data", "xpt")
    assert caught.value.where == "domain LB, subject 7, LBSEQ 2"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [1.7e300, -1e75, 1e-80, float("inf")])
def test_a_number_a_transport_file_would_spoil_is_refused(tmp_path: Path, value: float) -> None:
    frame = pl.DataFrame({"USUBJID": ["7"], "LBSTRESN": [value]})
    tables = Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["7"]}), "LB": frame})
    with pytest.raises(HepaticaError, match="LBSTRESN is a number the format cannot hold"):
        write_tables(tables, tmp_path / "data", "xpt")


def test_a_column_name_too_long_for_a_transport_file_is_refused(tmp_path: Path) -> None:
    tables = Tables.build("S", {"DM": pl.DataFrame({"USUBJID": ["7"], "MUCHTOOLONG": ["x"]})})
    with pytest.raises(HepaticaError, match="MUCHTOOLONG"):
        write_tables(tables, tmp_path / "data", "xpt")


def test_every_column_of_every_domain_fits_a_transport_file() -> None:
    for domain in domains().values():
        for column in domain.columns.values():
            assert len(column.name) <= 8, column
            assert len(column.label) <= 40, column
            assert column.label.isascii(), column
