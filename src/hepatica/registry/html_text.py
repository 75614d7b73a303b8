"""The text of an HTML element as a browser shows it: white space of the source is a blank, `<br>` is a line break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.markup import Element
from hepatica.registry.passage import Passage, joined

SILENT: Final = frozenset({"script", "style", "input", "select"})
_SPACE: Final = re.compile(r"\s+")
_ENDS: Final = re.compile(r"[ \t]*\n[ \t]*|[ \t]{2,}")


def shown(element: Element) -> Passage:
    """What an element shows, without blanks at the ends of its lines."""
    words = joined(_texts(element))
    return words.rewritten(_ENDS, lambda met: "\n" if "\n" in met[0] else " ").stripped()


def _texts(element: Element) -> Iterator[Passage]:
    for child in element.children:
        if isinstance(child, Passage):
            yield child.rewritten(_SPACE, lambda _: " ")
        elif child.tag == "br":
            yield from (each for each in child.children if isinstance(each, Passage))
        elif child.tag not in SILENT:
            yield from _texts(child)


def cut_off(source: str) -> str:
    """What to note of a page that does not end as pages do; "" where it does."""
    ends = source.rstrip()[-2000:].lower()
    return "" if "</html>" in ends or "</body>" in ends else "the page ends before </html>: it may be cut off"
