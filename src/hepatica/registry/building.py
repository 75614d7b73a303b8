"""A record being read: values are added as they are met, and a frozen `Record` comes out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from hepatica.registry.passage import Passage
from hepatica.registry.places import Pieces, located
from hepatica.registry.record import FIELDS, GROUPS, Group, Language, Record, Span, Value

Places = Pieces | Callable[[], Pieces] | None
"""The pieces of a value, or how to find them once somebody asks: most values of most records are never quoted.

None: what stands at the value's path, found by the `at` of the building.
"""


class Building:
    """Collects the values of one record."""

    def __init__(self, source: str, format_: str, register: str) -> None:
        self._source, self._format, self._register = source, format_, register
        self._fields: dict[str, list[Value]] = {}
        self._groups: dict[str, list[dict[str, list[Value]]]] = {}
        self._notes: list[str] = []
        self._places: list[Places] = []
        self._waiting: list[tuple[Container[str], Callable[[], None]]] = []
        self.at: Callable[[str], Pieces] = lambda path: ()

    def add(self, name: str, text: str, path: str, places: Places = (), language: Language = "") -> None:
        """Add a value of a field (of `FIELDS`); an empty text says nothing and is left out."""
        if name not in _FIELDS:
            raise KeyError(f"a record has no field '{name}'")
        if text:
            self._fields.setdefault(name, []).append(Value(text, path, language, len(self._places)))
            self._places.append(places)

    def add_passage(self, name: str, passage: Passage, path: str, language: Language = "") -> None:
        """The same of a passage, which knows where it stands."""
        self.add(name, passage.text, path, passage.pieces, language)

    def first(self, name: str) -> str:
        """The first value of a field so far; "" where there is none."""
        return self._fields[name][0].text if name in self._fields else ""

    def member(self, group: str) -> Member:
        """Begin another member of a group (of `GROUPS`)."""
        if group not in GROUPS:
            raise KeyError(f"a record lists no '{group}'")
        members = self._groups.setdefault(group, [])
        members.append({})
        return Member(self, group, members[-1])

    def later(self, names: Container[str], load: Callable[[], None]) -> None:
        """Leave values of these fields and groups, and no others, to be added by `load` once somebody asks for one of them.

        For long parts that few look at: tables of results, a thousand sites.
        """
        self._waiting.append((names, load))

    def load(self, name: str | None = None) -> None:
        """Add the values of a field or group that wait, or of all."""
        while due := [each for each in self._waiting if name is None or name in each[0]]:
            self._waiting = [each for each in self._waiting if each not in due]
            for _, load in due:
                load()

    def note(self, text: str) -> None:
        """Say what could not be made sense of."""
        self._notes.append(text)

    def done(self, identifier: str | None = None) -> Record:
        """The record, by default under the first `id` that was added. Members of which nothing was said are left out."""
        places, at = self._places, self.at
        kept: dict[int, Pieces] = {}

        def locate(value: Value, start: int, end: int) -> Span | None:
            if value.key not in kept:
                own = places[value.key]
                kept[value.key] = at(value.path) if own is None else own() if callable(own) else own
            return located(kept[value.key], start, end)

        return Record(
            id=self.first("id") if identifier is None else identifier,
            register=self._register,
            format=self._format,
            source=self._source,
            fields=_Kept(self, self._fields, tuple),
            groups=_Kept(self, self._groups, _members),
            notes=tuple(self._notes),
            locate=locate,
        )


_FIELDS: Final = frozenset(FIELDS)


class Member:
    """Collects the values of one arm, outcome, site, …"""

    def __init__(self, building: Building, group: str, values: dict[str, list[Value]]) -> None:
        self._group, self._values, self._places, self._names = group, values, building._places, GROUPS[group]

    def add(self, name: str, text: str, path: str, places: Places = (), language: Language = "") -> None:
        """Add a value of one of the group's fields; an empty text says nothing and is left out."""
        if name not in self._names:
            raise KeyError(f"'{self._group}' has no field '{name}'")
        if text:
            self._values.setdefault(name, []).append(Value(text, path, language, len(self._places)))
            self._places.append(places)

    def add_passage(self, name: str, passage: Passage, path: str, language: Language = "") -> None:
        """The same of a passage, which knows where it stands."""
        self.add(name, passage.text, path, passage.pieces, language)


def _frozen(values: Mapping[str, list[Value]]) -> Group:
    return MappingProxyType({name: tuple(each) for name, each in values.items()})


def _members(members: Iterable[Mapping[str, list[Value]]]) -> tuple[Group, ...]:
    return tuple(_frozen(each) for each in members if each)


class _Kept(Mapping[str, tuple[Any, ...]]):
    """Fields or groups by name, each frozen when it is first asked for."""

    def __init__(self, building: Building, collected: Mapping[str, list[Any]], freeze: Callable[[Any], Any]) -> None:
        self._building, self._collected, self._freeze = building, collected, freeze
        self._frozen: dict[str, tuple[Any, ...] | None] = {}

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """The values, or the default where the record does not say: most of what is asked for is not there."""
        if name not in self._frozen:
            self._building.load(name)
            collected = self._collected.get(name)
            self._frozen[name] = None if collected is None else self._freeze(collected)
        found = self._frozen[name]
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        self._building.load()
        return iter(tuple(self._collected))

    def __len__(self) -> int:
        self._building.load()
        return len(self._collected)
