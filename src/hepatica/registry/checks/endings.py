"""What ends a time to an event, and how it is summarised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.endpoint import DEATH, DISEASE, SURVIVALS, Endpoint, Stretch, endpoints
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holds
from hepatica.registry.record import Quote, Record

ANY_EVENT: Final = re.compile(r"(?i)\bevents?\b|事件|failure|whichever|which ever|any of the following|以先发生")
NOT_COUNTED: Final = re.compile(
    r"(?i)censor|not counted|not (?:be )?(?:considered|regarded|count)|exclud|without death|compet|截尾|删失|不计|竞争"
)


def survival_without_death(record: Record) -> Iterator[Found]:
    """An endpoint whose name says survival and whose definition ends with the disease only."""
    told = [each for each in endpoints(record) if each.kind in SURVIVALS]
    for each in told:
        if any(other.mentions(DEATH) for other in told if other.kind == each.kind):
            continue
        definition = next((stretch.whole for stretch in each.stretches if _ends_with_disease(stretch)), None)
        if (definition := definition or _without_origin(each)) is not None:
            yield Found(
                Phrase(
                    f"{each.kind} counts deaths by its name, and its definition ends with the disease alone",
                    f"{each.kind}按名称应计入死亡，而定义仅以疾病事件为终点",
                ),
                (each.name, definition),
            )
            return


def _ends_with_disease(stretch: Stretch) -> bool:
    end = stretch.end.text
    alone = DISEASE.search(end[:90]) is not None and DEATH.search(end) is None
    return alone and ANY_EVENT.search(end) is None and _defines(stretch)


_TIME_TO: Final = re.compile(
    r"(?i)^(?:(?:is |it is )?defined as )?(?:the )?(?:(?:length|duration|period|amount) of |median )?(?:time|interval"
    r"|period|duration|months|days)"
    r"(?: (?:after|following|post) [^.;,\n]{3,40}?)? (?:elapsed )?(?:to|until|till|without|before|free of"
    r"|up to) (?:the )?(?:occurrence of |appearance of |onset of |detection of |date of )?"
    r"(?:(?:first|any|documented|radiologic(?:al)?|confirmed|objective|local|intrahepatic|tumou?r|disease|cancer"
    r"|clinical|the|of|hcc) ){0,4}"
    r"(?:recurrence|relapse|progression|metastas[ie]s)\b[^.;\n]{0,60}"
    r"|^(?:[^.;\n]{0,30}\b)?how long (?:\w+ ){0,4}?(?:stay|remain|are|is|keep|be)s? (?:free (?:of|from)|without)"
    r" (?:[\w-]+ ){0,3}?"
    r"(?:tumou?r|disease|cancer|recurrence|relapse|progression)[^.;\n]{0,80}"
    r"|^(?:至|到)?(?:首次)?(?:肿瘤|疾病)?(?:复发|进展)(?:的)?时间(?:间隔)?[^。；\n]{0,20}"
    r"|^(?:患者|受试者)?(?:保持|维持|持续)?(?:未|无)(?:出现|发生)?(?:肿瘤|疾病)?(?:复发|进展)的?(?:持续)?时间[^。；\n]{0,20}"
)


def _without_origin(each: Endpoint) -> Quote | None:
    """A definition that names no beginning: "time to progression"."""
    for quote in each.says:
        met = _TIME_TO.match(quote.text) if quote.field.endswith(("description", "method")) else None
        if met is not None and not ANY_EVENT.search(met[0]):
            return Quote(quote.field, quote.value, *met.span())
    return None


def _defines(stretch: Stretch) -> bool:
    """Whether a stretch is a definition; a time frame that is told by one is a window."""
    return not stretch.whole.field.endswith("time_frame")


def progression_with_death(record: Record) -> Iterator[Found]:
    """A time to progression, or to recurrence, that death ends as well."""
    for each in endpoints(record):
        if each.kind not in ("TTP", "TTR") or each.mentions(NOT_COUNTED):
            continue
        for stretch in each.stretches:
            end = re.search(
                r"(?i)(?:\bor\b|/|,|、|或|and/or)\s*(?:to\s|until\s)?(?:the\s)?(?:date\sof\s)?(?:\w+\s){0,3}?(?:death"
                r"|died?\b|dies|死亡)",
                stretch.end.text,
            )
            if end is not None and _defines(stretch):
                yield Found(
                    Phrase(
                        "a time to progression does not count deaths by its name, and its definition does",
                        "疾病进展时间按名称不计死亡，而定义计入死亡",
                    ),
                    (each.name, stretch.whole),
                )
                return


def overall_survival_with_disease(record: Record) -> Iterator[Found]:
    """An overall survival that ends with recurrence or progression."""
    for each in endpoints(record):
        for stretch in each.stretches if each.kind == "OS" else ():
            met = DISEASE.search(stretch.end.text[:60])
            death = DEATH.search(stretch.end.text)
            if met is not None and _defines(stretch) and (death is None or met.start() < death.start()):
                yield Found(
                    Phrase(
                        "overall survival ends with death by its name, and its definition names the disease first",
                        "总生存期按名称以死亡为终点，而定义首先列出疾病事件",
                    ),
                    (each.name, stretch.whole),
                )
                return


_BY_CAUSE: Final = re.compile(
    r"(?i)\b(?:deaths?|dying|die[sd]?|mortality)\s(?:that\s(?:is|are|was|were)\s|which\s(?:is|are|was)\s)?"
    r"(?:(?:directly|only|solely|mainly|primarily)\s)?"
    r"(?:due\sto|from|caused\sby|because\sof|related\sto|attributed\sto|attributable\sto|as\sa\s(?:result|consequence)\sof"
    r"|resulting\sfrom|owing\sto|of)\s(?:the\s|their\s|his\sor\sher\s|underlying\s)*"
    r"(?:progressi\w+\s(?:of\s)?|recurren\w+\s(?:of\s)?|primary\s|advanced\s)*(?:the\s)?"
    r"(?:liver\scancer|hepatocellular|hepatic\s(?:cancer|tumou?r)|HCC\b|tumou?r|cancer|carcinoma|malignan|disease\b"
    r"|liver\sfailure"
    r"|progression|recurrence)[\w-]*(?:\s(?:cancer|carcinoma|progression|recurrence)\b)?"
    r"|\b(?:cancer|tumou?r|disease|HCC|liver)[- ](?:specific|related|associated|caused)\s(?:death|mortality)"
    r"|因(?:患)?(?:肝癌|肿瘤|癌症|本病|该病|疾病进展|原发病|肝细胞癌|肝衰竭)[^。；;\n，,]{0,8}(?:死亡|去世|病死)"
    r"|(?:肝癌|肿瘤|癌症|疾病)(?:相关|特异性?|所致|导致)的?死亡"
    r"|死于(?:肝癌|肿瘤|本病)"
)
_ANY_CAUSE: Final = re.compile(
    r"(?i)\b(?:any|all|every|unrelated)\s?-?(?:the\s)?(?:causes?|reasons?|origins?)\b|regardless|irrespective|whatever"
    r"|\bother\b"
    r"|任何原因|各种原因|所有原因|全因|任意原因|不论|无论|其他"
)


def overall_survival_by_cause(record: Record) -> Iterator[Found]:
    """An overall survival that counts the deaths from the disease and no others."""
    for each in endpoints(record) if holds(record, _WHERE, _CAUSES) else ():
        if each.kind != "OS" or each.mentions(_ANY_CAUSE):
            continue
        for quote in each.says:
            met = _BY_CAUSE.search(quote.text)
            if met is not None and not NOT_COUNTED.search(quote.text) and not DEATH.search(quote.text, 0, met.start()):
                yield Found(
                    Phrase(
                        "overall survival ends with any death by its name, and its definition counts those from the disease",
                        "总生存期按名称计入任何死亡，而定义只计疾病所致死亡",
                    ),
                    (each.name, Quote(quote.field, quote.value, quote.start + met.start(), quote.start + met.end())),
                )
                return


_CAUSES: Final = ("death", "dying", "die", "mortality", "死")
_WHERE: Final = ("outcome.name", "outcome.description", "outcome.method", "summary", "description")
_LOST: Final = re.compile(
    r"(?i)\b(?:death|died|progression|recurrence|relapse)\b[^.;\n]{0,40}?(?:,|/|\bor\b|\band/or\b)\s*(?:until |till "
    r"|to |the |date of |being |is |are |were )*"
    r"(?:los[ts]\w*|withdraw\w*|drop-?\s?outs?)(?: \w+){0,2}? (?:of|to|from|in) (?:the )?(?:follow[- ]?up|study|trial"
    r"|contact)"
    r"|\blos[ts]\w* (?:of|to|in) follow[- ]?up\s*(?:,|/|\bor\b)\s*(?:the )?(?:\w+ ){0,2}?death|死亡、?(?:或|/|、|和)?失访"
    r"|失访(?:或|/|、|和)死亡"
)
_ABSENT_DEATH: Final = re.compile(
    r"(?i)censor|absence of death|if no|last (?:follow|contact|visit|known)|whichever|end of (?:the )?(?:study"
    r"|follow)|cut-?off|截尾|删失|末次|最后一次"
)


def loss_counted(record: Record) -> Iterator[Found]:
    """A survival time that loss to follow-up ends as death does."""
    if not holds(record, _WHERE, ("lost", "loss", "losing", "withdraw", "drop", "失访")):
        return
    for each in endpoints(record):
        if each.mentions(_ABSENT_DEATH) and not any(_LOST.search(quote.text) for quote in each.says[1:2]):
            continue
        for stretch in each.stretches:
            if _LOST.search(stretch.end.text) and not _ABSENT_DEATH.search(stretch.end.text) and _defines(stretch):
                yield Found(
                    Phrase(
                        "loss to follow-up stands beside death as an event; it censors",
                        "失访与死亡并列为终点事件；失访应为截尾",
                    ),
                    (each.name, stretch.whole),
                )
                return


CHECKS: Final = (
    Check(
        code="HPT170",
        title=Phrase("A survival endpoint leaves deaths out", "生存终点未计入死亡"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whoever dies without recurrence or progression is censored, so that the result looks better than it is.",
            "未复发或未进展而死亡者被截尾，使结果偏好。",
        ),
        mend=Phrase(
            "Add death from any cause to the definition, or call it a time to recurrence or progression.",
            "在定义中加入任何原因死亡，或改称至复发（进展）时间。",
        ),
        meanwhile=Phrase("Death from any cause is counted as an event.", "任何原因死亡计为事件。"),
        find=survival_without_death,
        knowledge=True,
        source="Hudis et al., STEEP, J Clin Oncol 2007; Llovet et al., J Hepatol 2021 (endpoints in HCC)",
        example=Example(
            {
                "outcome[0].name": "Recurrence-free survival (RFS)",
                "outcome[0].description": "Time from surgery to tumor recurrence",
            },
            {"outcome[0].description": "Time from surgery to tumor recurrence or death"},
        ),
    ),
    Check(
        code="HPT171",
        title=Phrase("A time to progression counts deaths", "至进展时间计入了死亡"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "It is a progression-free survival by another name, and cannot be compared with a time to progression.",
            "实为无进展生存期，不能与其他研究的至进展时间比较。",
        ),
        mend=Phrase("Leave death out of the definition, or change the name.", "从定义中去掉死亡，或更改名称。"),
        meanwhile=Phrase("The definition is followed, not the name.", "以定义为准，不以名称为准。"),
        find=progression_with_death,
        knowledge=True,
        source="FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018",
        example=Example(
            {
                "outcome[0].name": "Time to progression (TTP)",
                "outcome[0].description": "Time from the first dose to progression or death",
            },
            {"outcome[0].description": "Time from the first dose to progression"},
        ),
    ),
    Check(
        code="HPT172",
        title=Phrase("Loss to follow-up is counted as an event", "失访被计为终点事件"),
        severity=1,
        decidability="T",
        costs=Phrase("Survival looks worse the more participants are lost.", "失访越多，生存结果显得越差。"),
        mend=Phrase("Censor whoever is lost at the last contact.", "失访者在末次随访时截尾。"),
        meanwhile=Phrase("Loss to follow-up censors.", "失访按截尾处理。"),
        find=loss_counted,
        knowledge=True,
        source="FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018",
        example=Example(
            {
                "outcome[0].name": "Overall survival",
                "outcome[0].description": "Time from the first dose until death or loss to follow-up",
            },
            {"outcome[0].description": "Time from the first dose until death"},
        ),
    ),
    Check(
        code="HPT173",
        title=Phrase("Overall survival ends with the disease", "总生存期以疾病事件为终点"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "It is a progression-free survival by another name: shorter, and no measure of life.",
            "实为无进展生存期：时间更短，且不反映寿命。",
        ),
        mend=Phrase("Let death from any cause alone end it.", "仅以任何原因死亡为终点。"),
        meanwhile=Phrase("Death from any cause alone ends it.", "仅以任何原因死亡为终点。"),
        find=overall_survival_with_disease,
        knowledge=True,
        source="FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018",
        example=Example(
            {
                "outcome[0].name": "Overall survival",
                "outcome[0].description": "Time from randomisation until documented progression or death",
            },
            {"outcome[0].description": "Time from randomisation until death"},
        ),
    ),
    Check(
        code="HPT174",
        title=Phrase("Overall survival counts some deaths only", "总生存期仅计入部分死亡"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Deaths from the treatment or the liver disease vanish, and the curve lies too high.",
            "治疗或肝病所致死亡被漏计，生存曲线偏高。",
        ),
        mend=Phrase(
            "Count death from any cause, or call it disease-specific survival.",
            "计入任何原因死亡，或改称疾病特异性生存。",
        ),
        meanwhile=Phrase("Death from any cause ends it.", "以任何原因死亡为终点。"),
        find=overall_survival_by_cause,
        knowledge=True,
        source="FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018",
        example=Example(
            {
                "outcome[0].name": "Overall survival",
                "outcome[0].description": "Time from enrolment to death due to liver cancer",
            },
            {"outcome[0].description": "Time from enrolment to death"},
        ),
    ),
)
