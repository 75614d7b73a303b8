"""Study files as text: YAML read to plain values, each with its place, and nothing in it can run.

Only mappings, lists and scalars are read: tags, anchors and aliases are refused, so that no file can unfold to more
than it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hepatica.errors import HepaticaError

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 30
KINDS: Final = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp"})
Path_ = tuple[str | int, ...]


class StudyError(HepaticaError):
    """A fault in a study file: which file, line and column, on which value, and the nearest valid word if any."""

    def __init__(self, what: str, *, place: Place, do: str = "", value: Any = None, nearest: str | None = None) -> None:
        self.place, self.value, self.nearest = place, value, nearest
        self.file, self.line, self.column = place.file, place.line, place.column
        super().__init__(what, where=str(place), do=do)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file} line {self.line}, column {self.column}"


@dataclass(frozen=True)
class Source:
    """A study file's plain values, and the place of every key (`keys`) and value (`values`) by its path.

    words: of every text, the place of each of its words, in order, with how far into the text (its blanks made single)
    the word begins.
    """

    file: str
    data: dict[str, Any]
    keys: Mapping[Path_, Place]
    values: Mapping[Path_, Place]
    words: Mapping[Path_, tuple[tuple[int, Place], ...]]

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Where a value (or its key) stands; the nearest enclosing place where the path itself is not in the file."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place(self.file, 1, 1))

    def inside(self, path: Path_, column: int) -> Place:
        """The place in the file of a column (from 1) of a text that may run over several lines."""
        while path and path not in self.values:
            path = path[:-1]  # a bare value stands one step above the field it fills
        for offset, place in reversed(self.words.get(path, ())):
            if offset < column:
                return Place(place.file, place.line, place.column + column - 1 - offset)
        return self.place(path)

    def over(self, base: Source, data: dict[str, Any]) -> Source:
        """This overlay's places over those of its base, for the merged `data`.

        A mapping that the overlay only reaches into keeps its place in the base.
        """
        own = {path: place for path, place in self.values.items() if path and not _is_mapping(base.data, path)}
        texts = {path: found for path, found in base.words.items() if path not in own}
        return Source(self.file, data, {**base.keys, **self.keys}, {**base.values, **own}, {**texts, **self.words})


def _is_mapping(data: Any, path: Path_) -> bool:
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return isinstance(data, dict)


def dotted(path: Path_) -> str:
    """A path as it is written under `assumed`: `endpoints.recurrence.event`."""
    return ".".join(str(step) for step in path)


def read_source(path: Path) -> Source:
    """Read one study file. Errors: StudyError on anything that is not plain YAML."""
    start = Place(path.name, 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise HepaticaError(
            f"the study file cannot be read: {error.strerror}", where=str(path), do="check the path"
        ) from None
    if len(raw) > MAX_BYTES:
        raise StudyError(f"the file has {len(raw)} bytes: no study file is that long", place=start, do="check the path")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise StudyError("the file is not UTF-8 text", place=Place(path.name, line, 1), do="save it as UTF-8") from None
    return parse_source(text, path.name)


def parse_source(text: str, file: str) -> Source:
    """Plain values and places of a YAML text. Errors: StudyError."""
    try:
        depth = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise _fault("a study file cannot use YAML anchors and aliases", event, file, "write the value out")
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _fault("the file is nested too deep", event, file, "check the indentation and the brackets")
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _unreadable(error, file) from None
    except YAMLError as error:
        detail = " ".join(str(error).split())
        raise StudyError(
            f"not readable as YAML: {detail}", place=Place(file, 1, 1), do="save it as plain text"
        ) from None
    if not isinstance(root, MappingNode):
        raise StudyError(
            "the file holds no study", place=Place(file, 1, 1), do="begin it with study:, format: 1 and title:"
        )
    reader = _Reader(file, text)
    data = reader.value(root, ())
    return Source(file, data, reader.keys, reader.values, reader.words)


def _unreadable(error: MarkedYAMLError, file: str) -> StudyError:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    problem = " ".join(str(error.problem or error.context or "").split())
    return StudyError(
        f"not readable as YAML: {problem}", place=place, do="mend the indentation, or put the text in quotes"
    )


def _fault(what: str, node: Any, file: str, do: str) -> StudyError:
    return StudyError(what, place=Place(file, node.start_mark.line + 1, node.start_mark.column + 1), do=do)


class _Reader:
    """Turns YAML nodes into plain values and notes where each stood."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.keys: dict[Path_, Place] = {}
        self.values: dict[Path_, Place] = {}
        self.words: dict[Path_, tuple[tuple[int, Place], ...]] = {}

    def value(self, node: Node, path: Path_) -> Any:
        self.values[path] = self._place(node)
        kind = str(node.tag).removeprefix("tag:yaml.org,2002:")
        if kind not in KINDS:
            raise _fault(f"a study file cannot use the YAML tag «{node.tag}»", node, self.file, "write the plain value")
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            self.words[path] = tuple(self._words(node))
        return _scalar(str(node.value), kind)

    def _place(self, node: Node) -> Place:
        quoted = isinstance(node, ScalarNode) and node.style in ("'", '"')
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1 + quoted)

    def _words(self, node: ScalarNode) -> Iterator[tuple[int, Place]]:
        """The words of a text: how far into it each begins when blanks are single, and where it stands."""
        block = node.style in ("|", ">")
        first, last = node.start_mark.line + block, node.end_mark.line
        offset = 0
        for number in range(first, min(last + 1, len(self.lines))):
            start = self._place(node).column - 1 if number == node.start_mark.line else 0
            end = node.end_mark.column if number == last else len(self.lines[number])
            for word in re.finditer(r"\S+", self.lines[number][:end][start:]):
                yield offset, Place(self.file, number + 1, start + word.start() + 1)
                offset += len(word[0]) + 1

    def _mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise _fault("a key must be a word", key_node, self.file, "write the key as plain text")
            key = str(key_node.value)
            if key in found:
                first = self.keys[(*path, key)].line
                raise StudyError(
                    f"duplicate key «{key}»: it stands already in line {first}",
                    place=self._place(key_node),
                    do="keep one of the two",
                    value=key,
                )
            self.keys[(*path, key)] = self._place(key_node)
            found[key] = self.value(value_node, (*path, key))
        return found


def _scalar(text: str, kind: str) -> Any:
    """A plain value: true and false, whole numbers, decimals, empty, and everything else as text (dates too)."""
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" if re.fullmatch(r"[+-]?\d{1,18}", text):
            return int(text)
        case "float" if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
            return float(text)
        case _:
            return text
