"""`hepatica record`: a registry record, or a list of several."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from json import dumps
from typing import Annotated, Literal

import typer
from rich.console import Console

from hepatica.cli.console import print_json
from hepatica.cli.record_print import print_field, print_list, print_record
from hepatica.errors import HepaticaError
from hepatica.registry.as_json import as_json
from hepatica.registry.obtain import records
from hepatica.registry.record import FIELDS, GROUPS, Record

WIDEST = 120  # characters: longer lines are hard to read

Source = Annotated[
    str, typer.Argument(metavar="FILE|ID", help="A file of registry records in any format, or a registry number.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; several records as one JSON a line.")]
Field = Annotated[
    str | None,
    typer.Option("--field", help="Print this field alone and whole: 'enrolment', 'eligibility.inclusion', 'outcome'."),
]
Language = Annotated[
    Literal["en", "zh"], typer.Option("--lang", help="Language of the labels; texts in it come first.")
]


def record_command(source: Source, json: Json = False, field: Field = None, lang: Language = "en") -> None:
    """Show what a registry record says, each thing in the record's own words, in every language it has."""
    if field is not None:
        _check_field(field)
    found = records(source)
    first = list(islice(found, 2))
    if json:
        _json(chain(first, found), field, several=len(first) > 1)
        return
    console = Console(file=sys.stdout, highlight=False)
    console.width = min(console.width, WIDEST)
    if len(first) == 1:
        _one(console, first[0], field, lang)
    elif field is not None:
        for record in chain(first, found):
            _one(console, record, field, lang)
    else:
        print_list(console, chain(first, found), lang)


def _one(console: Console, record: Record, field: str | None, lang: Literal["en", "zh"]) -> None:
    if field is None:
        print_record(console, record, lang)
    else:
        print_field(console, record, field, lang)


def _json(found: Iterable[Record], field: str | None, *, several: bool) -> None:
    for record in found:
        said = as_json(record, field)
        if several:
            sys.stdout.write(dumps(said, ensure_ascii=False) + "\n")
        else:
            print_json(said)


def _check_field(name: str) -> None:
    group, _, own = name.partition(".")
    if name in FIELDS or name in GROUPS or own in GROUPS.get(group, {}):
        return
    raise HepaticaError(f"a record has no field '{name}'", do=f"write one of: {', '.join(_names())}")


def _names() -> Iterator[str]:
    yield from FIELDS
    yield from GROUPS
