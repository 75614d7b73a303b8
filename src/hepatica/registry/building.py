"""A record being read: values are added as they are met, and a frozen `Record` comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hepatica.registry.places import Pieces, located
from hepatica.registry.record import FIELDS, GROUPS, Group, Language, Record, Span, Value

Places = Pieces | Callable[[], Pieces]
"""The pieces of a value, or how to find them once somebody asks: most values of most records are never quoted."""


class Building:
    """Collects the values of one record."""

    def __init__(self, source: str, format_: str, register: str) -> None:
        self._source, self._format, self._register = source, format_, register
        self._fields: dict[str, list[Value]] = {}
        self._groups: dict[str, list[dict[str, list[Value]]]] = {}
        self._notes: list[str] = []
        self._places: list[Places] = []

    def add(self, name: str, text: str, path: str, places: Places = (), language: Language = "") -> None:
        """Add a value of a field (of `FIELDS`); an empty text says nothing and is left out."""
        if name not in FIELDS:
            raise KeyError(f"a record has no field '{name}'")
        if text:
            self._fields.setdefault(name, []).append(self._value(text, path, places, language))

    def member(self, group: str) -> Member:
        """Begin another member of a group (of `GROUPS`)."""
        if group not in GROUPS:
            raise KeyError(f"a record lists no '{group}'")
        members = self._groups.setdefault(group, [])
        members.append({})
        return Member(self, group, members[-1])

    def note(self, text: str) -> None:
        """Say what could not be made sense of."""
        self._notes.append(text)

    def done(self, identifier: str) -> Record:
        """The record. Members of which nothing was said are left out."""
        places = self._places
        kept: dict[int, Pieces] = {}

        def locate(value: Value, start: int, end: int) -> Span | None:
            if value.key not in kept:
                own = places[value.key]
                kept[value.key] = own() if callable(own) else own
            return located(kept[value.key], start, end)

        fields = {name: tuple(values) for name, values in self._fields.items()}
        groups = {name: tuple(_frozen(each) for each in members if each) for name, members in self._groups.items()}
        return Record(
            id=identifier,
            register=self._register,
            format=self._format,
            source=self._source,
            fields=MappingProxyType(fields),
            groups=MappingProxyType(groups),
            notes=tuple(self._notes),
            locate=locate,
        )

    def _value(self, text: str, path: str, places: Places, language: Language) -> Value:
        self._places.append(places)
        return Value(text, path, language, len(self._places) - 1)


class Member:
    """Collects the values of one arm, outcome, site, …"""

    def __init__(self, building: Building, group: str, values: dict[str, list[Value]]) -> None:
        self._building, self._group, self._values = building, group, values

    def add(self, name: str, text: str, path: str, places: Places = (), language: Language = "") -> None:
        """Add a value of one of the group's fields; an empty text says nothing and is left out."""
        if name not in GROUPS[self._group]:
            raise KeyError(f"'{self._group}' has no field '{name}'")
        if text:
            self._values.setdefault(name, []).append(self._building._value(text, path, places, language))


def _frozen(values: Mapping[str, list[Value]]) -> Group:
    return MappingProxyType({name: tuple(each) for name, each in values.items()})
