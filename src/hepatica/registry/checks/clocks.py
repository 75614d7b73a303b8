"""The moment from which a time to an event is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.endpoint import DEATH, DISEASE, ORIGIN_NAMES, ORIGINS, Endpoint, Stretch, endpoints
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import ANYWHERE, CRITERIA, first, search
from hepatica.registry.record import Quote, Record

PARTED: Final = re.compile(
    r"(?i)phase|stage|part\b|cohort|second|[-\s]?2\b|PFS2|intracranial|brain|CNS|阶段|队列|部分|二线"
)
"""Names of endpoints that belong to a part of a study, or to a second course: they have a clock of their own."""

PAIRED: Final = ("OS", "PFS", "EFS", "RFS", "DFS", "TTP")
NEOADJUVANT: Final = re.compile(
    r"(?i)neo-?adjuvant|peri-?operative|pre-?operative|induction|conversion|新辅助|围手术期|围术期|术前|转化"
)
OVERVIEW: Final = (
    "title",
    "title.official",
    "summary",
    "description",
    "arm.name",
    "arm.description",
    "intervention.description",
)

AFTER: Final = re.compile(
    r"(?ix) \b (?P<number> \d+ ) [-\s]? (?P<unit> year | month ) s? \s* (?: post [-\s]? | after \s | following \s )"
    r" (?P<origin> [^.;,\n]{3,60} )"
    r" | (?P<origin_zh> 手术 | 术 | 切除 | 根治 (?:治疗)? | 治疗开始 | 开始治疗 | 入组 | 随机 ) 后"
    r" \s* (?P<number_zh> \d+ ) \s* (?P<unit_zh> 年 | 个?月 )"
)
"""A horizon counted from something: "3 years post-radical treatment", "术后3年"."""


def _clocks(record: Record) -> list[tuple[Endpoint, Stretch]]:
    return [(each, stretch) for each in endpoints(record) for stretch in each.stretches if stretch.origin]


def _says(one: str, other: str) -> Phrase:
    return Phrase(
        f"one is counted from {ORIGIN_NAMES[one][0]}, the other from {ORIGIN_NAMES[other][0]}",
        f"一处从{ORIGIN_NAMES[one][1]}起算，另一处从{ORIGIN_NAMES[other][1]}起算",
    )


def two_endpoints_two_clocks(record: Record) -> Iterator[Found]:
    """Endpoints of a pair (overall survival, progression-free survival, …) that are counted from different moments."""
    clocks = [
        (each, stretch)
        for each, stretch in _clocks(record)
        if each.kind in PAIRED and not PARTED.search(each.says[0].text if each.says else each.name.text)
    ]
    if len(clocks) < 2 or first(record, OVERVIEW, NEOADJUVANT) is not None:
        return
    own = {each.kind: {stretch.origin for other, stretch in clocks if other.kind == each.kind} for each, _ in clocks}
    for number, (one, stretch) in enumerate(clocks):
        for other, against in clocks[number + 1 :]:
            if one.kind != other.kind and not own[one.kind] & own[other.kind]:
                yield Found(_says(stretch.origin, against.origin), (stretch.whole, against.whole))
                return


def one_endpoint_two_clocks(record: Record) -> Iterator[Found]:
    """An endpoint whose definition and time frame are counted from different moments."""
    for each in endpoints(record):
        clocks = [stretch for stretch in each.stretches if stretch.origin and _ends(stretch)]
        other = next((clock for clock in clocks[1:] if clock.origin != clocks[0].origin), None)
        if other is not None:
            yield Found(_says(clocks[0].origin, other.origin), (clocks[0].whole, other.whole))
            return


def _ends(stretch: Stretch) -> bool:
    """Whether it ends with what ends an endpoint; a stretch to a visit is a schedule."""
    text = stretch.end.text[:120]
    return DEATH.search(text) is not None or DISEASE.search(text) is not None


def two_horizons_two_clocks(record: Record) -> Iterator[Found]:
    """Outcomes with horizons of a year and more, one counted from surgery, the other from the start of treatment."""
    told: dict[str, Quote] = {}
    for quote in search(record, ("outcome.time_frame",), AFTER, ("post", "after", "following", "后")):
        met = AFTER.search(quote.text)
        if met is None or int(met["number"] or met["number_zh"]) * _months(met["unit"] or met["unit_zh"]) < 12:
            continue
        origin = (met["origin"] or met["origin_zh"]) + ("后" if met["origin_zh"] else "")
        kinds = [name for name, pattern in ORIGINS.items() if pattern.search(origin)]
        if len(kinds) == 1:
            told.setdefault(kinds[0], quote)
    if "surgery" in told and len(told) > 1 and first(record, OVERVIEW, NEOADJUVANT) is None:
        one, other = list(told)[:2] if "surgery" in list(told)[:2] else (next(iter(told)), "surgery")
        yield Found(_says(one, other), (told[one], told[other]))


def _months(unit: str) -> int:
    return 12 if unit.lower() in ("year", "年") else 1


_CIRCULAR: Final = re.compile(
    r"(?:\bobserved|\bfollowed)(?: up)? from the (?:observation|follow-?up) (?:period|start|time)"
    r"|从(?:观察|随访)(?:期|开始)(?:开始|起)?(?:进行)?(?:观察|随访)"
)


def circular_clock(record: Record) -> Iterator[Found]:
    """Observation that is said to begin with the observation, where no other beginning is told."""
    words = ("from the observation", "from the follow", "从观察", "从随访")
    quote = first(record, ("summary", "description", "follow_up"), _CIRCULAR, words)
    if quote is not None and not _clocks(record):
        yield Found(
            Phrase("observation begins with observation: no moment is named", "观察从观察期开始：未说明起点"), (quote,)
        )


_AWAITED: Final = re.compile(
    r"(?ix) (?: results? | test(?:ing)? | culture | sequencing | construction ) [^.;\n]{0,60}?"
    r" (?: not \s (?: be \s )? (?: available | obtained ) | unavailable | fails? ) [^.;\n]{0,40}? within \s [^.;\n,]{3,20}"
    r" | \d+ \s* (?: 个?月 | 周 | 天 ) 内 (?: 未能 | 未 | 无法 | 不能 ) [^。；;\n]{0,10}? (?: 结果 | 药敏 | 培养 )"
)


def group_decided_by_waiting(record: Record) -> Iterator[Found]:
    """A group made of those for whom a result is not there in time, and a clock that starts with the treatment."""
    if not any(stretch.origin == "treatment" for _, stretch in _clocks(record)):
        return
    awaited = first(
        record,
        ("description", "summary", "arm.description"),
        _AWAITED,
        ("not available", "not be", "fail", "unavail", "内"),
    )
    if awaited is None:
        return
    for _, stretch in _clocks(record):
        if stretch.origin == "treatment":
            yield Found(
                Phrase(
                    "who waits for a result is grouped by how it ends, and the clock starts later: do events before count?",
                    "等待结果者按结果分组，而计时在等待之后开始：等待期间的事件是否计入？",
                ),
                (awaited, stretch.whole),
            )
            return


_TREATED: Final = re.compile(
    r"(?ix) \b (?: have \s | has \s | had \s ) (?:already \s)? (?: undergone | received ) \s"
    r" (?P<what> (?: (?: radical | curative ) \w* \s (?: [\w-]+ \s ){0,2}?"
    r" (?: treatment | surgery | resection | hepatectomy | ablation )"
    r" | (?: surgery | resection | hepatectomy | liver \s transplantation ) ) )"
    r" | (?: 已 | 接受过? | 行 ) (?: 肝癌 )? 根治性? (?: 治疗 | 切除 | 手术 | 切除术 | 消融 )"
)
_INTERVAL: Final = re.compile(
    r"(?ix) \d+ \s? (?: days? | weeks? | months? ) \s (?: \w+ \s ){0,3}?"
    r" (?: of | after | from | following | post | before | prior )"
    r" | (?: after | following | since ) \s [^.;\n]{0,40} \d+ \s? (?: days? | weeks? | months? )"
    r" | 术后 \s? \d | 后 \s? \d+ \s? [-~至]? \s? \d* \s? (?: 天 | 周 | 个?月 ) | \d \s? (?: 天 | 周 | 个?月 ) 内"
)


def late_entry(record: Record) -> Iterator[Found]:
    """Participants treated before they enter, an outcome counted from that treatment, and no limit on the time between."""
    clock = next(
        (
            quote
            for quote in search(record, ("outcome.time_frame",), AFTER, ("post", "after", "following", "后"))
            if (met := AFTER.search(quote.text)) is not None
            and ORIGINS["surgery"].search((met["origin"] or met["origin_zh"]) + "后")
        ),
        None,
    )
    if clock is None:
        return
    treated = first(record, ("population", *CRITERIA[:1], "summary"), _TREATED)
    if treated is not None and first(record, (*CRITERIA, "eligibility", "population"), _INTERVAL) is None:
        yield Found(
            Phrase(
                "participants enter after the treatment from which the clock runs: how late may they enter?",
                "受试者在起算事件之后入组：最迟何时可入组？",
            ),
            (treated, clock),
        )


_RESET: Final = re.compile(
    r"(?i)(?:timelines?|clocks?|assessments?|schedules?) (?:\w+ )?(?:will be|are|is) "
    r"(?:reset|restarted)[^.;\n]*|重新(?:计时|起算|开始计算)"
)


def clock_that_is_reset(record: Record) -> Iterator[Found]:
    """One outcome's clock is set back with a new regimen, another's runs from the first."""
    reset = first(
        record, ("description", "summary", "outcome.description"), _RESET, ("reset", "restarted", "重新"), ANYWHERE
    )
    if reset is None:
        return
    for _, stretch in _clocks(record):
        if stretch.origin == "treatment":
            yield Found(
                Phrase(
                    "one clock is set back when treatment changes, the other is not: is a change an event or a restart?",
                    "更换治疗时一个指标重新计时，另一个不重新计时：更换治疗是事件还是新的起点？",
                ),
                (stretch.whole, reset),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT160",
        title=Phrase("Paired endpoints are counted from different moments", "成对终点的起算时间不同"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "The two times cannot be set against each other, and events between the two moments count for one only.",
            "两个时间无法相互比较，两个起点之间的事件只计入其中一个。",
        ),
        mend=Phrase("Count every endpoint of the pair from the same named moment.", "所有成对终点从同一明确时点起算。"),
        meanwhile=Phrase("Each endpoint is counted as it is written.", "各终点按其原文起算。"),
        find=two_endpoints_two_clocks,
        source="ICH E9(R1); McCabe et al., DATECAN, Ann Oncol 2015",
        example=Example(
            {
                "outcome[0].name": "Overall survival",
                "outcome[0].description": "From the first dose to death from any cause",
                "outcome[1].name": "Progression-free survival",
                "outcome[1].description": "From enrolment to progression or death",
            },
            {"outcome[1].description": "From the first dose to progression or death"},
        ),
    ),
    Check(
        code="HPT161",
        title=Phrase("An endpoint is counted from two moments", "同一终点有两个起算时间"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Two analysts would compute two results from the same data.", "同一数据由不同人分析会得到不同结果。"
        ),
        mend=Phrase("Name one moment in the definition and in the time frame.", "在定义和测量时间点中写明同一起点。"),
        meanwhile=Phrase("The definition is followed, not the time frame.", "以定义为准，不以测量时间点为准。"),
        find=one_endpoint_two_clocks,
        source="ICH E9(R1)",
        example=Example(
            {
                "outcome[0].name": "Progression-free survival (PFS)",
                "outcome[0].description": "PFS is the time from the first dose to progression or death",
                "outcome[0].time_frame": "From date of randomization until progression or death, up to 3 years",
            },
            {"outcome[0].time_frame": "From the first dose until progression or death, up to 3 years"},
        ),
    ),
    Check(
        code="HPT162",
        title=Phrase("Long horizons are counted from different moments", "长期指标的起算时间不同"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Participants who start treatment late are observed for less of one outcome than of the other.",
            "较晚开始治疗者，两个指标的观察时间不同。",
        ),
        mend=Phrase("Count every horizon from one moment.", "所有期限从同一时点起算。"),
        meanwhile=Phrase("Each horizon is counted as it is written.", "各期限按原文起算。"),
        find=two_horizons_two_clocks,
        source="ICH E9(R1)",
        example=Example(
            {
                "outcome[0].name": "Recurrence rate",
                "outcome[0].time_frame": "3 years post-radical treatment",
                "outcome[1].name": "Seroclearance",
                "outcome[1].time_frame": "2 years after the start of treatment",
            },
            {"outcome[1].time_frame": "2 years post-radical treatment"},
        ),
    ),
    Check(
        code="HPT163",
        title=Phrase("Observation has no named beginning", "观察起点未说明"),
        severity=2,
        decidability="T",
        costs=Phrase("No time to an event can be computed.", "无法计算任何至事件时间。"),
        mend=Phrase("Name the moment: surgery, randomisation, first dose.", "写明起点：手术、随机或首次用药。"),
        meanwhile=Phrase("No time to an event is computed.", "暂不计算至事件时间。"),
        find=circular_clock,
        source="ICH E9(R1)",
        example=Example(
            {"description": "All patients are observed from the observation period."},
            {"description": "All patients are observed from the day of surgery."},
        ),
    ),
    Check(
        code="HPT164",
        title=Phrase("A group is decided by a wait that the clock leaves out", "分组取决于等待结果，而计时不含等待期"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "Events during the wait vanish, and whoever lives through it looks better than the others: immortal time.",
            "等待期间的事件被遗漏，等到结果者显得预后更好（永恒时间偏倚）。",
        ),
        mend=Phrase(
            "Count from the event before the wait, or from a landmark at its end that is the same for both groups.",
            "从等待前的事件起算，或对两组采用相同的等待结束界标。",
        ),
        meanwhile=Phrase("The times are counted as written, and the report says so.", "按原文计时，并在报告中说明。"),
        find=group_decided_by_waiting,
        source="Suissa, Am J Epidemiol 2008; Anderson et al., J Clin Oncol 1983 (landmark)",
        example=Example(
            {
                "description": "Patients whose test results are not available within 1 month receive standard care. "
                "Recurrence-free survival is defined as the time from treatment initiation to recurrence or death."
            },
            {
                "description": "Patients whose test results are not available within 1 month receive standard care. "
                "Recurrence-free survival is defined as the time from resection to recurrence or death."
            },
        ),
    ),
    Check(
        code="HPT165",
        title=Phrase("Participants may enter long after the clock has started", "受试者可在起算时间很久之后入组"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "Whoever has an event before entering is never seen, so that the outcome looks better than it is.",
            "入组前发生事件者不会被纳入，使结果显得更好。",
        ),
        mend=Phrase(
            "Limit the time between the treatment and entry, or count from entry.",
            "限定治疗至入组的时间，或从入组起算。",
        ),
        meanwhile=Phrase("Late entries are marked; the times are counted as written.", "标记延迟入组者，按原文计时。"),
        find=late_entry,
        source="Suissa, Am J Epidemiol 2008",
        example=Example(
            {
                "population": "Adults who have undergone radical treatment of liver cancer.",
                "outcome[0].time_frame": "3 years post-radical treatment",
            },
            {"population": "Adults who have undergone radical treatment, within 4 weeks after it."},
        ),
    ),
    Check(
        code="HPT166",
        title=Phrase("One clock is set back, another is not", "一个指标重新计时，另一个不重新计时"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "The same change of treatment is an event for one outcome and a new beginning for another.",
            "同一次更换治疗对一个指标是事件，对另一个是新的起点。",
        ),
        mend=Phrase("Say for each outcome what a change of treatment does.", "逐一说明更换治疗对各指标的影响。"),
        meanwhile=Phrase("Each outcome is taken for the first regimen alone.", "各指标仅取首个方案。"),
        find=clock_that_is_reset,
        source="ICH E9(R1)",
        example=Example(
            {
                "description": "Time to progression is the interval from initiation of therapy to progression. "
                "If the regimen changes, assessment timelines will be reset for the new regimen."
            },
            {"description": "Time to progression is the interval from initiation of therapy to progression."},
        ),
    ),
)
