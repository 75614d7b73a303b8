"""Groups of participants: how many are registered, how many are described, and whether each can be told from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import count, whole_number
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, around, first, said, search, sentence_of, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import interventional, single_group

HEADING: Final = re.compile(
    r"(?m)^[\s*•·\d.()-]*(?P<name>(?:[A-Z][\w-]* |\([\w ]+\) ){0,6}(?:[Gg]roup|[Aa]rm)(?: \([^()\n]{2,40}\)"
    r"| [A-D1-4])?)\s*:"
    r"|^\s*(?P<zh>[^\s，。：:]{1,12}组)\s*[：:]"
)
"""A group that begins a line with its name and a colon: one that the study itself describes."""

_CONTROL_GROUP: Final = (
    r"(?:control|placebo|comparison|comparator|comparative|observation|no[- ]treatment|untreated"
    r"|standard[ -](?:of[ -])?(?:care|treatment|therapy))"
    r"s?[- ](?:group|arm)s?\b"
)
COMPARED: Final = re.compile(
    rf"""(?aix)
    \b (?: will \s | study \s | to \s | trial \s ) compares? \s (?: the \s )? (?: two | 2 | three
        | 3 ) \s (?: \w+ \s )? (?: groups | arms ) \b
    | \b (?: divided | assigned | allocated | randomi[sz]ed | grouped | split | distributed
        | separated ) (?: \s \w+ ){{0,2}} \s
      (?: in )? to \s (?: one \s of \s )? (?: the \s )? (?: two | 2 | three | 3 | four
          | 4 ) \s (?: [\w-]+ \s ){{0,2}} (?: groups | arms ) \b
    | \b (?: between | in | across | for | of | from ) \s (?: the \s )? (?: two | 2 | both | three | 3 | four ) \s
      (?: study \s | treatment \s | patient \s | therapy \s | parallel \s )? (?: groups | arms ) \b
    | \b (?: between | among ) \s (?: the \s | all \s )? (?: study \s | treatment \s | treated \s )? (?: groups
        | arms ) \b
    | \b (?: group | arm ) \s (?: is | are | was | were | will \s be )
      \s (?: compared | contrasted | set ) \s (?: with | to | against ) \s
      (?: th(?: at | ose ) \s (?: of | in ) \s )? (?: the \s )?
      (?: [\w+/-]+ \s ){{1,3}}? (?: group | arm ) \b
    | \b between \s (?: the \s )? (?: [\w+/-]+ \s ){{1,4}}? (?: group
        | arm ) \s and \s (?: the \s )? (?: [\w+/-]+ \s ){{1,4}}? (?: group | arm ) \b
    | \b (?: than | with | to | versus | vs\.? | and | against | or | in | for | while | whereas ) \s (?: the
        | that \s of \s the | a | an )
      \s (?: [\w-]+ \s ){{0,2}}? {_CONTROL_GROUP}
    | (?: ^ | [.;:] \s | \n [\s*•-]* ) (?: the \s | a \s )? {_CONTROL_GROUP} (?= \s (?: will | is | are | receiv
        | who | does | did | consist | has | have | was
      | were | patients | participants | undergo | gets? ) | \s? : )
    | \b (?: two | three | four | 2 | 3 | 4 ) [ -] (?: parallel[ -] )? arm (?: ed
        | s )? ,? \s (?: [\w,-]+ \s ){{0,4}}? (?: trial | study )
    | 分[为成]? (?: 两 | 二 | 2 | 三 | 3 | 四 | 4 ) 个? 组 | (?: 两 | 二 | 三 | 各 | 2 | 3 ) 组 (?: 患者 )? (?: 间
        | 之间 )? [^。；\n]{{0,20}}? (?: 比较 | 对比 | 差异 )
    | (?: 与 | 和 | 较 | 设 | 设立 | 设置 | 同 ) [^。；，\n]{{0,8}}? 对照组 | 对照组 [^。；，\n]{{0,4}} (?: 接受 |
        给予 | 采用 | 使用 | 患者 | 予 |
        仅 )
    | 组间 (?: 比较 | 差异 | 对比 )
    """
)
"""Groups set against each other."""

_NUMBERED: Final = re.compile(
    r"(?ai)(?:intervention |treatment )?(?:for |of )?(?:group|arm|cohort|part)s?[ -]?(?:[a-d]|\d|i{1,3})\b"
    r"|第?[一二三1-3A-C]组"
)
_BARE: Final = re.compile(
    r"(?ai)(?:treatment |study |experimental |intervention |single |the )?(?:arm|group|cohort)[ -]?#?(?:[a-z]|\d{1,2}"
    r"|i{1,3}|iv|one|two|three)?\.?|(?:group |arm )?[a-d1-4]|第?[一二三四1-4A-D]组"
)
_CONTROL: Final = re.compile(r"(?ai)\b(?:control|comparat|comparison|compared)|对照")
_HISTORY: Final = re.compile(
    r"(?ai)histor|previous|published|literature|retrospectiv|propensity|external|synthetic|virtual|database"
    r"|registr(?:y|ies)|matched|earlier"
    r"|contemporar|prior stud|other stud|non-?respon|responder|subgroup|sub-?group|age groups?|healthy|normal control"
    r"|mice|mouse|rats\b"
    r"|animal|\bcells?\b|(?:trial|study|studies|analysis|results?|data|we|authors|et al\.?) (?:have |has |also "
    r"|previously )?"
    r"(?:showed|shown|found|demonstrated|reported|revealed|suggested|indicated|concluded|compared)|phase (?:3"
    r"|iii) (?:trial|study) (?:of|compar)"
    r"|according to (?!(?:the )?(?:treatment|intervention|drug|therap|random|regimen|protocol|assign))|based on"
    r"|depending on"
    r"|stratif|biomarker|mutation|median|cut-?off|quality control|without (?:a )?(?:control|comparison|comparator)"
    r"|no (?:control|comparison|comparator|placebo)"
    r"|历史|既往|文献|回顾|亚组|健康|匹配|研究表明|研究显示|根据(?!治疗)|动物|小鼠|细胞|空白"
)
"""Words of a sentence by which the groups are others than those that are treated."""


_GROUPS: Final = ("group", " arm", "-arm", "组")


def one_group_and_a_control(record: Record) -> Iterator[Found]:
    """One group by the register, several in the text."""
    model = single_group(record)
    if model is None:
        return
    words = next(_controls(record), None)
    if words is not None:
        yield Found(
            Phrase(
                f"one group is registered ('{model.text}'), and the text describes a comparison of groups",
                f"注册为单组（“{model.text}”），正文却描述了组间比较",
            ),
            (model, words),
        )


def _controls(record: Record) -> Iterator[Quote]:
    """Where the text names a control as a group of the study, or sets groups against each other."""
    for quote in search(record, TEXTS, HEADING, _GROUPS):
        if _CONTROL.search(quote.text) and not _HISTORY.search(around(quote, 60, 60)):
            yield quote
    for quote in search(record, (*TEXTS, *OUTCOMES), COMPARED, _GROUPS, 160):
        if not _HISTORY.search(sentence_of(quote).text):
            yield quote


_TOLD_NUMBER: Final = re.compile(
    r"""(?aix) \b (?: randomi[sz]\w* | allocat\w* | assign\w* ) \b [^.;\n]{0,80}? \b (?: into | to | between |
        among | in ) \s
    (?: one \s of \s | either \s of \s )? (?: the \s )? (?P<n> two | three | four | five | six
        | [2-6] ) \s (?: [\w-]+ \s ){0,2}? (?: groups | arms ) \b
    | \b (?P<m> two | three | four | five | [2-5] ) [ -] (?: parallel[ -] )? arm (?: ed
        | s )? ,? \s (?: [\w,-]+ \s ){0,5}? (?: trial | study | design ) \b
    | 随机 [^。；\n]{0,12} (?: 分为 | 分成 | 分到 | 分配至? ) [^。；\n]{0,4} (?P<zh> 两 | 二 | 三 | 四 | 五 | [2-5]
        ) 个? 组
    """
)
_OTHER_GROUPS: Final = re.compile(
    r"(?ai)\b(?:dose|cohorts?|previous\w*|training|validation|sub-?groups?|sequences?|strat\w+|histor\w+)\b|训练|亚组"
)


def groups_not_registered(record: Record) -> Iterator[Found]:
    """Fewer registered arms than groups that the text describes under their names, or counts."""
    arms = record.members("arm")
    counted = said(record, "arm.count")
    registered = (whole_number(counted.text) if counted else None) or len(arms)
    if not registered:
        return
    names = {_plain(quote.text): quote for quote in search(record, TEXTS, HEADING, _GROUPS)} if registered == 1 else {}
    field = _participants(record) or counted or next(_names(record), None)
    if field is None:
        return
    if len(names) > registered:
        yield Found(
            Phrase(
                f"{registered} arm is registered, and the text describes {len(names)}: {', '.join(names)}",
                f"注册{registered}组，正文描述了{len(names)}组：{'、'.join(names)}",
            ),
            (field, *(_named(quote) for quote in names.values())),
        )
        return
    for words in search(record, TEXTS, _TOLD_NUMBER, (" groups", " arms", "-arm", " arm ", "组"), 200):
        met = _TOLD_NUMBER.fullmatch(words.text)
        told = (count(met["n"] or met["m"] or met["zh"]) or 0) if met is not None else 0
        if told > registered and _OTHER_GROUPS.search(sentence_of(words).text) is None:
            yield Found(
                Phrase(
                    f"{registered} {'arm is' if registered == 1 else 'arms are'} registered, and the text speaks of "
                    f"{told}",
                    f"注册{registered}组，正文为{told}组",
                ),
                (field, words),
            )
            return


def _participants(record: Record) -> Quote | None:
    """Where the record tells participants and groups together."""
    return next((whole("enrolment", v) for v in record.all("enrolment") if "participants in" in v.path), None)


def _plain(text: str) -> str:
    match = HEADING.search(text)
    return (match["name"] or match["zh"]) if match else text


def _named(quote: Quote) -> Quote:
    name = _plain(quote.text)
    start = quote.value.text.index(name, quote.start)
    return Quote(quote.field, quote.value, start, start + len(name))


def _names(record: Record, group: str = "arm") -> Iterator[Quote]:
    for place, member in enumerate(record.members(group)):
        if member.get("name"):
            yield whole(f"{group}[{place}].name", member["name"][-1])


def interventions_without_groups(record: Record) -> Iterator[Found]:
    """Several interventions, a comparison, and no group to attach them to."""
    names = list(_names(record, "intervention"))
    if record.members("arm") or record.all("arm.count") or len(names) < 2:
        return
    numbered = [quote for quote in names if _NUMBERED.search(quote.text)]
    listed = not record.format.startswith("ICTRP")  # whose exports leave the arms of some registers out
    words = first(record, TEXTS, COMPARED, _GROUPS, 160) if listed else None
    if len(numbered) > 1 or words is not None:
        yield Found(
            Phrase(
                f"{len(names)} interventions are registered, and no group that receives them",
                f"登记了{len(names)}种干预，却没有对应的组别",
            ),
            (*(numbered or names), *([words] if words else [])),
        )


def arms_described_alike(record: Record) -> Iterator[Found]:
    """Two arms with different names, and word for word the same description."""
    seen: dict[str, Quote] = {}
    for place, arm in enumerate(record.members("arm")):
        told = [
            (own, value)
            for own in ("description", "intervention")
            for value in arm.get(own, ())
            if own == "description" or len(value.text) > 300
        ]
        description = "\n".join(value.text for _, value in told)
        names = arm.get("name", ())
        if len(description) < 40 or not names:
            continue
        name = whole(f"arm[{place}].name", names[-1])
        if description in seen and seen[description].text != name.text:
            yield Found(
                Phrase(
                    f"'{seen[description].text}' and '{name.text}' carry the same description, word for word",
                    f"“{seen[description].text}”与“{name.text}”的说明完全相同",
                ),
                (seen[description], name, whole(f"arm[{place}].{told[0][0]}", told[0][1])),
            )
            return
        seen.setdefault(description, name)


def arm_named_by_number(record: Record) -> Iterator[Found]:
    """An arm that is only numbered and has no description."""
    if not interventional(record) or (record.register != "ClinicalTrials.gov" and record.register != "example"):
        return
    for place, arm in enumerate(record.members("arm")):
        names = arm.get("name", ())
        if names and not arm.get("description") and _BARE.fullmatch(names[0].text.strip()):
            types = [whole(f"arm[{place}].type", value) for value in arm.get("type", ())[:1]]
            yield Found(
                Phrase(
                    f"the arm is called '{names[0].text}' and not described", f"该组仅名为“{names[0].text}”，无说明"
                ),
                (whole(f"arm[{place}].name", names[0]), *types),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT030",
        title=Phrase("One group is registered, but the text compares groups", "注册为单组，正文却比较多组"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether there is a comparison, and so what the result means, is open.",
            "是否存在对照、结果有何意义均不明。",
        ),
        mend=Phrase("Register every group and a model of several groups.", "登记所有组别及多组模型。"),
        meanwhile=Phrase("The groups of the text are taken.", "以正文所述组别为准。"),
        find=one_group_and_a_control,
        example=Example(
            {"model": "Single Group Assignment", "description": "Control Group (Empirical Treatment): lenvatinib"},
            {"model": "Parallel Assignment"},
        ),
    ),
    Check(
        code="HPT031",
        title=Phrase("The text describes more groups than are registered", "正文描述的组别多于注册组别"),
        severity=1,
        decidability="T",
        costs=Phrase("How many enter each group is nowhere told.", "各组例数无处可查。"),
        mend=Phrase("Register each group with its size and treatment.", "逐组登记例数与治疗。"),
        meanwhile=Phrase("The groups of the text are taken, without sizes.", "以正文组别为准，例数未知。"),
        find=groups_not_registered,
        example=Example(
            {"arm[0].name": "Arm 1", "description": "Guided Group: tested.\nControl Group: not tested."},
            {"arm[1].name": "Arm 2"},
        ),
    ),
    Check(
        code="HPT032",
        title=Phrase("Interventions without a group that receives them", "有干预措施而无对应组别"),
        severity=1,
        decidability="S",
        costs=Phrase("Nobody can tell which participants receive what.", "无法判断哪些受试者接受何种干预。"),
        mend=Phrase("Register the groups and attach the interventions to them.", "登记组别并关联干预措施。"),
        meanwhile=Phrase("One group is made of each intervention.", "每种干预各成一组。"),
        find=interventions_without_groups,
        example=Example(
            {"intervention[0].name": "Intervention for Group 1", "intervention[1].name": "Intervention for Group 2"},
            {"arm[0].name": "Entecavir alone", "arm[1].name": "Entecavir and interferon"},
        ),
    ),
    Check(
        code="HPT033",
        title=Phrase("Two arms carry the same description", "两组说明完全相同"),
        severity=2,
        decidability="S",
        costs=Phrase(
            "What makes a participant belong to one and not to the other is not said.", "未说明受试者归入哪一组的依据。"
        ),
        mend=Phrase("Describe in each arm what distinguishes it.", "分别写明各组的区别。"),
        meanwhile=Phrase("The names tell the arms apart.", "仅以名称区分各组。"),
        find=arms_described_alike,
        example=Example(
            {
                "arm[0].name": "New subtype",
                "arm[0].description": "Patients are classified by a gene signature of their tumour.",
                "arm[1].name": "Other subtypes",
                "arm[1].description": "Patients are classified by a gene signature of their tumour.",
            },
            {"arm[1].description": "Patients whose tumour matches a known cluster of expression."},
        ),
    ),
    Check(
        code="HPT034",
        title=Phrase("An arm is only numbered and not described", "组别仅有编号，无说明"),
        severity=3,
        decidability="S",
        costs=Phrase("Tables and figures would name the arm by its number.", "图表中该组只能以编号命名。"),
        mend=Phrase("Name the arm after its treatment and describe it.", "以治疗命名该组并加以说明。"),
        meanwhile=Phrase("The arm is named after its intervention.", "以干预措施命名该组。"),
        find=arm_named_by_number,
        example=Example(
            {"study_type": "Interventional", "arm[0].name": "Arm 1"},
            {"arm[0].name": "Guided adjuvant therapy"},
        ),
    ),
)
