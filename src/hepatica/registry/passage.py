"""A stretch of a source as a person reads it, that still knows where each of its characters stands.

Readers cut, strip and rewrite passages instead of strings; the places are worked out only when somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from hepatica.registry.places import Piece, Pieces, cut, through, whole

MARKDOWN: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A backslash before punctuation, which Markdown takes for the punctuation itself (CommonMark 0.31, section 2.4)."""


class Passage:
    """Text with its places: `pieces` (see `places`), or how to find them once somebody asks."""

    __slots__ = ("_places", "text")

    def __init__(self, text: str, places: Pieces | Callable[[], Pieces] = ()) -> None:
        self.text = text
        self._places = places

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Passage:
        """Characters `start` to `end` of a source as they stand there."""
        stop = len(source) if end is None else end
        return cls(source[start:stop], lambda: whole(start, stop))

    def __bool__(self) -> bool:
        return bool(self.text)

    def __repr__(self) -> str:
        return f"Passage({self.text!r})"

    def pieces(self) -> Pieces:
        """Where the characters stand, worked out once."""
        if callable(self._places):
            self._places = self._places()
        return self._places

    def part(self, start: int, end: int | None = None) -> Passage:
        """Characters `start` to `end`."""
        stop = len(self.text) if end is None else end
        if start == 0 and stop == len(self.text):
            return self
        return Passage(self.text[start:stop], lambda: cut(self.pieces(), start, stop))

    def words(self, start: int, end: int) -> Passage:
        """Characters `start` to `end` without white space at both ends."""
        raw = self.text[start:end]
        kept = raw.strip()
        left = start + len(raw) - len(raw.lstrip())
        return Passage(kept, lambda: cut(self.pieces(), left, left + len(kept)))

    def stripped(self, characters: str | None = None) -> Passage:
        """Without white space (or the characters named) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.part(left, max(left, len(self.text.rstrip(characters))))

    def rewritten(self, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str]) -> Passage:
        """With each match replaced by `words(match)`, which then stands where the match stands."""
        matches = [(match.start(), match.end(), words(match)) for match in pattern.finditer(self.text)]
        if not matches:
            return self
        parts, pieces, at, done = [], [], 0, 0
        for start, end, new in matches:
            kept = self.text[done:start]
            parts += [kept, new]
            pieces += [Piece(at, len(kept), done, start), Piece(at + len(kept), len(new), start, end)]
            at, done = at + len(kept) + len(new), end
        rest = self.text[done:]
        pieces.append(Piece(at, len(rest), done, len(self.text)))
        return Passage("".join([*parts, rest]), lambda: through(pieces, self.pieces()))

    def unescaped(self) -> Passage:
        r"""With Markdown's backslashes resolved: `\>` is `>`, `4\.` is `4.`."""
        if "\\" not in self.text:
            return self
        return Passage(MARKDOWN.sub(r"\1", self.text), lambda: self.rewritten(MARKDOWN, lambda met: met[1]).pieces())

    def split(self, pattern: re.Pattern[str]) -> Iterator[Passage]:
        """What stands between the matches of a pattern."""
        done = 0
        for match in pattern.finditer(self.text):
            yield self.part(done, match.start())
            done = match.end()
        yield self.part(done)


def joined(passages: Iterable[Passage], glue: str = "") -> Passage:
    """Passages one after the other, with `glue` between them that stands nowhere."""
    kept = list(passages)

    def pieces() -> Pieces:
        found, at = [], 0
        for passage in kept:
            found += [Piece(at + p.at, p.length, p.start, p.end) for p in passage.pieces()]
            at += len(passage.text) + len(glue)
        return found

    return Passage(glue.join(passage.text for passage in kept), pieces)
