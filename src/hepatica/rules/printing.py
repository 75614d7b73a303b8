"""Nodes to text: one way to write each thing, so that reading the text again gives the same node."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import assert_never

from hepatica.rules.nodes import (
    Anchor,
    And,
    At,
    Code,
    Comparison,
    Confirmed,
    Count,
    Duration,
    During,
    EventPattern,
    Ever,
    Field,
    Flag,
    Implies,
    Judged,
    Known,
    Limit,
    Member,
    Node,
    Not,
    Occurs,
    Or,
    Point,
    Quantity,
    Range,
    Reading,
    Side,
    Window,
    Within,
)
from hepatica.rules.words import RESERVED

_BARE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*|[A-Za-z]\w*(?:-\w+)+|\d+\+|\d+(?:\.\d+)?", re.ASCII)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def format_rule(node: Node) -> str:
    """The canonical text of a rule: `parse_rule(format_rule(node)) == node`."""
    match node:
        case And(operands):
            return " and ".join(_operand(operand, And, Or, Implies) for operand in operands)
        case Or(operands):
            return " or ".join(_operand(operand, Or, Implies) for operand in operands)
        case Not(operand):
            return f"not {_operand(operand, And, Or, Implies)}"
        case Implies(condition, consequence):
            return f"if {_operand(condition, Implies)} then {format_rule(consequence)}"
        case Confirmed(state, times, gap):
            often = "twice" if times == 2 else f"{times} times"
            apart = f", at least {format_duration(gap)} apart" if gap is not None else ""
            return f"{format_rule(state)} confirmed {often}{apart}"
        case Judged(text, role):
            return f"judged {_quoted(text)} by {_code(role)}"
        case _:
            return _state(node) + (f" {format_window(node.window)}" if node.window is not None else "")


def _operand(node: Node, *looser: type[Node]) -> str:
    """A part of a longer rule, in brackets if it binds no tighter than what surrounds it."""
    return f"({format_rule(node)})" if isinstance(node, looser) else format_rule(node)


def _state(node: Comparison | Range | Member | Flag | Known | Occurs | Count) -> str:
    """A predicate without its window."""
    match node:
        case Comparison(subject, operator, operand):
            return f"{_subject(subject)} {operator} {_value(operand)}"
        case Range(subject, low, high):
            return f"{_subject(subject)} between {_low(low, high)} and {_value(high)}"
        case Member(subject, items, negated):
            return f"{_subject(subject)} {'not in' if negated else 'in'} {_codes(items)}"
        case Flag(subject):
            return _subject(subject)
        case Known(subject):
            return f"known {subject.variable}"
        case Occurs(event, _, negated):
            return f"{'no' if negated else 'any'} {format_event(event)}"
        case Count(event, operator, number):
            return f"count of {format_event(event)} {operator} {number}"
        case _:
            assert_never(node)


def _subject(subject: Reading | Field) -> str:
    if isinstance(subject, Field):
        return subject.name
    return f"{subject.pick} {subject.variable}" if subject.pick is not None else subject.variable


def _value(value: Quantity | Limit | Code | Point) -> str:
    match value:
        case Quantity(number, unit):
            return f"{_number(number)} {unit}" if unit is not None else _number(number)
        case Limit(multiple, bound):
            return bound if multiple == 1 else f"{_number(multiple)} {bound}"
        case Code(name):
            return _code(name)
        case Point():
            return format_point(value)
        case _:
            assert_never(value)


def _low(low: Quantity | Limit, high: Quantity | Limit) -> str:
    """The lower end of a range, without the unit it shares with the upper end."""
    if isinstance(low, Quantity) and isinstance(high, Quantity) and low.unit == high.unit:
        return _number(low.number)
    return _value(low)


def _number(number: Decimal) -> str:
    return format(number, "f")


def _code(name: str) -> str:
    return name if _BARE.fullmatch(name) and name not in RESERVED else _quoted(name)


def _codes(items: tuple[Code, ...]) -> str:
    return f"{{{', '.join(_code(item.name) for item in items)}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def format_event(event: EventPattern) -> str:
    """`local_treatment(code in {TACE, RFA})`."""
    return f"{event.variable}({format_rule(event.where)})" if event.where is not None else event.variable


def format_duration(duration: Duration) -> str:
    """`28 d`."""
    return f"{_number(duration.number)} {duration.unit}"


def format_point(point: Point) -> str:
    """`surgery + 14 d`."""
    if point.offset is None:
        return point.anchor
    return f"{point.anchor} {'-' if point.sign < 0 else '+'} {format_duration(point.offset)}"


def format_window(window: Window) -> str:
    """`within 7 d before first_dose`."""
    match window:
        case Within(length, direction, point, strict):
            side = "of" if direction == "around" else direction
            return f"{'less than' if strict else 'within'} {format_duration(length)} {side} {format_point(point)}"
        case During(start, end):
            return f"during {format_point(start)} to {format_point(end)}"
        case At(point, tolerance):
            give = f" give or take {format_duration(tolerance)}" if tolerance is not None else ""
            return f"at {format_point(point)}{give}"
        case Side(side, point):
            return f"{side} {format_point(point)}"
        case Ever():
            return "ever"
        case _:
            assert_never(window)


def format_anchor(anchor: Anchor) -> str:
    """`last of surgery(code = resection), ablation else first informed_consent`."""
    text = format_point(anchor.point) if anchor.point is not None else _chosen(anchor)
    return f"{text} else {format_anchor(anchor.fallback)}" if anchor.fallback is not None else text


def _chosen(anchor: Anchor) -> str:
    pick = anchor.pick if isinstance(anchor.pick, str) else _ordinal(anchor.pick)
    of = " of" if len(anchor.events) > 1 else ""
    events = ", ".join(format_event(event) for event in anchor.events)
    window = f" {format_window(anchor.window)}" if anchor.window is not None else ""
    return f"{'end of ' if anchor.edge == 'end' else ''}{pick}{of} {events}{window}"


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else _ORDINALS.get(number % 10, 'th')}"
