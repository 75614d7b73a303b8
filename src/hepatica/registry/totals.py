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
    r"(?:\s(?:required|needed|of\s(?:the|this)\s(?:study|trial)|for\s(?:the|this)\s(?:study|trial)|calculated|estimated))*"
    rf"{_BE_SET}{_BOUNDED}{_NUMBER}(?P<people>\s+(?:[\w/-]+\s){{0,2}}?{_PEOPLE})?"
)
_SAMPLE: Final = re.compile(
    rf"(?i)sample\s(?:of\s(?:the|this)\s(?:study|trial)\s)?(?:(?:will|shall|is\sto)\s)?(?:be\smade\sup\sof|be"
    rf"|compris\w+|consists?\sof|includes?|contains?"
    rf"|numbers?)\s{_BOUNDED}{_NUMBER}{_OF_PEOPLE}"
)
"""The sample is so many people."""
_PLANNED_NOUN: Final = re.compile(r"(?i)\b(?:total|planned|target|required|estimated|final|needed|anticipated)\s$")
_IN_ALL: Final = r"(?:,?\s\(?(?:in\s(?:total|all)|altogether|overall|all\stogether)\)?,?)"
_OF_WHOM: Final = r"\s(?:with|from|at|across)(?:\s(?!(?:each|per|every|both|groups?|arms?|cohorts?)\b)[\w-]+){1,12}?"
"""Which people: "with hepatocellular carcinoma", "from three hospitals"; none of a group."""
_PASSIVE: Final = re.compile(
    rf"(?i)\b{_BOUNDED}{_NUMBER}{_OF_PEOPLE}{_IN_ALL}?(?:{_OF_WHOM})?{_IN_ALL}?"
    r"\s(?:(?:(?:will|shall|would)\s|(?:are|is)\s(?:planned\s|expected\s|scheduled\s|anticipated\s|going\s)?to\s"
    r"|were\s(?:planned|expected|intended)\sto\s)(?:have\s)?|(?:are|is)\splanned\sfor\s|(?:are|is)\s(?:needed|required))$"
)
_POSTPOSED: Final = re.compile(rf"(?i)\b{_BOUNDED}{_NUMBER}{_OF_PEOPLE}{_IN_ALL}$")
"""A number told as that of all by the words behind it: "120 patients in total"."""
_STOPPED: Final = re.compile(
    rf"(?i)(?:once|when|until|till|after|as\ssoon\sas)\s{_BOUNDED}{_NUMBER}{_OF_PEOPLE}"
    rf"\s(?:have|has|had|are|were|is)\s(?:been\s)?{_VERB}"
)
_STOPS: Final = re.compile(
    r"(?i)\b(?:enrol+ment|recruit(?:ment|ing)|accrual|inclusion|enrol+ing)\s(?:of\s(?:patients|participants|subjects)\s)?"
    r"(?:(?:will|shall|is|are|be|to|continues?|goes|going|considered|regarded|declared)\s)*"
    r"(?:(?:stop|clos|end|ceas|finish|complet|terminat|continu|run|go(?:es|ing)?\son|last)\w*\s)?$"
    r"|\b(?:stop|clos|end|ceas|finish|complet|terminat|continu)\w*\s(?:the\s)?(?:patient\s)?"
    r"(?:enrol+ment|recruitment|accrual|inclusion|enrol+ing|recruiting)\s$"
)
"""What comes before the number with which recruitment ends; where it only pauses, that is none of all."""
_CHINESE: Final = re.compile(
    r"(?:总共|共|合计|总计|拟|计划|预计|将|样本量|总例数|总样本|例数)"
    r"(?:拟|计划|预计|将|共|总|需要?|应|至少|约|大约|估算|计算|确定|定|为|是|[:：]|\s)*"
    r"(?:纳入|入组|招募|入选|募集|收集|收治)?[^\d，。；：\n一二三四五六七八九十百两每]{0,8}?"
    rf"\s*(?P<number>{COUNT})\s*(?:例|名|人(?!份)|位)"
    rf"|(?:满|达到?|至|够)\s*(?P<filled>{COUNT})\s*(?:例|名|人(?!份)|位)(?:患者|受试者|病例)?(?:后|时)?(?:即|，|,|则"
    rf"|为止|\s)*"
    r"(?:(?:停止|结束|终止|完成|关闭)(?:招募|入组|入选|纳入|募集)|为止)"
)
_CUES: Final = (
    "total ", "total, ", "altogether", "overall ", "enrol", "recruit", "includ", "accru", "to receive", "random",
    "sample ", "number of ", "be studied", "be registered", "be entered", "planned for", "take part", "participate",
    " needed", " required", "in total", "in all",
    "共", "计", "拟", "将", "样本", "例数", "满", "达", "至", "够",
)  # fmt: skip
_BEHIND: Final = ("be enrol", "be recruit", "be includ", "be random", "be accru", "be studied", "be register", "be enter",
    "been enrol", "been recruit", "been includ", "been accru", "planned for ", "take part", "participate", "be needed",
    "be required", "are needed", "is needed", "are required", "is required")  # fmt: skip
