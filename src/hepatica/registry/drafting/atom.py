"""What is read in a sentence: its smallest statements, and the windows that go with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "condition", "event", "whole"]
"""value: of a variable; condition: a disease; event: a treatment; whole: a statement that takes no window."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A window in a sentence's words.

    length: `4 wk`; "" where the sentence only says before. anchor: the day that it counts back from; "" where none is named.
    """

    start: int
    end: int
    length: str
    anchor: str

    def around_value(self) -> str:
        """As a window of values: those of the day itself count."""
        return f"within {self.length} before {self.anchor}" if self.length else f"by {self.anchor}"

    def around_event(self) -> str:
        """As a window of events."""
        return f"within {self.length} before {self.anchor}" if self.length else f"before {self.anchor}"


Make = Callable[[Moment | None, str], str]
"""A statement as a rule, from its window and the study's reference day."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A statement in a sentence, from `start` to `end`.

    make: its rule. group: statements of the same group form one list ("A, B, or C"). assumed: what the rule takes that the
    words leave open. also: where else in the sentence its words stand (an exemption behind the window).
    """

    start: int
    end: int
    kind: Kind
    make: Make
    group: str = ""
    assumed: str = ""
    also: tuple[tuple[int, int], ...] = ()


def value(start: int, end: int, rule: str, group: str = "", assumed: str = "") -> Atom:
    """A statement about values, such as `platelets >= 75 10*9/L`; brackets are put round what is joined."""

    def make(moment: Moment | None, reference: str) -> str:
        if moment is None:
            return rule
        joined = " and " in rule or " or " in rule
        return f"{f'({rule})' if joined else rule} {moment.around_value()}"

    return Atom(start, end, "value", make, group, assumed)


def event(
    start: int, end: int, rule: str, group: str = "", assumed: str = "", also: tuple[tuple[int, int], ...] = ()
) -> Atom:
    """A statement about events, such as `any vaccination`: ever, or in the window that the sentence names."""

    def make(moment: Moment | None, reference: str) -> str:
        return f"{rule} {moment.around_event() if moment else 'ever'}"

    return Atom(start, end, "event", make, group, assumed, also)


def whole(start: int, end: int, rule: str, group: str = "", assumed: str = "") -> Atom:
    """A statement that is complete as it is. A sentence that gives it a window is not read."""
    return Atom(start, end, "whole", lambda moment, reference: rule, group, assumed)
