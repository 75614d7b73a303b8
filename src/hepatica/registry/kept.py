"""What was worked out of the record asked about last: many checks ask one after another for the same."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Final, TypeVar, TypeVarTuple

from hepatica.registry.record import Record

Asked = TypeVarTuple("Asked")
Told = TypeVar("Told")


class _Last(threading.local):
    """The record asked about last in this thread, held weakly, and what functions told of it: function -> asked -> told."""

    def __init__(self) -> None:
        self.record: Callable[[], Record | None] = lambda: None
        self.told: dict[Callable[..., Any], dict[Hashable, Any]] = {}


_LAST: Final = _Last()


def kept(find: Callable[[Record, *Asked], Told]) -> Callable[[Record, *Asked], Told]:
    """A function of a record that works once for each thing asked, until another record is asked about.

    What it tells must not change: a tuple, no iterator. What is asked beside the record must be hashable.
    """

    @wraps(find)
    def recalled(record: Record, *asked: *Asked) -> Told:
        last = _LAST
        if last.record() is not record:
            last.record, last.told = weakref.ref(record), {}
        answers = last.told.get(find)
        if answers is None:
            answers = last.told[find] = {}
        if asked in answers:
            told: Told = answers[asked]
        else:
            told = answers[asked] = find(record, *asked)
        return told

    return recalled
