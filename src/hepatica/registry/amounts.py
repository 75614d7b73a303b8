"""Numbers, lengths of time and percentages that a text tells, in Chinese and English."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Amount(NamedTuple):
    """A length of time in days, or a percentage, and where it stands in its text."""

    kind: str
    size: float
    span: tuple[int, int]

    def alike(self, other: Amount) -> bool:
        """Whether two amounts are the same within a tenth: 12 months are a year, and 24 weeks half of one."""
        return self.kind == other.kind and abs(self.size - other.size) <= 0.09 * max(self.size, other.size)


_ONES: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL: Final = _ONES | _TENS
_SIGNS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}

_WORDS: Final = {sign: str(number) for sign, number in _SIGNS.items() if number} | {
    name: str(number) for name, number in _ONES.items() if number
}
_NUMBER: Final = (
    r"(?P<{0}>\d+(?:\.\d+)?|[一两二三四五六七八九半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|half(?:\san?)?)\b)"
    r"(?:\s?[(（](?:\d+|[a-z-]{{3,15}})[)）])?"
)
_AMOUNT: Final = re.compile(
    r"(?i)"
    + _NUMBER.format("from")
    + r"(?:\s*(?:[-~–—至到]|to|and|or|、|,|，)\s*"
    + _NUMBER.format("to")
    + r")?\s*-?\s*"
    r"(?:个|th|st|nd|rd)?\s*(?P<unit>小时|天|日|周(?!期)|星期|月|年|hours?\b|hrs?\b|h\b|days?\b|weeks?\b|months?\b|years?\b|%)"
)
"""An amount; "six (6) months" is one."""
_DAYS: Final = {"小时": 1 / 24, "天": 1.0, "日": 1.0, "周": 7.0, "星期": 7.0, "月": 30.4, "年": 365.0}
_DAYS_EN: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4, "y": 365.0}


DAYS: Final = {
    "d": 1, "w": 7, "m": 30, "q": 91, "h": 182, "y": 365, "天": 1, "日": 1, "周": 7, "月": 30, "半": 182, "年": 365,
}  # fmt: skip
"""Whole days of a unit of time, by the first letter of its name ("q" for quarters, "h" for half years) or its sign."""

_WHOLE: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")


def whole_number(text: str) -> int | None:
    """The first whole number of a text; None if it has none."""
    found = _WHOLE.search(text)
    return int(found[0].replace(",", "")) if found else None


_NAMES: Final = "|".join(sorted(_SMALL, key=len, reverse=True))
WRITTEN: Final = (
    rf"\b(?:an?[ ]|(?:{_NAMES})[ -])?(?:(?:hundred|thousand)[ ]?(?:and[ ])?)?(?:{_NAMES}|hundred"
    rf"|thousand)(?:[ -](?:{_NAMES}))?\b"
)
"""A whole number in English words, as a pattern for lower and upper case: "ninety", "one hundred and twenty"."""
COUNT: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])|\d+(?![\d.,]\d)|{WRITTEN}|[一二两三四五六七八九十百千零〇]+)"
"""A whole number in digits or in words of either language, as a pattern."""


def count(text: str) -> int | None:
    """A whole number in digits or words ("1,200", "ninety", "one hundred and twenty", "一百二十"); None where it is none."""
    told = text.strip().lower()
    if told[:1].isdigit():
        return whole_number(told)
    return _in_chinese(told) if told[:1] in _CHINESE else _in_english(told)


def _in_english(told: str) -> int | None:
    total, part = 0, 0
    words = re.findall(r"[a-z]+", told)
    for word in words:
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        elif word not in ("a", "an", "and"):
            return None
    return total + part if words else None


_CHINESE: Final = frozenset((*_SIGNS, *_PLACES))


def _in_chinese(told: str) -> int | None:
    total, digit = 0, 0
    if not told or not set(told) <= _CHINESE:
        return None
    for sign in told:
        if sign in _PLACES:
            total, digit = total + max(digit, 1) * _PLACES[sign], 0
        else:
            digit = _SIGNS[sign]
    return total + digit


def amounts(text: str) -> list[Amount]:
    """The amounts of a text in the order in which they stand; both ends of a range; years of the calendar are none."""
    told = []
    for met in _AMOUNT.finditer(text):
        unit = met["unit"].lower()
        if unit == "年" and met["to"] is None and float(_plain(met["from"])) > 1900:
            continue
        factor = 1.0 if unit == "%" else _DAYS.get(unit) or _DAYS_EN[unit[0]]
        kind = "%" if unit == "%" else "time"
        told += [
            Amount(kind, float(_plain(number)) * factor, met.span()) for number in (met["from"], met["to"]) if number
        ]
    return told


def _plain(number: str) -> str:
    return "0.5" if number[0] in "半hH" else _WORDS.get(number.lower(), number)
