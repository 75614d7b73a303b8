"""A viewer's page saved as text: a few labelled lines, then the record of ClinicalTrials.gov as a Python literal or as JSON.

The labelled lines and the literal are two sources: where both say a thing, both values are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.clinicaltrials_gov import NUMBER, PLAN, REGISTER
from hepatica.registry.json_text import read_json
from hepatica.registry.literal_text import read_literal
from hepatica.registry.mapping import Mapper, put, text
from hepatica.registry.nested import Nested
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT: Final = "ClinicalTrials.gov record in a viewer's page"
HEADER: Final[Mapping[str, str]] = {
    "Study NCT ID": "id",
    "Status": "status",
    "Last Update Posted": "date.updated",
    "First Post": "date.posted",
    "Brief Title": "title",
    "Official Title": "title.official",
    "Sponsor": "sponsor",
    "Organization": "organisation",
}
"""Labels of the lines above the record; others are kept as notes."""
WORDS: Final = frozenset({"title", "title.official", "sponsor", "organisation"})

_BEGINS: Final = re.compile(r"^(?:Raw JSON[ \t]*:?\s*)?(?=\{\s*['\"])", re.MULTILINE)
_LINE: Final = re.compile(r"^[ \t]*([^:\n]{1,40}?)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TITLE: Final = re.compile(rf"^Viewing Study[ \t]+({NUMBER.pattern})", re.MULTILINE)


def fits(text: str) -> bool:
    """Whether a text holds a literal with a 'protocolSection', or a viewer's lines above JSON with one."""
    begins = _BEGINS.search(text)
    if begins is None:
        return False
    if text.startswith('{"', begins.end()):
        return bool(text[: begins.end()].strip()) and '"protocolSection"' in text
    return "'protocolSection'" in text


def read(text: str) -> Iterator[Record]:
    """The record of a text."""
    begins = _BEGINS.search(text)
    assert begins is not None  # `fits` has seen it
    data, end = _literal(text, begins.end())
    building = Building(text, FORMAT, REGISTER)
    _header(building, text, begins.start())
    Mapper(building, data).add(PLAN)
    building.add_passage("note", Passage.of(text, end).stripped(), "after the record")
    yield building.done(_number(data) or building.first("id"))


def _number(data: Nested) -> str:
    """The number of the record itself, which goes before that of the lines above it."""
    try:
        return data.passage("protocolSection.identificationModule.nctId").text
    except (KeyError, TypeError):
        return ""


def _literal(text: str, start: int) -> tuple[Nested, int]:
    if text.startswith('{"', start):
        return read_json(text, start), len(text)
    return read_literal(text, start)


def _header(building: Building, text_: str, end: int) -> None:
    if (title := _TITLE.search(text_, 0, end)) is not None:
        building.add_passage("id", Passage.of(text_, *title.span(1)), "Viewing Study")
    silent = []
    for line in _LINE.finditer(text_, 0, end):
        label, value = line[1], Passage.of(text_, *line.span(2))
        if not value:
            silent.append(label)
        name = HEADER.get(label, "note")
        put(building, text(name, "en" if name in WORDS else ""), label, value)
    if silent:
        building.note(f"labels without a value: {', '.join(silent)}")
