"""A Python literal (`{'hasResults': False, …}`), which viewers of registers print where they promise JSON.

It is read, never evaluated: `ast.literal_eval` takes texts, numbers, lists, dicts, True, False and None and nothing else, and
a cap on size and nesting stands before it.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from typing import Final, TypeVar

from hepatica.errors import HepaticaError
from hepatica.registry.nested import Nested, Positions, Syntax, place, too_deep, twice

T = TypeVar("T")

LARGEST: Final = 5_000_000  # characters; a record has about 20,000, one with results a few hundred thousand
DEEPEST: Final = 100  # levels of nesting; a record needs a dozen

_TEXT: Final = r'"[^"\\]*(?:\\.[^"\\]*)*"' + r"|'[^'\\]*(?:\\.[^'\\]*)*'"
_MARKS: Final = frozenset("{}[](),:")
_WORD: Final = re.compile(r"True|False|None|[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_ONE: Final = re.compile(r"\\(?:[0-7xuUN]|[\\'\"abfnrtv])")


def _quietly(parse: Callable[[str], T], text: str) -> T:
    """Parse a text without the warning that a backslash escapes nothing: it is kept, as Python keeps it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parse(text)


def _length(escape: str) -> int:
    """Characters that an escape stands for: none at a line's end, itself where it escapes nothing."""
    return 1 if _ONE.match(escape) else 0 if escape == "\\\n" else len(escape)


SYNTAX: Final = Syntax(
    token=re.compile(_TEXT + r"|[{}\[\](),:]|[^\s{}\[\](),:'\"]+", re.DOTALL),
    bracket=re.compile(_TEXT + r"|[{}\[\]()]", re.DOTALL),
    escape=re.compile(r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL),
    length=_length,
    quotes="'\"",
    key=lambda token: _quietly(ast.literal_eval, token),
    words=("False", "True"),
)


def read_literal(text: str, start: int = 0) -> tuple[Nested, int]:
    """Read the Python literal that begins at an offset, and tell where it ends.

    Raises HepaticaError where it is none, is cut off, has more than `LARGEST` characters, is nested more than `DEEPEST` levels
    deep, or names a key twice in one dict.
    """
    if len(text) - start > LARGEST:
        raise HepaticaError(
            f"the literal has more than {LARGEST // 1_000_000} million characters", do="download the record as JSON"
        )
    end = _checked(text, start)
    try:
        tree = _quietly(lambda literal: ast.parse(literal, mode="eval"), text[start:end].strip())
        _check_dicts(tree)
        value = ast.literal_eval(tree)
    except SyntaxError as error:
        raise HepaticaError(
            f"no Python literal: {error.msg}", where=place(text, start), do="download the record as JSON"
        ) from None
    except (ValueError, TypeError):
        raise _no_literal("") from None
    except (RecursionError, MemoryError):
        raise too_deep() from None
    return Nested(value, Positions(text, SYNTAX, start)), end


def _checked(text: str, start: int) -> int:
    """Where the literal ends; refuses what is no text, number, word or bracket, and deep nesting, before it is parsed."""
    depth, after_text, end = 0, False, start
    for match in SYNTAX.token.finditer(text, start):
        token = match[0]
        quoted = token[0] in SYNTAX.quotes
        between = text[end : match.start()].strip()
        if between and between[0] in SYNTAX.quotes:
            break
        if between or (quoted and after_text):
            raise _no_literal(place(text, end))
        if not quoted and token not in _MARKS and _WORD.fullmatch(token) is None:
            raise _no_literal(place(text, match.start()))
        depth += (token in "{[(") - (token in "}])")
        if depth > DEEPEST:
            raise HepaticaError(
                f"nested more than {DEEPEST} levels deep",
                where=place(text, match.start()),
                do="a registry record needs a dozen levels: check where the file comes from",
            )
        after_text, end = quoted, match.end()
        if not depth:
            return end
    raise HepaticaError("the literal is cut off", where=place(text, end), do="download the record again")


def _no_literal(where: str) -> HepaticaError:
    return HepaticaError(
        "no Python literal: it holds more than texts, numbers, lists and dicts, and nothing is ever evaluated",
        where=where,
        do="download the record as JSON",
    )


def _check_dicts(tree: ast.Expression) -> None:
    """Refuse sets, and a dict that names a key twice: Python keeps the last and says nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Set):
            raise ValueError
        if isinstance(node, ast.Dict):
            key = twice(repr(each.value) for each in node.keys if isinstance(each, ast.Constant))
            if key is not None:
                raise HepaticaError(
                    f"the key {key} stands twice in one dict, so it cannot be told which value is meant",
                    do="remove one of the two, or download the record again",
                )
