"""One variable's facts and everything the rules ask of them: one pass over the rows, one row per subject out.

Windows, conditions and choices that several rules share are computed once. Rows are looked at in stages: days joined,
thresholds, truths and windows, the newest or oldest sure day per window, then one aggregation.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Literal, TypeVar

import narwhals as nw

from hepatica.rules.aspects import Predicate, timeless
from hepatica.rules.columnar.bounds import Span, lasting_in, point_in
from hepatica.rules.columnar.conditions import Conditions
from hepatica.rules.columnar.days import Days
from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.expressions import constant
from hepatica.rules.columnar.rows import rows_for
from hepatica.rules.columnar.shelf import Total
from hepatica.rules.nodes import Node, Reading, Window

Extra = Callable[[Frame], Frame]
T = TypeVar("T")


class Sheet:
    """Collects what is asked of one variable, or only of its facts with one code; `answers` then gives one column per leaf."""

    def __init__(self, variable: str, days: Days, code: str | None = None) -> None:
        self.variable, self.days, self.code = variable, days, code
        self.lasts = days.context.vocabulary[variable].interval
        self.conditions = Conditions(variable, days)
        self._needs: list[str] = []
        self._names: dict[Hashable, str] = {}
        self._truths: dict[str, nw.Expr] = {}
        self._limits: dict[str, Total] = {}
        self._totals: dict[str, Total] = {}
        self._extras: dict[str, Extra] = {}
        self._answers: dict[str, tuple[nw.Expr, int]] = {}

    # ------------------------------------------------------------ what is asked

    def answer(self, name: str, truth: nw.Expr, default: int) -> None:
        """A leaf's truth, over the aggregated columns; `default` for subjects without a fact of the variable."""
        self._answers[name] = (truth, default)

    def span(self, window: Window | None) -> Span:
        """A window's columns, joined to the rows."""
        span = self.days.window(window)
        self._needs += span.columns
        return span

    def inside(self, window: Window | None) -> str:
        """The column that says whether a fact lies in the window (0, 1, 2)."""
        span = self.span(window)
        if self.lasts:
            start, end = (nw.col("lo"), nw.col("hi")), (nw.col("last_lo"), nw.col("last_hi"))
            return self._keep(self._truths, ("in", span), "in", lasting_in(start, end, span))
        inside = point_in(nw.col("lo"), nw.col("hi"), span)
        if timeless(self.days.context.vocabulary, self.variable):
            undated = nw.col("start_lo").is_null() & nw.col("start_hi").is_null()
            inside = nw.when(undated).then(constant(2)).otherwise(inside)
        return self._keep(self._truths, ("in", span), "in", inside)

    def truth(self, node: Predicate) -> str:
        """The column that says whether a fact meets a condition."""
        bare = replace(node, subject=Reading(self.variable), window=None)
        return self._keep(self._truths, ("truth", bare), "truth", self.conditions.holds(bare))

    def match(self, where: Node | None) -> str:
        """The column that says whether a record meets the condition in an event's brackets."""
        return self._keep(self._truths, ("match", where), "match", self.conditions.matches(where))

    def mark(self, key: Hashable, truth: nw.Expr) -> str:
        """Any other column of the rows, made of the facts' own."""
        return self._keep(self._truths, ("mark", key), "mark", truth)

    def look(self, column: str, truth: nw.Expr, key: Hashable) -> str:
        """A column of the rows that follows from the value of one column of the facts alone."""
        return self.conditions.look(column, truth, key)

    def limit(self, key: Hashable, days: nw.Expr, which: Literal["min", "max"]) -> str:
        """The least or greatest of some of a subject's days (null elsewhere), beside each of its rows."""
        return self._keep(self._limits, ("limit", key), "limit", Total(days, which))

    def total(self, key: Hashable, total: Total) -> nw.Expr:
        """An aggregate of a subject's rows."""
        return nw.col(self._keep(self._totals, ("total", key), "total", total))

    def extra(self, name: str, frame: Extra) -> None:
        """A frame made from the rows: subjects, some of them, and the number `name`; joined to the totals."""
        self._extras[name] = frame

    def _keep(self, kept: dict[str, T], key: Hashable, stem: str, expression: T) -> str:
        if key not in self._names:
            self._names[key] = f"{stem}{len(self._names)}"
            kept[self._names[key]] = expression
        return self._names[key]

    # ------------------------------------------------------------ the pass

    def answers(self) -> Frame:
        """Subjects that have facts of the variable, with one column of 0, 1, 2 per leaf; of others null, or left out."""
        shelf = self.days.shelf
        rows = rows_for(self.conditions, self._needs, lasts=self.lasts)
        if self.code is not None:
            rows = rows.filter(nw.col("code") == self.code)
        if self._truths:
            rows = rows.with_columns(**self._truths)
        if self._limits:
            rows = shelf.with_limits(rows, self._limits)
        if self._extras:
            rows = shelf.settled(rows)
        found = [shelf.totals(rows, self._totals)]
        for name, extra in self._extras.items():
            found.append(shelf.totals(extra(rows), {name: Total(nw.col(name), "max")}))
        answers = shelf.settled(shelf.answers(shelf.joined(found), self._answers))
        shelf.put_away()
        return answers

    def defaults(self) -> dict[str, int]:
        """Each leaf's truth where the subject has no fact of the variable."""
        return {name: default for name, (_, default) in self._answers.items()}
