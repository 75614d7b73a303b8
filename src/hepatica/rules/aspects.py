"""What a reading or an event's field looks at: which column of the facts, of which kind, on which scale.

Settled once from the vocabulary, before any fact is read, so that both evaluators look at the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hepatica.errors import HepaticaError
from hepatica.rules.context import Context
from hepatica.rules.nodes import (
    At,
    Comparison,
    During,
    Field,
    Flag,
    Member,
    Operator,
    Point,
    Quantity,
    Range,
    Reading,
    Side,
    Window,
    Within,
)
from hepatica.vocabulary import Variable, Vocabulary

AGE = "age"
BIRTH_DATE = "birth_date"
JUDGEMENT = "judgement"
EQUIVALENT = "prednisone_equivalent"

Predicate = Comparison | Range | Member | Flag
"""A condition on a value."""

Kind = Literal["number", "code", "ordinal", "boolean", "date"]
COLUMNS = ("code", "status", "route", "site", "detail", "grade")
"""Columns of the facts that hold a coded attribute of an event; `grade` may also be a number."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that can be compared.

    name: how it is called in sentences. variable: the variable it belongs to. column: of the facts ("number", "start"
    and "end" stand for the columns that belong together). unit: the unit it is compared in (None: a pure number or no
    number). units: the units a fact may have. order: codes of an ordinal, lowest first. equivalent: a dose in
    prednisone.
    """

    name: str
    variable: str
    kind: Kind
    column: str
    unit: str | None = None
    units: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    equivalent: bool = False


def aspect(vocabulary: Vocabulary, variable: str, subject: Reading | Field) -> Aspect:
    """The aspect of a reading, or of a field of the event `variable`.

    Raises HepaticaError for a field the event does not have.
    """
    word = vocabulary[variable]
    return _of_variable(word) if isinstance(subject, Reading) else _of_field(word, subject.name)


def _of_variable(word: Variable) -> Aspect:
    match word.kind:
        case "number":
            units = (word.unit, *word.units) if word.unit is not None else ()
            return Aspect(word.name, word.name, "number", "number", word.unit, units)
        case "ordinal":
            return Aspect(word.name, word.name, "ordinal", "code", order=tuple(word.values))
        case "boolean":
            return Aspect(word.name, word.name, "boolean", "code")
        case "date":
            return Aspect(word.name, word.name, "date", "start")
        case _:
            return Aspect(word.name, word.name, "code", "code")


def _of_field(word: Variable, name: str) -> Aspect:
    full = f"{word.name}.{name}"
    if name in ("start", "end"):
        return Aspect(full, word.name, "date", name)
    if name == "code":
        return Aspect(full, word.name, "code", name)
    definition = word.fields.get(name)
    if name == EQUIVALENT:
        dose = word.fields.get("dose")
        unit = dose.unit if dose is not None else None
        units = (unit, *dose.units) if dose is not None and unit is not None else ()
        return Aspect(full, word.name, "number", "number", unit, units, equivalent=True)
    if definition is None:
        known = ", ".join(("code", "start", "end", *word.fields))
        raise HepaticaError(f"the event '{word.name}' has no '{name}'", do=f"write one of: {known}")
    if definition.kind == "number":
        units = (definition.unit, *definition.units) if definition.unit is not None else ()
        return Aspect(full, word.name, "number", "grade" if name == "grade" else "number", definition.unit, units)
    if name not in COLUMNS:
        raise HepaticaError(f"facts have no column for '{full}'", do=f"name the field one of: {', '.join(COLUMNS)}")
    if definition.kind == "ordinal":
        return Aspect(full, word.name, "ordinal", name, order=tuple(definition.values))
    kind: Kind = "boolean" if definition.kind == "boolean" else "code"
    return Aspect(full, word.name, kind, name)


def timeless(vocabulary: Vocabulary, variable: str) -> bool:
    """Whether the variable belongs to the person (sex, race, site): recorded without a day, it holds on every day."""
    return vocabulary[variable].home.domain == "DM"


def age_point(context: Context, window: Window | None) -> Point | None:
    """The day age is taken at: the point of the window said, else the reference anchor, else the default window's.

    None where there is none: then only a recorded age can be used.
    """
    if window is None and context.reference is None:
        window = context.window
    match window:
        case Within(point=point) | At(point=point) | Side(point=point) | During(start=point):
            return point
        case _:
            return Point(context.reference) if context.reference is not None else None


def reading_of(node: Predicate) -> Reading:
    """The reading a predicate looks at.

    Raises HepaticaError for a field outside an event's brackets.
    """
    if isinstance(node.subject, Reading):
        return node.subject
    raise HepaticaError(f"'{node.subject.name}' stands outside an event's brackets", do="name a variable")


def not_in_brackets(variable: str) -> HepaticaError:
    """The complaint about a condition in an event's brackets on something else than the record."""
    return HepaticaError(
        f"the brackets of '{variable}' hold a condition that is not on the record itself",
        do="compare fields of the record (code, status, start, …) and join other conditions outside the brackets",
    )


def age_tests(node: Predicate) -> tuple[tuple[Operator, Quantity], ...]:
    """The comparisons with a number of years that a condition on age makes."""
    match node:
        case Comparison(_, operator, Quantity() as operand):
            return ((operator, operand),)
        case Range(_, Quantity() as low, Quantity() as high):
            return ((">=", low), ("<=", high))
        case _:
            raise HepaticaError("age is compared with a number of years", do="write age >= 18 a")
