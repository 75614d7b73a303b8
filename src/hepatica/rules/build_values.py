"""Parse trees of what is compared with to nodes: quantities, limits, codes and points."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, cast

from lark import Token

from hepatica.rules import build_days as days
from hepatica.rules.build_days import Branch, branch, branches, tokens
from hepatica.rules.names import CODED_KINDS
from hepatica.rules.nodes import Code, Limit, Point, Quantity
from hepatica.rules.place import Place


def unquote(token: Token) -> str:
    """The text between quotation marks; a backslash keeps the next character as it is."""
    return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)


def quantity(place: Place, tree: Branch) -> Quantity:
    """`75 10*9/L`."""
    number, *unit = tokens(tree)
    return Quantity(Decimal(number), str(unit[0]) if unit else None, span=days.span(place, tree))


def limit(place: Place, tree: Branch) -> Limit:
    """`1.5 ULN`; `LLN` alone is once the limit."""
    *number, bound = tokens(tree)
    multiple = Decimal(number[0]) if number else Decimal(1)
    return Limit(multiple, cast('Literal["ULN", "LLN"]', str(bound)), span=days.span(place, tree))


def code(place: Place, token: Token) -> Code:
    """A code as written, or between quotation marks."""
    return Code(unquote(token) if token.type == "STRING" else str(token), span=days.span(place, token))


def codes(place: Place, tree: Branch) -> tuple[Code, ...]:
    """The members of `{0, A}`, in the order written."""
    if not branches(tree):
        raise place.error("a set of codes is empty", start=tree.meta.start_pos, word="{}", do="write at least one code")
    return tuple(code(place, tokens(item)[0]) for item in branches(tree))


def operand(place: Place, tree: Branch, kind: str | None) -> Quantity | Limit | Code | Point:
    """What stands right of a comparison; `kind` is that of what stands left, since `0` may be a number or a code."""
    span = days.span(place, tree)
    match tree.data:
        case "quantity":
            coded = kind in CODED_KINDS and len(tokens(tree)) == 1
            return Code(str(tokens(tree)[0]), span=span) if coded else quantity(place, tree)
        case "limit":
            return limit(place, tree)
        case "moved":
            anchor, sign, length = tree.children
            return Point(str(anchor), days.duration(place, branch(length)), -1 if sign == "-" else 1, span=span)
        case _:
            word = tokens(tree)[0]
            return Point(str(word), span=span) if kind == "date" and word.type == "NAME" else code(place, word)


def bounds(place: Place, low: Branch, high: Branch) -> tuple[Quantity | Limit, Quantity | Limit]:
    """Both ends of `between 18 and 70 a`: the first takes over the unit (or the limit) of the second."""
    end = limit(place, high) if high.data == "limit" else quantity(place, high)
    if low.data == "limit":
        return limit(place, low), end
    start = quantity(place, low)
    if start.unit is None and isinstance(end, Limit):
        return Limit(start.number, end.bound, span=start.span), end
    if start.unit is None and isinstance(end, Quantity):
        return Quantity(start.number, end.unit, span=start.span), end
    return start, end


def whole_number(place: Place, token: Token) -> int:
    """The number of times or records."""
    if not token.isdecimal():
        raise place.error(
            f"'{token}' is not a whole number", start=token.start_pos or 0, word=str(token), do="write a whole number"
        )
    return int(token)
