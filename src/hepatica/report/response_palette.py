"""Colours and names of tumour responses in figures, from best to worst.

Blues respond, orange progresses, sand is stable, grey cannot be told; they differ under the common colour-vision
deficiencies, and responders from progression also in grey print.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

COLOURS: Final = {
    "CR": "#0B4F8A",
    "PR": "#56A5DC",
    "SD": "#DDB84E",
    "NON-CR/NON-PD": "#C9B37A",
    "UPD": "#E9A583",
    "PD": "#C04A12",
    "NE": "#BFC5CB",
    "MISSING": "#DDE1E5",
    "": "#8C96A0",
}
"""By code without the i of iRECIST (iCPD as PD); "" is a response that is not known."""

ORDER: Final = tuple(COLOURS)
IMMUNE: Final = {
    "iCR": "CR",
    "iPR": "PR",
    "iSD": "SD",
    "NON-iCR/NON-iUPD": "NON-CR/NON-PD",
    "iUPD": "UPD",
    "iCPD": "PD",
}
"""Codes of iRECIST, and the code whose colour and place they have."""


def plain(code: str) -> str:
    """The code that decides colour and place: that of RECIST for one of iRECIST, the empty one for any other word.

    >>> [plain(code) for code in ("iCR", "iCPD", "PR", "")]
    ['CR', 'PD', 'PR', '']
    """
    return IMMUNE.get(code, code if code in COLOURS else "")


def ordered(codes: Iterable[str]) -> list[str]:
    """Codes from best to worst, each once."""
    return sorted(set(codes), key=lambda code: (ORDER.index(plain(code)), code))


def colour(code: str) -> str:
    """The colour of a code."""
    return COLOURS[plain(code)]


def paint(response: str = "response") -> pl.Expr:
    """A column of colours from a column of codes."""
    painted = {code: colour(code) for code in (*COLOURS, *IMMUNE)}
    return pl.col(response).replace_strict(painted, default=COLOURS[""], return_dtype=pl.String)


def rank(response: str = "response") -> pl.Expr:
    """A column of places from best (0) to worst, from a column of codes."""
    places = {code: ORDER.index(plain(code)) for code in (*COLOURS, *IMMUNE)}
    return pl.col(response).replace_strict(places, default=len(ORDER), return_dtype=pl.Int64)
