"""What the names in a rule stand for: a reading, an event, or a code that is short for an event with that code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hepatica.rules.nodes import And, Code, Comparison, Field, Member, Node, Reading, Span
from hepatica.vocabulary import Vocabulary

DATE_FIELDS: Final = frozenset({"start", "end"})
INTERVENTIONS: Final = frozenset({"EX", "EC", "CM", "PR", "SU"})
CODED_KINDS: Final = frozenset({"code", "ordinal", "text"})


@dataclass(frozen=True, slots=True)
class Names:
    """The vocabulary, asked by name; a name it does not know is never an error here."""

    vocabulary: Vocabulary

    def knows(self, name: str) -> bool:
        """Whether the name is a variable, a class or a code of an event."""
        return name in self.vocabulary.variables or bool(self.events_with(name))

    def is_event(self, name: str) -> bool:
        """Whether the name is an event of the vocabulary."""
        variable = self.vocabulary.variables.get(name)
        return variable is not None and variable.kind == "event"

    def events_with(self, code: str) -> tuple[str, ...]:
        """The events that may carry this code, or a code of this class, in the vocabulary's order."""
        if code in self.vocabulary.variables:
            return ()
        leaves = self.vocabulary.classes.get(code)
        wanted = {code} if leaves is None else set(leaves)
        return tuple(
            name
            for name, variable in self.vocabulary.variables.items()
            if variable.kind == "event" and not wanted.isdisjoint(self.vocabulary.codes(name))
        )

    def home_of(self, code: str) -> tuple[str, ...]:
        """The events that are meant by a code standing alone; several if the vocabulary cannot decide.

        Of interventions the most particular one is meant: lenvatinib is an antitumour treatment before it is any drug,
        and a resection is surgery before it is a previous treatment.
        """
        events = self.events_with(code)
        given = [name for name in events if self.vocabulary.variables[name].home.domain in INTERVENTIONS]
        if not given:
            return events
        breadth = {name: len(self.vocabulary.codes(name)) for name in given}
        return tuple(name for name in given if breadth[name] == min(breadth.values()))

    def intervention_of(self, code: str) -> str | None:
        """The intervention by which a subject is exposed to a drug or a class of drugs; None if it is not one."""
        variables = self.vocabulary.variables
        home = self.home_of(code)
        return home[0] if home and variables[home[0]].home.domain in INTERVENTIONS else None

    def nearest_code(self, word: str) -> str | None:
        """The code or class of an intervention that is written most like the word."""
        variables = self.vocabulary.variables
        among = set(self.vocabulary.classes)
        for name, variable in variables.items():
            if variable.kind == "event" and variable.home.domain in INTERVENTIONS:
                among |= self.vocabulary.codes(name)
        return self.vocabulary.nearest(word, among=sorted(among))

    def restricted_to(self, code: str, span: Span | None) -> Node:
        """The condition that an event's `code` is this one: by equality for a code, by membership for a class."""
        field = Field("code", span=span)
        if code in self.vocabulary.classes:
            return Member(field, (Code(code, span=span),), span=span)
        return Comparison(field, "=", Code(code, span=span), span=span)

    def field_with(self, event: str, code: str) -> str | None:
        """The attribute of the event that has this code among its values (`adequate` is a `status` of `imaging`)."""
        variable = self.vocabulary.variables.get(event)
        if variable is None:
            return None
        return next((name for name, field in variable.fields.items() if code in field.values), None)

    def kind(self, subject: Reading | Field, event: str | None) -> str | None:
        """The kind of what is compared (number, code, ordinal, boolean, date, text), or None where nobody knows it."""
        if isinstance(subject, Reading):
            variable = self.vocabulary.variables.get(subject.variable)
            return variable.kind if variable is not None else None
        if subject.name in DATE_FIELDS:
            return "date"
        if subject.name == "code":
            return "code"
        variable = self.vocabulary.variables.get(event) if event is not None else None
        field = variable.fields.get(subject.name) if variable is not None else None
        return field.kind if field is not None else None


def both(first: Node | None, second: Node | None) -> Node | None:
    """Both conditions, either of which may be absent; a chain of `and` stays flat."""
    if first is None or second is None:
        return first or second
    return And((first, *(second.operands if isinstance(second, And) else (second,))), span=second.span)
