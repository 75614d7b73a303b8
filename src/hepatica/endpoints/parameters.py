"""PARAMCD of each endpoint: at most eight capital letters and digits, unique within a study."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

LONGEST = 8
"""Of a CDISC short name (SAS transport version 5)."""


def parameter_codes(names: Iterable[str]) -> dict[str, str]:
    """A code for every endpoint name, in order: its letters and digits, cut short, numbered where two would agree.

    >>> parameter_codes(["os", "hbsag_loss", "recurrence", "recurrence_local"])
    {'os': 'OS', 'hbsag_loss': 'HBSAGLOS', 'recurrence': 'RECURREN', 'recurrence_local': 'RECURRE2'}
    """
    codes: dict[str, str] = {}
    for name in names:
        letters = re.sub(r"[^A-Z0-9]", "", name.upper()) or "P"
        plain = f"P{letters}" if letters[0].isdigit() else letters
        codes[name] = free_code(plain, codes.values())
    return codes


def free_code(plain: str, taken: Collection[str]) -> str:
    """A code cut short, and numbered where it is taken.

    >>> free_code("ALT", ["ALT", "OS"])
    'ALT2'
    """
    code, number = plain[:LONGEST], 1
    while code in taken:
        number += 1
        code = f"{plain[: LONGEST - len(str(number))]}{number}"
    return code
