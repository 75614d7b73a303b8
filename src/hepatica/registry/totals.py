"""Numbers of participants that a text tells as those of the whole study: "a total of 120 patients", "we aim to include ninety".

A text is looked at only where one of a few words stands, and a pattern is matched from there: most of a text is never tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hepatica.registry.amounts import COUNT, count
from hepatica.registry.kept import kept
from hepatica.registry.looking import TEXTS, holding, lower, places
from hepatica.registry.record import Quote, Record, Value

_PEOPLE: Final = (
    r"(?:patients?|participants?|subjects?|cases|individuals|people|persons|volunteers|adults|men|women"
    r"|children|recipients)\b"
)
_VERB: Final = r"(?:enrol+|recruit|includ|accru|random|regist|enlist|enter|receiv|studi|collect|analy[sz])\w*"
_BOUNDED: Final = (
    r"(?:(?:the|a\stotal\sof|an\soverall|(?P<rough>about|approximately|around|roughly|nearly|some|circa|an\sestimated)"
    r"|(?P<most>up\sto|(?:a\s)?maximum\sof|no\smore\sthan|at\smost)"
    r"|(?P<least>at\sleast|(?:a\s)?minimum\sof|no\s(?:less|fewer)\sthan|more\sthan))\s)*"
)
"""Words before a number that leave it open."""
_NUMBER: Final = rf"(?P<number>{COUNT})(?:\s?\(\s?(?P<again>\d{{1,5}})\s?\))?"
"""A number in digits or words, or in both: "ninety (90)"."""
_OF_PEOPLE: Final = rf"\s+(?:(?!hundred|thousand|of\b|and\b)[\w/-]+\s){{0,3}}?{_PEOPLE}"
_BE_SET: Final = (
    r"\s?(?:[:=]|(?:of|is|was|will\sbe|has\sbeen|equals)(?:\s(?:set|calculated|estimated|determined|fixed|planned"
    r"|expected)"
    r"(?:\s(?:at|as|to\sbe))?)?)\s?"
)

_COUNTED: Final = re.compile(
    rf"(?i)total\s(?:sample\s)?of\s{_BOUNDED}{_NUMBER}{_OF_PEOPLE}"
    rf"|(?:total|altogether),?\s{_BOUNDED.replace('<', '<t_')}{_NUMBER.replace('<', '<t_')}{_OF_PEOPLE}"
)
_INTO: Final = re.compile(rf"(?i){_VERB}\s(?:of\s)?{_BOUNDED}{_NUMBER}{_OF_PEOPLE}")
_PLANNED: Final = re.compile(
    r"(?i)\b(?:(?:will|shall|would)|(?:anticipat|expect|plan|aim|intend|propos|hope|target|schedul)\w*\s(?:to"
    r"|at)(?:\sbe)?"
    r"|altogether|overall)\s$"
)
_NOUN: Final = re.compile(r"(?i)(?:enrol+ment|recruitment|accrual|inclusion)\sof\s")
_SIZED: Final = re.compile(
    rf"(?i)(?:number\sof\s(?:study\s)?{_PEOPLE}|sample\ssize|enrol+ment|accrual)"
    r"(?:\s(?:required|needed|for\s(?:the|this)\s(?:study|trial)|calculated|estimated))*"
    rf"{_BE_SET}{_BOUNDED}{_NUMBER}(?P<people>\s+(?:[\w/-]+\s){{0,2}}?{_PEOPLE})?"
)
_PLANNED_NOUN: Final = re.compile(r"(?i)\b(?:total|planned|target|required|estimated|final|needed|anticipated)\s$")
_PASSIVE: Final = re.compile(
    rf"(?i)\b{_BOUNDED}{_NUMBER}{_OF_PEOPLE}(?:\swith\s[\w\s-]{{3,60}}?)?"
    r"\s(?:(?:will|shall|would)\s|(?:are|is)\s(?:planned\s|expected\s|scheduled\s|anticipated\s)?to\s"
    r"|were\s(?:planned|expected|intended)\sto\s|(?:are|is)\splanned\sfor\s)$"
)
_CHINESE: Final = re.compile(
    r"(?:总共|共|合计|总计|拟|计划|预计|将|样本量|总例数|总样本|例数)"
    r"(?:拟|计划|预计|将|共|总|需要?|应|至少|约|大约|估算|计算|确定|定|为|是|[:：]|\s)*"
    r"(?:纳入|入组|招募|入选|募集|收集|收治)?[^\d，。；：\n一二三四五六七八九十百两每]{0,8}?"
    rf"\s*(?P<number>{COUNT})\s*(?:例|名|人(?!份)|位)"
)
_CUES: Final = (
    "total ", "total, ", "altogether", "overall ", "enrol", "recruit", "includ", "accru", "to receive", "random",
    "sample size", "number of ", "be studied", "be registered", "be entered", "planned for",
    "共", "计", "拟", "将", "样本", "例数",
)  # fmt: skip
_BEHIND: Final = ("be enrol", "be recruit", "be includ", "be random", "be accru", "be studied", "be register", "be enter",
    "planned for")  # fmt: skip
_SIGNS: Final = ("总共", "共", "合计", "总计", "拟", "计划", "预计", "将", "样本量", "总例数", "总样本", "例数")
_BARE: Final = 9
"""A sample size without the word patients is taken where it is larger: "sample size = 2" is of something else."""


class Total(NamedTuple):
    """A total that a text tells, and how firmly: "about", "up to", "at least"."""

    size: int
    words: Quote
    rough: bool = False
    most: bool = False
    least: bool = False

    def agrees(self, wanted: int) -> bool:
        """Whether a number is no other than this; what is told roughly is so within a tenth."""
        if self.most or self.least:
            return self.size >= wanted if self.most else self.size <= wanted
        return abs(self.size - wanted) <= (0.1 * wanted if self.rough else 0)


@kept
def totals(record: Record) -> tuple[Total, ...]:
    """The totals that a record's text tells, in the order of its fields."""
    return tuple(
        each
        for name, value in holding(record, TEXTS, _CUES)
        for each in sorted(_totals(name, value), key=lambda each: each.words.start)
    )


