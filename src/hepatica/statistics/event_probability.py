"""The probability that a subject's event is seen: exponential times, uniform accrual, administrative and other censoring.

Lachin & Foulkes, Biometrics 1986;42:507, section 4 (their equation 4.1 gives the expected events under exponential losses).
All times and hazards are in one unit; months here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Floats, StatisticsError


def event_probability(
    hazard: ArrayLike,
    *,
    accrual: ArrayLike = 0.0,
    follow_up: ArrayLike,
    loss: ArrayLike = 0.0,
    horizon: ArrayLike = np.inf,
) -> Floats:
    """The share of subjects whose event is seen. Arguments are broadcast against each other.

    hazard: of the event, per month. accrual: subjects enter uniformly over so many months. follow_up: months from the
    last entry to the end. loss: hazard of being lost. horizon: nobody is followed longer than this.
    Raises StatisticsError for a hazard that is not positive, a negative time, and where nobody is followed.

    >>> round(float(event_probability(np.log(2) / 11, follow_up=11)), 3)
    0.5
    """
    rate, entry, least, lost, cap = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (hazard, accrual, follow_up, loss, horizon))
    )
    _refuse(rate, rate <= 0, "the hazard", "give a rate above 0")
    _refuse(entry, entry < 0, "the accrual", "give months, 0 or more")
    _refuse(least, least < 0, "the follow-up", "give months, 0 or more")
    _refuse(lost, lost < 0, "the hazard of loss", "give a rate, 0 or more")
    _refuse(cap, cap <= 0, "the horizon", "give months above 0")
    if ((entry + least) <= 0).any():
        raise StatisticsError("nobody is followed: accrual and follow-up are both 0", do="give one of them in months")
    both = rate + lost
    low, inside = _planned(entry, least, cap)
    beyond = entry - inside  # of the accrual: who reaches the horizon
    spread = np.where(entry > 0, entry, 1.0)
    falling = np.exp(-both * low) * -np.expm1(-both * inside) / both
    mean = (falling + beyond * np.exp(-both * (low + inside))) / spread
    left = np.where(entry > 0, mean, np.exp(-both * low))
    return np.asarray(rate / both * (1 - left), dtype=np.float64)


def mean_follow_up(accrual: ArrayLike, follow_up: ArrayLike, horizon: ArrayLike = np.inf) -> Floats:
    """The planned follow-up of the average subject in months: between the last and the first to enter, up to the horizon.

    >>> float(mean_follow_up(12, 24)), float(mean_follow_up(24, 28, horizon=36).round(2))
    (30.0, 34.67)
    """
    entry, least, cap = (np.asarray(value, dtype=np.float64) for value in (accrual, follow_up, horizon))
    low, inside = _planned(entry, least, cap)
    part = np.where(entry > 0, inside / np.where(entry > 0, entry, 1.0), 0.0)
    return np.asarray(low + part * inside / 2 + (1 - part) * inside, dtype=np.float64)


def _planned(accrual: Floats, follow_up: Floats, horizon: Floats) -> tuple[Floats, Floats]:
    """The shortest planned follow-up, and how much longer the longest is (not taken as a difference, which would cancel)."""
    return np.minimum(follow_up, horizon), np.minimum(np.maximum(horizon - follow_up, 0.0), accrual)


def loss_hazard(share: ArrayLike, by: ArrayLike) -> Floats:
    """The hazard of loss with which a share of subjects is lost by a time, if nothing else ends their follow-up.

    Raises StatisticsError for a share outside 0 to 1 (1 itself too: then everybody is lost at once).
    """
    lost, time = np.asarray(share, dtype=np.float64), np.asarray(by, dtype=np.float64)
    _refuse(lost, (lost < 0) | (lost >= 1), "the loss", "give a share from 0 to below 1, such as 0.1")
    _refuse(time, time <= 0, "the time of the loss", "give months above 0")
    return np.asarray(-np.log1p(-lost) / time, dtype=np.float64)


def hazard_of(share: ArrayLike, by: ArrayLike) -> Floats:
    """The hazard with which a share of subjects has the event by a time. Raises StatisticsError for a share not in (0, 1)."""
    had, time = np.asarray(share, dtype=np.float64), np.asarray(by, dtype=np.float64)
    _refuse(had, (had <= 0) | (had >= 1), "the share with the event", "give a share between 0 and 1")
    _refuse(time, time <= 0, "the time of the share", "give months above 0")
    return np.asarray(-np.log1p(-had) / time, dtype=np.float64)


def _refuse(values: Floats, wrong: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], what: str, do: str) -> None:
    wrong = wrong | np.isnan(values)
    if wrong.any():
        raise StatisticsError(f"{what} is {float(values[wrong].flat[0]):g}", do=do)
