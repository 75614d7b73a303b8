"""What is wrong with a text that the grammar does not accept, in words a person can act on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from hepatica.rules.errors import RuleError
from hepatica.rules.names import Names
from hepatica.rules.place import Place
from hepatica.rules.words import MEANT, is_keyword, spoken

_SIGNS = "=<>!&|~"
_WORD = re.compile(r"[\w.]+(?:'\w+)?|[=<>!&|~]+")
_COMMA_IN_NUMBER = re.compile(r"\d+,\d{3}")
_AT_MOST = 8  # words offered in one message
_JOINING = ["_AND", "_OR", "_BETWEEN", "_WITHIN", "BEFORE", "AFTER", "_DURING", "EVER", "_CONFIRMED"]
_OPENING = ["FIRST", "LAST", "ANY", "EVERY", "LOWEST", "HIGHEST", "_KNOWN", "_COUNT", "_EXPOSED", "_JUDGED"]


def syntax_error(problem: UnexpectedInput, text: str, place: Place, names: Names) -> RuleError:
    """Turn the parser's complaint into the error a person sees."""
    expected = _expected(problem)
    start = len(text) if problem.pos_in_stream is None else problem.pos_in_stream
    if _at_end(problem) or not text[start:].strip():
        return _too_short(text, expected, place)
    slip = _slip_before(problem, names)
    if slip is not None:
        token, meant = slip
        what = f"'{token}' is not a word of the language"
        return place.error(what, start=token.start_pos or 0, word=str(token), nearest=meant)
    start = _sign_start(text, start)
    word = _word_at(text, start)
    if word.startswith('"') and text.count('"', start) % 2:
        return place.error("a quotation mark is never closed", start=start, word=word, do='close it with another "')
    if _COMMA_IN_NUMBER.match(text, _number_start(text, start)):
        return place.error("a number holds a comma", start=start, word=word, do="write 2000 rather than 2,000")
    if expected == ["$END"]:
        return place.error(f"nothing more is expected, but here is '{word}'", start=start, word=word, do="leave it out")
    nearest = _nearest(word, expected)
    do = "" if nearest is not None else _offer(expected)
    return place.error(f"'{word}' is not expected here", start=start, word=word, nearest=nearest, do=do)


def _expected(problem: UnexpectedInput) -> list[str]:
    """The terminals that would have been right, keywords first, in a fixed order."""
    found: Iterable[str] = ()
    if isinstance(problem, UnexpectedToken):
        found = problem.accepts or problem.expected
    elif isinstance(problem, UnexpectedCharacters):
        found = problem.allowed or ()
    return sorted(set(found), key=lambda terminal: (is_keyword(terminal), terminal))


def _at_end(problem: UnexpectedInput) -> bool:
    return isinstance(problem, UnexpectedToken) and problem.token.type == "$END"


def _too_short(text: str, expected: list[str], place: Place) -> RuleError:
    what = "something is missing at the end" if text.strip() else "nothing is written here"
    return place.error(what, start=len(text.rstrip()), do=_offer(expected))


def _word_at(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return found.group() if found else text[start]


def _sign_start(text: str, start: int) -> int:
    """Where the run of signs begins that the character belongs to (`==` is one slip, not two)."""
    while start > 0 and text[start] in _SIGNS and text[start - 1] in _SIGNS:
        start -= 1
    return start


def _number_start(text: str, start: int) -> int:
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    return start


def _slip_before(problem: UnexpectedInput, names: Names) -> tuple[Token, str] | None:
    """The word before, if it was taken for a name or a unit but looks like a misspelt keyword (`betwen`, `adn`)."""
    history = getattr(problem, "token_history", None) or [None]
    token = history[-1]
    if token is None or len(token) < 3 or token.type not in ("NAME", "UNIT") or names.knows(token):
        return None
    meant = _nearest(token, _JOINING if token.type == "UNIT" else [*_JOINING, *_OPENING])
    return (token, meant) if meant else None


def _nearest(word: str, expected: list[str]) -> str | None:
    """The expected word that was most likely meant."""
    if word and set(word) <= set(_SIGNS):
        return MEANT.get(word)
    words = [spoken(terminal) for terminal in expected if is_keyword(terminal)]
    meant = MEANT.get(word.lower())
    if meant is not None and (meant in words or any(meant in spoken(terminal).split() for terminal in expected)):
        return meant
    close = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return close[0] if close else None


def _offer(expected: list[str]) -> str:
    """The words that would have been right, as an instruction."""
    words = list(dict.fromkeys(spoken(terminal) for terminal in expected if terminal != "$END"))
    if not words:
        return ""
    if len(words) > _AT_MOST:
        words = [*words[:_AT_MOST], "…"]
    return f"write one of: {', '.join(words)}" if len(words) > 1 else f"write {words[0]}"
