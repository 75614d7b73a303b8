"""Parse trees of days to nodes: durations, points and windows."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, cast

from lark import Token, Tree

from hepatica.rules.nodes import At, Duration, During, Ever, Point, Side, Span, TimeUnit, Window, Within
from hepatica.rules.place import Place
from hepatica.rules.words import TIME_UNITS, TIME_WORDS

Branch = Tree[Token]


def span(place: Place, found: Branch | Token) -> Span:
    """Where a branch or a word stands in its file."""
    if isinstance(found, Token):
        return place.span(found.start_pos or 0, found.end_pos or 0)
    return place.span(found.meta.start_pos, found.meta.end_pos)


def duration(place: Place, tree: Branch) -> Duration:
    """`28 d`: a number and one of the units of time."""
    number, unit = tokens(tree)
    if unit not in TIME_UNITS:
        raise place.error(
            f"'{unit}' is not a unit of time",
            start=unit.start_pos or 0,
            word=str(unit),
            nearest=TIME_WORDS.get(unit.lower()),
            do=f"write one of: {', '.join(TIME_UNITS)}",
        )
    if number.startswith("-"):
        start = number.start_pos or 0
        raise place.error(
            "a length of time cannot be negative", start=start, word=str(number), do="leave out the minus"
        )
    return Duration(Decimal(number), cast(TimeUnit, str(unit)), span=span(place, tree))


def point(place: Place, tree: Branch) -> Point:
    """`surgery + 14 d`: an anchor, possibly moved."""
    anchor, *move = tree.children
    sign: Literal[1, -1] = -1 if move and move[0] == "-" else 1
    offset = duration(place, branch(move[1])) if move else None
    return Point(str(anchor), offset, sign, span=span(place, tree))


def window(place: Place, tree: Branch) -> Window:
    """Any of the windows, by the name its branch has in the grammar."""
    at = span(place, tree)
    match tree.data:
        case "within" | "less_than":
            return _within(place, branch(tree.children[0]), tree.data == "less_than", at)
        case "span":
            return _within(place, tree, False, at)
        case "during":
            start, end = branches(tree)
            return During(point(place, start), point(place, end), span=at)
        case "at":
            day, *tolerance = branches(tree)
            return At(point(place, day), duration(place, tolerance[0]) if tolerance else None, span=at)
        case "side":
            side = cast('Literal["before", "after", "by", "from"]', str(tree.children[0]))
            return Side(side, point(place, branches(tree)[0]), span=at)
        case _:
            return Ever(span=at)


def _within(place: Place, tree: Branch, strict: bool, at: Span) -> Within:
    length, day = branches(tree)
    word = str(tokens(tree)[0])
    direction = cast('Literal["before", "after", "around"]', "around" if word == "of" else word)
    return Within(duration(place, length), direction, point(place, day), strict, span=at)


def branch(child: Branch | Token) -> Branch:
    """The child, which the grammar says is a branch."""
    assert isinstance(child, Tree)
    return child


def branches(tree: Branch) -> list[Branch]:
    """The children that are branches."""
    return [child for child in tree.children if isinstance(child, Tree)]


def tokens(tree: Branch) -> list[Token]:
    """The children that are words."""
    return [child for child in tree.children if isinstance(child, Token)]
