"""A variable's value in a window: which fact counts (last, first, any, every, lowest, highest), and what it says.

A fact counts only if it lies in the window for certain; one that may lie in it can only make the answer unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import Predicate, aspect, reading_of, timeless
from hepatica.rules.intervals import Bounds, Span, lasting_in, point_in
from hepatica.rules.nodes import (
    Code,
    Comparison,
    Known,
    Limit,
    Member,
    Operator,
    Quantity,
    Range,
    Reading,
    Window,
)
from hepatica.rules.reference.days import SubjectDays
from hepatica.rules.reference.explanation import Finding, distinct
from hepatica.rules.reference.rows import Said, holds
from hepatica.rules.reference.subject import Fact
from hepatica.rules.reference.words import dated
from hepatica.rules.truth import Truth, and_, not_, or_


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact: whether it lies in the window, and what it says of the condition."""

    fact: Fact
    within: Truth
    said: Said
    day: Bounds


def inside(days: SubjectDays, fact: Fact, window: Span) -> Truth:
    """Whether a fact lies in a window; an event that lasts does if it overlaps it.

    What belongs to the person (sex, race, site) and has no day lies in every window.
    """
    if timeless(days.context.vocabulary, fact.variable) and fact.start_lo is None and fact.start_hi is None:
        return Truth.YES
    if days.context.vocabulary[fact.variable].interval:
        return lasting_in(*fact.lasting(), window)
    return point_in(fact.day, window)


def see(days: SubjectDays, fact: Fact, window: Span, said: Said) -> Seen:
    """A fact and what it says, held against a window."""
    lasts = days.context.vocabulary[fact.variable].interval
    return Seen(fact, inside(days, fact, window), said, fact.edge("start", lasts=lasts))


def look(days: SubjectDays, node: Predicate, window: Window | None) -> list[Seen]:
    """Every fact of the variable, held against window and condition."""
    span = days.window(window)
    facts = days.facts.of(reading_of(node).variable)
    return [see(days, fact, span, holds(days, node, fact)) for fact in facts]


def read(days: SubjectDays, node: Predicate, *, unbounded: bool = False) -> Finding:
    """What the chosen value of a variable says of the condition; `unbounded`: whenever it was recorded."""
    reading = reading_of(node)
    window = None if unbounded else node.window if node.window is not None else days.context.window
    return _pick(days, node, reading.pick or "last", window)


def _pick(days: SubjectDays, node: Predicate, pick: str, window: Window | None) -> Finding:
    match pick:
        case "lowest" | "highest":
            return _extreme(days, node, pick, window)
        case "any" | "every":
            return _over_all(days, node, pick, window)
        case _:
            return _newest(days, node, pick, window)


# ---------------------------------------------------------------- last and first


def _newest(days: SubjectDays, node: Predicate, pick: str, window: Window | None) -> Finding:
    """The last (or first) fact in the window; where several could be it, all must agree."""
    seen = look(days, node, window)
    sure = [each.day for each in seen if each.within is Truth.YES]
    if pick == "first":
        limit = min((day.hi for day in sure), default=0)
        chosen = [each for each in seen if each.within and (not sure or each.day.lo <= limit)]
    else:
        limit = max((day.lo for day in sure), default=0)
        chosen = [each for each in seen if each.within and (not sure or each.day.hi >= limit)]
    truths = {each.said.truth for each in chosen}
    truth = truths.pop() if sure and len(truths) == 1 else Truth.UNKNOWN
    why: list[str] = []
    if truth is Truth.UNKNOWN:
        why = _doubts(days, node, window, chosen, bool(sure))
        if len({each.said.truth for each in chosen}) > 1 and not any(each.said.why for each in chosen):
            why.append(f"{pick} {reading_of(node).variable}: {len(chosen)} results could be it and they disagree")
    return _finding(days, node, truth, chosen, why)


def _doubts(
    days: SubjectDays, node: Predicate | Known, window: Window | None, chosen: Sequence[Seen], sure: bool
) -> list[str]:
    """Why the facts chosen do not decide: their own reasons, the window's, or that there are none."""
    why = [reason for each in chosen for reason in each.said.why]
    if not sure or any(each.within is Truth.UNKNOWN for each in chosen):
        why += days.doubts(window)
    unsure = [each.fact for each in chosen if each.within is Truth.UNKNOWN]
    variable = node.subject.variable if isinstance(node.subject, Reading) else node.subject.name
    if unsure:
        said = ", ".join(dated(fact, None, calendar=days.context.calendar) for fact in unsure[:3])
        why.append(f"{variable} ({said}) may lie outside the window")
    elif not sure:
        why.append(f"no {variable}{days.said(window)}")
    return why


