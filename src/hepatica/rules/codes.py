"""What a set of codes means: which recorded codes are in it, and which could be.

A class stands for the codes it contains; its name is a code of its own ("targeted therapy", the drug not recorded).
Such a record is in the set if all its class is, and could be in it if some of its class is: unknown, never no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from hepatica.rules.nodes import (
    And,
    At,
    Code,
    Comparison,
    During,
    EventPattern,
    Ever,
    Field,
    Member,
    Node,
    Or,
    Side,
    Window,
    Within,
)
from hepatica.vocabulary import Vocabulary

SEPARATOR = "|"
NARROWING = ("route", "site", "status", "detail")
"""Attributes by which a statement "did not occur" may be narrower than its event."""


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Recorded codes that are in a set, and those that could be."""

    inside: frozenset[str]
    possible: frozenset[str]


def code_set(vocabulary: Vocabulary, items: Iterable[Code]) -> CodeSet:
    """The recorded codes that stand for one of the items, and the classes that could."""
    names = frozenset(item.name for item in items)
    members = leaves(vocabulary, names)
    inside = set(names | members)
    possible = set()
    for name, content in vocabulary.classes.items():
        if content and content <= members:
            inside.add(name)
        elif content & members:
            possible.add(name)
    return CodeSet(frozenset(inside), frozenset(possible - inside))


def leaves(vocabulary: Vocabulary, names: Iterable[str]) -> frozenset[str]:
    """The codes that are no classes, of the named codes and classes."""
    found: set[str] = set()
    for name in names:
        found |= vocabulary.classes.get(name) or {name}
    return frozenset(found)


def restriction(vocabulary: Vocabulary, where: Node | None, column: str) -> frozenset[str] | None:
    """The codes to which a pattern's condition restricts a field, classes resolved; None if it does not.

    `code in {TACE, RFA} and start > surgery` restricts `code` to those two; a negated or ordering condition restricts
    nothing.
    """
    match where:
        case Comparison(Field(name), "=", Code() as item) if name == column:
            return leaves(vocabulary, (item.name,))
        case Member(Field(name), items, False) if name == column:
            return leaves(vocabulary, (item.name for item in items))
        case And(operands):
            found = [each for operand in operands if (each := restriction(vocabulary, operand, column)) is not None]
            return reduce(frozenset.__and__, found) if found else None
        case Or(operands):
            every = [restriction(vocabulary, operand, column) for operand in operands]
            known = [each for each in every if each is not None]
            return reduce(frozenset.__or__, known) if len(known) == len(every) else None
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Denial:
    """What a statement "did not occur" must say to deny every record of a pattern.

    codes: the codes that must be denied, each by a statement of that code or of a class containing it; None: only a
    statement about the event as a whole does. narrowed: field -> the value a statement may be narrowed to.
    """

    codes: frozenset[str] | None
    narrowed: tuple[tuple[str, str], ...]


def denial(vocabulary: Vocabulary, event: EventPattern) -> Denial:
    """What it takes to deny the event.

    Conditions that exclude each other leave no code: then only a statement about the event as a whole denies it.
    """
    codes = restriction(vocabulary, event.where, "code")
    narrowed = []
    for column in NARROWING:
        values = restriction(vocabulary, event.where, column)
        if values is not None and len(values) == 1:
            narrowed.append((column, next(iter(values))))
    return Denial(codes or None, tuple(narrowed))


def looks_ahead(window: Window | None, reference: str | None) -> bool:
    """Whether a window ends on a day to come, after the reference day.

    A question that looks back from a day ("no radiotherapy within 12 wk before the first dose") is answered by a
    statement made in the window. Of days to come a statement says nothing: there it must be made on the window's last
    day or later, unless that day is no later than the reference day. A window without an end ("from the specimen on")
    has no such day: there a statement made in it is believed until a record says otherwise.
    """
    if reference is None:
        return False
    match window:
        case None | Ever() | Within(direction="before") | Side() | At(tolerance=None):
            return False
        case During(end=point):
            return point.anchor != reference or (point.offset is not None and point.sign > 0)
        case _:
            return True


def denied_codes(vocabulary: Vocabulary, code: str) -> frozenset[str]:
    """The codes that a statement "did not occur" with this code denies.

    Several codes in one statement ("a|b") deny neither: the combination may be all that did not occur.
    """
    return leaves(vocabulary, (code,)) | {code}
