"""The XML that the WHO's search portal (ICTRP) exports: `<Trials_downloaded_from_ICTRP>` with a `<Trial>` for each record.

See `registry/ictrp.py` for what is read of a record, and for the traps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hepatica.registry.ictrp import read_cells
from hepatica.registry.markup import Element, read_xml
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT = "ICTRP XML"
ROOT: Final = "<Trials_downloaded_from_ICTRP"


def fits(text: str) -> bool:
    """Whether a text is such an export."""
    return ROOT in text[:1000]


def read(text: str) -> Iterator[Record]:
    """The records of an export, in its order; an XML that is not well formed is a HepaticaError."""
    for trial in read_xml(text, "Trial"):
        cells = [(_name(text, each), each.text()) for each in trial.children if isinstance(each, Element)]
        yield read_cells(cells, text, FORMAT)


def _name(text: str, element: Element) -> Passage:
    """The tag, where it opens the element."""
    begin = element.at + 1
    return Passage.of(text, begin, begin + len(element.tag))
