"""Where a text stands in its file, so that spans and messages count in the file's lines and columns."""

from __future__ import annotations

from dataclasses import dataclass

from hepatica.rules.errors import RuleError
from hepatica.rules.nodes import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A text, the file it comes from, and the line and column (from 1) of its first character there."""

    text: str
    where: str = ""
    line: int = 1
    column: int = 1

    def span(self, start: int, end: int) -> Span:
        """The stretch of text from character `start` up to `end`, told in the file's lines and columns."""
        row = self.text.count("\n", 0, start)
        behind = start - (self.text.rfind("\n", 0, start) + 1)
        return Span(self.line + row, behind + (self.column if row == 0 else 1), start, end)

    def error(
        self,
        what: str,
        *,
        start: int = 0,
        word: str = "",
        nearest: str | None = None,
        do: str = "",
    ) -> RuleError:
        """The error for the word that begins at character `start` of the text."""
        at = self.span(start, start)
        return RuleError(what, line=at.line, column=at.column, word=word, nearest=nearest, where=self.where, do=do)
