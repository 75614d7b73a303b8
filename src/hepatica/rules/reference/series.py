"""A state confirmed in a series: seen on several days, far enough apart, with no contradiction between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import AGE, aspect, reading_of
from hepatica.rules.calendar import Step, move, step
from hepatica.rules.intervals import Bounds
from hepatica.rules.nodes import Confirmed
from hepatica.rules.reference.days import SubjectDays
from hepatica.rules.reference.explanation import Finding, distinct
from hepatica.rules.reference.readings import Seen, look
from hepatica.rules.reference.words import dated
from hepatica.rules.truth import Truth


def confirmed(days: SubjectDays, node: Confirmed) -> Finding:
    """Whether a state was seen on `times` days, the first and the last at least `gap` apart, uncontradicted between.

    Yes: the days are known, surely in the window, and no fact that says no can lie on or between them; a fact that says
    nothing (a problem, a censored value) does not contradict.
    No: even if every open fact were in the state, no such days exist, and a fact that says no follows them all, so
    that no later test could have completed a series already begun.
    Unknown: everything else, also where no fact lies in the window for certain.
    """
    if reading_of(node.state).variable == AGE:
        raise HepaticaError("age is not seen on several days", do="compare age once")
    window = node.state.window if node.state.window is not None else days.context.window
    seen = look(days, node.state, window)
    wanted = _Series(node.times, step(node.gap) if node.gap is not None else None)
    contradicting = [each.day for each in seen if each.said.truth is Truth.NO]
    sure = [each for each in seen if each.within is Truth.YES and each.said.truth is Truth.YES]
    possible = [each for each in seen if each.within is not Truth.NO and each.said.truth is not Truth.NO]
    if _exists([each.day.lo for each in sure if each.day.exact], contradicting, wanted, sure=True):
        return _finding(days, node, Truth.YES, sure, ())
    if not any(each.within is Truth.YES for each in seen):
        why = (f"no {reading_of(node.state).variable}{days.said(window)}", *days.doubts(window))
        return _finding(days, node, Truth.UNKNOWN, possible, why)
    open_end = _open_end(possible, seen)
    inexact = any(not each.day.exact for each in possible)
    plain = [day for day in contradicting if day.exact]
    could = _exists([each.day.lo for each in possible if each.day.exact], plain, wanted, sure=False)
    if not (could or inexact or open_end):
        return _finding(days, node, Truth.NO, [each for each in seen if each.said.truth is Truth.NO], ())
    why = tuple(reason for each in possible for reason in each.said.why)
    if open_end and not could:
        why += (f"no further {reading_of(node.state).variable} to confirm the state",)
    return _finding(days, node, Truth.UNKNOWN, possible, why or ("the days of the series are not known exactly",))


@dataclass(frozen=True, slots=True)
class _Series:
    """How many days, and how far apart the first and the last must be."""

    times: int
    gap: Step | None


def _exists(on: Sequence[int], contradicting: Sequence[Bounds], wanted: _Series, *, sure: bool) -> bool:
    """Whether some first and last day enclose enough days and no contradiction, ends included."""
    days = sorted(set(on))
    for first, last in combinations_with_replacement(days, 2):
        enclosed = sum(first <= day <= last for day in days)
        blocked = any(day.lo <= last and day.hi >= first for day in contradicting)
        apart = wanted.gap is None or last >= move(first, wanted.gap, 1, most=sure)
        if enclosed >= wanted.times and apart and not blocked:
            return True
    return False


def _open_end(possible: Sequence[Seen], seen: Sequence[Seen]) -> bool:
    """Whether a fact that is or may be in the state can be the newest: no certain contradiction on or after its day."""
    newest = max((each.day.hi for each in possible), default=None)
    contradicted = [each.day.lo for each in seen if each.within is Truth.YES and each.said.truth is Truth.NO]
    return newest is not None and newest > max(contradicted, default=newest - 1)


def _finding(days: SubjectDays, node: Confirmed, truth: Truth, chosen: Sequence[Seen], why: Sequence[str]) -> Finding:
    reading = reading_of(node.state)
    what = aspect(days.context.vocabulary, reading.variable, reading)
    said = "; ".join(dated(each.fact, what, calendar=days.context.calendar) for each in chosen)
    return Finding(truth, said, tuple(each.fact.fact for each in chosen), distinct(why))
