"""Parse trees to nodes: what is written in a rule becomes what it says.

Shorter ways to say a thing are spelt out here: `ever prior_treatment in {chemotherapy}` becomes an event with a
condition on its code, `(a or b) within 3 d before x` gives the window to both, `no pregnant` is `not any pregnant`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, cast

from lark import Token

from hepatica.rules import build_days as days
from hepatica.rules.build_days import Branch, branch, branches, tokens
from hepatica.rules.build_values import bounds, codes, operand, unquote, whole_number
from hepatica.rules.errors import RuleError
from hepatica.rules.names import Names, both
from hepatica.rules.nodes import (
    Anchor,
    And,
    Code,
    Comparison,
    Confirmed,
    Count,
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
    Operator,
    Or,
    Pick,
    Range,
    Reading,
    Window,
)
from hepatica.rules.place import Place

OPERATORS: Final = {"≤": "<=", "≥": ">=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a rule we are: in whose event's brackets, and under which window of a bracketed group."""

    event: str | None = None
    window: Window | None = None


TOP: Final = Scope()


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds nodes from the trees of one text."""

    place: Place
    names: Names

    # ------------------------------------------------------------ logic

    def rule(self, tree: Branch, scope: Scope = TOP) -> Node:
        """Any rule, by the name its branch has in the grammar."""
        span = days.span(self.place, tree)
        match tree.data:
            case "rule_text":
                return self.rule(branches(tree)[0], scope)
            case "group":
                inner, *shared = branches(tree)
                own = days.window(self.place, shared[0]) if shared else scope.window
                return self.rule(inner, self._windowed(scope, own, tree))
            case "and_":
                return And(tuple(self.rule(child, scope) for child in branches(tree)), span=span)
            case "or_":
                return Or(tuple(self.rule(child, scope) for child in branches(tree)), span=span)
            case "not_":
                return Not(self.rule(branches(tree)[0], scope), span=span)
            case "implies":
                condition, consequence = branches(tree)
                return Implies(self.rule(condition, scope), self.rule(consequence, scope), span=span)
            case "judged":
                text, _, role = tokens(tree)
                return Judged(unquote(text), unquote(role) if role.type == "STRING" else str(role), span=span)
            case "windowed":
                state, window = branches(tree)
                return self._state(state, self._windowed(scope, days.window(self.place, window), tree))
            case "confirmed":
                return self._confirmed(tree, scope)
            case _:
                return self._state(tree, scope)

    def _windowed(self, scope: Scope, window: Window | None, tree: Branch) -> Scope:
        if window is not None and scope.event is not None:
            raise self._error(
                tree,
                "a window cannot stand inside the brackets of an event",
                do="write it behind the brackets, or compare `start` and `end` inside them",
            )
        return replace(scope, window=window)

    def _confirmed(self, tree: Branch, scope: Scope) -> Confirmed:
        state, *rest = branches(tree)
        for part in rest:
            if part.data == "confirmation":
                confirmation = part
            else:
                scope = self._windowed(scope, days.window(self.place, part), tree)
        node = self._state(state, scope)
        if not isinstance(node, Comparison | Range | Member | Flag):
            raise self._error(state, "only the state of one variable can be confirmed", do="write a comparison")
        word = tokens(confirmation)[0]
        times = 2 if word.type == "TWICE" else whole_number(self.place, word)
        gap = [days.duration(self.place, part) for part in branches(confirmation)]
        return Confirmed(node, times, gap[0] if gap else None, span=days.span(self.place, tree))

    # ------------------------------------------------------------ predicates

    def _state(self, tree: Branch, scope: Scope) -> Node:
        if scope.event is not None:
            return self._of_field(tree, scope.event)
        match tree.data:
            case "event" | "described_event":
                return self._event(tree, scope)
            case "known":
                name = tokens(tree)[0]
                reading = Reading(str(name), span=days.span(self.place, name))
                return Known(reading, scope.window, span=days.span(self.place, tree))
            case "count":
                return self._count(tree, scope)
            case "exposed":
                return self._exposed(tree, scope)
            case _:
                return self._of_head(tree, scope)

    def _of_head(self, tree: Branch, scope: Scope) -> Node:
        """A predicate that begins with a name: of an event if the vocabulary says so, else of a reading."""
        head = tokens(branch(tree.children[0]))
        word, name = str(head[0]) if len(head) == 2 else None, head[-1]
        asks_event = (
            tree.data == "alone" and word in ("any", "no", "ever") and name not in self.names.vocabulary.variables
        )
        of_code = tree.data == "member" or (tree.data == "comparison" and tree.children[1] in ("=", "!="))
        is_event = self.names.is_event(name) or (
            tree.data == "alone" and self.names.knows(name) and not self._variable(name)
        )
        if asks_event or (is_event and tree.data == "alone"):
            return self._occurs(tree, word, self._pattern(name, None, tree), scope)
        if is_event and (of_code or (tree.data == "not_member" and word is not None)):
            where = self._predicate(tree, Field("code", span=days.span(self.place, name)), str(name), None)
            return self._occurs(tree, word, EventPattern(str(name), where, span=days.span(self.place, tree)), scope)
        return self._of_reading(tree, word, name, scope)

    def _variable(self, name: str) -> bool:
        return name in self.names.vocabulary.variables

    def _of_reading(self, tree: Branch, word: str | None, name: Token, scope: Scope) -> Node:
        span = days.span(self.place, branch(tree.children[0]))
        pick = "any" if word in ("no", "ever") else word
        window = self._ever(tree, scope) if word == "ever" else scope.window
        node = self._predicate(tree, Reading(str(name), cast("Pick | None", pick), span=span), None, window)
        return Not(node, span=node.span) if word == "no" else node

    def _of_field(self, tree: Branch, event: str) -> Node:
        head = branches(tree)[0] if branches(tree) else tree
        if tree.data not in ("alone", "comparison", "range", "member", "not_member") or len(tokens(head)) != 1:
            raise self._error(
                tree,
                f"inside the brackets of '{event}' only its own attributes can be compared",
                do="write status = active",
            )
        return self._predicate(tree, Field(str(tokens(head)[0]), span=days.span(self.place, head)), event, None)

    def _predicate(self, tree: Branch, subject: Reading | Field, event: str | None, window: Window | None) -> Node:
        """The comparison, range, membership or flag that the tree states of the subject."""
        span = days.span(self.place, tree)
        kind = self.names.kind(subject, event)
        match tree.data:
            case "comparison":
                sign = str(tree.children[1])
                value = operand(self.place, branch(tree.children[2]), kind)
                return Comparison(subject, cast(Operator, OPERATORS.get(sign, sign)), value, window, span=span)
            case "range":
                _, low, high = branches(tree)
                return Range(subject, *bounds(self.place, low, high), window, span=span)
            case "member" | "not_member":
                items = codes(self.place, branches(tree)[1])
                return Member(subject, items, tree.data == "not_member", window, span=span)
            case _:
                return Flag(subject, window, span=span)

    # ------------------------------------------------------------ events

    def _event(self, tree: Branch, scope: Scope) -> Node:
        """`any surgery(code = resection)`, `no active other_malignancy`."""
        words = tokens(tree)
        if tree.data == "event":
            head = tokens(branches(tree)[0])
            word, name, adjective = (str(head[0]) if len(head) == 2 else None), head[-1], None
            where: Branch | None = branches(tree)[1]
        else:
            word, adjective, name = str(words[0]), words[1], words[2]
            where = branches(tree)[0] if branches(tree) else None
        return self._occurs(tree, word, self._pattern(name, where, tree, adjective), scope)

    def _occurs(self, tree: Branch, word: str | None, event: EventPattern, scope: Scope) -> Occurs:
        if word not in (None, "any", "no", "ever"):
            raise self._error(
                tree,
                f"'{word}' chooses among values, but '{event.variable}' is an event",
                word=word or "",
                do=f"write any {event.variable} or no {event.variable}",
            )
        window = self._ever(tree, scope) if word == "ever" else scope.window
        return Occurs(event, window, word == "no", span=days.span(self.place, tree))

    def _ever(self, tree: Branch, scope: Scope) -> Ever:
        if scope.window is not None:
            raise self._error(tree, "'ever' and a window contradict each other", word="ever", nearest="any")
        return Ever(span=days.span(self.place, tokens(tree)[0] if tokens(tree) else tree))

    def _count(self, tree: Branch, scope: Scope) -> Count:
        _, sign, number = tokens(tree)
        operator = cast(Operator, OPERATORS.get(str(sign), str(sign)))
        pattern = self.pattern(branches(tree)[0])
        return Count(
            pattern, operator, whole_number(self.place, number), scope.window, span=days.span(self.place, tree)
        )

    def _exposed(self, tree: Branch, scope: Scope) -> Node:
        """`exposed to lenvatinib`: any record of an intervention that may carry the drug."""
        span = days.span(self.place, tree)
        if branches(tree):
            items = codes(self.place, branches(tree)[0])
        else:
            items = (Code(str(tokens(tree)[0]), span=days.span(self.place, tokens(tree)[0])),)
        homes = [self.names.intervention_of(item.name) for item in items]
        if None in homes:
            item = items[homes.index(None)]
            nearest = self.names.nearest_code(item.name)
            what = f"no drug or class of drugs is called '{item.name}'"
            raise self.place.error(what, start=item.span.start if item.span else 0, word=item.name, nearest=nearest)
        found: list[Node] = []
        for event in dict.fromkeys(home for home in homes if home is not None):
            here = tuple(item for item, home in zip(items, homes, strict=True) if home == event)
            where = Member(Field("code", span=span), here, span=span)
            found.append(Occurs(EventPattern(event, where, span=span), scope.window, span=span))
        return found[0] if len(found) == 1 else Or(tuple(found), span=span)

    def pattern(self, tree: Branch) -> EventPattern:
        """`local_treatment(code in {TACE})`, `adequate imaging`, `resection`."""
        words = tokens(tree)
        if tree.data == "pattern_in":
            where = Member(Field("code"), codes(self.place, branches(tree)[0]), span=days.span(self.place, tree))
            return EventPattern(str(words[0]), where, span=days.span(self.place, tree))
        inner = branches(tree)[0] if branches(tree) else None
        return self._pattern(words[-1], inner, tree, words[0] if tree.data == "described" else None)

    def _pattern(self, name: Token, where: Branch | None, tree: Branch, adjective: Token | None = None) -> EventPattern:
        span = days.span(self.place, tree)
        variable, condition = self._event_named(name)
        if adjective is not None:
            field = Field(self.names.field_with(variable, adjective) or "status", span=days.span(self.place, adjective))
            code = Code(str(adjective), span=days.span(self.place, adjective))
            condition = both(condition, Comparison(field, "=", code, span=days.span(self.place, adjective)))
        inner = self.rule(where, Scope(event=variable)) if where is not None else None
        return EventPattern(variable, both(condition, inner), span=span)

    def _event_named(self, name: Token) -> tuple[str, Node | None]:
        """The event, and the condition on its code where the name is a code and only one event may carry it."""
        if self._variable(name):
            return str(name), None
        events = self.names.home_of(name)
        if len(events) > 1:
            raise self._error(
                name, f"'{name}' may be recorded in {' or '.join(events)}", do=f"write {events[0]}(code = {name})"
            )
        return (events[0], self.names.restricted_to(name, days.span(self.place, name))) if events else (str(name), None)

    # ------------------------------------------------------------ anchors

    def events(self, tree: Branch) -> tuple[EventPattern, ...]:
        """`recurrence, death`."""
        return tuple(self.pattern(child) for child in branches(tree))

    def anchor(self, tree: Branch) -> Anchor:
        """`last of resection, ablation before consent else first informed_consent`."""
        chain = [self._day(day) for day in branches(branches(tree)[0])]
        anchor = chain[-1]
        for before in reversed(chain[:-1]):
            anchor = replace(before, fallback=anchor)
        return anchor

    def _day(self, tree: Branch) -> Anchor:
        span = days.span(self.place, tree)
        parts = branches(tree)
        if parts[0].data == "point":
            return Anchor(point=days.point(self.place, parts[0]), span=span)
        words = {word.type: word for word in tokens(tree)}
        pick = next(words[kind] for kind in ("FIRST", "LAST", "ORDINAL") if kind in words)
        patterns = tuple(self.pattern(part) for part in parts if part.data in ("pattern", "pattern_in", "described"))
        window = days.window(self.place, parts[-1]) if len(parts) > len(patterns) else None
        chosen = int(Decimal(pick[:-2])) if pick.type == "ORDINAL" else "last" if pick.type == "LAST" else "first"
        return Anchor(
            pick=cast("int", chosen),
            events=patterns,
            window=window,
            edge="end" if "END_OF" in words else "start",
            span=span,
        )

    def _error(
        self, found: Branch | Token, what: str, *, word: str | None = None, nearest: str | None = None, do: str = ""
    ) -> RuleError:
        span = days.span(self.place, found)
        text = self.place.text[span.start : span.end] if word is None else word
        return self.place.error(what, start=span.start, word=text, nearest=nearest, do=do)
