"""Adverse events: grades, seriousness and causality, each in the words of its own vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import first, holding, search, sentence, values
from hepatica.registry.record import Quote, Record, Value

OUTCOME: Final = ("outcome.name", "outcome.description", "outcome.method")
WHERE: Final = (*OUTCOME, "summary", "description")

_ALL: Final = re.compile(
    r"(?i)grades?\s*(?:1|I)\s*(?:\([^)\n]{0,20}\)\s*)?(?:to|through|[-–~])\s*(?:grade\s*)?(?:5|V)\b|\ball[- ]"
    r"(?:cause|grades?) (?:AE|adverse)"
    r"|\b(?:adverse events?|AEs?|toxicit\w+) of (?:any|all|every) grades?|\b(?:incidence|number|frequency|rate) of"
    r" all (?:adverse events|AEs)\b"
    r"|\b(?:any|every|all)[- ]grades?\b|1\s*[-–~至到]\s*5\s*级|所有(?:级别|分级)"
)
_TOLD: Final = r"(?:report\w*|record\w*|collect\w*|document\w*|register\w*|captur\w+|threshold)"
_UP: Final = (
    r"(?:(?:≥|>=|at least|from)\s*grade\s*(?:[2-5]|II|III)\b|grades?\s*(?:(?:≥|>=)\s*(?:[2-5]|II|III)|(?:[2-5]|II"
    r"|III)\s*(?:(?:or|and) (?:higher|above|more|greater|worse|over)|(?:-|–|/|to|or)\s*(?:[3-5]|IV|V))))"
)
_FROM_GRADE: Final = re.compile(
    rf"(?i)(?:threshold)[^.;\n]{{0,40}}?{_UP}|\bonly\b[^.;\n]{{0,30}}?{_UP}[^.;\n]{{0,30}}?\b{_TOLD}\b"
    rf"|\b{_UP}[^.;\n]{{0,30}}?\bonly\b[^.;\n]{{0,20}}?\b{_TOLD}\b|\b{_TOLD}\b[^.;\n]{{0,20}}?\bonly\b"
    rf"[^.;\n]{{0,20}}?{_UP}"
    rf"|{_TOLD}[^.;\n]{{0,40}}?{_UP}"
    rf"|\b(?:events|AEs|toxicities) (?:of |with )?{_UP} (?:only )?(?:will be |are |must be |to be )(?:only"
    rf" )?{_TOLD}\b(?! (?:as well|too|also|separately))"
    r"|(?:报告|记录|收集)[^。；;\n]{0,12}(?:≥|>=)?\s*[2-5]\s*级(?:及以上)?"
)


def all_grades_and_some(record: Record) -> Iterator[Found]:
    """An outcome that counts adverse events of every grade and has them reported from a grade upwards."""
    for name, value in holding(record, OUTCOME[1:], ("grade", "级")):
        some = _FROM_GRADE.search(value.text)
        every = _ALL.search(value.text) if some is not None else None
        if some is not None and every is not None:
            yield Found(
                Phrase(
                    "events of every grade are counted, and those of low grade are not reported",
                    "统计所有级别的事件，却不报告低级别事件",
                ),
                (Quote(name, value, *every.span()), Quote(name, value, *some.span())),
            )
            return


_UMC: Final = re.compile(r"WHO[-‐‑–— /]*UMC(?: (?:system|criteria|scale))?|Uppsala Monitoring")
_NOT_UMC: Final = re.compile(
    r"(?i)(?:\b(?:definite|probable|possible|unlikely|related)(?:ly)?\b(?: related)?\s*(?:/|,|、|;|or|and"
    r"|vs\.?)\s*){1,4}"
    r"(?:\b(?:definite|unrelated|not related)\w*|\b(?:probabl|possibl|unlikely)\w*\s*(?:/|,|vs\.?)"
    r"[^.;\n]{0,20}unrelated)"
    r"|\bdefinite(?:ly)?(?: related)?\s*(?:/|,)\s*(?:probabl|possibl)[^.;\n]{0,60}"
    r"|\brelated\s*(?:/|,|or|vs\.?|and)\s*(?:not related|unrelated)\b|\bdoubtful\b"
    r"|肯定(?:有关|相关)[^。；;\n]{0,30}(?<!能)(?:无关|不相关)"
)


def causality_of_another_scale(record: Record) -> Iterator[Found]:
    """The WHO-UMC system beside terms for causality that it does not have."""
    system = first(record, WHERE, _UMC, ("umc", "uppsala"))
    if system is None:
        return
    terms = first(record, WHERE, _NOT_UMC, ("definite", "unrelated", "not related", "doubtful", "有关", "相关"))
    if terms is not None:
        yield Found(
            Phrase(
                "the WHO-UMC system has neither “definite” nor “unrelated”: its terms are certain, probable, possible, "
                "unlikely, conditional and unassessable",
                "WHO-UMC分类无“肯定有关/无关”之分，其用语为肯定、很可能、可能、可能无关、待评价、无法评价",
            ),
            (terms, system),
        )


_CRITERIA: Final = {
    "death": re.compile(r"(?i)death|fatal|life[- ]threat|死亡|危及生命"),
    "hospital": re.compile(r"(?i)hospitali[sz]|住院"),
    "disability": re.compile(r"(?i)disab|incapacit|残疾|伤残|功能丧失"),
    "birth": re.compile(r"(?i)congenital|birth defect|先天|出生缺陷"),
}
_IMPORTANT: Final = re.compile(
    r"(?i)medically (?:important|significant)|important medical|other (?:serious|important)|重要医学|医学重要"
)
_TOOL: Final = re.compile(r"CTCAE(?: [vV]?\d(?:\.\d)?)?")
_SERIOUS: Final = re.compile(
    r"(?i)\bserious adverse events?|(?:events meeting [^.;\n]{0,12})?(?<![a-z])SAEs?(?![a-z])(?: criteri(?:on|a))?"
    r"|严重不良事件"
)


def serious_without_important(record: Record) -> Iterator[Found]:
    """Criteria of seriousness that are listed without the important medical event."""
    for name, value in holding(record, WHERE[1:], ("congenital", "birth defect", "先天", "出生缺陷")):
        places = sorted(met.start() for each in _CRITERIA.values() if (met := each.search(value.text)) is not None)
        if len(places) < 4 or places[-1] - places[0] > 400 or _IMPORTANT.search(value.text) is not None:
            continue
        if (serious := _serious(record, name, value)) is None:
            continue
        listed = Quote(name, value, places[0], sentence(value, places[-1])[1])
        own = tuple(Quote(name, value, *met.span()) for met in _TOOL.finditer(value.text))[:1]
        yield Found(
            Phrase(
                "a serious event is one of six kinds: the important medical event is missing"
                + (", and the CTCAE grades severity, not seriousness" if own else ""),
                "严重不良事件共六类：缺“重要医学事件”" + ("；且CTCAE分级反映严重程度而非严重性" if own else ""),
            ),
            (*own, serious, listed),
        )
        return


def _serious(record: Record, name: str, value: Value) -> Quote | None:
    """Where the events are called serious: in the value itself, or in the name of its outcome."""
    if (met := _SERIOUS.search(value.text)) is not None:
        return Quote(name, value, *met.span())
    for field, other in values(record, ("outcome.name",)):
        if field.partition(".")[0] == name.partition(".")[0] and (met := _SERIOUS.search(other.text)) is not None:
            return Quote(field, other, *met.span())
    return None


_SAE: Final = (
    r"(?:serious|severe) adverse (?:events?|reactions?)(?: \(SAEs?\))|serious adverse (?:events?|reactions?)|SAEs?\b"
)
_SEVERE_AS_SERIOUS: Final = re.compile(
    rf"(?i)(?:{_SAE})\s*(?:\(|,? (?:is |are |was |were |will be )?(?:defined|considered|regarded|classified) as|,?"
    r" i\.e\.,?|,? that is,?|:|=)\s*"
    r"(?:(?:those|any|all|events?|toxicit\w+|of|with|(?:NCI[- ]?)?CTCAE(?: v\.? ?\d(?:\.\d)?)?|the) )*"
    r"(?:≥\s*)?(?:grades?\s*)(?:≥\s*)?(?:[3-5]|III|IV)\b(?:[^.;\n)]{0,20})"
    r"|\bserious \((?:CTCAE )?(?:≥ ?)?grades? ?(?:≥ ?)?[3-5][^)\n]{0,20}\) (?:adverse|AEs?)[^.;\n]{0,10}"
    r"|\bgrades?\s*(?:≥\s*)?[3-5](?:\s*(?:/|-|–|to|or)\s*[45])?(?: (?:or|and) (?:higher|above|more|greater|worse|over))?"
    rf"(?: \([^)\n]{{0,20}}\))?(?: [\w-]+){{0,3}}? (?:will be |are |is |were |was )?"
    rf"(?:considered|regarded as|defined as|classified as|called|counted as|treated as|count as|counts as|deemed)(?:"
    rf" an?| as)? (?:{_SAE}"
    r"|serious\b(?! (?:and|or|enough)))"
    r"|严重不良(?:事件|反应)[（(，,]?\s*(?:即|指|定义为)?\s*(?:CTCAE)?\s*(?:\d\.0\s*)?(?:≥|>=)?\s*(?:3|三|Ⅲ"
    r"|III)\s*[-~至]?\s*[45]?\s*级"
    r"|(?:3|三|Ⅲ|III)\s*[-~至]?\s*[45]?\s*级(?:及?以上)?(?:的)?不良(?:事件|反应)(?:即|定义|视|记"
    r"|判定)?为?严重不良(?:事件|反应)"
)


def severe_called_serious(record: Record) -> Iterator[Found]:
    """Serious events defined by their grade."""
    for quote in search(record, WHERE, _SEVERE_AS_SERIOUS, ("serious", "sae", "严重不良")):
        yield Found(
            Phrase(
                "seriousness is defined by a grade: a grade tells severity, seriousness tells consequence",
                "以分级定义严重不良事件：分级反映程度，严重性反映后果",
            ),
            (quote,),
        )
        return


CHECKS: Final = (
    Check(
        code="HPT340",
        title=Phrase(
            "Events of every grade are counted and only some reported", "统计所有级别的不良事件却只报告部分级别"
        ),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The frequency of all events cannot be computed from those that are reported.",
            "无法由已报告的事件计算全部事件的发生率。",
        ),
        mend=Phrase("Report every grade, or count from the same grade.", "报告所有级别，或从同一级别起统计。"),
        meanwhile=Phrase("Every grade is collected; tables show both.", "收集所有级别，表格同时列出两种统计。"),
        find=all_grades_and_some,
        source="NCI, CTCAE v5.0, 2017; ICH E3",
        example=Example(
            {
                "outcome[0].description": "Severity: Grade 1 (mild) to 5 (death). Reporting threshold: all events ≥Grade 2"
            },
            {"outcome[0].description": "Severity: Grade 1 (mild) to 5 (death)."},
        ),
    ),
    Check(
        code="HPT341",
        title=Phrase("Causality is told in words of another scale", "因果关系用语与所引分类不符"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The case record form and the system that is named have different boxes.",
            "病例报告表与所引分类的选项不一致。",
        ),
        mend=Phrase("Use the terms of the system that is named.", "使用所引分类的用语。"),
        meanwhile=Phrase("The six terms of the WHO-UMC system are used.", "采用WHO-UMC的六级用语。"),
        find=causality_of_another_scale,
        knowledge=True,
        source="Uppsala Monitoring Centre, The use of the WHO-UMC system for standardised case causality assessment, 2018",
        example=Example(
            {
                "outcome[0].description": "Relatedness: definite/probable/possible vs. unrelated. Causality: WHO-UMC system"
            },
            {"outcome[0].description": "Relatedness: certain, probable, possible, unlikely. Causality: WHO-UMC system"},
        ),
    ),
    Check(
        code="HPT342",
        title=Phrase("The criteria of a serious event are not complete", "严重不良事件标准不完整"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Events that must be reported to the authorities would not be.", "应向监管部门报告的事件可能漏报。"
        ),
        mend=Phrase("List all six criteria of ICH E2A.", "列出ICH E2A的全部六项标准。"),
        meanwhile=Phrase("All six criteria are used.", "采用全部六项标准。"),
        find=serious_without_important,
        knowledge=True,
        source="ICH E2A, section II.B",
        example=Example(
            {
                "outcome[0].name": "Serious adverse events",
                "outcome[0].description": "CTCAE v5.0. Death/life-threatening, hospitalization, disability, congenital anomaly",
            },
            {
                "outcome[0].description": "Death/life-threatening, hospitalization, disability, congenital anomaly, "
                "important medical event"
            },
        ),
    ),
    Check(
        code="HPT343",
        title=Phrase("Serious events are defined by a grade", "以分级定义严重不良事件"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A severe event need not be serious, nor a serious one severe: both counts are wrong.",
            "程度重不等于严重不良事件，反之亦然：两种计数都会出错。",
        ),
        mend=Phrase("Define seriousness by ICH E2A and severity by the CTCAE.", "严重性按ICH E2A，程度按CTCAE分级。"),
        meanwhile=Phrase("Both are collected, each by its own definition.", "两者按各自定义分别收集。"),
        find=severe_called_serious,
        knowledge=True,
        source="ICH E2A, section II.B",
        example=Example(
            {"outcome[0].description": "Serious adverse events (grade 3 or higher)"},
            {"outcome[0].description": "Serious adverse events and events of grade 3 or higher"},
        ),
    ),
)
