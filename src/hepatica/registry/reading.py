"""Read registry records from a file or from bytes, whatever the format and the encoding.

The format is told by content, never by the file's name. A file of one JSON record a line is read line by line, so that its
size does not matter; any other is held in memory and may have at most `LARGEST` bytes.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Final, NamedTuple, Protocol, cast

from hepatica.errors import HepaticaError
from hepatica.registry.decoding import decode
from hepatica.registry.formats import FORMATS
from hepatica.registry.record import Record

LARGEST: Final = 200_000_000  # bytes of one text, or of one line; the largest export of a register is well below
GZIP: Final = b"\x1f\x8b"
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Reader(Protocol):
    """A format: whether a text is in it, and the records of such a text."""

    def fits(self, text: str) -> bool: ...
    def read(self, text: str) -> Iterator[Record]: ...


def readers() -> tuple[Reader, ...]:
    """The readers of all formats, in the order in which they are asked."""
    return tuple(cast(Reader, import_module(f"hepatica.registry.formats.{name}")) for name in FORMATS)


def read_records(source: Path | bytes, *, name: str = "") -> Iterator[Record]:
    """The records of a file or of its content, in the order of the source.

    name: what messages call the source; a file's own name where none is given. Raises HepaticaError, when it is met, where the
    source is empty, too large, in no known format or encoding, damaged, or holds no record.
    """
    for _, record in read_parts(parts(source, name=name), name=name or _name(source)):
        yield record


class Part(NamedTuple):
    """What of a source can be read alone: one line of a file of lines, or all of any other.

    content: bytes as they stand there. where: what messages call it. line: number of its first line in the source.
    """

    content: bytes
    where: str
    line: int


def parts(source: Path | bytes, *, name: str = "") -> Iterator[Part]:
    """The parts of a file or of its content that can be read one without the other, in the order of the source.

    Raises HepaticaError as `read_records` does, but for what only reading a part shows.
    """
    called = name or _name(source)
    with _opened(source, called) as stream:
        yield from _parts(stream, called)


def read_parts(some: Iterable[Part], *, name: str = "") -> Iterator[tuple[Part, Record]]:
    """The records of some parts, each with its part, in their order; raises HepaticaError as `read_records` does.

    name: what is said to hold no record where there is none; the place of the last part where no name is given.
    """
    chosen, found, where = _Chosen(), False, name
    for part in some:
        where = name or part.where
        for record in _read(part, chosen):
            found = True
            yield part, record
    if not found:
        raise HepaticaError("holds no record", where=where, do="download it again, or name another file")


def read_record(source: Path | bytes, *, name: str = "") -> Record:
    """The one record of a source; HepaticaError where it has none or several, and where `read_records` raises it."""
    first = list(islice(read_records(source, name=name), 2))
    if len(first) > 1:
        raise HepaticaError(
            f"holds several records, the first two are {first[0].id or '?'} and {first[1].id or '?'}",
            where=name or _name(source),
            do="name a file with one record, or read them all with `read_records`",
        )
    return first[0]


def _name(source: Path | bytes) -> str:
    return source.name if isinstance(source, Path) else ""


# ---------------------------------------------------------------- bytes


@contextmanager
def _opened(source: Path | bytes, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a source, unpacked."""
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            if not packed:
                yield raw
                return
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast(IO[bytes], unpacked)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise HepaticaError("the gzip file is cut off or damaged", where=name, do="download it again") from None
    except OSError as error:
        raise HepaticaError(f"cannot be read: {error.strerror or error}", where=name, do="name a file") from None


def _parts(stream: IO[bytes], name: str) -> Iterator[Part]:
    number, line = 1, _line(stream, name, 1)
    while line and not line.removeprefix(BYTE_ORDER_MARK).strip():
        number += 1
        line = _line(stream, name, number)
    if not line:
        raise HepaticaError("the file is empty", where=name, do="name a file with a registry record")
    begins = line.removeprefix(BYTE_ORDER_MARK).strip()
    if not (begins.startswith(b"{") and begins.endswith(b"}")):
        rest = stream.read(LARGEST + 1 - len(line))
        if len(line) + len(rest) > LARGEST:
            raise _too_large(name, "the file")
        yield Part(line + rest, name, number)
        return
    while line:
        if line.strip():
            yield Part(line.rstrip(b"\r\n"), f"{name} line {number}".strip(), number)
        number += 1
        line = _line(stream, name, number)


def _line(stream: IO[bytes], name: str, number: int) -> bytes:
    line = stream.readline(LARGEST + 1)
    if len(line) > LARGEST:
        raise _too_large(name, f"line {number}")
    return line


def _too_large(name: str, what: str) -> HepaticaError:
    return HepaticaError(
        f"{what} has more than {LARGEST // 1_000_000} MB",
        where=name,
        do="split it; JSON with one record a line may be of any size",
    )


# ---------------------------------------------------------------- format


class _Chosen:
    """The reader that fits, tried first on the next line."""

    def __init__(self) -> None:
        self._all = readers()

    def reader(self, text: str) -> Reader | None:
        found = next((reader for reader in self._all if reader.fits(text)), None)
        if found is not None and self._all[0] is not found:
            self._all = (found, *(reader for reader in self._all if reader is not found))
        return found


def _read(part: Part, chosen: _Chosen) -> Iterator[Record]:
    text = decode(part.content, part.where)
    reader = chosen.reader(text)
    if reader is None:
        raise HepaticaError(
            f"the format is not known; it begins {text.strip()[:40]!r}",
            where=part.where,
            do="see the manual, page records, for the formats that are read",
        )
    yield from _placed(lambda: reader.read(text), part.where)


def _placed(records: Callable[[], Iterator[Record]], where: str) -> Iterator[Record]:
    """The records; an error says in which file it happened."""
    try:
        yield from records()
    except HepaticaError as error:
        place = ", ".join(part for part in (where, error.where) if part)
        raise HepaticaError(error.what, where=place, do=error.do) from None
    except RecursionError:
        raise HepaticaError("nested too deeply", where=where, do="check where the file comes from") from None
