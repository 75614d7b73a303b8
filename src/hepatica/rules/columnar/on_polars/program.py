"""A query that is planned once and computed again and again, for other data each time.

Planning a rule set takes longer than computing it for a thousand subjects. So its steps are written down: each is a query
over the tables of earlier steps, which are looked up when it is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from hepatica.rules.columnar.engine import Frame

Columns = Callable[[Sequence[str]], pl.DataFrame]
"""Makes a table of the columns asked for."""


@dataclass
class Table:
    """What a step has computed; None before and after."""

    _frame: pl.DataFrame | None = field(default=None)

    @property
    def frame(self) -> pl.DataFrame:
        """The table, while it is there."""
        if self._frame is None:
            raise RuntimeError("a table is used before it is computed or after it was put away")
        return self._frame

    def columns(self, names: Sequence[str]) -> pl.DataFrame:
        """Some of its columns."""
        return self.frame[list(names)]

    def fill(self, frame: pl.DataFrame) -> None:
        """Keep what a step has computed."""
        self._frame = frame

    def clear(self) -> None:
        """Let go of it."""
        self._frame = None


class Program:
    """Steps in the order they were planned in."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []
        self._tables: list[Table] = []

    def __len__(self) -> int:
        return len(self._steps)

    def table(self) -> Table:
        """A new table, emptied after each run."""
        self._tables.append(Table())
        return self._tables[-1]

    def then(self, work: Callable[[], None]) -> None:
        """Do this next."""
        self._steps.append(work)

    def compute(self, frame: Frame) -> Table:
        """Compute a frame next."""
        table, plan = self.table(), native(frame)
        self.then(lambda: table.fill(computed(plan)))
        return table

    def settled(self, frame: Frame) -> tuple[Frame, Table]:
        """The same frame, computed once, and the table that holds it."""
        schema = native(frame).collect_schema()
        table = self.compute(frame)
        return source(schema, table.columns), table

    def run(self) -> None:
        """Compute every step."""
        for step in self._steps:
            step()

    def clear(self) -> None:
        """Let go of all tables."""
        for table in self._tables:
            table.clear()


def source(schema: Mapping[str, pl.DataType], columns: Columns) -> Frame:
    """A frame whose columns are asked for whenever it is computed."""

    def read(
        names: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        frame = columns(list(schema) if names is None else names)
        frame = frame if n_rows is None else frame.head(n_rows)
        yield frame if predicate is None else frame.filter(predicate)

    lazy: Frame = nw.from_native(register_io_source(read, schema=dict(schema), is_pure=False))
    return lazy


def computed(plan: pl.LazyFrame) -> pl.DataFrame:
    """The rows of a small query over what is in memory: to stream them would take longer than the work."""
    return plan.collect(engine="in-memory")


def native(frame: Frame) -> pl.LazyFrame:
    """The frame as Polars knows it."""
    plan: pl.LazyFrame = frame.to_native()
    return plan
