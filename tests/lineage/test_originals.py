"""From a reference back to the cell, in every kind of file, with word of a changed original."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import openpyxl
import pytest

from hepatica.errors import HepaticaError
from hepatica.lineage import Originals, SourceRef, content_hash

LABS = 'id,"AFP, ng/mL",note\n1,12,"two\nlines"\n2,<20,x\n'


def _cell(places: list[Path], ref: SourceRef, hashes: dict[str, str] | None = None) -> tuple[str, int, int]:
    cell = Originals(tuple(places), hashes or {}).cells(ref)[0]
    return cell.value, cell.line, cell.position


def test_a_cell_is_found_by_the_line_it_starts_on_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_text(LABS)
    assert _cell([tmp_path], SourceRef.cell("labs.csv", 4, "AFP, ng/mL")) == ("<20", 4, 2)


@pytest.mark.parametrize(("name", "opener"), [("labs.csv.gz", gzip.open), ("labs.csv.xz", lzma.open)])
def test_packed_files_are_read_as_they_are(tmp_path: Path, name: str, opener) -> None:  # type: ignore[no-untyped-def]
    with opener(tmp_path / name, "wt") as file:
        file.write(LABS)
    assert _cell([tmp_path], SourceRef.cell(name, 2, "AFP, ng/mL"))[0] == "12"


def test_tab_separated_and_chinese_national_encoding_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("病例号\t血小板\n7\t88\n", encoding="gb18030")
    assert _cell([tmp_path], SourceRef.cell("a.tsv", 2, "血小板"))[0] == "88"


def test_a_row_of_a_workbook_is_the_row_a_person_sees_though_rows_above_are_empty(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Labs"
    book.create_sheet("Other")
    sheet["B3"], sheet["C3"], sheet["B5"], sheet["C5"] = "id", "PLT", "1", 120
    book.save(tmp_path / "b.xlsx")
    assert _cell([tmp_path], SourceRef.cell("b.xlsx", 5, "PLT", sheet="Labs"))[0] == "120"


def test_a_file_without_a_header_is_read_by_column_number(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text("ENSG1\t0.5\nENSG2\t1.5\n")
    assert _cell([tmp_path], SourceRef.cell("raw.txt", 2, "2"))[0] == "1.5"


def test_a_changed_original_is_said_to_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(LABS)
    hashes = {"labs.csv": content_hash(path)}
    ref = SourceRef.cell("labs.csv", 2, "id")
    assert Originals((tmp_path,), hashes).cells(ref)[0].changed is False
    path.write_text(LABS.replace("12", "13"))
    assert Originals((tmp_path,), hashes).cells(ref)[0].changed is True
    assert Originals((tmp_path,), {}).cells(ref)[0].changed is None


def test_the_file_with_the_recorded_content_goes_before_another_of_its_name(tmp_path: Path) -> None:
    for folder, text in (("new", "id\n2\n"), ("old", "id\n1\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text(text)
    originals = Originals((tmp_path / "new", tmp_path / "old"), {"a.csv": content_hash(tmp_path / "old" / "a.csv")})
    cell = originals.cells("file:a.csv#row=2;col=id")[0]
    assert (cell.value, cell.changed) == ("1", False)


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("file:gone.csv#row=2;col=id", "not at hand"),
        ("file:labs.csv#row=99;col=id", "no line 99"),
        ("file:labs.csv#row=2;col=idd", "no column 'idd'"),
        ("file:labs.csv#row=2;col=id;sheet=x", "no sheet"),
        ("file:labs.csv#row=2", "does not name cells"),
        ("simulated:S#seed=1", "does not name cells"),
        ("file:../labs.csv#row=2;col=id", "not at hand"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, ref: str, words: str) -> None:
    (tmp_path / "in").mkdir()
    for folder in (tmp_path, tmp_path / "in"):
        (folder / "labs.csv").write_text(LABS)
    with pytest.raises(HepaticaError, match=words):
        Originals((tmp_path / "in",)).cells(ref)


@pytest.mark.parametrize(("name", "content"), [("a.csv.gz", b"no gzip"), ("a.csv.xz", b"no xz"), ("a.xlsx", b"no zip")])
def test_a_damaged_original_is_an_error_and_no_traceback(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(HepaticaError, match="cannot be read"):
        Originals((tmp_path,)).cells(SourceRef.cell(name, 1, "id"))
