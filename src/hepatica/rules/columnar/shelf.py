"""The facts, by variable, so that each rule looks at no others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import narwhals as nw
from narwhals.typing import IntoFrame

from hepatica.rules.aspects import AGE, BIRTH_DATE
from hepatica.rules.columnar.engine import Frame, lazy
from hepatica.rules.nodes import Anchor, Node
from hepatica.rules.walk import variables


class Shelf:
    """Facts of some variables. On Polars they are parted in one pass; a SQL engine filters them when they are asked for."""

    def __init__(self, facts: IntoFrame, names: Collection[str]) -> None:
        self._facts = lazy(facts).filter(nw.col("variable").is_in(sorted(names)))
        self._parts: dict[str, Frame] | None = None
        if self._facts.implementation.is_polars():
            rows = self._facts.collect()
            self._parts = {str(key[0]): part.lazy() for key, part in rows.group_by("variable")}
            self._facts = rows.head(0).lazy()

    def of(self, variable: str) -> Frame:
        """The facts of one variable."""
        if self._parts is not None:
            return self._parts.get(variable, self._facts)
        return self._facts.filter(nw.col("variable") == variable)


def names(rules: Iterable[Node], anchors: Iterable[Anchor]) -> frozenset[str]:
    """The variables that rules and anchors look at; for age the birth date too."""
    found = frozenset[str]().union(*(variables(rule) for rule in rules), *(_dating(anchor) for anchor in anchors))
    return found | {BIRTH_DATE} if AGE in found else found


def _dating(anchor: Anchor) -> frozenset[str]:
    own = frozenset(pattern.variable for pattern in anchor.events)
    return own | _dating(anchor.fallback) if anchor.fallback is not None else own
