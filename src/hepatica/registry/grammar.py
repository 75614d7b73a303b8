"""How findings count in English."""

from __future__ import annotations


def counted(number: float, one: str, several: str = "") -> str:
    """A number and what it counts: "1 day", "2 days"; `several` where an s does not make the plural."""
    return f"{number:g} {one if number == 1 else several or one + 's'}"
