"""Whether a rule makes sense: every name, unit, code, field and anchor held against the vocabulary and the study.

The first wrong word is an error that names its place and the nearest word that would have been right. A rule that
passes can still be unknown for a subject, but never for want of a definition.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from typing import assert_never

from hepatica.rules.check_values import ValueChecker, say
from hepatica.rules.errors import RuleError
from hepatica.rules.nodes import (
    Anchor,
    And,
    At,
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
    Member,
    Node,
    Not,
    Occurs,
    Or,
    Point,
    Range,
    Reading,
    Side,
    Window,
    Within,
)
from hepatica.vocabulary import Variable, Vocabulary

DAYS = {"min": (0, 0), "h": (0, 0), "d": (1, 1), "wk": (7, 7), "mo": (28, 31), "a": (365, 366)}
"""Least and most days in a unit of time; minutes and hours count as no day."""


def check_rule(node: Node, vocabulary: Vocabulary, anchors: Collection[str], *, where: str = "") -> None:
    """Raise RuleError at the first wrong word, unit, type, code or anchor of the rule.

    anchors: the names the study defines. where: the file, for messages (lines and columns come from the spans).
    """
    Checker(vocabulary, anchors, where).rule(node, None)


def check_event(event: EventPattern, vocabulary: Vocabulary, anchors: Collection[str], *, where: str = "") -> None:
    """Raise RuleError at the first wrong word of an event pattern."""
    Checker(vocabulary, anchors, where).event(event)


def check_window(window: Window, anchors: Collection[str], vocabulary: Vocabulary, *, where: str = "") -> None:
    """Raise RuleError at the first anchor of a window that nobody defines, or if it ends before it starts."""
    Checker(vocabulary, anchors, where).window(window)


def check_anchor(anchor: Anchor, vocabulary: Vocabulary, anchors: Collection[str], *, where: str = "") -> None:
    """Raise RuleError at the first wrong word of an anchor's definition.

    Any variable may date an anchor: `last platelets before randomisation` is the day of that blood sample.
    """
    checker = Checker(vocabulary, anchors, where)
    for event in anchor.events:
        checker.dated(event)
    if anchor.point is not None:
        checker.point(anchor.point)
    if anchor.window is not None:
        checker.window(anchor.window)
    if anchor.fallback is not None:
        check_anchor(anchor.fallback, vocabulary, anchors, where=where)


@dataclass(frozen=True, slots=True)
class Checker:
    """Walks one rule; `event` is the variable in whose brackets a node stands."""

    vocabulary: Vocabulary
    anchors: Collection[str]
    where: str

    # ------------------------------------------------------------ logic

    def rule(self, node: Node, event: Variable | None) -> None:
        """Check any node."""
        match node:
            case And(operands) | Or(operands):
                for operand in operands:
                    self.rule(operand, event)
            case Not(operand):
                self.rule(operand, event)
            case Implies(condition, consequence):
                self.rule(condition, event)
                self.rule(consequence, event)
            case Confirmed():
                self._confirmed(node, event)
            case Judged():
                self._judged(node)
            case _:
                self._predicate(node, event)
                if node.window is not None:
                    self.window(node.window)

    def _predicate(
        self, node: Comparison | Range | Member | Flag | Known | Occurs | Count, event: Variable | None
    ) -> None:
        match node:
            case Occurs(pattern) | Count(pattern):
                self.event(pattern)
            case Known(subject):
                self._variable(subject)
            case Comparison(operand=Point() as point):
                self.point(point)
                self._values(node.subject, event).comparison(node)
            case Comparison():
                self._values(node.subject, event).comparison(node)
            case Range():
                self._values(node.subject, event).range(node)
            case Member():
                self._values(node.subject, event).member(node)
            case Flag():
                self._values(node.subject, event).flag(node)
            case _:
                assert_never(node)

    def _judged(self, node: Judged) -> None:
        if not node.text.strip():
            raise say(node, "a judgement needs a question", self.where, do='write judged "…" by investigator')
        judges = sorted(self.vocabulary.methods["judge"])
        if node.role not in judges:
            nearest = self.vocabulary.nearest(node.role, among=judges)
            what = f"nobody is called '{node.role}' who could judge this"
            do = f"write one of: {', '.join(judges)}"
            raise say(node, what, self.where, word=node.role, nearest=nearest, do=do)

    def _confirmed(self, node: Confirmed, event: Variable | None) -> None:
        subject = node.state.subject
        if isinstance(subject, Reading) and subject.pick is not None:
            do = f"leave out '{subject.pick}'"
            raise say(subject, "a confirmed state looks at the whole series", self.where, word=subject.pick, do=do)
        if node.times < 2:
            raise say(node, "a state is confirmed by at least two results", self.where, do="write confirmed twice")
        self.rule(node.state, event)

    # ------------------------------------------------------------ what is looked at

    def _values(self, subject: Reading | Field, event: Variable | None) -> ValueChecker:
        """The checker of values for a reading, or for a field of the event in whose brackets it stands."""
        if isinstance(subject, Reading):
            variable = self._variable(subject)
            return ValueChecker.of_variable(self.vocabulary, variable, subject, self.where)
        if event is None:
            raise say(subject, f"'{subject.name}' stands outside an event's brackets", self.where, word=subject.name)
        return ValueChecker.of_field(self.vocabulary, event, subject, self.where)

    def _variable(self, reading: Reading) -> Variable:
        variable = self._known_variable(reading.variable, reading)
        if variable.kind == "event":
            do = f"write any {variable.name} or count of {variable.name} >= 1"
            raise say(reading, f"'{variable.name}' is an event, it has no value", self.where, word=variable.name, do=do)
        if reading.pick in ("lowest", "highest") and variable.kind not in ("number", "ordinal"):
            what = f"'{variable.name}' has no {reading.pick} value"
            raise say(reading, what, self.where, word=reading.pick, do="write last, first, any or every")
        return variable

    def _known_variable(self, name: str, node: Reading | EventPattern) -> Variable:
        variable = self.vocabulary.variables.get(name)
        if variable is None:
            nearest = self.vocabulary.nearest(name)
            raise say(node, f"there is no variable '{name}'", self.where, word=name, nearest=nearest)
        return variable

    def event(self, pattern: EventPattern) -> None:
        """Check an event pattern."""
        variable = self._known_variable(pattern.variable, pattern)
        if variable.kind != "event":
            name = variable.name
            do = f"write a comparison, such as {name} = …, or known {name}"
            raise say(pattern, f"'{name}' is a {variable.kind}, not an event", self.where, word=name, do=do)
        if pattern.where is not None:
            self.rule(pattern.where, variable)

    def dated(self, pattern: EventPattern) -> None:
        """Check the records that date an anchor: of any variable."""
        variable = self._known_variable(pattern.variable, pattern)
        if pattern.where is not None:
            self.rule(pattern.where, variable)

    # ------------------------------------------------------------ days

    def point(self, point: Point) -> None:
        """Check that somebody defines the anchor."""
        if point.anchor not in self.anchors:
            close = difflib.get_close_matches(point.anchor, sorted(self.anchors), n=1, cutoff=0.5)
            known = ", ".join(sorted(self.anchors)) or "none"
            raise say(
                point,
                f"there is no anchor '{point.anchor}'",
                self.where,
                word=point.anchor,
                nearest=close[0] if close else None,
                do=f"the anchors of this study are: {known}",
            )

    def window(self, window: Window) -> None:
        """Check a window's anchors, and that it does not end before it starts where that can be told."""
        match window:
            case Within(point=point) | At(point=point) | Side(point=point):
                self.point(point)
            case During(start, end):
                self.point(start)
                self.point(end)
                if start.anchor == end.anchor and _offset(end)[1] < _offset(start)[0]:
                    raise say(window, "the window ends before it starts", self.where, do="write the earlier day first")
            case Ever():
                pass
            case _:
                assert_never(window)


def _offset(point: Point) -> tuple[float, float]:
    """Least and most days from the anchor to the point."""
    if point.offset is None:
        return 0, 0
    least, most = _length(point.offset)
    return (least, most) if point.sign > 0 else (-most, -least)


def _length(duration: Duration) -> tuple[float, float]:
    least, most = DAYS[duration.unit]
    return float(duration.number) * least, float(duration.number) * most


__all__ = ["RuleError", "check_anchor", "check_event", "check_rule", "check_window"]
