"""Outcomes whose words point in two directions, or that are observed over two stretches of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holding
from hepatica.registry.record import Quote, Record

OUTCOME: Final = ("outcome.description", "outcome.method")

_AMOUNT: Final = r"\s*(?:of\s*|by\s*)?(?:≥|>=|>|＞|at least)\s*(?P<{}>\d+(?:\.\d+)?)\s*(?P<{}>%|points?|分)?"
_CHANGE: Final = re.compile(r"(?i)\bchanges? (?:in|of) (?P<what>[\w\s-]{3,40}?)" + _AMOUNT.format("n", "u"))
_ONE_WAY: Final = re.compile(
    r"(?i)\b(?:increase|decrease|decline|rise|reduction|worsening|improvement|deterioration)s? (?:in|of) "
    r"(?P<what>[\w\s-]{3,40}?)" + _AMOUNT.format("n", "u")
)
_CHANGE_ZH: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fffA-Za-z-]{2,14}?)(?:评分)?(?:变化|改变)(?:值)?\s*(?:≥|>=|>|大于等于)\s*(?P<n>\d+)"
)
_ONE_WAY_ZH: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fffA-Za-z-]{2,14}?)(?:评分)?(?:升高|增加|上升|下降|降低|减少)\s*(?:≥|>=|>|大于等于)\s*(?P<n>\d+)"
)


def change_and_increase(record: Record) -> Iterator[Found]:
    """A change in either direction and a change in one, of the same amount, for one outcome."""
    for name, value in holding(record, OUTCOME, ("change in", "changes in", "change of", "变化", "改变")):
        if not any(sign in value.text for sign in ("≥", ">", "at least", "大于")):
            continue
        for change, one_way in ((_CHANGE, _ONE_WAY), (_CHANGE_ZH, _ONE_WAY_ZH)):
            one, other = change.search(value.text), one_way.search(value.text)
            if one is not None and other is not None and one["n"] == other["n"] and _alike(one["what"], other["what"]):
                yield Found(
                    Phrase(
                        "a change counts in both directions, and then in one only", "先按双向变化计，后仅按单向变化计"
                    ),
                    (Quote(name, value, *one.span()), Quote(name, value, *other.span())),
                )
                return


def _alike(one: str, other: str) -> bool:
    """Whether two names of a measure share a word."""
    words = re.findall(r"[A-Za-z-]{4,}|[\u4e00-\u9fff]{2,}", one.lower())
    return any(word in other.lower() for word in words)


_THROUGHOUT: Final = re.compile(
    r"(?i)(?:throughout|during|over) (?:the )?(?:entire |whole )?(?:\d+[- ](?:year|month) )?follow[- ]?up(?: period)?"
    r"|整个随访期"
)
_ON_TREATMENT: Final = re.compile(
    r"(?i)(?<!after )(?<!before )\bduring (?:the )?(?:study )?treatment(?: period)?\b|治疗期间"
)


def two_windows(record: Record) -> Iterator[Found]:
    """An outcome observed throughout follow-up by its time frame, and during treatment by its definition."""
    for number, outcome in enumerate(record.members("outcome")):
        for frame in outcome.get("time_frame", ()):
            wide = _THROUGHOUT.search(frame.text)
            if wide is None or "reatment" in frame.text or "治疗" in frame.text:
                continue
            for value in outcome.get("description", ()):
                narrow = _ON_TREATMENT.search(value.text)
                if narrow is not None and "follow" not in value.text:
                    yield Found(
                        Phrase(
                            "it is observed throughout follow-up, and its definition counts treatment time only",
                            "测量时间为整个随访期，而定义仅计治疗期间",
                        ),
                        (
                            Quote(f"outcome[{number}].time_frame", frame, *wide.span()),
                            Quote(f"outcome[{number}].description", value, *narrow.span()),
                        ),
                    )
                    return


_LOWER: Final = re.compile(
    r"(?i)\blower (?:[\w-]+ ){0,3}?(?:levels?|values?|scores?|titers?|titres?)?\s*(?:indicates?|means?|represents?|reflects?) "
    r"(?:a )?better[^.;\n]{0,30}|越低[^。；;\n]{0,6}越好"
)
_SHARE: Final = re.compile(
    r"(?i)\b(?:proportion|percentage|rate) (?:of [\w-]+ )?(?:with|who|achieving|reaching)[^.;\n]{0,60}?"
    r"(?:loss|clear|undetect|negativ|<|respon|seroconver|normali)[^.;\n]{0,30}|(?:转阴|清除|应答|复常)[^。；;\n]{0,4}(?:比例|率)"
)


def lower_level_higher_share(record: Record) -> Iterator[Found]:
    """A share of participants who do well, of which lower is said to be better."""
    for name, value in holding(record, OUTCOME, ("lower ", "越低")):
        lower, share = _LOWER.search(value.text), _SHARE.search(value.text)
        if lower is not None and share is not None:
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
                "outcome[0].description": "Change in Child-Pugh score ≥ 2 points; an increase in Child-Pugh score of ≥ 2 points"
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
