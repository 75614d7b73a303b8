"""Primary outcomes: none, several without a rule for it, and aims that no outcome measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import EVERYTHING, OUTCOMES, TEXTS, first, said, search, sentence, text
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
    r"|alpha (?:is |was |will be )?(?:split|alloc|recycl|spen)|family-?wise|type I "
    r"error (?:rate )?(?:is|will be) controlled|多重性|多重检验|共同主要"
)
SAFETY: Final = re.compile(
    r"(?ai)adverse|safety|toxicit|tolerab|\bDLT|dose[ -]limiting|\bMTD\b|recommended"
    r"|pharmacokinetic|\bAUC\b|c-?max|concentration|不良|安全|毒性|耐受"
)
_EARLY: Final = re.compile(r"(?ai)phase ?1|phase ?i\b|early|^\s*1\b|^\s*0\s*$|pilot|Ⅰ期|I期|预")
IN_TEXT: Final = re.compile(
    r"(?ai)primary (?:outcomes|end ?-?points)(?: (?:are|include"
    r"|were))?\s*:?\s*(?P<all>[^.]*?(?:\([^()]*\)[^.]*?)?\band\b[^.]{5,})|主要(?:终点|结局)(?:包括|为)?[:：]?[^。；]*(?:和|及|、)[^。；]*"
)
_P: Final = re.compile(r"(?ai)[^.;\n]{0,40}p[ -]?values?[^.;\n]{0,30}0?\.0\d[^.;\n]{0,40}|P\s?[<＜]\s?0\.05")
MODEL: Final = re.compile(
    r"""(?aix) \b (?: develop\w* | build\w* | establish\w* | construct\w* | train\w* | validat\w* ) \s [^.;]{0,60}?
    \b (?: (?: deep | machine )[ -]learning | predict\w* | prognos\w* | diagnos\w* | risk | artificial
        | nomogram | radiomic\w* ) [^.;]{0,30}?
    \b (?: models? | nomogram | algorithm | classifier )
    | (?: 构建 | 建立 | 开发 ) [^。；]{0,30} (?: 深度学习 | 机器学习 | 预测 | 预后 | 诊断
        | 风险 ) [^。；]{0,6} 模型"""
)
PERFORMANCE: Final = re.compile(
    r"(?ai)\bAUC\b|\bAUROC|\bROC\b|area under|accuracy|sensitivity|specificity|c-?index"
    r"|concordance|calibrat|discriminat|predicti(?:ve|on)|\bmodel\b|\bDice\b|F1"
    r"|曲线下|准确|灵敏|敏感|特异|一致性|校准|区分度|模型|预测"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """A thing that studies announce to measure: how the aim says it, and how an outcome would."""

    name: Phrase
    aim: re.Pattern[str]
    outcome: re.Pattern[str]
    keys: tuple[str, ...]


_GOAL: Final = (
    r"(?ai)\b(?:aim\w*|objectives?|purpose|goals?|intended|explore|in order to"
    r"|to (?:evaluate|assess|determine|investigate|examine|explore))\b[^.;]{0,140}?"
)
AIMS: Final = (
    Aim(
        Phrase("feasibility", "可行性"),
        re.compile(_GOAL + r"\bfeasibility\b|(?:评价|评估|探讨|观察)[^。；]{0,30}可行性"),
        re.compile(
            r"(?ai)feasib|\brates? of|success|complet|recruit|adheren|complian"
            r"|retention|correlat|concordan|agreement|dropout|drop-out"
            r"|accept|withdraw|enrol|proportion|deliver|number of|可行|成功率|完成率|依从"
        ),
        ("feasibility", "可行性"),
    ),
    Aim(
        Phrase("clinical cure", "临床治愈"),
        re.compile(_GOAL + r"\b(?:clinical|functional) cure\b|(?:提高|探讨|评价|实现)[^。；]{0,30}(?:临床|功能性)治愈"),
        re.compile(r"(?ai)\bcure\b|治愈"),
        ("clinical cure", "functional cure", "治愈"),
    ),
    Aim(
        Phrase("quality of life", "生活质量"),
        re.compile(_GOAL + r"\bquality of life\b|(?:评价|评估|探讨|观察|改善)[^。；]{0,30}生活质量"),
        re.compile(
            r"(?ai)quality|\bH?R?QO?L|QLQ|EQ-?5D|SF-?(?:36|12)|FACT|EORTC|questionnaire|patient[ -]reported"
            r"|\bPRO\b|well-?being|symptom|score|function|生活质量|生存质量|评分|量表"
        ),
        ("quality of life", "生活质量"),
    ),
    Aim(
        Phrase("cost-effectiveness", "成本效果"),
        re.compile(
            _GOAL
            + r"\bcost[ -](?:effectiveness|utility|benefit)\b|(?:评价|评估|探讨)[^。；]{0,30}(?:成本效[果益]|卫生经济)"
        ),
        re.compile(r"(?ai)cost|economic|QALY|费用|成本|经济"),
        ("cost", "成本", "经济"),
    ),
)
"""Aims with the words in which an outcome measures them."""


def no_outcome(record: Record) -> Iterator[Found]:
    """A trial in which an outcome is absent, from the list and from the text."""
    if record.members("outcome") or not interventional(record) or not record.all("enrolment"):
        return
    if first(record, TEXTS, ENDPOINT) is not None or not (record.all("summary") or record.all("description")):
        return
    observed = first(record, TEXTS, _OBSERVED, ("observed", "观察"))
    yield Found(
        Phrase(
            "no primary outcome stands in the list or in the text: what the study shows at its end is open",
            "列表和正文均无主要终点，研究结束时要证明什么不明",
        ),
        tuple(quote for quote in (observed, said(record, "title") or said(record, "enrolment")) if quote is not None),
    )


_OBSERVED: Final = re.compile(
    r"(?ai)[^.;]{0,30}(?:patients?|participants?|subjects?) (?:was|were|will "
    r"be|are) observed to[^.;]{0,80}|观察(?:至|到)[^。；]{0,30}"
)


def several_listed(record: Record) -> Iterator[Found]:
    """Several primary outcomes of efficacy in a comparison, without a rule for it."""
    if single_group(record) or _EARLY.search(" ".join(v.text for v in record.all("phase"))):
        return
    kept: dict[str, Quote] = {}
    for _, quote in primaries(record):
        if not SAFETY.search(quote.text):
            kept.setdefault(_TIMES.sub("", quote.text.lower()), quote)
    if len(kept) < 2 or len(record.members("arm")) < 2 or any(_ACCURACY.search(name) for name in kept):
        return
    if first(record, EVERYTHING, MULTIPLE, _MULTIPLE_KEYS) is not None:
        return
    yield Found(
        Phrase(
            f"{len(kept)} primary outcomes, and no rule for testing several",
            f"{len(kept)}个主要终点，且无多重检验规则",
        ),
        tuple(kept.values())[:6],
    )


_TIMES: Final = re.compile(
    r"(?a)\b(?:(?:at|after|in|on|within|to) )?(?:(?:weeks?|days?|months?|years?|hours?) ?\d+"
    r"|(?:\d+|one|two|three|four|six|eight|twelve)(?:st|nd|rd|th)?[ -]?(?:weeks?|days?|months?|years?|hours?))\b|[\s.,;-]+"
)
"""What two outcomes may differ in and still be one, measured at two times."""
_ACCURACY: Final = re.compile(r"sensitivity|specificity|灵敏度|敏感|特异")
_MULTIPLE_KEYS: Final = (
    "multipl", "bonferroni", "hochberg", "holm", "hierarch", "primary", "gate", "fixed", "alpha", "family", "type i",
    "多重", "共同",
)  # fmt: skip


def several_in_text(record: Record) -> Iterator[Found]:
    """Several primary outcomes and a level of significance in the text, without a rule for it."""
    if record.members("outcome"):
        return
    words = first(record, TEXTS, IN_TEXT, ("primary outcomes", "primary endpoints", "主要"))
    level = first(record, TEXTS, _P, ("p-value", "p value", "p <", "p<", "p＜"))
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
        record, ("title.official", "title", "summary"), MODEL, ("model", "nomogram", "algorithm", "classifier", "模型")
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
    for aim in AIMS:
        words = first(record, ("summary", "description"), aim.aim, aim.keys)
        if words is None:
            continue
        listed = text(record, *OUTCOMES)
        if not listed:
            ends = first(record, ("description", "summary"), _ENDS)
            listed = text(record, "description", "summary") if ends is None else _told(record)
            if ends is None:
                continue
        if not aim.outcome.search(listed):
            shown = next((quote for _, quote in primaries(record)), None) or first(
                record, ("summary", "description"), _ENDS
            )
            yield Found(
                Phrase(
                    f"{aim.name.en} is announced, and no outcome measures it",
                    f"以{aim.name.zh}为目的，却无相应结局指标",
                ),
                (words, *([shown] if shown else [])),
            )
            return


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
                "description": "Primary Outcomes: time to progression and objective response. A p-value < 0.05 is significant."
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
