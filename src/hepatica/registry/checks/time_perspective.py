"""Looking back, at one time, or ahead: whether the registered view of time fits what is observed and who consents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, OUTCOMES, TEXTS, TOLD, first, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import going_on

CROSS: Final = re.compile(r"(?ai)cross[ _-]?section|横断面|横截面|现况调查")
ANALYSIS: Final = re.compile(
    r"(?ai)(?:\bsurvival analys[ei]s [^.;\n]{0,60})?\b(?:kaplan ?- ?meier"
    r"|log-?rank|cox (?:proportional|regression|model))|生存分析"
)
SURVIVAL: Final = re.compile(
    r"(?ai)\b(?:overall survival|(?:progression|recurrence|disease|event) ?- "
    r"?free survival|time to (?:progression|recurrence|death))\b"
    r"|总生存期|无进展生存|无复发生存"
)
BACKWARD: Final = re.compile(
    r"(?ai)(?:we |will (?:be )?)?\bretrospectively (?:collect|analy[sz]"
    r"|review|enrol|includ|evaluat)\w*(?: and \w+)?(?: \w+){0,4}"
    r"|(?:this|a|an) (?:[\w-]+ )?retrospective (?:cohort |observational |multicent\w+ )*(?:study|analysis)"
    r"|回顾性(?:收集|分析|纳入|研究)"
)
CONSENT: Final = re.compile(
    r"(?ai)[^.;。；]{0,50}\bsign\w*[^.;。；]{0,20} (?:informed )?consent[^.;。；]{0,10}|签署[^。；]{0,8}知情同意书?"
)
_AHEAD: Final = re.compile(r"(?ai)\bprospective|\bambispective|waive|前瞻|双向|豁免")
_NOT_YET: Final = re.compile(r"(?ai)not[ _]yet|尚未")
_KEYS: Final = ("survival", "kaplan", "log", "time to", "cox", "生存")


def one_time_and_survival(record: Record) -> Iterator[Found]:
    """A cross-sectional study with survival endpoints."""
    field = first(record, ("time_perspective", "design", "model"), CROSS)
    if field is None:
        return
    told = (first(record, (*TEXTS, *OUTCOMES), pattern, _KEYS) for pattern in (ANALYSIS, SURVIVAL))
    words = next((quote for quote in told if quote is not None), None)
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
    words = first(record, TOLD, BACKWARD, ("retrospective", "回顾")) or _field(record)
    if words is None or first(record, (*TEXTS, *CRITERIA, "arm.name"), _AHEAD) is not None:
        return
    consent = first(record, CRITERIA, CONSENT, ("consent", "知情"))
    status = going_on(record)
    if consent is not None and status is not None:
        yield Found(
            Phrase(
                "data are collected looking back, and patients must sign a consent before they enter",
                "数据为回顾性收集，却要求患者入组前签署知情同意书",
            ),
            (words, consent),
        )


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
