"""Length of follow-up by the reverse Kaplan-Meier method.

Schemper & Smith, Control Clin Trials 1996;17:343: censoring is the event and death censors it.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from hepatica.statistics.arguments import observations
from hepatica.statistics.confidence import ConfidenceType
from hepatica.statistics.kaplan_meier import KaplanMeier, kaplan_meier


def follow_up(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    conf_type: ConfidenceType = "log",
    level: float = 0.95,
) -> KaplanMeier:
    """The curve of being still followed; its `median()` is the median follow-up. Arguments as in `kaplan_meier`."""
    observed = observations(time, event, entry=entry)
    return kaplan_meier(observed.time, ~observed.event, entry=observed.entry, conf_type=conf_type, level=level)
