"""Who is in the study, told in two places with different scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import COUNT, count
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, TEXTS, first, holds, search, sentence_of
from hepatica.registry.record import Quote, Record

INCLUSION: Final = ("eligibility.inclusion",)


_BY_SURGERY: Final = re.compile(
    r"(?i)(?:diagnos\w+|confirmed|proven|verified|established|pathologically|histologically)[^.;\n]{0,60}?"
    r"\b(?:by|on|from|through|in|with|based on) (?:the )?(?:surgical|surgically resected|post-?operative|resection"
    r"|resected|operative) "
    r"(?:pathol\w+|histol\w+|specimens?|tissues?)(?: histology)?"
    r"|\b(?:pathologically|histologically) (?:confirmed|proven|diagnosed)[^.;\n]{0,40}?\b(?:after|by) (?:surgery"
    r"|surgical resection|resection|hepatectomy)\b|(?:手术|术后)(?:标本)?病理[^。；;\n]{0,8}?(?:确诊|证实|诊断)"
)
_BY_NEEDLE: Final = re.compile(
    r"(?i)\bor\b[;,]?\s(?:[\w-]+ ){0,6}?(?:obtained|taken|collected)? ?(?:by|from|at) (?:needle |core )?(?:puncture"
    r"|biops\w+)"
    r"|(?:surgical|resect\w+)[^.;\n]{0,60}?\bor (?:needle |core |liver )?(?:puncture|biops\w+)|或[^。；;\n]{0,6}(?:穿刺|活检)"
)


def histology_of_whom(record: Record) -> Iterator[Found]:
    """A diagnosis from the surgical specimen, and tissue that may come from a needle."""
    surgical = first(record, INCLUSION, _BY_SURGERY, ("surg", "operative", "resect", "hepatectomy", "病理"), 140)
    if surgical is None or re.search(r"(?i)biops|puncture|cytolog|穿刺|活检|imaging|影像", sentence_of(surgical).text):
        return
    for quote in search(record, INCLUSION, _BY_NEEDLE, ("puncture", "biops", "穿刺", "活检")):
        yield Found(
            Phrase(
                "the diagnosis must come from the surgical specimen, and tissue from a needle is accepted",
                "诊断须来自手术标本，却接受穿刺组织",
            ),
            (surgical, quote),
        )
        return


_SEVERAL: Final = re.compile(
    r"(?i)\bmultiple (?:tumou?rs|lesions|nodules)\b|\bmultifocal\b|\b(?:two|2) or more (?:tumou?rs|lesions"
    r"|nodules)\b|\btumou?r number ?(?:≥|>=|of at least|at least) ?(?:2|two)\b|\bat least (?:two|2) (?:tumou?rs"
    r"|lesions|nodules)\b|多发(?:肿瘤|病灶|结节)"
)
_MORE_THAN: Final = re.compile(
    r"(?i)(?:\b(?:more than|over|at least)|>|≥|>=) ?(?P<n>[2-9]|two|three|four|five) (?:tumou?rs|lesions|nodules)\b"
    r"|(?:肿瘤|病灶|结节)(?:数目?|个数)?(?:[>＞≥]|>=|超过|大于|多于)\s*(?P<zh>[2-9])\s*个?"
)
_NUMEROUS: Final = (
    "multiple",
    "multifocal",
    "or more",
    "tumor number",
    "tumour number",
    "at least two",
    "at least 2",
    "多发",
)
_RISK: Final = re.compile(r"(?i)\brisk|风险|高危")


def _before(quote: Quote) -> str:
    return quote.value.text[max(quote.start - 200, 0) : quote.start]


def how_many_tumours(record: Record) -> Iterator[Found]:
    """A risk by several tumours in the text, and by more than three in the criteria."""
    if not holds(record, TEXTS, _NUMEROUS):
        return
    for criterion in search(
        record, INCLUSION, _MORE_THAN, ("tumor", "tumour", "lesion", "nodule", "肿瘤", "病灶", "结节")
    ):
        met = _MORE_THAN.search(criterion.text)
        if met is None or (met["n"] or met["zh"]) in ("2", "two") or _RISK.search(_before(criterion)) is None:
            continue
        for quote in search(record, TEXTS, _SEVERAL, _NUMEROUS):
            if _RISK.search(_before(quote)) is not None or _RISK.search(quote.value.text, quote.end, quote.end + 40):
                yield Found(
                    Phrase(
                        "several tumours are a risk in the text, a larger number in the criteria",
                        "正文以多发肿瘤为高危，入选标准要求更多个数",
                    ),
                    (quote, criterion),
                )
                return


_CELLS: Final = r"tumou?r (?:cell )?(?:proportion|content|purity|fraction|percentage|cellularity)"
_PURITY: Final = re.compile(
    rf"(?i)(?:requirements?|criteri(?:on|a)|standards?|thresholds?) (?:of|for|on|regarding)[^.;\n)]{{0,40}}{_CELLS}"
    rf"|\b(?:sufficient|adequate|enough|minimum|minimal|required|acceptable|qualified) (?:\w+ ){{0,2}}?(?:"
    rf"(?:proportion|percentage|fraction|content|amount) of tumou?r cells|{_CELLS})"
    rf"|{_CELLS} (?:must|should|has to|have to|needs? to) be [^.;\n]{{0,30}}"
    r"|(?:符合|满足|达到|要求|足够)[^。；;\n]{0,14}肿瘤细胞(?:的)?(?:比例|含量|占比)"
)
_PERCENT: Final = re.compile(
    r"(?i)tumou?r (?:cell|nuclei|content|purity|fraction)[^.;\n]{0,40}\d+\s*%|\d+\s*%[^.;\n]{0,20}tumou?r cell"
    r"|肿瘤细胞[^。；;\n]{0,12}\d+\s*%"
)
_SAMPLE: Final = re.compile(
    r"(?i)(?:the )?(?:sample|tissue|specimen) quality[^.;)\n]{0,90}|(?:样本|标本|组织)质量[^。；;\n]{0,30}"
)


def threshold_announced(record: Record) -> Iterator[Found]:
    """A proportion of tumour cells that samples must meet, of which no number is told."""
    words = (
        "tumor cell", "tumour cell", "tumor purity", "tumour purity", "tumor content", "tumour content", "tumor fraction",
        "tumour fraction", "肿瘤细胞",
    )  # fmt: skip
    announced = first(record, (*TEXTS, *CRITERIA), _PURITY, words)
    if announced is None or first(record, (*TEXTS, *CRITERIA, "biospecimen"), _PERCENT, words) is not None:
        return
    sample = first(record, INCLUSION, _SAMPLE, ("quality", "质量"))
    quotes = (announced,) if sample is None else (announced, sample)
    yield Found(
        Phrase(
            "a required proportion of tumour cells is announced, and none is told", "要求肿瘤细胞比例，但未给出数值"
        ),
        quotes,
    )


_LOCAL_THERAPY: Final = re.compile(r"(?i)local (?:treatment|therap)|TACE|ablation|radiotherap|局部治疗|消融|放疗")
_BEFORE: Final = re.compile(
    rf"(?i)\b(?:an )?interval of (?:≥|>=|at least) ?(?P<n>{COUNT}) weeks? (?:from|before|prior to|between)"
    rf"[^.;)\n]{{0,60}}"
    rf"|(?:≥|>=|at least|more than|within) ?(?P<m>{COUNT}) weeks? (?:before|prior to)(?! (?:and|or) )"
    rf"[^.;)\n]{{0,60}}|间隔(?:≥|>=|至少)?\s*(?P<zh>{COUNT})\s*周"
)
_AROUND: Final = re.compile(
    rf"(?i)\bduring or within (?P<n>{COUNT}) weeks? of[^.;,)\n]{{0,60}}"
    rf"|\bwithin (?P<m>{COUNT}) weeks? (?:before (?:or|and) after|(?:of|before) (?:starting |the start of )?(?:"
    rf"[\w-]+ ){{0,3}}?or during)[^.;,)\n]{{0,60}}"
    rf"|(?:期间(?:或|及)(?:其)?)?前后\s*(?P<zh>{COUNT})\s*周"
)


def _weeks(met: re.Match[str]) -> int | None:
    return count(next(said for said in (met["n"], met["m"], met["zh"]) if said))


def interval_on_one_side_or_both(record: Record) -> Iterator[Found]:
    """An interval from local treatment that lies before the study's treatment here, and around it there."""
    for around in search(
        record,
        (*CRITERIA, *TEXTS),
        _AROUND,
        ("during or within", "before or after", "before and after", "or during", "前后"),
    ):
        met = _AROUND.match(around.value.text, around.start)
        if met is None or _LOCAL_THERAPY.search(sentence_of(around).text) is None:
            continue
        for before in search(record, CRITERIA, _BEFORE, ("interval", "weeks", "间隔")):
            told = _BEFORE.match(before.value.text, before.start)
            if told is None or _LOCAL_THERAPY.search(before.value.text) is None:
                continue
            if _weeks(told) == _weeks(met):
                yield Found(
                    Phrase(
                        "the interval lies before treatment in one place, and before or after it in another",
                        "一处间隔在治疗前，另一处前后均可",
                    ),
                    (before, around),
                )
                return


