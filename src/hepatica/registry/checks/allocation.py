"""How participants come into their groups: what the register's field says, and what the text does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import TOLD, first, said, search, sentence
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import not_randomised, randomised, single_group

BY_TREATMENT: Final = re.compile(
    r"""(?aix)
    \b (?: patients | participants | subjects | those | cases ) \s who \s
    (?: have \s | had \s )? (?: (?: did \s not \s | were \s not \s | are \s not \s )? (?: underwent
        | undergo\w* | receiv\w+ | accept\w* | chose | choose
        | refus\w+ | declin\w+ | treated ) ) [^.;]{0,120}?
    \b (?: were | are | will \s be ) \s (?: assigned | allocated | classified | divided | grouped
        | included ) \s (?: in | to | into | as ) \s [^.;]{0,60}?
    \b (?: group | cohort | arm | controls? ) \b
    | \b (?: assigned | allocated | divided | grouped ) \s [^.;]{0,60}? \b (?: according \s to | based \s on
        | by ) \s (?: the \s | their \s )?
    (?: (?: patients?['’]? \s? s? | own | participants?['’] ) \s )? (?: choice | preference | wishes
        | willingness | actual \s treatment )
    | (?: 根据 | 按照? | 依据 ) [^。；]{0,12} (?: 意愿 | 选择 | 是否接受 | 实际接受
        | 实际治疗 ) [^。；]{0,30} (?: 分为 | 分成 | 分组 | 分配 | 纳入 )
    | 接受 [^。；]{1,30} 的? 患者 [^。；]{0,6} (?: 归 | 分 | 列 ) (?: 入 | 为 ) [^。；]{0,20} 组
    """
)
"""Groups formed by the treatment that was received or chosen."""

BY_LOT: Final = re.compile(
    r"""(?aix)
    \b \d \s? : \s? \d (?: \s? : \s? \d )* \s (?: allocation | randomi[sz]ation | randomi[sz]ed )
    | \b (?: allocat\w+ | assigned
        | randomi[sz]ed ) \s [^.;]{0,60}? \b (?: ratio \s of \s )? \d \s? : \s? \d \b (?: \s ratio )?
    | \b (?: will \s be | are | were ) \s (?: randomly \s (?: assigned | allocated | divided )
        | randomi[sz]ed \s (?: \( | to | into | in | at | between | 1 ) )
    | (?: 按 | 以 ) [^。；]{0,6} 1 \s? [:：∶] \s? [12] [^。；]{0,10} (?: 随机 | 分配 | 分组 )
    | 随机 (?: 分为 | 分成 | 分配 | 分入 | 分组 ) | 随机数字表
    """
)
"""Participants spread over the groups by lot, or in a ratio that somebody steers."""

_GROUPED: Final = ("assigned", "allocated", "classified", "divided", "grouped", "included", "意愿", "选择", "接受")
_SPREAD: Final = ("allocat", "assigned", "random", "随机", "1:")
_ELSEWHERE: Final = re.compile(
    r"(?ai)\b(?:non|not|without|no|never|previous\w*|prior|earlier|published"
    r"|historical|another|phase (?:3|iii)|meta|parent|matched)\b"
    r"|既往|文献|非随机|不随机|未随机"
)


def randomised_by_treatment(record: Record) -> Iterator[Found]:
    """Randomised by the register, grouped by treatment received in the text."""
    field = randomised(record)
    if field is None:
        return
    words = by_treatment(record)
    if words is not None and "random" not in words.text.lower() and "随机" not in words.text:
        yield Found(
            Phrase(
                "the register says randomised, and the text puts patients into groups by the treatment they received or chose",
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
    """Where the text groups patients by the treatment they received."""
    return first(record, TOLD, BY_TREATMENT, _GROUPED)


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
        source="ClinicalTrials.gov Protocol Registration Data Element Definitions: Allocation is N/A for a single-arm trial",
    ),
)
