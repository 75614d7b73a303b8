"""Values that are limited twice in one list: the performance status, on one scale or two, and laboratory values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from hepatica.registry.checks.boundaries import FURTHER
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import Limit, alike, limits, numbers
from hepatica.registry.looking import IN, search, sentence, sentence_of
from hepatica.registry.record import Quote, Record
from hepatica.registry.stages import Stated, stated

PARTS: Final = re.compile(
    r"\bcohorts?\b|\bparts?\b|\barms?\b|\bphase\b|\bgroups?\b|\bin case of\b|\bif\b|\bunless\b|elderly|years|队列"
    r"|部分|组|如果|若",
    re.IGNORECASE,
)
"""Words after which a second limit may be meant for other patients."""

_GROUP: Final = re.compile(r"oncology\s+group", re.IGNORECASE)


def performance_status_twice(record: Record) -> Iterator[Found]:
    """Two statements on the performance status, among the inclusion criteria, that do not name the same grades."""
    told = [
        each
        for each in stated(record, "ECOG", IN)
        if each.sure and not PARTS.search(_GROUP.sub("", each.quote.value.text))
    ]
    for language in ("en", "zh", ""):
        own = [each for each in told if each.quote.value.language == language]
        other = next((each for each in own if each.steps != own[0].steps), None)
        if other is not None and own[0].quote.value.key != other.quote.value.key:
            yield _found(own[0], other)
            return


def _found(one: Stated, other: Stated) -> Found:
    first, second = (", ".join(sorted(each.steps)) for each in (one, other))
    return Found(
        Phrase(f"performance status {first} here, {second} there", f"体能状态一处为{first}，另一处为{second}"),
        (one.quote, other.quote),
    )


def value_twice(record: Record) -> Iterator[Found]:
    """Two limits from one side on one laboratory value, in two criteria of one list, for everybody."""
    told = [each for each in limits(record) if each.analyte not in _ELSEWHERE]
    for one, other in combinations(told, 2):
        if one.analyte != other.analyte or one.of != other.of or one.upper is not other.upper:
            continue
        values = one.quote.value, other.quote.value
        if (
            one.quote.field != other.quote.field
            or values[0].key == values[1].key
            or values[0].language != values[1].language
        ):
            continue
        if not (_for_all(one) and _for_all(other)):
            continue
        if None not in numbers(one, other) and not alike(one, other):
            yield Found(
                Phrase(
                    f"'{one.quote.text}' here, '{other.quote.text}' there: which limit is meant?",
                    f"一处为“{one.quote.text}”，另一处为“{other.quote.text}”：以哪个限值为准？",
                ),
                (one.quote, other.quote),
            )
            return


_ELSEWHERE: Final = frozenset({"age", "ecog"})
_OF_SOME: Final = re.compile(
    r"(?i)\b(?:within|prior|history|previous\w*|after|transfus\w*|despite|metasta\w*|gilbert"
    r"|donors?|recipients?|(?:fe)?males?|(?:wo)?m[ae]n|HBeAg|cirrho\w*|except|unless)\b"
    r"|转移|既往|除外|输血|[男女]|肝硬化|[eE]抗原"
)
"""Words by which a limit may be meant for other patients, or for another time."""


_CLOSING: Final = re.compile(r"\s*[)）\]]")
_TOGETHER: Final = re.compile(r"(?i)[\d)LNl%]\s*(?:and|with|plus|&)\s|[且并]")
"""What makes a limit hold together with one before it."""


def _for_all(limit: Limit) -> bool:
    if limit.conditional or (limit.joined == "or" and limit.quote.field == IN):
        return False
    begin, end = sentence(limit.quote.value, limit.quote.start)
    closed = _CLOSING.match(limit.quote.value.text, limit.quote.end)
    behind = closed.end() if closed is not None else limit.quote.end
    if FURTHER.match(limit.quote.value.text, behind) or _TOGETHER.search(
        limit.quote.value.text, begin, limit.quote.start
    ):
        return False
    told = limit.quote.value.text[begin : max(end, limit.quote.end)]
    return _whole(told)


def _whole(told: str) -> bool:
    return PARTS.search(_GROUP.sub("", told)) is None and _OF_SOME.search(told) is None


def _of_some(quote: Quote) -> bool:
    """Whether the sentence of a quote may be meant for some patients, or for another time."""
    return not _whole(sentence_of(quote).text)


_KARNOFSKY: Final = re.compile(
    r"(?i)(?:Karnofsky|(?<![A-Za-z])KPS(?![A-Za-z])|卡氏)[^.;\n\d≥>＞]{0,45}?(?P<sign>≥|>=|≧|>|＞|at\s+least"
    r"|(?:greater|more|higher)\s+than(?:\s+or\s+equal\s+to)?"
    r"|above|over|不低于|大于(?:等于)?|of|=|:|："
    r"|is)?\s*(?P<points>[1-9]0)\s*%?\s*(?:分)?(?P<up>\s*(?:points?\s*)?(?:or|and)\s(?:more|above|higher"
    r"|greater|better|over)|\s*(?:-|–|~|to)\s*100|\s*(?:及|或)?以上)?"
)
_GRADES: Final = {90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4}
"""Points on Karnofsky's scale -> the ECOG grade that describes the same patient (Oken et al. 1982, table 2)."""


