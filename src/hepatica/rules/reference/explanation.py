"""Why a rule holds for a subject, or does not, or cannot be told: a tree in the shape of the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hepatica.rules.nodes import Node
from hepatica.rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one node for one subject.

    text: one sentence: what was compared, the value used, its day, the window. children: the parts, in the rule's
    order. evidence: `fact` numbers of the facts that decide. missing: why it is unknown, a phrase for each reason;
    empty if it is decided.
    """

    node: Node
    truth: Truth
    text: str
    children: tuple[Explanation, ...] = ()
    evidence: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented lines, each with its truth."""
        yield f"{'  ' * depth}{self.truth}: {self.text}"
        for child in self.children:
            yield from child.lines(depth + 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a leaf: its truth, a phrase that names the facts that decide, the reasons if unknown."""

    truth: Truth
    said: str = ""
    evidence: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Each phrase once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
