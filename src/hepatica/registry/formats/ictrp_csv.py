"""The CSV that the WHO's search portal (ICTRP) exports, or a spreadsheet saved of it: a line of names, then a record a line.

Fields are separated by commas, semicolons or tabs (what the first line uses), quoted as in RFC 4180. See `registry/ictrp.py`
for what is read of a record, and for the traps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.errors import HepaticaError
from hepatica.registry.ictrp import read_cells
from hepatica.registry.nested import place
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT = "ICTRP CSV"
_HEAD: Final = re.compile(r'\ufeff?"?Trial[ _]?ID"?(?P<mark>[,;\t])', re.IGNORECASE)
_KNOWN: Final = re.compile(r"(?i)\b(?:Source[ _]Register|Scientific[ _]title|Date[ _]registration)\b")
_DOUBLED: Final = re.compile('""')


def fits(text: str) -> bool:
    """Whether a text is such an export: the names of its first line tell."""
    return _HEAD.match(text) is not None and _KNOWN.search(text.partition("\n")[0]) is not None


def read(text: str) -> Iterator[Record]:
    """The records of an export, in its order.

    Raises HepaticaError with the line where a quoted field does not end, or a record has more or fewer fields than names.
    """
    head = _HEAD.match(text)
    rows = _rows(text, head["mark"] if head else ",")
    names = [cell.stripped() for cell in next(rows, (0, []))[1]]
    for start, cells in rows:
        if len(cells) != len(names):
            raise HepaticaError(
                f"a record has {len(cells)} fields, the first line names {len(names)}",
                where=place(text, start),
                do="export it again: the file is cut off, or a field with a separator is not quoted",
            )
        yield read_cells(zip(names, cells, strict=True), text, FORMAT)


def _rows(text: str, mark: str) -> Iterator[tuple[int, list[Passage]]]:
    """Where each line begins, and its fields; empty lines are left out."""
    form = re.compile(rf'(?:"((?:[^"]|"")*)"|([^"{mark}\r\n][^{mark}\r\n]*|))({mark}|\r\n|\r|\n|$)')
    at, row, begins = len("\ufeff") if text.startswith("\ufeff") else 0, [], 0
    begins = at
    while at < len(text):
        met = form.match(text, at)
        if met is None:
            raise HepaticaError(
                "a quoted field does not end, or something stands behind its end",
                where=place(text, at),
                do="export it again: the file is cut off, or a quotation mark is not doubled",
            )
        quoted = met.start(1) >= 0
        cell = Passage.of(text, *met.span(1 if quoted else 2))
        row.append(cell.rewritten(_DOUBLED, lambda _: '"') if quoted else cell)
        at = met.end()
        if met[3] != mark or at == len(text):
            if met[3] == mark:
                row.append(Passage(""))
            if len(row) > 1 or row[0]:
                yield begins, row
            row, begins = [], at
