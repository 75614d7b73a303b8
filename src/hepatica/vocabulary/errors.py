"""The vocabulary's two complaints: a word it does not know, a unit it cannot use."""

from __future__ import annotations

from hepatica.errors import HepaticaError


class UnknownWordError(HepaticaError, KeyError):
    """A name that the vocabulary does not hold; `nearest` is the one written most like it, or None."""

    def __init__(self, what: str, *, nearest: str | None = None, where: str = "", do: str = "") -> None:
        self.nearest = nearest
        super().__init__(what, where=where, do=do or (f"did you mean '{nearest}'?" if nearest else ""))

    __str__ = HepaticaError.__str__


class UnitError(HepaticaError):
    """A unit that is not known, or that cannot be turned into the one wanted; `nearest` as above."""

    def __init__(self, what: str, *, nearest: str | None = None, where: str = "", do: str = "") -> None:
        self.nearest = nearest
        super().__init__(what, where=where, do=do or (f"did you mean '{nearest}'?" if nearest else ""))
