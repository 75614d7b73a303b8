"""Studies registered as observational that prescribe treatment, procedures or visits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import TOLD, first, search, sentence_of
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import observational

TRIAL: Final = re.compile(
    r"(?ai)\b(?:goal|aim|purpose|objective) of (?:this|the) (?:\w+ )?clinical trial\b[^.;\n]{0,60}"
    r"|\b(?:this|the) (?:trial|clinical trial) is designed as\b[^.;\n]{0,60}"
    r"|\bopen[ -]label\b[^.;\n]{0,40}|本(?:临床)?试验(?:旨在|目的)[^。；\n]{0,30}"
)
_PEOPLE: Final = r"(?:participants|patients|subjects|volunteers|women|men|children|individuals)"
ASSIGNED: Final = re.compile(
    rf"(?ai)\b{_PEOPLE} (?:[\w-]+ ){{0,4}}?(?:will be|are|is|were to be) (?:\w+ly )?(?:randomi[sz]ed|(?:randomly "
    rf"|then )?(?:assigned|allocated))(?! by)\b[^.;\n]{{0,60}}"
    rf"|\b{_PEOPLE} (?:in [^.;\n]{{0,30}} )?(?:will |are |is |must )?(?:be )?(?:receive|given|treated with"
    rf"|administered|take)\b[^.;\n]{{0,80}}?"
    r"(?:\b(?:as assigned|(?:according to|per|by) (?:the )?(?:study )?protocol|(?:investigational|study|trial"
    r"|experimental) (?:drug|product|medication|treatment))\b[^.;\n]{0,40}"
    r"|\b\d+(?:\.\d+)? ?(?:mg|g|ml|µg|ug|IU|mg/kg|mg/m2)\b[^.;\n]{0,40})"
    r"|\b(?:experimental|intervention|test|treatment|study) (?:group|arm) (?:will |shall )(?:receive|be (?:given"
    r"|treated))\b[^.;\n]{0,60}"
    r"|(?:患者|受试者)(?:将)?随机(?:分为|分配)[^。；\n]{0,30}|(?:试验|干预)组(?:患者)?(?:将)?(?:接受|给予|予)[^。；\n]{0,30}"
)
GIVEN: Final = re.compile(
    r"(?ai)\b(?:participants|patients|subjects) (?:in [^.;\n]{0,30} )?will "
    r"(?:receive|be (?:treated|given|administered))\b[^.;\n]{0,60}"
    r"|(?:患者|受试者)(?:将|均)(?:接受|给予)[^。；\n]{0,20}治疗"
)
_ROUTINE: Final = re.compile(
    r"(?ai)routine|usual care|standard[ -]of[ -]care|clinical practice|who (?:will )?receive|at "
    r"the discretion|non-?intervention|as prescribed|physician|clinician|guidelines?\b|prescribed|who (?:are |were "
    r"|have )|\bown choice|decided by|"
    r"at the time of|before enrol|already|real[- ]world|regardless|not be (?:random|assign)|not (?:random|assign)"
    r"|Mendelian|常规|临床实践|既往"
)
PROCEDURE: Final = re.compile(
    r"(?ai)(?<!not )(?<!un)\b(?:able|willing|agree\w*|consent\w*|cooperate|accepts?)\b[^.;\n]{0,60}\b(?:biops\w+"
    r"|puncture|colonoscop\w+|gastroscop\w+|aspirations?"
    r"|catheter\w*|endoscop\w+|bronchoscop\w+|angiograph\w+|arterial?/?[^.;\n]{0,24} blood)\b[^.;\n]{0,80}"
    r"|(?<!不)(?:能够|愿意|同意|配合)[^。；\n]{0,10}(?:活检|穿刺|内镜|胃镜|肠镜|造影|插管)[^。；\n]{0,24}"
)
UNTOUCHED: Final = re.compile(
    r"(?ai)\bwithout (?:any )?(?:interfering|intervening|affecting|influencing|interventions?|interference)\b"
    r"[^.;\n]{0,80}"
    r"|\b(?:no|any) (?:additional )?interventions? (?:is|are|will be) (?:made|done|performed|given|carried out)\b"
    r"|\b(?:does|will|do) not (?:interfere with|influence|affect|intervene in|change) [^.;\n]{0,60}"
    r"|\b(?:treatment|care|therapy|management|decisions?)\b[^.;\n]{0,30}\b(?:is|are|will be) not (?:be )?"
    r"(?:influenced|affected|changed|altered) by the study\b"
    r"|不(?:干预|影响|干涉)[^。；\n]{0,12}(?:治疗|诊疗)[^。；\n]{0,10}"
)
VISITS: Final = re.compile(
    r"(?ai)[^.;\n]{0,20}\b(?:will be |to be |is |are )?(?:assessed|evaluated|examined|performed|measured|done|drawn"
    r"|taken|repeated|scanned|seen) "
    r"(?:(?:at|in|on) (?:weeks?|months?) \d|every (?:\d+|two|three|four|six|eight|twelve)(?! to\b)(?! ?-) (?:weeks?"
    r"|months?))[^.;\n]{0,30}"
    r"|每\s*\d+\s*(?:周|个月)[^。；\n]{0,10}(?:评估|检查|CT|MRI|复查)"
)


def trial_as_observation(record: Record) -> Iterator[Found]:
    """Observational by the register, a trial of an assigned treatment in the text."""
    field = observational(record)
    if field is None:
        return
    trial = first(
        record,
        ("summary", "description", "title.official", "title"),
        TRIAL,
        ("clinical trial", "trial is", "open", "试验"),
    )
    assigned = next((quote for quote in search(record, TOLD, ASSIGNED, _ASSIGNS) if _of_the_study(quote)), None)
    if assigned is not None and (trial is None or not assigned.field.startswith(("summary", "description"))):
        yield Found(
            Phrase(
                f"registered as '{field.text}', and the text assigns a treatment ('{assigned.text.strip()}')",
                f"注册为“{field.text}”，正文却指定治疗（“{assigned.text.strip()}”）",
            ),
            (field, assigned),
        )
        return
    given = first(record, TOLD, GIVEN, ("will receive", "will be", "接受", "给予"))
    if trial is None or given is None or _ROUTINE.search(given.value.text[max(0, given.start - 80) : given.end + 80]):
        return
    yield Found(
        Phrase(
            f"registered as '{field.text}', and the text assigns a treatment ('{given.text}')",
            f"注册为“{field.text}”，正文却指定治疗（“{given.text}”）",
        ),
        (field, trial, given),
    )


_ASSIGNS: Final = (
    "randomi", "assigned", "allocated", "protocol", "investigational", "study drug", "study treatment", "trial drug",
    "experimental", "intervention group", "intervention arm", "test group",
    "treatment group", "treatment arm", "study medication", "study product", " mg", " g ", " ml", "随机", "试验组", "干预组",
)  # fmt: skip


def _of_the_study(quote: Quote) -> bool:
    """Whether the study itself gives the treatment, and not routine care or another study."""
    beside = quote.value.text[max(0, quote.start - 80) : quote.end + 80]
    return _ROUTINE.search(beside) is None and not of_others(quote)


def procedure_in_observation(record: Record) -> Iterator[Found]:
    """Observational by the register, an invasive procedure asked of participants."""
    field = observational(record)
    if field is None:
        return
    found = list(
        search(
            record,
            ("eligibility.inclusion",),
            PROCEDURE,
            ("biops", "punctur", "cathet", "scop", "graph", "arter", "aspirat", "活检", "穿刺", "镜", "造影", "插管"),
        )
    )
    found = [quote for quote in found if _LEFT_OVER.search(quote.text) is None]
    words = next((quote for quote in found if quote.value.language == "en"), found[0] if found else None)
    if words is not None:
        yield Found(
            Phrase(
                f"registered as '{field.text}', and participants must undergo a procedure ('{words.text}')",
                f"注册为“{field.text}”，却要求受试者接受有创操作（“{words.text}”）",
            ),
            (field, words, *_none(record)),
        )


_LEFT_OVER: Final = re.compile(
    r"(?ai)left-?over|residual|remaining|archiv|diagnostic|clinically indicated|routine|previous|standard|\bprior\b"
    r"|already|剩余|既往"
)


def _none(record: Record) -> tuple[Quote, ...]:
    quote = first(record, ("arm.intervention",), re.compile(r"(?ai)^\s*(?:none|无)\s*$"))
    return (quote,) if quote is not None else ()


def visits_in_observation(record: Record) -> Iterator[Found]:
    """Care that is left as it is, and visits fixed to the week."""
    if observational(record) is None:
        return
    care = first(record, TOLD, UNTOUCHED, ("without", "intervention", " not ", "不"))
    told = search(record, TOLD, VISITS, ("week", "month", "周", "月")) if care else iter(())
    visits = next((quote for quote in told if _ROUTINE.search(sentence_of(quote).text) is None), None)
    if care is not None and visits is not None:
        yield Found(
            Phrase(
                "care is left as it is, and examinations are fixed to the week",
                "声称不干预诊疗，却规定了按周的检查时间",
            ),
            (care, visits),
        )


CHECKS: Final = (
    Check(
        code="HPT370",
        title=Phrase("A trial registered as an observation", "干预试验注册为观察性研究"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Approval, insurance, reporting of harm and the meaning of the comparison all depend on it.",
            "伦理审批、保险、不良事件报告及比较的含义均取决于此。",
        ),
        mend=Phrase(
            "Register it as interventional, or describe treatment as chosen in care.",
            "改为干预性研究，或说明治疗由临床决定。",
        ),
        meanwhile=Phrase("Groups are taken as treated, not as assigned.", "按实际治疗分组，不视为分配。"),
        find=trial_as_observation,
        example=Example(
            {
                "study_type": "OBSERVATIONAL",
                "summary": "The goal of this clinical trial is to learn whether it helps.",
                "description": "Participants will receive interferon.",
            },
            {"study_type": "INTERVENTIONAL"},
        ),
    ),
    Check(
        code="HPT371",
        title=Phrase("An observation that asks for an invasive procedure", "观察性研究要求有创操作"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Participants bear a risk for the study that the register denies.", "受试者承担了注册信息未承认的研究风险。"
        ),
        mend=Phrase(
            "Register the procedure as an intervention, or say that it is part of care.",
            "将该操作登记为干预，或说明属常规诊疗。",
        ),
        meanwhile=Phrase("Harm of the procedure is recorded as in a trial.", "按试验要求记录操作相关不良事件。"),
        find=procedure_in_observation,
        example=Example(
            {
                "study_type": "Observational study",
                "eligibility.inclusion": "Able to cooperate with the completion of liver biopsy",
            },
            {"study_type": "Interventional study"},
        ),
    ),
    Check(
        code="HPT372",
        title=Phrase("Care left as it is, and visits fixed to the week", "声称不干预，却固定访视时间"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Scans that care would not make become part of the study, or are missing.",
            "常规诊疗不做的检查成为研究内容，或将缺失。",
        ),
        mend=Phrase("Say which examinations are made for the study.", "说明哪些检查为研究所设。"),
        meanwhile=Phrase("Examinations count at the day they were made.", "以实际检查日计。"),
        find=visits_in_observation,
        example=Example(
            {
                "study_type": "OBSERVATIONAL",
                "description": "Without interfering with treatment, response will be assessed at Weeks 8, 16.",
            },
            {"study_type": "INTERVENTIONAL"},
        ),
    ),
)
