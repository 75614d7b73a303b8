"""The words of a study file held against the vocabulary: every rule, event, window and day in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel

from hepatica import rules
from hepatica.protocol.section import nearest
from hepatica.protocol.source import Path_
from hepatica.protocol.study import Study
from hepatica.protocol.written import Exposed, Offset, Otherwise, Term, VisitWindow, Written
from hepatica.rules.errors import RuleError
from hepatica.rules.nodes import Anchor, At, Duration, During, Ever, Node, Point, Side, Within
from hepatica.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of meaning: where in the study, on which value. `key` points at the key instead of the value."""

    path: Path_
    what: str
    do: str = ""
    value: str = ""
    nearest: str | None = None
    key: bool = False
    column: int = 1


def unknown(path: Path_, word: str, what: str, words: Collection[str], *, key: bool = False) -> Fault:
    """The fault of a word that nobody defines."""
    close = nearest(word, list(words))
    names = ", ".join(list(words)[:12])
    do = f"did you mean «{close}»?" if close else f"write one of: {names}" if names else "define it first"
    return Fault(path, f"«{word}» is not {what}", do, word, close, key)


def written(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Written[Any]]]:
    """Every text of the rule language in a section, with its path in the file."""
    if isinstance(value, Written):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from written(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from written(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from written(item, (*path, index))


def points(node: Any) -> Iterator[Point]:
    """Every mention of an anchor inside a node."""
    if isinstance(node, Point):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from points(item)
    elif is_dataclass(node):
        for field in fields(node):
            yield from points(getattr(node, field.name))


def meaning_faults(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Faults of every text: unknown variables, codes, units, rules of the wrong type, undefined anchors."""
    for path, text in written(study):
        yield from _text_faults(path, text, vocabulary, study.anchors)


def _text_faults(path: Path_, text: Written[Any], vocabulary: Vocabulary, anchors: Collection[str]) -> Iterator[Fault]:
    node = text.node
    match node:
        case Duration() | Offset() | Otherwise() | VisitWindow() | None:
            return
        case Point():
            yield from _faults(path, lambda: rules.check_window(At(node), anchors, vocabulary))
        case Term() if node.variable != "arm" and node.variable not in vocabulary.variables:
            yield unknown(path, node.variable, "a variable of the vocabulary", vocabulary.variables)
        case Exposed():
            known = drugs(vocabulary)
            for code in node.codes:
                if code not in known:
                    yield unknown(path, code, "a drug or drug class of the vocabulary", known)
        case Anchor():
            yield from _faults(path, lambda: rules.check_anchor(node, vocabulary, anchors))
        case tuple():
            for pattern in node:
                yield from _faults(path, partial(rules.check_event, pattern, vocabulary, anchors))
        case Within() | During() | At() | Side() | Ever():
            yield from _faults(path, lambda: rules.check_window(node, anchors, vocabulary))
        case _ if isinstance(node, Node):
            yield from _faults(path, lambda: rules.check_rule(node, vocabulary, anchors))


def _faults(path: Path_, check: Callable[[], None]) -> Iterator[Fault]:
    """The fault that a check of the rule language finds, if any."""
    try:
        check()
    except RuleError as error:
        yield Fault(path, error.what, error.do, error.word, error.nearest, column=error.column)


def drugs(vocabulary: Vocabulary) -> frozenset[str]:
    """Every class of the vocabulary and every code that a class contains."""
    return frozenset(vocabulary.classes) | frozenset(code for codes in vocabulary.classes.values() for code in codes)
