"""Originals as they lie in a file: lines of cells, all text, each with its number in the file.

CSV and TSV (plain, .gz or .xz) and Excel workbooks. Nothing is interpreted here: no types, no missing-value words.
A cell Excel keeps as a date is the text `2026-01-02 00:00:00`, an empty cell is "".
"""

from __future__ import annotations

import csv
import gzip
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

import fastexcel

from hepatica.errors import HepaticaError

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
SEPARATORS: Final = ("\t", ",", ";", "|")
_LONGEST_CELL: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a text file: encoding, separator (None: the one that parts the first line most), quote character."""

    encoding: str = "utf-8-sig"
    separator: str | None = None
    quote: str = '"'


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where its name ends in .gz or .xz; raises HepaticaError if it cannot be opened."""
    try:
        match path.suffix.lower():
            case ".gz":
                return cast(BinaryIO, gzip.open(path, "rb"))
            case ".xz":
                return cast(BinaryIO, lzma.open(path, "rb"))
            case _:
                return open(path, "rb")
    except OSError as error:
        raise HepaticaError(
            f"the file cannot be read ({error.strerror})", where=path.name, do="check the path and its permissions"
        ) from error


def is_spreadsheet(path: Path) -> bool:
    """Whether the file is a workbook, by the end of its name."""
    return path.suffix.lower() in SPREADSHEETS


def lines(path: Path, layout: Layout | None = None, sheet: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each line of cells with its number from 1 (of a quoted cell with line breaks: the line it starts on).

    sheet: name of the sheet of a workbook (default: its only one). Raises HepaticaError if the file cannot be read.
    """
    if is_spreadsheet(path):
        yield from _workbook_lines(path, sheet)
        return
    if sheet is not None:
        raise HepaticaError(f"a text file has no sheet {sheet!r}", where=path.name, do="leave out the sheet")
    layout = layout or Layout()
    try:
        with open_bytes(path) as raw, io.TextIOWrapper(raw, encoding=layout.encoding, newline="") as text:
            yield from _text_lines(text, layout)
    except (UnicodeDecodeError, LookupError) as error:
        raise HepaticaError(
            f"the file is not {layout.encoding} text",
            where=path.name,
            do="say its encoding in the import map, e.g. gb18030",
        ) from error
    except (OSError, EOFError, lzma.LZMAError, csv.Error) as error:
        raise HepaticaError(f"the file cannot be read ({error})", where=path.name, do="fetch the file again") from error


def separator_of(line: str) -> str:
    """The separator that parts a line into most cells; a comma where none does."""
    most = max(SEPARATORS, key=line.count)
    return most if most in line else ","


def _text_lines(text: io.TextIOWrapper, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    separator = layout.separator
    first = text.readline()
    if separator is None:
        separator = separator_of(first)

    def rest() -> Iterator[str]:
        if first:
            yield first
        yield from text

    reader = csv.reader(rest(), delimiter=separator, quotechar=layout.quote, strict=True)
    started = 1
    for cells in reader:
        yield started, cells
        started = reader.line_num + 1


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets; raises HepaticaError if it is none."""
    return list(_workbook(path).sheet_names)


def _workbook(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except (fastexcel.FastExcelError, OSError) as error:
        first = str(error).splitlines()[0]
        raise HepaticaError(
            f"the workbook cannot be read ({first})", where=path.name, do="save it again as .xlsx"
        ) from error


def _workbook_lines(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    book = _workbook(path)
    names = book.sheet_names
    if sheet is None and len(names) != 1:
        raise HepaticaError(
            f"the workbook has {len(names)} sheets: {', '.join(names)}", where=path.name, do="say which one"
        )
    chosen = names[0] if sheet is None else sheet
    if chosen not in names:
        raise HepaticaError(
            f"the workbook has no sheet {chosen!r}", where=path.name, do=f"use one of: {', '.join(names)}"
        )
    # skip_rows=0 keeps empty rows at the top, without which every row number would be off
    loaded = book.load_sheet(chosen, header_row=None, skip_rows=0, dtypes="string").to_polars()
    for number, cells in enumerate(loaded.iter_rows(), start=1):
        yield number, ["" if cell is None else cell for cell in cells]
