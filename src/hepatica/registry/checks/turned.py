"""Criteria whose two languages ask for the opposite: more for less, or yes for no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.bilingual import both, folded, numbers, pairs
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import whole
from hepatica.registry.record import Record

_DIGIT: Final = re.compile(r"\d")
_SIGNS: Final = (
    (re.compile(
        r"(?i)[≥＞>⩾≧]|\bat least\b|\b(?:no|not) (?:less|lower|fewer) than\b|不低于|不少于|不小于|至少|大于|高于|超过|\b(?:more"
        r"|greater|higher|longer) than\b|\b(?:above|over|exceed\w*)\b"), 1),
    (re.compile(
        r"(?i)[≤＜<⩽≦]|\bat most\b|\b(?:no|not) (?:more|greater|higher) than\b|\bnot exceed\w*|不高于|不超过|不大于|至多|小于"
        r"|低于|少于|\b(?:less|lower|fewer|shorter) than\b|\b(?:below|under)\b"), -1),
)  # fmt: skip
_TURNED: Final = re.compile(
    r"(?i)\b(?:no|not)(?: be)? (?:more|greater|higher|less|lower|fewer) than\b|\b(?:not|no) exceed\w*|不高于|不超过|不大于"
    r"|不低于|不少于|不小于"
)
_LATER: Final = re.compile(r"以[上下]|及以|or (?:more|less|above|below|higher|lower|older|over)")
_NEVER: Final = re.compile(
    r"未(?!满|分化|明|来|婚|成年)|不(?!低于|少于|小于|高于|超过|大于|良|全|稳|足|适|能|可|规则|同|愿|超|应|得|宜)|无(?!进展|病|复发|事件|法|痛|创)|没有|从未"
)
_NONE: Final = re.compile(
    r"(?i)\b(?:no|not|without|never|non|none|nor|neither|naive|absence|un\w+|free|lack\w*|den\w+|except|exclud\w+"
    r"|refus\w+|in\w*able|fail\w*|dis\w+|contraindicat\w*|other than)\b|-naive|-free|n't\b"
)


def comparisons_differ(record: Record) -> Iterator[Found]:
    """A criterion that asks for more in one language and for less in the other, or that is negated in one alone."""
    if not both(record):
        return
    for field, chinese, english in pairs(record, ("eligibility.inclusion", "eligibility.exclusion")):
        one, two = _way(chinese.text), _way(english.text)
        if one * two < 0 and set(numbers(chinese.text)) == set(numbers(english.text)):
            yield Found(
                Phrase("more than the number in one language, less in the other", "中英文比较方向相反"),
                (whole(field, chinese), whole(field, english)),
            )
            return
        if len(chinese.text) > 60 or len(english.text) > 160 or _DIGIT.search(chinese.text):
            continue
        never = _NEVER.search(chinese.text)
        if never is not None and never[0] in ("未", "没有", "从未") and _NONE.search(english.text) is None:
            yield Found(
                Phrase("the criterion is negated in Chinese and not in English", "中文为否定，英文为肯定"),
                (whole(field, chinese), whole(field, english)),
            )
            return


def _way(text: str) -> int:
    """1 where a text has one comparison, which asks for more; -1 for less; 0 where it has none or several."""
    plain = folded(text)
    if _LATER.search(plain) is not None:
        return 0
    turned = [
        (-1 if re.search(r"(?i)more|greater|higher|exceed|[高超大]", met[0]) else 1) for met in _TURNED.finditer(plain)
    ]
    rest = _TURNED.sub(" ", plain)
    found = turned + [way for pattern, way in _SIGNS for _ in pattern.finditer(rest)]
    return found[0] if len(found) == 1 else 0


CHECKS: Final = (
    Check(
        code="HPT266",
        title=Phrase("A comparison or a negation differs between the languages", "中英文比较方向或否定不同"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Who may enter in one language is kept out in the other.", "一种语言可入组者，按另一种语言被排除。"
        ),
        mend=Phrase("Correct the language that is wrong.", "更正错误的语言版本。"),
        meanwhile=Phrase("The language of the register's country is followed.", "以注册国语言为准。"),
        find=comparisons_differ,
        example=Example(
            {
                "title@zh": "肝癌研究",
                "title": "A study of liver cancer",
                "eligibility.inclusion@zh": "血小板≥75×10^9/L",
                "eligibility.inclusion": "Platelets ≤75×10^9/L",
            },
            {"eligibility.inclusion": "Platelets ≥75×10^9/L"},
        ),
    ),
)
