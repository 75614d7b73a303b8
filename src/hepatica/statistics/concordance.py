"""Concordance of a risk score with survival: the share of comparable pairs in which the higher score fails first.

Harrell et al., JAMA 1982;247:2543; definition of pairs and ties as in R `survival::concordance` (timewt "n"): an event
is compared with everyone in its stratum who is at risk at its time and fails later or is censored then or later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hepatica.statistics.arguments import Booleans, Floats, Integers, Observations, labels, numbers, observations
from hepatica.statistics.products import row_sums


@dataclass(frozen=True, slots=True)
class Concordance:
    """Pairs (sums of products of weights) and the index (concordant + tied / 2) / all; tied: equal scores."""

    concordant: float
    discordant: float
    tied: float
    index: float


def concordance(
    time: ArrayLike,
    event: ArrayLike,
    score: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Concordance:
    """Compare n scores (higher: earlier event) with follow-up. Not a number where no two subjects are comparable.

    time, event, entry, weights: see `Observations`. strata: n labels; pairs are made within strata only.
    """
    observed = observations(time, event, entry=entry, weights=weights)
    n = len(observed.time)
    codes = np.zeros(n, dtype=np.int64) if strata is None else labels(strata, "strata", n)[1]
    return concordance_of(observed, codes, numbers(score, "score", n))


def concordance_of(observed: Observations, strata: Integers, score: Floats) -> Concordance:
    """`concordance` of checked arguments. strata: n codes from 0."""
    n = len(observed.time)
    weights = np.ones(n) if observed.weights is None else observed.weights
    ranks = np.unique(score, return_inverse=True)[1].astype(np.int64)
    counts = _pairs(-observed.time, ~observed.event, observed, strata, ranks, weights)
    if observed.entry is not None:  # those who enter at or after the event were not there to compare with
        counts = counts - _pairs(-observed.entry, np.ones(n, dtype=np.bool_), observed, strata, ranks, weights)
    concordant, discordant, tied = (float(x) for x in counts)
    total = concordant + discordant + tied
    index = (concordant + tied / 2) / total if total > 0 else float("nan")
    return Concordance(concordant, discordant, tied, index)


def _pairs(
    place: Floats,
    at_tie: Booleans,
    observed: Observations,
    strata: Integers,
    ranks: Integers,
    weights: Floats,
) -> Floats:
    """Weight of pairs (event, subject) with the subject's score lower, higher and equal.

    A subject pairs with the events of its stratum at a -time above `place`, or equal to it if `at_tie`.
    """
    n, events = len(place), np.flatnonzero(observed.event)
    position = np.concatenate((place, -observed.time[events]))
    turn = np.concatenate((np.where(at_tie, 0, 2), np.ones(len(events), dtype=np.int64)))
    who = np.concatenate((np.arange(n), events))
    order = np.lexsort((turn, position, strata[who]))
    who, query = who[order], turn[order] == 1
    mass = np.where(query, 0.0, weights[who])
    # with the stratum in front of the rank, all members of earlier strata are lower: they are taken away again
    lower, higher = _mass_before(strata[who] * (int(ranks.max()) + 1) + ranks[who], mass)
    before = np.concatenate(([0.0], np.cumsum(mass)))
    elsewhere = before[np.searchsorted(strata[who], strata[who], side="left")]
    own = np.where(query, weights[who], 0.0)
    concordant, discordant, all_pairs = row_sums(np.array([lower - elsewhere, higher, before[:-1] - elsewhere]), own)
    return np.array([concordant, discordant, all_pairs - concordant - discordant])


def _mass_before(ranks: Integers, mass: Floats) -> tuple[Floats, Floats]:
    """For each element of a sequence the mass of earlier elements of lower and of higher rank, in O(n log n).

    Bit by bit, from the highest: the sequence is parted, order kept, into blocks that agree in all bits above. Within
    its block an element whose bit is 1 has the earlier elements whose bit is 0 below it, and the other way round.
    """
    lower, higher = np.zeros((2, len(ranks)))
    order = np.arange(len(ranks))
    for bit in reversed(range(int(ranks.max()).bit_length())):
        key = ranks[order]
        high = ((key >> bit) & 1).astype(np.bool_)
        starts = np.flatnonzero(np.diff(key >> (bit + 1), prepend=-1))
        sizes = np.diff(starts, append=len(key))
        own = mass[order]
        lows, highs = (_running(np.where(part, own, 0.0), starts, sizes) for part in (~high, high))
        lower[order[high]] += lows[high]
        higher[order[~high]] += highs[~high]
        count = _running((~high).astype(np.int64), starts, sizes)  # of low elements so far in the block
        low_total = np.repeat(np.add.reduceat((~high).astype(np.int64), starts), sizes)
        start, place = np.repeat(starts, sizes), np.arange(len(key))
        target = np.where(high, place + low_total - count, start + count - 1)
        parted = np.empty_like(order)
        parted[target] = order
        order = parted
    return lower, higher


def _running(values: NDArray[Any], starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> NDArray[Any]:
    """Running sums, each element included, that start afresh at every block."""
    total: NDArray[Any] = np.cumsum(values)
    within: NDArray[Any] = total - np.repeat(total[starts] - values[starts], sizes)
    return within
