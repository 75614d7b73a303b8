"""Looking back, at one time, or ahead: whether the registered view of time fits what is observed and who consents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, OUTCOMES, TEXTS, TOLD, first, search, sentence_of, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import going_on

CROSS: Final = re.compile(r"(?ai)cross[ _-]?section|横断面|横截面|现况调查")
_CALLED: Final = re.compile(
    r"(?ai)\b(?:this|the present|our|a|an) (?:(?!which|that|were|was|is|had|has)[\w,-]+ ){0,4}?cross[ -]?section"
    r"(?:al)? "
    r"(?:[\w-]+ ){0,3}?(?:study|survey|design)|本(?:研究|项目)[^。；\n]{0,12}横断面|横断面(?:研究|调查)"
)
ANALYSIS: Final = re.compile(
    r"(?ai)(?:\bsurvival analys[ei]s [^.;\n]{0,60})?\b(?:kaplan ?[-–—] ?meier"
    r"|log[- ]?rank|cox(?:'s)? (?:proportional|regression|model)|hazard ratios?)|生存分析|生存曲线"
)
SURVIVAL: Final = re.compile(
    r"(?ai)\b(?:overall survival|(?:progression|recurrence|relapse|disease|event|metastasis)[ -]{1,3}"
    r"free survival|time to (?:progression|recurrence|relapse|death)|\d+[- ](?:year|month) (?:mortality|recurrence"
    r"|survival)|(?:cumulative )?incidence of [^.;\n]{2,40} (?:over|within|during) \d+ years|survival (?:time|rate"
    r"|curves?)s?|median survival"
    r"|(?-i:OS and PFS|PFS and OS))\b"
    r"|总生存期|无(?:进展|复发|病|瘤)生存|生存(?:时间|率)"
)
FOLLOWED: Final = re.compile(
    r"(?ai)\b(?:(?:patients|participants|subjects|they|all) (?:will|are to|are|shall) be followed|will be followed)"
    r"(?:[ -]up)?"
    r" (?:for|until|every|over|during)\b[^.;\n]{0,50}|(?:每[^。；\n]{1,6}随访|随访(?:至|期为?)?\s*\d+\s*(?:年|个?月))"
)
BACKWARD: Final = re.compile(
    r"(?ai)(?:we |will (?:be )?)?\bretrospectively (?:collect|analy[sz]"
    r"|review|enrol|includ|evaluat|identif|retriev|extract|assess|stud)\w*(?: and \w+)?(?: \w+){0,4}"
    r"|(?:collected|reviewed|retrieved|identified|analy[sz]ed|obtained|extracted|gathered) retrospectively\b"
    r"[^.;\n]{0,30}"
    r"|\b(?:this|an?|our|present)(?: is (?:an? )?)?(?: [\w-]+,?){0,3}? ?retrospective,? (?:[\w-]+,? ){0,3}?"
    r"(?:study|analysis|review|cohort|investigation)\b"
    r"|(?:^|(?<=[.;:\n] ))retrospective (?:[\w-]+ ){0,3}?(?:study|analysis|review|cohort|collection)\b"
    r"|回顾性(?:收集|分析|纳入|队列)|(?:本|为|一项|采用)[^。；\n]{0,10}回顾性[^。；\n]{0,6}研究|^回顾性研究"
)
CONSENT: Final = re.compile(
    r"(?ai)[^.;。；]{0,50}\bsign\w*[^.;。；]{0,30}? (?:(?:informed )?consent|ICF)[^.;。；]{0,10}"
    r"|\b(?:give|giving|gave|given|provid\w+|obtain\w*|written)[^.;。；]{0,25}? (?:informed )?consent\b[^.;。；]{0,30}"
    r"|\b(?:informed )?consent (?:form )?(?:was |is |has been |have been |to be |must be |will be )?(?:signed"
    r"|obtained|given|provided)"
    r"|签署[^。；]{0,8}知情同意书?|知情同意[^。；\n]{0,6}签"
)
_UNASKED: Final = re.compile(
    r"(?ai)waive|if needed|if required|if applicable|without|\bno\b|\bnot\b|unable|exempt|豁免|无需|免除|拒绝"
)
_AHEAD: Final = re.compile(r"(?ai)\bprospective|\bambispective|waive|前瞻|双向|豁免")
_KEYS: Final = (
    "survival",
    "mortality",
    "incidence",
    "-year recurrence",
    "kaplan",
    "log",
    "time to",
    "cox",
    "hazard",
    "os and pfs",
    "pfs and os",
    "followed",
    "生存",
    "随访",
)


def one_time_and_survival(record: Record) -> Iterator[Found]:
    """A cross-sectional study with survival endpoints."""
    field = first(record, ("time_perspective", "design", "model"), CROSS)
    if field is None:
        calls = search(record, ("title", "title.official", "summary", "description"), _CALLED, ("cross", "横断面"))
        field = next((quote for quote in calls if not of_others(quote)), None)
    if field is None:
        return
    told = (
        quote
        for pattern in (ANALYSIS, SURVIVAL, FOLLOWED)
        for quote in search(record, (*TEXTS, *OUTCOMES), pattern, _KEYS)
        if not of_others(quote)
    )
    words = next(told, None)
    if words is not None:
        yield Found(
            Phrase(
                f"'{field.text}' sees each participant once, and the study follows participants ('{words.text}')",
                f"“{field.text}”仅观察一次，研究却需随访（“{words.text}”）",
            ),
            (field, words),
        )


def looking_back_with_consent(record: Record) -> Iterator[Found]:
    """Data collected looking back, from patients who sign a consent for a study that has not begun or goes on."""
    back = search(record, (*TOLD,), BACKWARD, ("retrospective", "回顾"))
    words = next((quote for quote in back if not _of_history(quote)), None) or _field(record)
    if words is None or first(record, (*TEXTS, *CRITERIA, "arm.name"), _AHEAD) is not None:
        return
    signs = search(record, CRITERIA[:1], CONSENT, ("consent", "icf", "知情"))
    consent = next(
        (quote for quote in signs if not _UNASKED.search(quote.value.text, quote.start, quote.end + 20)), None
    )
    status = going_on(record)
    if consent is not None and status is not None:
        yield Found(
            Phrase(
                "data are collected looking back, and patients must sign a consent before they enter",
                "数据为回顾性收集，却要求患者入组前签署知情同意书",
            ),
            (words, consent),
        )


_HISTORY: Final = re.compile(r"(?ai)histor|publish|previous|earlier|showed|found|report|既往研究|报道|显示|表明")


def _of_history(quote: Quote) -> bool:
    """Whether the sentence tells of a historical control or of another study."""
    return _HISTORY.search(sentence_of(quote).text) is not None


def _field(record: Record) -> Quote | None:
    return next(
        (whole("time_perspective", v) for v in record.all("time_perspective") if "retrospective" in v.text.lower()),
        None,
    )


CHECKS: Final = (
    Check(
        code="HPT100",
        title=Phrase("A cross-sectional study with survival endpoints", "横断面研究却有生存终点"),
        severity=1,
        decidability="T",
        costs=Phrase("Without follow-up there is no time to an event.", "没有随访便无从得到事件时间。"),
        mend=Phrase("Register the study as prospective or retrospective.", "改为前瞻性或回顾性。"),
        meanwhile=Phrase("The study is taken to follow its participants.", "按有随访处理。"),
        find=one_time_and_survival,
        example=Example(
            {"time_perspective": "CROSS_SECTIONAL", "description": "Overall survival is estimated by Kaplan-Meier."},
            {"time_perspective": "PROSPECTIVE"},
        ),
    ),
    Check(
        code="HPT101",
        title=Phrase("Retrospective data, but consent before entry", "回顾性数据却要求入组前知情同意"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Only those who live long enough to sign would enter: the result "
            "flatters, and the time before consent counts no death.",
            "只有存活到签署者才能入组，结果偏于乐观，且签署前无死亡事件。",
        ),
        mend=Phrase(
            "Say whether patients are found in records under a waiver, or enter ahead with consent.",
            "说明是经豁免查阅病历，还是前瞻性知情入组。",
        ),
        meanwhile=Phrase(
            "Participants enter at consent; time before it is not at risk.", "以知情同意日为入组日，此前不计风险时间。"
        ),
        find=looking_back_with_consent,
        example=Example(
            {
                "status": "Not yet recruiting",
                "description": "We will retrospectively collect data on response.",
                "eligibility.inclusion": "Patients sign the informed consent form",
            },
            {"description": "We will collect data on response in a prospective cohort."},
        ),
    ),
)
