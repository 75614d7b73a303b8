"""Code lists with nested classes: drugs, treatments, conditions.

A class name is itself a code, for records that say which kind of treatment was given but not which one. So a class
contains itself, every class that is one of its kind, and all their codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hepatica.errors import HepaticaError
from hepatica.vocabulary.words import Label


@dataclass(frozen=True, slots=True)
class Entry:
    """A code or class: its label and the classes it belongs to directly; drugs may have a prednisone equivalent."""

    label: Label
    parents: tuple[str, ...]
    prednisone: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CodeLists:
    """All classes and codes of the vocabulary, by name."""

    classes: Mapping[str, Entry]
    codes: Mapping[str, Entry]

    @property
    def labels(self) -> dict[str, Label]:
        """The label of every code and class."""
        return {name: entry.label for name, entry in (*self.classes.items(), *self.codes.items())}

    def members(self) -> dict[str, frozenset[str]]:
        """Each class with all codes in it, nested classes flattened.

        Raises HepaticaError for a class nobody defines or one that contains itself.
        """
        found: dict[str, set[str]] = {name: {name} for name in self.classes}
        for name, entry in (*self.classes.items(), *self.codes.items()):
            for ancestor in self._ancestors(name, entry, ()):
                found[ancestor].add(name)
        return {name: frozenset(codes) for name, codes in found.items()}

    def _ancestors(self, name: str, entry: Entry, below: tuple[str, ...]) -> set[str]:
        above: set[str] = set()
        for parent in entry.parents:
            if parent not in self.classes:
                raise HepaticaError(
                    f"'{name}' is said to be one of '{parent}', which is no class", do="define the class"
                )
            if parent in below or parent == name:
                raise HepaticaError(f"the class '{parent}' contains itself", do="break the circle")
            above |= {parent} | self._ancestors(parent, self.classes[parent], (*below, name))
        return above
