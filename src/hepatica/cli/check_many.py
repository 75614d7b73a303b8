"""Findings in many records, told record by record in a form that can be sent from one process to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from rich.text import Text

from hepatica.cli.check_print import as_read
from hepatica.errors import HepaticaError
from hepatica.protocol import list_studies, load_study
from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import Finding, check
from hepatica.registry.from_study import record_of_study
from hepatica.registry.obtain import file_of, record
from hepatica.registry.reading import Piece, pieces, read_pieces
from hepatica.registry.record import Record
from hepatica.registry.sarif import result

Form = Literal["text", "json", "sarif", "codes"]
"""What is told of a record: lines for a person, findings as plain data of two kinds, or their codes alone."""


class Part(NamedTuple):
    """A part of what is checked. name: as the person named it. piece: what stands in the file; None for a study or a number."""

    name: str
    piece: Piece | None


class Told(NamedTuple):
    """What is told of a record: the code of each finding, and in the form that is asked for the lines or the findings."""

    codes: tuple[str, ...]
    lines: tuple[Text, ...] = ()
    found: tuple[dict[str, Any], ...] = ()


def parts(names: Iterable[str]) -> Iterator[Part]:
    """The parts of files of records; registry numbers and studies are one each."""
    for name in names:
        file = None if _is_study(name) else file_of(name)
        if file is None:
            yield Part(name, None)
        else:
            yield from (Part(name, piece) for piece in pieces(file))


def known(codes: Iterable[str]) -> frozenset[str]:
    """The same codes; HepaticaError where there is no such check."""
    all_ = {each.code for each in CHECKS}
    for code in codes:
        if code not in all_:
            raise HepaticaError(f"there is no check '{code}'", do="give a code as it is printed with a finding")
    return frozenset(codes)


@dataclass(frozen=True)
class Asked:
    """What is asked of records: the form, its language, the least grave severity, codes that stay quiet, how numbers begin."""

    form: Form
    lang: Literal["en", "zh"]
    severity: int
    quiet: frozenset[str]
    only: str

    def __call__(self, some: Iterable[Part]) -> Iterator[Told]:
        """What is told of the records of some parts."""
        for name, read, found in self.checked(some):
            codes = tuple(each.code for each in found)
            if self.form == "text":
                yield Told(codes, lines=tuple(as_read(name, read, found, self.lang)))
            elif self.form == "json":
                yield Told(codes, found=tuple(each.as_json(read) | {"file": name} for each in found))
            elif self.form == "sarif":
                yield Told(codes, found=tuple(result(name, read, each) for each in found))
            else:
                yield Told(codes)

    def checked(self, some: Iterable[Part]) -> Iterator[tuple[str, Record, list[Finding]]]:
        """The records of some parts, each with the name of its file and what is found."""
        for name, read, accepted in _read(some):
            if read.id.upper().startswith(self.only):
                found = check(read, CHECKS, self.quiet | accepted)
                yield name, read, [each for each in found if each.severity <= self.severity]


def _read(some: Iterable[Part]) -> Iterator[tuple[str, Record, frozenset[str]]]:
    """The records of some parts, each with the codes that its study accepts."""
    for name, own in groupby(some, key=lambda part: part.name):
        for inside, same in groupby(own, key=lambda part: part.piece is not None):
            if inside:
                of_file = (part.piece for part in same if part.piece is not None)
                yield from ((name, each, frozenset[str]()) for each in read_pieces(of_file))
            else:
                yield from (_alone(name) for _ in same)


def _alone(name: str) -> tuple[str, Record, frozenset[str]]:
    """The record that a study makes, with the codes that it accepts, or the record of a registry number."""
    if not _is_study(name):
        return name, record(name), frozenset()
    study = load_study(name)
    return study.file or name, record_of_study(study), known(study.accepted)


def _is_study(name: str) -> bool:
    return name in list_studies() or Path(name).suffix in (".yaml", ".yml")
