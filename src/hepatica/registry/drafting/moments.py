"""Windows in words: "within 4 weeks before the first dose", "in the past 6 months", 入组前4周内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import count
from hepatica.registry.drafting.atom import Moment

UNITS: Final = {
    "day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h",
    "天": "d", "日": "d", "周": "wk", "星期": "wk", "月": "mo", "年": "a", "小时": "h",
}  # fmt: skip
_NUMBER: Final = (
    r"(?:\d{1,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve)(?:\s*\(\s*\d{1,2}\s*\))?)(?:\s*\(\s*[a-z]+\s*\))?"
)
_EN_LENGTH: Final = rf"(?P<number>{_NUMBER})[\s-]*(?P<unit>day|week|month|year|hour)s?(?:'|\b)"
_STUDY: Final = r"(?:the\s+|this\s+|any\s+)?(?:(?:study|trial|investigational|experimental|protocol|test)\s+)?"
_DRUG: Final = r"(?:drugs?(?:\(s\))?|treatments?|medications?|medicines?|products?|agents?|therapy|intervention|doses?)"
_FIRST: Final = (
    r"(?:(?:receiving\s+)?(?:the\s+)?(?:first|initial)\s+(?:study\s+|trial\s+)?(?:dose|dosing|administration|infusion"
    r"|medication|treatment)"
    rf"(?:\s+(?:of|with)\s+{_STUDY}{_DRUG})?(?:\s*\(\s*cycle\s+1,?\s+day\s+1\s*\)|\s*\(\s*C1D1\s*\))?"
    rf"|(?:the\s+)?(?:start|initiation|beginning|commencement)\s+of\s+{_STUDY}{_DRUG}"
    rf"|(?:starting|initiating|beginning|receiving)\s+{_STUDY}{_DRUG}|cycle\s+1,?\s+day\s+1|C1D1"
    rf"|(?:the\s+)?(?:study|trial|protocol)\s+(?:drug|treatment|medication|therapy)(?:\s+(?:start|initiation"
    rf"|administration))?|treatment)"
)
ANCHORS: Final = {
    "first_dose": _FIRST,
    "randomisation": r"(?:the\s+)?(?:being\s+)?randomi[sz](?:ation|ed)",
    "consent": r"(?:the\s+)?(?:signing\s+(?:of\s+)?|signature\s+of\s+|obtaining\s+)?(?:the\s+)?"
    r"(?:written\s+)?informed\s+consent(?:\s+form)?(?:\s+signing)?",
    "screening": r"(?:the\s+)?screening(?:\s+visit|\s+period)?",
    "enrolment": r"(?:the\s+)?(?:study\s+|trial\s+|patient\s+)?(?:enrol+ment|inclusion|entry|recruitment)"
    r"(?:\s+(?:in|into|to)\s+(?:the|this)\s+(?:study|trial))?|(?:being\s+)?enrolled(?:\s+(?:in|into)\s+(?:the"
    r"|this)\s+(?:study|trial))?"
    r"|(?:entering|joining)\s+(?:the|this)\s+(?:study|trial)",
    "surgery": r"(?:the\s+)?(?:surgery|operation|surgical\s+resection|hepatectomy|liver\s+resection|resection)",
}
"""Days of the subject and the words for them; `DAYS` says what they are."""
DAYS: Final = {
    "consent": ("first informed_consent", "informed consent", "签署知情同意书"),
    "screening": ("first screening", "screening", "筛选"),
    "enrolment": ("first enrolment", "enrolment", "入组"),
    "randomisation": ("first randomisation", "randomisation", "随机化"),
    "surgery": ("first surgery", "operation", "手术"),
    "first_dose": ("first study_treatment", "first dose of study treatment", "研究治疗首次用药"),
}
"""Each day's anchor, with its label in English and Chinese, in the order in which they usually come."""
_ANCHOR: Final = "|".join(f"(?P<{name}>{words})" for name, words in ANCHORS.items())
_ENGLISH: Final = (
    re.compile(
        rf"\b(?:within|in|during)\s+(?:the\s+)?(?:(?:last|past|previous|preceding|prior)\s+)?(?:≤\s*)?{_EN_LENGTH}"
        rf"(?:\s*(?:before|prior\s+to|preceding|of)\s+(?:{_ANCHOR})(?!\w)|(?=\s*(?:[.,;()]|$|and\b|or\b)))",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<side>\b(?:before|prior\s+to)\s+(?:{_ANCHOR})(?!\w))", re.IGNORECASE),
    re.compile(r"(?P<surgery>\bpre-?operative(?:ly)?\b)", re.IGNORECASE),
)
_ZH_ANCHOR: Final = (
    r"(?:(?P<first_dose>(?:首次|第一次|开始)(?:使用)?(?:研究|试验)?(?:给药|用药|治疗|药物治疗|药物))"
    r"|(?P<randomisation>随机(?:化|分组)?)"
    r"|(?P<consent>签署知情同意书?)|(?P<screening>筛选)|(?P<enrolment>入组|入选|纳入研究)|(?P<surgery>手术|术))"
)
_ZH_LENGTH: Final = (
    r"(?P<number>\d{1,3}|(?<![一二两三四五六七八九十百千])[一二两三四五六七八九十百]{1,5})"
    r"\s*个?(?P<unit>天|日|周|星期|月|年|小时)"
)
_CHINESE: Final = (
    re.compile(rf"(?:在)?{_ZH_ANCHOR}前\s*(?:的)?(?:最近)?\s*{_ZH_LENGTH}(?:之?内|以内)"),
    re.compile(
        rf"(?:最?近|过去|既往)\s*{_ZH_LENGTH}(?:之?内|以内)?"
        rf"|{_ZH_LENGTH.replace('number', 'number2').replace('unit', 'unit2')}(?:之内|内|以内)"
    ),
    re.compile(rf"(?P<side>{_ZH_ANCHOR}前)(?!\s*\d)"),
)


_OF_SURGERY: Final = re.compile(r"\bof\s+(?:the\s+)?\w+(?:\s+resection)?$", re.IGNORECASE)
"""A time "of surgery" may lie before it or after it."""


def moments(text: str) -> Iterator[Moment]:
    """The windows that a sentence names, those with a length first; they do not overlap."""
    taken: list[tuple[int, int]] = []
    for pattern in (*_ENGLISH, *_CHINESE):
        for met in pattern.finditer(text):
            if any(met.start() < end and met.end() > start for start, end in taken):
                continue
            said = met.groupdict()
            if said.get("surgery") and _OF_SURGERY.search(met[0]):
                continue
            number, unit = said.get("number") or said.get("number2"), said.get("unit") or said.get("unit2")
            anchor = next((name for name in ANCHORS if said.get(name)), "")
            length = f"{_count(number)} {UNITS[unit.lower()]}" if number and unit else ""
            if not length and not anchor:
                continue
            start, end = _bracketed(text, *met.span())
            taken.append((start, end))
            yield Moment(start, end, length, anchor)


_OPENS: Final = re.compile(
    r"\(\s*(?:(?:collected|obtained|measured|assessed|tested|performed|done)\s*)?$", re.IGNORECASE
)


def _bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A window with the brackets round it: "(obtained within 14 days before randomisation)"."""
    opens, closes = _OPENS.search(text, 0, start), re.compile(r"\s*\)").match(text, end)
    return (opens.start(), closes.end()) if opens and closes else (start, end)


def _count(words: str) -> int:
    """The number: `4`, `four`, `four (4)`, 四."""
    first = words.split("(")[0].strip().lower()
    return 1 if first in ("a", "an") else count(first) or 0
