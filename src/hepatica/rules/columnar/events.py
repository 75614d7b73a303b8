"""Events on record in a window, for all subjects; statements that they did not occur; recorded judgements."""

from __future__ import annotations

from collections.abc import Hashable
from functools import reduce
from typing import Final

import narwhals as nw

from hepatica.rules.calendar import FAR
from hepatica.rules.codes import NARROWING, denial, looks_ahead
from hepatica.rules.columnar.bounds import Ends, Span, columns, compare_bounds
from hepatica.rules.columnar.expressions import constant, decided, flag, not_
from hepatica.rules.columnar.sheet import Sheet
from hepatica.rules.columnar.shelf import Total
from hepatica.rules.intervals import Bounds
from hepatica.rules.intervals import compare_bounds as compare
from hepatica.rules.nodes import Count, EventPattern, Ever, Judged, Occurs, Window

MEMBERS: Final = 60
"""Codes in one set: so many binary digits a number has room for on every engine."""


def occurs(sheet: Sheet, node: Occurs, window: Window | None) -> nw.Expr:
    """Whether a record lies in the window; no only if none may and a statement denies the event."""
    found = sheet.total(
        ("occurs", _record(sheet, node.event, window)), Total(_counts(sheet, node.event, window), "max")
    )
    denied = nw.when(_denied(sheet, node.event, window)).then(constant(0)).otherwise(constant(1))
    truth = nw.when(found > 0).then(found).otherwise(denied)
    return not_(truth) if node.negated else truth


def count(sheet: Sheet, node: Count, window: Window | None) -> nw.Expr:
    """How many records lie in the window, between those that do for certain and those that may."""
    record = _record(sheet, node.event, window)
    counts = _counts(sheet, node.event, window)
    least = sheet.total(("sure", record), Total(flag(counts == 2), "sum"))
    possible = sheet.total(("possible", record), Total(flag(counts > 0), "sum"))
    open_end = (possible == 0) & ~_denied(sheet, node.event, window)
    number: Ends = (least, nw.when(open_end).then(nw.lit(FAR)).otherwise(possible))
    return compare_bounds(number, node.operator, (nw.lit(node.number), nw.lit(node.number)))


def uncounted(node: Count) -> int:
    """The truth where nothing is recorded: any number is possible."""
    return int(compare(Bounds(0, FAR), node.operator, Bounds(node.number, node.number)))


def _record(sheet: Sheet, event: EventPattern, window: Window | None) -> tuple[str, str]:
    return sheet.inside(window), sheet.match(event.where)


def _counts(sheet: Sheet, event: EventPattern, window: Window | None) -> nw.Expr:
    """Whether a row is a record of the event in the window; a statement that it did not occur is none."""
    inside, match = _record(sheet, event, window)
    return nw.when(nw.col("occurred").fill_null(True)).then(nw.min_horizontal(inside, match)).otherwise(constant(0))


def _denied(sheet: Sheet, event: EventPattern, window: Window | None) -> nw.Expr:
    """Whether statements deny the event, as a whole or code by code."""
    vocabulary, span = sheet.days.context.vocabulary, sheet.span(window)
    wanted = denial(vocabulary, event)
    usable = ~nw.col("occurred").fill_null(True) & nw.col("problem").is_null() & nw.col("grade").is_null()
    narrowed = dict(wanted.narrowed)
    for column in NARROWING:
        said = nw.col(column).is_null()
        usable = usable & (said | (nw.col(column) == narrowed[column]) if column in narrowed else said)
    undated = nw.col("start_lo").is_null() & nw.col("start_hi").is_null()
    if span.start is not None:
        usable = usable & (undated | (nw.col("lo") >= nw.col(span.start.hi)))
    ahead = looks_ahead(window, sheet.days.context.reference)
    if ahead:
        usable = usable & _made_in_time(sheet, span, undated)
    key = (span, ahead, wanted.narrowed)
    statement = sheet.mark(("denies", key), flag(usable))
    whole = flag((nw.col(statement) == 1) & nw.col("code").is_null())
    denied = sheet.total(("whole", key), Total(whole, "max")) == 1
    codes = sorted(wanted.codes or ())
    each = None
    for part in (codes[start : start + MEMBERS] for start in range(0, len(codes), MEMBERS)):
        complete = _denied_codes(sheet, statement, part, key) == 2 ** len(part) - 1
        each = complete if each is None else each & complete
    return denied if each is None else denied | each


def _denied_codes(sheet: Sheet, statement: str, codes: list[str], key: Hashable) -> nw.Expr:
    """The codes that statements deny, each by its own or by a class that contains it, as a set of members."""
    classes = sheet.days.context.vocabulary.classes.items()
    denying = [[code, *sorted(name for name, inside in classes if code in inside)] for code in codes]
    members = [flag(nw.col("code").is_in(names)).cast(nw.Int64) * 2**place for place, names in enumerate(denying)]
    looked = sheet.look("code", reduce(lambda left, right: left + right, members), ("denies", *codes))
    said = nw.when(nw.col(statement) == 1).then(nw.col(looked)).otherwise(nw.lit(0, dtype=nw.Int64))
    return sheet.total(("codes", key, *codes), Total(said, "union", len(codes)))


def _made_in_time(sheet: Sheet, span: Span, undated: nw.Expr) -> nw.Expr:
    """Whether a statement was made on the window's last day or later, where that lies beyond the reference day."""
    reference = sheet.span(Ever()).end
    _, last = columns(span.end, FAR)
    past = nw.lit(False) if reference is None else last <= nw.col(reference.lo)
    return past | (~undated & (nw.col("lo") >= last))


def judged(sheet: Sheet, node: Judged) -> nw.Expr:
    """The newest answer to the sheet's question by a role, or by nobody named; several that could be the newest must agree."""
    role = nw.col("site")
    answers = sheet.mark(("asked", node.role), flag(role.is_null() | (role == node.role)))
    newest = sheet.limit(answers, nw.when(nw.col(answers) == 1).then(nw.col("lo")), "max")
    said = decided(nw.col("occurred"), ~nw.col("occurred"))
    truth = nw.when(nw.col("problem").is_null()).then(said).otherwise(constant(1))
    chosen = nw.when((nw.col(answers) == 1) & (nw.col("hi") >= nw.col(newest))).then(truth)
    least = sheet.total(("least", answers), Total(chosen, "min"))
    most = sheet.total(("most", answers), Total(chosen, "max"))
    return nw.when(least == most).then(least).otherwise(constant(1))
