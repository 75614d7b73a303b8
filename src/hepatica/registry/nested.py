"""A value of objects and lists read from a text, and where each part of it stands there, looked up once somebody asks.

JSON and Python's literals nest alike; what differs is told by a `Syntax`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from hepatica.errors import HepaticaError
from hepatica.registry.passage import Passage
from hepatica.registry.places import Piece, Pieces, cut, whole

Key = str | int
Span = tuple[int, int]

_STEP: Final = re.compile(r'\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([^.\[]+)')


@dataclass(frozen=True)
class Syntax:
    """How a text nests.

    token: a text in its quotation marks, a bracket, a comma, a colon, or another word. bracket: a text (passed over) or a
    bracket. escape: what stands for other characters within quotation marks. length: how many characters an escape stands for.
    quotes: marks that begin a text. key: reads the token of a key. words: how truth values are written.
    """

    token: re.Pattern[str]
    bracket: re.Pattern[str]
    escape: re.Pattern[str]
    length: Callable[[str], int]
    quotes: str
    key: Callable[[str], Any]
    words: tuple[str, str]


class Nested:
    """A value with the text it was read from, or a part of one.

    value: dicts, lists, texts, numbers, True, False, None.
    """

    __slots__ = ("_above", "_positions", "value")

    def __init__(self, value: Any, positions: Positions, above: tuple[Key, ...] = ()) -> None:
        self.value = value
        self._positions, self._above = positions, above

    @property
    def source(self) -> str:
        """The whole text."""
        return self._positions.text

    def below(self, *keys: Key) -> Nested:
        """The part at `keys`; paths then start from there. KeyError or IndexError where it is not there."""
        value = self.value
        for key in keys:
            value = value[key]
        return Nested(value, self._positions, self._above + keys)

    def objects(self) -> Iterator[Nested]:
        """The object that the data are, or each in a list; none where they are something else."""
        parts = [self.below(at) for at in range(len(self.value))] if isinstance(self.value, list) else [self]
        return (part for part in parts if isinstance(part.value, dict))

    def passage(self, path: str) -> Passage:
        """The text, number or truth value at a path (`protocolSection.conditionsModule.conditions[0]`), with its places."""
        value = self.value
        for key in steps(path):
            value = value[key]
        return self.found(path, value)

    def found(self, path: str, value: Any) -> Passage:
        """The same where the value is at hand: nothing is looked up until somebody asks for the places."""
        return Passage(self.said(value), partial(self.pieces, path))

    def said(self, value: Any) -> str:
        """A text, number or truth value as it is written; "" for nothing, lists and objects."""
        if isinstance(value, str):
            return value
        if value is True or value is False:
            return self._positions.syntax.words[value]
        return "" if value is None or isinstance(value, dict | list | tuple) else str(value)

    def pieces(self, path: str) -> Pieces:
        """Where the characters of the value at a path stand."""
        return self._positions.pieces(self._above + steps(path))

    def stripped_pieces(self, path: str) -> Pieces:
        """The same without the white space at both ends."""
        passage = self.passage(path)
        left = len(passage.text) - len(passage.text.lstrip())
        return cut(passage.pieces(), left, max(left, len(passage.text.rstrip())))

    def key_pieces(self, path: str) -> Pieces:
        """Where the characters of the last key of a path stand."""
        *above, last = self._above + steps(path)
        start, end = self._positions.keys(tuple(above))[last]
        return whole(start + 1, end - 1)


def steps(path: str) -> tuple[Key, ...]:
    """`studies[3].protocolSection` as its keys: "studies", 3, "protocolSection"."""
    found = _STEP.finditer(path)
    return tuple(int(step[1]) if step[1] else json.loads(step[2]) if step[2] else step[3] for step in found)


def below(path: str, key: str) -> str:
    """The path of a member: `above.key`, or `above["a.key"]` where the key itself has a point or a bracket."""
    if not key or "." in key or "[" in key:
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def place(text: str, at: int) -> str:
    """`line 3, column 17` of an offset."""
    line = text.count("\n", 0, at)
    return f"line {line + 1}, column {at - text.rfind(chr(10), 0, at)}"


def too_deep() -> HepaticaError:
    """The error for data whose nesting cannot be followed."""
    return HepaticaError(
        "nested too deeply: a registry record needs a dozen levels", do="check where the file comes from"
    )


def twice(keys: Iterable[str]) -> str | None:
    """The key among some that comes again first; None where each stands once."""
    met: set[str] = set()
    for key in keys:
        if key in met:
            return key
        met.add(key)
    return None


class Positions:
    """Where the members of each object and list of a text stand; looked up level by level, each level once.

    The text must have been read before: nothing is checked again. start: where the outermost value begins.
    """

    def __init__(self, text: str, syntax: Syntax, start: int = 0) -> None:
        self.text, self.syntax, self._start = text, syntax, start
        self._members: dict[int, Mapping[Key, Span]] = {}
        self._keys: dict[int, Mapping[Key, Span]] = {}

    def find(self, keys: tuple[Key, ...]) -> Span:
        """Start and end of the value at `keys`."""
        at, end = self._start, self._start
        for key in keys:
            at, end = self._below(at)[key]
        if keys:
            return at, end
        found = self._next(self._start)
        return found.start(), self._end(found)

    def keys(self, keys: tuple[Key, ...]) -> Mapping[Key, Span]:
        """Start and end of each key of the object at `keys`, with its quotation marks."""
        start = self.find(keys)[0] if keys else self._start
        self._below(start)
        return self._keys[start]

    def pieces(self, keys: tuple[Key, ...]) -> Pieces:
        """Where the characters of the text, number or word at `keys` stand."""
        begin, end = self.find(keys)
        if self.text[begin] not in self.syntax.quotes:
            return whole(begin, end)
        return self._text_pieces(begin + 1, end - 1)

    def _below(self, start: int) -> Mapping[Key, Span]:
        """Start and end of each member of the object or list at an offset."""
        if start not in self._members:
            opening = self._next(start)
            if opening[0] == "{":
                self._members[start], self._keys[start] = self._object(opening.end())
            else:
                self._members[start], self._keys[start] = self._list(opening.end()), {}
        return self._members[start]

    def _object(self, at: int) -> tuple[dict[Key, Span], dict[Key, Span]]:
        members: dict[Key, Span] = {}
        keys: dict[Key, Span] = {}
        token = self._next(at)
        while token[0] != "}":
            if token[0] == ",":
                token = self._next(token.end())
                continue
            key = self.syntax.key(token[0])
            value = self._next(self._next(token.end()).end())
            members[key], keys[key] = (value.start(), self._end(value)), token.span()
            token = self._next(members[key][1])
        return members, keys

    def _list(self, at: int) -> dict[Key, Span]:
        members: dict[Key, Span] = {}
        token = self._next(at)
        while token[0] not in ")]":
            if token[0] == ",":
                token = self._next(token.end())
                continue
            members[len(members)] = token.start(), self._end(token)
            token = self._next(members[len(members) - 1][1])
        return members

    def _next(self, at: int) -> re.Match[str]:
        found = self.syntax.token.search(self.text, at)
        assert found is not None
        return found

    def _end(self, opening: re.Match[str]) -> int:
        """Where the value ends that begins with a token."""
        if opening[0] not in "{[(":
            return opening.end()
        depth = 0
        for match in self.syntax.bracket.finditer(self.text, opening.start()):
            mark = self.text[match.start()]
            if mark in "{[(":
                depth += 1
            elif mark in "}])":
                depth -= 1
                if not depth:
                    return match.end()
        raise AssertionError("the text was read before")

    def _text_pieces(self, start: int, end: int) -> Pieces:
        pieces, at, done = [], 0, start
        for match in self.syntax.escape.finditer(self.text, start, end):
            plain = match.start() - done
            if plain:
                pieces.append(Piece(at, plain, done, match.start()))
            length = self.syntax.length(match[0])
            pieces.append(Piece(at + plain, length, match.start(), match.end()))
            at, done = at + plain + length, match.end()
        if done < end:
            pieces.append(Piece(at, end - done, done, end))
        return pieces
