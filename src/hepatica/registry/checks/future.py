"""Eligibility that depends on what is only known later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, holding, values, whole
from hepatica.registry.record import Quote, Record

JUDGED_LATER: Final = re.compile(
    r"(?:\b(?:could|can|will|would|must|may|was|were)\s+be(?:en)?\s+(?:judged|evaluated|assessed|determined|measured)"
    r"|\b(?:was|were|is|are)\s+(?:evaluable|assessable)|\bevaluable\s+(?:response|efficacy)"
    r"|\bha(?:ve|d|s|ving)\s+(?:at\s+least\s+\w+\s+)?(?:(?:efficacy|response|imaging|post-?\s?treatment|follow-up)\s+)"
    r"(?:evaluations?|assessments?|imaging))[^;\n]{0,90}?"
    r"(?:\bduring\s+(?:the\s+)?(?:observation|follow-up|treatment|study)|\bpost\s?-?\s?treatment"
    r"|\bafter\s+(?:the\s+)?(?:treatment|therapy|start(?:ing)?\b|first\s+\w+|(?:at\s+least\s+)?\w+\s+cycles?))"
    r"[^;\n]{0,60}"
    r"|\bat\s+least\s+(?:one|1)\s+(?:evaluable\s+)?(?:post[- ]?(?:baseline|treatment)|on-treatment|follow-up)\s+"
    r"(?:\w+\s+){0,2}?"
    r"(?:evaluations?|assessments?|imaging|scans?|stud(?:y|ies))[^;\n]{0,60}"
    r"|(?:治疗后|随访期间|观察期间|疗程后)[^;；。\n]{0,20}(?:可评价|可评估|能够评估|能够评价|有?[^;；。\n]{0,4}影像学?(?:评估|检查|评价)"
    r"|完成疗效评价)[^;；。\n]{0,20}",
    re.IGNORECASE,
)
THROUGH: Final = re.compile(
    r"\b(?:(?:have|has|had|must\s+have|having|who)\s+)?(?:completed?|completes?|completion\s+of|received?|receives?"
    r"|finish(?:ed"
    r"|es)?|underwent)\s+"
    r"(?:at\s+least\s+(?:\w+\s+)?(?:cycles?|courses?|doses?|sessions?|weeks?|months?)|the\s+(?:whole|entire"
    r"|full)\s+(?:course|treatment)|all\s+(?:\w+\s+)?(?:cycles?|doses?))"
    r"\s+of\s+(?:the\s+)?(?:study|trial|protocol|assigned|investigational)\s+(?:treatments?|drugs?|therap(?:y|ies)"
    r"|medications?)\b[^;\n]{0,60}"
    r"|\bwho\s+(?:complete|have\s+completed|completed|finish(?:ed)?)\s+the\s+(?:(?:whole|entire|full)\s+)?(?:"
    r"(?:course|whole)\s+of\s+)?(?:the\s+)?"
    r"(?:follow-?\s?up|study|trial|(?:study|trial|protocol)\s+(?:treatment|therapy))\b[^;\n]{0,40}"
    r"|\b(?:who|that)\s+(?:respond(?:ed)?|achieved?|show(?:ed)?\s+a\s+response)\b[^;\n]{0,20}?\bthe\s+(?:study"
    r"|trial|protocol)\s+(?:treatment|therapy|drug)\b[^;\n]{0,40}"
    r"|\b(?:tumou?r\s+)?response\s+(?:at|by|after)\s+(?:week|month|cycle)\s+\d+[^;\n]{0,30}?\b(?:during|in)\s+"
    r"(?:the|this)\s+(?:study|trial)\b"
    r"|\bsurviv(?:ed?|al|ing)\s+(?:of\s+)?(?:at\s+least|more\s+than|over|for)\s+\w+\s+(?:days?|weeks?|months?"
    r"|years?)\s+after\s+"
    r"(?:the\s+)?(?:start\s+of\s+(?:the\s+)?(?:study|trial)|enrol\w+|inclusion|randomi[sz]ation"
    r"|start\s+of\s+the\s+study|study\s+(?:entry|treatment))"
    r"|完成(?:至少)?\s*[\d一二两三四六]+\s*个?(?:周期|疗程)(?:的)?(?:研究)?治疗[^;；。\n]{0,4}(?:且|并)[^;；。\n]{0,8}(?:评价|评估)[^;；。\n]{0,10}",
    re.IGNORECASE,
)
_AHEAD: Final = re.compile(
    r"\b(?:willing|able|agree\w*|consent|expected|expectancy|expects?|anticipated|estimated|prior|previous(?:ly)?"
    r"|earlier|before|another|other|planned)\b"
    r"|预计|预期|既往|愿意|此前",
    re.IGNORECASE,
)
RESPONSE: Final = re.compile(r"response|efficacy|imaging|tumou?r|疗效|影像|肿瘤", re.IGNORECASE)
_COUNT: Final = r"(?:\d+|one|two|three|six|twelve)"
FOLLOWED: Final = re.compile(
    r"\bfollow(?:ed)?-?\s?(?:up)?\s+(?:duration|time|period)?\s*(?:was|is|of|for)?\s*(?:>=?|≥|⩾|at\s+least|(?:more"
    r"|longer)\s+than"
    rf"|over|no\s+less\s+than|a\s+minimum\s+of)\s*{_COUNT}\s*(?:days?|weeks?|months?|years?)[^;\n]{{0,60}}"
    rf"|\b(?:minimum|at\s+least|more\s+than|over|≥|>)\s*(?:{_COUNT}\s+(?:days?|weeks?|months?|years?)'?\s+"
    r"(?:of\s+)?)?follow-?\s?up"
    rf"(?:\s+(?:time|period|duration))?(?:\s+of\s+{_COUNT}\s+(?:days?|weeks?|months?|years?))?[^;\n]{{0,40}}"
    r"|\b(?:with\s+)?complete\s+(?:[\w-]+\s+(?:and\s+)?){0,3}?follow-?\s?up\s+(?:data|information|records?)\b"
    r"[^;\n]{0,30}|随访(?:时间|期"
    r"|资料)?(?:>=?|≥|大于|不少于|超过|至少)\s*\d+\s*个?[天周月年][^;；。\n]{0,30}"
    r"|\bsurviv(?:al|ed)\s+(?:time\s+)?(?:of\s+|for\s+)?(?:at\s+least|more\s+than|over|longer\s+than|>"
    rf"|≥)\s*{_COUNT}\s*(?:days?|weeks?|months?|years?)\s+after\b[^;\n]{{0,40}}"
    r"|(?:具备|具有|有)?完整的?随访(?:数据|资料|信息)|随访(?:数据|资料|信息)(?:完整|齐全)",
    re.IGNORECASE,
)
PROMISE: Final = re.compile(
    r"\b(?:willing|able|agree\w*|consent|accept|comply|cooperat\w+|ability|expected|expectancy|estimated|anticipated"
    r"|can)\b|愿意"
    r"|能够|同意|配合|依从|预计",
    re.IGNORECASE,
)
SURVIVAL: Final = re.compile(
    r"surviv|\bPFS\b|\bOS\b|progression|recurrence|relapse|\bRFS\b|\bDFS\b|mortality|death"
    r"|生存|复发|进展|死亡",
    re.IGNORECASE,
)
OUTCOME: Final = ("outcome.name",)


_LATER: Final = (
    "during", "post", "after", "of the study", "of study", "complete", "respond", "治疗后", "期间", "疗程后", "完成",
)  # fmt: skip


_JUDGES: Final = re.compile(r"(?i)judged|evalua|assess|determin|measured|imaging|scans?\b|评")


def _judged(text: str) -> re.Match[str] | None:
    """What is judged later, looked for round each word for judging."""
    for at in _JUDGES.finditer(text):
        met = JUDGED_LATER.search(text, max(0, at.start() - 60), at.start() + 220)
        if met is not None:
            return met
    return None


_GOES: Final = ("complet", "of the study", "of study", "the study", "the trial", "protocol", "surviv", "完成")


def judged_later(record: Record) -> Iterator[Found]:
    """An inclusion criterion that a result obtained after the start of treatment must meet."""
    for _, value in holding(record, (IN,), _LATER):
        lowered = value.text.lower()
        met = _judged(value.text)
        if met is not None and not (RESPONSE.search(value.text) or "least" in met[0]):
            met = None
        if (
            met is None
            and any(word in lowered for word in _GOES)
            and (met := THROUGH.search(value.text)) is not None
            and _AHEAD.search(value.text)
        ):
            met = None
        if met:
            head = whole(IN, value, max(met.start(), 1)) if met.start() > 20 else None
            quote = Quote(IN, value, *met.span())
            yield Found(
                Phrase(
                    "the criterion can be judged after the start of treatment only", "该标准只有在治疗开始之后才能判断"
                ),
                (head, quote) if head and head.end <= met.start() else (quote,),
            )
            return


def followed_long_enough(record: Record) -> Iterator[Found]:
    """Follow-up of a length, or without gaps, as a condition of entry to a study of survival or recurrence."""
    found: dict[str, Quote] = {}
    for _, value in holding(record, (IN,), ("follow", "survival ", "survived", "随访")):
        met = FOLLOWED.search(value.text)
        if met and not PROMISE.search(value.text):
            found.setdefault(value.language, Quote(IN, value, *met.span()))
    if not found:
        return
    outcomes = [(name, value) for name, value in values(record, OUTCOME) if SURVIVAL.search(value.text)]
    if outcomes:
        english = [each for each in outcomes if each[1].language != "zh"] or outcomes
        name, value = english[0]
        yield Found(
            Phrase(
                "who died or was lost before that time cannot enter, and survival is the outcome",
                "在此之前死亡或失访者无法入组，而结局正是生存",
            ),
            (*(found[language] for language in sorted(found)), Quote(name, value, 0, len(value.text))),
        )


CHECKS: Final = (
    Check(
        code="HPT330",
        title=Phrase("An inclusion criterion that only the future can decide", "纳入标准取决于将来的结果"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Patients who die or stop early drop out of the denominator: response is overstated and time is immortal.",
            "早期死亡或停药者不计入分母：缓解率偏高，并产生永生时间。",
        ),
        mend=Phrase("Move it to the definition of the analysis set.", "改为分析集的定义。"),
        meanwhile=Phrase(
            "It is not asked at entry; those without the result stay in the denominator.",
            "入组时不判断，无结果者仍计入分母。",
        ),
        find=judged_later,
        example=Example(
            {
                IN: "Had measurable tumor lesions, and the tumor response could be judged by imaging during the observation"
            },
            {IN: "Had measurable tumor lesions at baseline"},
        ),
    ),
    Check(
        code="HPT331",
        title=Phrase("Only patients followed for some time may enter", "仅纳入随访达一定时间者"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Early deaths and losses are selected away, and survival is overstated.",
            "早期死亡和失访被剔除，生存被高估。",
        ),
        mend=Phrase(
            "Take everybody from the time zero on and censor those who are lost.",
            "自零点起纳入所有人，失访者作删失处理。",
        ),
        meanwhile=Phrase(
            "The criterion holds, and time before it counts as entry delayed.", "该标准生效，此前时间按延迟入组处理。"
        ),
        find=followed_long_enough,
        example=Example(
            {IN: "follow-up duration >= 3 months, with complete follow-up data", "outcome[0].name": "Overall survival"},
            {IN: "willing to be followed up for 3 months"},
        ),
    ),
)
