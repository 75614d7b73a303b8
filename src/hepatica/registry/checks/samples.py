"""Samples: anonymity against follow-up, future use against the stated aim, tissue that some patients do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import TEXTS, first, search, sentence, sentence_of, values
from hepatica.registry.record import Quote, Record

ABOUT: Final = ("biospecimen", "description", "summary", "sample.note")
ANONYMISED: Final = re.compile(
    r"\b(?:all\s+)?(?:samples?|specimens?|biospecimens?|blood|tissues?|plasma|serum)\s+(?:will\s+be|are|is|were)\s+"
    r"(?:\w+\s+){0,2}?"
    r"(?:anonymi[sz]ed|anonymous(?:ly)?)|\banonym(?:i[sz]ed|ous)\s+(?:\w+\s+)?(?:samples?|specimens?|blood|plasma"
    r"|serum|tissues?)"
    r"|(?:标本|样本|血样|血液)[^。；\n]{0,8}匿名",
    re.IGNORECASE,
)
REPEATED: Final = re.compile(
    r"\b(?:collected|taken|drawn|obtained)\s+(?:at\s+regular\s+intervals|serially|repeatedly|longitudinally"
    r"|at\s+(?:each|every|multiple)\s+(?:visits?|time\s*points?)|every\s+\d+)[^.;\n]{0,40}"
    r"|\b(?:serial|longitudinal|repeated|sequential)(?:ly)?\s+(?:\w+\s+)?(?:samples?|sampling|specimens?|collections?)"
    r"|\bat\s+(?:each|every)\s+(?:\w+\s+)?(?:visits?|time\s*points?)|\bbaseline,?\s+(?:and\s+)?(?:at\s+)?(?:week"
    r"|month|day|after)[^.;\n]{0,40}"
    r"|\bevery\s+(?:\d+|two|three|four|six)\s+(?:weeks?|months?|days?|cycles?)"
    r"|\b(?:collected|taken|drawn|obtained)\s+before\s+and\s+(?:\w+\s+){0,2}?after\b[^.;\n]{0,40}|(?:定期|多次|连续)采集"
    r"|每\s*[\d一二两三四六]+\s*个?[天周月][^。；\n]{0,6}采",
    re.IGNORECASE,
)
SAMPLED_AGAIN: Final = re.compile(
    rf"(?:samples?|specimens?|blood|serum|plasma|tissue)[^.;\n]{{0,80}}?(?:{REPEATED.pattern})", re.IGNORECASE
)
CODED: Final = re.compile(r"pseudonym|\bcoded\b|key\s+code|假名|编码", re.IGNORECASE)
FUTURE: Final = re.compile(
    r"\b(?:for|in)\s+(?:the\s+|possible\s+|potential\s+|use\s+in\s+|any\s+)*(?:future|later|other|further)\s+(?:"
    r"[\w-]+\s+){0,2}?(?:research|studies|use"
    r"|analys\w+|investigations?|projects?)[^.;\n]{0,50}|(?:用于|供|用作|留作|作为)(?:今后|未来|将来|后续)[^。；\n]{0,20}研究",
    re.IGNORECASE,
)
BOUND: Final = re.compile(
    r"\b(?:used\s+(?:only\s+)?(?:for\s+)?(?:analyses\s+)?(?:in\s+line\s+with|only\s+for|solely\s+for"
    r"|exclusively\s+for|for\s+analyses\s+in\s+line\s+with)|(?:only|solely|exclusively)\s+(?:be\s+)?used\s+for)"
    r"[^.;\n]{0,60}(?:objectives?|purposes?|aims?|(?:this|the\s+(?:present|current))\s+(?:study|trial|research))"
    r"|\b(?:be\s+)?used\s+(?:only|solely|exclusively)\s+(?:in|within|by)\s+(?:this|the\s+present)\s+(?:study|trial"
    r"|research)"
    r"|\bnot\s+be\s+used\s+for\s+(?:any\s+)?other\s+(?:\w+\s+)?(?:purposes?|studies|research)\b"
    r"|\b(?:limited|restricted)\s+to\s+(?:this|the\s+present|the\s+current)\s+(?:study|trial)"
    r"|(?:仅|只)(?:能)?(?:用于|供)本(?:次|项)?(?:研究|试验)[^。；\n]{0,12}",
    re.IGNORECASE,
)
RESECTED: Final = re.compile(
    r"\b(?:surgically\s+)?resected\s+(?!patients|participants|subjects)(?:\w+\s+){0,3}?(?:tissues?|specimens?"
    r"|tumou?rs?)|\b(?:surgical|operative"
    r"|resection)\s+(?:specimens?|tissues?|samples?)|\b(?:tissues?|specimens?|samples?)\s+(?:\w+\s+){0,2}?(?:from"
    r"|at|during|of|by)\s+(?:the\s+)?"
    r"(?:surgical\s+)?(?:resection|surgery|hepatectomy|operation)|手术(?:切除)?(?:标本|组织)",
    re.IGNORECASE,
)
OR_ABLATION: Final = re.compile(
    r"[^.;\n(]{0,30}\(?(?:surgery|resection|hepatectomy)(?:\s+or\s+|\s*/\s*|,\s+)(?:local\s+)?(?:\w+\s+)?"
    r"(?:ablation|\bRFA\b|\bMWA\b)\)?"
    r"|\b(?:ablation|RFA|MWA)(?:\s+or\s+|\s*/\s*|,\s+)(?:surgical\s+)?(?:surgery|resection|hepatectomy)|(?:手术|切除)"
    r"(?:术)?(?:或|/|、)(?:射频|微波)?消融",
    re.IGNORECASE,
)
WHERE_POSSIBLE: Final = re.compile(
    r"if\s+available|where\s+available|when\s+available|in\s+(?:patients"
    r"|those)\s+who\s+(?:undergo|had)|for\s+patients\s+(?:undergoing|with)|optional|biops|如有|可选",
    re.IGNORECASE,
)
_NEITHER: Final = re.compile(
    r"\b(?:no|not|without|never|prior|previous|history|unsuitable|ineligible|excluded?|amenable|refus\w+)\b|不|未|既往"
    r"|无法|拒绝",
    re.IGNORECASE,
)
DESTROYED: Final = re.compile(r"destr(?:uction|oyed)\s+after\s+use|使用后销毁|用后销毁", re.IGNORECASE)
ASSAYED: Final = re.compile(
    r"[^.;\n]{0,200}\bblood\s+(?:[\w-]+\s+)?(?:samples?|specimens?)\b[^.;\n]*?\b(?:collected|sequenc\w+|tested"
    r"|assayed|analy[sz]ed|measured"
    r"|used)\b[^.;\n]*|[^.;\n]{0,80}\b(?:sequenced|tested|assayed|analy[sz]ed|measured)\s+(?:in|from|on)\s+"
    r"(?:the\s+)?blood\b[^.;\n]*|\b(?:sequencing|assay|analysis|testing)\s+of\s+(?:the\s+)?blood\b[^.;\n]*|"
    r"[^。；\n]*血[^。；\n]{0,4}标本[^。；\n]*(?:检测|测序)[^。；\n]*",
    re.IGNORECASE,
)
VESSEL: Final = re.compile(r"arter|vein|venous|peripheral|动脉|静脉|外周", re.IGNORECASE)


def anonymous_and_followed(record: Record) -> Iterator[Found]:
    """Samples that are made anonymous and yet taken from the same people again and again."""
    one = first(record, ABOUT, ANONYMISED, ("anonym", "匿名"))
    again = (
        first(record, ("biospecimen", "sample.note"), REPEATED) or first(record, ABOUT[1:3], SAMPLED_AGAIN)
        if one
        else None
    )
    if one and again and not CODED.search(one.value.text):
        yield Found(
            Phrase("anonymous samples cannot be put in a row by person", "匿名样本无法按受试者关联"), (one, again)
        )


def future_use(record: Record) -> Iterator[Found]:
    """Samples kept for future research and bound to the aims of this study."""
    bound = first(record, ABOUT, BOUND, _BOUNDS)
    later = (
        first(record, ABOUT, FUTURE, ("future", "later", "other", "further", "今后", "未来", "将来", "后续"))
        if bound
        else None
    )
    if later and bound and _CHOICE.search(bound.value.text) is None:
        yield Found(
            Phrase("samples are for future research, and for this study only", "样本既用于今后研究，又仅用于本研究"),
            (later, bound),
        )


_BOUNDS: Final = (
    "used only", "only used", "only be used", "solely", "exclusively", "in line with", "only for", "other purpose",
    "other stud", "other research",
    "limited to", "restricted to", "仅", "只",
)  # fmt: skip
_CHOICE: Final = re.compile(
    r"\botherwise\b|\bseparate\s+consent|\b(?:if|unless)\s+(?:the\s+)?(?:patients?|participants?|subjects?|they)"
    r"|\bwho\s+(?:agree|consent)|另行|单独",
    re.IGNORECASE,
)


def tissue_of_the_ablated(record: Record) -> Iterator[Found]:
    """Resected tissue to be collected in a study that also takes patients after ablation."""
    tissue = first(
        record,
        ("biospecimen", "sample.name", "sample.tissue"),
        RESECTED,
        ("resect", "surg", "operati", "hepatectomy", "手术"),
    )
    if tissue is None or WHERE_POSSIBLE.search(tissue.value.text, *sentence(tissue.value, tissue.start)):
        return
    told = search(
        record, ("population", *TEXTS, "eligibility.inclusion"), OR_ABLATION, ("ablation", "rfa", "mwa", "消融")
    )
    either = next((quote for quote in told if _NEITHER.search(sentence_of(quote).text) is None), None)
    if either:
        yield Found(Phrase("patients after ablation have no resected tissue", "消融患者没有切除组织"), (tissue, either))


def destroyed_before_reuse(record: Record) -> Iterator[Found]:
    """A blood sample destroyed after use beside other samples kept, for an outcome that does not say which blood it is."""
    fates = [
        (number, member)
        for number, member in enumerate(record.members("sample"))
        if any(DESTROYED.search(value.text) for value in member.get("fate", ()))
    ]
    blood = [
        (n, m)
        for n, m in fates
        if any(re.search(r"blood|血", value.text, re.IGNORECASE) for value in m.get("name", ()))
    ]
    if not blood:
        return
    for name, value in values(record, ("outcome.method", "outcome.description")):
        met = ASSAYED.search(value.text)
        if met and not VESSEL.search(met[0]):
            number, member = blood[0]
            fate = next((each for each in member["fate"] if each.language != "zh"), member["fate"][0])
            if value.language == "zh" and any(each[1].language == "en" for each in values(record, ("outcome.method",))):
                continue
            yield Found(
                Phrase(
                    "the blood is destroyed after use, and the outcome does not say which blood it needs",
                    "血样用后销毁，而指标未说明所需血样",
                ),
                (Quote(f"sample[{number}].fate", fate, 0, len(fate.text)), Quote(name, value, *met.span())),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT310",
        title=Phrase("Anonymous samples that must be linked", "匿名样本却需关联"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Change over time cannot be analysed, and withdrawal of a sample is impossible.",
            "无法分析随时间的变化，也无法撤回样本。",
        ),
        mend=Phrase("Write pseudonymised (coded), and who holds the key.", "改为假名化（编码），并写明密钥保管者。"),
        meanwhile=Phrase("Samples are coded.", "样本按编码处理。"),
        find=anonymous_and_followed,
        example=Example(
            {"biospecimen": "Serum is collected at regular intervals. All samples will be anonymized."},
            {"biospecimen": "Serum is collected at regular intervals. All samples will be coded."},
        ),
        source="Regulation (EU) 2016/679, recital 26",
    ),
    Check(
        code="HPT311",
        title=Phrase("Future use of samples and use for this study only", "样本既供今后使用又仅限本研究"),
        severity=2,
        decidability="T",
        costs=Phrase("It is not known what participants consent to.", "无法确定受试者同意的范围。"),
        mend=Phrase("Ask for future use in a consent of its own, or leave it out.", "就今后使用单独征求同意，或删除。"),
        meanwhile=Phrase("Samples are used for this study only.", "样本仅用于本研究。"),
        find=future_use,
        example=Example(
            {"biospecimen": "PBMC are kept for future research. Samples are used only for this study."},
            {"biospecimen": "PBMC are kept for future research."},
        ),
    ),
    Check(
        code="HPT312",
        title=Phrase("Tissue is asked of patients who have none", "要求部分患者无法提供的组织"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Results from tissue will be missing for all patients after ablation, and that is not at random.",
            "消融患者的组织结果全部缺失，且非随机缺失。",
        ),
        mend=Phrase("Say that tissue is collected after resection only.", "写明仅在切除患者中收集组织。"),
        meanwhile=Phrase("Tissue is expected of resected patients only.", "仅要求切除患者提供组织。"),
        find=tissue_of_the_ablated,
        example=Example(
            {
                "biospecimen": "Surgically resected liver cancer tissue",
                "population": "patients after radical treatment (surgery or ablation)",
            },
            {"biospecimen": "Surgically resected liver cancer tissue, if available"},
        ),
    ),
    Check(
        code="HPT313",
        title=Phrase("Blood is destroyed, and the outcome does not say which it needs", "血样销毁而指标未说明所需血样"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The assay can neither be repeated nor assigned to a sample.", "检测既无法重复，也无法对应到样本。"
        ),
        mend=Phrase("Name the sample in the outcome, and keep an aliquot.", "在指标中写明样本，并保留一份。"),
        meanwhile=Phrase("Every sample is recorded with its vessel.", "每份样本均记录采血部位。"),
        find=destroyed_before_reuse,
        example=Example(
            {
                "sample[0].name": "Blood of the hepatic artery and vein",
                "sample[0].fate": "Destruction after use",
                "outcome[0].method": "Tumor tissues or blood samples are collected and sequenced.",
            },
            {"sample[0].fate": "Preservation after use"},
        ),
    ),
)
