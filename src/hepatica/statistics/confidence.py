"""Pointwise confidence limits of a probability that changes with time (survival, cumulative incidence)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.special import ndtri

from hepatica.statistics.arguments import Floats, StatisticsError

ConfidenceType = Literal["log", "log-log", "plain"]
CONFIDENCE_TYPES: tuple[ConfidenceType, ...] = ("log", "log-log", "plain")


def normal_quantile(level: float) -> float:
    """z with P(|Z| <= z) = level: 1.96 for 0.95."""
    return float(ndtri(1 - (1 - level) / 2))


def probability_limits(
    estimate: Floats, relative_error: Floats, conf_type: ConfidenceType, level: float
) -> tuple[Floats, Floats]:
    """Lower and upper limit, within 0 and 1, of probabilities with their standard error divided by the estimate.

    "plain" is symmetric, "log" and "log-log" are symmetric on the scale of log p and log(-log p)
    (Kalbfleisch & Prentice 2002, section 1.4.1). Not a number where the scale has no value: at an estimate of 0, and
    for "log-log" also at 1.
    """
    if conf_type not in CONFIDENCE_TYPES:
        raise StatisticsError(f"conf_type {conf_type!r} is not known", do=f"write one of {', '.join(CONFIDENCE_TYPES)}")
    z = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if conf_type == "plain":
            margin = z * relative_error * estimate
            return np.maximum(estimate - margin, 0), np.minimum(estimate + margin, 1)
        usable = np.where((estimate > 0) & ((conf_type == "log") | (estimate < 1)), estimate, np.nan)
        if conf_type == "log":
            return np.exp(np.log(usable) - z * relative_error), np.minimum(
                np.exp(np.log(usable) + z * relative_error), 1
            )
        centre, margin = np.log(-np.log(usable)), z * relative_error / np.log(usable)
        return np.exp(-np.exp(centre - margin)), np.exp(-np.exp(centre + margin))
