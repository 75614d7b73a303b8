"""Dates as registers write them, as bounds: the earliest and the latest day they can mean.

    2025-08-03, 2020/3/4, 20200304          one day, with or without a time of day
    2025-08, August 2020, 2025年8月, 2025    the days of that month or year
    17 February 2020, Feb 17, 2020          one day
    2025年8月上旬                            the first ten days of a month (中旬 the second, 下旬 the rest)
    2025年上半年                             the first half of a year (下半年 the second)
    Q1 2025                                  the days of that quarter
    03/04/2020                              in the order the register uses; where that is not known, both readings
    03.04.2020                              the third of April: who writes points puts the day first

Nothing is guessed: where a date has two readings the bounds hold both, and a text that is no date of the calendar, or that
names no year of four digits, has no bounds. A time of day and its zone are left out: the day is the one that is written.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from hepatica.registry.record import Record, Value

Order = Literal["day first", "month first", ""]
"""How a register orders day and month in 03/04/2020; "" where nobody has said."""


@dataclass(frozen=True, slots=True)
class Days:
    """The earliest and the latest day a date can mean."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        """Whether it means one day only."""
        return self.earliest == self.latest


ORDERS: Final[Mapping[str, Order]] = MappingProxyType(
    {"ICTRP XML": "day first", "ICTRP CSV": "day first", "CTIS JSON": "day first"}
)
"""Formats of records that put numbers before the year -> their order; the other registers write no such dates."""

FIRST_YEAR, LAST_YEAR = 1900, 2199  # no study lies outside: a number beyond them is no year

_TIME: Final = (
    r"(?:[T ](?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_YEAR: Final = re.compile(r"(\d{4})年?")
_CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号]|([上中下])旬|份)?")
_HALF: Final = re.compile(r"(\d{4})年([上下])半年")
_WORD: Final = r"([A-Za-z]{3,9})\.?"
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_WORD: Final = re.compile(rf"(?:the )?{_DAY}(?: of |[ -]?){_WORD},?[ -]?(\d{{4}}){_TIME}")
_YEAR_WORD_DAY: Final = re.compile(rf"(\d{{4}})[ -]{_WORD}[ -]{_DAY}{_TIME}")
_QUARTER: Final = re.compile(r"[Qq]([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?[Qq]([1-4])")
_WORD_DAY: Final = re.compile(rf"{_WORD} {_DAY},? (\d{{4}}){_TIME}")
_WORD_MONTH: Final = re.compile(rf"{_WORD},?[ -](\d{{4}})")
_TENS: Final = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMERALS: Final = "〇一二三四五六七八九"
_DIGITS: Final = str.maketrans(_NUMERALS + "零", "01234567890")
_TEENS: Final = re.compile(rf"([{_NUMERALS}])?十([{_NUMERALS}])?")


def days_of(record: Record, value: Value) -> Days | None:
    """The days a date of a record can mean, in the order its register uses; None where it is no date."""
    return read_days(value.text, ORDERS.get(record.format, ""))


@lru_cache(maxsize=8192)
def read_days(text: str, order: Order = "") -> Days | None:
    """The days a date can mean; None where the text is no date.

    order: how the register orders day and month where both are numbers before the year.

    >>> read_days("August 2020")
    Days(earliest=datetime.date(2020, 8, 1), latest=datetime.date(2020, 8, 31))
    >>> read_days("03/04/2020", "day first").earliest, read_days("03/04/2020").latest
    (datetime.date(2020, 4, 3), datetime.date(2020, 4, 3))
    """
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    if "年" in said:
        return _chinese(_TEENS.sub(_tens, said.replace(" ", "")).translate(_DIGITS))
    if met := _YEAR_LAST.fullmatch(said):
        return _ordered(int(met[1]), int(met[3]), int(met[4]), "day first" if met[2] == "." else order)
    for form, days in _FORMS:
        if met := form.fullmatch(said):
            return days(met)
    return None


def _ordered(one: int, other: int, year: int, order: Order) -> Days | None:
    """One day, or the bounds of both readings where the order is unknown and each is a day of the calendar."""
    day_first, month_first = _day(year, other, one), _day(year, one, other)
    if order:
        return day_first if order == "day first" else month_first
    if day_first is None or month_first is None:
        return day_first or month_first
    return Days(min(day_first.earliest, month_first.earliest), max(day_first.latest, month_first.latest))


def _chinese(said: str) -> Days | None:
    if met := _YEAR.fullmatch(said):
        return _year(int(met[1]))
    if met := _HALF.fullmatch(said):
        whole = _year(int(met[1]))
        middle = (date(int(met[1]), 6, 30), date(int(met[1]), 7, 1))
        return whole and (Days(whole.earliest, middle[0]) if met[2] == "上" else Days(middle[1], whole.latest))
    met = _CHINESE.fullmatch(said)
    if met is None:
        return None
    year, month = int(met[1]), int(met[2])
    if met[3]:
        return _day(year, month, int(met[3]))
    whole = _month(year, month)
    if whole is None or not met[4]:
        return whole
    first, last = _TENS[met[4]]
    return Days(date(year, month, first), date(year, month, min(last, whole.latest.day)))


def _quarter(year: int, quarter: int) -> Days | None:
    first, last = _month(year, 3 * quarter - 2), _month(year, 3 * quarter)
    return first and last and Days(first.earliest, last.latest)


def _tens(met: re.Match[str]) -> str:
    """十 is ten, 十二 twelve, 二十一 twenty-one."""
    return f"{met[1] or '一'}{met[2] or '〇'}"


def _day(year: int, month: int, day: int) -> Days | None:
    whole = _month(year, month)
    if whole is None or not 1 <= day <= whole.latest.day:
        return None
    return Days(date(year, month, day), date(year, month, day))


def _month(year: int, month: int) -> Days | None:
    if _year(year) is None or not 1 <= month <= 12:
        return None
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _year(year: int) -> Days | None:
    return Days(date(year, 1, 1), date(year, 12, 31)) if FIRST_YEAR <= year <= LAST_YEAR else None


def _named(word: str) -> int:
    """The number of a month written out, or shortened to three letters (September also to four); 0 where it is none."""
    said = word.lower().removesuffix("t") if word.lower() == "sept" else word.lower()
    return next((n for n, name in enumerate(_MONTHS, 1) if said in (name, name[:3])), 0)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days | None]], ...]] = (
    (_YEAR_FIRST, lambda met: _day(int(met[1]), int(met[3]), int(met[4]))),
    (_COMPACT, lambda met: _day(int(met[1]), int(met[2]), int(met[3]))),
    (_MONTH, lambda met: _month(int(met[1] or met[4]), int(met[2] or met[3]))),
    (_YEAR, lambda met: _year(int(met[1]))),
    (_DAY_WORD, lambda met: _day(int(met[3]), _named(met[2]), int(met[1]))),
    (_WORD_DAY, lambda met: _day(int(met[3]), _named(met[1]), int(met[2]))),
    (_YEAR_WORD_DAY, lambda met: _day(int(met[1]), _named(met[2]), int(met[3]))),
    (_QUARTER, lambda met: _quarter(int(met[2] or met[3]), int(met[1] or met[4]))),
    (_WORD_MONTH, lambda met: _month(int(met[2]), _named(met[1]))),
)
