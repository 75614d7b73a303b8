"""Text to nodes: rules, anchors, events, points, windows and durations.

Names are given their meaning with the vocabulary: `any surgery` asks whether something happened, `any pregnant` whether
a boolean was ever true, and `resection` is short for `surgery(code = resection)`. What the names mean for a study
(units, codes, anchors) is for `check_rule` to judge.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib.resources import files
from typing import Final, TypeVar

from lark import Lark, UnexpectedInput

from hepatica.rules import build_days as days
from hepatica.rules.build import Builder
from hepatica.rules.build_days import Branch
from hepatica.rules.names import Names
from hepatica.rules.nodes import Anchor, Duration, EventPattern, Node, Point, Window
from hepatica.rules.place import Place
from hepatica.rules.syntax import syntax_error
from hepatica.vocabulary import Vocabulary, load

STARTS: Final = ("rule_text", "anchor_text", "events_text", "point_text", "window_text", "duration_text")
Built = TypeVar("Built")


@functools.cache
def _grammar() -> Lark:
    text = files("hepatica.rules").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start=list(STARTS), propagate_positions=True, maybe_placeholders=False)


def _read(
    text: str, start: str, place: Place, vocabulary: Vocabulary | None, build: Callable[[Builder, Branch], Built]
) -> Built:
    names = Names(vocabulary or load())
    try:
        return build(Builder(place, names), _grammar().parse(text, start=start))
    except UnexpectedInput as problem:
        raise syntax_error(problem, text, place, names) from None
    except RecursionError:
        raise place.error("brackets or 'not' are nested too deeply", do="write it in several rules") from None


def parse_rule(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> Node:
    """Read a rule: `platelets >= 75 10*9/L within 7 d before randomisation`.

    where, line, column: the file, and the place of the text's first character in it, for messages and spans.
    vocabulary: decides what names are; the package's own by default. Raises RuleError.
    """
    return _read(text, "rule_text", Place(text, where, line, column), vocabulary, Builder.rule)


def parse_anchor(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> Anchor:
    """Read a day of the subject: `first informed_consent`, `last of resection, ablation else consent`."""
    return _read(text, "anchor_text", Place(text, where, line, column), vocabulary, Builder.anchor)


def parse_events(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> tuple[EventPattern, ...]:
    """Read events, any of which counts: `recurrence, death` or `recurrence or death`."""
    return _read(text, "events_text", Place(text, where, line, column), vocabulary, Builder.events)


def parse_event(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> EventPattern:
    """Read one event: `local_treatment(code in {TACE, RFA})`, `adequate imaging`."""
    place = Place(text, where, line, column)
    events = parse_events(text, where=where, line=line, column=column, vocabulary=vocabulary)
    if len(events) != 1:
        raise place.error("one event is wanted here, not several", word=text.strip(), do="write one event")
    return events[0]


def parse_point(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> Point:
    """Read a day told from an anchor: `surgery + 14 d`."""
    return _read(
        text,
        "point_text",
        Place(text, where, line, column),
        vocabulary,
        lambda builder, tree: days.point(builder.place, days.branches(tree)[0]),
    )


def parse_window(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> Window:
    """Read a window: `28 d before consent` (`within` may be left out where a window stands alone)."""
    return _read(
        text,
        "window_text",
        Place(text, where, line, column),
        vocabulary,
        lambda builder, tree: days.window(builder.place, days.branches(tree)[0]),
    )


def parse_duration(
    text: str, *, where: str = "", line: int = 1, column: int = 1, vocabulary: Vocabulary | None = None
) -> Duration:
    """Read a length of time: `28 d`, `2 a`."""
    return _read(
        text,
        "duration_text",
        Place(text, where, line, column),
        vocabulary,
        lambda builder, tree: days.duration(builder.place, days.branches(tree)[0]),
    )
