"""Facts of numbered subjects, and frames of subjects as columns in the order of their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw
import numpy as np
import polars as pl

from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.on_polars.batch import COLUMNS, Batch
from hepatica.rules.columnar.on_polars.program import Program, Table, computed, native, source
from hepatica.rules.columnar.on_polars.reductions import Numbers, Runs, nothing
from hepatica.rules.columnar.shelf import Beside, Lookups, Total


class PolarsShelf:
    """A shelf over the batch of facts that is at hand when the program runs."""

    def __init__(self) -> None:
        self.program = Program()
        self.batch: Batch | None = None
        self._loose: list[Table] = []
        self._computed: dict[int, Table] = {}
        self._of_some: set[int] = set()
        self._frames: list[Frame] = []

    @property
    def _at_hand(self) -> Batch:
        if self.batch is None:
            raise RuntimeError("no batch of facts is at hand")
        return self.batch

    @property
    def subjects(self) -> Frame:
        """Every subject's number."""
        return source({"subject": pl.UInt32()}, lambda names: pl.DataFrame({"subject": self._at_hand.numbers}))

    # ------------------------------------------------------------ rows

    def rows(self, variable: str, lookups: Lookups, beside: Beside | None = None) -> Frame:
        """The facts of a variable. What follows from a column's value is worked out once for each value."""
        schema = dict(COLUMNS)
        looked: dict[str, tuple[Table, list[str]]] = {}
        for column, expressions in lookups.items():
            kinds, table = self._looked_up(variable, column, expressions)
            schema |= kinds
            looked[column] = table, list(expressions)
        days, columns = None, tuple[str, ...]()
        if beside is not None:
            days, columns = self._computed[id(beside.frame)], beside.columns
            kinds = native(beside.frame).collect_schema()
            schema |= {name: kinds[name] for name in columns}

        def taken(names: Sequence[str]) -> pl.DataFrame:
            batch, asked = self._at_hand, set(names)
            parts = [pl.DataFrame([batch.column(variable, name) for name in names if name in COLUMNS])]
            for column, (table, own) in looked.items():
                if wanted := [name for name in own if name in asked]:
                    parts.append(table.columns(wanted)[batch.values(variable, column).places])
            wanted = [name for name in columns if name in asked]
            if days is not None and wanted:
                parts.append(days.columns(wanted)[batch.column(variable, "subject")])
            return pl.concat(parts, how="horizontal")[list(names)]

        return source(schema, taken)

    def _looked_up(
        self, variable: str, column: str, expressions: Mapping[str, nw.Expr]
    ) -> tuple[Mapping[str, pl.DataType], Table]:
        """What follows from each value of a column; kept from batch to batch while the values are the same."""
        kind = COLUMNS[column]
        kind = pl.String() if isinstance(kind, pl.Categorical) else kind
        plan = native(
            source({column: kind}, lambda names: self._values(variable, column).to_frame(column)).select(**expressions)
        )
        table, known = Table(), pl.Series()

        def work() -> None:
            nonlocal known
            values = self._values(variable, column)
            if known.dtype != values.dtype or not known.equals(values):
                table.fill(computed(plan))
                known = values

        self.program.then(work)
        return plan.collect_schema(), table

    def _values(self, variable: str, column: str) -> pl.Series:
        return self._at_hand.values(variable, column).values

    def with_limits(self, rows: Frame, limits: Mapping[str, Total]) -> Frame:
        """The rows with totals of their subject beside each of them."""
        plan = self._inputs(rows, limits)
        schema = native(plan).collect_schema()
        table = self._kept(self.program.table())

        def work() -> None:
            runs, inputs = _runs(computed(native(plan)), self._at_hand)
            found = {name: runs.total(inputs[name].to_numpy(), total.how) for name, total in limits.items()}
            spread = (_column(name, np.repeat(found[name], runs.lengths), total) for name, total in limits.items())
            table.fill(pl.DataFrame(list(spread)))

        self.program.then(work)
        beside = source({name: schema[name] for name in limits}, table.columns)
        wide: Frame = nw.from_native(pl.concat([native(rows), native(beside)], how="horizontal"))
        return wide

    # ------------------------------------------------------------ subjects

    def totals(self, rows: Frame, totals: Mapping[str, Total]) -> Frame:
        """A frame of the subjects that have rows."""
        plan = native(self._inputs(rows, totals))
        table = self._kept(self.program.table())

        def work() -> None:
            runs, inputs = _runs(computed(plan), self._at_hand)
            found = [
                _column(name, runs.total(inputs[name].to_numpy(), total.how), total) for name, total in totals.items()
            ]
            table.fill(pl.DataFrame([pl.Series("subject", runs.who), *found]))

        self.program.then(work)
        return self._noted(source(plan.collect_schema(), table.columns), self._of_some)

    def answers(self, found: Frame, answers: Mapping[str, tuple[nw.Expr, int]]) -> Frame:
        """Expressions over the totals, and what holds for subjects without rows."""
        defaults = {name: default for name, (_, default) in answers.items()}
        columns = {name: truth.cast(nw.Int8) for name, (truth, _) in answers.items()}
        plan, table = native(found.select("subject", **columns)), self.program.table()

        def work() -> None:
            some, numbers = computed(plan), self._at_hand.numbers
            who = some["subject"].to_numpy()
            whole = {name: np.full(len(numbers), default, dtype=np.int8) for name, default in defaults.items()}
            for name, column in whole.items():
                column[who] = some[name].to_numpy()
            table.fill(pl.DataFrame({"subject": numbers, **whole}))

        self.program.then(work)
        return self._settled(source(plan.collect_schema(), table.columns), table)

    def joined(self, frames: Sequence[Frame]) -> Frame:
        """Columns side by side: frames of all subjects are in the order of their numbers.

        If the first has only some subjects, the others have none beside them.
        """
        first, *others = frames
        if not others:
            return first
        if id(first) in self._of_some:
            whole = first
            for other in others:
                whole = whole.join(other, on="subject", how="left")
            return self._noted(whole, self._of_some)
        names = set(native(first).collect_schema().names())
        parts = [native(first)]
        for other in others:
            plan = native(self._of_all(other) if id(other) in self._of_some else other)
            new = [name for name in plan.collect_schema().names() if name not in names]
            names.update(new)
            parts.append(plan.select(new))
        side_by_side: Frame = nw.from_native(pl.concat(parts, how="horizontal"))
        return side_by_side

    def _of_all(self, frame: Frame) -> Frame:
        """A frame of some subjects with rows of nulls for the others."""
        plan, table = native(frame), self._kept(self.program.table())

        def work() -> None:
            some, numbers = computed(plan), self._at_hand.numbers
            place = np.full(len(numbers), len(some), dtype=np.uint32)
            place[some["subject"].to_numpy()] = np.arange(len(some), dtype=np.uint32)
            places = pl.select(pl.when(pl.lit(pl.Series(place)) < len(some)).then(pl.lit(pl.Series(place)))).to_series()
            table.fill(some.select(pl.all().gather(places)).with_columns(subject=numbers))

        self.program.then(work)
        return source(plan.collect_schema(), table.columns)

    # ------------------------------------------------------------ steps

    def settled(self, frame: Frame) -> Frame:
        """The frame, computed as a step of its own."""
        return frame if id(frame) in self._computed else self._settled(*self.program.settled(frame))

    def _settled(self, frame: Frame, table: Table) -> Frame:
        self._computed[id(frame)] = table
        self._frames.append(frame)
        return frame

    def _noted(self, frame: Frame, among: set[int]) -> Frame:
        among.add(id(frame))
        self._frames.append(frame)
        return frame

    def put_away(self) -> None:
        """Let go of the tables of rows."""
        loose, self._loose = self._loose, []

        def work() -> None:
            for table in loose:
                table.clear()

        self.program.then(work)

    def _kept(self, table: Table) -> Table:
        self._loose.append(table)
        return table

    @staticmethod
    def _inputs(rows: Frame, totals: Mapping[str, Total]) -> Frame:
        """What is totalled, with a number in the place of each null."""
        each = {name: total.rows.cast(nw.Int32) if total.how == "sum" else total.rows for name, total in totals.items()}
        plan = rows.select("subject", **each)
        kinds = native(plan).collect_schema()
        filled = (nw.col(name).fill_null(nothing(total.how, kinds[name])) for name, total in totals.items())
        return plan.with_columns(*filled)


def _runs(inputs: pl.DataFrame, batch: Batch) -> tuple[Runs, pl.DataFrame]:
    """The rows sorted by subject, and where each subject's begin."""
    subjects = inputs["subject"].to_numpy()
    if len(subjects) and np.any(subjects[1:] < subjects[:-1]):
        inputs = inputs[np.argsort(subjects, kind="stable")]
        subjects = inputs["subject"].to_numpy()
    return batch.runs(subjects), inputs


def _column(name: str, numbers: Numbers, total: Total) -> pl.Series:
    """A column of totals, null where every row was left out, if that is wanted."""
    column = pl.Series(name, numbers)
    return column.replace(nothing(total.how, column.dtype), None) if total.nothing_is_null else column
