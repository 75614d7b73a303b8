"""The one error a person sees: what happened, on which value, where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class HepaticaError(Exception):
    """Bad input, said clearly. The command line prints it and ends with exit status 2.

    what: one sentence saying what is wrong and on which value (never personal data beyond a subject identifier).
    where: file, sheet, cell or line ("study.yaml line 12, column 9"); empty where there is no place.
    do: what to do next, as an instruction ("write one of: platelets, …"); may be empty.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  → {self.do}" if self.do else head

    def __reduce__(
        self,
    ) -> tuple[Callable[..., HepaticaError], tuple[type[HepaticaError], str, str, str], dict[str, Any]]:
        """Sent from one process to another, the error keeps what it says and knows."""
        return _again, (type(self), self.what, self.where, self.do), self.__dict__


def _again(kind: type[HepaticaError], what: str, where: str, do: str) -> HepaticaError:
    error = kind.__new__(kind)
    HepaticaError.__init__(error, what, where=where, do=do)
    return error
