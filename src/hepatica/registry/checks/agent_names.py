"""How agents are named: chemotherapy in a list of other agents, subject headings that stand for no treatment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.agents import CHEMOTHERAPY, NAMED
from hepatica.registry.checks.intervention import GIVEN, TOLD
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import first, search
from hepatica.registry.record import Quote, Record

_CLASS: Final = (
    r"(?P<class>(?:targeted|immun\w+|靶向|免疫)(?:\s+(?:and|or|/)\s+(?:immun\w+|targeted))?[^.;()（）]{0,30}?"
    r"(?:agents?|drugs?|therap(?:y|ies)|medicines?|药物|治疗|药))"
)
LIST: Final = re.compile(
    rf"{_CLASS}\s*[(（](?:including|include|e\.g\.,?|such as|i\.e\.,?|包括|例?如)?(?P<list>[^()（）]{{5,300}})[)）]"
    rf"|{_CLASS.replace('P<class>', 'P<named>')}[,，]?\s*(?:\bincluding|\bincludes?|\bsuch\s+as|\be\.g\.,?|\bnamely"
    rf"|\blike|\bconsist(?:s|ing)\s+of"
    r"|\b(?:are|is)|包括|例?如|为)[\s:：]*(?P<open>[^.;()（）。；\n]{5,200})",
    re.IGNORECASE,
)
LIST_KEYS: Final = ("targeted", "immun", "靶向", "免疫")
EMPTY_HEADINGS: Final = frozenset({"Methods", "Control Groups", "Population Groups", "Therapeutics", "Research Design"})
"""Medical subject headings that are found from words like "group" or "method"."""
ELSEWHERE: Final = re.compile(r"ancestor|condition")
UNNAMED: Final = re.compile(
    r"\bgroup\b|\barm\b|\bintervention\b|\bmethod|\btreatment\b|\bcontrol\b|组|干预", re.IGNORECASE
)


def chemotherapy_in_a_targeted_list(record: Record) -> Iterator[Found]:
    """A cytotoxic drug or regimen in a list of targeted or immunotherapeutic agents."""
    for told in search(record, _LISTED, LIST, LIST_KEYS, 400):
        met = LIST.match(told.value.text, told.start, told.end)
        if met is None:
            continue
        group, of = ("list", "class") if met["list"] is not None else ("open", "named")
        agent = CHEMOTHERAPY.search(met[group])
        if agent and not _CYTOTOXIC.search(met.string, met.start(), met.start(group) + agent.start()):
            start = met.start(group) + agent.start()
            yield Found(
                Phrase(
                    f"{agent[0]} is chemotherapy, listed under '{met[of]}'",
                    f"{agent[0]}属化疗，却列在“{met[of]}”之下",
                ),
                (
                    Quote(told.field, told.value, *met.span(of)),
                    Quote(told.field, told.value, start, start + len(agent[0])),
                ),
            )
            return


_LISTED: Final = (*TOLD, *GIVEN)
_CYTOTOXIC: Final = re.compile(r"chemo|化疗|cytotoxic|\bcombin|\bplus\b|\bwith\b|联合", re.IGNORECASE)


def heading_says_nothing(record: Record) -> Iterator[Found]:
    """A subject heading of the interventions, derived from generic names, that stands for no treatment."""
    names = [value.text for member in record.members("intervention") for value in member.get("name", ())]
    if not names or any(NAMED.search(name) or not UNNAMED.search(name) for name in names):
        return
    for value in record.all("note"):
        if value.text in EMPTY_HEADINGS and not ELSEWHERE.search(value.path):
            agent = first(record, ("keyword", "intervention.name", *TOLD), NAMED)
            quote = Quote("note", value, 0, len(value.text))
            yield Found(
                Phrase(f"the interventions are indexed under '{value.text}'", f"干预措施被标引为“{value.text}”"),
                (quote, agent) if agent else (quote,),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT243",
        title=Phrase("Chemotherapy in a list of targeted or immunotherapeutic agents", "靶向或免疫药物清单中含化疗"),
        severity=3,
        decidability="T",
        costs=Phrase("Tables by class of drug will count it in the wrong one.", "按药物类别统计时会归错类。"),
        mend=Phrase("Name the list for what it holds.", "按实际内容命名清单。"),
        meanwhile=Phrase("Each drug is counted in its own class.", "各药按其自身类别计。"),
        find=chemotherapy_in_a_targeted_list,
        example=Example(
            {"summary": "a panel of approved targeted and immunotherapeutic agents (Apatinib, Sintilimab, and FOLFOX)"},
            {"summary": "a panel of approved targeted and immunotherapeutic agents (Apatinib and Sintilimab)"},
        ),
        knowledge=True,
        source="WHO, Anatomical Therapeutic Chemical classification, L01",
    ),
    Check(
        code="HPT244",
        title=Phrase("The subject heading of the interventions says nothing", "干预措施的主题词没有意义"),
        severity=3,
        decidability="S",
        costs=Phrase(
            "Nobody who searches for the drug by subject heading finds the study.", "按主题词检索药物的人找不到本研究。"
        ),
        mend=Phrase("Register the interventions under the names of the drugs.", "以药物名称登记干预措施。"),
        meanwhile=Phrase("The heading is not used.", "不使用该主题词。"),
        find=heading_says_nothing,
        example=Example(
            {"intervention[0].name": "Intervention for Group 1", "keyword": "Peginterferon alfa-2b", "note": "Methods"},
            {"note": "Interferon alpha-2"},
        ),
        knowledge=True,
        source="National Library of Medicine, Medical Subject Headings 2025",
    ),
)
