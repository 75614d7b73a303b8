"""A record of ChiCTR as its own page shows it: every question and answer in Chinese and in English.

The page of a study (`showproj.html`, `showprojEN.html`) as a browser saves it. Questions stand in one cell, answers in the
next; arms, sites, outcomes and samples are tables within a cell. What is only furniture of the page (menus, the heading, the
link to an XML download) is left out. An answer in both languages at once ("不公开/Private") is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hepatica.registry.building import Building, Member
from hepatica.registry.chictr import (
    DATES,
    FIELDS,
    LISTS,
    PEOPLE,
    REGISTER,
    UNWORDED,
    WITHIN,
    from_to,
    in_two_languages,
    plain,
)
from hepatica.registry.criteria import Kind
from hepatica.registry.html_text import cut_off, shown
from hepatica.registry.mapping import add_criteria
from hepatica.registry.markup import Element, read_html
from hepatica.registry.passage import Passage, joined
from hepatica.registry.record import Language, Record

FORMAT = "ChiCTR page"
LANGUAGES: Final = {"cn": "zh", "en": "en"}
_BARE: Final = re.compile(r"^(\d{1,2})[ \u3000](?=\S)", re.MULTILINE)


def fits(text: str) -> bool:
    """Whether a text is such a page."""
    return "left_title" in text and "project-ms" in text and "ChiCTR" in text and "<td" in text


def read(text: str) -> Iterator[Record]:
    """The record of a page."""
    building = Building(text, FORMAT, REGISTER)
    page = _Page(building)
    for table in _outermost(read_html(text)):
        for row in table.iter("tr"):
            if any(cell.attributes.get("class") == "left_title" for cell in row.all("td")):
                for asked in _asked(row.all("td")):
                    page.add(asked)
    if note := cut_off(text):
        building.note(note)
    yield building.done()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and the cell that answers it. labels: the question in each language that the cell has."""

    labels: dict[Language, Passage]
    cell: Element

    @property
    def path(self) -> str:
        """The question as it is printed, Chinese and English."""
        return " ".join(" ".join(label.text.strip(":：").split()) for label in self.labels.values())

    def looked_up(self) -> list[str]:
        """The question as it is looked up, in each language."""
        return [plain(label.text) for label in self.labels.values()]

    def answers(self) -> Iterator[tuple[Passage, Language]]:
        """The answers in each language."""
        parts = [(LANGUAGES.get(p.attributes.get("class", "").split(" ")[0], ""), p) for p in _paragraphs(self.cell)]
        told = [language for language, _ in parts if language]
        if len(self.labels) == 1:
            (language,) = self.labels
            yield shown(self.cell), language
        elif len(set(told)) > 1:
            yield from ((shown(part), language) for language, part in parts)
        else:
            yield from in_two_languages(shown(self.cell))


