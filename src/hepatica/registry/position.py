"""Lines and columns of a text."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    """Tells lines and columns of places in a text, both counted from 1, or lines from the number of its first."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._text, self._first = text, first
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, place: int) -> tuple[int, int]:
        """Line and column of a character.

        >>> Lines("one\\ntwo").at(5)
        (2, 2)
        """
        line = bisect_right(self._starts, place)
        return self._first + line - 1, place - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """A line without its end."""
        start = self._starts[number - self._first]
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)].rstrip("\r")
