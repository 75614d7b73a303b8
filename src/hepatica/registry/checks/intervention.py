"""What is given: agents without a name, agents the text gives and the register does not list, no dose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.agents import AMOUNT, CHEMOTHERAPY, CLASSES, DOSE, NAMED, RHYTHM, TARGETS
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, first, search, sentence, values
from hepatica.registry.record import Quote, Record, Value

GIVEN: Final = (
    "intervention.name",
    "intervention.description",
    "intervention.other_name",
    "arm.name",
    "arm.description",
    "arm.intervention",
)
TOLD: Final = ("summary", "description")
DRUG: Final = re.compile(r"drug|biological|药物", re.IGNORECASE)
OBSERVED: Final = re.compile(r"observational|观察性", re.IGNORECASE)
RECEIVE: Final = re.compile(
    r"(?<!who )(?<!have )(?<!has )\b(?:will\s+(?:be\s+)?(?:receive|treated\s+with|given)|receives?"
    r"|are\s+(?:treated\s+with|given))\s+(?P<what>[^.;\n]{0,60})"
    r"|(?:将|均)?(?:接受|给予|口服)(?P<zh>[^。；\n]{0,30})",
    re.IGNORECASE,
)
ASSIGNED: Final = re.compile(r"\bwill\s+(?:receive|be\s+(?:treated|given|administered))|将(?:接受|给予)", re.IGNORECASE)
LABELLED: Final = re.compile(
    r"according\s+to\s+(?:the\s+)?(?:label|package|instructions?|manufacturer|prescrib|guideline|protocol|local"
    r"|standard|institution)|standard\s+(?:dose|dosage)"
    r"|as\s+(?:per|prescribed|directed|indicated)|guidelines?|in\s+accordance\s+with|package\s+insert|说明书"
    r"|按.{0,6}指南|常规剂量|标准剂量",
    re.IGNORECASE,
)
CYCLE: Final = re.compile(r"\bCycle\s+\d+,?\s+Day\s+\d+|第\d+周期第?\d+天", re.IGNORECASE)
UNDOSED: Final = re.compile(
    r"placebo|saline|\btests?\b|assay|vaccine|plasma|cells?\b|\bcare\b|samples?\b|biops"
    r"|screening|questionnaire|安慰剂|疫苗|血浆|细胞|检测",
    re.IGNORECASE,
)
LIST: Final = re.compile(
    r"(?P<class>(?:targeted|immun\w+|靶向|免疫)(?:\s+(?:and|or|/)\s+(?:immun\w+"
    r"|targeted))?[^.;()（）]{0,30}?(?:agents?|drugs?|therap(?:y|ies)|药物|治疗))\s*"
    r"[(（](?:including|include|e\.g\.,?|such as|i\.e\.,?|包括|如)?(?P<list>[^()（）]{5,300})[)）]",
    re.IGNORECASE,
)
UNFIXED: Final = re.compile(
    r"\bdos(?:e|es|age|ing)\b[^.]{0,40}\b(?:assign|escalat|determin|adjust|level|find|expan|according)"
    r"|escalat\w+\s+dose|dose[\s-](?:finding|escalation)"
    r"|剂量(?:递增|爬坡|探索)",
    re.IGNORECASE,
)
"""A dose that the study itself finds or a person sets."""
EMPTY_HEADINGS: Final = frozenset({"Methods", "Control Groups", "Population Groups", "Therapeutics", "Research Design"})
"""Medical subject headings that are found from words like "group" or "method"."""
ELSEWHERE: Final = re.compile(r"ancestor|condition")
UNNAMED: Final = re.compile(
    r"\bgroup\b|\barm\b|\bintervention\b|\bmethod|\btreatment\b|\bcontrol\b|组|干预", re.IGNORECASE
)
GROUP: Final = re.compile(r"control|comparator|\bgroup\b|\barm\b|standard|对照|组", re.IGNORECASE)


def _drugs(record: Record) -> list[tuple[int, Value]]:
    """The interventions that are drugs, with their numbers and names."""
    found = []
    for number, member in enumerate(record.members("intervention")):
        kinds, names = member.get("type", ()), member.get("name", ())
        if names and kinds and DRUG.search(kinds[0].text):
            found.append((number, names[0]))
    return found


def target_for_an_agent(record: Record) -> Iterator[Found]:
    """A drug that is registered as a receptor or a class, with no agent named beside it."""
    for number, name in _drugs(record):
        met = TARGETS.fullmatch(name.text.strip()) or CLASSES.fullmatch(name.text.strip())
        if met is None or _named_for(record, number):
            continue
        quote = Quote(f"intervention[{number}].name", name, 0, len(name.text))
        is_target = met.re is TARGETS and met["kind"] is None
        told = (
            first(
                record,
                TOLD,
                re.compile(
                    rf"[^.]*{re.escape(name.text.strip())}[^.]*?(?:receptor|ligand"
                    rf"|受体|配体)[^.]*"
                ),
            )
            if is_target
            else None
        )
        yield Found(
            Phrase(
                f"'{name.text}' is a {'target' if is_target else 'class'}, not an agent"
                if is_target
                else f"'{name.text}' is a class of agents, not one of them",
                f"“{name.text}”是{'靶点' if is_target else '药物类别'}，不是具体药物",
            ),
            (quote, told) if told else (quote,),
            severity=1 if is_target else 2,
        )
        return


def _named_for(record: Record, number: int) -> bool:
    """Whether the description or another name of an intervention, or an arm, names an agent of its class."""
    member = record.members("intervention")[number]
    own = [*member.get("description", ()), *member.get("other_name", ())]
    arms = [value for arm in record.members("arm") for value in arm.get("description", ())]
    return any(_agent(value.text) for value in (*own, *arms))


def _agent(text: str) -> str | None:
    met = NAMED.search(text)
    return met[0] if met else None


def drug_not_registered(record: Record) -> Iterator[Found]:
    """A drug that a group of the study is to receive by its text, and that no registered intervention names."""
    drugs = _drugs(record)
    if not drugs or OBSERVED.search(record.text("study_type")):
        return
    registered = " ".join(value.text.casefold() for _, value in values(record, GIVEN))
    if not registered:
        return
    for name, value in values(record, TOLD):
        for met in RECEIVE.finditer(value.text):
            group = "what" if met["what"] is not None else "zh"
            agent = NAMED.search(value.text, *met.span(group))
            if agent is None or agent[0].casefold() in registered or agent[0].casefold().rstrip("s") in registered:
                continue
            begin, end = sentence(value, met.start())
            if not GROUP.search(value.text, begin, end):
                continue
            if re.search(
                r"\b(?:previous|prior|had|history|other (?:study|trial)|in a|mice|rats)\b"
                r"|既往",
                value.text[begin : agent.start()],
                re.IGNORECASE,
            ):
                continue
            number, first = drugs[0]
            yield Found(
                Phrase(
                    f"{agent[0]} is given by the text and not registered", f"正文给予{agent[0]}，但未登记为干预措施"
                ),
                (
                    Quote(f"intervention[{number}].name", first, 0, len(first.text)),
                    Quote(name, value, met.start(), agent.end()),
                ),
            )
            return


def no_dose(record: Record) -> Iterator[Found]:
    """A drug trial whose record tells no amount, rhythm or source of the dose of any drug (absent)."""
    drugs = [(number, name) for number, name in _drugs(record) if not UNDOSED.search(name.text)]
    if not drugs:
        return
    given, text = ("\n".join(value.text for _, value in values(record, names)) for names in (GIVEN, TOLD))
    if not text and not values(record, ("intervention.description", "arm.description")):
        return  # a portal that passes on names alone: the register itself may tell the dose
    if OBSERVED.search(record.text("study_type")) and not ASSIGNED.search(given):
        return
    if DOSE.search(given) or RHYTHM.search(given) or LABELLED.search(given) or UNFIXED.search(given):
        return
    if AMOUNT.search(text) or UNFIXED.search(text) or UNFIXED.search(record.text("title")):
        return
    number, name = drugs[-1]
    quote = Quote(f"intervention[{number}].name", name, 0, len(name.text))
    receives = next(
        (
            found
            for found in search(record, GIVEN, re.compile(r"[^.\n]*\b(?:will receive|receives?)\b[^.\n]*\.?"))
            if f"[{number}]" in found.field
        ),
        None,
    )
    cycle = first(record, CRITERIA, CYCLE)
    yield Found(
        Phrase("no dose, interval or duration of any drug is told", "未写明任何药物的剂量、间隔或疗程"),
        tuple(each for each in (receives or quote, cycle) if each is not None),
    )


def chemotherapy_in_a_targeted_list(record: Record) -> Iterator[Found]:
    """A cytotoxic drug or regimen in a list of targeted or immunotherapeutic agents."""
    for name, value in values(record, (*TOLD, *GIVEN)):
        for met in LIST.finditer(value.text):
            agent = CHEMOTHERAPY.search(met["list"])
            if agent and not re.search(r"chemo|化疗|cytotoxic", met[0], re.IGNORECASE):
                start = met.start("list") + agent.start()
                yield Found(
                    Phrase(
                        f"{agent[0]} is chemotherapy, listed under '{met['class']}'",
                        f"{agent[0]}属化疗，却列在“{met['class']}”之下",
                    ),
                    (Quote(name, value, *met.span("class")), Quote(name, value, start, start + len(agent[0]))),
                )
                return


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
        code="HPT240",
        title=Phrase("A target or a class stands where an agent should", "干预措施登记为靶点或药物类别"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Nobody can tell what the group receives; agents of a class differ in dose and effect.",
            "无法得知该组用的是什么药；同类药物剂量和疗效各异。",
        ),
        mend=Phrase(
            "Register the nonproprietary name, or list the agents that may be used.", "登记通用名，或列出可用药物。"
        ),
        meanwhile=Phrase(
            "Any agent directed at the target counts, and is recorded by name.",
            "针对该靶点的任何药物均计入，并记录通用名。",
        ),
        find=target_for_an_agent,
        example=Example(
            {"intervention[0].name": "PD-1", "intervention[0].type": "Drug"},
            {"intervention[0].name": "Sintilimab"},
        ),
        knowledge=True,
        source="WHO, The use of stems in the selection of INN, 2018",
    ),
    Check(
        code="HPT241",
        title=Phrase("A drug is given that is not registered", "正文给予的药物未登记"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A search for the drug does not find the study, and its exposure has no form.",
            "按药物检索不到本研究，其用药也无处记录。",
        ),
        mend=Phrase("Register every drug a group receives.", "登记各组所用的全部药物。"),
        meanwhile=Phrase(
            "The drugs of the text are recorded beside the registered ones.", "正文中的药物与登记药物一并记录。"
        ),
        find=drug_not_registered,
        example=Example(
            {
                "intervention[0].name": "Drug sensitivity testing guided therapy",
                "intervention[0].type": "Drug",
                "summary": "Patients without a result receive standard Lenvatinib treatment.",
            },
            {"intervention[0].name": "Lenvatinib"},
        ),
        knowledge=True,
        source="WHO, The use of stems in the selection of INN, 2018",
    ),
    Check(
        code="HPT242",
        title=Phrase("No drug has a dose", "所有药物均未写剂量"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "The treatment cannot be repeated, and exposure and dose reductions cannot be judged.",
            "治疗无法重复，暴露与减量无从判断。",
        ),
        mend=Phrase(
            "Give dose, interval and duration of each drug, or the label they follow.",
            "写明各药剂量、间隔和疗程，或所依据的说明书。",
        ),
        meanwhile=Phrase("Exposure is recorded as given; no dose is checked.", "按实际记录用药，不核对剂量。"),
        find=no_dose,
        example=Example(
            {
                "study_type": "INTERVENTIONAL",
                "intervention[0].name": "Sintilimab",
                "intervention[0].type": "DRUG",
                "intervention[0].description": "Participants will receive sintilimab in addition.",
            },
            {"intervention[0].description": "Sintilimab 200 mg every 3 weeks"},
        ),
    ),
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
