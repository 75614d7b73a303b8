"""A proportion with its confidence limits.

Wilson, J Am Stat Assoc 1927;22:209 (score limits, no continuity correction); Clopper & Pearson, Biometrika
1934;26:404 (exact limits). Brown, Cai & DasGupta, Stat Sci 2001;16:101 compare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import beta

from hepatica.statistics.arguments import StatisticsError, probability
from hepatica.statistics.confidence import normal_quantile


@dataclass(frozen=True, slots=True)
class Proportion:
    """`events` of `n` with limits at `level`; the value and its limits lie between 0 and 1."""

    events: int
    n: int
    value: float
    lower: float
    upper: float
    level: float


def proportion(
    events: int, n: int, *, method: Literal["wilson", "clopper-pearson"] = "wilson", level: float = 0.95
) -> Proportion:
    """The share of n subjects who had the event. Raises StatisticsError for n below 1 or events outside 0 to n.

    >>> p = proportion(0, 10, method="clopper-pearson")
    >>> round(p.lower, 3), round(p.upper, 3)
    (0.0, 0.308)
    """
    probability(level, "level")
    if n < 1 or not 0 <= events <= n or events != int(events) or n != int(n):
        raise StatisticsError(
            f"{events} of {n} is not a proportion", do="give whole numbers with 0 <= events <= n, n > 0"
        )
    if method == "wilson":
        lower, upper = _wilson(events, n, level)
    elif method == "clopper-pearson":
        lower, upper = _clopper_pearson(events, n, level)
    else:
        raise StatisticsError(f"method {method!r} is not known", do="write wilson or clopper-pearson")
    return Proportion(int(events), int(n), events / n, lower, upper, level)


def _wilson(events: int, n: int, level: float) -> tuple[float, float]:
    z2, share = normal_quantile(level) ** 2, events / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    margin = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return (0.0 if events == 0 else float(centre - margin)), (1.0 if events == n else float(centre + margin))


def _clopper_pearson(events: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    lower = 0.0 if events == 0 else float(beta.ppf(tail, events, n - events + 1))
    upper = 1.0 if events == n else float(beta.isf(tail, events + 1, n - events))
    return lower, upper
