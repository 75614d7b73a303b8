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
from hepatica.registry.reading import Part, parts, read_parts
from hepatica.registry.record import Record
from hepatica.registry.sarif import result

Form = Literal["text", "json", "sarif", "codes"]
"""What is told of a record: lines for a person, findings as plain data of two kinds, or their codes alone."""


class Source(NamedTuple):
    """What is checked. name: as the person named it. part: what stands in a file; None for a study or a number."""

    name: str
    part: Part | None


class Told(NamedTuple):
    """What is told of a record: the code of each finding, and in the form that is asked for the lines or the findings."""

    codes: tuple[str, ...]
    lines: tuple[Text, ...] = ()
    found: tuple[dict[str, Any], ...] = ()


def sources(names: Iterable[str]) -> Iterator[Source]:
    """The parts of files of records; registry numbers and studies are one each."""
    for name in names:
        file = None if _is_study(name) else file_of(name)
        if file is None:
            yield Source(name, None)
        else:
            yield from (Source(name, part) for part in parts(file))


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

    def __call__(self, some: Iterable[Source]) -> Iterator[Told]:
        """What is told of the records of some sources."""
        for (name, line, read, _), found in self.checked(some):
            codes = tuple(each.code for each in found)
            if self.form == "text":
                yield Told(codes, lines=tuple(as_read(name, read, found, self.lang, line)))
            elif self.form == "json":
                yield Told(codes, found=tuple(each.as_json(read) | {"file": name, "line": line} for each in found))
            elif self.form == "sarif":
                yield Told(codes, found=tuple(result(name, read, each, line) for each in found))
            else:
                yield Told(codes)

    def checked(self, some: Iterable[Source]) -> Iterator[tuple[Read, list[Finding]]]:
        """The records of some sources, each with what is found."""
        for each in _read(some):
            if each.record.id.upper().startswith(self.only):
                found = check(each.record, CHECKS, self.quiet | each.accepted)
                yield each, [one for one in found if one.severity <= self.severity]


class Read(NamedTuple):
    """A record that was read. name: of its file. line: where it begins there. accepted: codes that its study accepts."""

    name: str
    line: int
    record: Record
    accepted: frozenset[str] = frozenset()


def _read(some: Iterable[Source]) -> Iterator[Read]:
    for name, own in groupby(some, key=lambda source: source.name):
        for inside, same in groupby(own, key=lambda source: source.part is not None):
            if inside:
                of_file = (source.part for source in same if source.part is not None)
                yield from (Read(name, part.line, each) for part, each in read_parts(of_file, name=name))
            else:
                yield from (_alone(name) for _ in same)


def _alone(name: str) -> Read:
    """The record that a study makes, or the record of a registry number."""
    if not _is_study(name):
        return Read(name, 1, record(name))
    study = load_study(name)
    return Read(study.file or name, 1, record_of_study(study), known(study.accepted))


def _is_study(name: str) -> bool:
    return name in list_studies() or Path(name).suffix in (".yaml", ".yml")
