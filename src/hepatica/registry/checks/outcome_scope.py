"""What an outcome covers, told in two places with different scope or method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import COUNT, count
from hepatica.registry.background import of_others
from hepatica.registry.endpoint import NAMED
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import first, holding, holds, search
from hepatica.registry.record import Quote, Record

INCLUSION: Final = ("eligibility.inclusion",)
OUTCOME: Final = ("outcome.name", "outcome.description", "outcome.method")

_NEW: Final = re.compile(
    r"(?i)\bnew (?:intra-?hepatic |hepatic |liver |tumou?r )?(?:lesions?|nodules?|tumou?rs?|foci)\b|新发(?:肝内)?病灶|新病灶"
)
_LOCAL: Final = re.compile(
    r"(?i)\blocal \(?(?:original site|recurrence|relapse|tumou?r progression|at the [\w-]+ site|in situ)\)?|局部复发|原位复发"
)
_CLASSED: Final = re.compile(
    r"(?i)(?:recurrence|relapse)[^.;\n]{0,30}(?:defined|class|categor|divided|includ)|\b(?:types?|patterns?|sites?)"
    r" (?:of recurrence )?(?:include|are)\b|复发[^。；;\n]{0,12}(?:定义|分为|包括)"
)
_OR_LOCAL: Final = re.compile(r"(?i)\bor local|as well as local|和局部|或局部")


def new_lesions_and_local_recurrence(record: Record) -> Iterator[Found]:
    """A recurrence that is a new lesion by definition, and local by its classes."""
    for name, value in holding(record, OUTCOME[1:], ("new ", "新")):
        new, local = _NEW.search(value.text), _LOCAL.search(value.text)
        if new is None or local is None or _CLASSED.search(value.text) is None or _OR_LOCAL.search(value.text):
            continue
        yield Found(
            Phrase(
                "a recurrence is a new lesion by definition, and may be one at the treated site by its classes",
                "定义为新发病灶，分类却包括原位复发",
            ),
            (Quote(name, value, *new.span()), Quote(name, value, *local.span())),
        )
        return


_MARGIN: Final = re.compile(
    r"(?i)(?:\b(?:from|of|at) (?:the )?)?\b(?:resection|surgical|resected|operative) (?:margins?|edges?)(?! (?:or"
    r"|and) (?:the )?(?:edge|border|ablat))|\bcut (?:edge|surface)\b|\bR0 resection (?:rate|margins?)|距?(?:手术)?切缘"
)
_OR_ABLATION: Final = re.compile(
    r"(?i)(?:surgery|resection|hepatectomy) ?(?:or|/|and/or) ?(?:local |radiofrequency |microwave |thermal "
    r"|curative )*(?:ablation|RFA\b|MWA\b)"
    r"|ablation ?(?:or|/|and/or) ?(?:surgery|surgical resection|resection)"
    r"|(?:手术|切除)(?:或|/|、)(?:局部|射频|微波)?消融|消融(?:或|/)(?:手术|切除)"
)


def margin_without_resection(record: Record) -> Iterator[Found]:
    """An outcome that measures from the resection margin, in a study that also takes ablated participants."""
    for margin in search(record, OUTCOME, _MARGIN, ("margin", "edge", "cut surface", "r0 resection", "切缘")):
        if re.search(r"(?i)ablation|消融", margin.value.text):
            continue
        treated = first(
            record,
            ("population", *INCLUSION, "summary", "description", "title"),
            _OR_ABLATION,
            ("ablation", "rfa", "mwa", "消融"),
        )
        if treated is not None:
            yield Found(
                Phrase("who was ablated has no resection margin", "消融者没有切缘"),
                (margin, treated),
            )
        return


_EVERY: Final = re.compile(
    rf"(?i)\bevery (?P<n>{COUNT}|other)?(?:\s*(?:[-~–]|to)\s*{COUNT})? ?(?:treatment )?"
    r"(?P<unit>cycle|week|month|day)s?[^,.;\n]{0,40}"
    rf"|\b(?P<n2>{COUNT})[- ](?P<unit2>cycle|week|month)(?:ly)? intervals?\b|\bq"
    r"(?P<n3>\d+)(?P<unit3>w|m)\b|\b(?P<unit4>month|week)ly\b"
    rf"|每(?P<zh>{COUNT})?(?:[-~至]{COUNT})?\s*个?(?:治疗)?(?P<zhunit>周期|周|月)"
)
_SCANNED: Final = re.compile(
    r"(?i)objective res?ponse|\bORR\b|progression[- ]*free|\bPFS\b|disease control|客观(?:缓解|反应)|无进展|疾病控制"
)
_SCANS: Final = ("respon", "orr", "progress", "pfs", "disease control", "缓解", "反应", "无进展", "疾病控制")
_EVERIES: Final = ("every", "interval", "monthly", "weekly", "q2w", "q3w", "q4w", "q6w", "q8w", "q9w", "q12w", "每")
_THEN: Final = re.compile(r"(?i)\bthen\b|thereafter|afterwards|first \d|until week|此后|之后|前\d")


def scans_at_two_intervals(record: Record) -> Iterator[Found]:
    """Response and progression, read from the same scans, assessed at different intervals."""
    if not holds(record, ("outcome.name",), _SCANS) or not holds(record, ("outcome.time_frame",), _EVERIES):
        return
    told: dict[tuple[str, str], tuple[Quote, float]] = {}
    for number, outcome in enumerate(record.members("outcome")):
        if not any(_SCANNED.search(value.text) for value in outcome.get("name", ())):
            continue
        for value in outcome.get("time_frame", ()):
            met = list(_EVERY.finditer(value.text)) if _THEN.search(value.text) is None else []
            if len(met) != 1:
                continue
            unit, length = _interval(met[0])
            if length == 0:
                continue
            quote = Quote(f"outcome[{number}].time_frame", value, *met[0].span())
            earlier, other = told.setdefault((value.language, unit), (quote, length))
            if not 0.85 < other / length < 1.18:
                yield Found(
                    Phrase("the same scans are made at two intervals", "同一影像检查有两种间隔"),
                    (earlier, quote),
                )
                return


_UNITS: Final = {
    "day": ("week", 1 / 7),
    "w": ("week", 1.0),
    "周": ("week", 1.0),
    "m": ("month", 1.0),
    "月": ("month", 1.0),
    "周期": ("cycle", 1.0),
}


def _interval(met: re.Match[str]) -> tuple[str, float]:
    """An interval: weeks, months or cycles, and how many; weeks and months are not held against each other."""
    unit = next(told for told in (met["unit"], met["unit2"], met["unit3"], met["unit4"], met["zhunit"]) if told).lower()
    told = next((told for told in (met["n"], met["n2"], met["n3"], met["zh"]) if told), "one")
    number = 2 if told.lower() == "other" else count(told) or 0
    name, factor = _UNITS.get(unit, (unit, 1.0))
    return name, number * factor


_SLICE: Final = re.compile(
    r"(?i)(?:\bCT\b[^.;\n]{0,30}\b\d(?:\.\d)?[- ]?mm slices?|\bthin-?section CT\b|\bslice thickness (?:of |≤ ?|<="
    r" ?)?\d(?:\.\d)?|层厚\s*(?:≤|<|为)?\s*\d|\d(?:\.\d)?\s?T MRI)[^.;。；\n]{0,20}"
    r"|\bCT\s?[(（][^)）\n]{0,30}(?:slice|层厚)[^)）\n]{0,20}[)）](?:[^.;。；\n]{0,16}\d(?:\.\d)?\s?T\b[^.;。；,，\n]{0,12})?"
    r"|\bCT\b[^.;。；\n]{0,20}\d(?:\.\d)?\s?T MRI"
)
_SCAN: Final = re.compile(
    r"(?i)(?:contrast-?)?(?:enhanced )?\bCT (?:or|and|/) MRI(?: scans?)?|增强\s?CT\s?(?:或|/|和)\s?MRI"
)
_CRITERIA: Final = re.compile(r"(?i)m?RECIST")


def scans_of_two_kinds(record: Record) -> Iterator[Found]:
    """A slice thickness or field strength required for one outcome, and not for another by the same criteria."""
    pairs: list[Quote] = []
    for strict in search(record, OUTCOME[1:], _SLICE, ("slice", "thin-section", "thin section", "层厚", "t mri")):
        if _CRITERIA.search(strict.value.text) is None:
            continue
        for loose in search(record, OUTCOME[1:], _SCAN, ("ct",)):
            same = loose.field == strict.field or loose.value.language != strict.value.language
            if not same and _CRITERIA.search(loose.value.text) and _SLICE.search(loose.value.text) is None:
                pairs += (loose, strict)
                break
    if pairs:
        yield Found(Phrase("the same scans are specified in two ways", "同一影像检查有两种技术要求"), tuple(pairs))


_RATES: Final = re.compile(
    r"(?i)(?P<ORR>(?:objective|overall) res?ponse|(?<![a-z])ORR(?![a-z])|客观(?:缓解|反应))"
    r"|(?P<DCR>disease control|(?<![a-z])DCR(?![a-z])|疾病控制)"
)
_ENDPOINT: Final = (
    r"(?:primary|main|principal) (?:efficacy |study |clinical )?(?:outcomes?|end[- ]?points?)(?: measures?|"
    r" variables?)?"
)
_PRIMARY: Final = re.compile(
    rf"(?i)\b{_ENDPOINT}(?: (?:of|for|in) (?:this|the) (?:study|trial))?\s*(?:is|are|was|were|will be|:|："
    rf"|includes?)[^.;\n]{{3,200}}"
    rf"|\b(?:is|are|will be|will serve as|serves as|was|as|was chosen as) (?:the |our )?{_ENDPOINT}\b(?!:)"
    rf"[^.;\n]{{0,160}}"
    r"|主要(?:研究|疗效|观察)?(?:终点|结局|指标)(?:指标)?\s*(?:为|是|：|:|包括)[^。；;\n]{2,80}"
)
_FOCUS: Final = re.compile(r"(?i)\bfocus(?:ing|es|ed)? on [^.;\n]{3,200}|重点(?:观察|关注|比较)[^。；;\n]{2,80}")
_SECONDARY: Final = re.compile(r"(?i)\bsecondary\b|次要")


def other_primary(record: Record) -> Iterator[Found]:
    """A primary outcome of the text that is none of those registered, or of those in focus elsewhere."""
    tells = map(_with_subject, search(record, ("description", "summary"), _PRIMARY, _PRIMARIES, 240))
    told = next((quote for quote in tells if not of_others(quote)), None)
    if told is None:
        return
    cut = _SECONDARY.search(told.text)
    said = _kinds(told.text[: cut.start()] if cut else told.text)
    registered = [
        Quote(f"outcome[{number}].name", value, 0, len(value.text))
        for number, outcome in enumerate(record.members("outcome"))
        if any(
            "rimary" in role.text or "主要" in role.text or role.text.lower() == "primary"
            for role in outcome.get("role", ())
        )
        for value in outcome.get("name", ())
    ]
    if said and registered:
        kinds = [_kinds(quote.text) for quote in registered]
        if all(kinds) and not said & set().union(*kinds):
            yield Found(
                Phrase(
                    "the primary outcome of the text is not one of those registered", "正文的主要终点不是注册的主要终点"
                ),
                (told, registered[0]),
                severity=1,
            )
        return
    for focus in search(record, ("arm.description", "intervention.description", "summary"), _FOCUS, ("focus", "重点")):
        kinds_in_focus = _kinds(focus.text)
        if len(said) > 1 and kinds_in_focus - said and said - kinds_in_focus:
            yield Found(
                Phrase("the outcomes in focus are not the primary ones", "重点观察的指标不是主要终点"), (told, focus)
            )
            return


_PRIMARIES: Final = (
    *(
        f"{first} {kind}"
        for first in ("primary", "main", "principal")
        for kind in ("end", "outcome", "efficacy", "study", "clinical")
    ),
    "主要",
)
_SUBJECT: Final = re.compile(r"[^.;,:\n]{3,120}$")


def _with_subject(quote: Quote) -> Quote:
    """Words that begin with a verb ("is the primary endpoint"), with what stands before them in the clause."""
    if not quote.text[:1].islower() or quote.text.lower().startswith(("primary", "main", "principal")):
        return quote
    before = _SUBJECT.search(quote.value.text, max(0, quote.start - 120), quote.start)
    return Quote(quote.field, quote.value, before.start() if before else quote.start, quote.end)


def _kinds(text: str) -> set[str]:
    """The endpoints a text names."""
    return {str(met.lastgroup) for pattern in (NAMED, _RATES) for met in pattern.finditer(text)}


CHECKS: Final = (
    Check(
        code="HPT415",
        title=Phrase(
            "A recurrence is defined as a new lesion and classed as local", "复发定义为新发病灶却包括原位复发"
        ),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Recurrence at the treated site counts or does not, as one reads it.", "治疗部位的复发是否计入取决于读法。"
        ),
        mend=Phrase("Define recurrence so that each of its classes is in it.", "定义应涵盖各类复发。"),
        meanwhile=Phrase("Every class counts as recurrence.", "各类均计为复发。"),
        find=new_lesions_and_local_recurrence,
        example=Example(
            {
                "outcome[0].description": "New hepatic lesions. Recurrence is classed as local (original site) or distant"
            },
            {"outcome[0].description": "Any lesion. Recurrence is classed as local (original site) or distant"},
        ),
    ),
    Check(
        code="HPT416",
        title=Phrase("A resection margin is measured in ablated participants", "消融者按切缘测量"),
        severity=1,
        decidability="T",
        costs=Phrase("The outcome is undefined for those who were ablated.", "消融者无法判定该指标。"),
        mend=Phrase("Define it from the edge of the ablation zone as well.", "对消融者按消融区边缘定义。"),
        meanwhile=Phrase("The edge of the ablation zone stands for the margin.", "以消融区边缘代替切缘。"),
        find=margin_without_resection,
        source="Puijk et al., Consensus Guidelines for the Definition of Time-to-Event End Points, Radiology 2021",
        example=Example(
            {
                "population": "Patients after radical treatment (surgery or ablation)",
                "outcome[0].description": "Recurrence more than 2 cm from resection margin",
            },
            {"population": "Patients after radical treatment (surgery)"},
        ),
    ),
    Check(
        code="HPT417",
        title=Phrase("The same scans are made at two intervals", "同一影像检查有两种间隔"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Progression is found earlier the more often one looks: the interval is part of the outcome.",
            "检查越频繁，发现进展越早：间隔是指标的一部分。",
        ),
        mend=Phrase("Write one schedule of scans for all outcomes.", "所有指标采用同一影像检查计划。"),
        meanwhile=Phrase("The shorter interval is planned.", "按较短间隔安排。"),
        find=scans_at_two_intervals,
        example=Example(
            {
                "outcome[0].name": "Objective response rate",
                "outcome[0].time_frame": "Every two treatment cycles",
                "outcome[1].name": "Progression-free survival",
                "outcome[1].time_frame": "Every 1 treatment cycle",
            },
            {"outcome[1].time_frame": "Every 2 treatment cycles"},
        ),
    ),
    Check(
        code="HPT418",
        title=Phrase("The same scans are specified in two ways", "同一影像检查有两种技术要求"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Scans that serve one outcome may not serve the other.", "可用于一个指标的影像可能不能用于另一个。"
        ),
        mend=Phrase("Specify the scans once.", "统一规定影像技术要求。"),
        meanwhile=Phrase("The stricter specification is taken.", "以较严格者为准。"),
        find=scans_of_two_kinds,
        example=Example(
            {
                "outcome[0].method": "Enhanced CT or MRI, by mRECIST",
                "outcome[1].method": "Enhanced CT (slice thickness <= 1mm) or 3.0T MRI, by mRECIST",
            },
            {"outcome[0].method": "Enhanced CT (slice thickness <= 1mm) or 3.0T MRI, by mRECIST"},
        ),
    ),
    Check(
        code="HPT419",
        title=Phrase("The primary outcome differs from place to place", "主要终点前后不一致"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The outcome that decides the study could be chosen when the results are known.",
            "可能在得知结果后才选定主要终点。",
        ),
        mend=Phrase("Name the same primary outcomes everywhere.", "各处写明相同的主要终点。"),
        meanwhile=Phrase("The registered primary outcomes are taken.", "以注册的主要终点为准。"),
        find=other_primary,
        source="Chan et al., SPIRIT 2013, item 12",
        example=Example(
            {
                "description": "The primary endpoint is progression-free survival.",
                "outcome[0].role": "primary",
                "outcome[0].name": "Overall survival",
            },
            {"description": "The primary endpoint is overall survival."},
        ),
    ),
)
