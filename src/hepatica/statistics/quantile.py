"""Quantiles of a step curve that falls from 1, with the midpoint rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hepatica.statistics.arguments import Floats

# 1 - p and the curve count as equal within this, as in R `quantile.survfit`: 0.5 is seldom exact after products
TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of survival time with its limits; not a number where it was not reached."""

    p: float
    value: float
    lower: float
    upper: float


def curve_quantile(times: Floats, curve: Floats, p: float) -> float:
    """First time at which `curve` is 1 - p or less; not a number if it never is.

    Where the curve is flat at 1 - p: the middle between the start of the flat stretch and the next drop, or the last
    time if there is no further drop. Elements that are not a number are passed over. A limit of a survival curve can
    rise again: then, as R does, the step nearest to 1 - p from below counts.
    """
    heights, first = np.unique(1 - curve, return_index=True)  # first occurrence of each height, in order of height
    newest = first.max()
    known = ~np.isnan(heights)
    heights, first = heights[known], first[known]
    reached = int(np.searchsorted(heights, p - TOLERANCE))
    passed = int(np.searchsorted(heights, p + TOLERANCE))
    if reached == len(heights):
        return float("nan")
    if abs(1 - curve[newest] - p) < TOLERANCE:
        end = times[-1]
    elif passed < len(heights):
        end = times[first[passed]]
    else:
        return float("nan")
    return float((times[first[reached]] + end) / 2)
