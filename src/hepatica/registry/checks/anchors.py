"""Events from which time is counted: whether they take place, and whether their order is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.allocation import by_treatment
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.grammar import counted
from hepatica.registry.looking import CRITERIA, TEXTS, holding, holds, lower, places, search, sentence
from hepatica.registry.record import Quote, Record, Value
from hepatica.registry.traits import not_randomised, observational, randomised

FIELDS: Final = (*CRITERIA, "outcome.time_frame")
RANDOMISATION: Final = re.compile(
    r"(?ai)(?:within [^.;]{1,30}? )?\b(?:before|prior to|preceding|after|following|from|since|of|at)(?: the| being)?"
    r"(?: date of| day of| time of| moment of)? (?:randomi[sz](?:ation|ed)|random (?:assignment|allocation))\b"
    r"(?! (?:trial|stud|clinical|controlled|phase|,? ?double|,? ?placebo))"
    r"|\b(?:pre|post)-?randomi[sz]ation\b|随机化?(?:分组|入组)?(?:之?[前后]|时)|自随机"
)
_STUDY: Final = r"(?:(?:study|trial|protocol) )?"
CLOCKS: Final = {
    "first dose": (
        rf"first {_STUDY}(?:dose|administration|treatment|drug|infusion|injection)"
        r"|(?:starting|start|initiation|initiating|beginning|commencement|commencing)(?: of)?(?: the)? "
        rf"{_STUDY}(?:treatment|therapy|drug|medication)|(?:study|trial) (?:treatment|drug|medication)|C1D1|cycle 1,? day 1",
        r"(?:首次|第一次)(?:给药|用药|治疗|服药)之?前|(?:研究)?(?:治疗|用药)开始前",
    ),
    "enrolment": (
        r"(?:enrol+(?:ment|ing)|(?:study |trial )?entry|inclusion|registration|recruitment|(?:being )?enrolled)\b"
        r"(?! (?:criteri|of (?:patients|subjects)))",
        r"(?<!随机)(?:入组|纳入|入选)之?前",
    ),
    "randomisation": (
        r"(?:being )?(?:randomi[sz](?:ation|ed)\b(?! (?:trial|stud|clinical|controlled))|random (?:assignment|allocation))",
        r"随机(?:化|分组)?之?前",
    ),
    "consent": (
        r"(?:(?:signing|signature|provision|obtaining|giving)(?: of)?(?: the)? )?(?:written )?(?:informed )?(?:consent"
        r"|ICF)\b",
        r"(?:签署|签订)知情同意书?之?前|知情同意前",
    ),
    "screening": (r"screening\b", r"筛选之?前"),
}
"""Events that criteria count back from, in English behind "before" and in Chinese."""

_NAMES: Final = tuple(CLOCKS)
_EVENT: Final = re.compile(
    r"(?ai)(?:before|prior to|preceding|(?:day|week|month|year|hour)s? of|pre-)(?: the| study| receiving| date of"
    r"| day of| time of){0,3} ?(?:" + "|".join(f"({english})" for english, _ in CLOCKS.values()) + ")"
)
_EVENT_ZH: Final = re.compile("|".join(f"({chinese})" for _, chinese in CLOCKS.values()))
_BEFORE: Final = (
    "before", "prior to", "preceding", "day of", "days of", "week of", "weeks of", "month of", "months of", "years of",
    "hours of", "pre-",
)  # fmt: skip
_BACK: Final = (*_BEFORE, "前")
_LOT: Final = ("random", "随机")


def _events(value: Value) -> Iterator[re.Match[str]]:
    """The events that a criterion counts back from, in the order of its words."""
    for at in sorted(set(places(lower(value.text), _BEFORE))):
        if (met := _EVENT.match(value.text, at)) is not None:
            yield met
    if "前" in value.text:
        yield from _EVENT_ZH.finditer(value.text)


def randomisation_that_does_not_happen(record: Record) -> Iterator[Found]:
    """A window on randomisation where nobody is randomised."""
    if not holds(record, FIELDS, _LOT):
        return
    field = not_randomised(record)
    told = by_treatment(record) if field is None and randomised(record) else None
    if field is None and told is None:
        return
    windows = [
        quote for quote in search(record, FIELDS, RANDOMISATION, _LOT, 90) if quote.value.text.count("andomi") < 4
    ]
    if not windows or (field is not None and field.field != "allocation" and any(search(record, TEXTS, _LOTS, _LOT))):
        return
    cause = field or told
    assert cause is not None
    if told is not None:
        cause = Quote(told.field, told.value, told.start, sentence(told.value, told.end)[1])
    yield Found(
        Phrase(
            f"time is counted from randomisation ({counted(len(windows), 'time')}), "
            f"and participants are not randomised ('{cause.text}')",
            f"以随机化为时间锚点（{len(windows)}处），而研究并不随机（“{cause.text}”）",
        ),
        (cause, *windows[:4]),
        severity=None if field is not None else 2,
    )


_LOTS: Final = re.compile(r"(?ai)(?<!non-)(?<!non)randomi[sz]ed (?:\(|to|into|\d)|randomly assigned|随机分")


def clocks_without_an_order(record: Record) -> Iterator[Found]:
    """Three or more events that the criteria count back from."""
    told: dict[str, dict[str, Quote]] = {}
    for field, value in holding(record, CRITERIA, _BACK):
        for met in _events(value):
            own = told.setdefault(value.language, {})
            own.setdefault(_NAMES[(met.lastindex or 1) - 1], Quote(field, value, *met.span()))
    most = max(told.values(), key=len, default={})
    found = {name: most[name] for name in _NAMES if name in most}
    if len(found) >= 3:
        yield Found(
            Phrase(
                f"the criteria count back from {len(found)} events ({', '.join(found)}), "
                f"and their order and distance are not told",
                f"标准以{len(found)}个不同事件为时间起点（{'、'.join(quote.text for quote in found.values())}），"
                f"其先后与间隔未说明",
            ),
            tuple(found.values()),
        )


_STUDY_DRUG: Final = re.compile(
    r"(?ai)(?:within [^.;]{1,30}? )?\b(?:before|prior to|preceding|after|following|from|since|of)(?: the| their)?"
    r"(?: (?:first|last|final|initial|start of|initiation of|beginning of|date of))*(?: the)?"
    r" (?:dose|administration|infusion|injection|intake)? ?(?:of (?:the )?)?(?:study|trial|protocol)"
    r" (?:drugs?|treatments?|medications?|medicines?|products?|agents?|therapy|interventions?)\b"
    r"|(?:首次|第一次|末次)?(?:研究|试验)(?:药物|用药|治疗)(?:给药|使用)?之?[前后]"
)


_OF_THE_STUDY: Final = ("study ", "trial ", "protocol ", "研究", "试验")


def study_drug_that_is_not_given(record: Record) -> Iterator[Found]:
    """A window on the study drug in an observational study that registers nothing that is given."""
    field = observational(record)
    if field is None or record.members("intervention") or any(arm.get("intervention") for arm in record.members("arm")):
        return
    windows = list(search(record, FIELDS, _STUDY_DRUG, _OF_THE_STUDY, 90))
    if windows:
        yield Found(
            Phrase(
                f"'{windows[0].text}', in a study that observes ('{field.text}') and registers nothing that is given",
                f"“{windows[0].text}”，而研究为观察性（“{field.text}”），未登记任何干预",
            ),
            (field, *windows[:3]),
        )


CHECKS: Final = (
    Check(
        code="HPT040",
        title=Phrase("Time is counted from a randomisation that does not take place", "时间窗以并不存在的随机化为起点"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Who is eligible depends on a date that no participant has.", "入组资格取决于受试者并不具有的日期。"
        ),
        mend=Phrase("Count from consent, enrolment or the first dose.", "改以知情同意、入组或首次给药为起点。"),
        meanwhile=Phrase("Enrolment stands in the place of randomisation.", "以入组日代替随机化日。"),
        find=randomisation_that_does_not_happen,
        example=Example(
            {
                "allocation": "Non-Randomized",
                "eligibility.exclusion": "Myocardial infarction within 6 months prior to randomization.",
            },
            {"eligibility.exclusion": "Myocardial infarction within 6 months prior to enrolment."},
        ),
    ),
    Check(
        code="HPT041",
        title=Phrase(
            "The criteria count back from several events without an order", "入排标准使用多个时间起点而未说明先后"
        ),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The same washout ends on different days, so two sites can decide differently on one patient.",
            "同一洗脱期的终点不一，不同中心对同一患者可能得出不同结论。",
        ),
        mend=Phrase(
            "Use one event, or say how many days lie between them at most.",
            "统一为一个起点，或说明各事件间的最大间隔。",
        ),
        meanwhile=Phrase("Each window is kept with its own event.", "各时间窗保留各自起点。"),
        find=clocks_without_an_order,
        example=Example(
            {
                "eligibility.inclusion": "No radiotherapy within 12 weeks prior to the first dose of study drug",
                "eligibility.exclusion": "Infarction within 6 months prior to randomization; bleeding prior to enrollment",
            },
            {
                "eligibility.exclusion": "Infarction within 6 months prior to the first dose; bleeding prior to the first dose"
            },
        ),
    ),
    Check(
        code="HPT042",
        title=Phrase("Time is counted from a study drug that is not given", "时间窗以并未给予的研究药物为起点"),
        severity=2,
        decidability="T",
        costs=Phrase("The window has no beginning, and sites will choose one.", "时间窗没有起点，各中心会自行选择。"),
        mend=Phrase("Count from enrolment, or register what is given.", "改以入组为起点，或登记所给予的干预。"),
        meanwhile=Phrase("Enrolment is taken.", "以入组为起点。"),
        find=study_drug_that_is_not_given,
        example=Example(
            {
                "study_type": "Observational",
                CRITERIA[1]: "Systemic antibiotics within 14 days prior to the first dose of study treatment",
            },
            {"study_type": "Interventional"},
        ),
    ),
)
