"""Import: files and maps to subject data, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.lineage.hashing import content_hash
from hepatica.sdtm.importing.matrix import matrix_rows
from hepatica.sdtm.importing.records import record_rows
from hepatica.sdtm.importing.source import choose, read_original
from hepatica.sdtm.importing.spec import ImportMap, Table, load_map
from hepatica.sdtm.tables import Tables, merge, one_row_a_subject
from hepatica.sdtm.validate import Problem, validate
from hepatica.vocabulary import Vocabulary, load

Report = Callable[[str], None]


def import_files(
    maps: Path | str | Sequence[Path | str],
    files: Iterable[Path | str],
    vocabulary: Vocabulary | None = None,
    *,
    report: Report = lambda line: None,
) -> Tables:
    """Subject data made from files by one import map or several of the same study.

    files: the originals, or folders that hold them; each map takes those it names. report: told what is being read.
    Raises HepaticaError at the first thing that is not there, not translated or not readable.
    """
    paths = [Path(one) for one in ([maps] if isinstance(maps, Path | str) else maps)]
    if not paths:
        raise HepaticaError("no import map is given", do="name at least one import map")
    words = load() if vocabulary is None else vocabulary
    given = _expand(Path(file) for file in files)
    parts = []
    for path in paths:
        report(f"reading by {path.name}")
        try:
            parts.append(_import_one(load_map(path), path, given, words, report))
        except HepaticaError as error:
            if error.where.startswith(str(path)):
                raise
            where = f"{path.name} → {error.where}" if error.where else path.name
            raise HepaticaError(error.what, where=where, do=error.do) from error
    return merge(parts)


def import_and_check(
    maps: Sequence[Path],
    files: Iterable[Path],
    vocabulary: Vocabulary | None = None,
    *,
    report: Report = lambda line: None,
) -> tuple[Tables, list[Problem]]:
    """As `import_files`, with the data validated: returns them and what is odd about them."""
    words = load() if vocabulary is None else vocabulary
    tables = import_files(maps, files, words, report=report)
    report("checking the records")
    return tables, validate(tables, words)


def _import_one(spec: ImportMap, path: Path, files: list[Path], vocabulary: Vocabulary, report: Report) -> Tables:
    frames: dict[str, list[pl.DataFrame]] = {}
    sources: dict[str, str] = {}
    places: set[Path] = set()
    for table in spec.tables:
        for file in choose(table, files):
            report(f"reading {file.name}")
            sources[file.name] = content_hash(file)
            places.add(file.resolve().parent)
            for code, frame in _rows(table, file, vocabulary):
                frames.setdefault(code, []).append(frame)
    joined = {code: pl.concat(parts, how="diagonal_relaxed") for code, parts in frames.items()}
    kept = {code: frame for code, frame in joined.items() if frame.height}
    if "DM" in kept:
        kept["DM"] = one_row_a_subject(kept["DM"])
    return Tables.build(spec.study, kept, sources=sources, maps={path.name: content_hash(path)}, places=sorted(places))


def _rows(table: Table, file: Path, vocabulary: Vocabulary) -> list[tuple[str, pl.DataFrame]]:
    if table.matrix is not None:
        return [("GF", matrix_rows(table, table.matrix, file))]
    original = read_original(table, file)
    return [record_rows(record, table, original, vocabulary) for record in table.records]


def _expand(files: Iterable[Path]) -> list[Path]:
    """The files, and those in the folders, among them."""
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            found += sorted(path for path in file.iterdir() if path.is_file())
        elif file.is_file():
            found.append(file)
        else:
            raise HepaticaError("there is no such file or folder", where=str(file), do="check the path")
    unique = {path.resolve(): path for path in found}
    return list(unique.values())
