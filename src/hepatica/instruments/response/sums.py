"""Sums and counts of the rows of one assessment, which lie together."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from hepatica.errors import HepaticaError

BITS: Final = 15
MOST: Final = (1 << BITS) - 1
"""A count has room for 32,767 rows of one assessment; four counts are summed as one whole number."""

TOGETHER: Final = 63 // BITS


def by_visit(facts: pl.DataFrame, counted: tuple[str, ...]) -> pl.DataFrame:
    """One row for each visit: the first of row, who, day and base, the sum of sum_mm, how often each flag is set.

    facts: sorted by `visit`, no nulls; counted: names of its flags. Returns visit, row, who, day, base, sum_mm and the flags
    as counts. Raises HepaticaError for more rows of one visit than a count has room for.
    """
    visit = facts["visit"].to_numpy()
    start = np.flatnonzero(np.diff(visit, prepend=visit[:1] - 1))
    first = facts.select("visit", "row", "who", "day", "base")[start]
    if not start.size:
        return first.with_columns(sum_mm=0.0, **dict.fromkeys(counted, 0)).cast(dict.fromkeys(counted, pl.Int64))
    most = np.diff(start, append=visit.size).max()
    if most > MOST:
        raise HepaticaError(f"{most:,} lesions at one assessment", do="look for one subject's number used for all")
    found = [pl.Series("sum_mm", np.add.reduceat(facts["sum_mm"].to_numpy(), start))]
    for begin in range(0, len(counted), TOGETHER):
        names = counted[begin : begin + TOGETHER]
        packed = pl.sum_horizontal(
            pl.col(name).cast(pl.Int64) * (1 << BITS * place) for place, name in enumerate(names)
        )
        total = np.add.reduceat(facts.select(packed).to_series().to_numpy(), start)
        found += [pl.Series(name, total >> BITS * place & MOST) for place, name in enumerate(names)]
    return first.with_columns(found)
