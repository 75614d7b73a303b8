"""Primary outcomes: none, several without a rule for it, and aims that no outcome measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.aims import AIMS
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import EVERYTHING, OUTCOMES, TEXTS, first, holds, said, search, sentence, text, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import interventional, primaries, single_group

ENDPOINT: Final = re.compile(
    r"(?ai)\b(?:primary|main|secondary|key) (?:\w+ )?(?:end ?-?points?|outcomes?"
    r"|objectives?|measures?)\b|\bend ?-?points? (?:is|are|will)"
    r"|主要(?:终点|结局|目的|指标)|次要(?:终点|结局|指标)"
)
MULTIPLE: Final = re.compile(
    r"(?ai)multiplicity|bonferroni|hochberg|\bholm\b|hierarchical(?:ly)? "
    r"(?:test|proced)|co-?primary|gate ?-?keep|fixed[ -]sequence"
    r"|alpha (?:is |was |will be )?(?:split|alloc|recycl|spen|adjust|divid)|family-?wise|type I error (?:rate )?(?:is"
    r"|will be) (?:controlled|adjusted)"
    r"|multiple (?:testing|comparisons?|tests|end ?-?points|primary)|benjamini|false discovery|\bsidak|šidák|dunnett"
    r"|step-?(?:down|up|wise) (?:test|proced)"
    r"|sequential(?:ly)? test|tested sequentially|graphical (?:approach|procedure|method)|\bdual[ -]primary"
    r"|tested in (?:a )?(?:fixed |this |that )?order"
    r"|0\.025 (?:for )?each|adjusted (?:alpha|significance)|多重性|多重检验|多重比较|共同主要|序贯检验|校正"
)
SAFETY: Final = re.compile(
    r"(?ai)adverse|safety|toxicit|tolerab|\bDLT|dose[ -]limiting|\bMTD\b|recommended"
    r"|pharmacokinetic|\bAUC\b|c-?max|concentration|不良|安全|毒性|耐受"
)
_EARLY: Final = re.compile(r"(?ai)phase ?1|phase ?i\b|early|^\s*1\b|^\s*0\s*$|pilot|Ⅰ期|I期|预")
IN_TEXT: Final = re.compile(
    r"(?ai)(?:primary|main) (?:(?:study |efficacy )?outcomes|(?:outcome |efficacy )?measures"
    r"|(?:efficacy )?(?:end ?-?points|variables|objectives))"
    r"(?: of (?:the|this) (?:study|trial))?(?: (?:are|include|were|will be|comprise|consist of))?"
    r"\s*:?\s*(?P<all>[^.]*?(?:\([^()]*\)[^.]*?)?\b(?:and|as well as)\b[^.]{5,})"
    r"|主要(?:疗效|研究)?(?:终点|结局|指标|观察指标|终点指标|结局指标)(?:包括|为|是|有)?[:：]?[^。；]*(?:和|及|、"
    r"|与)[^。；]*"
)
_P: Final = re.compile(
    r"(?ai)[^.;\n]{0,40}p[ -]?values?[^.;\n]{0,30}0?\.0\d[^.;\n]{0,40}|\bP\s?[<＜≤]\s?0?\.05"
    r"|(?:\b(?:alpha|significance level|level of significance|type (?:I|1) error)|α|显著性水平"
    r"|检验水准)[^.;\n。；]{0,30}(?:0?\.0\d|\d\s?%)"
)
_P_WORDS: Final = (
    "p-value",
    "p value",
    "p <",
    "p<",
    "p＜",
    "p ≤",
    "p≤",
    "alpha",
    "α",
    "significance",
    "type i",
    "type 1",
    "显著",
    "水准",
)
_LEARNT: Final = (
    r"(?:(?:deep|machine|transfer)[ -]learning|predict\w*|prognos\w*|diagnos\w*|risk|artificial|AI"
    r"|nomogram|radiomic\w*|early[ -]warning|survival)"
)
_MODELS: Final = r"(?:models?|nomogram|algorithms?|classifiers?|scoring\ssystem|signature)"
MODEL: Final = re.compile(
    rf"""(?aix) \b (?: develop\w* | build\w* | establish\w* | construct\w* | train\w* | validat\w* | creat\w+ |
        deriv\w+ | generat\w+ | design\w*
        | set \s up ) \s [^.;]{{0,60}}? \b {_LEARNT} [^.;]{{0,30}}? \b {_MODELS} \b
    | \b {_LEARNT} \s (?: [\w-]+ \s ){{0,3}}? {_MODELS} \s (?: [\w-]+ \s ){{0,6}}? (?: will \s be | is | was
        | to \s be ) \s (?: then \s )? (?: develop\w*
        | buil[td]\w* | establish\w* | construct\w* | train\w* | validat\w* | created | derived )
    | (?: 构建 | 建立 | 开发 | 研发 | 训练 | 搭建 ) [^。；]{{0,30}} (?: 深度学习 | 机器学习 | 人工智能 | 预测 |
        预后 | 诊断
        | 风险 | 预警 | 影像组学 ) [^。；]{{0,8}} (?: 模型 | 算法 | 列线图 | 评分系统 )"""
)
PERFORMANCE: Final = re.compile(
    r"(?ai)\bAUC\b|\bAUROC|\bROC\b|area under|accuracy|sensitivity|specificity|c-?index"
    r"|concordance|calibrat|discriminat|predicti(?:ve|on)|\bmodel\b|\bDice\b|F1"
    r"|precision|recall|performance|net benefit|decision curve|hazard ratio|validat|\brisk score|曲线下|准确|灵敏"
    r"|敏感|特异|一致性"
    r"|校准|区分度|模型|预测"
)


def no_outcome(record: Record) -> Iterator[Found]:
    """A trial in which an outcome is absent, from the list and from the text."""
    if not interventional(record) or not record.all("enrolment") or next(primaries(record), None) is not None:
        return
    listed = [
        whole(f"outcome[{place}].name", outcome["name"][-1])
        for place, outcome in enumerate(record.members("outcome"))
        if outcome.get("name") and outcome.get("role")
    ]
    if (record.members("outcome") and not listed) or first(record, TEXTS, ENDPOINT, _ENDPOINT_WORDS) is not None:
        return
    if not (listed or record.all("summary") or record.all("description")):
        return
    observed = first(record, TEXTS, _OBSERVED, ("observed", "观察"))
    shown = (observed, listed[0] if listed else said(record, "title") or said(record, "enrolment"))
    yield Found(
        Phrase(
            "no primary outcome stands in the list or in the text: what the study shows at its end is open",
            "列表和正文均无主要终点，研究结束时要证明什么不明",
        ),
        tuple(quote for quote in shown if quote is not None),
    )


_ENDPOINT_WORDS: Final = ("primary", "main", "secondary", "key", "endpoint", "end point", "end-point", "主要", "次要")
_OBSERVED: Final = re.compile(
    r"(?ai)[^.;]{0,30}(?:patients?|participants?|subjects?) (?:was|were|will "
    r"be|are) observed to[^.;]{0,80}|观察(?:至|到)[^。；]{0,30}"
)


def several_listed(record: Record) -> Iterator[Found]:
    """Several primary outcomes of efficacy in a comparison, or in another trial that tests, without a rule for it."""
    if _EARLY.search(" ".join(v.text for v in record.all("phase"))):
        return
    kept: dict[str, Quote] = {}
    for _, quote in primaries(record):
        if not SAFETY.search(quote.text):
            kept.setdefault(_TIMES.sub("", quote.text.lower()), quote)
    compared = len(record.members("arm")) > 1 and not single_group(record)
    if (
        len(kept) < 2
        or any(_APART.search(each.text.lower()) for each in kept.values())
        or not (compared or (interventional(record) and first(record, EVERYTHING, _TESTED, _TESTED_KEYS, 40)))
    ):
        return
    if first(record, EVERYTHING, MULTIPLE, _MULTIPLE_KEYS, 50) is not None:
        return
    yield Found(
        Phrase(
            f"{len(kept)} primary outcomes, and no rule for testing several",
            f"{len(kept)}个主要终点，且无多重检验规则",
        ),
        tuple(kept.values())[:6],
        severity=None if compared else 2,
    )


_TIMES: Final = re.compile(
    r"(?a)\b(?:(?:at|after|in|on|within|to) )?(?:(?:weeks?|days?|months?|years?|hours?) ?\d+"
    r"|(?:\d+|one|two|three|four|six|eight|twelve)(?:st|nd|rd|th)?[ -]?(?:weeks?|days?|months?|years?|hours?))\b"
    r"|[\s.,;-]+"
)
"""What two outcomes may differ in and still be one, measured at two times."""
_APART: Final = re.compile(
    r"(?a)sensitivity|specificity|sub-?\s?study|\bgroup ?\d|\bcohort\b|\bphase ?(?:\d|i)|\bpart ?(?:[ab]\b|\d)"
    r"|\bstage ?\d|(?:in|out)-?patients?:"
    r"|\b(?:dbt|ole) period|灵敏度|敏感|特异|队列|亚组"
)
"""What two outcomes are named by that are measures of one test, or of different participants."""
_TESTED: Final = re.compile(
    r"(?a)\bp[ -]?values?\b"
    r"|\bp ?[<=≤] ?0?\.\d|signific(?:ant|ance)|\balpha\b|type i error|\b\d\d ?% power|显著|检验水准|把握度",
    re.IGNORECASE,
)
"""What says that a hypothesis is tested."""
_TESTED_KEYS: Final = (
    "p-value",
    "p value",
    "p<",
    "p <",
    "p=",
    "p =",
    "signific",
    "alpha",
    "type i",
    "power",
    "显著",
    "检验",
    "把握度",
)
_MULTIPLE_KEYS: Final = (
    "multipl", "bonferroni", "hochberg", "holm", "hierarch", "primary", "gate", "fixed", "alpha", "family",
    "type i", "benjamini",
    "discovery", "idák", "idak", "dunnett", "step", "sequential", "graphical", "in order", "this order",
    "that order", "fixed order", "0.025", "adjusted",
    "多重", "共同", "序贯", "校正",
)  # fmt: skip


_PRIMARIES: Final = ("primary outcome", "primary end", "primary study", "primary efficacy", "primary measures",
    "primary variables",
    "primary objectives", "main outcome", "main end", "main objectives", "main efficacy", "主要")  # fmt: skip


def several_in_text(record: Record) -> Iterator[Found]:
    """Several primary outcomes and a level of significance in the text, without a rule for it."""
    if record.members("outcome"):
        return
    words = first(record, TEXTS, IN_TEXT, _PRIMARIES)
    level = first(record, TEXTS, _P, _P_WORDS) if words is not None else None
    if words is None or level is None:
        return
    if first(record, EVERYTHING, MULTIPLE, _MULTIPLE_KEYS) is None:
        yield Found(
            Phrase(
                "several primary outcomes are tested at one level, and no rule for it is told",
                "多个主要终点以同一水准检验，未说明多重性处理",
            ),
            (level, Quote(words.field, words.value, words.start, min(words.end, words.start + 160))),
        )


def model_without_performance(record: Record) -> Iterator[Found]:
    """A model is the object, and no outcome says how well it predicts."""
    if not record.members("outcome"):
        return
    words = first(
        record,
        ("title.official", "title", "summary"),
        MODEL,
        (
            "model",
            "nomogram",
            "algorithm",
            "classifier",
            "scoring system",
            "signature",
            "模型",
            "算法",
            "列线图",
            "评分系统",
        ),
    )
    if words is None or PERFORMANCE.search(text(record, *OUTCOMES)):
        return
    yield Found(
        Phrase(
            f"the study sets out to '{words.text}', and no outcome measures how well the model does",
            f"研究旨在“{words.text}”，却无模型效能的结局指标",
        ),
        (words, *(quote for _, quote in list(primaries(record))[:1])),
    )


def aim_without_outcome(record: Record) -> Iterator[Found]:
    """An aim that is announced, and that no outcome measures."""
    if record.register in ("EUCTR", "CTIS") and record.members("outcome"):
        return  # whose records often tell the first outcome alone, and the others in another language
    listed = text(record, *OUTCOMES)
    for aim in AIMS:
        if not holds(record, _ABOUT, aim.keys) or (listed and aim.outcome.search(listed)):
            continue
        words = first(record, _ABOUT, aim.aim, aim.keys, 200)
        if words is None:
            continue
        if not listed and first(record, _ABOUT, _ENDS, _END_WORDS) is None:
            continue
        if listed or not aim.outcome.search(_told(record)):
            shown = next((quote for _, quote in primaries(record)), None) or first(record, _ABOUT, _ENDS, _END_WORDS)
            yield Found(
                Phrase(
                    f"{aim.name.en} is announced, and no outcome measures it",
                    f"以{aim.name.zh}为目的，却无相应结局指标",
                ),
                (words, *([shown] if shown else [])),
            )
            return


_ABOUT: Final = ("summary", "description")
_END_WORDS: Final = ("endpoint", "end point", "end-point", "outcome", "终点")
_ENDS: Final = re.compile(
    r"(?ai)(?:secondary|primary) (?:end ?-?points?|outcomes?)[^.\n]{0,200}\.?|(?:主要|次要)终点[^。\n]{0,100}"
)


def _told(record: Record) -> str:
    """The sentences in which the text names its endpoints."""
    keys = ("endpoint", "end point", "outcome", "终点")
    found = search(record, ("description", "summary"), ENDPOINT, keys)
    return "\n".join(quote.value.text[quote.start : sentence(quote.value, quote.end)[1]] for quote in found)


CHECKS: Final = (
    Check(
        code="HPT190",
        title=Phrase("No primary outcome", "无主要终点"),
        severity=1,
        decidability="S",
        costs=Phrase("Any result could be called the result.", "任何结果都可被称为研究结果。"),
        mend=Phrase("Register one primary outcome with its definition and time.", "登记一个主要终点及其定义与时间点。"),
        meanwhile=Phrase("No primary analysis is made.", "不作主要分析。"),
        find=no_outcome,
        example=Example(
            {
                "study_type": "Interventional",
                "enrolment": "50",
                "summary": "A study of two drugs after resection.",
                "title": "Two drugs",
            },
            {"outcome[0].name": "Recurrence-free survival", "outcome[0].role": "primary"},
        ),
    ),
    Check(
        code="HPT191",
        title=Phrase("Several primary outcomes without a rule for it", "多个主要终点而无多重性规则"),
        severity=1,
        decidability="S",
        costs=Phrase(
            "One of several tests succeeds by chance more often than the level says.",
            "多个检验中偶然阳性的概率高于所设水准。",
        ),
        mend=Phrase(
            "Choose one, or say how the level is divided or in which order they are tested.",
            "选定一个，或说明水准分配或检验顺序。",
        ),
        meanwhile=Phrase(
            "Each is reported with its interval, and none is called the proof.", "分别报告区间估计，均不作确证性结论。"
        ),
        find=several_listed,
        example=Example(
            {
                "outcome[0].name": "Overall survival",
                "outcome[0].role": "Primary",
                "outcome[1].name": "Response",
                "outcome[1].role": "Primary",
                "arm[0].name": "A",
                "arm[1].name": "B",
            },
            {"outcome[1].role": "Secondary"},
        ),
    ),
    Check(
        code="HPT192",
        title=Phrase("Several primary outcomes in the text without a rule for it", "正文多个主要终点而无多重性规则"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "One of several tests succeeds by chance more often than the level says.",
            "多个检验中偶然阳性的概率高于所设水准。",
        ),
        mend=Phrase("Choose one, or say how the level is divided.", "选定一个，或说明水准如何分配。"),
        meanwhile=Phrase("Each is reported with its interval.", "分别报告区间估计。"),
        find=several_in_text,
        example=Example(
            {
                "description": "Primary Outcomes: time to progression and objective response. A p-value < 0.05 is "
                "significant."
            },
            {"description": "Primary Outcome: time to progression. A p-value < 0.05 is significant."},
        ),
    ),
    Check(
        code="HPT193",
        title=Phrase("A model is built, and no outcome says how well it does", "构建模型却无模型效能指标"),
        severity=1,
        decidability="T",
        costs=Phrase("The object of the study cannot be shown to work.", "无法证明研究对象有效。"),
        mend=Phrase(
            "Add discrimination and calibration, and the data on which they are measured.",
            "补充区分度、校准度及其评价数据集。",
        ),
        meanwhile=Phrase(
            "Discrimination and calibration are reported as not planned.", "报告区分度与校准度，并注明未预设。"
        ),
        find=model_without_performance,
        example=Example(
            {"summary": "to develop a deep learning model of prognosis", "outcome[0].name": "Overall survival"},
            {"outcome[0].name": "C-index of the model"},
        ),
    ),
    Check(
        code="HPT194",
        title=Phrase("An aim without an outcome", "研究目的无相应结局指标"),
        severity=2,
        decidability="T",
        costs=Phrase("The question is asked and will not be answered.", "提出的问题得不到回答。"),
        mend=Phrase("Add an outcome that measures it, or drop the aim.", "补充相应指标或删去该目的。"),
        meanwhile=Phrase("The aim is reported as not measured.", "报告中注明该目的未测量。"),
        find=aim_without_outcome,
        example=Example(
            {
                "summary": "The aim is to assess efficacy and feasibility.",
                "outcome[0].name": "Recurrence-free survival",
            },
            {"outcome[1].name": "Feasibility: share of organoids grown"},
        ),
    ),
)