def two_performance_scales(record: Record) -> Iterator[Found]:
    """A least Karnofsky score and a highest ECOG grade, among the inclusion criteria, that are not the same patient."""
    told = [each for each in stated(record, "ECOG", IN) if each.sure and not _of_some(each.quote)]
    for quote in search(record, (IN,), _KARNOFSKY, ("karnofsky", "kps", "卡氏")) if told else ():
        met = _KARNOFSKY.search(quote.text)
        if (
            met is None
            or _of_some(quote)
            or not (met["up"] or (met["sign"] or "") not in ("", "of", "=", ":", "：", "is"))
        ):
            continue
        points = int(met["points"]) + (10 if met["sign"] in (">", "＞") and not met["up"] else 0)
        grade = _GRADES.get(points)
        for each in told:
            worst = max(map(int, each.steps))
            if grade is not None and each.quote.value.language == quote.value.language and worst != grade:
                yield Found(
                    Phrase(
                        f"Karnofsky {points} is ECOG {grade}, and ECOG up to {worst} is admitted",
                        f"卡氏评分{points}分相当于ECOG {grade}分，而ECOG允许至{worst}分",
                    ),
                    (quote, each.quote),
                )
                return


CHECKS: Final = (
    Check(
        code="HPT060",
        title=Phrase("Two limits on the performance status", "体能状态有两个不同限值"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether a patient of the grade between them may enter depends on which line the site reads.",
            "介于两者之间的患者能否入组取决于所读的条目。",
        ),
        mend=Phrase("State the performance status once.", "体能状态只规定一次。"),
        meanwhile=Phrase("Both hold: the grades that stand in both are admitted.", "两条同时生效：取共同的分级。"),
        find=performance_status_twice,
        example=Example(
            {IN: "Child-Pugh A, PS score 0-1 point", f"{IN}@en": "ECOG 0 points"},
            {f"{IN}@en": "ECOG 0-1"},
        ),
    ),
    Check(
        code="HPT061",
        title=Phrase("Two limits on one value in one list", "同一列表中同一指标有两个限值"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether a patient between the two may enter depends on which line the site reads.",
            "介于两者之间的患者能否入组取决于所读的条目。",
        ),
        mend=Phrase("State the limit once.", "该限值只规定一次。"),
        meanwhile=Phrase("Both hold: the stricter decides.", "两条同时生效：以较严者为准。"),
        find=value_twice,
        example=Example({IN: "ALT ≤ 5 × ULN", f"{IN}@en": "ALT ≤ 3 × ULN"}, {f"{IN}@en": "AST ≤ 3 × ULN"}),
    ),
    Check(
        code="HPT062",
        title=Phrase("Two performance scales that do not agree", "两种体能评分互不一致"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "One of the two limits is void, and sites that use the other scale admit other patients.",
            "其中一个限值实际无效，采用另一评分的中心会纳入不同的患者。",
        ),
        mend=Phrase("Use one scale, or limits that describe the same patients.", "只用一种评分，或使两个限值对应。"),
        meanwhile=Phrase("Both hold: the stricter decides.", "两条同时生效：以较严者为准。"),
        find=two_performance_scales,
        knowledge=True,
        source="Oken et al., Am J Clin Oncol 1982;5:649, table 2",
        example=Example(
            {IN: "Karnofsky score of at least 80; ECOG performance status 0-2"},
            {IN: "Karnofsky score of at least 70; ECOG performance status 0-1"},
        ),
    ),
)