CHECKS: Final = (
    Check(
        code="HPT411",
        title=Phrase("The diagnosis needs surgery, the tissue does not", "诊断须手术，组织可为穿刺"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Participants with a biopsy alone fail one criterion and meet the other.",
            "仅有穿刺标本者符合一条而不符合另一条。",
        ),
        mend=Phrase(
            "Allow histology of a biopsy for the diagnosis, or require surgical tissue.",
            "诊断允许活检病理，或要求手术标本。",
        ),
        meanwhile=Phrase("Histology of either kind is accepted and marked.", "两种病理均接受并标记。"),
        find=histology_of_whom,
        example=Example(
            {
                "eligibility.inclusion": "HCC confirmed by surgical pathology\nFrozen tissue, or tissue obtained by puncture",
            },
            {
                "eligibility.inclusion": "HCC confirmed by pathology\nFrozen tissue, or tissue samples obtained by puncture"
            },
        ),
    ),
    Check(
        code="HPT412",
        title=Phrase("The number of tumours that makes a high risk differs", "高危肿瘤数目不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Participants with two or three tumours enter by one place and not by the other.",
            "两三个肿瘤者按一处可入组，按另一处不可。",
        ),
        mend=Phrase("Write the same number in both places.", "两处写明同一数目。"),
        meanwhile=Phrase("The criteria are followed.", "以入选标准为准。"),
        find=how_many_tumours,
        example=Example(
            {
                "description": "High risk of recurrence (e.g. tumor diameter >5 cm, multiple tumors)",
                "eligibility.inclusion": "One of these high-risk features: more than 3 tumors, microvascular invasion",
            },
            {"description": "High risk of recurrence (e.g. tumor diameter >5 cm, more than 3 tumors)"},
        ),
    ),
    Check(
        code="HPT413",
        title=Phrase("A required proportion of tumour cells has no number", "要求的肿瘤细胞比例未给数值"),
        severity=2,
        decidability="T",
        costs=Phrase("Each laboratory would set its own limit.", "各实验室会各自设定界值。"),
        mend=Phrase("Write the proportion and how it is read.", "写明比例及判读方法。"),
        meanwhile=Phrase("The proportion is collected and nobody is left out by it.", "收集该比例，不据此排除。"),
        find=threshold_announced,
        example=Example(
            {"summary": "Samples meeting the requirements of sample size and tumor cell proportion are sequenced."},
            {
                "summary": "Samples meeting the requirements of sample size and tumor cell proportion of 30% are sequenced."
            },
        ),
    ),
    Check(
        code="HPT414",
        title=Phrase("An interval lies before treatment here and around it there", "治疗间隔表述不一致"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A treatment shortly after is allowed by one wording and not by the other.",
            "治疗后不久的局部治疗按一处允许，按另一处不允许。",
        ),
        mend=Phrase("Write from which moment to which the treatment is not allowed.", "写明从何时到何时不允许。"),
        meanwhile=Phrase("Both sides are kept free.", "前后均不允许。"),
        find=interval_on_one_side_or_both,
        example=Example(
            {
                "eligibility.inclusion": "TACE is allowed, but an interval of ≥4 weeks from the study treatment is required",
                "description": "Excluded are local treatments (TACE) during or within 4 weeks of study treatment.",
            },
            {"description": "Excluded are local treatments (TACE) within 4 weeks before study treatment."},
        ),
    ),
)
