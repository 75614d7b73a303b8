"""Numbers of participants: the registered number, the numbers told in the text, the sizes of the arms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import whole_number
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, search, sentence, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import total

TOTAL: Final = re.compile(
    r"""(?aix)
    \b (?: (?: in \s )? total \s of | sample \s size \s (?:of|is|was|:)? | (?: study | trial ) \s will \s include
        | (?: expect\w* | plan\w* | aims? | intends? ) \s to \s (?: enrol+ | recruit | include | receive )
        | will \s (?: enrol+ | recruit ) )
    \s* (?: (?: a \s total \s of | about | approximately ) \s )?
    (?P<number> \d{1,3}(?:,\d{3})+ | \d+ ) \s+ (?: (?! hundred | thousand ) [\w-]+ \s ){0,2}
    (?: patients | participants | subjects | cases )
    | (?: (?: 总共 | 一?共 | 合计 | 总计 ) (?: 拟 | 计划 | 预计 )? (?: 纳入 | 入组 | 招募 )? | (?: 拟 | 计划
        | 预计 ) (?: 纳入 | 入组 | 招募 ) )
    \s* (?P<zh> \d+ ) \s* (?: 例 | 名 )
    """
)
"""A number of patients that is said to be that of the whole study."""

_BEFORE: Final = re.compile(
    r"""(?aix) \b (?: each | cohorts? | phase | part | stage | first | dose | up \s to | at \s least | maximum | arms?
    | previous\w* | retrospectiv\w* | screen\w* | additional\w* | controls? | healthy | sub-?study | interim ) \b
    | 每组 | 各组 | 阶段 | 队列 | 对照 | 筛选 | 既往 | 回顾"""
)
_AFTER: Final = re.compile(
    r"(?ai)^ ?\(?(?:per|in each|in the|in phase|in part|in cohort|at each|for the|each)\b|^[ ，,]?(?:每组|/组)"
)
"""Words beside a number that make it one of a part of the study, or of another."""

POWER: Final = re.compile(
    r"(?ai)\bpower\s*(?:of|=|:|\bis\b)?\s*\(?\d{2}\s*%|\d{2}\s*%\s*(?:statistical )?power\b|把握度|检验效能"
)
_RATIO: Final = re.compile(
    r"(?ai)\bHR\b\s*(?:of|=|:|<)?\s*[01][.·]\d+|hazard ratio\s*(?:\(HR\))?\s*(?:of|=|is|:)?\s*[01][.·]\d+|风险比\D{0,6}0\.\d+"
)
_BASIS: Final = re.compile(
    r"""(?aix) \bmedian\b | \bevents\b | \b event \s rate | control \s (?:group|arm) [^.]{0,60} \d
        | \d \s* % \s (?:vs\.?|versus|to)
    | \d+ \s* : \s* \d+ | dropout | drop-out | lost \s to \s follow | 中位 | 事件数 | 失访 | 脱落
        | 对照组[^。]{0,30}\d"""
)


_ACTUAL: Final = re.compile(r"(?ai)actual|实际")
_TOTAL_KEYS: Final = (" patients", " participants", " subjects", " cases", "例", "名")


def total_in_text(record: Record) -> Iterator[Found]:
    """A total in the text that is not the registered number."""
    registered = total(record)
    if registered is None or registered[0] == 0 or _ACTUAL.search(record.text("enrolment.type")):
        return  # who has entered may be more or fewer than were planned
    wanted, quote = registered
    told = [
        (size, each) for each in search(record, TEXTS, TOTAL, _TOTAL_KEYS, 140) if (size := _total(each)) is not None
    ]
    if any(size == wanted for size, _ in told):
        return
    for size, words in told:
        begin, end = sentence(words.value, words.start)
        before, after = words.value.text[begin : words.start], words.value.text[words.end : end]
        if size > 1 and not _BEFORE.search(before) and not _AFTER.search(after):
            yield Found(
                Phrase(
                    f"{wanted} participants are registered, and the text speaks of {size}",
                    f"注册入组{wanted}例，正文为{size}例",
                ),
                (quote, words),
            )
            return


def _total(quote: Quote) -> int | None:
    match = TOTAL.fullmatch(quote.text)
    return whole_number(match["number"] or match["zh"]) if match else None


def _sizes(record: Record) -> list[tuple[Quote, int | None]]:
    """What each arm says of its size, or its name where it says nothing."""
    found: list[tuple[Quote, int | None]] = []
    for place, arm in enumerate(record.members("arm")):
        size, name = arm.get("size", ())[:1], arm.get("name", ())
        if size:
            found.append((whole(f"arm[{place}].size", size[0]), whole_number(size[0].text)))
        elif name:
            found.append((whole(f"arm[{place}].name", name[-1]), None))
    return found


def sum_of_arms(record: Record) -> Iterator[Found]:
    """Arms whose sizes do not add up to the registered number."""
    registered, sizes = total(record), _sizes(record)
    known = [size for _, size in sizes if size is not None]
    if registered is None or len(known) < len(sizes) or len(known) < 2:
        return
    if sum(known) != registered[0]:
        yield Found(
            Phrase(
                f"the arms hold {' + '.join(map(str, known))} = {sum(known)} participants, and {registered[0]} are registered",
                f"各组共{sum(known)}例，注册入组{registered[0]}例",
            ),
            (registered[1], *(quote for quote, _ in sizes)),
        )


def arm_without_size(record: Record) -> Iterator[Found]:
    """An arm with no number of participants beside one that has it."""
    sizes = _sizes(record)
    known = [quote for quote, size in sizes if size is not None]
    for quote, size in sizes:
        if known and size is None:
            yield Found(
                Phrase(
                    f"'{quote.text}' has no number of participants, while another arm has {known[0].text}",
                    f"“{quote.text}”未填样本量，而另一组为{known[0].text}",
                ),
                (quote, known[0]),
            )


def claim_without_basis(record: Record) -> Iterator[Found]:
    """A power and a hazard ratio without what a recomputation needs: control rate or median, events, allocation, loss."""
    for words in search(record, TEXTS, POWER, ("power", "把握度", "效能")):
        start, end = sentence(words.value, words.start)
        told = words.value.text[start:end]
        ratio = _RATIO.search(told)
        if ratio and not _BASIS.search(told) and first(record, (*TEXTS, *OUTCOMES), _BASIS_ANYWHERE) is None:
            yield Found(
                Phrase(
                    "a power and a hazard ratio are told, but no event rate or "
                    "median of the control group, no number of events, "
                    "no allocation ratio and no loss: the number cannot be recomputed",
                    "给出了把握度和风险比，但无对照组事件率或中位时间、事件数、分配比例和失访率，样本量无法复核",
                ),
                (Quote(words.field, words.value, start, end),),
            )
            return


_BASIS_ANYWHERE: Final = re.compile(
    r"(?ai)\b\d+ (?:\w+ )?events\b|\b\d:\d (?:allocation|ratio|randomi)|median "
    r"[^.]{0,60}(?:control|comparator|standard)|事件数|中位"
)

CHECKS: Final = (
    Check(
        code="HPT011",
        title=Phrase("The text tells another number of participants than is registered", "正文例数与注册例数不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Nobody can say when recruitment is complete, and the power of the study is that of the smaller number.",
            "无法判断何时完成招募；研究把握度只能按较小例数计算。",
        ),
        mend=Phrase("Correct the number that is wrong.", "更正错误的例数。"),
        meanwhile=Phrase("The registered number is taken.", "以注册例数为准。"),
        find=total_in_text,
        example=Example(
            {"enrolment": "50", "description": "It is expected to receive 100 patients (50 and 50)."},
            {"enrolment": "100"},
        ),
    ),
    Check(
        code="HPT012",
        title=Phrase("The arms do not add up to the registered number", "各组例数之和与注册例数不一致"),
        severity=1,
        decidability="S",
        costs=Phrase("Group sizes and total cannot both be reached.", "各组例数与总例数无法同时满足。"),
        mend=Phrase("Correct the total or the size of an arm.", "更正总例数或某组例数。"),
        meanwhile=Phrase(
            "The registered number is taken, divided as the arms are.", "以注册总例数为准，按各组比例分配。"
        ),
        find=sum_of_arms,
        example=Example(
            {"enrolment": "332", "arm[0].size": "166", "arm[1].size": "160"},
            {"arm[1].size": "166"},
        ),
    ),
    Check(
        code="HPT013",
        title=Phrase("An arm has no number of participants", "某组未填样本量"),
        severity=1,
        decidability="S",
        costs=Phrase(
            "The total is unknown, and so are the precision and the power of anything said of that arm.",
            "总例数未知，该组结果的精度和把握度也无法判断。",
        ),
        mend=Phrase("Enter the number for each arm.", "填写每组样本量。"),
        meanwhile=Phrase("The arm is taken to have no planned size.", "该组按无计划例数处理。"),
        find=arm_without_size,
        example=Example(
            {"arm[0].name": "Prospective part", "arm[0].size": "150", "arm[1].name": "Retrospective part"},
            {"arm[1].size": "200"},
        ),
    ),
    Check(
        code="HPT014",
        title=Phrase("The sample size cannot be recomputed from what is told", "所述样本量依据不足，无法复核"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether the study can answer its question cannot be checked by anybody.",
            "任何人都无法核实该研究能否回答其问题。",
        ),
        mend=Phrase(
            "Tell the event rate or median of the control group, the ratio of the "
            "groups, the loss and whether the test has one side or two.",
            "补充对照组事件率或中位时间、分组比例、失访率及单双侧检验。",
        ),
        meanwhile=Phrase("The number is kept and reported as not checked.", "保留该例数，并注明未经复核。"),
        find=claim_without_basis,
        example=Example(
            {"description": "Sample size: 332 cases (power 80%, alpha = 0.05, expected HR = 0.6)"},
            {
                "description": "Sample size: 332 cases (power 80%, alpha = 0.05, "
                "expected HR = 0.6, median 30 months in the control group)"
            },
        ),
    ),
)