def _finding(days: SubjectDays, node: Predicate, truth: Truth, chosen: Sequence[Seen], why: Sequence[str]) -> Finding:
    what = aspect(days.context.vocabulary, reading_of(node).variable, node.subject)
    said = "; ".join(dated(each.fact, what, calendar=days.context.calendar) for each in chosen[:3])
    if len(chosen) > 3:
        said += f"; and {len(chosen) - 3} more"
    evidence = tuple(each.fact.fact for each in chosen)
    return Finding(truth, said, evidence, distinct(why))


# ---------------------------------------------------------------- any, every, lowest, highest


def _over_all(days: SubjectDays, node: Predicate, pick: str, window: Window | None) -> Finding:
    """`any`: one fact in the window meets the condition; `every`: all do. Unknown if none is in it for certain."""
    seen = look(days, node, window)
    sure = any(each.within is Truth.YES for each in seen)
    if pick == "any":
        truth, decided = or_(and_((each.within, each.said.truth)) for each in seen), Truth.YES
    else:
        truth, decided = and_(or_((not_(each.within), each.said.truth)) for each in seen), Truth.NO
    if truth is not decided and not sure:
        truth = Truth.UNKNOWN
    chosen = [each for each in seen if each.within is not Truth.NO]
    if truth is decided:
        chosen = [each for each in chosen if each.within is Truth.YES and each.said.truth is decided]
    why = _doubts(days, node, window, chosen, sure) if truth is Truth.UNKNOWN else []
    return _finding(days, node, truth, chosen, why)


def _extreme(days: SubjectDays, node: Predicate, pick: Literal["lowest", "highest"], window: Window | None) -> Finding:
    """The condition on the lowest or highest value, put as conditions on any and every value.

    The lowest is under a threshold if any value is, over it if every value is; the highest the other way round. So
    values in different units, censored ones and multiples of each row's own limit need not be put in order.
    """
    match node:
        case Comparison(_, operator, (Quantity() | Limit() | Code()) as operand):
            return _extreme_test(days, node, pick, window, operator, operand)
        case Range(subject, low, high):
            ends: tuple[tuple[Operator, Quantity | Limit], ...] = ((">=", low), ("<=", high))
            tests = [Comparison(subject, operator, end, node.window) for operator, end in ends]
            return _all_of([_pick(days, test, pick, window) for test in tests], and_)
        case Member(subject, items, negated):
            found = [_pick(days, Comparison(subject, "=", item, node.window), pick, window) for item in items]
            member = _all_of(found, or_)
            return replace(member, truth=not_(member.truth)) if negated else member
        case _:
            raise HepaticaError(
                f"'{reading_of(node).variable}' has no {pick} value", do="write last, first, any or every"
            )


def _extreme_test(
    days: SubjectDays,
    node: Comparison,
    pick: Literal["lowest", "highest"],
    window: Window | None,
    operator: Operator,
    operand: Quantity | Limit | Code,
) -> Finding:
    if operator in ("=", "!="):
        ends: tuple[Operator, Operator] = ("<=", ">=")
        parts = [_extreme_test(days, node, pick, window, each, operand) for each in ends]
        same = _all_of(parts, and_)
        return replace(same, truth=not_(same.truth)) if operator == "!=" else same
    low_side = operator in ("<", "<=")
    of = "any" if low_side == (pick == "lowest") else "every"
    return _over_all(days, Comparison(node.subject, operator, operand, node.window), of, window)


def _all_of(parts: Sequence[Finding], join: Callable[[Sequence[Truth]], Truth]) -> Finding:
    truth = join([part.truth for part in parts])
    said = "; ".join(distinct(part.said for part in parts))
    evidence = tuple(dict.fromkeys(number for part in parts for number in part.evidence))
    why = distinct(reason for part in parts for reason in part.missing) if truth is Truth.UNKNOWN else ()
    return Finding(truth, said, evidence, why)


# ---------------------------------------------------------------- known


def known(days: SubjectDays, node: Known, *, unbounded: bool = False) -> Finding:
    """Yes where a fact without a problem, with a value, lies in the window for certain; otherwise no, never unknown."""
    variable = node.subject.variable
    window = days.window(None if unbounded else node.window if node.window is not None else days.context.window)
    usable = [
        fact
        for fact in days.facts.of(variable)
        if _has_value(days, node, fact) and inside(days, fact, window) is Truth.YES
    ]
    what = aspect(days.context.vocabulary, variable, node.subject)
    said = "; ".join(dated(fact, what, calendar=days.context.calendar) for fact in usable[:3])
    return Finding(Truth.YES if usable else Truth.NO, said, tuple(fact.fact for fact in usable))


def _has_value(days: SubjectDays, node: Known, fact: Fact) -> bool:
    if fact.problem is not None:
        return False
    what = aspect(days.context.vocabulary, fact.variable, node.subject)
    match what.kind:
        case "number":
            return fact.number is not None
        case "date":
            return fact.start_lo is not None and fact.start_hi is not None
        case "boolean":
            return fact.code is not None or fact.occurred is not None
        case _:
            return fact.code is not None or fact.text is not None or fact.occurred is not None
