"""Whether a comparison fits what is compared: kind, unit, code, limits and plausible range."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from hepatica.rules.errors import RuleError
from hepatica.rules.nodes import (
    Code,
    Comparison,
    Field,
    Flag,
    Limit,
    Member,
    Point,
    Quantity,
    Range,
    Reading,
    Span,
)
from hepatica.vocabulary import UnitError, Variable, Vocabulary

KINDS = {
    "number": "a number",
    "code": "coded",
    "ordinal": "coded",
    "boolean": "either true or not",
    "date": "a date",
    "text": "text",
    "event": "an event",
}
ORDERING = ("<", "<=", ">", ">=")
EQUIVALENT = "prednisone_equivalent"
ALWAYS = ("code", "start", "end")


class Spanned(Protocol):
    """Anything that may know where it stands."""

    @property
    def span(self) -> Span | None: ...


def say(node: Spanned, what: str, where: str, *, word: str = "", nearest: str | None = None, do: str = "") -> RuleError:
    """The error for a node, at the place where it stands."""
    line, column = (node.span.line, node.span.column) if node.span is not None else (1, 1)
    return RuleError(what, line=line, column=column, word=word, nearest=nearest, where=where, do=do)


@dataclass(frozen=True, slots=True)
class ValueChecker:
    """Checks comparisons of one thing.

    name: how it is called. kind: number, code, ordinal, boolean, date or text. variable: the vocabulary's entry, which
    converts units (None for a field). unit: of a number. codes: allowed codes; empty if any may come. limits: whether
    results carry reference limits of their own.
    """

    vocabulary: Vocabulary
    subject: Reading | Field
    where: str
    name: str
    kind: str
    variable: Variable | None
    unit: str | None
    codes: Collection[str]
    limits: bool = False

    @classmethod
    def of_variable(cls, vocabulary: Vocabulary, variable: Variable, subject: Reading, where: str) -> ValueChecker:
        """Of a reading."""
        codes = vocabulary.codes(variable.name) if variable.kind in ("code", "ordinal") else ()
        return cls(
            vocabulary, subject, where, variable.name, variable.kind, variable, variable.unit, codes, variable.limits
        )

    @classmethod
    def of_field(cls, vocabulary: Vocabulary, event: Variable, subject: Field, where: str) -> ValueChecker:
        """Of an attribute of an event."""
        name = subject.name
        if name in ("start", "end"):
            return cls(vocabulary, subject, where, name, "date", None, None, ())
        if name == "code":
            return cls(
                vocabulary, subject, where, f"{event.name}.code", "code", None, None, vocabulary.codes(event.name)
            )
        if name == EQUIVALENT and _has_steroids(vocabulary, event):
            return cls(vocabulary, subject, where, name, "number", None, "mg/d", ())
        field = event.fields.get(name)
        if field is None:
            among = _field_names(vocabulary, event)
            nearest = vocabulary.nearest(name, among=among)
            do = f"{event.name} has: {', '.join(among)}"
            raise say(subject, f"the event '{event.name}' has no '{name}'", where, word=name, nearest=nearest, do=do)
        called = f"{event.name}.{name}"
        return cls(vocabulary, subject, where, called, field.kind, None, field.unit, tuple(field.values))

    # ------------------------------------------------------------ predicates

    def comparison(self, node: Comparison) -> None:
        """Check `creatinine > 1.5 ULN`, `bclc = A`, `end < consent - 5 a`."""
        match node.operand:
            case Quantity() | Limit():
                self._number(node.operand)
            case Code():
                if node.operator in ORDERING and self.kind not in ("ordinal", "number"):
                    what = f"the codes of '{self.name}' have no order, '{node.operator}' cannot compare them"
                    raise say(node, what, self.where, word=node.operator, do=f"write {self.subject_text} in {{…}}")
                self._code(node.operand)
            case Point():
                self._want("date", node.operand, node.operand.anchor)

    def range(self, node: Range) -> None:
        """Check `age between 18 and 70 a`."""
        self._number(node.low)
        self._number(node.high)
        low, high = node.low, node.high
        if isinstance(low, Quantity) and isinstance(high, Quantity):
            backwards = low.unit == high.unit and low.number > high.number
        elif isinstance(low, Limit) and isinstance(high, Limit):
            backwards = low.bound == high.bound and low.multiple > high.multiple
        else:
            backwards = False
        if backwards:
            raise say(
                node,
                "the range ends before it starts, nothing is ever in it",
                self.where,
                do="write the lower end first",
            )

    def member(self, node: Member) -> None:
        """Check `bclc in {0, A}`."""
        for item in node.items:
            self._code(item)

    def flag(self, node: Flag) -> None:
        """Check `pregnant`."""
        if self.kind != "boolean":
            do = f"compare it, such as {self._example()}"
            raise say(
                node, f"'{self.name}' is {KINDS[self.kind]}, it cannot stand alone", self.where, word=self.name, do=do
            )

    # ------------------------------------------------------------ values

    @property
    def subject_text(self) -> str:
        """The subject as written in a rule."""
        return self.subject.name if isinstance(self.subject, Field) else self.subject.variable

    def _example(self) -> str:
        some = sorted(self.codes)[0] if self.codes else "…"
        match self.kind:
            case "number":
                return f"{self.subject_text} >= 1{f' {self.unit}' if self.unit else ''}"
            case "date":
                return f"{self.subject_text} < consent"
            case _:
                return f"{self.subject_text} in {{{some}}}"

    def _want(self, kind: str, node: Quantity | Limit | Code | Point, word: str) -> None:
        if self.kind == kind:
            return
        if self.kind == "boolean":
            do = f"write {self.subject_text} or not {self.subject_text}"
        else:
            do = f"write, for example, {self._example()}"
        what = f"'{self.name}' is {KINDS[self.kind]}, it cannot be compared with '{word}'"
        raise say(node, what, self.where, word=word, do=do)

    def _number(self, node: Quantity | Limit) -> None:
        if isinstance(node, Limit):
            self._want("number", node, node.bound)
            if not self.limits:
                what = f"results of '{self.name}' have no reference limits of their own"
                raise say(node, what, self.where, word=node.bound, do="compare with a value and its unit")
            return
        text = f"{node.number} {node.unit}" if node.unit is not None else str(node.number)
        self._want("number", node, text)
        self._unit(node, text)

    def _unit(self, node: Quantity, text: str) -> None:
        if node.unit is None:
            if self.unit is not None and not _is_pure(self.unit):
                whole = f"{text} {self.unit}"
                raise say(node, f"'{text}' has no unit", self.where, word=text, nearest=whole, do="write a unit")
        elif self.unit is None:
            raise self._wrong_unit(node, f"'{self.name}' has no unit", nearest=None, do=f"leave out '{node.unit}'")
        elif self.variable is None:
            if node.unit != self.unit:
                raise self._wrong_unit(node, f"'{self.name}' is not measured in '{node.unit}'", nearest=self.unit)
        else:
            self._convertible(self.variable, node, node.unit, text)

    def _convertible(self, variable: Variable, node: Quantity, unit: str, text: str) -> None:
        units = [variable.unit or "", *variable.units]
        try:
            conversion = self.vocabulary.conversion(variable.name, unit, units[0])
        except UnitError as problem:
            what = f"'{self.name}' is not measured in '{unit}': {problem.what}"
            do = f"the units of {self.name} are: {', '.join(units)}"
            limit = unit.upper() if self.limits and unit.upper() in ("ULN", "LLN") else None
            raise self._wrong_unit(
                node, what, nearest=limit or self.vocabulary.nearest(unit, among=units), do=do
            ) from None
        if not conversion.log10:
            self._plausible(variable, node, text, conversion.factor)

    def _wrong_unit(self, node: Quantity, what: str, *, nearest: str | None, do: str = "") -> RuleError:
        """The error at the unit, which is the last word of the quantity."""
        unit = node.unit or ""
        if node.span is not None:
            behind = node.span.end - node.span.start - len(unit)
            span = replace(node.span, column=node.span.column + behind, start=node.span.start + behind)
            node = replace(node, span=span)
        return say(node, what, self.where, word=unit, nearest=nearest, do=do)

    def _plausible(self, variable: Variable, node: Quantity, text: str, factor: Fraction) -> None:
        """A threshold that no value could ever reach is a slip of the unit or the decimal point."""
        low, high = variable.range if variable.range is not None else (None, None)
        value = Fraction(node.number) * factor
        if (low is not None and value < Fraction(low)) or (high is not None and value > Fraction(high)):
            limits = f"{low} to {high} {self.unit}" if self.unit is not None else f"{low} to {high}"
            what = f"'{text}' lies outside what '{self.name}' can be ({limits})"
            raise say(node, what, self.where, word=text, do="check the unit and the decimal point")

    def _code(self, code: Code) -> None:
        if self.kind not in ("code", "ordinal", "text"):
            self._want("code", code, code.name)
        if self.kind == "text" or not self.codes or code.name in self.codes:
            return
        members = self.vocabulary.classes.get(code.name)
        if members is not None and not members.isdisjoint(self.codes):
            return
        classes = [name for name, inside in self.vocabulary.classes.items() if not inside.isdisjoint(self.codes)]
        among = [*sorted(self.codes), *sorted(classes)]
        what = f"'{self.name}' has no code '{code.name}'"
        nearest = self.vocabulary.nearest(code.name, among=among) if len(code.name) > 2 else None
        raise say(code, what, self.where, word=code.name, nearest=nearest, do=f"write one of: {_some(among)}")


def _some(words: list[str]) -> str:
    return ", ".join(words[:10]) + (", …" if len(words) > 10 else "")


def _is_pure(unit: str) -> bool:
    """Whether the unit only annotates a number (`{score}`, `{INR}`, `1`), so that it may be left out."""
    return unit == "1" or (unit.startswith("{") and unit.endswith("}"))


def _has_steroids(vocabulary: Vocabulary, event: Variable) -> bool:
    return any(vocabulary.prednisone_equivalent(drug) is not None for drug in vocabulary.codes(event.name))


def _field_names(vocabulary: Vocabulary, event: Variable) -> list[str]:
    extra = [EQUIVALENT] if _has_steroids(vocabulary, event) else []
    return [*ALWAYS, *event.fields, *extra]
