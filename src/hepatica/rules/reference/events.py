"""Whether an event is on record in a window, how often, and whether somebody recorded that it did not occur.

What nobody recorded is unknown: "no radiotherapy" needs a statement that there was none.
"""

from __future__ import annotations

from dataclasses import dataclass

from hepatica.rules.calendar import FAR
from hepatica.rules.codes import NARROWING, denial, denied_codes, looks_ahead
from hepatica.rules.intervals import Bounds, Span, compare_bounds
from hepatica.rules.nodes import Count, EventPattern, Occurs, Window
from hepatica.rules.reference.days import SubjectDays
from hepatica.rules.reference.explanation import Finding, distinct
from hepatica.rules.reference.readings import Seen, see
from hepatica.rules.reference.rows import matches
from hepatica.rules.reference.subject import Fact
from hepatica.rules.reference.words import dated
from hepatica.rules.truth import Truth, and_, not_, or_


def occurs(days: SubjectDays, node: Occurs) -> Finding:
    """Whether a record of the event lies in the window."""
    window = node.window if node.window is not None else days.context.window
    seen = _records(days, node.event, days.window(window))
    truth = or_(and_((each.within, each.said.truth)) for each in seen)
    counting = [each for each in seen if and_((each.within, each.said.truth)) is truth]
    if truth is Truth.NO:
        return _denied_or_unknown(days, node, window)
    why = _doubts(days, window, counting) if truth is Truth.UNKNOWN else ()
    found = Finding(truth, _said(days, counting), tuple(each.fact.fact for each in counting), why)
    return _negated(found) if node.negated else found


def _denied_or_unknown(days: SubjectDays, node: Occurs, window: Window | None) -> Finding:
    statements = denials(days, node.event, window)
    if statements:
        found = Finding(Truth.NO, "recorded as not occurred", tuple(fact.fact for fact in statements))
    else:
        found = Finding(Truth.UNKNOWN, "", (), _nobody(days, node.event, window))
    return _negated(found) if node.negated else found


def _negated(found: Finding) -> Finding:
    return Finding(not_(found.truth), found.said, found.evidence, found.missing)


def count(days: SubjectDays, node: Count) -> Finding:
    """How many records lie in the window, between those that do for certain and those that may.

    Where no record does or may, none is known only if a statement says so; otherwise any number is possible. Where some
    do, the record is taken to be complete.
    """
    window = node.window if node.window is not None else days.context.window
    seen = [each for each in _records(days, node.event, days.window(window)) if each.within and each.said.truth]
    sure = [each for each in seen if each.within is Truth.YES and each.said.truth is Truth.YES]
    statements = denials(days, node.event, window)
    number = Bounds(len(sure), len(seen)) if seen or statements else Bounds(0, FAR)
    truth = compare_bounds(number, node.operator, Bounds(node.number, node.number))
    evidence = tuple(each.fact.fact for each in seen) or tuple(fact.fact for fact in statements)
    said = (
        f"{number.lo}"
        if number.exact
        else f"{number.lo} or more"
        if number.hi == FAR
        else f"{number.lo} to {number.hi}"
    )
    why: tuple[str, ...] = ()
    if truth is Truth.UNKNOWN:
        unsure = [each for each in seen if each not in sure]
        why = _doubts(days, window, unsure) if seen else _nobody(days, node.event, window)
    return Finding(truth, f"{said} recorded", evidence, why)


# ---------------------------------------------------------------- records and statements


def _records(days: SubjectDays, event: EventPattern, window: Span) -> list[Seen]:
    return [
        see(days, fact, window, matches(days, event.where, fact))
        for fact in days.facts.of(event.variable)
        if fact.occurred is not False
    ]


def denials(days: SubjectDays, event: EventPattern, window: Window | None) -> list[Fact]:
    """The statements that together deny the event; none if some of it stays open.

    A statement counts if it is undated, or surely made on or after the window's first day, and has no problem. Of a
    window that reaches beyond the reference day it must surely be made on the window's last day or later.
    """
    wanted = denial(days.context.vocabulary, event)
    first = _first_day(days, window)
    usable = [fact for fact in days.facts.of(event.variable) if _denies(fact, wanted.narrowed, first)]
    whole = [fact for fact in usable if fact.code is None]
    if whole or wanted.codes is None:
        return whole
    denied = {fact: denied_codes(days.context.vocabulary, fact.code or "") for fact in usable}
    if not wanted.codes <= frozenset().union(*denied.values()):
        return []
    return [fact for fact, codes in denied.items() if codes & wanted.codes]


@dataclass(frozen=True, slots=True)
class _From:
    """The day from which a statement is believed, and whether an undated one is."""

    day: int
    undated: bool


def _first_day(days: SubjectDays, window: Window | None) -> _From:
    span, reference = days.window(window), days.context.reference
    if reference is None or not looks_ahead(window, reference):
        return _From(span.start.hi, undated=True)
    if span.end.hi <= days.anchor(reference).day.lo:
        return _From(span.start.hi, undated=True)
    return _From(max(span.start.hi, span.end.hi), undated=False)


def _denies(fact: Fact, narrowed: tuple[tuple[str, str], ...], first: _From) -> bool:
    if fact.occurred is not False or fact.problem is not None or fact.grade is not None:
        return False
    allowed = dict(narrowed)
    for column in NARROWING:
        said = getattr(fact, column)
        if said is not None and said != allowed.get(column):
            return False
    undated = fact.start_lo is None and fact.start_hi is None
    return first.undated if undated else fact.day.lo >= first.day


# ---------------------------------------------------------------- words


def _said(days: SubjectDays, seen: list[Seen]) -> str:
    said = "; ".join(dated(each.fact, None, calendar=days.context.calendar) for each in seen[:3])
    return said + (f"; and {len(seen) - 3} more" if len(seen) > 3 else "")


def _doubts(days: SubjectDays, window: Window | None, seen: list[Seen]) -> tuple[str, ...]:
    why: list[str] = []
    for each in seen:
        if each.said.truth is Truth.UNKNOWN:
            why += each.said.why
        if each.within is Truth.UNKNOWN:
            why += days.doubts(window)
            said = dated(each.fact, None, calendar=days.context.calendar)
            why.append(f"{each.fact.variable} ({said}) may lie outside the window")
    return distinct(why)


def _nobody(days: SubjectDays, event: EventPattern, window: Window | None) -> tuple[str, ...]:
    return distinct((f"nobody recorded whether there was {event.variable}{days.said(window)}", *days.doubts(window)))
