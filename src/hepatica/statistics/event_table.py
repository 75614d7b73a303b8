"""The life table behind a Kaplan-Meier curve: how many are at risk, have the event or are censored at each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hepatica.statistics.arguments import Floats, Integers, Observations


@dataclass(frozen=True, slots=True)
class EventTable:
    """One row per distinct end of follow-up, in rising order; counts are sums of weights.

    n_risk: at risk just before the time (entry < time <= end of follow-up). n_event, n_censor: ending at the time.
    """

    times: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats


def event_table(observed: Observations) -> EventTable:
    """Count at every distinct time.

    Times are tied only if they are equal as floating-point numbers (R also ties times within 1e-8 of each other,
    `timefix`): give days, or times rounded to the precision they were measured with.
    """
    order = np.argsort(observed.time, kind="stable")
    time = observed.time[order]
    first = np.flatnonzero(np.concatenate(([True], time[1:] != time[:-1])))
    event = observed.event[order]
    counts = _risk_counts(observed, time[first], first)
    deaths = np.add.reduceat(event, first, dtype=np.int64)
    if observed.weights is None:
        ends = np.diff(first, append=len(time))
        return EventTable(time[first], counts.astype(float), deaths.astype(float), (ends - deaths).astype(float))
    weight = observed.weights[order]
    n_event = np.add.reduceat(np.where(event, weight, 0.0), first)
    n_censor = np.add.reduceat(np.where(event, 0.0, weight), first)
    n_risk = np.cumsum((n_event + n_censor)[::-1])[::-1]
    if observed.entry is not None:
        n_risk = n_risk - _weight_not_entered(observed.entry, observed.weights, time[first])
    # where all at risk have the event the curve ends at exactly 0, whatever the rounding of the two sums
    n_risk = np.where(counts == deaths, n_event, n_risk)
    return EventTable(time[first], n_risk, n_event, n_censor)


def _risk_counts(observed: Observations, times: Floats, first: Integers) -> Integers:
    """Subjects at risk at each time, unweighted."""
    remaining = len(observed.time) - first
    if observed.entry is None:
        return remaining
    entered = np.searchsorted(np.sort(observed.entry), times, side="left")
    return remaining - (len(observed.entry) - entered)


def _weight_not_entered(entry: Floats, weights: Floats, times: Floats) -> Floats:
    order = np.argsort(entry, kind="stable")
    waiting = np.append(np.cumsum(weights[order][::-1])[::-1], 0.0)
    return waiting[np.searchsorted(entry[order], times, side="left")]
