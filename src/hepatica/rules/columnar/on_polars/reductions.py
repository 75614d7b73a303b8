"""Totals of runs of rows: all rows of a subject stand together."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hepatica.rules.columnar.shelf import How

Numbers = NDArray[np.int64]

FAR_OFF: Final = 2_000_000_000
"""No day comes near."""

NO_TRUTH: Final = 100
"""Greater than any truth."""


def nothing(how: How, kind: pl.DataType) -> int:
    """What is written for a row that is left out: it changes no total."""
    least = NO_TRUTH if kind == pl.Int8 else FAR_OFF
    match how:
        case "min":
            return least
        case "max":
            return -least
        case _:
            return 0


SHORT: Final = 24
"""Runs up to this length are reduced row by row of all runs at once, which is faster than run by run."""

_REDUCE: Final = {"min": np.minimum, "max": np.maximum, "sum": np.add, "union": np.bitwise_or}


class Runs:
    """The runs of equal subjects among rows that are sorted by subject.

    who: the subject of each run. starts: its first row. lengths: its number of rows.
    """

    def __init__(self, subjects: NDArray[np.uint32]) -> None:
        self.subjects, n = subjects, len(subjects)
        first = np.ones(n, dtype=np.bool_)
        np.not_equal(subjects[1:], subjects[:-1], out=first[1:])
        self.starts = np.flatnonzero(first)
        self.who = subjects[self.starts]
        self.lengths = np.diff(self.starts, append=n)
        self._later = self._rounds() if n else []

    def _rounds(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """The runs that have a second row, and those rows; a third, and so on. None if some runs are long."""
        longest = int(self.lengths.max())
        if longest > SHORT:
            return []
        having = [np.flatnonzero(self.lengths > place) for place in range(1, longest)]
        return [(runs, self.starts[runs] + place) for place, runs in enumerate(having, 1)]

    def total(self, rows: Numbers, how: How) -> Numbers:
        """One number a run; `nothing` where every row is left out."""
        reduce, longest = _REDUCE[how], int(self.lengths.max(initial=0))
        if longest > SHORT:
            long: Numbers = reduce.reduceat(rows, self.starts, dtype=rows.dtype)
            return long
        found = rows[self.starts]
        for runs, later in self._later:
            found[runs] = reduce(found[runs], rows[later])
        return found
