"""Who is in the study, told in two places with different scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, TEXTS, first, holds, search, sentence_of
from hepatica.registry.record import Quote, Record

INCLUSION: Final = ("eligibility.inclusion",)
NAMES: Final = ("title", "title.official", "condition")


_ADVANCED: Final = re.compile(
    r"(?i)(?<!locally )(?<!local )\badvanced (?:stage )?(?:primary )?(?:liver cancer|hepatocellular carcinoma|HCC|hepatoma)"
    r"|\bunresectable (?:liver cancer|hepatocellular carcinoma|HCC)"
    r"|(?<!局部)晚期(?:原发性)?肝(?:细胞)?癌|不可切除(?:的)?(?:原发性)?肝(?:细胞)?癌"
)
_RESECTED: Final = re.compile(
    r"(?i)\b(?:received|underwent|undergone|undergoing|having had|treated (?:by|with)) (?:[\w-]+ ){0,2}?"
    r"(?:surgical treatment|surgical resection|curative resection|radical resection|hepatectomy|R0 resection)[^.;\n]{0,50}"
    r"|(?:接受|已行|行)(?:过)?(?:肝癌)?(?:手术治疗|根治性切除|根治性手术|肝切除)"
)
_NO_RULE: Final = re.compile(
    r"(?i)recurr|relapse|progress|\bnot\b|\bno\b|\bif\b|\bor\b|allow|prior|previous|history|unsuitable|unable|neo-?adjuvant|conver"
    r"|复发|进展|未|不|或|既往|转化|新辅助"
)


def advanced_yet_resected(record: Record) -> Iterator[Found]:
    """Advanced or unresectable disease by title, and resected disease by the criteria."""
    advanced = first(record, NAMES, _ADVANCED)
    if advanced is None or (title := record.one("title")) is None or _NO_RULE.search(title.text):
        return
    for quote in search(record, INCLUSION, _RESECTED, ("surgical", "resection", "hepatectomy", "手术", "切除")):
        if _NO_RULE.search(sentence_of(quote).text) is None:
            yield Found(
                Phrase(
                    "the title tells of disease beyond surgery, and the criteria require that it was operated on",
                    "题目为晚期或不可切除疾病，入选标准却要求已手术",
                ),
                (advanced, quote),
            )
            return


_PRIMARY_CANCER: Final = re.compile(r"(?i)\bprimary liver (?:cancer|carcinoma)\b|原发性肝癌")
_HEPATOCELLULAR: Final = re.compile(r"(?i)hepatocellular|\bHCC\b|肝细胞癌")
_ALL_KINDS: Final = re.compile(r"(?i)cholangio|biliary|\bICC\b|liver (?:cancer|neoplasm)|胆管|肝癌")


def primary_cancer_for_one_kind(record: Record) -> Iterator[Found]:
    """Primary liver cancer in the title, where only hepatocellular carcinoma may enter."""
    title = first(record, ("title", "title.official"), _PRIMARY_CANCER)
    conditions = record.all("condition")
    if title is None or not conditions or _HEPATOCELLULAR.search(title.value.text):
        return
    if all(_HEPATOCELLULAR.search(each.text) and not _ALL_KINDS.search(each.text) for each in conditions):
        yield Found(
            Phrase(
                "the title tells of primary liver cancer, the condition of hepatocellular carcinoma alone",
                "题目为原发性肝癌，研究疾病仅为肝细胞癌",
            ),
            (title, Quote("condition", conditions[0], 0, len(conditions[0].text))),
            severity=3,
        )


def title_and_participants(record: Record) -> Iterator[Found]:
    """A title that tells of other participants than the criteria or the condition."""
    if not any(word in record.text("title") for word in ("iver", "IVER", "HCC", "epato", "肝")):
        return
    yield from advanced_yet_resected(record)
    yield from primary_cancer_for_one_kind(record)


_BY_SURGERY: Final = re.compile(
    r"(?i)(?:diagnosed|confirmed|diagnosis)[^.;\n]{0,60}?\bby (?:surgical|post-?operative|resection) "
    r"(?:pathol\w+|histol\w+|specimens?)(?: histology)?|(?:手术|术后)(?:标本)?病理[^。；;\n]{0,8}?(?:确诊|证实|诊断)"
)
_BY_NEEDLE: Final = re.compile(
    r"(?i)\bor\b[;,]?\s(?:[\w-]+ ){0,6}?(?:obtained|taken|collected)? ?(?:by|from|at) (?:needle |core )?(?:puncture|biops\w+)"
    r"|(?:surgical|resect\w+)[^.;\n]{0,60}?\bor (?:needle |core |liver )?(?:puncture|biops\w+)|或[^。；;\n]{0,6}(?:穿刺|活检)"
)


def histology_of_whom(record: Record) -> Iterator[Found]:
    """A diagnosis from the surgical specimen, and tissue that may come from a needle."""
    surgical = first(record, INCLUSION, _BY_SURGERY, ("surgical", "operative", "resection", "病理"))
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


_SEVERAL: Final = re.compile(r"(?i)\bmultiple (?:tumou?rs|lesions|nodules)\b|\bmultifocal\b|多发(?:肿瘤|病灶|结节)")
_MORE_THAN: Final = re.compile(
    r"(?i)\b(?:more than|over|>|≥|>=|at least) ?(?P<n>[2-9]|two|three|four|five) (?:tumou?rs|lesions|nodules)\b"
    r"|(?:肿瘤|病灶|结节)(?:数目?|个数)?(?:[>＞≥]|>=|超过|大于|多于)\s*(?P<zh>[2-9])\s*个?"
)
_RISK: Final = re.compile(r"(?i)\brisk|风险|高危")


def _before(quote: Quote) -> str:
    return quote.value.text[max(quote.start - 200, 0) : quote.start]


def how_many_tumours(record: Record) -> Iterator[Found]:
    """A risk by several tumours in the text, and by more than three in the criteria."""
    if not holds(record, TEXTS, ("multiple", "multifocal", "多发")):
        return
    for criterion in search(
        record, INCLUSION, _MORE_THAN, ("tumor", "tumour", "lesion", "nodule", "肿瘤", "病灶", "结节")
    ):
        met = _MORE_THAN.search(criterion.text)
        if met is None or (met["n"] or met["zh"]) in ("2", "two") or _RISK.search(_before(criterion)) is None:
            continue
        for quote in search(record, TEXTS, _SEVERAL, ("multiple", "multifocal", "多发")):
            if _RISK.search(_before(quote)) is not None:
                yield Found(
                    Phrase(
                        "several tumours are a risk in the text, a larger number in the criteria",
                        "正文以多发肿瘤为高危，入选标准要求更多个数",
                    ),
                    (quote, criterion),
                )
                return


_PURITY: Final = re.compile(
    r"(?i)requirements? (?:of|for|on)[^.;\n)]{0,40}tumou?r cell (?:proportion|content|purity|fraction|percentage)"
    r"|(?:符合|满足|达到)[^。；;\n]{0,14}肿瘤细胞(?:比例|含量|占比)"
)
_PERCENT: Final = re.compile(
    r"(?i)tumou?r (?:cell|nuclei|content|purity)[^.;\n]{0,40}\d+\s*%|\d+\s*%[^.;\n]{0,20}tumou?r cell"
    r"|肿瘤细胞[^。；;\n]{0,12}\d+\s*%"
)
_SAMPLE: Final = re.compile(
    r"(?i)(?:the )?(?:sample|tissue|specimen) quality[^.;)\n]{0,90}|(?:样本|标本|组织)质量[^。；;\n]{0,30}"
)


def threshold_announced(record: Record) -> Iterator[Found]:
    """A proportion of tumour cells that samples must meet, of which no number is told."""
    words = ("tumor cell", "tumour cell", "肿瘤细胞")
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
    r"(?i)\b(?:an )?interval of (?:≥|>=|at least) ?(?P<n>\d+) weeks? (?:from|before|prior to|between)[^.;)\n]{0,60}"
    r"|(?:≥|>=|at least) ?(?P<m>\d+) weeks? (?:before|prior to)[^.;)\n]{0,60}|间隔(?:≥|>=|至少)?\s*(?P<zh>\d+)\s*周"
)
_AROUND: Final = re.compile(
    r"(?i)\bduring or within (?P<n>\d+) weeks? of[^.;,)\n]{0,60}|期间(?:或|及)(?:其)?前后\s*(?P<zh>\d+)\s*周"
)


def interval_on_one_side_or_both(record: Record) -> Iterator[Found]:
    """An interval from local treatment that lies before the study's treatment here, and around it there."""
    for around in search(record, (*CRITERIA, *TEXTS), _AROUND, ("during or within", "前后")):
        met = _AROUND.search(around.text)
        if met is None or _LOCAL_THERAPY.search(sentence_of(around).text) is None:
            continue
        for before in search(record, CRITERIA, _BEFORE, ("interval", "weeks", "间隔")):
            told = _BEFORE.search(before.text)
            if told is None or _LOCAL_THERAPY.search(before.value.text) is None:
                continue
            if (told["n"] or told["m"] or told["zh"]) == (met["n"] or met["zh"]):
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
        code="HPT410",
        title=Phrase("The title tells of other participants than the record", "题目与受试者范围不一致"),
        severity=1,
        decidability="T",
        costs=Phrase("Nobody can say to whom the result applies.", "无法说明研究结果适用于哪些患者。"),
        mend=Phrase("Name in the title the participants that the criteria take.", "题目写明入选标准所纳入的人群。"),
        meanwhile=Phrase("The criteria are followed, not the title.", "以入选标准为准，不以题目为准。"),
        find=title_and_participants,
        knowledge=True,
        source="Reig et al., BCLC 2022, J Hepatol; WHO Classification of Tumours, 5th edition, 2019",
        example=Example(
            {
                "title": "Targeted therapy for advanced liver cancer",
                "eligibility.inclusion": "Received surgical treatment of hepatocellular carcinoma",
            },
            {"title": "Targeted therapy for resected liver cancer"},
        ),
    ),
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
