"""Which numbers can be the diameter of a tumour in mm."""

from __future__ import annotations

import polars as pl

LEAST, MOST = 3, 300
"""mm. A smaller number is taken for centimetres, a greater one for a slip: neither is used."""


def plausible_diameter(size: pl.Expr) -> pl.Expr:
    """Whether a number can be a diameter in mm; null where there is none."""
    return size.is_between(LEAST, MOST)
