"""Risk sets of all event times at once: who is at risk when, by sorting once and summing along the order.

Subjects are held in the order of (stratum, falling time). Within a stratum the subjects still at risk at an event
time are then a prefix, less (with delayed entry) the prefix of those who have not entered: a sum over a risk set is
a cumulative sum. This is the layout of Therneau & Grambsch 2000, section 3.2, done columnwise. Sums start afresh in
each stratum: differences of sums over all strata would lose the digits of a stratum with small risks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hepatica.statistics.arguments import Booleans, Floats, Integers, Observations


@dataclass(frozen=True, slots=True)
class RiskSets:
    """G distinct (stratum, event time) pairs, in the order of (stratum, falling time), and who of n is at risk at each.

    order: n, the subjects in sorted order; every other array over subjects is in that order.
    event: n. cell: n_events, the pair at which each subject with an event (in sorted order) has it.
    times, stratum: G. subjects, pairs: where each stratum's subjects and pairs begin, and the end.
    reach: G, the position behind the last subject with follow-up to the time or longer.
    waiting: the order of (stratum, falling entry) among sorted subjects, and per pair the position behind the last
    subject who has not entered before the time; None without delayed entry.
    since, entered: n, the first pair of a subject's follow-up and the pair behind its last (None without delayed
    entry), counted with one empty slot at the end of each stratum.
    """

    order: Integers
    event: Booleans
    cell: Integers
    times: Floats
    stratum: Integers
    subjects: Integers
    pairs: Integers
    reach: Integers
    waiting: tuple[Integers, Integers] | None
    since: Integers
    entered: Integers | None

    def at_risk(self, values: Floats) -> Floats:
        """Sum over the risk set of each pair: values (..., n) in sorted order to (..., G)."""
        total = np.take(_cumulate(values, self.subjects), self.reach - 1, axis=-1)
        if self.waiting is None:
            return total
        order, reach = self.waiting
        somebody = reach > self.subjects[self.stratum]
        absent = np.take(_cumulate(values[..., order], self.subjects), reach - 1, axis=-1)
        return np.where(somebody, total - absent, total)

    def at_event(self, values: Floats) -> Floats:
        """Sum over the subjects with the event at each pair: values (..., n_events) to (..., G)."""
        bounds = np.flatnonzero(np.diff(self.cell, prepend=-1))
        sums: Floats = np.add.reduceat(values, bounds, axis=-1)
        return sums

    def over_follow_up(self, values: Floats) -> Floats:
        """Sum over the pairs at which each subject is at risk: values (G) to (n)."""
        # from the earliest pair upwards, so that one huge late increment leaves the digits of the early ones
        rising = _cumulate(values[::-1], len(values) - self.pairs[::-1])[::-1]
        total = np.zeros(len(values) + len(self.pairs) - 1)
        total[np.arange(len(values)) + self.stratum] = rising
        sums: Floats = total[self.since]
        return sums if self.entered is None else sums - total[self.entered]


def risk_sets(observed: Observations, strata: Integers | None = None) -> RiskSets:
    """Sort subjects into risk sets. strata: n codes 0, 1, …, each in use. There must be at least one event."""
    order = _falling(observed.time, strata)
    time, event = observed.time[order], observed.event[order]
    codes = np.zeros(len(time), dtype=np.int64) if strata is None else strata[order]
    changed = (time[1:] != time[:-1]) | (codes[1:] != codes[:-1])
    opens = np.flatnonzero(np.concatenate(([True], changed)))  # first subject of every distinct (stratum, time)
    closes = np.append(opens[1:], len(time))
    has_event = np.add.reduceat(event, opens, dtype=np.int64) > 0
    before = np.concatenate(([0], np.cumsum(has_event)))  # event pairs up to each distinct (stratum, time)
    start = np.repeat(before[:-1], closes - opens)
    times, stratum = time[opens[has_event]], codes[opens[has_event]]
    every = np.arange(codes[-1] + 2)
    entered, waiting = None, None
    if observed.entry is not None:
        entry = observed.entry[order]
        late = _falling(entry, codes)
        entered = _entered(times, stratum, entry, codes) + codes
        waiting = (late, _not_entered(entry[late], codes[late], times, stratum))
    return RiskSets(
        order,
        event,
        start[event],
        times,
        stratum,
        np.searchsorted(codes, every),
        np.searchsorted(stratum, every),
        closes[has_event],
        waiting,
        start + codes,
        entered,
    )


def _cumulate(values: Floats, bounds: Integers) -> Floats:
    """Cumulative sums along the last axis that start afresh at every bound."""
    if len(bounds) == 2:
        return np.cumsum(values, axis=-1, dtype=np.float64)
    total = np.empty_like(values)
    for start, end in pairwise(bounds.tolist()):
        np.cumsum(values[..., start:end], axis=-1, out=total[..., start:end])
    return total


def _falling(values: Floats, strata: Integers | None) -> Integers:
    """The order of (stratum, falling value)."""
    if strata is None:
        return np.argsort(-values, kind="stable")
    return np.lexsort((-values, strata))


def _entered(times: Floats, stratum: Integers, entry: Floats, codes: Integers) -> Integers:
    """For each subject the pairs of its stratum and those before, as far as the time is after its entry."""
    pairs, subjects = _keys((times, stratum), (entry, codes))
    return np.searchsorted(pairs, subjects, side="left")


def _not_entered(entry: Floats, codes: Integers, times: Floats, stratum: Integers) -> Integers:
    """For each pair the subjects (sorted by falling entry) of its stratum and those before, with entry >= time."""
    subjects, pairs = _keys((entry, codes), (times, stratum))
    return np.searchsorted(subjects, pairs, side="right")


def _keys(one: tuple[Floats, Integers], two: tuple[Floats, Integers]) -> tuple[Integers, Integers]:
    """Integers that sort like (stratum, falling time), for both of two lists."""
    times = np.concatenate((one[0], two[0]))
    distinct, rank = np.unique(-times, return_inverse=True)
    key = np.concatenate((one[1], two[1])) * len(distinct) + rank
    return key[: len(one[0])], key[len(one[0]) :]
