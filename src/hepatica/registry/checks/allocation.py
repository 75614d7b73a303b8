"""How participants come into their groups: what the register's field says, and what the text does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import TOLD, said, search, sentence
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import not_randomised, randomised, single_group

_GROUP_VERB: Final = (
    r"(?:assigned|allocated|divided|grouped|classified|categori[sz]ed|separated|split|placed"
    r"|distributed|entered|enrolled|included)"
)
_WILL: Final = (
    r"(?:choices?|preferences?|wish(?:es)?|willingness|decisions?|discretion|will|request|desires?|consent|opinion)"
)
BY_TREATMENT: Final = re.compile(
    rf"""(?aix)
    \b (?: patients | participants | subjects | those | cases | individuals | people ) \s (?: who | that ) \s
    (?: have \s | had \s | will \s )? (?: (?: did \s not \s | were \s not \s | are \s not \s
        | do \s not \s )? (?: underwent
        | undergo\w* | receiv\w+ | accept\w* | chose | choose | opt\w* | prefer\w* | agree\w* | select\w* | wish\w*
        | refus\w+ | declin\w+ | treated | (?: are \s | were \s )? (?: un | not \s )? willing ) ) [^.;]{{0,120}}?
    \b (?: (?: were | are | will \s be | was | is ) \s {_GROUP_VERB} \s (?: in | to | into | as )
        | (?: will \s )? (?: serves? | served | act | form
        | constitute | make \s up | comprise ) (?: \s as )? ) \s [^.;]{{0,60}}?
    \b (?: group | cohort | arm | controls? ) \b
    | \b {_GROUP_VERB} \s [^.;]{{0,80}}? \b (?: according \s to | based \s on | on \s the \s basis \s of
        | depending \s (?: up )? on | following
        | as \s per | per | at | by ) \s (?: the \s | their \s | his \s | whether \s )?
    (?: (?: [\w/-]+['’]?s?['’]? \s ){{0,5}}? {_WILL} \b | actual \s treatment | (?: they \s
        | the \s patients? \s )? (?: have \s | had \s )? actually \s received
        | (?: surgical \s | therapeutic \s )? (?: treatments? | therap(?: y | ies ) | procedure | operation
            | method | intervention ) \s (?: that \s )?
          (?: they \s | patients \s )? (?: have \s | had \s | were \s | was \s )? (?: actually \s )? (?: received
          | chosen | selected | underwent | undergone | given | accepted )
        | received \s treatment | (?: their \s )? (?: financial | economic ) \s )
    | \b (?: allocation | assignment | grouping | group \s (?: allocation | assignment | membership )
        | choice \s of \s (?: group | treatment ) )
    \s (?: to \s [^.;]{{0,40}} \s )? (?: is | was | will \s be | are | depends
        | depended ) \s [^.;]{{0,40}}? (?: decided | determined | chosen | made | based
        | left | up \s to | on | according ) \s [^.;]{{0,60}}? \b (?: patients? | famil | physician | clinician
            | doctor | surgeon | investigator
        | preference | willingness | choice )
    | \b (?: patients | participants | subjects | those ) \s (?: can | may | could | are \s free \s to
        | will ) \s (?: freely \s )? (?: choose | select | decide )
        \s (?: [\w-]+ \s ){{0,4}}? (?: group | arm | cohort )
    | \b (?: patients | participants | subjects | they | families ) \s (?: (?: will | can | may | could | are \s free
        \s to | are \s allowed \s to ) \s )? (?: freely \s )? (?: decide | choose | select ) \s (?: for \s themselves \s
        | themselves \s | freely \s )? (?: (?: on | between | among | from | for ) \s )?
        (?: which | what | the | one | their ) \s [^.;]{{0,50}}?
        \b (?: treatments? | therap(?: y | ies ) | groups? | arms? | procedures? | options? ) \b
    | \b whether \s [^.;]{{3,80}}? \s (?: depends \s (?: up )? on | will \s depend \s on | rests \s with
        | is \s (?: decided | determined | chosen ) \s by ) \s (?: the \s | their \s )?
        (?: (?: judge?ment | discretion | choice | preference | decision | opinion ) \s of \s (?: the \s )? )?
        (?: patients? | famil | physician | clinician | doctor | surgeon | investigator )
    | \b (?: choice | decision ) \s (?: of | between | on ) \s [^.;]{{0,50}}? \b (?: is | rests | lies | will \s be ) \s
        (?: left \s to | with | made \s by | up \s to ) \s (?: the \s | their \s )? (?: patients? | famil | physician
        | clinician | doctor | surgeon )
    | (?: 根据 | 按照? | 依据? | 由 | 依照 ) [^。；]{{0,14}} (?: 意愿 | 选择 | 意向 | 自愿 | 决定 | 是否接受 | 实际接受
        | 实际治疗 | 所接受 | 经济 ) [^。；]{{0,30}} (?: 分为 | 分成 | 分组 | 分配 | 纳入 | 入组 | 分到 )
    | 由 (?: 患者 | 受试者 | 家属 | 医生 ) [^。；]{{0,6}} (?: 选择 | 决定 ) [^。；]{{0,16}} (?: 治疗 | 组 | 方案 | 术式 )
    | (?: 患者 | 受试者 ) (?: 及 | 和 | 或 )? (?: 家属 )? 自[愿行主] 选择 [^。；]{{0,20}} 组 | 分组 [^。；]{{0,14}}
        (?: 意愿 | 自愿 | 患者选择 )
    | (?: 接受 | 拒绝 | 不愿 | 选择 | 未行 | 行 ) [^。；]{{1,30}} (?: 的? 患者 | 者 ) [^。；]{{0,6}} (?: 归 | 分 |
        列 | 作 | 纳 | 设 ) (?: 入
        | 为 ) [^。；]{{0,20}} (?: 组 | 对照 )
    """
)
"""Groups formed by the treatment that was received or chosen."""

BY_LOT: Final = re.compile(
    r"""(?aix)
    \b \d \s? : \s? \d (?: \s? : \s? \d )* \s (?: allocation | randomi[sz]ation | randomi[sz]ed )
    | \b (?: allocat\w+ | assigned
        | randomi[sz]ed ) \s [^.;]{0,60}? \b (?: ratio \s of \s )? \d \s? : \s? \d \b (?: \s ratio )?
    | \b random (?: ly | i[sz]ed )? \s (?: assign | allocat | divid | distribut | split | separat | grouped
        | categor ) \w*
    | \b (?: assigned | allocated | divided | grouped | distributed ) \s (?: at \s random | randomly
        | by \s (?: lot | chance | coin | randomi[sz]ation ) )
        \b | \b (?: will \s be | are | were | to \s be | is | was ) \s (?: then \s | equally \s
            | centrally \s )? randomi[sz]ed \b
    | \b (?: this | the \s (?: present | current | study | trial ) | our
        | an? ) \s (?: is \s an? \s )? (?: [\w,-]+ \s ){0,5}? randomi[sz]ed ,? \s
        (?: [\w,-]+ \s ){0,5}? (?: trial | study ) \b
    | \b randomi[sz]ation \s (?: will | is \s (?: done | perform | made | carried | strat | by ) | list | sequence
        | code | number | was | scheme
        | schedule | ratio | using | by \b | in \s blocks )
    | \b (?: block | simple | stratified | permuted | central | computer | adaptive
        | web-based ) (?: ed )? [ -] (?: block \s | generated \s | based \s )? random \w*
    | \b random \s (?: number | digits? ) s? \s table | \b sealed (?: ,? \s [\w-]+ ){0,3} \s envelopes?
        | \b (?: coin \s (?: toss | flip )
        | toss \w* \s (?: of \s )? a \s coin
        | (?: the | a ) \s (?: lottery | lot | dice? | coin ) \s (?: decides? | determines? | chooses )
        | (?: throw | roll ) \w* \s (?: of \s )? (?: a \s )? dice? \b
        | draw\w* \s (?: of \s )? lots | by \s lottery )
    | (?: 按 | 以 ) [^。；]{0,6} 1 \s? [:：∶] \s? [12] [^。；]{0,10} (?: 随机 | 分配 | 分组 )
    | 随机 (?: 地? 被? 分为 | 地? 分成 | 分配 | 分入 | 分组 | 分至 | 对照 | 进入 | 化 ) | 随机数字?表 | 区组随机 |
        分层随机 | 抽签 | 随机信封
    """
)
"""Participants spread over the groups by lot, or in a ratio that somebody steers."""

_GROUPED: Final = (
    "preference", "choice", "willing", "wish", "decision", "discretion", "chose", "choose", "opted", " opt ", "prefer",
    "who undergo", "who underwent", "who receiv", "who did not", "who were not", "who are not", "who have",
    "who had", "who do not",
    "who accept", "who refus", "who declin", "who agree", "who select", "who treated", "that receiv",
    "they received", "treatment received", "therapy received", "actually received", "received treatment",
    "they underwent",
    "procedure received", "intervention received", "treatments received", "actual treatment", "method",
    "procedure", "operation",
    "financial", "economic", "who will", " decide ", " select ", "whether ",
    "decided by", "determined by", "意愿", "选择", "接受", "自愿", "决定",
    "拒绝", "不愿",
)  # fmt: skip
_SPREAD: Final = (
    "allocat", "assigned", "random", "envelope", "coin", "lots", "lottery", " dice", " lot ", "1:1", "2:1", "1:2", "1 : 1",
    "随机", "1：", "1∶", "抽签",
)  # fmt: skip
_ELSEWHERE: Final = re.compile(
    r"(?ai)\b(?:non|(?:not|without|no|never)\b[^,.;]{0,30}(?:random|allocat|assign)\w*|previous\w*|prior|earlier"
    r"|published|before|instead of|rather than|unlike|lack\w*|need\w*|future"
    r"|historical|another|phase (?:3|iii)|meta|parent|matched|few|several|recent\w*|many|other|reported|showed|shown"
    r"|demonstrated|evidence"
    r"|training|validation|testing|test set|derivation|images?|slides?|lesions?|segments?|samples|sampl(?:ed|ing)"
    r"|bootstrap|folds?|mice|rats"
    r"|animals?|follow-up (?:of|study)|extension|roll-?over|post hoc|secondary analysis|if|propensity|survey\w*"
    r"|had been|have been"
    r"|forest|computer vision|data ?set|mendelian|select(?:ed|ion)|unless|trials|studies|(?:was"
    r"|were) randomi[sz]ed (?:in|into|to) the \w+ (?:trial|study))\b"
    r"|既往|文献|非随机|不随机|未随机|训练|验证|测试|抽取|抽样|以往|研究表明|研究显示|缺乏"
)
_ANALYSED: Final = re.compile(
    r"(?ai)random|\banaly[sz]|\banalysis|\bpopulation\b|per[- ]protocol|as[- ]treated|intention|\bset\b|safety"
    r"|cross-?over|随机|分析集|安全集"
)


def randomised_by_treatment(record: Record) -> Iterator[Found]:
    """Randomised by the register, grouped by treatment received in the text."""
    field = randomised(record)
    if field is None:
        return
    words = by_treatment(record)
    if words is not None:
        yield Found(
            Phrase(
                "the register says randomised, and the text puts patients into groups by the treatment they received "
                "or chose",
                "注册为随机，正文却按所接受或选择的治疗分组",
            ),
            (field, words),
        )


def lot_without_randomisation(record: Record) -> Iterator[Found]:
    """Not randomised by the register, yet a ratio or a lot in the text."""
    field = not_randomised(record)
    if field is None:
        return
    for words in search(record, TOLD, BY_LOT, _SPREAD):
        start, end = sentence(words.value, words.start)
        if not _ELSEWHERE.search(
            words.value.text[start:end].replace(words.text, words.text.lower().replace("not ", ""))
        ):
            yield Found(
                Phrase(
                    f"the register says '{field.text}', and the text allocates participants ('{words.text}')",
                    f"注册为“{field.text}”，正文却有分配（“{words.text}”）",
                ),
                (field, words),
            )
            return


def allocation_of_one_group(record: Record) -> Iterator[Found]:
    """An allocation registered for one single group."""
    model, field = single_group(record), said(record, "allocation")
    if model is None or field is None or not _ALLOCATED.search(field.text):
        return
    if not randomised(record) and record.register not in ("ClinicalTrials.gov", "example"):
        return  # other registers have no third answer
    yield Found(
        Phrase(
            f"'{field.text}' is registered for a single group, where nothing is allocated",
            f"单组研究无分配可言，却注册为“{field.text}”",
        ),
        (field, model),
        severity=1 if randomised(record) else None,
    )


_ALLOCATED: Final = re.compile(r"(?ai)random|随机")


def by_treatment(record: Record) -> Quote | None:
    """Where the text groups patients by the treatment they received; no set of an analysis."""
    for words in search(record, TOLD, BY_TREATMENT, _GROUPED, 200):
        start, end = sentence(words.value, words.start)
        if (
            _ANALYSED.search(words.value.text, start, end) is None
            and _LATER.search(words.value.text, start, end) is None
        ):
            return words
    return None


_LATER: Final = re.compile(
    r"(?i)\b(?:after|upon|following|at|on) (?:the )?(?:disease |tumou?r )?(?:progress|relapse|recurren|discontinu"
    r"|failure)|subsequent|salvage|second[- ]line"
    r"|进展后|复发后|后续治疗"
)
"""What tells that another treatment is meant than that of the groups."""


CHECKS: Final = (
    Check(
        code="HPT020",
        title=Phrase("Registered as randomised, but grouped by treatment received", "注册为随机，实际按所接受治疗分组"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Groups formed by treatment differ in prognosis from the start: a comparison as if randomised misleads.",
            "按治疗形成的组基线预后不同，按随机研究比较会误导结论。",
        ),
        mend=Phrase(
            "Register the allocation that is really used, and describe it once.", "按实际分组方式登记，并统一描述。"
        ),
        meanwhile=Phrase(
            "Both ways are kept; the analysis adjusts for confounders as in a non-randomised study.",
            "两种方式均保留；按非随机研究校正混杂。",
        ),
        find=randomised_by_treatment,
        example=Example(
            {
                "allocation": "Randomized",
                "description": "Patients who underwent ablation were assigned to the ablation group.",
            },
            {"allocation": "Non-Randomized"},
        ),
    ),
    Check(
        code="HPT021",
        title=Phrase(
            "Not randomised by the register, but allocated in the text", "注册为非随机，正文却有随机或按比例分配"
        ),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Sample size and analysis rest on an allocation that does not take place.",
            "样本量与分析所依据的分配并不存在。",
        ),
        mend=Phrase("Say in both places how participants come into their groups.", "在两处一致说明受试者如何分组。"),
        meanwhile=Phrase("The registered allocation is taken.", "以注册的分配方式为准。"),
        find=lot_without_randomisation,
        example=Example(
            {"allocation": "Non-Randomized", "description": "The calculation assumed 1:1 allocation."},
            {"allocation": "Randomized"},
        ),
    ),
    Check(
        code="HPT022",
        title=Phrase("An allocation for a single group", "单组研究填写了分配方式"),
        severity=3,
        decidability="S",
        costs=Phrase("Searches and reviews take the study for a comparison.", "检索和综述会误认为是对照研究。"),
        mend=Phrase(
            "Register the allocation as not applicable, or the model as several groups.",
            "分配改为不适用，或将模型改为多组。",
        ),
        meanwhile=Phrase("One group is taken, without allocation.", "按单组、无分配处理。"),
        find=allocation_of_one_group,
        example=Example(
            {"allocation": "Non-Randomized", "model": "Single Group Assignment"},
            {"allocation": "N/A"},
        ),
        knowledge=True,
        source="ClinicalTrials.gov Protocol Registration Data Element Definitions: Allocation is N/A for a "
        "single-arm trial",
    ),
)
