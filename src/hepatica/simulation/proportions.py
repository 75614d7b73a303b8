"""Simulated comparisons of two proportions, and the power of their test."""

from __future__ import annotations

import numpy as np

from hepatica.simulation.trials import Simulated, check_request
from hepatica.statistics.sample_size import critical_value


def simulate_proportions(
    shares: tuple[float, float],
    arms: tuple[int, int],
    *,
    alpha: float,
    sides: int = 2,
    replicates: int = 10_000,
    seed: int = 1,
) -> Simulated:
    """The power of the chi-square test without correction (a one-sided test: of fewer events in the second arm).

    shares: with the event, control and treated. arms: subjects whose outcome is known.
    Raises HepaticaError for fewer than 2 replicates and a negative seed, StatisticsError for an impossible test.
    """
    critical = critical_value(alpha, sides)
    check_request(replicates, seed)
    rng = np.random.default_rng(seed)
    control, treated = (rng.binomial(n, share, replicates) for n, share in zip(arms, shares, strict=True))
    events = control + treated
    pooled = events / sum(arms)
    variance = pooled * (1 - pooled) * (1 / arms[0] + 1 / arms[1])
    difference = treated / arms[1] - control / arms[0]
    z = np.divide(difference, np.sqrt(variance), out=np.zeros(replicates), where=variance > 0)
    power = float((np.abs(z) >= critical).mean() if sides == 2 else (z <= -critical).mean())
    return Simulated(
        power=power,
        power_se=float(np.sqrt(power * (1 - power) / replicates)),
        events=float(events.mean()),
        events_se=float(events.std(ddof=1) / np.sqrt(replicates)),
        replicates=replicates,
    )
