"""Who is observed from when: clocks without a beginning, waits and late entries that a clock leaves out, clocks set back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.clocks import AFTER, AFTER_KEYS, counted
from hepatica.registry.endpoint import ORIGINS
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, first, search, sentence
from hepatica.registry.record import Record

_CIRCULAR: Final = re.compile(
    r"(?i)(?:\b(?:observed|followed)|\b(?:follow-?\s?up|observation) (?:\w+ )?(?:starts?|begins?|started|is made"
    r"|runs?))(?: up)?(?: for \w+ \w+)?"
    r" (?:from|at|with) the (?:(?:start|beginning|first day|onset|initiation) of (?:the )?)?"
    r"(?:observation|follow-?\s?up)(?! (?:visit|after|of))(?: (?:period|start|time|phase))?"
    r"|从(?:观察|随访)(?:期|开始)(?:开始|起)?(?:进行)?(?:观察|随访)"
)


def circular_clock(record: Record) -> Iterator[Found]:
    """Observation that is said to begin with the observation, where no other beginning is told."""
    words = ("observation", "follow-up", "follow up", "followup", "从观察", "从随访")
    quote = first(record, ("summary", "description", "follow_up"), _CIRCULAR, words, 120)
    if quote is not None and not counted(record):
        yield Found(
            Phrase("observation begins with observation: no moment is named", "观察从观察期开始：未说明起点"), (quote,)
        )


_AWAITED: Final = re.compile(
    r"(?ix) (?: results? | test(?:ing|s)? | culture | sequencing | construction | report | organoids? ) [^.;\n]{0,60}?"
    r" (?: (?: not | cannot | could \s not | never ) \s (?: be \s )? (?: yet \s )? (?: available | obtained | ready "
    r"| returned | completed | reported"
    r" | established | generated ) | unavailable | fails? | failed | pending ) [^.;\n]{0,40}? within \s [^.;\n,]{3,20}"
    r" | \b (?: without | no ) \s (?: an? \s )? (?: [\w-]+ \s ){0,3}? (?: results? | report "
    r"| test ) \s [^.;\n]{0,25}? within \s [^.;\n,]{3,20}"
    r" | \d+ \s* (?: 个?月 | 周 | 天 ) 内 (?: 未能 | 未 | 无法 | 不能 ) [^。；;\n]{0,10}? (?: 结果 | 药敏 | 培养 )"
)


def group_decided_by_waiting(record: Record) -> Iterator[Found]:
    """A group made of those for whom a result is not there in time, and a clock that starts with the treatment."""
    awaited = first(
        record,
        ("description", "summary", "arm.description"),
        _AWAITED,
        ("within", "内"),
    )
    if awaited is None:
        return
    for _, stretch in counted(record):
        if stretch.origin == "treatment":
            yield Found(
                Phrase(
                    "who waits for a result is grouped by how it ends, and the clock starts later: do events before count?",
                    "等待结果者按结果分组，而计时在等待之后开始：等待期间的事件是否计入？",
                ),
                (awaited, stretch.whole),
            )
            return


_CURE: Final = (
    r"(?: (?: radical | curative ) \w* \s (?: [\w-]+ \s ){0,2}? (?: treatment | surgery | resection | hepatectomy "
    r"| ablation | therapy )"
    r" | (?: liver \s )? resection | hepatectomy | liver \s transplantation )"
)
_TREATED: Final = re.compile(
    rf"(?ix) \b (?: have | has | had | having ) \s (?: already \s | previously \s )? (?: undergone | received "
    rf"| had ) \s (?: an? \s )?"
    rf" (?: {_CURE} | surgery )"
    rf" | \b (?: who | patients | participants | subjects ) \s (?: underwent | received ) \s (?: an? \s )? {_CURE}"
    rf" | \b (?: previously \s )? (?: treated | resected ) \s (?: previously \s )? (?: by | with ) \s (?: an? \s )? {_CURE}"
    rf" | (?: ^ | \b (?: patients | participants | subjects ) \s ) (?: after | following ) \s (?: an? \s )? {_CURE}"
    r" | (?: 已 | 接受过? | 行 ) (?: 肝癌 )? 根治性? (?: 治疗 | 切除 | 手术 | 切除术 | 消融 )"
)
_INTENDED: Final = re.compile(
    r"(?i)\b(?:will|would|plan\w*|intend\w*|scheduled|candidate|who are to|before|prior|recurr\w*|relaps\w*|拟|计划|复发)\b"
)
"""What tells that the treatment lies ahead, or that another event stands between."""

_INTERVAL: Final = re.compile(
    r"(?ix) \d+ \s? (?: days? | weeks? | months? ) \s (?: \w+ \s ){0,3}?"
    r" (?: of | after | from | following | post | before | prior )"
    r" | (?: after | following | since ) \s [^.;\n]{0,40} \d+ \s? (?: days? | weeks? | months? )"
    r" | 术后 \s? \d | 后 \s? \d+ \s? [-~至]? \s? \d* \s? (?: 天 | 周 | 个?月 ) | \d \s? (?: 天 | 周 | 个?月 ) 内"
)


_TREATED_KEYS: Final = (
    "undergone",
    "received",
    "underwent",
    "treated",
    "resected",
    "after",
    "following",
    "having",
    "根治",
)


def late_entry(record: Record) -> Iterator[Found]:
    """Participants treated before they enter, an outcome counted from that treatment, and no limit on the time between."""
    clock = next(
        (
            quote
            for quote in search(record, ("outcome.time_frame",), AFTER, AFTER_KEYS, 100)
            if (met := AFTER.search(quote.text)) is not None
            and ORIGINS["surgery"].search((met["origin"] or met["origin_zh"]) + "后")
        ),
        None,
    )
    if clock is None:
        return
    treated = next(
        (
            quote
            for quote in search(record, ("population", *CRITERIA[:1], "summary"), _TREATED, _TREATED_KEYS, 100)
            if not _INTENDED.search(quote.value.text, *sentence(quote.value, quote.start))
        ),
        None,
    )
    if treated is not None and first(record, (*CRITERIA, "eligibility", "population"), _INTERVAL) is None:
        yield Found(
            Phrase(
                "participants enter after the treatment from which the clock runs: how late may they enter?",
                "受试者在起算事件之后入组：最迟何时可入组？",
            ),
            (treated, clock),
        )


_RESET: Final = re.compile(
    r"(?i)(?:timelines?|clocks?|assessments?|schedules?|baselines?|timers?|follow-?up|observation|counting)(?: \w+)? "
    r"(?:(?:will be|are|is|be) (?:\w+ )?(?:reset|restarted|re-?started|set back)|restarts?|resets|starts? (?:over"
    r"|again|anew|afresh)|begins? (?:again|anew))"
    r"[^.;\n]*|重新(?:计时|起算|开始计算|计算时间)"
)
_RESET_KEYS: Final = ("reset", "restart", "re-start", "set back", "over", "again", "anew", "afresh", "重新")


def clock_that_is_reset(record: Record) -> Iterator[Found]:
    """One outcome's clock is set back with a new regimen, another's runs from the first."""
    reset = first(record, ("description", "summary", "outcome.description"), _RESET, _RESET_KEYS)
    if reset is None:
        return
    for _, stretch in counted(record):
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
