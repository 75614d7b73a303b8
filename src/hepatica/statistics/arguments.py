"""Arguments of the survival functions, checked once and turned into plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hepatica.errors import HepaticaError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


class StatisticsError(HepaticaError, ValueError):
    """An argument of a statistical function that cannot be used; it names the argument and the element."""


@dataclass(frozen=True, slots=True)
class Observations:
    """Follow-up of n subjects, each at risk on (entry, time], checked.

    time: n, end of follow-up, finite, 0 or more. event: n, True where the event happened at `time`.
    entry: n, start of being at risk, before `time`; None where everybody is at risk from the start.
    weights: n, positive; None where every subject counts once.
    """

    time: Floats
    event: Booleans
    entry: Floats | None = None
    weights: Floats | None = None


def observations(
    time: ArrayLike, event: ArrayLike, *, entry: ArrayLike | None = None, weights: ArrayLike | None = None
) -> Observations:
    """Check the arguments that all survival functions share.

    Raises StatisticsError for lengths that differ, missing or negative times, entry at or after time, events other
    than 0 and 1, and weights that are not positive.
    """
    times = numbers(time, "time")
    if not len(times):
        raise StatisticsError("there is no subject: time is empty")
    refuse(times < 0, times, "time", "is negative", "give the time since the origin, 0 or more")
    events = _flags(event, len(times))
    entries = None if entry is None else numbers(entry, "entry", len(times))
    if entries is not None:
        late = entries >= times
        refuse(
            late, entries, "entry", "is not before time", "leave out subjects whose follow-up ends before they enter"
        )
    positive = None if weights is None else numbers(weights, "weights", len(times))
    if positive is not None:
        refuse(positive <= 0, positive, "weights", "is not positive", "leave out subjects with weight 0")
    return Observations(times, events, entries, positive)


def numbers(values: ArrayLike, name: str, length: int | None = None) -> Floats:
    """`values` as a one-dimensional float array without missing or infinite elements, of `length` if given."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise StatisticsError(f"{name} holds something that is not a number", do=f"give {name} as numbers") from error
    one_dimension(array, name, length)
    refuse(~np.isfinite(array), array, name, "is not a finite number", "leave out or complete missing values first")
    return array


def labels(values: ArrayLike, name: str, length: int) -> tuple[tuple[Any, ...], Integers]:
    """The distinct values in sorted order, and for each element the position of its value among them."""
    array = np.asarray(values)
    one_dimension(array, name, length)
    missing = np.array([v is None or v != v for v in array]) if array.dtype.kind == "O" else array != array
    refuse(missing, array, name, "is missing", "leave out subjects whose value is unknown, or give them a label")
    try:
        distinct, codes = np.unique(array, return_inverse=True)
    except TypeError as error:
        raise StatisticsError(f"{name} mixes values that cannot be ordered", do=f"give {name} one type") from error
    return tuple(distinct.tolist()), codes.astype(np.int64, copy=False)


def probability(value: float, name: str) -> float:
    """`value`, if it lies strictly between 0 and 1."""
    if not 0 < value < 1:
        raise StatisticsError(f"{name} is {value}: it must lie between 0 and 1", do="write 0.95 for 95 percent")
    return float(value)


def one_dimension(array: NDArray[Any], name: str, length: int | None = None) -> None:
    """Refuse an array of more or fewer dimensions than one, or of another length."""
    if array.ndim != 1:
        raise StatisticsError(f"{name} has {array.ndim} dimensions", do=f"give {name} as one number per subject")
    if length is not None and len(array) != length:
        raise StatisticsError(f"{name} has {len(array)} elements and time has {length}", do="give one per subject")


def refuse(wrong: Booleans, values: NDArray[Any], name: str, why: str, do: str) -> None:
    """Raise StatisticsError naming the first element of `values` that is `wrong`, if any."""
    if wrong.any():
        first = int(np.argmax(wrong))
        more = int(wrong.sum()) - 1
        others = f" (and {more} more)" if more else ""
        raise StatisticsError(f"{name} {why}: {values[first]} at position {first}, counted from 0{others}", do=do)


def _flags(event: ArrayLike, length: int) -> Booleans:
    array = np.asarray(event)
    if array.dtype == np.bool_:
        one_dimension(array, "event", length)
        return array
    values = numbers(event, "event", length)
    refuse((values != 0) & (values != 1), values, "event", "is neither 0 nor 1", "give 1 for an event, 0 for censored")
    return np.equal(values, 1)
