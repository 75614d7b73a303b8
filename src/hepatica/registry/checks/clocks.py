"""The moment from which a time to an event is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import COUNT, count
from hepatica.registry.endpoint import DEATH, DISEASE, ORIGIN_NAMES, ORIGINS, Endpoint, Stretch, endpoints
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.kept import kept
from hepatica.registry.looking import first, search
from hepatica.registry.record import Quote, Record

PARTED: Final = re.compile(
    r"(?i)phase|stage|part\b|cohort|second|[-\s]?2\b|PFS2|intracranial|brain|CNS|阶段|队列|部分|二线"
)
"""Names of endpoints that belong to a part of a study, or to a second course: they have a clock of their own."""

PAIRED: Final = ("OS", "PFS", "EFS", "RFS", "DFS", "TTP")
NEOADJUVANT: Final = re.compile(
    r"(?i)neo-?adjuvant|peri-?operative|pre-?operative|induction|conversion|新辅助|围手术期|围术期|术前|转化"
)
NEOADJUVANT_KEYS: Final = (
    "adjuvant",
    "operative",
    "induction",
    "conversion",
    "新辅助",
    "围手术",
    "围术",
    "术前",
    "转化",
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

_ZH_ORIGIN: Final = (
    "手术 | 术 | 切除 | 根治 (?:治疗)? | 治疗开始 | 开始治疗 | 入组 | 随机 (?:化|分组)? | 首次 (?:用药|给药)"
)
AFTER: Final = re.compile(
    rf"(?ix) (?P<number> {COUNT} ) [-\s]? (?P<unit> year | month ) s? \s*"
    r" (?: post [-\s]? | after \s | following \s | (?: counted \s )? (?: from | since ) \s )"
    r" (?P<origin> [^.;,\n]{3,60} )"
    rf" | (?P<origin_zh> {_ZH_ORIGIN} ) 之?后 \s* (?P<number_zh> {COUNT} ) \s* (?P<unit_zh> 年 | 个?月 )"
)
"""A horizon counted from something: "3 years post-radical treatment", "术后3年"."""


REVERSED: Final = re.compile(
    r"(?ix) (?P<end> [^.;\n]{5,110}? ) [\s,(]+ (?: (?: is | are | as | and | being ) \s )?"
    r" (?: counted | measured | calculated | computed | timed | starting | beginning | running ) \s (?: from | since "
    r"| at | with ) \s"
    r" (?P<origin> [^.;,\n]{3,80} )"
)
"""A stretch that is told from its end: "death from any cause, counted from enrolment"."""


@kept
def counted(record: Record) -> tuple[tuple[Endpoint, Stretch], ...]:
    """The endpoints that are counted from a moment, with the stretch that tells it."""
    found = []
    for each in endpoints(record):
        told = [stretch for stretch in each.stretches if stretch.origin] or ([] if each.stretches else _reversed(each))
        found += [(each, stretch) for stretch in told]
    return tuple(found)


def _reversed(each: Endpoint) -> list[Stretch]:
    """The stretch of an endpoint that is told from its end."""
    for quote in each.says:
        text = quote.text
        at = next((at for word in _COUNTED if (at := text.find(word)) >= 0), -1)
        met = REVERSED.search(text, max(0, at - 120), at + 120) if at >= 0 else None
        if met is None:
            continue
        kinds = [name for name, pattern in ORIGINS.items() if pattern.search(met["origin"])]
        stretch = Stretch(
            kinds[0] if len(kinds) == 1 else "",
            Quote(quote.field, quote.value, quote.start + met.start(), quote.start + met.end()),
            Quote(quote.field, quote.value, quote.start + met.start("end"), quote.start + met.end("end")),
        )
        if stretch.origin and _ends(stretch):
            return [stretch]
    return []


_COUNTED: Final = ("counted", "measured", "calculated", "computed", "timed", "starting", "beginning", "running")


def _says(one: str, other: str) -> Phrase:
    return Phrase(
        f"one is counted from {ORIGIN_NAMES[one][0]}, the other from {ORIGIN_NAMES[other][0]}",
        f"一处从{ORIGIN_NAMES[one][1]}起算，另一处从{ORIGIN_NAMES[other][1]}起算",
    )


def two_endpoints_two_clocks(record: Record) -> Iterator[Found]:
    """Endpoints of a pair (overall survival, progression-free survival, …) that are counted from different moments."""
    clocks = [
        (each, stretch)
        for each, stretch in counted(record)
        if each.kind in PAIRED and not PARTED.search(each.says[0].text if each.says else each.name.text)
    ]
    if len(clocks) < 2 or first(record, OVERVIEW, NEOADJUVANT, NEOADJUVANT_KEYS, 40) is not None:
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
    for quote in search(record, ("outcome.time_frame",), AFTER, AFTER_KEYS, 100):
        met = AFTER.search(quote.text)
        if met is None or (count(met["number"] or met["number_zh"]) or 0) * _months(met["unit"] or met["unit_zh"]) < 12:
            continue
        origin = (met["origin"] or met["origin_zh"]) + ("后" if met["origin_zh"] else "")
        kinds = [name for name, pattern in ORIGINS.items() if pattern.search(origin)]
        if len(kinds) == 1:
            told.setdefault(kinds[0], quote)
    if "surgery" in told and len(told) > 1 and first(record, OVERVIEW, NEOADJUVANT, NEOADJUVANT_KEYS, 40) is None:
        one, other = list(told)[:2] if "surgery" in list(told)[:2] else (next(iter(told)), "surgery")
        yield Found(_says(one, other), (told[one], told[other]))


AFTER_KEYS: Final = ("post", "after", "following", "from", "since", "后")


def _months(unit: str) -> int:
    return 12 if unit.lower() in ("year", "年") else 1


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
)
