"""Visits and assessments: intervals without an end, numbers without a unit, measures without a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.time_points import TOLD, times_without_unit
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holds, search, values
from hepatica.registry.record import Quote, Record, Value

_NUMBERS: Final = r"(?:\d[^,.;\n]{0,12}?|one|two|three|four|six|eight|twelve|other|second)"
_RHYTHM: Final = (
    rf"(?:(?:once |twice )?every (?:{_NUMBERS} ?-?)?(?:days?|weeks?|months?|cycles?|visits?)|(?:once|twice) (?:a"
    r"|per|every) (?:week|month)"
    r"|weekly|monthly|bi-?weekly|fortnightly|q\d+w)"
)
_FIRST: Final = (
    r"(?:initially|at first|at the (?:beginning|start)|in the (?:beginning|early (?:period|phase|stage))|to begin"
    r" with|first(?= (?:every|once|weekly|monthly)))"
)
_INITIALLY: Final = re.compile(
    rf"(?i)\b{_RHYTHM} {_FIRST}|\b{_FIRST},? (?:[\w-]+ ){{0,6}}?{_RHYTHM}"
    r"|(?:最初|开始时?|起初|早期|初期)每\s*(?:\d[^,，。；;\n]{0,10}?|[两二三四六八])?个?(?:天|日|周|月|周期)[^,，。；;\n]{0,8}"
)
_THEN: Final = re.compile(
    r"(?i)(?:,|，|;)?\s*(?:and\s|but\s)?(?:\bthen\b|\bthereafter\b|\bafterwards?\b|\bfollowed by\b|\bsubsequently\b"
    rf"|\blater\b)[^.;\n)]{{0,70}}"
    rf"|,?\s*and {_RHYTHM} (?:thereafter|afterwards|later|subsequently)"
    r"|[,，;；]?\s*(?:此后|之后|以后|随后|然后|其后)[^。；;\n]{0,30}"
)
_LATER: Final = re.compile(
    r"(?i)(?:then|thereafter|afterward|followed by|subsequently|later|此后|之后|以后|随后|然后|其后).*"
    r"|\b(?:once |twice )?every.*"
)
_ENDS: Final = re.compile(
    r"(?i)(?:for|during|in|within|until|through|up to) (?:the )?(?:first |initial )?"
    r"(?:\d+|one|two|three|four|six|year|week|month|cycle)"
    r"|前\s*\d|第\s*\d|\d+\s*(?:年|个?月|周)内|直至|至第"
)


def interval_without_end(record: Record) -> Iterator[Found]:
    """An interval that holds initially and then changes, and nobody says when."""
    for quote in search(
        record,
        TOLD,
        _INITIALLY,
        (
            "initially",
            "at first",
            "beginning",
            "at the start",
            "in the early",
            "first every",
            "first once",
            "first weekly",
            "first monthly",
            "to begin with",
            "最初",
            "开始",
            "起初",
            "早期",
            "初期",
        ),
    ):
        then = _THEN.match(quote.value.text, quote.end)
        if then is None or _ENDS.search(quote.text) is not None:
            continue
        if re.search(rf"(?i){_RHYTHM}|quarterly|yearly|annually|每", then[0]) is None:
            continue
        words = _LATER.search(then[0])
        start = quote.end + (words.start() if words else 0)
        yield Found(
            Phrase("the first interval holds for a time that nobody names", "首个间隔的持续时间未说明"),
            (quote, Quote(quote.field, quote.value, start, then.end())),
        )
        return


_INSTRUMENT: Final = re.compile(
    r"EORTC|QLQ-?\w+|EQ-?5D|SF-?12|WHOQOL|FACT-\w+|\bSF-36\b|EQ-5D\w*|HADS|PRO-CTCAE|\bBPI\b|MDASI|生活质量(?:量表|问卷)"
    r"|FHSI\w*"
)
_INSTRUMENTS: Final = (
    "qlq",
    "whoqol",
    "sf-12",
    "sf12",
    "eq5d",
    "eortc",
    "fact-",
    "sf-36",
    "eq-5d",
    "hads",
    "pro-ctcae",
    "bpi",
    "mdasi",
    "fhsi",
    "生活质量",
)
_OVER_TIME: Final = re.compile(
    r"(?i)(?:analy[sz]ed (?:with|by|using) (?:a )?)?"
    r"(?:(?:linear )?mixed[- ](?:effects? )?(?:linear )?model|repeated measures?|longitudinal)"
    r"|混合(?:效应)?(?:线性)?模型|重复测量"
    r"|generali[sz]ed estimating equations?|\b(?-i:MMRM|GEE)\b|(?:changes? )?over time|time course|trajector\w+"
)
_CHANGE: Final = re.compile(r"(?i)\bchanges? (?:[\w-]+ ){0,5}?from baseline[^.;,\n]{0,60}|较基线(?:的)?变化")
_VISITS: Final = re.compile(
    r"(?i)\bevery\b|\beach\b|\bmonthly|weekly"
    r"|\bat (?:baseline|screening|week|month|day|visit|\d|the end|end)|\bweeks? \d|\bmonths? \d"
    r"|\bday \d|\d+(?:st|nd|rd|th)? (?:week|month)s?\b|cycle \d|每|第\s*\d|基线(?:、|和|及)"
)
_LONG: Final = re.compile(r"(?i)throughout|up to|\bover\b|\bduring\b|follow-?up|\d+ years?|随访期|\d+\s*年")


def questionnaire_without_visits(record: Record) -> Iterator[Found]:
    """A questionnaire analysed over time, of which no visit is told anywhere."""
    if not holds(record, ("outcome.name", "outcome.description", "outcome.method"), _INSTRUMENTS):
        return
    for number, outcome in enumerate(record.members("outcome")):
        told = [value for own in ("name", "description", "method") for value in outcome.get(own, ())]
        if not any(_INSTRUMENT.search(value.text) for value in told):
            continue
        model = next(((value, met) for value in told if (met := _over_time(value.text)) is not None), None)
        frames = outcome.get("time_frame", ())
        if model is None or not frames or any(_VISITS.search(value.text) for value in (*told, *frames)):
            continue
        if not _LONG.search(frames[0].text) or _visits_elsewhere(record):
            continue
        field = next(own for own in ("name", "description", "method") if model[0] in outcome.get(own, ()))
        yield Found(
            Phrase(
                "a questionnaire is analysed over time, and no visit is told", "问卷按纵向数据分析，但未说明测量时间点"
            ),
            (
                Quote(f"outcome[{number}].time_frame", frames[0], 0, len(frames[0].text)),
                Quote(f"outcome[{number}].{field}", model[0], *model[1].span()),
            ),
        )
        return


def _over_time(text: str) -> re.Match[str] | None:
    return _OVER_TIME.search(text) or _CHANGE.search(text)


def _visits_elsewhere(record: Record) -> bool:
    """Whether the text tells visits beside a word for quality of life."""
    for quote in search(
        record, ("description", "summary"), _QUALITY, ("quality of life", "qol", "qlq", "questionnaire", "生活质量")
    ):
        if _VISITS.search(quote.value.text[max(quote.start - 100, 0) : quote.end + 100]):
            return True
    return False


_QUALITY: Final = re.compile(r"(?i)quality of life|QoL|QLQ|questionnaire|生活质量")

_AT: Final = (
    " at progression",
    " at the time of progression",
    " at baseline",
    " at recurrence",
    " at end of treatment",
)
_WHAT: Final = re.compile(r"[a-z][a-z-]+(?: [a-z-]+){1,2}$")
_SECONDARY: Final = re.compile(r"(?i)\bsecondary (?:outcomes?|end-?points?|observations?|objectives?)\b")


def time_in_one_list_only(record: Record) -> Iterator[Found]:
    """A secondary outcome that has its time in one list and none in another."""
    for field, value in values(record, ("description", "summary")):
        for when in _AT:
            at = value.text.find(when)
            what = _WHAT.search(value.text[max(at - 40, 0) : at]) if at >= 0 else None
            if what is None or not _in_secondary(value, at):
                continue
            for other_field, other in values(record, ("summary", "description")):
                place = other.text.find(what[0]) if other is not value else -1
                timed = other.text.startswith(" at ", place + len(what[0]))
                if place >= 0 and not timed and _in_secondary(other, place):
                    yield Found(
                        Phrase("its time is told in one list and not in the other", "仅一处列出测量时间"),
                        (
                            Quote(field, value, at - len(what[0]), at + len(when)),
                            Quote(other_field, other, place, place + len(what[0])),
                        ),
                    )
                    return


def _in_secondary(value: Value, at: int) -> bool:
    """Whether the sentence up to there lists secondary outcomes."""
    return _SECONDARY.search(value.text, value.text.rfind(". ", 0, at) + 1, at) is not None


CHECKS: Final = (
    Check(
        code="HPT230",
        title=Phrase("An interval holds initially, for how long is not told", "初始间隔的持续时间未说明"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Visits cannot be planned, and recurrence is found earlier at one site than at another.",
            "无法安排随访，各中心发现复发的时间不同。",
        ),
        mend=Phrase("Say until which visit each interval holds.", "说明每个间隔持续到何时。"),
        meanwhile=Phrase("The next interval named is planned from the start.", "从开始即按下一个间隔安排。"),
        find=interval_without_end,
        source="Chan et al., SPIRIT 2013, item 13",
        example=Example(
            {"description": "Imaging every 42±3 days initially, then every 3 months for the first year."},
            {"description": "Imaging every 42±3 days for the first 6 months, then every 3 months."},
        ),
    ),
    Check(
        code="HPT231",
        title=Phrase("Times are counted without a unit", "时间点未注明单位"),
        severity=2,
        decidability="T",
        costs=Phrase("Samples may be taken in days, weeks or months.", "可能按天、周或月采样。"),
        mend=Phrase("Write the unit.", "注明单位。"),
        meanwhile=Phrase("Nothing is planned until somebody says.", "在明确之前不作安排。"),
        find=times_without_unit,
        example=Example(
            {"summary": "Blood is taken on the 1st, 3rd, 6th, and 12th postoperatively."},
            {"summary": "Blood is taken in the 1st, 3rd, 6th, and 12th month after surgery."},
        ),
    ),
    Check(
        code="HPT232",
        title=Phrase("A questionnaire has no visits", "问卷无测量时间点"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A model over time needs the times, and sites would ask when they think fit.",
            "纵向模型需要时间点，各中心会自行决定何时测量。",
        ),
        mend=Phrase("List the visits, and name the version of the questionnaire.", "列出测量时间点并注明问卷版本。"),
        meanwhile=Phrase("It is planned at the visits for imaging.", "按影像随访时间安排。"),
        find=questionnaire_without_visits,
        source="Calvert et al., SPIRIT-PRO, JAMA 2018, item 13a",
        example=Example(
            {
                "outcome[0].name": "Quality of life",
                "outcome[0].description": "EORTC QLQ-C30, analyzed with a mixed-effects linear model",
                "outcome[0].time_frame": "Throughout the 3-year follow-up period",
            },
            {"outcome[0].time_frame": "Every 3 months throughout the 3-year follow-up period"},
        ),
    ),
    Check(
        code="HPT233",
        title=Phrase("An outcome has its time in one list only", "仅一处列出指标的测量时间"),
        severity=3,
        decidability="T",
        costs=Phrase("It is not clear whether it is measured once or throughout.", "不清楚测量一次还是多次。"),
        mend=Phrase("Write the time in both lists.", "两处均写明时间。"),
        meanwhile=Phrase("The time that is told is taken.", "以已写明的时间为准。"),
        find=time_in_one_list_only,
        example=Example(
            {
                "summary": "Secondary outcomes include overall survival and liver function status.",
                "description": "Secondary outcomes: overall survival, liver function status at progression.",
            },
            {"summary": "Secondary outcomes include overall survival and liver function status at progression."},
        ),
    ),
)
