"""JSON as registers send it: read strictly, and each value's place found once somebody asks for it.

The values come from the standard library. Numbers are kept as they are written (`"332"`, `"45.58005"`), so that nothing is
rounded; true, false and null are `True`, `False` and `None`. Duplicate keys, nesting too deep to follow and the words NaN and
Infinity are refused (RFC 8259 leaves them to the reader).
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from hepatica.errors import HepaticaError
from hepatica.registry.nested import Nested, Positions, Syntax, place, too_deep, twice

_TEXT: Final = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_HALVES: Final = frozenset({"d8", "d9", "da", "db", "dc", "dd", "de", "df"})
SYNTAX: Final = Syntax(
    token=re.compile(_TEXT + r'|[{}\[\],:]|[^\s{}\[\],:"]+'),
    bracket=re.compile(_TEXT + r"|[{}\[\]]"),
    escape=re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."),
    length=lambda escape: 1,
    quotes='"',
    key=json.loads,
    words=("false", "true"),
)


def read_json(text: str, start: int = 0) -> Nested:
    """Read a JSON text, from an offset to its end.

    Raises HepaticaError, with line and column, where it is cut off or no JSON, where a key stands twice in one object, and
    where its nesting is deeper than can be followed.
    """
    try:
        value = _DECODER.decode(text[start:] if start else text)
    except json.JSONDecodeError as error:
        raise _not_json(text, error, start) from None
    except RecursionError:
        raise too_deep() from None
    if ("\\ud" in text or "\\uD" in text) and (lone := _lone_surrogate(text)) is not None:
        raise HepaticaError(
            "half of a character stands alone in a \\u escape", where=place(text, lone), do="correct the escape"
        )
    return Nested(value, Positions(text, SYNTAX, start))


def is_json(text: str) -> bool:
    """Whether a text begins as an object or a list does."""
    return text.lstrip()[:1] in ("{", "[")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise HepaticaError(
            f"the key '{twice(key for key, _ in pairs)}' stands twice in one object, so it cannot be told which value is meant",
            do="remove one of the two, or download the record again",
        )
    return found


def _no_constant(word: str) -> NoReturn:
    raise HepaticaError(f"{word} is no JSON number", do="write null where a number is missing")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_without_duplicates, parse_int=str, parse_float=str, parse_constant=_no_constant
)


def _lone_surrogate(text: str) -> int | None:
    """Offset of the first escape that is half of a character without its other half."""
    escapes = (match for match in SYNTAX.escape.finditer(text) if match.end() - match.start() == 6)
    return next((match.start() for match in escapes if match[0][2:4].lower() in _HALVES), None)


def _not_json(text: str, error: json.JSONDecodeError, start: int) -> HepaticaError:
    where = place(text, start + error.pos)
    if start + error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return HepaticaError("the JSON is cut off", where=where, do="download the record again: its end is missing")
    return HepaticaError(
        f"no JSON: {error.msg[0].lower()}{error.msg[1:]}", where=where, do="check the file at this place"
    )
