"""Why a grade is open: what the rule asks for and the row does not have, as one number and in words."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import polars as pl

from hepatica.instruments.ctcae.criteria import CLINICAL
from hepatica.instruments.ctcae.evaluate import HIGH, LOW
from hepatica.instruments.ctcae.rules import Rule

WORDS: Final = {
    1: "no upper limit of normal",
    2: "no lower limit of normal",
    4: "no baseline",
    8: "not known how the baseline stood to its limits",
    16: "symptoms or treatment not recorded",
    32: "a censored result leaves more than one grade",
}
"""By bit."""

REASONS: Final = {
    sum(bits): "; ".join(WORDS[bit] for bit in bits)
    for count in range(1, len(WORDS) + 1)
    for bits in combinations(WORDS, count)
}
"""Every sum of bits in words."""


def used(rule: Rule) -> list[str]:
    """The columns without which a grade of the rule may be open."""
    names = {"ULN": "uln", "LLN": "lln", "baseline": "base", "baseline high": "uln", "baseline low": "lln"}
    found = [column for word, column in names.items() if rule.uses(word)]
    return list(dict.fromkeys([*found, *(name for name in CLINICAL if rule.uses(name))]))


def why_open(rule: Rule, comparator: str) -> pl.Expr:
    """What is missing for a rule, in words; a limit counts only where the baseline's state makes it matter."""
    uln, lln, base = (pl.col(name).is_null() for name in ("uln", "lln", "base"))
    if rule.uses("baseline not high"):
        uln &= ~HIGH.fill_null(False)
        base &= HIGH.fill_null(True)
    if rule.uses("baseline low"):
        base &= LOW.fill_null(True)
    if rule.uses("decrease"):
        base &= pl.col("change").is_null()
    found = {
        1: uln if rule.uses("ULN") else None,
        2: lln if rule.uses("LLN") else None,
        4: base if rule.uses("baseline") else None,
        8: HIGH.is_null() if rule.uses("baseline high") else LOW.is_null() if rule.uses("baseline low") else None,
        16: _unrecorded(rule),
        32: pl.lit(True) if comparator else None,
    }
    bits = [expression.cast(pl.UInt8) * bit for bit, expression in found.items() if expression is not None]
    total = pl.sum_horizontal(bits) if bits else pl.lit(0, pl.UInt8)
    return total.replace_strict(REASONS, default=None, return_dtype=pl.String)


def _unrecorded(rule: Rule) -> pl.Expr | None:
    names = [pl.col(name).is_null() for name in CLINICAL if rule.uses(name)]
    return pl.any_horizontal(names) if names else None
