"""XML and HTML as registers send them: a plain tree whose texts know where they stand in the source.

XML is read by expat and must be well formed; entity declarations are refused, so that nothing can expand and nothing outside
is opened. HTML may be tag soup: elements that are never closed end where the next sibling begins or their parent ends.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, NoReturn
from xml.parsers import expat

from hepatica.errors import HepaticaError
from hepatica.registry.passage import Passage, joined
from hepatica.registry.places import Piece

DEEPEST: Final = 200  # levels of nesting; registers use about a dozen
VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
RAW: Final = frozenset({"script", "style"})
CLOSES: Final[Mapping[str, frozenset[str]]] = {
    "li": frozenset({"li"}),
    "p": frozenset({"p"}),
    "option": frozenset({"option"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody"}),
}
"""Elements whose start tag ends an open one of these kinds (HTML, section 13.1.2.4, optional tags)."""
_ENDS_AT: Final = frozenset({"table", "ul", "ol", "dl", "select"})  # an inner list or table does not end outer items


@dataclass(slots=True)
class Element:
    """An element: its tag in the source's own case (HTML: lower case), attributes, and what stands in it.

    at: where its start tag begins.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | Passage] = field(default_factory=list)
    at: int = -1

    def iter(self, tag: str = "") -> Iterator[Element]:
        """This element and those below it in document order; of one tag if it is named."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            if not tag or element.tag == tag:
                yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def all(self, *tags: str) -> list[Element]:
        """The elements reached by these tags, one level a tag."""
        found = [self]
        for tag in tags:
            found = [c for each in found for c in each.children if isinstance(c, Element) and c.tag == tag]
        return found

    def one(self, *tags: str) -> Element | None:
        """The first of them."""
        return next(iter(self.all(*tags)), None)

    def text(self) -> Passage:
        """All text in the element, as it stands; `br` is a line break. Without scripts and styles."""
        return joined(_texts(self))


def _texts(element: Element) -> Iterator[Passage]:
    waiting: list[Element | Passage] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Passage):
            yield node
        elif node.tag not in RAW:
            waiting += reversed(node.children)


def too_deep(where: str) -> HepaticaError:
    """The error for elements nested deeper than any register does."""
    return HepaticaError(f"nested more than {DEEPEST} levels deep", where=where, do="check where the file comes from")


# ---------------------------------------------------------------- XML


def read_xml(text: str, tag: str = "") -> Iterator[Element]:
    """Read an XML text: its root, or each element named `tag` as soon as it is closed, which is then forgotten.

    Comments and processing instructions are left out. Raises HepaticaError with line and column where the text is cut off or
    not well formed, declares entities, or is nested more than `DEEPEST` levels deep.
    """
    yield from _Xml(text, tag).elements()


class _Xml:
    """Builds elements from the events of expat, whose positions are bytes of UTF-8."""

    STEP: Final = 1 << 16  # characters given to expat at a time

    def __init__(self, text: str, tag: str) -> None:
        self._text, self._tag = text, tag
        self._begin = len(text) - len(text.lstrip())
        self._bytes = b"" if text.isascii() else text[self._begin :].encode()
        self._byte, self._char = 0, self._begin
        self._depth = 0
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._raw = False
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartCdataSectionHandler = lambda: self._set_raw(True)
        parser.EndCdataSectionHandler = lambda: self._set_raw(False)
        parser.EntityDeclHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_unknown

    def elements(self) -> Iterator[Element]:
        try:
            for at in range(self._begin, len(self._text), self.STEP):
                self._parser.Parse(self._text[at : at + self.STEP].encode(), False)
                yield from self._finished()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._not_xml(error) from None
        yield from self._finished()

    def _finished(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep(self._where())
        if self._open:
            element = Element(tag, attributes, at=self._offset())
            self._open[-1].children.append(element)
            self._open.append(element)
        elif tag == self._tag or not self._tag:
            self._open.append(Element(tag, attributes, at=self._offset()))

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._done.append(element)

    def _data(self, data: str) -> None:
        if not self._open:
            return
        start = self._offset()
        end = start + len(data)
        if not self._raw and self._text.startswith("&", start):
            end = self._text.index(";", start) + 1
        elif data == "\n" and self._text.startswith("\r\n", start):
            end = start + 2
        self._open[-1].children.append(Passage(data, (Piece(0, len(data), start, end),)))

    def _offset(self) -> int:
        at = self._parser.CurrentByteIndex
        if not self._bytes:
            return self._begin + at
        self._char += len(self._bytes[self._byte : at].decode())
        self._byte = at
        return self._char

    def _set_raw(self, raw: bool) -> None:
        self._raw = raw

    def _where(self) -> str:
        return f"line {self._parser.CurrentLineNumber}, column {self._parser.CurrentColumnNumber + 1}"

    def _refuse_entity(self, name: str, *_: object) -> NoReturn:
        raise HepaticaError(
            f"the file declares the entity '{name}': declared entities are never expanded",
            where=self._where(),
            do="remove the declaration; a register's own export has none",
        )

    def _refuse_unknown(self, name: str, _parameter: bool) -> NoReturn:
        raise HepaticaError(f"the entity '&{name};' is unknown", where=self._where(), do="write the character itself")

    def _not_xml(self, error: expat.ExpatError) -> HepaticaError:
        where = f"line {error.lineno}, column {error.offset + 1}"
        message = expat.ErrorString(error.code)
        if error.code in _CUT_OFF:
            return HepaticaError("the XML is cut off", where=where, do="download the record again: its end is missing")
        return HepaticaError(f"no well-formed XML: {message}", where=where, do="check the file at this place")


_CUT_OFF: Final = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)


# ---------------------------------------------------------------- HTML


def read_html(text: str) -> Element:
    """Read an HTML text, whatever its state: the element "" that holds everything.

    Entities that are unknown stay as they are written. Raises HepaticaError where it is nested more than `DEEPEST` levels
    deep.
    """
    soup = _Html(text)
    try:
        soup.feed(text)
        soup.close()
    except AssertionError as error:  # how the parser refuses a declaration it cannot follow
        raise HepaticaError(f"no HTML: {error}", do="check the file, or save the page again") from None
    return soup.root


def attribute(source: str, element: Element, name: str) -> Passage:
    """The value of an attribute, with its place in the start tag where it can be found there; empty where there is none."""
    value = element.attributes.get(name, "")
    end = source.find(">", element.at) if element.at >= 0 else -1
    form = re.compile(rf"""\s{re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
    met = (
        form.search(source, element.at, max(end, element.at + len(value) + len(element.tag) + 200))
        if end >= 0
        else None
    )
    if met is None:
        return Passage(value)
    found = resolved(Passage.of(source, *met.span(met.lastindex or 0)))
    return found if found.text == value else Passage(value)


_REFERENCE: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")


def resolved(passage: Passage) -> Passage:
    """A passage with its HTML entities resolved; those that are unknown stay as they are written."""
    return passage.rewritten(_REFERENCE, lambda match: html.unescape(match[0])) if "&" in passage.text else passage


class _Html(HTMLParser):
    """Builds elements from the events of the standard library's parser, whose positions are lines and columns."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Element("")
        self._text = text
        self._open = [self.root]
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_implied(tag)
        element = Element(tag, {name: value or "" for name, value in attrs}, at=self._offset())
        self._open[-1].children.append(element)
        if tag == "br":
            at = self._offset()
            element.children.append(Passage("\n", (Piece(0, 1, at, at + len(self.get_starttag_text() or "")),)))
        elif tag not in VOID:
            if len(self._open) > DEEPEST:
                raise too_deep(f"line {self.getpos()[0]}, column {self.getpos()[1] + 1}")
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return
            if self._open[at].tag == "table" and tag not in ("table", "body", "html"):
                return  # a stray end tag does not leave a table

    def handle_data(self, data: str) -> None:
        at = self._offset()
        self._open[-1].children.append(Passage.of(self._text, at, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self._offset()
        end = at + len(written)
        end += self._text.startswith(";", end)
        word = html.unescape(self._text[at:end])
        self._open[-1].children.append(Passage(word, (Piece(0, len(word), at, end),)))

    def _close_implied(self, tag: str) -> None:
        ends = CLOSES.get(tag, frozenset())
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in _ENDS_AT or not ends:
                return
            if self._open[at].tag in ends:
                del self._open[at:]
                self._close_implied(tag)
                return

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
