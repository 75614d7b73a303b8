"""What the sample size rests on, set against the analysis that is planned."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, said, whole
from hepatica.registry.record import Record
from hepatica.registry.traits import going_on, interventional, single_group, total

POWERED: Final = re.compile(
    r"(?ai)[^.;\n]{0,30}(?:\bpower\s*(?:of|=|:|is)?\s*\(?\d{2}\s*%|\d{2}\s*%\s*(?:statistical "
    r")?power\b)[^.;\n]{0,50}|(?:把握度|检验效能)[^。；\n]{0,20}\d"
)
DESCRIPTIVE: Final = re.compile(
    r"(?ai)[^.;\n]{0,10}descriptive (?:statistics|analys[ei]s|method)[^.;\n]{0,60}|描述性(?:统计|分析)[^。；\n]{0,20}"
)
TESTED: Final = re.compile(
    r"(?ai)log[ -]?rank|\bcox\b|t-test|t test|chi-?square|fisher|wilcoxon"
    r"|mann|anova|regression|hypothes|superiority|non-?inferior|"
    r"p[ -]?value|p\s?<|mixed[ -](?:effects|model)|kaplan|one-sided|two-sided"
    r"|simon|confidence|检验|回归|假设|置信|可信区间|优效|非劣"
)
STATISTICS: Final = re.compile(
    r"(?ai)statistical (?:analys[ei]s|methods?)\b[^\n]{0,40}|\b(?:log-rank test|p[ "
    r"-]?value)[^.;\n]{0,40}|统计(?:学)?(?:分析|方法)[^。；\n]{0,20}"
)
BASIS: Final = re.compile(
    r"(?ai)\bpower\b|sample size (?:of \d|(?:is|was|of) (?:\d|calc|estim|determ|based|set"
    r"|chosen|justif)|calcul|estimat|determin|justif|consider|require|will be|:)"
    r"|(?:calculat|estimat)\w* (?:of )?(?:the )?sample size|hypothes|simon|\bprecision of\b|confidence interval"
    r"|confidence level|margin of error|effect size|accrual|feasib|pilot|把握度|样本量|检验效能|置信|可信"
)
TIME_TO_EVENT: Final = re.compile(
    r"(?ai)\b(?:overall survival|(?:progression|recurrence|disease|event|relapse)[ -]*free survival"
    r"|time to (?:progression|recurrence|death)|long-term survival|recurrence)\b"
    r"|生存期|复发"
)
_PHASE_3: Final = re.compile(r"(?ai)^\s*(?:phase[ _]?(?:3|iii)|3|iii|Ⅲ期?|III期)\s*$")
_CANCER: Final = re.compile(r"(?ai)cancer|carcinoma|tumou?r|lymphoma|leuk|癌|瘤")
FEW: Final = (
    60  # participants; with an event in every one of them 80 % power needs a hazard ratio of 0.48 or further from 1
)


def powered_and_described(record: Record) -> Iterator[Found]:
    """A power is claimed, and the analysis only describes."""
    described = first(record, TEXTS, DESCRIPTIVE, ("descriptive", "描述性"))
    powered = first(record, TEXTS, POWERED, ("power", "把握度", "效能"))
    if described is None or powered is None:
        return
    told = "\n".join(value.text for name in TEXTS for value in record.all(name))
    if not TESTED.search(told):
        yield Found(
            Phrase(
                "the number rests on a test of a stated power, and the analysis only describes",
                "样本量依据检验把握度，而分析仅为描述性统计",
            ),
            (powered, described),
        )


def number_without_basis(record: Record) -> Iterator[Found]:
    """An analysis with tests, and a number of participants whose basis is absent from the whole record."""
    registered = total(record)
    if registered is None or registered[0] < 20 or going_on(record) is None:
        return
    words = first(
        record, ("description", "summary"), STATISTICS, ("statistic", "log-rank", "p-value", "p value", "统计")
    )
    if words is None or first(record, (*TEXTS, *OUTCOMES), BASIS) is not None:
        return
    yield Found(
        Phrase(
            f"the analysis is told, and nothing on which {registered[0]} participants rest: no power, effect or precision",
            f"说明了统计分析，却无{registered[0]}例的依据（把握度、效应量或精度）",
        ),
        (registered[1], words),
    )


def detectable(events: int) -> float:
    """The hazard ratio below 1 that so many events show with 80 % power, two groups of one size, 5 % on two sides.

    Schoenfeld, Biometrika 1981;68:316.
    """
    return math.exp(-(1.959964 + 0.841621) * 2 / math.sqrt(events))


def few_in_phase_3(record: Record) -> Iterator[Found]:
    """A randomised or controlled phase 3 trial of cancer with few participants and a time to an event."""
    phases = [value for value in record.all("phase") if _PHASE_3.search(value.text)]
    registered = total(record)
    if not phases or len(record.all("phase")) > len(phases) or registered is None or not 0 < registered[0] <= FEW:
        return
    if len(record.members("arm")) < 2 or single_group(record) or not interventional(record) or going_on(record) is None:
        return
    if not _CANCER.search(" ".join(value.text for value in record.all("condition"))):
        return
    words = first(record, (*OUTCOMES, *TEXTS), TIME_TO_EVENT, ("survival", "recurrence", "time to", "生存", "复发"))
    if words is not None:
        ratio = detectable(registered[0])
        phase = said(record, "phase") or whole("phase", phases[0])
        yield Found(
            Phrase(
                f"a phase 3 trial of {registered[0]} participants: even with an event in each, "
                f"only a hazard ratio of {ratio:.2f} or stronger can be shown",
                f"III期研究仅{registered[0]}例：即使人人发生事件，也仅能检出风险比≤{ratio:.2f}",
            ),
            (phase, registered[1], words),
        )


CHECKS: Final = (
    Check(
        code="HPT210",
        title=Phrase("A power is claimed, and the analysis only describes", "声称把握度，分析却仅为描述"),
        severity=1,
        decidability="T",
        costs=Phrase("The comparison on which the number rests is not made.", "样本量所依据的比较并未进行。"),
        mend=Phrase(
            "Name the test of the primary outcome, or drop the power.", "写明主要终点的检验方法，或删去把握度。"
        ),
        meanwhile=Phrase(
            "The test that fits the claim is made and marked as assumed.", "按其声称采用相应检验，并标为假定。"
        ),
        find=powered_and_described,
        example=Example(
            {"description": "Sample size: alpha 0.05, power=80%. Data are analysed with descriptive statistics."},
            {
                "description": "Sample size: alpha 0.05, power=80%. Data are "
                "analysed by log-rank test and descriptive statistics."
            },
        ),
    ),
    Check(
        code="HPT211",
        title=Phrase("A number of participants without a basis", "样本量无依据"),
        severity=2,
        decidability="T",
        costs=Phrase("Whether the study can answer its question is not known.", "不知研究能否回答其问题。"),
        mend=Phrase(
            "Tell the effect, the power or the precision for which the number was chosen.",
            "说明样本量所依据的效应量、把握度或精度。",
        ),
        meanwhile=Phrase("Intervals are reported instead of a claim of power.", "以区间估计代替把握度表述。"),
        find=number_without_basis,
        example=Example(
            {
                "status": "Recruiting",
                "enrolment": "350 participants",
                "description": "Statistical analysis: groups are compared with the log-rank test.",
            },
            {
                "description": "Sample size: power of 80%. Statistical analysis: groups are compared with the log-rank test.",
            },
        ),
    ),
    Check(
        code="HPT212",
        title=Phrase("A phase 3 trial too small to confirm", "III期研究例数过少"),
        severity=2,
        decidability="S",
        costs=Phrase("Only an effect beyond what is usual would be seen.", "仅能检出超乎寻常的疗效。"),
        mend=Phrase("Enlarge the trial, or register it as phase 2.", "扩大样本量，或改为II期。"),
        meanwhile=Phrase("It is reported as exploratory.", "按探索性研究报告。"),
        find=few_in_phase_3,
        example=Example(
            {
                "study_type": "Interventional",
                "status": "Recruiting",
                "phase": "Phase 3",
                "enrolment": "50 estimated patients",
                "condition": "Liver cancer",
                "arm[0].name": "A",
                "arm[1].name": "B",
                "outcome[0].name": "Overall survival",
            },
            {"enrolment": "500"},
        ),
        knowledge=True,
        source="Schoenfeld, Biometrika 1981;68:316",
    ),
)
