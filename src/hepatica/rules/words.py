"""The words of the rule language: what is reserved, how a terminal of the grammar is called in a message."""

from __future__ import annotations

from typing import Final, get_args

from hepatica.rules.nodes import TimeUnit

RESERVED: Final = frozenset(
    {
        *("if", "then", "else", "and", "or", "not", "in", "between", "known", "count", "exposed", "judged"),
        *("confirmed", "twice", "times", "apart", "within", "less", "than", "during", "to", "at", "of"),
        *("before", "after", "by", "from", "ever", "first", "last", "any", "every", "lowest", "highest", "no"),
        *("ULN", "LLN"),
    }
)
TIME_UNITS: Final[tuple[str, ...]] = get_args(TimeUnit)

TIME_WORDS: Final = {
    "minute": "min", "minutes": "min", "hour": "h", "hours": "h", "hr": "h", "day": "d", "days": "d", "D": "d",
    "w": "wk", "week": "wk", "weeks": "wk", "wks": "wk", "m": "mo", "month": "mo", "months": "mo", "mth": "mo",
    "y": "a", "yr": "a", "yrs": "a", "year": "a", "years": "a",
}  # fmt: skip
"""Everyday words for lengths of time and the UCUM unit they mean."""

MEANT: Final = {
    "==": "=", "===": "=", "<>": "!=", "=<": "<=", "=>": ">=", "is": "=", "equals": "=", "isn't": "!=", "over": ">",
    "above": ">", "below": "<", "under": "<", "&": "and", "&&": "and", "|": "or", "||": "or", "!": "not", "until": "to",
    "through": "to", "prior": "before", "previous": "before", "following": "after", "since": "from", "around": "of",
    "none": "no", "never": "no", "always": "every", "all": "every", "max": "highest", "min": "lowest",
    "latest": "last", "earliest": "first", "±": "give or take",
}  # fmt: skip
"""What people write instead of a word of the language."""

SPOKEN: Final = {
    "NAME": "a name", "NUMBER": "a number", "UNIT": "a unit", "STRING": "text in quotation marks", "CODE": "a code",
    "ODD_CODE": "a code", "OPERATOR": "a comparison ( = != < <= > >= )", "SIGN": "+ or -", "BOUND": "ULN or LLN",
    "ORDINAL": "1st, 2nd, …", "_COMMA": "','", "_LPAR": "'('", "_RPAR": "')'", "_LBRACE": "'{'", "_RBRACE": "'}'",
    "_CROSS": "×", "$END": "the end",
}  # fmt: skip
"""How the terminals that are not keywords are called in a message."""


def spoken(terminal: str) -> str:
    """The terminal of the grammar as a person reads it: `_GIVE_OR_TAKE` is "give or take"."""
    return SPOKEN.get(terminal) or terminal.strip("_").lower().replace("_", " ")


def is_keyword(terminal: str) -> bool:
    """Whether the terminal stands for one fixed word."""
    return terminal not in SPOKEN
