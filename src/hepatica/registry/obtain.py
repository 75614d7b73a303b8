"""A registry record, wherever it is: in a file, or in its register under its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hepatica.errors import HepaticaError
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record


def record(source: Path | str) -> Record:
    """The registry record in a file, or of a registry number as its register has it now.

    source: a file with one record in any format that is read, or a number such as NCT07120750. Raises HepaticaError where
    there is no such file or record, where it holds several, and where it cannot be read.
    """
    file = file_of(source)
    return read_record(file) if file is not None else _fetched(str(source))


def records(source: Path | str) -> Iterator[Record]:
    """All registry records in a file, in its order, or the one of a number; raises HepaticaError as `record` does."""
    file = file_of(source)
    if file is not None:
        yield from read_records(file)
    else:
        yield _fetched(str(source))


def file_of(source: Path | str) -> Path | None:
    """The file that is meant; None where it is a number."""
    path = Path(source)
    if path.is_file():
        return path
    if isinstance(source, Path) or path.is_dir() or path.suffix or len(path.parts) > 1:
        what = "is a folder" if path.is_dir() else "there is no such file"
        raise HepaticaError(what, where=str(source), do="name a file with a registry record, or a registry number")
    return None


def _fetched(number: str) -> Record:
    from hepatica.registry.live import fetch

    return fetch(number)
