"""Sums and counts of the rows of one assessment, which lie together."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hepatica.errors import HepaticaError
from hepatica.instruments.response.stretches import starts, whole
from hepatica.statistics.arguments import Integers

MOST: Final = 1 << 15
"""Fewer rows than this in one assessment; several counts are summed as one whole number."""

ROOM: Final = 63
"""Bits of such a number, without its sign."""


def by_visit(facts: pl.DataFrame, counted: tuple[str, ...]) -> pl.DataFrame:
    """One row for each visit, in order: the first of row, who, day and base, the sum of sum_mm, how often each flag is set.

    facts: one row a lesion, no nulls; counted: names of its flags. Returns visit, row, who, day, base, sum_mm and the flags
    as counts. Raises HepaticaError for more rows of one visit than a count has room for.
    """
    start = starts(facts["visit"])
    if not whole(facts["visit"], start):
        facts = facts.sort("visit", maintain_order=True)
        start = starts(facts["visit"])
    first = facts.select("visit", "row", "who", "day", "base")[start]
    if not start.size:
        return first.with_columns(sum_mm=0.0, **dict.fromkeys(counted, 0)).cast(dict.fromkeys(counted, pl.Int64))
    most = int(np.diff(start, append=facts.height).max())
    if most >= MOST:
        raise HepaticaError(f"{most:,} lesions at one assessment", do="look for one subject's number used for all")
    found = {"sum_mm": pl.Series(np.add.reduceat(facts["sum_mm"].to_numpy(), start))}
    set_somewhere = [name for name in counted if facts[name].any()]
    bits = most.bit_length()
    together = ROOM // bits
    for begin in range(0, len(set_somewhere), together):
        names = set_somewhere[begin : begin + together]
        packed = _packed(facts, names, bits)
        total = np.add.reduceat(packed, start, dtype=packed.dtype).astype(np.int64)
        found |= {name: pl.Series(total >> bits * place & (1 << bits) - 1) for place, name in enumerate(names)}
    never = pl.lit(0, pl.Int64)
    values = [found[name].alias(name) if name in found else never.alias(name) for name in ("sum_mm", *counted)]
    visits = first.with_columns(values)
    return visits if visits["visit"].is_sorted() else visits.sort("visit")


def _packed(facts: pl.DataFrame, names: list[str], bits: int) -> NDArray[np.int32] | Integers:
    """Flags side by side in one number a row, each with so many bits."""
    if bits * len(names) < np.iinfo(np.int32).bits:
        small = np.zeros(facts.height, dtype=np.int32)
        for place, name in enumerate(names):
            small |= facts[name].to_numpy().astype(np.int32) << bits * place
        return small
    packed = np.zeros(facts.height, dtype=np.int64)
    for place, name in enumerate(names):
        packed |= facts[name].to_numpy().astype(np.int64) << bits * place
    return packed