_AFTERWARDS: Final = ("in total", "in all", "altogether", "all together", "overall")
_PERSONS: Final = (
    "patients",
    "participants",
    "subjects",
    "cases",
    "individuals",
    "people",
    "persons",
    "volunteers",
    "adults",
)
_TAKEN_IN: Final = ("recruit", "enrol", "accru", "inclusion")
_WITHIN: Final = ("are ", "is ", "planned for ")
"""Words that are part of what the pattern meets; the others stand right behind it."""
_UNTIL: Final = ("once ", "when ", "until ", "till ", "after ", "as soon as ")
_SIGNS: Final = (
    "总共", "共", "合计", "总计", "拟", "计划", "预计", "将", "样本量", "总例数", "总样本", "例数", "满", "达", "至", "够",
)  # fmt: skip
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
    """The totals that a record's text tells, in the order of its fields, each once."""
    return tuple(each for name, value in holding(record, TEXTS, _CUES) for each in _once(_totals(name, value)))


def _once(told: Iterator[tuple[int, Total]]) -> list[Total]:
    """Totals in the order of their words; of those with one number, which stands at the place beside each, the longest."""
    first: dict[int, Total] = {}
    for at, each in sorted(told, key=lambda one: (one[1].words.start, -one[1].words.end)):
        first.setdefault(at, each)
    return list(first.values())


def _totals(name: str, value: Value) -> Iterator[tuple[int, Total]]:
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
    for at in places(low, ("sample ",)):
        if (met := _SAMPLE.match(text, at)) is not None:
            yield from _total(name, value, at, met)
    for word in _BEHIND:
        inside = len(word) if word.startswith(_WITHIN) else 0
        for at in places(low, (word,)):
            if (met := _PASSIVE.search(text, max(0, at - 130), at + inside)) is not None:
                yield from _total(name, value, met.start(), met)
    for word in _AFTERWARDS:
        for at in places(low, (word,)):
            if low[max(0, at - 16) : at].rstrip(" ,(").endswith(_PERSONS):
                met = _POSTPOSED.search(text, max(0, at - 130), at + len(word))
                yield from _total(name, value, met.start(), met) if met is not None else ()
    if any(word in low for word in _TAKEN_IN):
        for at in places(low, _UNTIL):
            met = _STOPPED.match(text, at)
            if met is not None and (stops := _STOPS.search(text, max(0, at - 80), at)) is not None:
                yield from _total(name, value, stops.start(), met)
    if not text.isascii():
        for at in places(text, _SIGNS):
            if (met := _CHINESE.match(text, at)) is not None:
                told = "number" if met["number"] else "filled"
                if (size := count(met[told])) is not None:
                    quote = Quote(name, value, at, met.end())
                    yield met.start(told), Total(size, quote, "约" in met[0], "不超过" in met[0], "至少" in met[0])


def _total(name: str, value: Value, start: int, met: re.Match[str], prefix: str = "") -> Iterator[tuple[int, Total]]:
    again = met[f"{prefix}again"]
    size = int(again) if again is not None else count(met[f"{prefix}number"])
    told = met.groupdict()
    if size is None or (told.get("people", "") is None and size <= _BARE):
        return
    rough, most, least = (told[f"{prefix}{each}"] is not None for each in ("rough", "most", "least"))
    yield met.start(f"{prefix}number"), Total(size, Quote(name, value, start, met.end()), rough, most, least)
