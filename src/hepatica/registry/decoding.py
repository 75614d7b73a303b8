"""Bytes to text: UTF-8, UTF-16, GB18030 or Latin-1, told by a mark, a declaration or the bytes themselves.

Registers and the programs that save their pages write all four. Nothing is replaced: bytes that fit no encoding, and files in
which two encodings are mixed, are refused.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from hepatica.errors import HepaticaError

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED: Final = re.compile(
    rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']|<meta[^>]*\bcharset\s*=\s*["']?([\w.:-]+)""", re.I
)
HEAD: Final = 2048  # bytes in which a declaration is looked for
CHINESE: Final = frozenset(
    {"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "euc-cn"}
)  # the last of them holds the others
WESTERN: Final = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "windows-1252", "cp1252"})
_PAIRS: Final = re.compile(
    rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]"
)  # characters of GB 2312, all that ordinary Chinese needs
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_UTF8: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, name: str = "") -> str:
    """The text of some bytes, without a byte order mark.

    Raises HepaticaError with the line where encodings are mixed, a character is cut off, or no encoding fits.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    if data[:HEAD].count(0) > len(data[:HEAD]) // 4:  # every second byte of western UTF-16 is zero
        return _strictly(data, "utf-16-be" if data[0] == 0 else "utf-16-le", name)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return _other(data, error, name)


def _other(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    """Text that is not UTF-8."""
    if len(_UTF8.findall(data)) > len(_HIGH.findall(_UTF8.sub(b"", data))):
        raise _mixed(data, error, name)
    if (declared := _declared(data)) in CHINESE:
        return _strictly(data, "gb18030", name)
    high, paired = len(_HIGH.findall(data)), 2 * len(_PAIRS.findall(data))
    if declared not in WESTERN and paired > 0.9 * high:
        return _strictly(data, "gb18030", name)
    try:
        return data.decode("cp1252")  # what is called Latin-1 is nearly always this
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:HEAD])
    return (found[1] or found[2]).decode().lower() if found else ""


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _mixed(data, error, name) from None


def _mixed(data: bytes, error: UnicodeDecodeError, name: str) -> HepaticaError:
    line = data.count(b"\n", 0, error.start) + 1
    where = f"{name}, line {line}" if name else f"line {line}"
    if error.end >= len(data.rstrip()):
        return HepaticaError(
            "the last character is cut off", where=where, do="download the file again: its end is missing"
        )
    return HepaticaError(
        f"is {error.encoding} but for the byte {data[error.start]:#04x}, so encodings are mixed",
        where=where,
        do="save the file in one encoding, best UTF-8",
    )
