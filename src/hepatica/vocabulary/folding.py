"""One form for all ways of writing the same word: full width, case, blanks, hyphens and underscores do not count."""

from __future__ import annotations

import unicodedata
from typing import Final

_DROPPED: Final = str.maketrans("", "", " \t\n\u00a0\u3000_-‐‑–")
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "—": "-", "－": "-", "﹣": "-"})


def fold_word(text: str) -> str:
    """A name or synonym in the form it is compared in (`HBV-DNA`, `hbv dna` and `ＨＢＶ DNA` are one word)."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_DROPPED)


def fold_code(text: str) -> str:
    """A coded answer in the form it is compared in; a lone minus sign is a result (negative) and stays."""
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).casefold()
    return "".join(plain.split())
