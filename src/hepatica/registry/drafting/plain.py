"""A sentence in one spelling, sign for sign: places in it are places in the record's own words."""

from __future__ import annotations

from typing import Final

_SAME: Final = str.maketrans(
    {
        "（": "(", "）": ")", "［": "(", "］": ")", "[": "(", "]": ")", "【": "(", "】": ")", "，": ",", "：": ":", "；": ";",
        "。": ".", "＜": "<", "＞": ">", "﹤": "<", "﹥": ">", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "＝": "=", "\u00a0": " ",
        "\u3000": " ", "\n": " ", "\r": " ", "\t": " ", "–": "-", "—": "-",
        "‐": "-", "‑": "-", "−": "-", "～": "~", "’": "'", "‘": "'",
        "“": '"', "”": '"', "µ": "μ", "＋": "+", "％": "%", "／": "/", "＊": "*", "﹢": "+",
    }
)  # fmt: skip
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")


COMPARATORS: Final = {"<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=", "<": "<", ">": ">"}
"""Signs of comparison as they stand in such a sentence -> as rules write them."""


def plain(text: str) -> str:
    """The same text, as long as before: full-width signs narrow, dashes and blanks alike, lines joined."""
    return text.translate(_SAME).translate(_DIGITS)


def chinese(text: str) -> bool:
    """Whether a text is written in Chinese."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


START: Final = r"(?<![A-Za-z0-9])"
END: Final = r"(?![A-Za-z0-9])"
