"""A page of ChiCTR's search results: for each study its number, title, institution, type and date of registration.

A page shows at most ten studies; where more were found, the last record says so in a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.registry.building import Building
from hepatica.registry.chictr import NUMBER, REGISTER, spoken
from hepatica.registry.html_text import cut_off, shown
from hepatica.registry.markup import Element, attribute, read_html
from hepatica.registry.record import Record

FORMAT = "ChiCTR search results"


def fits(text: str) -> bool:
    """Whether a text is such a page."""
    return "historyversionpub" in text and "data-total" in text and "ChiCTR" in text


def read(text: str) -> Iterator[Record]:
    """The records of a page, in its order."""
    page = read_html(text)
    rows = [row for row in page.iter("tr") if _is_study(row)]
    total = next((shown(each).text for each in page.iter("span") if each.attributes.get("id") == "data-total"), "")
    for number, row in enumerate(rows, start=1):
        last = number == len(rows)
        missing = int(total) - len(rows) if total.isdecimal() else 0
        more = f"the page shows {len(rows)} of {total} studies found" if missing > 0 else ""
        yield _record(text, row, [more, cut_off(text)] if last else [])


def _is_study(row: Element) -> bool:
    cells = row.all("td")
    return len(cells) >= 5 and NUMBER.fullmatch(shown(cells[1]).text) is not None


def _record(source: str, row: Element, notes: list[str]) -> Record:
    building = Building(source, FORMAT, REGISTER)
    _, number, title, kind, date = row.all("td")[:5]
    said = {"id": shown(number), "study_type": shown(kind), "date.registered": shown(date)}
    for field, words in said.items():
        building.add_passage(field, words, field, spoken(words.text) if field == "study_type" else "")
    for link in title.all("a"):
        words = shown(link)
        building.add_passage("title", words, "注册题目", spoken(words.text))
        building.add_passage("url", attribute(source, link, "href"), "注册题目")
    for line in title.all("p"):
        words = shown(line)
        building.add_passage("organisation", words, "注册题目", spoken(words.text))
    for note in filter(None, notes):
        building.note(note)
    return building.done()
