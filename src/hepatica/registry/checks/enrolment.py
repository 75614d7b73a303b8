"""Numbers of participants: the registered number, the numbers told in the text, the sizes of the arms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import COUNT, count, whole_number
from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, places, search, sentence, whole
from hepatica.registry.powering import POWER, POWER_WORDS
from hepatica.registry.record import Quote, Record
from hepatica.registry.totals import totals
from hepatica.registry.traits import total

_BEFORE: Final = re.compile(
    r"""(?aix) \b (?: each | cohorts? | (?: in | for | during | of ) \s (?: the \s )? phase | phase \s \w+ \s (?:
        part | portion
        | stage | component ) | part (?! \s of ) | (?: first | second | third | initial | next | interim | final ) \s
        (?: stage | step | part | phase | \d+ | group ) | stage \s (?: 1 | 2 | one | two ) \b | dose[ -] (?: level
            | escal | expan | find )
        \w* | (?: in | per | for ) \s (?: each | the | this | every | one ) \s (?: [\w-]+ \s ){0,2} (?: arm
            | group ) | (?<! - ) \b arm \s (?: [a-d] | \d | i+ ) \b
        | group \s (?: [a-d] | \d | i+ ) \b | (?: control | placebo | experimental | treatment | intervention
            | study | healthy ) \s
        (?: arm | group | controls? ) | previous\w* | prior | retrospectiv\w* | screen\w* | additional\w* | another
            | remaining
        | controls? | healthy | sub-?study | subset | sub-?group | interim | pilot | safety \s (?: lead | run )
            | after | literature
        | published | of \s (?: whom | which | these ) | randomly \s select\w* | replac\w* | evaluable | assessable
            | annual\w* | every
        | worldwide | china | incidence )
    | 每组 | 各组 | 阶段 | 队列 | 对照 | 筛选 | 既往 | 回顾 | (?<!入)组 | 每 | 年 | 月 | 部分 | 文献 | 其中 | 脱落"""
)
_AFTER: Final = re.compile(
    r"""(?aix) ^ [^,;:.\d(，；。：（]{0,80} \b (?: per | in \s each | each | for \s each | both | every ) \b
    | ^ \s? \(? (?: in \s the (?! \s (?: present \s | current \s | whole \s | entire \s )? (?: study | trial
        | research | project ) )
        | in \s (?: phase | part | cohort | stage | arm | group ) | at \s each | for \s the (?! \s (?: study
            | trial ) ) | to \s the
        | into \s the (?! \s (?: study | trial ) ) | (?: during | for ) \s (?: phase | part ) | out \s of | of \s
        the )
    | ^ [^.;]{0,60} \b (?: and | plus | with ) \s (?: about \s )? (?: \d+ | an? \s (?: equal | control ) ) \s
        (?: [\w-]+ \s ){0,3} (?: controls? | healthy | patients | participants | subjects | cases | individuals
            | volunteers )
    | ^ [^.;]{0,40} \b (?: cohort | screen\w* | interim | first \s (?: stage | step ) | phase \s [12i] | evaluable
        | surveyed | event )
    | ^ [^，。；\n]{0,8} (?: 每组 | /组 | 每 | 一组 | 组 | 筛选 | 阶段 | 对照 | 健康 ) | ^ [，,、和及] \s?
        [^，。；\n\d]{0,10} (?: 对照 | 健康 )"""
)
"""Words beside a number that make it one of a part of the study, or of another."""

_RATIO: Final = re.compile(
    r"(?ai)\b(?:HR|hazards? ratio)\b(?: ?\(HR\))?\s*(?:(?:to be |set |assumed |expected |estimated )*(?:of|=|:|<|≤|is"
    r"|was|at|to be|as))?"
    r"\s*(?:about |approximately )?[01]?[.·]\d+|(?:风险比|HR)\D{0,6}0\.\d+"
)
_BASIS: Final = re.compile(
    r"""(?aix) \bmedian\b | \bevents\b | \b event \s rate | control \s (?:group|arm) [^.]{0,60} \d
        | \d \s* % \s (?:vs\.?|versus|to)
    | \d+ \s* : \s* \d+ | dropout | drop-out | lost \s to \s follow | 中位 | 事件数 | 失访 | 脱落
        | 对照组[^。]{0,30}\d"""
)


_ACTUAL: Final = re.compile(r"(?ai)actual|实际")


def total_in_text(record: Record) -> Iterator[Found]:
    """A total in the text that is not the registered number."""
    registered = total(record)
    if registered is None or registered[0] == 0 or _ACTUAL.search(record.text("enrolment.type")):
        return  # who has entered may be more or fewer than were planned
    wanted, quote = registered
    told = totals(record)
    if not told or any(each.agrees(wanted) for each in told) or sum({each.size for each in told}) == wanted:
        return
    for size, words in ((each.size, each.words) for each in told):
        begin, end = sentence(words.value, words.start)
        before, after = words.value.text[begin : words.start], words.value.text[words.end : end]
        if size > 1 and not _BEFORE.search(before) and not _AFTER.search(after) and not _named(record, wanted):
            yield Found(
                Phrase(
                    f"{wanted} participants are registered, and the text speaks of {size}",
                    f"注册入组{wanted}例，正文为{size}例",
                ),
                (quote, words),
            )
            return


_GROUPED: Final = r"(?:treatment \s | study \s )? (?: arms? | groups? )"
_OF_EACH: Final = rf"(?: each | every | either | both ) \s (?: of \s the \s (?: \w+ \s )? )? {_GROUPED}"
_MANY: Final = r"(?:[\w-]+ \s ){0,2}? (?: patients | participants | subjects | cases | individuals | people )"
_EACH: Final = re.compile(
    rf"""(?ix) \b {_OF_EACH} \s (?: (?: is | are | will | shall | to | has | have | of | planned | expected ) \s ){{0,3}}
        (?: comprise | consist \s of | contain | include | have | hold | enrol+ | recruit | number
            | be \s made \s up \s of | need )? \w* \s?
        (?: about \s | approximately \s | at \s least \s )? (?P<number>{COUNT}) \s {_MANY}
    | (?P<before>{COUNT}) \s {_MANY} \s
        (?: (?: will \s be | are | is ) \s (?: needed | required | enrol+ed | included | recruited | randomi[sz]ed
            | planned ) \s )?
        (?: (?: in | for | per | to | into ) \s {_OF_EACH} | per \s {_GROUPED} ) \b (?! \s? (?:[A-D\d]|I+)\b )
    | (?: 每组 | 各组 | 两组各 ) (?: 各 | 拟 | 需 | 计划 | 纳入 | 入组 | 患者 | 约 | 为 | 至少 )* \s*
        (?P<zh>{COUNT}) \s* (?: 例 | 名 | 人 )
    """
)
"""A number told for each group."""
_LOSS: Final = re.compile(r"(?i)drop-?\s?out|attrition|loss|lost|withdraw|non-?evaluable|脱落|失访|剔除")


def each_arm_in_text(record: Record) -> Iterator[Found]:
    """A number for each arm in the text that, for all arms registered, is not the registered number."""
    registered, arms = total(record), len(record.members("arm"))
    if registered is None or registered[0] == 0 or arms < 2 or _ACTUAL.search(record.text("enrolment.type")):
        return
    if any(arm.get("size") for arm in record.members("arm")):
        return
    wanted = registered[0]
    for quote in search(record, TEXTS, _EACH, ("arm", "group", "组"), 120):
        met = _EACH.search(quote.text)
        size = count(met["number"] or met["before"] or met["zh"]) if met is not None else None
        begin, _ = sentence(quote.value, quote.start)
        if size is None or size < 2 or of_others(quote) or _BEFORE_EACH.search(quote.value.text, begin, quote.start):
            return
        lost = _LOSS.search(quote.value.text) is not None and size * arms <= wanted <= 1.5 * size * arms
        if (
            size * arms != wanted
            and not lost
            and not _named(record, wanted)
            and not any(e.agrees(wanted) for e in totals(record))
        ):
            yield Found(
                Phrase(
                    f"{size} in each of {arms} arms are {size * arms} participants, and {wanted} are registered",
                    f"{arms}组各{size}例共{size * arms}例，注册入组{wanted}例",
                ),
                (registered[1], quote),
            )
        return


_BEFORE_EACH: Final = re.compile(
    r"(?i)\b(?:phase|part|stage|cohort|interim|pilot|lead-in|run-in|stratum|strata|sub-?group|at least|minimum|up to"
    r"|maximum|blood|samples?|centre|center|site)\b|阶段|队列|至少|中心"
)
"""What makes the number one of a part, or no more than a least number."""


def _named(record: Record, wanted: int) -> bool:
    """Whether the text holds the registered number somewhere as that of the study: not of a group, no share, no dose."""
    for name in TEXTS:
        for value in record.all(name):
            for at in places(value.text.replace(",", "\x00"), (str(wanted), f"{wanted:,}".replace(",", "\x00"))):
                before = value.text[max(0, at - 30) : at]
                if _PART_OF_MORE.search(before) is None and (_OF_ALL.match(value.text, at) or _SIZED.search(before)):
                    return True
    return False


_PART_OF_MORE: Final = re.compile(r"(?ai)(?:[\d.,/(]|each |per |each (?:group|arm)[^.;]{0,12}|每组|各组)$")
_SIZED: Final = re.compile(
    r"(?ai)(?:total|size|\bn\b|need|requir|enrol|recruit|includ|randomi)[^.;]{0,20}$|[共总计为约][^。；]{0,6}$"
)
_OF_ALL: Final = re.compile(
    r"""(?aix) [\d,]+ (?! [\d.%/-] ) \s? (?: (?: [\w-]+ \s ){0,3} (?: patients | participants | subjects | cases |
        individuals | people | persons | volunteers ) \b
        | 例 | 名 | 人 | are \s | is \s | were \s ) (?! [^.;,]{0,30} (?: \b (?: per | each | every | arm
            | group ) s? \b | 组 ) )"""
)
"""A number that is told as that of the whole study: not of a group, no share, no dose."""


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
                f"the arms hold {' + '.join(map(str, known))} = {sum(known)} participants, and {registered[0]} are "
                f"registered",
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
    for words in search(record, TEXTS, POWER, POWER_WORDS, 60):
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
    Check(
        code="HPT015",
        title=Phrase("The number for each arm does not give the registered number", "每组例数与注册例数不符"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Nobody can say when recruitment is complete, nor which power the study has.",
            "无法判断何时完成招募及研究把握度。",
        ),
        mend=Phrase(
            "Correct the number that is wrong, or tell the number of each arm.", "更正错误的例数，或写明各组例数。"
        ),
        meanwhile=Phrase(
            "The registered number is taken, divided as the arms are.", "以注册总例数为准，按各组比例分配。"
        ),
        find=each_arm_in_text,
        example=Example(
            {
                "enrolment": "120",
                "arm[0].name": "A",
                "arm[1].name": "B",
                "summary": "Each arm is to comprise 40 patients.",
            },
            {"enrolment": "80"},
        ),
    ),
)
