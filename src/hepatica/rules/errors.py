"""The one error of the rule language: the offending word, its place, and the nearest word that would do."""

from __future__ import annotations

from hepatica.errors import HepaticaError


class RuleError(HepaticaError):
    """A rule that cannot be read or does not make sense.

    line, column: place of the offending word, counted from 1 in the file that holds the rule.
    word: the offending word as written; empty where something is missing at the end.
    nearest: the valid word (keyword, variable, code, unit, anchor) closest to it, if any is close.
    """

    def __init__(
        self,
        what: str,
        *,
        line: int,
        column: int,
        word: str = "",
        nearest: str | None = None,
        where: str = "",
        do: str = "",
    ) -> None:
        self.line, self.column, self.word, self.nearest = line, column, word, nearest
        if nearest is not None:
            do = f"did you mean '{nearest}'?" + (f" Otherwise {do}" if do else "")
        super().__init__(what, where=f"{where} line {line}, column {column}".strip(), do=do)
