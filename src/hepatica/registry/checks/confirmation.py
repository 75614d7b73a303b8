"""Results that must be confirmed: the interval against the visits and against the horizon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hepatica.registry.amounts import COUNT, DAYS, count
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.kept import kept
from hepatica.registry.looking import holding, holds, search, sentence
from hepatica.registry.record import Quote, Record

_LENGTH: Final = (
    rf"(?:(?P<n>{COUNT})(?:\s?\(\d+\))?[\s-]*(?P<unit>day|week|month|year)s?\b|(?P<half>half\s+a)\s+year"
    rf"|(?P<zn>{COUNT})\s*个?(?P<zunit>[天日周月年])|(?P<zhalf>半)年)"
)
LENGTH: Final = re.compile(_LENGTH, re.IGNORECASE)
"""A length of time, in digits or words of either language."""

_LEAST: Final = r"(?:≥|>=|>|at\s+least|no\s+less\s+than|not\s+less\s+than|more\s+than|a\s+minimum\s+of|about)?\s*"
APART: Final = re.compile(
    rf"(?:\bseparated\s+by|\bintervals?\s+(?:of|between[^.;\n]{{0,30}}?(?:of|is))|\bspaced|\bafter|\bwithin)\s*"
    rf"(?:an?\s+(?:interval|period|gap)\s+of\s+)?{_LEAST}{_LENGTH}"
    rf"|(?:间隔|相隔|相距|隔)(?:时间)?\s*(?:≥|>=|>|至少|不少于|大于|超过|应)?\s*{re.sub('P<', 'P<b', _LENGTH)}"
    rf"|{_LEAST}{re.sub('P<', 'P<c', _LENGTH)}\s*(?:or\s+more\s+|以上)?(?:apart|later|interval|between|in\s+between"
    rf"|之?后再次|后复查)",
    re.IGNORECASE,
)
"""How far apart two results lie: "separated by at least 6 months", "six months apart", 间隔至少6个月."""

CONSECUTIVE: Final = re.compile(
    r"consecutive|successive|sequential(?:ly)?\b|subsequent\s+(?:test|visit)|in\s+a\s+row|back-to-back|连续|相邻",
    re.IGNORECASE,
)
REPEATED: Final = re.compile(
    r"(?:in\s+)?(?:two\s+|2\s+)?consecutive|successive|sequential|in\s+a\s+row|\btwo\b|\b2\b|\btwice\b|repeat\w*|\bre-?test|confirm\w*"
    r"|\b(?:a|the)\s+second\s+(?:test|measurement|sample|assessment|visit|result|determination|scan|occasion)|连续|相邻|[两二2]\s*次|确认|重复|复查",
    re.IGNORECASE,
)
EVERY: Final = re.compile(
    rf"\b(?:every|each)\s+(?:{re.sub('P<', 'P<a', _LENGTH)}|(?P<single>week|month|quarter|year)\b)"
    rf"|\b(?:at|in|with)\s+(?:an?\s+)?{_LENGTH}[\s-]*intervals?\b|\bat\s+intervals\s+of\s+{re.sub('P<', 'P<b', _LENGTH)}"
    rf"|(?P<vague>\b(?:collected|tested|measured|monitored|performed)?\s*at\s+regular\s+intervals[^.;\n]{{0,60}}|定期(?:检测|采集|随访))"
    rf"|\b(?P<adverb>weekly|monthly|quarterly|half-yearly|six-monthly|three-monthly|3-monthly|6-monthly)\b"
    rf"|每隔?\s*(?:{re.sub('P<', 'P<c', _LENGTH)}|(?P<zsingle>[周月]|季度|半年))",
    re.IGNORECASE,
)
"""How often something is measured."""

_ADVERBS: Final = {
    "weekly": 7, "monthly": 30, "quarterly": 91, "half-yearly": 182, "six-monthly": 182, "6-monthly": 182, "three-monthly": 91,
    "3-monthly": 91, "week": 7, "month": 30, "quarter": 91, "year": 365, "周": 7, "月": 30, "季度": 91, "半年": 182,
}  # fmt: skip
_APART_KEYS: Final = ("apart", "later", "interval", "between", "separated", "spaced", "隔", "相距", "后再次", "后复查")
_AFTER_KEYS: Final = ("after", "within")
_EVERY_KEYS: Final = ("every", "each", "interval", "weekly", "monthly", "quarterly", "yearly", "每", "定期")
_SAYS: Final = ("outcome.description", "outcome.method", "outcome.name")
_PLANS: Final = ("biospecimen", "description", "summary", "outcome.time_frame", "outcome.description")
LONG: Final = 84  # days; response criteria confirm at 4 weeks, within every horizon


def _days(met: re.Match[str]) -> int:
    """The length that a match tells, in days; 0 where it tells none."""
    told = met.groupdict()
    for mark in ("", "a", "b", "c"):
        number, unit = (
            told.get(f"{mark}n") or told.get(f"{mark}zn"),
            told.get(f"{mark}unit") or told.get(f"{mark}zunit"),
        )
        if number and unit:
            return (count(number) or 0) * DAYS[unit[0].lower()]
        if told.get(f"{mark}half") or told.get(f"{mark}zhalf"):
            return DAYS["h"]
    word = told.get("single") or told.get("adverb") or told.get("zsingle")
    return _ADVERBS[word.lower()] if word else 0


class _Confirmed(NamedTuple):
    """Where an outcome asks for results a long time apart: the words, how many days, whether the results follow each other."""

    quote: Quote
    days: int
    consecutive: bool


@kept
def _confirmed(record: Record) -> tuple[_Confirmed, ...]:
    found = []
    if not holds(record, _SAYS, _REPEATED_KEYS):
        return ()
    again = holds(record, _SAYS, _AGAIN_KEYS)
    for apart in search(record, _SAYS, APART, (*_APART_KEYS, *_AFTER_KEYS) if again else _APART_KEYS, 70):
        value = apart.value
        met = APART.match(value.text, apart.start)
        days = _days(met) if met is not None else 0
        begin, end = sentence(value, apart.start) if days >= LONG else (0, 0)
        begin, end = max(begin, apart.start - 90), max(end, apart.end)
        first = REPEATED.search(value.text, begin, min(end, apart.end + 40)) if days >= LONG else None
        if first is None or _DOSES.search(value.text, begin, end):
            continue
        if apart.text[:6].lower() in ("after ", "within") and not _AGAIN.search(value.text, begin, apart.start):
            continue
        quote = Quote(apart.field, value, min(first.start(), apart.start), apart.end)
        found.append(_Confirmed(quote, days, CONSECUTIVE.search(value.text, begin, end) is not None))
    return tuple(found)


_AGAIN_KEYS: Final = ("repeat", "confirm", "retest", "re-test", "second", "again")
_REPEATED_KEYS: Final = (
    "consecutive", "successive", "sequential", "in a row", "two", "2", "twice", "repeat", "retest", "re-test", "confirm",
    "second", "连续", "相邻", "两次", "二次", "2次", "确认", "重复", "复查",
)  # fmt: skip
_DOSES: Final = re.compile(r"(?i)\bdos(?:e|es|ing)\b|vaccin|inject|infusion|\bcycles?\b|给药|接种|[剂针]次?")
"""What is given at an interval is no result."""
_AGAIN: Final = re.compile(r"(?i)repeat|confirm|re-?test|second|again")
"""What makes "after 6 months" an interval between results."""


def _number(quote: Quote) -> str:
    return quote.field.partition(".")[0]


def confirmed_after_the_horizon(record: Record) -> Iterator[Found]:
    """A confirmation a long interval later, for an outcome with a fixed horizon."""
    confirmed = _confirmed(record)
    for name, frame in holding(record, ("outcome.time_frame",), _UNITS) if confirmed else ():
        if "confirm" in frame.text.casefold() or "确认" in frame.text:
            continue
        horizon = max(map(_days, LENGTH.finditer(frame.text)), default=0)
        own = name.partition(".")[0]
        for one in confirmed:
            if _number(one.quote) == own and one.days < horizon:
                yield Found(
                    Phrase(
                        "a result first seen near the horizon is confirmed after it, or never",
                        "接近终点时首次出现的结果，其确认落在终点之后",
                    ),
                    (Quote(name, frame, 0, len(frame.text)), one.quote),
                )
                return


_UNITS: Final = ("day", "week", "month", "year", "天", "日", "周", "月", "年")


def consecutive_tests_too_close(record: Record) -> Iterator[Found]:
    """Consecutive tests that must lie further apart than those the record plans, or plans at no told interval."""
    asked = [one for one in _confirmed(record) if one.consecutive]
    if not asked or not holds(record, _PLANS, _EVERY_KEYS):
        return
    every = [
        (quote, _days(met), met["vague"] is not None)
        for quote in search(record, _PLANS, EVERY, _EVERY_KEYS, 80)
        if (met := EVERY.match(quote.value.text, quote.start)) is not None
    ]
    for one in asked:
        planned = [quote for quote, days, vague in every if vague or 0 < days < one.days]
        names = {word for value in _names(record, one.quote) for word in re.findall(r"[A-Z]{3,}", value)}
        about = [quote for quote in planned if any(word in _around(quote) for word in names)] or planned
        if about:
            yield Found(
                Phrase(
                    "tests at the planned interval that follow each other do not lie far enough apart to confirm",
                    "按计划间隔进行的相邻两次检测达不到确认所需的间隔",
                ),
                (one.quote, about[0]),
            )
            return


def _names(record: Record, quote: Quote) -> list[str]:
    """What the outcome of a quote is called."""
    member = record.members("outcome")[int(_number(quote)[len("outcome[") : -1])]
    return [value.text for value in member.get("name", ())]


def _around(quote: Quote) -> str:
    return quote.value.text[max(0, quote.start - 60) : quote.end + 120]


CHECKS: Final = (
    Check(
        code="HPT200",
        title=Phrase("Consecutive tests cannot lie as far apart as asked", "相邻两次检测达不到要求的间隔"),
        severity=1,
        decidability="T",
        costs=Phrase("Read literally, nobody reaches the outcome.", "按字面理解无人可达到该结局。"),
        mend=Phrase(
            "Say that every test over the interval must meet the limit, and give the interval of the tests.",
            "写明该期间内所有检测均须达标，并给出检测间隔。",
        ),
        meanwhile=Phrase(
            "Two results at least that far apart, with none between that contradicts them.",
            "两次结果间隔达到要求，且其间无相反结果。",
        ),
        find=consecutive_tests_too_close,
        example=Example(
            {
                "outcome[0].name": "HBV DNA undetectable",
                "outcome[0].description": "HBV DNA <10 IU/mL in two consecutive tests ≥6 months apart",
                "description": "HBV DNA is measured every 12 weeks.",
            },
            {"description": "HBV DNA is measured every 6 months."},
        ),
    ),
    Check(
        code="HPT201",
        title=Phrase("The confirmation may fall after the horizon", "确认可能晚于观察终点"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Late successes are lost, more of them in whichever group responds later.", "较晚达到者被漏计，且两组不等。"
        ),
        mend=Phrase(
            "Say whether the confirming result may be taken after the horizon.", "写明确认结果是否可取自终点之后。"
        ),
        meanwhile=Phrase(
            "The first result counts if it lies within the horizon, whenever it is confirmed.",
            "首次结果在终点内即计入，不论何时确认。",
        ),
        find=confirmed_after_the_horizon,
        example=Example(
            {
                "outcome[0].name": "HBsAg loss",
                "outcome[0].time_frame": "2 years post-treatment initiation.",
                "outcome[0].description": "Confirmation: Required at two timepoints ≥24 weeks apart",
            },
            {"outcome[0].time_frame": "2 years, confirmed until 2.5 years"},
        ),
    ),
)
