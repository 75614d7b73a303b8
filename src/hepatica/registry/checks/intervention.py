"""What is given: agents without a name, agents the text gives and the register does not list, no dose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.agents import AMOUNT, CLASSES, DOSE, NAMED, RHYTHM, TARGETS
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.kept import kept
from hepatica.registry.lexicon import Sieve
from hepatica.registry.looking import CRITERIA, first, holds, parts, search, sentence, text, values
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
    r"(?<!who )(?<!have )(?<!has )\b(?:will\s+(?:be\s+)?(?:receive|treated\s+with|given|administered|take)|receives?"
    r"|(?:is|are|be|being)\s+(?:treated\s+with|given|administered)|takes?)\s+(?P<what>[^.;\n]{0,80})"
    r"|\b(?:group|arm|cohort)\s+\w{1,12}\s?(?:[:=]|will\s+be|is)\s?(?P<list>[^.;\n]{3,80})"
    r"|(?P<passive>(?!(?:groups?|arms?|cohorts?|patients|subjects|participants|controls?|drugs?|treatment"
    r"|therapy)\b)[A-Za-z-]{5,30}(?:\s(?:plus|and|or)\s[A-Za-z-]{5,30})?)\s(?:will\s+be|is"
    r"|are)\s(?:orally\s)?(?:administered|given|taken|infused|injected)\b"
    r"|(?:将|均)?(?:接受|给予|予以|口服|服用|采用|使用|应用)(?P<zh>[^。；\n]{0,30})",
    re.IGNORECASE,
)
RECEIVE_KEYS: Final = (
    "receive", "treated with", "given", "administered", "take", "infused", "injected", "group", "arm", "cohort", "接受", "给予",
    "予以", "口服", "服用", "采用", "使用", "应用",
)  # fmt: skip
EARLIER: Final = re.compile(
    r"\b(?:previous(?:ly)?|prior|had|history|earlier|other\s+(?:study|trial)|in\s+a|mice|rats|animals?|who\s+received"
    r"|historical\w*"
    r"|reported|showed|shown|after\s+failure)\b|既往|曾",
    re.IGNORECASE,
)
ASSIGNED: Final = re.compile(r"\bwill\s+(?:receive|be\s+(?:treated|given|administered))|将(?:接受|给予)", re.IGNORECASE)
LABELLED: Final = re.compile(
    r"(?:according\s+to|follow(?:s|ing)?|per|by)\s+(?:the\s+)?(?:current\s+)?(?:label|package"
    r"|instructions?|manufacturer|prescrib|guideline|protocol|local"
    r"|standard|institution)|standard\s+(?:dose|dosage)"
    r"|as\s+(?:per|prescribed|directed|indicated)|guidelines?|in\s+accordance\s+with|package\s+insert"
    r"|prescribing\s+information|product\s+(?:label|information)|说明书"
    r"|按.{0,6}指南|常规剂量|标准剂量",
    re.IGNORECASE,
)
CYCLE: Final = re.compile(r"\bCycle\s+\d+,?\s+Day\s+\d+|第\d+周期第?\d+天", re.IGNORECASE)
UNDOSED: Final = re.compile(
    r"placebo|saline|\btests?\b|assay|vaccine|plasma|cells?\b|\bcare\b|samples?\b|biops"
    r"|screening|questionnaire|安慰剂|疫苗|血浆|细胞|检测",
    re.IGNORECASE,
)
UNFIXED: Final = re.compile(
    r"\bdos(?:e|es|age|ing)\b[^.]{0,40}\b(?:assign|escalat|determin|adjust|level|find|expan|according)"
    r"|escalat\w+\s+dose|dose[\s-](?:finding|escalation)"
    r"|剂量(?:递增|爬坡|探索)",
    re.IGNORECASE,
)
"""A dose that the study itself finds or a person sets."""
EVERYBODY: Final = re.compile(
    r"\b(?:all|every|each|eligible|enrolled|included)\s(?:the\s"
    r"|of\sthe\s)?(?:\w+\s)?(?:patients?|participants?|subjects?)\b|(?:所有|全部|全体)(?:患者|受试者)",
    re.IGNORECASE,
)
GROUP: Final = re.compile(r"control|comparator|\bgroup\b|\barm\b|standard|对照|组", re.IGNORECASE)


@kept
def _drugs(record: Record) -> tuple[tuple[int, Value], ...]:
    """The interventions that are drugs, with their numbers and names."""
    found = []
    for number, member in enumerate(record.members("intervention")):
        kinds, names = member.get("type", ()), member.get("name", ())
        if names and kinds and DRUG.search(kinds[0].text):
            found.append((number, names[0]))
    return tuple(found)


def target_for_an_agent(record: Record) -> Iterator[Found]:
    """A drug that is registered as a receptor or a class, with no agent named beside it."""
    for number, name in _drugs(record):
        kinds = _classes(name.text)
        if not kinds or _named_for(record, number):
            continue
        quote = Quote(f"intervention[{number}].name", name, 0, len(name.text))
        is_target = len(kinds) == 1 and kinds[0].re is TARGETS and kinds[0]["kind"] is None
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
                f"'{name.text}' is a target, not an agent"
                if is_target
                else f"'{name.text}' is a class of agents, not one of them",
                f"“{name.text}”是{'靶点' if is_target else '药物类别'}，不是具体药物",
            ),
            (quote, told) if told else (quote,),
            severity=1 if is_target else 2,
        )
        return


def _classes(name: str) -> list[re.Match[str]]:
    """The targets and classes that a name is made of; none where a part of it is anything else, or an agent in brackets."""
    if len(name) > 90:
        return []
    whole = CLASSES.fullmatch(name.strip())
    if whole:
        return [whole]
    bare = _BRACKETED.sub(" ", name)
    if bare != name and _agent(name):
        return []
    parts = [" ".join(part.split()) for part in _JOINED.split(bare)]
    met = [TARGETS.fullmatch(part) or CLASSES.fullmatch(part) for part in parts if part]
    found = [each for each in met if each is not None]
    return found if len(found) == len(met) else []


_BRACKETED: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_JOINED: Final = re.compile(
    r"\s*(?:\+|\bplus\b|\band\b|\bor\b|\bcombined with\b|\bin combination with\b|\bwith\b|、|联合|和|或|加)\s*",
    re.IGNORECASE,
)


def _named_for(record: Record, number: int) -> bool:
    """Whether the description or another name of an intervention, or an arm, names an agent of its class."""
    member = record.members("intervention")[number]
    own = [*member.get("description", ()), *member.get("other_name", ())]
    arms = [value for arm in record.members("arm") for value in arm.get("description", ())]
    return any(_agent(value.text) for value in (*own, *arms))


def _agent(text: str) -> str | None:
    met = NAMED.search(text)
    return met[0] if met else None


DENIED: Final = re.compile(r"\b(?:not|no|without|except|instead\s+of|rather\s+than)\b|不|未", re.IGNORECASE)
AGENTS: Final = Sieve(NAMED.findall)


def drug_not_registered(record: Record) -> Iterator[Found]:
    """A drug that a group of the study is to receive by its text, and that no registered intervention names."""
    drugs = _drugs(record)
    if not drugs or OBSERVED.search(record.text("study_type")):
        return
    registered = text(record, *GIVEN).casefold()
    if all(_is_registered(agent, registered) for agent in AGENTS.met(parts(record))):
        return
    for told in search(record, TOLD, RECEIVE, RECEIVE_KEYS, 120):
        met = RECEIVE.match(told.value.text, told.start, told.end)
        span = (
            next((met.span(group) for group in ("what", "list", "passive", "zh") if met[group] is not None), None)
            if met
            else None
        )
        agents = NAMED.finditer(told.value.text, *span) if span else ()
        agent = next((each for each in agents if not _is_registered(each[0], registered)), None)
        if agent is None:
            continue
        begin, end = sentence(told.value, told.start)
        if (
            (GROUP.search(told.value.text, begin, end) or EVERYBODY.search(told.value.text, begin, agent.start()))
            and not EARLIER.search(told.value.text, begin, agent.end())
            and not DENIED.search(told.value.text, told.start, agent.start())
        ):
            number, first = drugs[0]
            yield Found(
                Phrase(
                    f"{agent[0]} is given by the text and not registered", f"正文给予{agent[0]}，但未登记为干预措施"
                ),
                (
                    Quote(f"intervention[{number}].name", first, 0, len(first.text)),
                    Quote(told.field, told.value, told.start, max(agent.end(), told.start + 1)),
                ),
            )
            return


def _is_registered(agent: str, registered: str) -> bool:
    """Whether the registered interventions name an agent; of a name in Chinese its last characters count, that are"
    " its stem."""
    name = agent.casefold()
    return name in registered or name.rstrip("s") in registered or (not name.isascii() and name[-4:] in registered)


_DOSED: Final = (" mg", "mg/", "once daily", "twice daily", "every 3 weeks", "every 2 weeks", "毫克")
"""What tells a dose or its rhythm beyond doubt."""


def no_dose(record: Record) -> Iterator[Found]:
    """A drug trial whose record tells no amount, rhythm or source of the dose of any drug (absent)."""
    drugs = [(number, name) for number, name in _drugs(record) if not UNDOSED.search(name.text)]
    if not drugs:
        return
    if holds(record, GIVEN, _DOSED):
        return
    given, told = text(record, *GIVEN), text(record, *TOLD)
    if not told and not values(record, ("intervention.description", "arm.description")):
        return  # a portal that passes on names alone: the register itself may tell the dose
    if OBSERVED.search(record.text("study_type")) and not ASSIGNED.search(given):
        return
    if DOSE.search(given) or RHYTHM.search(given) or LABELLED.search(given) or UNFIXED.search(given):
        return
    if AMOUNT.search(told) or UNFIXED.search(told) or UNFIXED.search(record.text("title")):
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
)
