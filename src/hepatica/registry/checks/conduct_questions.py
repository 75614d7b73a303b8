"""Questions about how a study is carried out that a person must answer: the check asks, it does not judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, first, search, whole
from hepatica.registry.record import Record

INCLUSION, EXCLUSION = CRITERIA[:1], CRITERIA[1:]
TEXT: Final = ("summary", "description")
OUTCOME: Final = ("outcome.name", "outcome.description", "outcome.method")

_MEASURABLE: Final = re.compile(
    r"(?i)\bmeasurable (?:(?:tumou?r )?lesions?|disease|tumou?rs?)[^.;,\n]{0,40}|可测量病灶"
)
_SURGICAL_TISSUE: Final = re.compile(
    r"(?i)(?:tissue|specimens?|samples?)[^.;\n]{0,20} (?:from|at) (?:\w+ )?(?:surgical )?(?:resection|surgery)"
    r"|\bsurgical (?:specimens?|samples?|tissue)|post-?\s?surgery|collection at (?:surgical )?resection|手术(?:切除)?标本"
)
_AFTER: Final = re.compile(
    r"(?i)\b(?:after|following|follows?|later than) (?:the )?(?:(?:specimen|sample|tissue) collection|collection of"
    r" (?:\w+ )?(?:specimens?|samples?|tissue))[^.;\n]{0,60}"
    r"|\bat (?:the )?start of later (?:\w+ )?(?:treatment|therapy)|采集(?:标本|样本)后|(?:标本|样本)采集后"
)


def resected_and_measurable(record: Record) -> Iterator[Found]:
    """Tissue from resection, and measurable disease at a later start, with no limit on the time between."""
    lesion = first(record, INCLUSION, _MEASURABLE, ("measurable", "可测量"))
    if lesion is None:
        return
    tissue = first(record, INCLUSION, _SURGICAL_TISSUE, ("resection", "surgery", "surgical", "手术"))
    later = first(record, INCLUSION, _AFTER, ("collection", "start of later", "采集"))
    if tissue is not None and later is not None:
        yield Found(
            Phrase(
                "how old may the tissue be when the recurrence that is measured is treated?",
                "治疗所测复发病灶时，标本最早可为多久以前？",
            ),
            (later, lesion, tissue),
        )


_SEEN_LATER: Final = re.compile(
    r"(?i)(?:one|two|three|four|six|\d) (?:weeks?|months?) after (?:the )?(?:operation|surgery)[^.;\n]{0,40}"
    r"|术后\s*[一二两三四\d]\s*周[^。；;\n]{0,20}"
)
_SAMPLED_BEFORE: Final = re.compile(
    r"(?i)(?:tests?|samples?|blood|serum|plasma)\b[^.;\n]{0,80}?\b(?:before|prior to)(?:,| and| surgery| the"
    r" operation| operation)[^.;\n]{0,40}?"
    r"(?:surgery|operation|postoperative|after)[^.;\n]{0,40}|(?:tests?|samples?|blood|serum|plasma)\b"
    r"[^.;\n]{0,60}?\bpre-?operatively\b"
    r"|\bpre-?operative(?:ly)?(?: and post-?operative(?:ly)?)? (?:\w+ )?(?:blood|serum|plasma|samples?|tests?)\b"
    r"[^.;\n]{0,40}"
    r"|术前[^。；;\n]{0,10}术后[^。；;\n]{0,20}(?:采集|检测)"
)


def sampled_before_eligible(record: Record) -> Iterator[Found]:
    """Samples before surgery from participants whose criteria can be seen only weeks after it."""
    criterion = first(record, INCLUSION, _SEEN_LATER, ("after operation", "after surgery", "after the ", "术后"))
    if criterion is None:
        return
    sampled = first(record, TEXT, _SAMPLED_BEFORE, ("before", "prior to", "preoperative", "pre-operative", "术前"))
    if sampled is not None:
        yield Found(
            Phrase(
                "who gives samples before surgery, when eligibility is known only after it, and under which consent?",
                "术后才能确定入选资格，术前由谁提供标本、依据何种知情同意？",
            ),
            (criterion, sampled),
        )


_HISTOLOGY_BY_ABLATION: Final = re.compile(
    r"(?i)(?:patholog\w+|histolog\w+) (?:confirm\w+|diagnos\w+|proven|verified)[^.;\n]{0,40}?(?:via|by|through"
    r"|from)[^.;\n]{0,40}?\b(?:ablation|RFA|MWA)\b"
    r"|\b(?:confirmed|diagnosed|proven) (?:patholog|histolog)ically (?:via|by|through|from)[^.;\n]{0,40}?\b"
    r"(?:ablation|RFA|MWA)\b"
    r"|\b(?:patholog\w+|histolog\w+) (?:confirmed|proven)[^.;\n]{0,30}?\bafter (?:surgery|surgical resection"
    r"|resection|hepatectomy) or (?:\w+ )?(?:ablation|RFA|MWA)\b"
    r"|\bpatholog\w+ \((?:surgery|resection) ?(?:/|or) ?(?:ablation|RFA)\)|消融[^。；;\n]{0,6}病理(?:确诊|证实)"
)


def histology_by_ablation(record: Record) -> Iterator[Found]:
    """Histology that is to come from an ablation."""
    quote = first(record, CRITERIA, _HISTOLOGY_BY_ABLATION, ("ablation", "rfa", "mwa", "消融"))
    if quote is not None and re.search(r"(?i)biops|treated|underwent|活检", quote.value.text) is None:
        yield Found(
            Phrase("an ablation yields no tissue: is a biopsy done with it?", "消融不产生组织：是否同时活检？"),
            (quote,),
        )


_ABDOMEN: Final = re.compile(
    r"(?i)(?<!thoraco-)(?<!chest and )\b(?:abdominal|liver|hepatic) (?:[\w-]+ ){0,2}?(?:MRI|CT|ultrasound"
    r"|ultrasonography)\b[^.;\n]{0,60}"
    r"|\b(?:MRI|CT|ultrasound|ultrasonography)(?: scans?)? of the (?:upper )?(?:abdomen|liver)\b[^.;\n]{0,60}|腹部"
    r"(?:增强)?\s?(?:MRI|CT|核磁|超声)"
)
_ELSEWHERE: Final = re.compile(
    r"(?i)extra-?hepatic(?: \([^)\n]{0,40}\))?|distant metastas\w+|肝外(?:转移|复发)|远处转移"
)
_CHEST: Final = re.compile(r"(?i)chest|thora|lung CT|bone scan|PET|whole[- ]body|胸部|骨扫描|全身")


def abdomen_for_the_whole_body(record: Record) -> Iterator[Found]:
    """Recurrence outside the liver as an outcome, and imaging of the abdomen alone."""
    abdomen = first(record, (*TEXT, "outcome.time_frame"), _ABDOMEN, ("abdom", "liver", "hepatic", "腹部"))
    if abdomen is None or first(record, (*TEXT, *OUTCOME), _CHEST) is not None:
        return
    away = first(record, OUTCOME, _ELSEWHERE, ("extrahepatic", "extra-hepatic", "distant", "肝外", "远处"))
    if away is not None:
        yield Found(
            Phrase(
                "how are metastases of lung, bone or brain found by imaging of the abdomen?",
                "仅做腹部影像如何发现肺、骨或脑转移？",
            ),
            (abdomen, away),
        )


_BACKWARD: Final = re.compile(r"(?i)retrospective|回顾性")
_FORWARD: Final = re.compile(r"(?i)\bprospective|前瞻性")
_FRESH: Final = re.compile(
    r"(?i)molecular (?:characteristics?|features?|profiles?)[^.;\n]{0,60}|adverse (?:events?|reactions?)"
    r"[^.;\n]{0,50}|\btoxicit\w+|\bgene expression[^.;\n]{0,30}"
    r"|\bct-?DNA\b[^.;\n]{0,30}|\bcytokines?\b|quality of life|分子特征|不良(?:反应|事件)|生活质量|细胞因子"
)


def outcomes_of_which_part(record: Record) -> Iterator[Found]:
    """A retrospective and a prospective part, and outcomes that only the prospective one can have."""
    names = ("arm.name",)
    if len(record.members("arm")) < 2:
        return
    backward = first(record, names, _BACKWARD, ("retrospective", "回顾"))
    if backward is None:
        return
    forward = {
        quote.value.language: whole(quote.field, quote.value)
        for quote in search(record, names, _FORWARD, ("prospective", "前瞻"))
        if not _BACKWARD.search(quote.value.text)
    }
    fresh = [
        quote
        for quote in search(record, ("outcome.name",), _FRESH)
        if not _BACKWARD.search(quote.value.text) and not _FORWARD.search(quote.value.text)
    ]
    if forward and fresh:
        told = {quote.value.language: quote for quote in reversed(fresh)}
        yield Found(
            Phrase(
                "which outcomes belong to which part, when new samples and events cannot be had from the past?",
                "各指标属于哪一部分？回顾性部分无法获得新标本和新事件",
            ),
            (*forward.values(), *told.values()),
        )


CHECKS: Final = (
    Check(
        code="HPT445",
        title=Phrase("Tissue from resection, and disease measurable at a later start", "手术标本与之后的可测量病灶"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "The tissue tells of a tumour years older than the one that is treated.", "标本反映的可能是多年前的肿瘤。"
        ),
        mend=Phrase("Limit the time from tissue to treatment.", "限定取材至治疗的时间。"),
        meanwhile=Phrase("The time between is recorded.", "记录两者间隔。"),
        find=resected_and_measurable,
        example=Example(
            {"eligibility.inclusion": "Treated after the specimen collection (post-surgery), with measurable lesions"},
            {"eligibility.inclusion": "Treated with measurable lesions"},
        ),
    ),
    Check(
        code="HPT446",
        title=Phrase("Samples are taken before eligibility can be known", "在可判断入选资格之前采样"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Samples are taken from people who are not in the study, or missing from those who are.",
            "可能采集非受试者的标本，或缺少受试者标本。",
        ),
        mend=Phrase(
            "Enrol before surgery and confirm after it, with consent for both.", "术前入组、术后确认，并分别取得同意。"
        ),
        meanwhile=Phrase(
            "Samples before surgery are kept apart until eligibility is confirmed.", "术前标本在确认资格前单独保存。"
        ),
        find=sampled_before_eligible,
        example=Example(
            {
                "eligibility.inclusion": "Two weeks after operation, AFP still ≥200 ug/L",
                "summary": "Blood tests before, and 7 days after surgery",
            },
            {"eligibility.inclusion": "AFP ≥200 ug/L"},
        ),
    ),
    Check(
        code="HPT447",
        title=Phrase("Histology is to come from an ablation", "以消融取得病理诊断"),
        severity=2,
        decidability="H",
        costs=Phrase("Participants who were ablated cannot meet the criterion.", "消融者无法满足该标准。"),
        mend=Phrase(
            "Ask for a biopsy at ablation, or accept imaging criteria.", "要求消融时活检，或接受影像诊断标准。"
        ),
        meanwhile=Phrase("Imaging criteria are accepted for those ablated.", "消融者接受影像诊断标准。"),
        find=histology_by_ablation,
        source="EASL, J Hepatol 2018",
        example=Example(
            {"eligibility.inclusion": "Pathological confirmation of HCC via surgical resection or local ablation"},
            {"eligibility.inclusion": "Pathological confirmation of HCC via surgical resection or biopsy"},
        ),
    ),
    Check(
        code="HPT448",
        title=Phrase(
            "Recurrence elsewhere is an outcome, and the abdomen alone is imaged", "指标含肝外复发而仅做腹部影像"
        ),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Metastases of lung, bone or brain are found late, by symptoms.", "肺、骨、脑转移只能在出现症状时发现。"
        ),
        mend=Phrase("Add imaging of the chest, or name what prompts it.", "增加胸部影像，或写明检查指征。"),
        meanwhile=Phrase("Chest imaging is proposed at the same visits.", "建议同期做胸部影像。"),
        find=abdomen_for_the_whole_body,
        source="EASL, J Hepatol 2018",
        example=Example(
            {
                "description": "Abdominal MRI every 12 weeks",
                "outcome[0].description": "Recurrence, local or extrahepatic",
            },
            {"description": "Abdominal MRI and chest CT every 12 weeks"},
        ),
    ),
    Check(
        code="HPT449",
        title=Phrase("It is not told which outcomes belong to which part", "未说明各指标属于哪一部分"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Data of the past have no place for outcomes that need new samples or reports.",
            "回顾性数据无法提供需要新标本或新报告的指标。",
        ),
        mend=Phrase("Assign each outcome to a part.", "将各指标归入相应部分。"),
        meanwhile=Phrase("They are collected in the prospective part.", "在前瞻性部分收集。"),
        find=outcomes_of_which_part,
        example=Example(
            {
                "arm[0].name": "Prospective section",
                "arm[1].name": "Retrospective section",
                "outcome[0].name": "Molecular characteristics",
            },
            {"outcome[0].name": "Molecular characteristics (prospective section)"},
        ),
    ),
)
