"""Names of what a sample-size calculation goes by: the formula, how losses are allowed for, where numbers are rounded."""

from __future__ import annotations

from typing import Literal

Formula = Literal[
    "schoenfeld",
    "freedman",
    "lachin_foulkes",
    "rubinstein",
    "two_proportions",
    "two_proportions_unpooled",
    "two_proportions_corrected",
]
Loss = Literal["divide", "multiply", "censoring"]
"""`divide`: n / (1 - loss). `multiply`: n (1 + loss). `censoring`: the formula itself has counted the losses."""
Rounding = Literal["arms_before_loss", "arms_after_loss", "total_before_loss", "total_after_loss", "nearest"]
"""`arms_before_loss`: each arm up, then the loss, then each arm up again. `arms_after_loss`: the loss, then each arm up.
`total_before_loss`, `total_after_loss`: the same of the total. `nearest`: the loss, then the total to the nearest number."""
