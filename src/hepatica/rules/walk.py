"""The parts of a rule and the words it uses: which variables a form must ask for, which anchors a study must define."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.rules.nodes import (
    And,
    At,
    Comparison,
    Confirmed,
    Count,
    During,
    EventPattern,
    Ever,
    Implies,
    Judged,
    Node,
    Not,
    Occurs,
    Or,
    Point,
    Reading,
    Window,
)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, from the outside in, in the order of the text."""
    yield node
    match node:
        case And(operands) | Or(operands):
            parts = operands
        case Not(operand):
            parts = (operand,)
        case Implies(condition, consequence):
            parts = (condition, consequence)
        case Confirmed(state):
            parts = (state,)
        case Occurs(event) | Count(event):
            parts = () if event.where is None else (event.where,)
        case _:
            parts = ()
    for part in parts:
        yield from walk(part)


def variables(node: Node) -> frozenset[str]:
    """The names of the variables and events the rule looks at; a judgement looks at `judgement`."""
    found: set[str] = set()
    for part in walk(node):
        match part:
            case Occurs(EventPattern(variable)) | Count(EventPattern(variable)):
                found.add(variable)
            case Judged():
                found.add("judgement")
            case And() | Or() | Not() | Implies() | Confirmed():
                pass
            case _:
                if isinstance(part.subject, Reading):
                    found.add(part.subject.variable)
    return frozenset(found)


def anchors(node: Node) -> frozenset[str]:
    """The names of the anchors the rule speaks of; the default window is not counted."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, Comparison) and isinstance(part.operand, Point):
            found.add(part.operand.anchor)
        if not isinstance(part, And | Or | Not | Implies | Confirmed | Judged) and part.window is not None:
            found.update(point.anchor for point in points(part.window))
    return frozenset(found)


def points(window: Window) -> tuple[Point, ...]:
    """The days a window is told from."""
    match window:
        case Ever():
            return ()
        case During(start, end):
            return start, end
        case At(point):
            return (point,)
        case _:
            return (window.point,)
