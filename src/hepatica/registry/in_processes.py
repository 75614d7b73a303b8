"""The same work on many pieces, in several processes, the answers in the order of the pieces."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Final, Generic, NamedTuple, TypeVar

from hepatica.errors import HepaticaError

AT_ONCE: Final = 32
"""Pieces that are sent to a process together: some tenths of a second of work."""

WORTH: Final = 256
"""Pieces below which processes are not worth the second that each takes to start."""

Piece = TypeVar("Piece")
Told = TypeVar("Told")


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def told_of(work: Callable[[Iterable[Piece]], Iterator[Told]], pieces: Iterable[Piece], jobs: int) -> Iterator[Told]:
    """What the work tells of pieces, piece after piece; at most `WORTH` pieces, or what the processes need, are held.

    work: a function of a module, or an object, that can be sent to a process; it tells any number of things of each piece.
    jobs: processes; with 1, and where there are few pieces, everything happens here. A HepaticaError of the work, or of the
    pieces, is raised when the pieces before have been told.
    """
    ended: list[HepaticaError] = []
    yield from _all_told(work, _until(pieces, ended), jobs)
    if ended:
        raise ended[0]


def _until(pieces: Iterable[Piece], ended: list[HepaticaError]) -> Iterator[Piece]:
    """The pieces up to an error in reading them, which is kept."""
    try:
        yield from pieces
    except HepaticaError as error:
        ended.append(error)


def _all_told(work: Callable[[Iterable[Piece]], Iterator[Told]], pieces: Iterable[Piece], jobs: int) -> Iterator[Told]:
    waiting = iter(pieces)
    few = list(islice(waiting, WORTH)) if jobs > 1 else []
    if len(few) < WORTH:
        yield from work(chain(few, waiting))
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running: deque[Future[_Ended[Told]]] = deque()
        try:
            for some in _batches(chain(few, waiting)):
                running.append(pool.submit(_all, work, some))
                if len(running) > 2 * jobs:
                    yield from _told(running.popleft().result())
            while running:
                yield from _told(running.popleft().result())
        finally:
            pool.shutdown(cancel_futures=True)


def _batches(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    while some := list(islice(pieces, AT_ONCE)):
        yield some


class _Ended(NamedTuple, Generic[Told]):
    """What was told of some pieces, and the error that ended it."""

    told: list[Told]
    error: HepaticaError | None


def _all(work: Callable[[Iterable[Piece]], Iterator[Told]], pieces: list[Piece]) -> _Ended[Told]:
    told: list[Told] = []
    try:
        told.extend(work(pieces))  # which keeps what came before an error
    except HepaticaError as error:
        return _Ended(told, error)
    return _Ended(told, None)


def _told(ended: _Ended[Told]) -> Iterator[Told]:
    yield from ended.told
    if ended.error is not None:
        raise ended.error
