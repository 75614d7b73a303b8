"""XML as nested data, so that a plan for JSON serves the XML it was made from.

    <trial version="3"><isrctn dateAssigned="2025">106</isrctn><country>Spain</country><country>Italy</country></trial>
    {"@version": "3", "isrctn@dateAssigned": "2025", "isrctn": "106", "country": ["Spain", "Italy"]}

An element of words only is a text under its tag, its attributes stand beside it; one of elements is an object, its attributes
in it, words between them stand under "#text". What comes again is a list. Namespaces are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hepatica.registry.markup import Element, attribute
from hepatica.registry.nested import Nested, below
from hepatica.registry.passage import Passage, joined
from hepatica.registry.places import Pieces, whole


class XmlNested(Nested):
    """The data of an element, with where each text stands in the source."""

    __slots__ = ("_keys", "_passages", "_xml")

    def __init__(self, element: Element, source: str) -> None:
        self._xml = source
        self._passages: dict[str, Passage] = {}
        self._keys: dict[str, Element] = {}
        self.value: Any = self._object(element, "")

    @property
    def source(self) -> str:
        """The whole text."""
        return self._xml

    def pieces(self, path: str) -> Pieces:
        """Where the characters of the text at a path stand."""
        return self._passages[path].pieces()

    def key_pieces(self, path: str) -> Pieces:
        """Where the characters of the tag of the first element at a path stand."""
        element = self._keys.get(path)
        return whole(element.at + 1, element.at + 1 + len(element.tag)) if element is not None else ()

    def _object(self, element: Element, path: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for name, passage in self._attributes(element):
            said[f"@{name}"] = self._kept(passage, below(path, f"@{name}"))
        words = joined(child for child in element.children if isinstance(child, Passage)).stripped()
        if words:  # between elements
            said["#text"] = self._kept(words, below(path, "#text"))
        grouped: dict[str, list[Element]] = {}
        for child in element.children:
            if isinstance(child, Element):
                grouped.setdefault(_local(child.tag), []).append(child)
        for tag, children in grouped.items():
            own = below(path, tag)
            self._keys[own] = children[0]
            values = [
                self._value(child, own if len(children) == 1 else f"{own}[{n}]") for n, child in enumerate(children)
            ]
            for number, child in enumerate(children):
                if not any(isinstance(each, Element) for each in child.children):
                    for name, passage in self._attributes(child):
                        place = f"{tag}@{name}" if len(children) == 1 else f"{tag}@{name}-{number}"
                        said[place] = self._kept(passage, below(path, place))
            said[tag] = values[0] if len(children) == 1 else values
        return said

    def _value(self, element: Element, path: str) -> Any:
        if any(isinstance(child, Element) for child in element.children):
            return self._object(element, path)
        return self._kept(element.text(), path)

    def _kept(self, passage: Passage, path: str) -> str:
        self._passages[path] = passage
        return passage.text

    def _attributes(self, element: Element) -> Iterator[tuple[str, Passage]]:
        for name in element.attributes:
            if not name.startswith("xmlns"):
                yield _local(name), attribute(self._xml, element, name)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
