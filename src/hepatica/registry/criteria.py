"""An eligibility text taken apart: one criterion for each bullet, number or line, with its place and its parent.

Registers hold criteria as one text that people wrote as a list: with bullets or numbers, indented or numbered by hand
("8.1.2."), with a line for each and no marks, or as one paragraph ("1. …; 2. …"). Nothing is rewritten: a criterion is a
passage of the text without its mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hepatica.registry.headings import Kind, sections
from hepatica.registry.list_items import Item, items
from hepatica.registry.passage import Passage
from hepatica.registry.record import Value


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its kind, its number among those of the kind (`(8, 1)`: the first under the eighth), its words."""

    kind: Kind
    number: tuple[int, ...]
    passage: Passage

    def path(self, base: str) -> str:
        """`eligibilityCriteria#inclusion.8.1` for a text at `eligibilityCriteria`."""
        return f"{base}#{self.kind}.{'.'.join(map(str, self.number))}"


def parent(path: str) -> str:
    """The path of the criterion above one (`…#inclusion.8` of `…#inclusion.8.1`); "" for one that is under none."""
    base, _, own = path.rpartition("#")
    return f"{base}#{own.rpartition('.')[0]}" if own.count(".") > 1 else ""


def leaves(values: Iterable[Value]) -> tuple[Value, ...]:
    """The criteria that have none below them: what a person counts where a heading or a lead-in holds a list."""
    kept = tuple(values)
    above = {parent(value.path) for value in kept}
    return tuple(value for value in kept if value.path not in above)


def criteria(text: Passage, kind: Kind | None = None) -> list[Criterion]:
    """Take an eligibility text apart.

    kind: what a text without headings holds; by default its headings ("Inclusion Criteria:", 排除标准) tell. What stands before
    the first of them is no criterion. Where several headings of one kind say more than the kind ("(part B)"), each stands
    above its own criteria. Returns the criteria in the order of the text, those of a list below the one above it.
    """
    found: list[Criterion] = []
    counts: dict[Kind, int] = {"inclusion": 0, "exclusion": 0}
    parts = sections(text.text, kind)
    for part in parts:
        own = items(text.text, part.start, part.end)
        if own and part.label and sum(each.kind == part.kind for each in parts) > 1:
            own = [Item(*part.label, below=own)]
        for item in own:
            counts[part.kind] += 1
            _number(found, text, item, part.kind, (counts[part.kind],))
    return found


def _number(found: list[Criterion], text: Passage, item: Item, kind: Kind, number: tuple[int, ...]) -> None:
    """Add an item and those below it to what was found."""
    found.append(Criterion(kind, number, text.words(item.start, item.end)))
    for at, below in enumerate(item.below, start=1):
        _number(found, text, below, kind, (*number, at))


__all__ = ["Criterion", "Kind", "criteria", "leaves", "parent"]
