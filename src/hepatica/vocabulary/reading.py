"""A result as a laboratory writes it, to comparator, decimal number and unit.

What cannot be read for certain is refused with a reason; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hepatica.errors import HepaticaError
from hepatica.vocabulary.errors import UnitError
from hepatica.vocabulary.folding import fold_code
from hepatica.vocabulary.spelling import plain
from hepatica.vocabulary.words import Variable

YES: Final = frozenset({"y", "yes", "1", "true", "是", "有"})
NO: Final = frozenset({"n", "no", "0", "false", "否", "无"})
NOT_DETECTED: Final = frozenset(
    {"tnd", "targetnotdetected", "notdetected", "undetected", "undetectable", "未检出", "未检测到", "未检测到靶标"}
)
COMPARATORS: Final = {
    "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", "⩽": "<=", "<": "<", "小于": "<", "低于": "<",
    ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "⩾": ">=", ">": ">", "大于": ">", "高于": ">",
    "=": "", "": "",
}  # fmt: skip
ABSENT: Final = re.compile(r"[\s,;(（，；]*(?:(?:target\s*)?not\s*detected|TND|未检出)[)）]?$", re.IGNORECASE)
DETECTED: Final = re.compile(r"[\s,;(（，；]*(?:detected|检出|可检出)[)）]?$", re.IGNORECASE)
LIMIT: Final = re.compile(r"[UL]LN|正常值?[上下]限|参考值[上下]限", re.IGNORECASE)
NUMBER: Final = re.compile(
    r"^(?P<comparator><=|=<|>=|=>|[<>=≤≥≦≧⩽⩾]|小于|大于|低于|高于|)\s*"
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)(?P<exponent>[eE][+-]?\d+)?"
    r"\s*(?P<rest>.*)$",
    re.DOTALL,
)
POWER: Final = re.compile(
    r"^[x*]\s*10\s*(?:\^|\*\*|\*|e|E)?\s*(?P<power>[+-]?[1-9]\d?)(?!\d)\s*(?P<unit>.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A written result. unit is None where none is written; detected says what a censored result says of the target."""

    comparator: str
    number: Decimal
    unit: str | None = None
    detected: bool | None = None


def yes_or_no(text: str) -> str | None:
    """`Y` or `N` for a written yes or no in English or Chinese; None for anything else."""
    word = fold_code(text)
    if word in YES:
        return "Y"
    return "N" if word in NO else None


def read_quantity(text: str, variable: Variable, unit: Callable[[str], str]) -> Written:
    """A written quantity of a variable.

    text: `<20 IU/mL`, `1.5 × 109 / L`, `＜0.05`, `TND`, `2+`. unit: turns a written unit into UCUM or raises UnitError.
    Raises HepaticaError for what is no single result: multiples of a limit, ranges, decimal commas, unknown words.
    """
    if variable.kind == "ordinal":
        return _ordinal(text, variable)
    if variable.kind != "number":
        raise HepaticaError(f"{variable.name} is no number", do="read it as a code")
    shown = " ".join(text.split())
    body = plain(text).strip()
    if fold_code(text) in NOT_DETECTED or ABSENT.search(body):
        return _not_detected(variable, shown)
    if LIMIT.search(body):
        raise HepaticaError(
            f"'{shown}' is a multiple of a reference limit, not a result of {variable.name}",
            do="give the result and the row's own limits",
        )
    detected = True if DETECTED.search(body) else None
    body = DETECTED.sub("", body)
    found = NUMBER.match(body)
    if found is None:
        raise HepaticaError(f"'{shown}' is no result of {variable.name}", do="write a number with its unit")
    number = Decimal(found["number"].replace(",", "") + (found["exponent"] or ""))
    comparator = COMPARATORS[found["comparator"]]
    number, written = _unit(number, found["rest"].strip(), variable, unit, shown)
    return Written(comparator, number, written, detected)


def _unit(
    number: Decimal, rest: str, variable: Variable, unit: Callable[[str], str], shown: str
) -> tuple[Decimal, str | None]:
    """The number and unit of `number rest`; a power of ten belongs to the unit if such a unit exists, else not."""
    if not rest:
        return number, None
    if re.match(r"^(?:[-~]|至|到|,\d|±)", rest):
        raise HepaticaError(
            f"'{shown}' is a range, a decimal comma or a mean, not one result of {variable.name}",
            do="write one number with a decimal point",
        )
    try:
        return number, unit(re.sub(r"^\*", "x", rest))
    except UnitError as error:
        power = POWER.match(rest)
        if power is None:
            raise UnitError(error.what, nearest=error.nearest, where=f"'{shown}'", do=error.do) from None
    scaled = number.scaleb(int(power["power"]))
    return scaled, unit(power["unit"]) if power["unit"] else None


def _not_detected(variable: Variable, shown: str) -> Written:
    limit = variable.not_detected
    if limit is None:
        raise HepaticaError(
            f"'{shown}' gives no limit, and for {variable.name} none is agreed", do="write the limit, for example <0.05"
        )
    return Written("<", limit.number, limit.unit, detected=False)


def _ordinal(text: str, variable: Variable) -> Written:
    wanted = fold_code(text)
    for code, label in variable.values.items():
        if wanted in {fold_code(word) for word in (code, label.en, label.zh, *label.synonyms)}:
            return Written("", Decimal(code))
    known = ", ".join(f"{code} ({label.en})" for code, label in variable.values.items())
    raise HepaticaError(f"'{' '.join(text.split())}' is no step of {variable.name}", do=f"write one of: {known}")
