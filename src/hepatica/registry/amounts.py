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


_WORDS: Final = {"一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6"} | {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
}  # fmt: skip
_NUMBER: Final = r"(?P<{0}>\d+(?:\.\d+)?|[一两二三四五六]|\b(?:one|two|three|four|five|six)\b)"
_AMOUNT: Final = re.compile(
    r"(?i)"
    + _NUMBER.format("from")
    + r"(?:\s*(?:[-~–—至到]|to|and|or|、|,|，)\s*"
    + _NUMBER.format("to")
    + r")?\s*-?\s*"
    r"(?:个|th|st|nd|rd)?\s*(?P<unit>小时|天|日|周(?!期)|星期|月|年|hours?\b|hrs?\b|h\b|days?\b|weeks?\b|months?\b|years?\b|%)"
)
_DAYS: Final = {"小时": 1 / 24, "天": 1.0, "日": 1.0, "周": 7.0, "星期": 7.0, "月": 30.4, "年": 365.0}
_DAYS_EN: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4, "y": 365.0}


_WHOLE: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")


def whole_number(text: str) -> int | None:
    """The first whole number of a text; None if it has none."""
    found = _WHOLE.search(text)
    return int(found[0].replace(",", "")) if found else None


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
    return _WORDS.get(number.lower(), number)
