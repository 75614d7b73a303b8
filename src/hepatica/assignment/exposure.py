"""Conditions of an as-treated arm as rules over the records of exposure."""

from __future__ import annotations

from typing import Final, Literal

from hepatica.protocol.written import Exposed, Otherwise
from hepatica.rules.nodes import Anchor, Code, Duration, During, EventPattern, Field, Member, Node, Occurs, Or, Point
from hepatica.vocabulary import Vocabulary

TREATMENTS: Final = ("CM", "EC", "EX", "PR")
"""Domains of treatments given."""


def condition_rule(
    condition: Exposed | Otherwise | Node,
    origin: Point,
    grace: Duration,
    anchor: Anchor | None,
    vocabulary: Vocabulary,
) -> Node:
    """A condition as a rule; `exposed to X` is a record of X from the origin to the end of the grace period."""
    if isinstance(condition, Otherwise):
        raise TypeError("`otherwise` has no rule of its own")
    if not isinstance(condition, Exposed):
        return condition
    window = During(origin, Point(origin.anchor, *_later(origin, grace)))
    codes = Member(Field("code"), tuple(Code(code) for code in condition.codes))
    places = exposure_variables(condition.codes, anchor, vocabulary)
    records = [Occurs(EventPattern(place, codes), window) for place in places]
    return records[0] if len(records) == 1 else Or(tuple(records))


def _later(origin: Point, grace: Duration) -> tuple[Duration, Literal[1]]:
    if origin.offset is None:
        return grace, 1
    if origin.offset.unit != grace.unit or origin.sign != 1:
        raise ValueError("the origin of an assignment must be an anchor or an anchor and a length in the grace's unit")
    return Duration(origin.offset.number + grace.number, grace.unit), 1


def exposure_variables(codes: tuple[str, ...], anchor: Anchor | None, vocabulary: Vocabulary) -> list[str]:
    """Names of the variables whose records say whether any of these drugs or classes was given.

    Where the records of the anchor itself can hold them (the first antiviral, for a question about antivirals), those
    alone are asked; otherwise every variable of treatments given.
    """
    leaves = frozenset().union(*(vocabulary.classes.get(code, frozenset({code})) for code in codes))
    own = [pattern.variable for pattern in anchor.events] if anchor else []
    given = [v.name for v in vocabulary.variables.values() if v.kind == "event" and v.home.domain in TREATMENTS]
    for names in (own, given):
        able = [name for name in names if leaves <= vocabulary.codes(name)]
        if able:
            return list(dict.fromkeys(able))
    return []
