"""Log-rank tests of very many small trials at once, one row each, for simulation.

The same statistic as `log_rank` with two groups (hypergeometric variance, ties included), here as a signed z.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hepatica.statistics.arguments import Booleans, Floats, StatisticsError

Keys = NDArray[np.int64]

GROUP, CENSORED = 1, 2
"""The two lowest bits of a time, where group and censoring travel while the row is sorted."""


def many_log_rank(time: Floats, event: Booleans, group: Booleans) -> Floats:
    """z of every row: negative where the second group has fewer events than expected; 0 where nothing can be compared.

    time: trials x subjects, 0 or more. event, group: of the same shape (or broadcast to it); `group` is True in the second
    group. Times that differ by less than 4 units in the last place count as equal.
    Raises StatisticsError for shapes that differ and for times that are negative or not numbers.
    """
    times = np.ascontiguousarray(time, dtype=np.float64)
    if times.ndim != 2:
        raise StatisticsError(f"time has {times.ndim} dimensions", do="give one row per trial")
    try:
        flags = np.broadcast_to(event, times.shape), np.broadcast_to(group, times.shape)
    except ValueError:
        raise StatisticsError(
            f"time is {times.shape}, event {np.shape(event)}, group {np.shape(group)}",
            do="give all three the same shape",
        ) from None
    if not (times >= 0).all() or np.isinf(times).any():
        raise StatisticsError("a time is negative or not a finite number", do="give times since the origin, 0 or more")
    keys = (times + 0.0).view(np.int64) & ~(GROUP | CENSORED)  # + 0.0 takes the sign from a zero
    keys |= np.where(flags[0], 0, CENSORED) | np.where(flags[1], GROUP, 0)
    keys.sort(axis=1)  # by time; at the same time events come before censored times
    happened = (keys & CENSORED) == 0
    second = (keys & GROUP).astype(np.float64)
    if _tied(keys, happened):
        return _with_ties(keys, happened, second)
    at_risk = np.arange(times.shape[1], 0, -1, dtype=np.float64)
    share = _second_at_risk(second)
    share /= at_risk
    score = np.einsum("ij,ij->i", second - share, happened)
    return _ratio(score, np.einsum("ij,ij->i", share * (1 - share), happened))


def _second_at_risk(second: Floats) -> Floats:
    """Of each row in rising time: how many of the second group are at risk at each place."""
    up_to = np.cumsum(second, axis=1)
    return np.asarray(up_to[:, -1:] - up_to + second, dtype=np.float64)


def _tied(keys: Keys, happened: Booleans) -> bool:
    """Whether two events of a row share a time."""
    same = (keys[:, 1:] | (GROUP | CENSORED)) == (keys[:, :-1] | (GROUP | CENSORED))
    return bool((same & happened[:, 1:]).any())  # events come first: the one before is an event too


def _with_ties(keys: Keys, happened: Booleans, second: Floats) -> Floats:
    """As above, with everybody of a time at risk until the time has passed."""
    trials, n = keys.shape
    moment = keys | (GROUP | CENSORED)
    begins = np.ones((trials, n), dtype=np.bool_)
    begins[:, 1:] = moment[:, 1:] != moment[:, :-1]
    start = np.maximum.accumulate(np.where(begins, np.arange(n), 0), axis=1)
    so_far = np.cumsum(happened, axis=1)
    ends = np.ones((trials, n), dtype=np.bool_)
    ends[:, :-1] = begins[:, 1:]
    last = np.minimum.accumulate(np.where(ends, np.arange(n), n)[:, ::-1], axis=1)[:, ::-1]
    before: Keys = np.take_along_axis(so_far - happened, start, axis=1)
    events = (np.take_along_axis(so_far, last, axis=1) - before).astype(np.float64)
    at_risk = (n - start).astype(np.float64)
    share = np.take_along_axis(_second_at_risk(second), start, axis=1) / at_risk
    score = np.einsum("ij,ij->i", second - share, happened)
    fewer = (at_risk - events) / np.maximum(at_risk - 1, 1)  # one event each: d of them add up to d (n - d) / (n - 1)
    return _ratio(score, np.einsum("ij,ij->i", share * (1 - share) * fewer, happened))


def _ratio(score: Floats, variance: Floats) -> Floats:
    # of an empty row, rounding can leave a variance of the size of the last place
    usable = variance > 1e-12
    return np.divide(score, np.sqrt(np.where(usable, variance, 1.0)), out=np.zeros_like(score), where=usable)
