"""A page of the EU Clinical Trials Register that shows one record ("Clinical trial results" and country pages alike).

Each question is a table row of three cells (number, question, answer); translations stand in further rows of the answer. See
`registry/eudract.py` for what is read. Pages with several languages could not be checked: a second cell beside an answer is
taken for the name of its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.eudract import REGISTER, Answer, read_answers
from hepatica.registry.html_text import cut_off, shown
from hepatica.registry.mapping import LANGUAGES
from hepatica.registry.markup import Element, read_html
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT = "EUCTR HTML"
_BLOCK: Final = re.compile(r"(?:B\.Sponsor|D\.IMP|D\.8 Placebo): \d+")
_NUMBER: Final = re.compile(r"([A-HNP](?:\.\d+)*)")


def fits(text: str) -> bool:
    """Whether a text is such a page."""
    return "EudraCT" in text and 'class="tricell"' in text and "<html" in text[:2000].lower()


def read(text: str) -> Iterator[Record]:
    """The record of a page."""
    building = Building(text, FORMAT, REGISTER)
    identifier = read_answers(_answers(read_html(text)), building)
    if note := cut_off(text):
        building.note(note)
    yield building.done(identifier)


def _answers(page: Element) -> Iterator[Answer]:
    block = ""
    for row in page.iter("tr"):
        cells = row.all("td")
        classes = [cell.attributes.get("class", "") for cell in cells]
        if classes == ["cellGrey", "cellLighterGrey"]:
            question = shown(cells[0]).stripped(": ")
            yield Answer("", question, shown(cells[1]), question.text)
        elif classes == ["cellBlue"]:
            heading = shown(cells[0]).text
            block = heading if _BLOCK.fullmatch(heading) else "" if heading[:1] not in "BD" else block
        elif classes[:3] == ["first", "second", "third"]:
            yield from _translated(cells, block)


def _translated(cells: list[Element], block: str) -> Iterator[Answer]:
    """The answer of a row, in each of its languages."""
    number, question = shown(cells[0]).text, shown(cells[1]).stripped(": ")
    met = _NUMBER.match(number)
    path = f"{block}, {number} {question.text}" if block else f"{number} {question.text}"
    rows = cells[2].all("table", "tr") or cells[2].all("table", "tbody", "tr")
    for said, language in [_row(row) for row in rows] if rows else [(shown(cells[2]), "")]:
        yield Answer(met[1] if met else "", question, said, path, block, language)


def _row(row: Element) -> tuple[Passage, str]:
    cells = row.all("td")
    if not cells:
        return Passage(""), ""
    name = shown(cells[1]).text.lower() if len(cells) > 1 else ""
    return shown(cells[0]), LANGUAGES.get(name, name if name in LANGUAGES.values() else "")
