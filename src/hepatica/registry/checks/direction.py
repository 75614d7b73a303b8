"""Outcomes whose words point in two directions, or that are observed over two stretches of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holding, holds, sentence
from hepatica.registry.record import Quote, Record, Value

OUTCOME: Final = ("outcome.description", "outcome.method")

_LEAST: Final = (
    r"(?:≥|>=|>|＞|⩾|at\sleast|more\sthan|greater\sthan|not\sless\sthan|no\sless\sthan|(?:a\s)?minimum\sof"
    r"|exceeding|大于等于|大于|超过|至少|不少于)"
)
_KIND: Final = (
    r"(?P<{}>changes?|differences?|variations?|increases?|decreases?|declines?|rises?|reductions?|worsening"
    r"|improvements?|deteriorations?|drops?|falls?|gains?"
    r"|变化|改变|升高|增加|上升|下降|降低|减少|恶化|改善)"
)
_STEP: Final = re.compile(
    rf"(?i){_KIND.format('kind')}(?:值|幅度)?(?P<what>[^.;\n。；,，]{{0,60}}?)\s*(?:of\s"
    rf"|by\s)?{_LEAST}\s*(?P<n>\d+(?:\.\d+)?)\s*-?\s*(?P<u>%|points?|分)?"
    rf"|(?P<least>{_LEAST}\s*)?(?P<m>\d+(?:\.\d+)?)\s*-?\s*(?P<v>%|points?|分)\s?(?P<more>(?:or|and)\s(?:more|greater"
    rf"|above|higher)\s)?(?:的)?{_KIND.format('other')}"
    r"(?P<whom>\s(?:in|of|from)\s[^.;\n,]{3,40})?"
)
"""A step of at least so much: "an increase in the score of ≥ 2 points", "a 2-point change"."""
_EITHER: Final = re.compile(
    r"(?i)either direction|increase or (?:a )?decrease|decrease or (?:an )?increase|improve\w* or|worse\w* or"
    r"|deteriorat\w* or|both directions|升高或(?:降低|下降)|增加或减少"
)


class _Step(NamedTuple):
    """A step in words: whether it may go either way, how large it is, what it is of, and where it stands."""

    either: bool
    size: tuple[float, str]
    what: str
    quote: Quote


def change_and_increase(record: Record) -> Iterator[Found]:
    """A change in either direction and a change in one, of the same amount, for one outcome."""
    if not (holds(record, _SAID, _EITHER_WAY) and holds(record, _SAID, _BOUNDS)):
        return
    for number, outcome in enumerate(record.members("outcome")):
        if not any(
            word in value.text.lower() for own in _OWN for value in outcome.get(own, ()) for word in _EITHER_WAY
        ):
            continue
        steps = [
            step
            for own in _OWN
            for value in outcome.get(own, ())
            if _BOUND.search(value.text) is not None
            for step in _steps(f"outcome[{number}].{own}", value)
        ]
        for change in steps:
            for one_way in steps if change.either else ():
                if not one_way.either and change.size == one_way.size and _alike(change.what, one_way.what):
                    yield Found(
                        Phrase(
                            "a change counts in both directions, and then in one only",
                            "先按双向变化计，后仅按单向变化计",
                        ),
                        (change.quote, one_way.quote),
                    )
                    return


_OWN: Final = ("name", "description", "method")
_SAID: Final = ("outcome.name", *OUTCOME)
_EITHER_WAY: Final = ("change", "difference", "variation", "变化", "改变")
_BOUNDS: Final = (
    "≥",
    ">",
    "＞",
    "⩾",
    "at least",
    "more",
    "greater",
    "less than",
    "minimum of",
    "exceeding",
    "above",
    "higher",
    "大于",
    "超过",
    "至少",
    "不少于",
)
_BOUND: Final = re.compile(
    r"(?i)[≥>＞⩾]|\b(?:at least|more|greater|less than|minimum|exceeding|above|higher)\b|大于|超过|至少|不少于"
)


def _steps(field: str, value: Value) -> Iterator[_Step]:
    for met in _STEP.finditer(value.text):
        begin, end = sentence(value, met.start())
        reverse = met["other"] is not None
        if (reverse and not (met["least"] or met["more"])) or _EITHER.search(value.text, begin, end) is not None:
            continue
        kind = (met["other"] or met["kind"]).lower()
        size = float(met["m"] or met["n"]), (met["v"] or met["u"] or "").rstrip("s").lower()
        what = (
            (met["whom"] or "")
            if reverse
            else met["what"]
            if met["kind"].isascii()
            else value.text[max(0, met.start() - 14) : met.start()]
        )
        either = kind.startswith(("change", "difference", "variation", "变化", "改变"))
        yield _Step(either, size, what, Quote(field, value, met.start(), met.end()))


def _alike(one: str, other: str) -> bool:
    """Whether two names of a measure share a word; who names none speaks of the one before."""
    words = [
        {
            word
            for word in re.findall(r"[a-z-]{4,}|[\u4e00-\u9fff]{2,}", each.lower())
            if word not in _COMMON and not _A_KIND.fullmatch(word)
        }
        for each in (one, other)
    ]
    if not words[0] or not words[1]:
        return True
    return any(word in other.lower() for word in words[0]) or any(word in one.lower() for word in words[1])


_A_KIND: Final = re.compile(_KIND.format("kind"))
_COMMON: Final = frozenset(
    (
        "from",
        "baseline",
        "than",
        "with",
        "least",
        "that",
        "more",
        "compared",
        "defined",
        "points",
        "point",
        "score",
        "after",
    )
)


_THROUGHOUT: Final = re.compile(
    r"(?i)(?:throughout|during|over|across|until the end of|to the end of|through) (?:the )?(?:entire |whole |full "
    r"|complete |total )?(?:\w+[- ](?:year|month)s?[- ])?"
    r"(?:of )?follow[- ]?up(?: period| phase| time)?|(?:entire|whole|full) follow[- ]?up|整个随访期?|随访(?:全程|期间)"
)
_ON_TREATMENT: Final = re.compile(
    r"(?i)(?<!after )(?<!before )(?<!following )\b(?:during (?:the )?(?:study |active |on-?|trial "
    r"|drug )?(?:treatment|therapy|medication|dosing)(?: period| phase| course)?"
    r"|while (?:on|receiving|taking|under) (?:the )?(?:study |trial )?(?:treatment|drug|therapy|medication)"
    r"|on[- ]treatment)\b|治疗期间|用药期间|治疗过程中"
)


def two_windows(record: Record) -> Iterator[Found]:
    """An outcome observed throughout follow-up by its time frame, and during treatment by its definition, or the other way."""
    if not holds(record, ("outcome.time_frame",), ("follow", "treatment", "therapy", "随访", "治疗")):
        return
    for number, outcome in enumerate(record.members("outcome")):
        for frame in outcome.get("time_frame", ()):
            wide = _THROUGHOUT.search(frame.text) if "ollow" in frame.text or "随访" in frame.text else None
            narrow = _ON_TREATMENT.search(frame.text) if wide is None else None
            for value in outcome.get("description", ()) if wide or narrow else ():
                other = _other_window(frame.text, value.text, wide is not None)
                if other is not None:
                    yield Found(
                        Phrase(
                            "it is observed throughout follow-up by one line, and during treatment only by the other",
                            "一处为整个随访期，另一处仅计治疗期间",
                        ),
                        (
                            Quote(f"outcome[{number}].time_frame", frame, *(wide or narrow or other).span()),
                            Quote(f"outcome[{number}].description", value, *other.span()),
                        ),
                    )
                    return


def _other_window(frame: str, told: str, wide: bool) -> re.Match[str] | None:
    """The window of a definition that is not that of its time frame, where neither names both."""
    if wide:
        if "reatment" in frame or "治疗" in frame or "follow" in told or "随访" in told:
            return None
        return _ON_TREATMENT.search(told)
    if re.search(r"(?i)follow|after|post|随访|后", frame) or _ON_TREATMENT.search(told):
        return None
    return _THROUGHOUT.search(told) if "ollow" in told or "随访" in told else None


_LOWER: Final = re.compile(
    r"(?i)\b(?:lower|smaller|reduced|decreas\w+|declin\w+) (?:[\w/-]+ ){0,4}?(?:(?:indicat|mean|represent|reflect"
    r"|denot|suggest|correspond\w* to|signif|show|impl|is|are)\w* )"
    r"(?:an? |the )?(?:more )?(?:better|favou?rabl\w*|improve\w*|good|greater (?:response|benefit"
    r"|efficacy))[^.;\n]{0,30}"
    r"|\bthe lower\b[^.;\n]{0,30},? the better[^.;\n]{0,20}|越低[^。；;\n]{0,10}越好|(?:降低|下降"
    r"|较低)[^。；;\n]{0,8}(?:表示|提示|代表"
    r"|说明)[^。；;\n]{0,6}(?:更好|改善|好转|较好|越好)"
)
_SHARE: Final = re.compile(
    r"(?i)\b(?:proportion|percentages?|rate|share|number|frequency|%) (?:of (?:[\w-]+ ){1,2})?(?:with|who|achieving"
    r"|reaching|whose|attaining|having|showing|in whom)[^.;\n]{0,60}?"
    r"(?:loss|lost|clear|undetect|negativ|<|respon|seroconver|normali|remission|cure|below|suppress)\w*[^.;\n]{0,30}"
    r"|\b(?:response|clearance|seroconversion|normali[sz]ation|remission|HBsAg loss"
    r"|negative conversion) rates?\b[^.;\n]{0,30}"
    r"|(?:转阴|清除|应答|复常|转换|缓解|低于检测)[^。；;\n]{0,8}(?:比例|率|百分比)"
)


_LOW: Final = ("lower ", "smaller ", "reduced ", "decreas", "declin", "越低", "降低", "下降", "较低")


def lower_level_higher_share(record: Record) -> Iterator[Found]:
    """A share of participants who do well, of which lower is said to be better."""
    for name, value in holding(record, OUTCOME, _LOW):
        lower = _LOWER.search(value.text)
        share = _SHARE.search(value.text) if lower is not None else None
        if lower is not None and share is not None and not lower.start() <= share.start() < lower.end():
            yield Found(
                Phrase(
                    "lower is better for the level that is measured, higher for the share that is the outcome",
                    "所测水平越低越好，而作为指标的比例越高越好",
                ),
                (Quote(name, value, *lower.span()), Quote(name, value, *share.span())),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT400",
        title=Phrase("A change in either direction is also called an increase", "双向变化与单向变化混用"),
        severity=2,
        decidability="T",
        costs=Phrase("Improvement may be counted as deterioration.", "好转可能被计为恶化。"),
        mend=Phrase("Name one direction everywhere.", "统一写明方向。"),
        meanwhile=Phrase("The direction that is named is taken.", "以已写明的方向为准。"),
        find=change_and_increase,
        example=Example(
            {
                "outcome[0].description": "Change in Child-Pugh score ≥ 2 points; an increase in Child-Pugh score of "
                "≥ 2 points"
            },
            {"outcome[0].description": "An increase in Child-Pugh score of ≥ 2 points"},
        ),
    ),
    Check(
        code="HPT401",
        title=Phrase("An outcome has two windows of observation", "同一指标有两个观察窗口"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Events after treatment count or do not, as one reads it.", "治疗结束后的事件是否计入取决于读法。"
        ),
        mend=Phrase("Write the same window in both places.", "两处写明同一窗口。"),
        meanwhile=Phrase("The time frame is followed.", "以测量时间点为准。"),
        find=two_windows,
        example=Example(
            {
                "outcome[0].time_frame": "Throughout the 3-year follow-up period.",
                "outcome[0].description": "Patients with deterioration during treatment compared to the baseline",
            },
            {"outcome[0].description": "Patients with deterioration compared to the baseline"},
        ),
    ),
    Check(
        code="HPT402",
        title=Phrase("The direction told is that of the level, not of the rate", "方向说明针对水平而非比例"),
        severity=3,
        decidability="T",
        costs=Phrase("A table of results would be read the wrong way round.", "结果表可能被反向解读。"),
        mend=Phrase("Say which direction is better for the rate.", "说明比例的优劣方向。"),
        meanwhile=Phrase("A higher share is taken as better.", "比例越高视为越好。"),
        find=lower_level_higher_share,
        example=Example(
            {"outcome[0].description": "Proportion with HBsAg loss. Lower HBsAg levels indicate better response"},
            {"outcome[0].description": "Proportion with HBsAg loss. Higher proportions are better"},
        ),
    ),
)