class _Page:
    """Adds the answers of a page to a record."""

    def __init__(self, building: Building) -> None:
        self._building = building
        self._people: dict[str, Member] = {}

    def add(self, asked: _Asked) -> None:
        """Add what one question tells."""
        keys = asked.looked_up()
        listed = next((LISTS[key] for key in keys if key in LISTS), None)
        person = next((PEOPLE[key] for key in keys if key in PEOPLE), None)
        if listed in WITHIN and any(True for _ in _tables(asked.cell)):
            self._list(listed, asked)
        elif listed in DATES:
            for field, date in from_to(shown(asked.cell), listed):
                self._building.add_passage(field, date, asked.path)
        elif listed == "age":
            self._ages(asked)
        elif person is not None:
            self._person(*person, asked)
        else:
            self._field(next((FIELDS[key] for key in keys if key in FIELDS), "note"), asked)

    def _field(self, field: str, asked: _Asked) -> None:
        for said, language in asked.answers():
            own = "" if field in UNWORDED else language
            whole = "eligibility" if field.startswith("eligibility.") else field
            self._building.add_passage(whole, said, asked.path, own)
            if whole != field:
                kind: Kind = "inclusion" if field.endswith("inclusion") else "exclusion"
                add_criteria(self._building, asked.path, _without_bare_numbers(said), language, kind)

    def _person(self, who: str, field: str, asked: _Asked) -> None:
        for said, language in asked.answers():
            if not said:
                continue
            if who not in self._people:
                self._people[who] = self._building.member("contact")
            member = self._people[who]
            if field == "name":
                for spoken, label in asked.labels.items():
                    member.add_passage("role", label.stripped(":： "), asked.path, spoken)
            member.add_passage(field, said, asked.path, "" if field in UNWORDED else language)

    def _list(self, group: str, asked: _Asked) -> None:
        """Each table within the cell is one member; the secondary sponsors are no group but a field."""
        for table in _tables(asked.cell):
            member = self._building.member(group) if group != "sponsor" else None
            for row in table.iter("tr"):
                for own in _asked(row.all("td")):
                    field = next((WITHIN[group][key] for key in own.looked_up() if key in WITHIN[group]), "")
                    for said, language in own.answers():
                        self._put(group, member, field, said, language, f"{asked.path} / {own.path}")

    def _put(self, group: str, member: Member | None, field: str, said: Passage, language: Language, path: str) -> None:
        language = "" if field in UNWORDED else language
        if not field or (member is None and field != "name"):
            self._building.add_passage("note", said, path, language)
        elif member is None:
            self._building.add_passage("collaborator", said, path, language)
        elif group == "arm" and field == "code":
            if said:
                self._building.member("intervention").add_passage("code", said, path)
        else:
            member.add_passage(field, said, path, language)

    def _ages(self, asked: _Asked) -> None:
        for row in asked.cell.iter("tr"):
            cells = row.all("td")
            age = shown(cells[1]) if len(cells) > 2 else Passage("")
            if not age:
                continue
            asked_for = shown(cells[0]).text
            largest = "最大" in asked_for or "max" in asked_for.lower()
            units = [shown(unit) for unit in _paragraphs(cells[2])]
            said = joined([age, *units], " ")  # 18 岁 years, as the page shows it
            self._building.add_passage("age.maximum" if largest else "age.minimum", said, asked.path)


def _without_bare_numbers(said: Passage) -> Passage:
    """Without the numbers that begin the lines, where every line has one, each the next of the one before: "1 …", "2 …"."""
    numbers = [int(met[1]) if met else 0 for met in map(_BARE.match, said.text.split("\n"))]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return said.rewritten(_BARE, lambda _: "") if counted and numbers[0] and len(numbers) > 1 else said


def _outermost(page: Element) -> Iterator[Element]:
    """The blocks of questions; what was meant to end them may be missing, so each holds the tables within it."""
    yield from (each for each in page.iter("div") if each.attributes.get("class") == "project-ms")


def _asked(cells: list[Element]) -> Iterator[_Asked]:
    """Questions and answers, side by side in the cells of a row; a question at its end has no answer."""
    at = 0
    while at + 1 < len(cells):
        labels = _labels(cells[at])
        if labels:
            yield _Asked(labels, cells[at + 1])
            at += 2
        else:
            at += 1


def _labels(cell: Element) -> dict[Language, Passage]:
    """The question in a cell, in each of its languages."""
    labels = {}
    for part in _paragraphs(cell):
        language = LANGUAGES.get(part.attributes.get("class", "").split(" ")[0], "")
        if language and (label := shown(part)):
            labels[language] = label
    return labels


def _paragraphs(cell: Element) -> list[Element]:
    return [each for each in cell.children if isinstance(each, Element) and each.tag in ("p", "span")]


def _tables(cell: Element) -> Iterator[Element]:
    """The tables of a cell that hold no further ones."""
    yield from (t for t in cell.iter("table") if not any(t is not inner for inner in t.iter("table")))