def _totals(name: str, value: Value) -> Iterator[Total]:
    text, low = value.text, lower(value.text)
    for at in places(low, ("total ", "total, ", "altogether")):
        if (met := _COUNTED.match(text, at)) is not None:
            yield from _total(name, value, at, met, "t_" if met["t_number"] else "")
    for at in places(low, ("enrol", "recruit", "includ", "accru", "receive ", "randomi")):
        met = _INTO.match(text, at)
        before = _PLANNED.search(text, max(0, at - 30), at) if met is not None else None
        if met is not None and (before is not None or _NOUN.match(text, at) is not None):
            yield from _total(name, value, before.start() if before else at, met)
    for at in places(low, ("sample size", "number of ", "enrol", "accrual")):
        met = _SIZED.match(text, at)
        if met is not None and (low.startswith("sample", at) or _PLANNED_NOUN.search(text, max(0, at - 14), at)):
            yield from _total(name, value, at, met)
    for at in places(low, _BEHIND):
        stop = at + (len("planned for ") if low.startswith("planned", at) else 0)
        if (met := _PASSIVE.search(text, max(0, at - 130), stop)) is not None:
            yield from _total(name, value, met.start(), met)
    if not text.isascii():
        for at in places(text, _SIGNS):
            if (met := _CHINESE.match(text, at)) is not None and (size := count(met["number"])) is not None:
                yield Total(
                    size, Quote(name, value, at, met.end()), "约" in met[0], "不超过" in met[0], "至少" in met[0]
                )


def _total(name: str, value: Value, start: int, met: re.Match[str], prefix: str = "") -> Iterator[Total]:
    again = met[f"{prefix}again"]
    size = int(again) if again is not None else count(met[f"{prefix}number"])
    told = met.groupdict()
    if size is None or (told.get("people", "") is None and size <= _BARE):
        return
    rough, most, least = (told[f"{prefix}{each}"] is not None for each in ("rough", "most", "least"))
    yield Total(size, Quote(name, value, start, met.end()), rough, most, least)
