"""One subject's facts, as the reference evaluator reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from hepatica.rules.calendar import FAR
from hepatica.rules.intervals import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One recorded thing; the columns of `hepatica.rules.facts`, each None where it is empty."""

    variable: str
    fact: int
    number: float | None = None
    text: str | None = None
    comparator: str | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    low_text: str | None = None
    high_text: str | None = None
    code: str | None = None
    occurred: bool | None = None
    start_lo: int | None = None
    start_hi: int | None = None
    end_lo: int | None = None
    end_hi: int | None = None
    status: str | None = None
    route: str | None = None
    site: str | None = None
    detail: str | None = None
    grade: int | None = None
    problem: str | None = None

    @property
    def day(self) -> Bounds:
        """The day of a point-in-time fact, or the first day of a lasting one."""
        return _bounds(self.start_lo, self.start_hi)

    @property
    def last_day(self) -> Bounds:
        """The last day of something that lasts: its recorded end; without one, any day from its start.

        `end_lo` without `end_hi` is open or ongoing: still so on `end_lo`.
        """
        return _bounds(self.end_lo, self.end_hi)

    def lasting(self) -> tuple[Bounds, Bounds]:
        """First and last day of an event that lasts: it does not end before it starts, nor start after it ends."""
        first, last = self.day, self.last_day
        return Bounds(first.lo, min(first.hi, last.hi)), Bounds(max(last.lo, first.lo), last.hi)

    def edge(self, which: str, *, lasts: bool) -> Bounds:
        """The "start" or "end" day; what does not last ends on the day it starts, unless an end is recorded."""
        if lasts:
            return self.lasting()[1 if which == "end" else 0]
        ended = self.end_lo is not None or self.end_hi is not None
        return self.last_day if which == "end" and ended else self.day

    def value(self) -> Fraction | None:
        """The number, from its decimal text where there is one."""
        return _exact(self.text, self.number)

    def limit(self, bound: str) -> Fraction | None:
        """The row's own upper (ULN) or lower (LLN) reference limit."""
        return _exact(self.high_text, self.high) if bound == "ULN" else _exact(self.low_text, self.low)


def _bounds(lo: int | None, hi: int | None) -> Bounds:
    return Bounds(-FAR if lo is None else lo, FAR if hi is None else hi)


def _exact(text: str | None, number: float | None) -> Fraction | None:
    if number is None:
        return None
    return Fraction(Decimal(text if text else repr(number)))


@dataclass(frozen=True)
class SubjectFacts:
    """The facts of one subject, by variable; `subject` is its identifier."""

    subject: str
    by_variable: Mapping[str, tuple[Fact, ...]]

    def of(self, variable: str) -> tuple[Fact, ...]:
        """The facts of a variable, in the order they were given."""
        return self.by_variable.get(variable, ())


_COLUMNS = frozenset(field.name for field in fields(Fact))


def subject_facts(rows: Iterable[Mapping[str, object]], subject: str = "") -> SubjectFacts:
    """Facts of one subject from rows of the facts frame (dicts); columns that are missing count as empty.

    Rows of several subjects are not told apart here: filter first. A row without `fact` gets its place in the list.
    """
    found: dict[str, list[Fact]] = {}
    for place, row in enumerate(rows):
        known = {name: value for name, value in row.items() if name in _COLUMNS}
        fact = Fact(**{"fact": place, **known})  # type: ignore[arg-type]  # the frame's schema gives the types
        found.setdefault(fact.variable, []).append(fact)
    return SubjectFacts(subject, {name: tuple(facts) for name, facts in found.items()})
