"""Time points that are counted off without days, weeks or months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from hepatica.registry.finding import Found, Phrase
from hepatica.registry.looking import holding, lower, places, search, sentence, values
from hepatica.registry.record import Quote, Record

TOLD: Final = (
    "summary",
    "description",
    "follow_up",
    "outcome.time_frame",
    "outcome.description",
    "outcome.method",
    "arm.description",
    "intervention.description",
)
SERIES: Final = re.compile(
    r"\b(?:\d{1,3}(?:st|nd|rd|th)?\s*(?:,|、|/|\band\b)\s*){2,}(?:and\s+|&\s*)?\d{1,3}(?:st|nd|rd"
    r"|th)?\s+(?:post-?\s?operati\w*|after|following|post)\b"
    r"(?!\s*[-\s]?(?:days?|weeks?|months?|years?|visits?|cycles?))[^.;\n]{0,30}"
    r"|(?:术后|治疗后|随访)第?\s*(?:\d+\s*[、,，]\s*){2,}(?:和|及)?\s*\d+(?!\s*(?:个|天|日|周|月|年|小时|次|疗程|周期"
    r"|分钟|h|d|w|m|[、,，.\d]))",
    re.IGNORECASE,
)
PLANNED: Final = ("summary", "description", "outcome.time_frame", "outcome.description", "follow_up")
MARKS: Final = (" postoperati", " post-operati", " after ", " following ", " post ", "术后", "治疗后", "随访")
TIMED: Final = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|mins?|visits?|cycles?|hrs?|wks?|mos?|yrs?|[dwmh])\b|[天日周月年时次]",
    re.IGNORECASE,
)
COUNTED: Final = re.compile(
    r"(?:\b(?:days?|weeks?|months?|years?|hours?|minutes?|visits?|cycles?|pod|[dwmh]|scores?|grades?|groups?|doses?"
    r"|cases?|phases?|stages?|steps?|types?|class(?:es)?"
    r"|tables?|lines?|numbers?|patients?)|[天日周月年时次组级期])[\s:：(（=]*(?:of\s|no\.\s)?$",
    re.IGNORECASE,
)
"""What stands right before numbers and tells what they count."""
_ORDINALS: Final = re.compile(
    r"(?i)\b\d{1,2}(?:st|nd|rd|th)(?:\s*,\s*(?:and\s)?\d{1,2}(?:st|nd|rd|th)){1,12},?(?:\s*and\s\d{1,2}(?:st|nd|rd"
    r"|th))?"
    r"(?= (?:post-?operatively|after|post|following|of treatment))(?: [\w-]+)?"
    r"|\b(?:at|on|in) \d{1,2}(?:\s*,\s*\d{1,2}){1,12},?(?:\s*(?:and|&)\s\d{1,2})?"
    r"(?= (?:post-?operatively|(?:after|following|post) (?:the )?(?:surgery|operation|treatment|resection|ablation"
    r"|TACE|transplant\w*|randomi[sz]ation|enrol\w+|procedure|discharge)\b))"
    r"(?: [\w-]+)?"
    r"|\b(?:at|on) (?:the )?post-?operative (?:\d{1,2}(?:st|nd|rd|th)?, ){1,12}(?:and )?\d{1,2}(?:st|nd|rd|th)?(?:"
    r" and \d{1,2})?(?= *(?:[.;,)]|$))"
    r"|(?:术后|治疗后|用药后|入组后)第?\s*\d{1,2}(?:\s*[、,，]\s*\d{1,2}){1,12}"
    r"(?![\d.]*\s*(?:个|天|日|周|月|年|次|小时|h|d|w|m|[、,，-]))"
)
_UNIT: Final = re.compile(r"(?i)(?:day|week|month|year|visit|cycle|hour)s?\b")
_TESTS: Final = re.compile(
    r"(?i)\b\d{1,2} (?:[\w-]+ ){0,3}?(?:tests?|visits?|samples?|assessments?|measurements?|examinations?|scans?)\b"
)


def times_without_unit(record: Record) -> Iterator[Found]:
    """Times after surgery or the start of treatment counted off without a unit."""
    if (frame := _bare(record)) is not None:
        yield Found(Phrase("the time frame is a number without a unit", "测量时间仅为数字，无单位"), (frame,))
        return
    quote = next(
        chain(_ordinals(record), _without_unit(record), search(record, TOLD, _EVERY, ("every ", "每"), 60)), None
    )
    if quote is not None:
        text, begin = quote.value.text, max(quote.start - 220, 0)
        tests = _TESTS.search(text, begin, quote.end + 60)
        number = (Quote(quote.field, quote.value, *tests.span()),) if tests else ()
        yield Found(Phrase("times are counted without a unit", "时间点未注明单位"), (quote, *number))


_EVERY: Final = re.compile(
    r"(?i)\bevery \d{1,2}(?: ?(?:-|–|to) ?\d{1,2})?(?=[,.;)]|$| (?:until|till|thereafter|then|for (?:the|up|at)|during"
    r"|up to|throughout|in the"
    r"|over|from|and (?:then|every|at|thereafter)|after|before|while)\b)(?!\.\d)"
    r"|每\s?\d{1,2}(?=(?:复查|随访|检查|评估|检测|采血|直到|直至))"
)
"""An interval that has a number and no unit."""


def _ordinals(record: Record) -> Iterator[Quote]:
    for quote in _times(record):
        text = quote.value.text
        unit = _UNIT.search(text, quote.start, quote.end + 25) or _UNIT.search(
            text, max(quote.start - 12, 0), quote.start
        )
        if unit is None:
            yield quote


_LIST: Final = re.compile(r"\d(?:st|nd|rd|th)?\s*(?:[,、，]|and)\s*(?:and )?\d")


_AFTER: Final = re.compile(r"(?i)post|after|following|of treatment|后")


def _times(record: Record) -> Iterator[Quote]:
    """Numbers counted off before or behind a word for after."""
    for name, value in holding(record, TOLD, ("post", " after", " following", "th of treat", "后")):
        done = 0
        for numbers in _LIST.finditer(value.text):
            if numbers.start() < done or not _AFTER.search(
                value.text, max(0, numbers.start() - 24), numbers.end() + 120
            ):
                continue
            met = _ORDINALS.search(value.text, max(0, numbers.start() - 24), numbers.end() + 120)
            if met is not None:
                done = met.end()
                yield Quote(name, value, *met.span())


_BARE: Final = re.compile(r"\s*\d{1,3}(?:\.\d)?(?:\s*(?:[,、/-]|,? and|to)\s*\d{1,3})*\s*\.?\s*")


def _bare(record: Record) -> Quote | None:
    """A time frame that is a number, or numbers, and nothing else."""
    for field, value in values(record, ("outcome.time_frame",)):
        if len(value.text) < 40 and value.text[:1].isdigit() and _BARE.fullmatch(value.text):
            return Quote(field, value, 0, len(value.text))
    return None


def _series(record: Record) -> Iterator[Quote]:
    """Series of numbers right before, or in Chinese behind, the words that tell what they are counted from."""
    for name, value in holding(record, PLANNED, MARKS):
        text = lower(value.text)
        for at in places(text, MARKS):
            if text[at] > "\x7f" or _ENDS_IN_NUMBER.search(text, max(0, at - 6), at + 1):
                met = SERIES.search(value.text, max(0, at - 60), at + 60)
                if met is not None:
                    yield Quote(name, value, *met.span())


_ENDS_IN_NUMBER: Final = re.compile(r"\d(?:st|nd|rd|th)?\s*$")


def _without_unit(record: Record) -> Iterator[Quote]:
    """Series of time points after a procedure in a sentence that names neither days, weeks nor months."""
    for quote in _series(record):
        begin, end = sentence(quote.value, quote.start)
        told = quote.value.text
        if not TIMED.search(told, quote.start, max(end, quote.end)) and not COUNTED.search(told, begin, quote.start):
            yield quote
