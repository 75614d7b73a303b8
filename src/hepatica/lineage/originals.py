"""From a source reference back to the cell: its value in the original, and whether the file is unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from hepatica.errors import HepaticaError
from hepatica.lineage.hashing import content_hash
from hepatica.lineage.sheets import SEPARATORS, Layout, is_spreadsheet, lines
from hepatica.lineage.source import SourceRef

ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an original.

    value: its text. line: number of its line in the file or sheet, from 1. column, position: the column's name and its
    number from 1 (in a workbook counted from the first column that is used). changed: the file's content is not the one
    that was imported; None where no hash was recorded.
    """

    file: str
    path: Path
    line: int
    column: str
    position: int
    value: str
    sheet: str | None = None
    changed: bool | None = None


@dataclass(frozen=True)
class Originals:
    """The originals at hand: folders (or files) to look in, and the hashes recorded when they were imported."""

    places: tuple[Path, ...]
    hashes: Mapping[str, str] = field(default_factory=dict)
    _found: dict[str, tuple[Path, bool | None]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def find(self, name: str) -> tuple[Path, bool | None]:
        """The file of that name and whether it changed; one with the recorded content goes before others.

        Raises HepaticaError if no place holds it.
        """
        if name not in self._found:
            self._found[name] = self._search(name)
        return self._found[name]

    def cells(self, reference: SourceRef | str) -> list[Cell]:
        """The cells a reference names, the value's own first.

        Raises HepaticaError if the reference is not to a file, or the file, sheet, line or column is not there.
        """
        ref = SourceRef.parse(reference) if isinstance(reference, str) else reference
        if ref.scheme != "file" or ref.row is None or not ref.columns:
            raise HepaticaError(f"{str(ref)!r} does not name cells of a file", do="only file references lead to a cell")
        path, changed = self.find(ref.name)
        header, row = _read(path, ref)
        found = []
        for column in ref.columns:
            position = _position(column, header, ref)
            value = row[position] if position < len(row) else ""
            found.append(Cell(ref.name, path, ref.row, column, position + 1, value, ref.sheet, changed))
        return found

    def _search(self, name: str) -> tuple[Path, bool | None]:
        recorded = self.hashes.get(name)
        there = list(_candidates(self.places, name))
        if not there:
            places = ", ".join(str(place) for place in self.places) or "nowhere"
            raise HepaticaError(
                f"the original {name} is not at hand (looked in {places})", do="name the folder that holds it"
            )
        if recorded is None:
            return there[0], None
        for path in there:
            if content_hash(path) == recorded:
                return path, False
        return there[0], True


def _candidates(places: Iterable[Path], name: str) -> Iterable[Path]:
    for place in places:
        if place.is_file() and place.name == name:
            yield place
        elif place.is_dir() and Path(name).name == name and (place / name).is_file():
            yield place / name


def _read(path: Path, ref: SourceRef) -> tuple[list[str], list[str]]:
    """Header and row, read with the separator and encoding under which the header has the columns."""
    wanted = set(ref.columns)
    if is_spreadsheet(path):
        return _header_and_row(path, None, ref, wanted) or _missing_line(ref)
    attempts = [Layout(encoding, separator) for encoding in ENCODINGS for separator in SEPARATORS]
    error: HepaticaError | None = None
    fallback: tuple[list[str], list[str]] | None = None
    for layout in attempts:
        try:
            read = _header_and_row(path, layout, ref, wanted)
        except HepaticaError as problem:
            error = problem
            continue
        if read is None:
            return _missing_line(ref)
        if wanted <= set(read[0]):
            return read
        if fallback is None or len(read[0]) > len(fallback[0]):
            fallback = read
    if fallback is None:
        raise error or HepaticaError("the file is empty", where=ref.name, do="fetch the original again")
    return fallback


def _header_and_row(
    path: Path, layout: Layout | None, ref: SourceRef, wanted: set[str]
) -> tuple[list[str], list[str]] | None:
    """The row of the reference, and the last line before it (or it itself) that holds all wanted column names."""
    header: list[str] = []
    reach = ref.row or 0
    for number, cells in lines(path, layout, ref.sheet):
        if number > reach:
            return None
        if not header or (not wanted <= set(header) and wanted <= set(cells)):
            header = cells
        if number == reach:
            return header, cells
    return None


def _position(column: str, header: list[str], ref: SourceRef) -> int:
    if column in header:
        return header.index(column)
    if column.isascii() and column.isdigit() and 1 <= int(column) <= len(header):
        return int(column) - 1  # a file without a header: columns go by their number
    near = get_close_matches(column, header, n=1)
    hint = f"the nearest is {near[0]!r}" if near else f"it has {', '.join(islice(header, 8))}"
    raise HepaticaError(f"there is no column {column!r}", where=_place(ref), do=f"check the original: {hint}")


def _missing_line(ref: SourceRef) -> tuple[list[str], list[str]]:
    raise HepaticaError(
        f"the file has no line {ref.row}", where=_place(ref), do="check that it is the imported original"
    )


def _place(ref: SourceRef) -> str:
    return f"{ref.name}, sheet {ref.sheet}" if ref.sheet else ref.name
