"""Parts that such a study needs and the record does not have: listed outcomes, outcomes of biomarkers, a system for data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.grammar import counted
from hepatica.registry.looking import OUTCOMES, TEXTS, first, lower, search, text, whole
from hepatica.registry.record import Quote, Record

_ENDPOINTS: Final = r"(?:end ?-?points?|outcomes?|objectives?|aims?)(?: measures?| variables?)?"
TOLD: Final = re.compile(
    rf"(?ai)(?:the )?(?:main|primary|principal|secondary) {_ENDPOINTS}(?: of (?:this|the) study)?(?: (?:is|are|was"
    rf"|were|will be|includes?)|:)[^.;\n]{{0,90}}"
    rf"|\bthe (?:study )?{_ENDPOINTS} (?:are|is|include|will be)\b[^.;\n]{{0,90}}"
    rf"|[^.;\n]{{3,90}}\b(?:is|are|will be) (?:the |our )?(?:main|primary|principal) {_ENDPOINTS}\b"
    r"|(?:主要|研究|次要)(?:终点|结局|观察指标|研究目的)[^。；\n]{0,40}"
)
_TRANSCRIPTS: Final = re.compile(r"(?ai)RNA[ -]?seq|transcriptom|gene expression|signature|subtype|转录组|基因表达")
_MICROBES: Final = re.compile(r"(?ai)microb|flora|16S|菌群")
ASSAYS: Final = (
    (
        "flow cytometry",
        "PBMC immune",
        re.compile(r"(?ai)flow cytometry|\bPBMCs?\b|CD8|T[ -]cell|immune (?:cell|profil)|lymphocyte subset|流式"),
    ),
    ("immunohistochem", "immunohistochemistry", re.compile(r"(?ai)immunohistochem|\bIHC\b|PD-?L1|免疫组化")),
    ("circulating tumo", "ctDNA", re.compile(r"(?ai)circulating|ct-?DNA|\bCTCs?\b|循环肿瘤")),
    ("rna-seq", "transcriptome", _TRANSCRIPTS),
    ("rna seq", "transcriptome", _TRANSCRIPTS),
    ("ctdna", "ctDNA", re.compile(r"(?ai)circulating|ct-?DNA|\bcfDNA\b|循环肿瘤")),
    ("exome", "exome sequencing", re.compile(r"(?ai)exome|mutation|genom|sequenc|\bTMB\b|基因")),
    (
        "single-cell",
        "single-cell sequencing",
        re.compile(r"(?ai)single[- ]cell|sequenc|transcriptom|gene expression|单细胞"),
    ),
    (
        "cytokine",
        "cytokines",
        re.compile(r"(?ai)cytokine|interleukin|\bIL-?\d|\bTNF|inflammat|immun|细胞因子|biomarker|marker"),
    ),
    ("16s", "16S sequencing", _MICROBES),
    ("proteom", "proteome", re.compile(r"(?ai)proteom|protein|蛋白")),
    ("metabolom", "metabolome", re.compile(r"(?ai)metabol|代谢")),
    ("microbiom", "microbiome", _MICROBES),
    ("流式细胞", "流式细胞术", re.compile(r"(?ai)flow cytometry|流式|免疫细胞|淋巴细胞")),
    ("免疫组化", "免疫组化", re.compile(r"(?ai)immunohistochem|免疫组化|PD-?L1")),
)
"""What laboratories measure: a word of the text, its name, and how an outcome would say it."""
_EXCEL: Final = re.compile(
    r"(?ai)[^.;。；]{0,80}\b(?:excel|spreadsheets?|epidata|paper[- ]based|paper (?:CRF|case|record|form)|(?:on|in)"
    r" paper|ms access|microsoft access)\b[^.;。；]{0,40}"
    r"|[^.;。；]{0,40}(?:纸质|电子表格)[^.;。；]{0,20}"
)
_EDC: Final = re.compile(
    r"(?ai)\bEDC\b|electronic data capture|resman|redcap|openclinica|medidata|\brave\b|电子数据采集|电子采集|oracle"
)


def outcomes_in_text_only(record: Record) -> Iterator[Found]:
    """Outcomes are told in the text, and absent from the list."""
    if record.members("outcome"):
        return
    words = first(
        record,
        ("summary", "description"),
        TOLD,
        (
            "main ",
            "primary ",
            "principal ",
            "secondary ",
            "endpoint",
            "end point",
            "end-point",
            "outcome",
            "主要",
            "次要",
            "终点",
        ),
    )
    if words is not None:
        yield Found(
            Phrase(
                "outcomes are told in the text alone: no list, no time frames",
                "结局指标仅见于正文，无列表和测量时间",
            ),
            (words,),
        )


def biomarker_without_outcome(record: Record) -> Iterator[Found]:
    """Samples are kept, an assay of them is told, and no outcome uses it."""
    samples = [whole("biospecimen", v) for v in record.all("biospecimen")]
    samples += [
        whole(f"sample[{n}].name", v) for n, m in enumerate(record.members("sample")) for v in m.get("name", ())[-1:]
    ]
    if not samples or not record.members("outcome"):
        return
    listed = text(record, *OUTCOMES)
    for name in ("description", "summary"):
        for value in record.all(name):
            told = lower(value.text)
            for key, label, outcome in ASSAYS:
                at = told.find(key)
                if at < 0 or outcome.search(listed):
                    continue
                begin = max(value.text.rfind("\n", 0, at) + 1, value.text.rfind(". ", 0, at) + 1)
                end = value.text.find("\n", at)
                line = value.text[begin : end if end > 0 else len(value.text)]
                if _LABELLED.match(line) or _WILL.search(line):
                    yield Found(
                        Phrase(
                            f"{label} is measured on samples that are kept, and no outcome uses it",
                            f"对留存样本检测{label}，却无相应结局指标",
                        ),
                        (Quote(name, value, begin, min(end if end > 0 else len(value.text), begin + 160)), samples[-1]),
                    )
                    return


_LABELLED: Final = re.compile(r"\s*(?:[*•·-]|\d+\.)?\s*(?:[A-Z]|ct)[\w /-]{2,40}:")
_WILL: Final = re.compile(
    r"(?ai)\bwill (?:also )?be (?:\w+ )?(?:measured|analy[sz]ed|performed|assessed|done|carried out|quantified"
    r"|determined|profiled"
    r"|tested|evaluated|detected|sequenced)|\bwe will (?:\w+ )?(?:measure|analy[sz]e|perform|assess|test|sequence)"
    r"|将(?:采用|进行|检测)"
)


def spreadsheet_for_several_centres(record: Record) -> Iterator[Found]:
    """Data of several centres in a spreadsheet or on paper, with no system for data capture."""
    if not record.all("data_capture") or len(record.members("site")) < 2:
        return
    found = list(
        search(
            record,
            ("data_capture",),
            _EXCEL,
            ("excel", "spreadsheet", "epidata", "paper", "access", "纸质", "电子表格"),
        )
    )
    words = next((quote for quote in found if quote.value.language == "en"), found[0] if found else None)
    if words is None or _EDC.search(text(record, "data_capture", *TEXTS)):
        return
    yield Found(
        Phrase(
            f"{counted(len(record.members('site')), 'centre')}, and their data in a spreadsheet: no record of who changed what",
            f"{len(record.members('site'))}家中心用电子表格管理数据，无稽查轨迹",
        ),
        (words,),
    )


CHECKS: Final = (
    Check(
        code="HPT420",
        title=Phrase("Outcomes stand in the text only", "结局指标仅见于正文"),
        severity=2,
        decidability="S",
        costs=Phrase(
            "When each is measured is not told, and a later change of the primary outcome goes unseen.",
            "测量时间不明，主要结局的更改也无从察觉。",
        ),
        mend=Phrase("List each outcome with its time frame.", "逐项登记结局指标及测量时间。"),
        meanwhile=Phrase("Outcomes are read from the text, with times assumed.", "从正文读取结局指标，时间为假定。"),
        find=outcomes_in_text_only,
        example=Example(
            {"summary": "The main objective of this study is to observe the time to progression."},
            {"outcome[0].name": "Time to progression"},
        ),
    ),
    Check(
        code="HPT421",
        title=Phrase("A biomarker is measured, and no outcome uses it", "检测生物标志物却无相应指标"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Samples are taken for nothing, or what is found is reported at will.", "采样无用，或结果被选择性报告。"
        ),
        mend=Phrase("Add an outcome with the time of sampling.", "增加相应指标及采样时间。"),
        meanwhile=Phrase("The assay is kept, without an outcome.", "保留该检测，不设结局。"),
        find=biomarker_without_outcome,
        example=Example(
            {
                "biospecimen": "SAMPLES_WITH_DNA",
                "description": "PBMC Immune Profile: Flow cytometry of T cells",
                "outcome[0].name": "Recurrence",
            },
            {"outcome[1].name": "Share of CD8+ T cells"},
        ),
    ),
    Check(
        code="HPT422",
        title=Phrase("Data of several centres in a spreadsheet", "多中心数据用电子表格管理"),
        severity=2,
        decidability="S",
        costs=Phrase("Changes leave no trace, and centres send different versions.", "修改无痕，各中心版本不一。"),
        mend=Phrase("Use electronic data capture.", "采用电子数据采集系统。"),
        meanwhile=Phrase("Spreadsheets are imported with their origin, cell by cell.", "逐单元格导入并记录来源。"),
        find=spreadsheet_for_several_centres,
        example=Example(
            {
                "data_capture": "Case report forms and an Excel-based system",
                "site[0].name": "Wuxi",
                "site[1].name": "Nanjing",
            },
            {"data_capture": "Electronic data capture (EDC)"},
        ),
        knowledge=True,
        source="ICH E6(R3) section 4.2.2, audit trails",
    ),
)
