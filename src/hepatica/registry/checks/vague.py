"""Words without a measure, where the record has one, or where they refuse what it admits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import limits
from hepatica.registry.looking import IN, OUT, holding, whole
from hepatica.registry.record import Quote, Record

_ORGAN: Final = r"(?:hepatic|liver|renal|kidney)"
_SEVERE: Final = r"(?:severe|serious|significant|marked|obvious|grave)"
_FAILS: Final = r"(?:insufficienc(?:y|ies)|dysfunctions?|impairments?|failure|diseases?)"
INSUFFICIENCY: Final = re.compile(
    r"^\W*(?:\d[\d.]*\W*)?(?:(?:the\s+)?(?:patients?|subjects?|participants?|those)\s+(?:with|who\s+ha(?:ve|d))\s+"
    r"|with\s+|presence\s+of\s+|history\s+of\s+)?"
    rf"(?:{_SEVERE}\s+(?P<organ>{_ORGAN})(?:\s*(?:or|and|/|and/or)\s*(?P<other>{_ORGAN}))?\s+(?:function\s+)?{_FAILS}"
    rf"|{_SEVERE}\s+(?:{_FAILS}|abnormalit\w+|damage)\s+of\s+(?:the\s+)?(?P<organ2>{_ORGAN})(?:\s*(?:or|and|/)\s*"
    rf"(?P<other2>{_ORGAN}))?(?:\s+functions?)?"
    rf"|(?:severely|seriously|markedly)\s+(?:impaired|abnormal|reduced|damaged)\s+(?P<organ3>{_ORGAN})(?:\s*(?:or"
    rf"|and|/)\s*(?P<other3>{_ORGAN}))?\s+functions?"
    rf"|(?P<organ4>{_ORGAN})(?:\s*(?:or|and|/)\s*(?P<other4>{_ORGAN}))?\s+(?:function\s+)?{_FAILS}\s*\((?:severe"
    r"|serious)\)"
    rf"|(?:very\s+)?poor\s+(?P<organ5>{_ORGAN})(?:\s*(?:or|and|/)\s*(?P<other5>{_ORGAN}))?\s+functions?)\W*$"
    r"|^\W*(?:(?:伴有|合并|有|存在)?严重的?)(?P<zorgan>肝|肾)(?:脏)?(?:、|或|和|及)?(?P<zother>肝|肾)?(?:脏)?(?:功能)?(?:不全|障碍|损害|异常|衰竭)"
    r"(?:者|患者|的患者)?\W*$"
    r"|^\W*(?P<zorgan2>肝|肾)(?:脏)?(?:、|或|和|及)?(?P<zother2>肝|肾)?(?:脏)?功能(?:严重)(?:不全|障碍|损害|异常|受损|低下)(?:者|患者)?\W*$",
    re.IGNORECASE,
)
ORGANS: Final = {
    "hepatic": frozenset(("bilirubin_total", "alt", "ast", "albumin")),
    "renal": frozenset(("creatinine", "creatinine_clearance", "egfr")),
}
SAME: Final = {"liver": "hepatic", "kidney": "renal", "肝": "hepatic", "肾": "renal"}
ANY_ABNORMAL: Final = re.compile(
    r"\b(?:any|presence\s+of(?:\s+any)?)\s+(?:clinically\s+)?(?:significant\s+|relevant\s+)?abnormal\w*\s+"
    r"(?:\w+\s+)?laborator\w+\s+(?:values?|tests?|results?|findings?|parameters?)"
    r"|\babnormal\s+laborator\w+\s+(?:values?|tests?|results?|findings?)\s+of\s+any\s+kind"
    r"|\bpresence\s+of\s+(?:any\s+)?(?:significant\s+)?laborator\w+\s+abnormalit\w+"
    r"|\bany\s+abnormalit\w+\s+(?:in|of|on)\s+(?:the\s+)?(?:blood|laborator\w+)\s+(?:tests?|results?|values?"
    r"|examinations?)"
    r"|实验室(?:检查)?(?:有|存在)任何(?:有意义的)?异常"
    r"|\bany\s+(?:other\s+)?(?:significant\s+|clinically\s+significant\s+)?(?:clinical\s+(?:and"
    r"|or)\s+)?laborator\w+\s+(?:test\s+)?abnormalit\w+|\bany\s+(?:clinically\s+)?significant\s+(?:clinical\s+(?:and"
    r"|or)\s+)?laboratory\s+abnormalit\w+"
    r"|任何(?:有意义的|显著的?|明显的?)?(?:临床(?:和|或|及))?实验室(?:检查)?异常",
    re.IGNORECASE,
)


def insufficiency_without_measure(record: Record) -> Iterator[Found]:
    """Severe insufficiency of an organ, undefined, beside an inclusion limit that defines the function of that organ."""
    for value in record.all(OUT):
        if len(value.text) > 110:
            continue
        met = INSUFFICIENCY.match(value.text)
        if met is None:
            continue
        named = {SAME.get(organ.casefold(), organ.casefold()) for organ in met.groups() if organ}
        measured = [
            limit
            for limit in limits(record)
            if limit.quote.field == IN and any(limit.analyte in ORGANS[organ] for organ in named)
        ]
        renal = sorted(measured, key=lambda limit: limit.analyte not in ORGANS["renal"])
        if renal:
            yield Found(
                Phrase(
                    "'severe' is not measured here, and the inclusion criteria have a limit",
                    "此处“严重”没有量化，而纳入标准已有限值",
                ),
                (whole(OUT, value), renal[0].quote),
            )
            return


_JUDGED: Final = re.compile(
    r"\b(?:that|which)\b[^.;\n]{0,60}\b(?:investigators?|physicians?|opinion|judg\w+|interfere|unsuitable)\b"
    r"|\binvestigator|研究者",
    re.IGNORECASE,
)


def any_abnormality(record: Record) -> Iterator[Found]:
    """Any laboratory abnormality refused, beside limits that tolerate values over normal."""
    for _, value in holding(record, (OUT,), ("abnormal", "异常")):
        met = ANY_ABNORMAL.search(value.text)
        if met is None or _JUDGED.search(value.text, met.end()):
            continue
        over = [
            limit
            for limit in limits(record)
            if limit.quote.field == IN and limit.upper and limit.of == "ULN" and limit.number > 1
        ]
        tolerated = max(over, key=lambda limit: (limit.number, len(limit.quote.text)), default=None)
        if tolerated:
            yield Found(
                Phrase(
                    f"any abnormal result excludes, and '{tolerated.quote.text}' tolerates one",
                    f"任何异常均排除，而“{tolerated.quote.text}”允许异常",
                ),
                (Quote(OUT, value, *met.span()), tolerated.quote),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT360",
        title=Phrase("'Severe' without a measure, where there is a limit", "有限值却用未量化的“严重”"),
        severity=3,
        decidability="T",
        costs=Phrase(
            "Two rules for one organ, of which one depends on the reader.", "同一器官有两条规则，其中一条因人而异。"
        ),
        mend=Phrase("Leave it out, or give its grade.", "删除，或写明分级。"),
        meanwhile=Phrase("The investigator judges it; the limit holds besides.", "由研究者判断，限值同时生效。"),
        find=insufficiency_without_measure,
        example=Example(
            {IN: "Serum creatinine ≤ 1.5 × ULN", OUT: "Severe hepatic or renal insufficiency."},
            {OUT: "Creatinine clearance < 30 mL/min"},
        ),
    ),
    Check(
        code="HPT361",
        title=Phrase("Any abnormal result excludes, and the limits tolerate some", "任何异常均排除，但限值允许异常"),
        severity=2,
        decidability="H",
        costs=Phrase("Read strictly the exclusion undoes the limits.", "严格理解则限值失效。"),
        mend=Phrase("Say which abnormalities are meant, beyond those with limits.", "写明限值之外所指的异常。"),
        meanwhile=Phrase("The investigator judges what has no limit.", "无限值者由研究者判断。"),
        find=any_abnormality,
        example=Example(
            {IN: "AST, ALT ≤ 2.5 × ULN", OUT: "Any significant clinical and laboratory abnormalities"},
            {OUT: "Active infection"},
        ),
    ),
)
