"""Source references: the one line of text that says where a recorded value came from.

    file:labs.csv#row=12;col=PLT                      a cell (row is the line in the file; the header is line 1)
    file:labs.csv#row=12;col=PLT,PLT_UNIT             a value and the cells that qualify it
    file:visit.xlsx#row=3;col=AFP;sheet=Labs          a cell of a spreadsheet
    simulated:NCT07120750#seed=1;subject=12           a made-up value and what makes it again

Inside a name the characters `% # ; = ,` and control characters are written as `%` and two hexadecimal digits (of their
UTF-8 bytes); everything else, Chinese included, stands as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote_to_bytes

from hepatica.errors import HepaticaError

_RESERVED = re.compile(r"[%#;=,\x00-\x1f\x7f]")
_SCHEME = re.compile(r"[a-z][a-z0-9-]*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FORM = "write e.g. file:labs.csv#row=12;col=PLT or simulated:NCT07120750#seed=1;subject=12"


def quote(text: str) -> str:
    """Text with the characters that have a meaning in a source reference escaped.

    >>> quote("AFP, ng/mL")
    'AFP%2C ng/mL'
    """
    return _RESERVED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), text)


def unquote(text: str) -> str:
    """The inverse of `quote`; raises ValueError on bytes that are not UTF-8."""
    return unquote_to_bytes(text).decode("utf-8", errors="strict")


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a value came from: a scheme (`file`, `simulated`, `entry`), a name, and keyed parts in their order.

    A part's value is a tuple because one value may rest on several columns; all other parts have one element.
    """

    scheme: str
    name: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def cell(cls, file: str, row: int, *columns: str, sheet: str | None = None) -> Self:
        """The reference of the cells in `columns` on line `row` (from 1) of a file, or of one of its sheets."""
        parts: list[tuple[str, tuple[str, ...]]] = [("row", (str(row),))]
        if columns:
            parts.append(("col", columns))
        if sheet is not None:
            parts.append(("sheet", (sheet,)))
        return cls("file", file, tuple(parts))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a reference; raises HepaticaError saying what is not understood."""
        head, _, tail = text.partition("#")
        scheme, colon, name = head.partition(":")
        if not colon or not _SCHEME.fullmatch(scheme) or not name:
            raise HepaticaError(f"{text!r} is not a source reference", do=_FORM)
        try:
            parts = tuple(_part(piece, text) for piece in tail.split(";")) if tail else ()
            ref = cls(scheme, unquote(name), parts)
        except UnicodeDecodeError as error:
            raise HepaticaError(f"source reference {text!r} holds an escape that is no UTF-8 text", do=_FORM) from error
        row = ref.get("row")
        if row is not None and not (row.isascii() and row.isdigit() and int(row) >= 1):
            raise HepaticaError(f"source reference {text!r} names row {row!r}", do="rows are whole numbers from 1")
        return ref

    def __str__(self) -> str:
        tail = ";".join(f"{key}={','.join(quote(value) for value in values)}" for key, values in self.parts)
        return f"{self.scheme}:{quote(self.name)}" + (f"#{tail}" if tail else "")

    def get(self, key: str) -> str | None:
        """The first value of a part, or None."""
        return next((values[0] for name, values in self.parts if name == key), None)

    @property
    def row(self) -> int | None:
        """Line in the file or sheet, from 1; the header is line 1."""
        row = self.get("row")
        return None if row is None else int(row)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns the value rests on, the value's own first."""
        return next((values for name, values in self.parts if name == "col"), ())

    @property
    def sheet(self) -> str | None:
        """Name of the sheet, for spreadsheets."""
        return self.get("sheet")


def _part(piece: str, text: str) -> tuple[str, tuple[str, ...]]:
    key, equals, value = piece.partition("=")
    if not equals or not _KEY.fullmatch(key):
        raise HepaticaError(f"{piece!r} in source reference {text!r} is not a part", do=_FORM)
    values = value.split(",") if key == "col" else [value]
    return key, tuple(unquote(one) for one in values)
