"""Plans computed on Polars: for one frame of facts, or for batches of whole subjects, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from hepatica.rules.columnar.engine import Frame, lazy
from hepatica.rules.columnar.on_polars.batch import Batch, Needs, empty, read
from hepatica.rules.columnar.on_polars.program import native
from hepatica.rules.columnar.on_polars.shelf import PolarsShelf
from hepatica.rules.columnar.shelf import Shelf

TOGETHER: Final = 140_000
"""Subjects that are computed together, if they come in smaller batches."""

WORKERS: Final = 1 + (os.cpu_count() or 1)
"""Plans that are computed at the same time: one more than there are cores, because they wait for one another now and then."""

Plan = Callable[[Shelf], Frame]
"""Plans a frame of subjects over a shelf."""


class _Planned:
    """One plan, ready to be computed for a batch."""

    def __init__(self, plan: Plan) -> None:
        self._shelf = PolarsShelf()
        self._answers = self._shelf.program.compute(plan(self._shelf))

    @property
    def steps(self) -> int:
        """How many steps it takes."""
        return len(self._shelf.program)

    def of(self, batch: Batch) -> pl.DataFrame:
        """The frame for the subjects of a batch, by their names."""
        self._shelf.batch = batch
        try:
            self._shelf.program.run()
            return self._answers.frame.with_columns(batch.names.alias("subject"))
        finally:
            self._shelf.program.clear()
            self._shelf.batch = None


def compute(plans: Mapping[str, Plan], facts: IntoFrame, subjects: IntoFrame, words: Collection[str]) -> dict[str, Any]:
    """Each plan's frame, sorted by subject, lazy if `subjects` was; facts are read once."""
    planned = {name: _Planned(plan) for name, plan in plans.items()}
    batch = read([(_polars(facts), _names(subjects))], words)
    found = {name: each.of(batch) for name, each in planned.items()}
    eager = isinstance(nw.from_native(subjects), nw.DataFrame)
    return {name: frame if eager else frame.lazy() for name, frame in found.items()}


def compute_batches(
    plans: Mapping[str, Plan],
    batches: Iterable[tuple[IntoFrame, IntoFrame]],
    words: Collection[str],
    together: int = TOGETHER,
) -> Iterator[dict[str, pl.DataFrame]]:
    """Each plan's frames, for some batches at a time. The next ones are read while some are computed.

    together: batches are joined until they hold so many subjects, because the work for a batch, however small, has its price.
    """
    planned = {name: _Planned(plan) for name, plan in plans.items()}
    needs, waiting = _needs(planned), _grouped(batches, together)
    longest_first = sorted(planned, key=lambda name: planned[name].steps, reverse=True)

    def parted() -> Batch | None:
        group = next(waiting, None)
        return None if group is None else read(group, words, needs)

    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(WORKERS) as workers:
        batch = parted()
        while batch is not None:
            coming = reader.submit(parted)
            jobs = {name: workers.submit(planned[name].of, batch) for name in longest_first}
            yield {name: jobs[name].result() for name in planned}
            batch = coming.result()


def _grouped(
    batches: Iterable[tuple[IntoFrame, IntoFrame]], together: int
) -> Iterator[list[tuple[pl.LazyFrame, pl.Series]]]:
    group: list[tuple[pl.LazyFrame, pl.Series]] = []
    for facts, subjects in batches:
        group.append((_polars(facts), _names(subjects)))
        if sum(len(who) for _, who in group) >= together:
            yield group
            group = []
    if group:
        yield group


def _names(subjects: IntoFrame) -> pl.Series:
    return _polars(subjects).select("subject").collect().to_series()


def _needs(planned: Mapping[str, _Planned]) -> Needs:
    """The columns that the plans look at, found by computing them for nobody."""
    batch = empty(pl.Series("subject", [], dtype=pl.String))
    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(lambda each: each.of(batch), planned.values()))
    return batch.asked


def _polars(frame: IntoFrame) -> pl.LazyFrame:
    return native(lazy(frame))
