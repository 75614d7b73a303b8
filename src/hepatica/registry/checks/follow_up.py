"""How long participants can be followed: dates, horizons and the number to be recruited set against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import amounts
from hepatica.registry.background import of_others
from hepatica.registry.checks.status_dates import dated
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, search, sentence
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import going_on, primaries, total

MONTH: Final = 30.4375  # days
_UNITS: Final = {"week": 7.0, "month": MONTH}
_AT: Final = re.compile(r"(?ai)\b(week|month)s? ?(\d{1,3})(?![\d.,]\d|\s?(?:days?|weeks?|months?|years?)\b)")
"""A visit that is named by its number: "week 48"."""
SURVIVAL: Final = re.compile(
    r"(?ai)[^.;,，\n]{0,30}(?:\boverall survival\b|post-?progression survival|(?:progression"
    r"|recurrence|disease) ?-? ?free survival)[^.;,，\n]{0,10}"
    r"|overal survival[^.;\n]{0,8}|总生存|无进展生存|无复发生存"
)
LIFE: Final = re.compile(
    r"(?ai)overall? survival|\bOS\b|survival rate|long-term survival|post-?progression survival|总生存"
)
LENGTH: Final = re.compile(
    r"(?ai)follow(?:ed)?[ -]?up[^.;\n]{0,40}\d+ ?-?(?:month|year)|\d+ ?-?(?:months?"
    r"|years?)[^.;\n]{0,25}follow|(?:recruit|accru|enrol)\w*[^.;\n]{0,40}\d+ ?(?:month|year)"
    r"|随访[^。；\n]{0,12}\d+ ?(?:个月|年)|入组期"
)
MEDIANS: Final = re.compile(
    r"(?ai)[^.;\n]{0,60}median [^;\n]{0,60}?\d+(?:\.\d+)? months[^;\n]{0,120}?\d+(?:\.\d+)? "
    r"months[^;\n]{0,40}|[^.;\n]{0,60}median [^;\n]{0,60}?\d+(?:\.\d+)?(?: months)? (?:vs\.?|versus|and|to"
    r"|compared (?:with|to)|against) (?:of )?\d+(?:\.\d+)? months"
    r"[^;\n]{0,40}|中位[^。\n]{0,40}\d+ ?个月[^。\n]{0,40}\d+ ?个月"
)
_POWER: Final = re.compile(r"(?ai)power|把握度|检验效能|sample size|样本量|β")
UNTIL: Final = re.compile(
    r"(?ai)until (?:death|disease progression|withdrawal|study termination)[^.;\n]{0,60}|直至死亡[^。；\n]{0,20}"
)
RATE: Final = 15.0  # patients with a cancer a month in one centre; above it recruitment is asked about
_CANCER: Final = re.compile(r"(?ai)cancer|carcinoma|tumou?r|lymphoma|leuk|neoplasm|癌|瘤")
WHOLE: Final = 731  # days from start to end within which recruitment and follow-up for survival both have to fit
_SURVIVAL_KEYS: Final = ("survival", " os", "os)", "(os", "生存")


def no_time_for_the_last(record: Record) -> Iterator[Found]:
    """Recruitment and the study end on the same day, although participants are to be followed."""
    recruited, end = dated(record, "date.recruitment_end"), dated(record, "date.completion")
    if recruited is None or end is None or not recruited[0].exact or not end[0].exact:
        return
    if recruited[0].latest != end[0].latest:
        return
    words = first(record, OUTCOMES, SURVIVAL, _SURVIVAL_KEYS) or _long_frame(record)
    if words is not None:
        yield Found(
            Phrase(
                f"recruitment and the study both end on {end[0].latest}: the last "
                f"participants have no follow-up for '{words.text.strip()}'",
                f"招募与研究同于{end[0].latest}结束，末例受试者没有随访时间",
            ),
            (*_range(record, "date.start", end[1]), *_range(record, "date.recruitment_start", recruited[1]), words),
        )


def _long_frame(record: Record) -> Quote | None:
    """An outcome that is measured three months or more from entry."""
    for place, outcome in enumerate(record.members("outcome")):
        for value in outcome.get("time_frame", ()):
            if _LOOSE.search(value.text) is None and (days_told(value.text) or 0) >= _LONG:
                return Quote(f"outcome[{place}].time_frame", value, 0, len(value.text))
    return None


_LONG: Final = 90  # days


def _range(record: Record, name: str, end: Quote) -> tuple[Quote, ...]:
    begin = dated(record, name)
    return (begin[1], end) if begin is not None else (end,)


def days_told(text: str) -> float | None:
    """The longest duration that a text names, in days."""
    told = [each.size * _exactly(text[slice(*each.span)]) for each in amounts(text) if each.kind == "time"]
    told += [float(met[2]) * _UNITS[met[1].lower()] for met in _AT.finditer(text)]
    return max(told, default=None)


def _exactly(words: str) -> float:
    """What a length of time is longer by than amounts count it, by its unit."""
    if re.search(r"(?i)year|年", words):
        return 365.25 / 365
    return MONTH / 30.4 if re.search(r"(?i)month|月", words) else 1.0


def hurried_recruitment(record: Record) -> Iterator[Found]:
    """A horizon of the primary outcome that leaves too little time to recruit the registered number."""
    start, end, wanted = dated(record, "date.start"), dated(record, "date.primary_completion"), total(record)
    if start is None or end is None or wanted is None or _CUT_SHORT.search(record.text("status")):
        return
    horizon, frame = _horizon(record)
    if horizon is None or frame is None or horizon < 180:
        return
    left = (end[0].latest - start[0].earliest).days - horizon
    if left <= (0 if going_on(record) is not None else -_SLACK * horizon):
        yield Found(
            Phrase(
                f"from {start[1].text} to {end[1].text} no participant can reach '{frame.text}'",
                f"自{start[1].text}至{end[1].text}，无受试者能达到“{frame.text}”",
            ),
            (end[1], start[1], frame),
            severity=1,
        )
        return
    if left <= 0 or going_on(record) is None:
        return
    sites = max(len(record.members("site")), 1)
    rate = wanted[0] / (left / MONTH) / sites
    cancer = _CANCER.search(" ".join(value.text for value in record.all("condition")))
    if rate > RATE and cancer and (sites > 1 or _one_centre(record)):
        yield Found(
            Phrase(
                f"a horizon of '{frame.text}' leaves {left / MONTH:.0f} months for "
                f"{wanted[0]} participants: {rate:.1f} a month in each centre",
                f"随访“{frame.text}”后仅余{left / MONTH:.0f}个月招募{wanted[0]}例，每中心每月{rate:.1f}例",
            ),
            (end[1], wanted[1], start[1], frame),
        )


_CUT_SHORT: Final = re.compile(r"(?i)terminat|withdrawn|suspend|终止|暂停|撤回")
_SLACK: Final = 0.1
"""By this share of its horizon may a study that is over have ended early: visits have windows."""


_ONE: Final = re.compile(r"(?ai)single[ -]cent(?:er|re)|单中心")


def _one_centre(record: Record) -> bool:
    return len(record.members("site")) == 1 or first(record, TEXTS, _ONE, ("single", "单中心"), 40) is not None


def _horizon(record: Record) -> tuple[float | None, Quote | None]:
    """The time of the primary outcome, by its time frame or its name, where there is one that names a duration."""
    frames = []
    for place, name in primaries(record):
        outcome = record.members("outcome")[place]
        for value in outcome.get("time_frame", ())[-1:]:
            days = days_told(value.text) if _LOOSE.search(value.text) is None else None
            if days is not None:
                frames.append((days, Quote(f"outcome[{place}].time_frame", value, 0, len(value.text))))
        met = _NAMED_TIME.search(name.text) if re.search(r"year|month|年", name.text, re.IGNORECASE) else None
        if met is not None and (days := days_told(met[0])) is not None:
            frames.append((days, Quote(name.field, name.value, name.start + met.start(), name.start + met.end())))
    return max(frames, key=lambda each: each[0], default=(None, None))


_LOOSE: Final = re.compile(
    r"(?ai)\b(?:up ?to|approximately|about|average|estimated|within|maximum|through|until|or|to|every|each"
    r"|follow(?:ed)?[- ]up|total|completion"
    r"|expected|anticipated|before|previous|prior|history|retrospective)\b|最长|约|至|每|随访|内"
)
_NAMED_TIME: Final = re.compile(
    r"(?ai)\b(?:\d{1,2}|one|two|three|four|five|six|ten)[ -]?(?:year|month)s?[ -](?:overall|progression|recurrence"
    r"|relapse|disease|event|metastasis|survival"
    r"|cumulative|local|OS|PFS|RFS|DFS|EFS)\w*|\b(?:survival|recurrence|OS|PFS|RFS|DFS) (?:rates? )?at (?:\d{1,2}|one"
    r"|two|three|four|five|six|ten) (?:year|month)s?"
    r"|\d{1,2}年(?:总)?(?:生存|复发|无)"
)
"""A time within the name of an outcome: "5-year survival", "overall survival at 5 years"."""


def short_study_of_survival(record: Record) -> Iterator[Found]:
    """Survival over a study so short that recruitment leaves little of it."""
    start, end, wanted = dated(record, "date.start"), dated(record, "date.completion"), total(record)
    if start is None or end is None or wanted is None or wanted[0] < 100 or going_on(record) is None:
        return
    length = (end[0].latest - start[0].earliest).days
    if not 0 < length <= WHOLE or record.all("date.recruitment_end"):
        return
    words = first(record, (*OUTCOMES, *TEXTS), LIFE, _SURVIVAL_KEYS)
    if words is None or first(record, (*TEXTS, "outcome.time_frame"), LENGTH) is not None:
        return
    yield Found(
        Phrase(
            f"{length / MONTH:.0f} months hold both the recruitment of "
            f"{wanted[0]} participants and their follow-up for survival",
            f"{length / MONTH:.0f}个月内既要招募{wanted[0]}例又要完成生存随访",
        ),
        (end[1], wanted[1], start[1], words),
    )


def medians_without_time(record: Record) -> Iterator[Found]:
    """A sample size from medians without the time to recruit and to follow."""
    if record.all("date.start") or record.all("date.completion"):
        return
    for words in search(record, TEXTS, MEDIANS, ("median", "中位")):
        begin, end = sentence(words.value, words.start)
        if _POWER.search(words.value.text[begin : end + 120]) and first(record, TEXTS, LENGTH) is None:
            until = first(record, TEXTS, UNTIL)
            yield Found(
                Phrase(
                    "a sample size from two medians, without the time to recruit and "
                    "to follow: how many events it gives cannot be told",
                    "样本量依据两个中位时间，却未说明招募与随访期，无法推算事件数",
                ),
                (words, *([until] if until else [])),
            )
            return


_FOLLOWED: Final = re.compile(
    r"(?i)\b(?:(?:is|are|be|were) followed(?:[ -]up)?|follow(?:ed)?[ -]up(?: (?:period|time|duration"
    r"|phase))?|followed(?:[ -]up)?|survivors? (?:are|is) seen)"
    r"(?: (?:regularly|closely|prospectively|of (?:all|each|every|the) (?:patients?|participants?|subjects?)|is|was"
    r"|will be|lasts?|continues|takes))*"
    r" (?:for|of|over|until|during)? ?(?:a (?:total|period|minimum|maximum) of |at least |a minimum of |up to |about "
    r"|approximately |the first )*"
    r"(?P<length>(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten|fifteen)(?: \(\d{1,2}\))?[ -]?(?:years?|months?))\b"
    r"|随访(?:时间|期|至少|期限|为|不少于|至|\s)*(?P<zh>(?:\d{1,2}|[一二三四五六七八九十两]+)\s*(?:年|个月))"
)
"""How long each participant is followed by the text."""


def followed_longer_than_the_study(record: Record) -> Iterator[Found]:
    """Participants are to be followed for longer than from the start of the study to its end."""
    start, end = dated(record, "date.start"), dated(record, "date.completion")
    if start is None or end is None or going_on(record) is None:
        return
    length = (end[0].latest - start[0].earliest).days
    for quote in search(
        record, ("summary", "description", "follow_up", "design"), _FOLLOWED, ("follow", "seen", "随访")
    ):
        days = days_told(quote.text)
        begin, stop = sentence(quote.value, quote.start)
        if (
            days is not None
            and days > length > 0
            and not of_others(quote)
            and not _BACK.search(quote.value.text, begin, stop)
        ):
            yield Found(
                Phrase(
                    f"'{quote.text.strip()}', and from {start[1].text} to {end[1].text} are {length / MONTH:.0f} months",
                    f"“{quote.text.strip()}”，而自{start[1].text}至{end[1].text}仅{length / MONTH:.0f}个月",
                ),
                (end[1], start[1], quote),
            )
            return


_BACK: Final = re.compile(
    r"(?i)retrospect|median|histor|record|previous|already|was followed|were followed|beyond|separate|registry"
    r"|after the (?:study|trial)|\bunderwent|\bare (?:eligible|enrol)|may enter|\bdevelop\b|showed|回顾|中位|既往"
)


CHECKS: Final = (
    Check(
        code="HPT130",
        title=Phrase("Recruitment and the study end on the same day", "招募与研究同日结束"),
        severity=1,
        decidability="S",
        costs=Phrase(
            "The last participants are not followed at all, and their survival is censored at once.",
            "末批受试者完全没有随访，其生存时间立即删失。",
        ),
        mend=Phrase(
            "End recruitment earlier or the study later, by the follow-up that is needed.",
            "提前结束招募或推迟研究结束。",
        ),
        meanwhile=Phrase("Participants are censored at the end of the study.", "以研究结束日删失。"),
        find=no_time_for_the_last,
        example=Example(
            {
                "date.recruitment_end": "2026-12-31",
                "date.completion": "2026-12-31",
                "outcome[0].name": "Overall survival",
            },
            {"date.completion": "2028-12-31"},
        ),
    ),
    Check(
        code="HPT131",
        title=Phrase("The horizon of the primary outcome leaves little time to recruit", "主要终点随访期挤占招募时间"),
        severity=2,
        decidability="S",
        costs=Phrase(
            "The number will not be reached in time, or the last will be followed too short.",
            "难以按期招满，或末例随访不足。",
        ),
        mend=Phrase("Move the primary completion, or add centres.", "推迟主要终点完成日期或增加中心。"),
        meanwhile=Phrase(
            "Dates and number are kept, and the rate is reported.", "保留日期与例数，并报告所需招募速度。"
        ),
        find=hurried_recruitment,
        example=Example(
            {
                "status": "Recruiting",
                "date.start": "2025-09-01",
                "date.primary_completion": "2029-12-31",
                "enrolment": "332",
                "condition": "Liver cancer",
                "summary": "A single-center study",
                "outcome[0].role": "primary",
                "outcome[0].name": "Recurrence",
                "outcome[0].time_frame": "3 years",
            },
            {"date.primary_completion": "2032-12-31"},
        ),
    ),
    Check(
        code="HPT132",
        title=Phrase("Recruitment and follow-up for survival share two years or less", "两年内既招募又随访生存"),
        severity=2,
        decidability="S",
        costs=Phrase("Few deaths will be seen, and survival estimates stay open.", "死亡事件少，生存估计不成熟。"),
        mend=Phrase(
            "Tell how long recruitment and follow-up last, and move the end if need be.",
            "说明招募期与随访期，必要时推迟结束。",
        ),
        meanwhile=Phrase("Participants are censored at the registered end.", "以登记的结束日期删失。"),
        find=short_study_of_survival,
        example=Example(
            {
                "status": "Recruiting",
                "date.start": "2025-08-01",
                "date.completion": "2027-08-01",
                "enrolment": "350",
                "description": "Outcomes: overall survival",
            },
            {"date.completion": "2029-08-01"},
        ),
    ),
    Check(
        code="HPT133",
        title=Phrase(
            "A sample size from medians, without the time to recruit and to follow",
            "按中位时间估算样本量，却无招募与随访期",
        ),
        severity=1,
        decidability="T",
        costs=Phrase("The number of events, and so the power, cannot be checked.", "事件数及把握度无法核实。"),
        mend=Phrase(
            "Tell how long recruitment lasts and how long the last participant is followed.",
            "说明招募期及末例随访时间。",
        ),
        meanwhile=Phrase("The number is kept and reported as not checked.", "保留该例数，并注明未经复核。"),
        find=medians_without_time,
        example=Example(
            {"description": "Power 80% for a median RFS from 11.0 months to 33.0 months."},
            {
                "description": "Power 80% for a median RFS from 11.0 months to 33.0 months, recruitment lasting 24 "
                "months."
            },
        ),
    ),
    Check(
        code="HPT134",
        title=Phrase("Participants are followed for longer than the study lasts", "随访时长超过研究总时长"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Not even the first participant can be followed for so long.", "即使首例受试者也无法随访至该时长。"
        ),
        mend=Phrase("Correct the end of the study or the length of follow-up.", "更正研究结束日期或随访时长。"),
        meanwhile=Phrase("Follow-up ends with the study.", "随访至研究结束为止。"),
        find=followed_longer_than_the_study,
        example=Example(
            {
                "status": "Recruiting",
                "date.start": "2024-03",
                "date.completion": "2027-03",
                "summary": "All patients will be followed for at least five years after surgery.",
            },
            {"date.completion": "2031-03"},
        ),
    ),
)
