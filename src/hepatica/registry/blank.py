"""Blanks in the place of words that are read already, so that all others stay where they were."""

from __future__ import annotations


def blanked(text: str, start: int, end: int) -> str:
    """A text with blanks from a place to another.

    >>> blanked("no fever", 0, 2)
    '   fever'
    """
    return text[:start] + " " * (end - start) + text[end:]
