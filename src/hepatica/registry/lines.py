"""The lines of a page saved as text: labels, values, and blank lines between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hepatica.registry.passage import Passage

_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. text: without white space at both ends. start, end: the whole line in the source."""

    text: str
    start: int
    end: int
    source: str

    @property
    def passage(self) -> Passage:
        """The line's words with their places."""
        return Passage.of(self.source, self.start, self.end).stripped()


def lines(source: str) -> list[Line]:
    """The lines of a text that are not blank."""
    return [Line(match[0].strip(), match.start(), match.end(), source) for match in _LINE.finditer(source)]


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line between two offsets, blank or not, without the line break."""
    while start <= end:
        stop = text.find("\n", start, end)
        yield start, end if stop < 0 else stop
        if stop < 0:
            return
        start = stop + 1


def together(block: Sequence[Line]) -> Passage:
    """What stands from the first line to the last, with the line breaks between them; nothing where there are none."""
    if not block:
        return Passage("")
    return Passage.of(block[0].source, block[0].start, block[-1].end).stripped()


def blocks(page: Sequence[Line], begins: Sequence[int]) -> Iterator[tuple[Line, Sequence[Line]]]:
    """Each line at one of the indices, with the lines between it and the next."""
    for at, stop in zip(begins, [*begins[1:], len(page)][: len(begins)], strict=True):
        yield page[at], page[at + 1 : stop]
