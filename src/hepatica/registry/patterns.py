"""What a pattern asks of a text, told from the pattern itself, so that it is tried less often and faster.

`(?:first|second) [-\\s]? line (?: treatment )?` meets nothing where neither "first" nor "second" stands, and nothing without
"line": looking for plain words is far faster than trying a pattern, and one look tells it for all patterns of all checks.

A pattern that ignores case is tried at every character; the same pattern in lower case, on the text in lower case, only where
its first letters stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

Words = tuple[str, ...]
"""Words in lower case, without white space, one of which must stand in a text."""

MOST: Final = 3
"""Alternatives that are kept of a pattern: the first few rule out nearly all texts that all of them rule out."""

_LEAST: Final = 3
"""Weight of a word that is worth looking for: letters; a character without capitals (Chinese) weighs two."""

_LONGEST: Final = 60
"""Words among which one is looked for; more of them stand in every text."""


@lru_cache(maxsize=2_000)
def required(pattern: re.Pattern[str]) -> tuple[Words, ...]:
    """Some words of each of which one stands in whatever a pattern meets, those that tell most first."""
    found = _clauses(_PARSER.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    return tuple(sorted(dict.fromkeys(found), key=_weight, reverse=True))[:MOST]


@lru_cache(maxsize=2_000)
def lowered(pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """A pattern that meets in a text in lower case what another, which ignores case, meets in the text as it is.

    None where the other does not ignore case, or has letters whose case is not that of ASCII alone. The text must be `plain`.
    """
    written = pattern.pattern
    if not pattern.flags & re.IGNORECASE or "(?-" in written or any(not _lower(letter) for letter in written):
        return None
    small = _CAPITAL.sub(lambda met: met["kept"] or ("" if met["flags"] else met[0].lower()), written)
    return re.compile(small, pattern.flags & ~re.IGNORECASE)


_CAPITAL: Final = re.compile(r"(?P<kept>\\.|\(\?P[<=>]\w*)|(?P<flags>\(\?[aiLmsux]+\))|[A-Z]", re.DOTALL)
"""Capitals of a written pattern, and where capitals are none of its letters: escapes, names of groups, flags."""

ODD: Final = "\u017f\u0131\u0130\u212a"
"""Letters that patterns take for s, i, i and k where they ignore case."""


def plain(text: str) -> bool:
    """Whether patterns that ignore case meet in a text exactly what they meet in it in lower case."""
    return text.isascii() or not any(letter in text for letter in ODD)


_PARSER: Final[Any] = import_module("re._parser")


def _clauses(parsed: Iterable[tuple[Any, Any]]) -> list[Words]:
    found: list[Words] = []
    run: list[str] = []
    for operation, operand in parsed:
        name = str(operation)
        if name == "AT" or name.startswith("ASSERT"):
            continue  # between two characters
        if name == "LITERAL" and (letter := _lower(chr(operand))):
            run.append(letter)
            continue
        found += _words(run)
        run = []
        if name == "SUBPATTERN":
            found += _clauses(operand[-1])
        elif name == "ATOMIC_GROUP":
            found += _clauses(operand)
        elif name == "BRANCH":
            found += _either(operand[1])
        elif name.endswith("_REPEAT") and operand[0] > 0:
            found += _clauses(operand[2])
    return [*found, *_words(run)]


def _lower(letter: str) -> str:
    """A letter in lower case; "" for one that more than one other letter stands for when case is ignored."""
    return letter.lower() if letter.isascii() or letter.lower() == letter == letter.upper() else ""


def _words(run: list[str]) -> Iterator[Words]:
    return ((word,) for word in "".join(run).split() if _weight((word,)) >= _LEAST or not word.isascii())


def _either(branches: Iterable[Any]) -> list[Words]:
    """One of the best words of each branch; nothing where a branch needs none."""
    best = [max(_clauses(branch), key=_weight, default=()) for branch in branches]
    words = tuple(dict.fromkeys(word for each in best for word in each))
    return [words] if all(best) and len(words) <= _LONGEST else []


def _weight(words: Words) -> float:
    """How much it tells that one of some words is missing: long words are rare, and so are few."""
    return min(sum(1 if letter.isascii() else 2 for letter in word) for word in words) - len(words) / 16
