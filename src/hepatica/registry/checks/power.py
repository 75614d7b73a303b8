"""What the sample size rests on, set against the analysis that is planned."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.blank import blanked
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, said, search, sentence_of, text, whole
from hepatica.registry.powering import POWER, POWER_WORDS
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import going_on, interventional, single_group, total

DESCRIPTIVE: Final = re.compile(
    r"(?ai)[^.;\n]{0,20}\b(?:(?:purely |only )?descriptive(?:ly)?\b(?: (?:statistics|analys[ei]s|methods?|in nature"
    r"|summar\w+))?"
    r"|no (?:formal )?(?:statistical |hypothesis |inferential )?(?:tests?|testing|comparisons?)\b"
    r")[^.;\n]{0,60}"
    r"|(?:描述性(?:统计|分析)?|仅(?:作|进行|做)描述|不(?:作|进行)(?:统计)?(?:检验|推断))[^。；\n]{0,20}"
)
_DESCRIPTIVE_WORDS: Final = (
    "descriptive",
    "no formal",
    "no statistical test",
    "no hypothesis",
    "no inferential",
    "描述",
    "检验",
    "推断",
)
_OF_A_PART: Final = re.compile(
    r"(?ai)\b(?:baseline|demograph|characteristic|safety|adverse|toxicit|secondary|exploratory|pharmacokinetic)|基线"
    r"|人口学|安全性|不良|次要"
)
_OF_ALL: Final = re.compile(r"(?ai)\b(?:only|all|solely|purely|efficacy|primary|exclusively)\b|疗效|主要|所有|全部|仅")
TESTED: Final = re.compile(
    r"(?ai)log[ -]?rank|\bcox\b|t-test|t test|chi-?square|χ2|fisher|wilcoxon|mcnemar|mantel|kruskal"
    r"|mann|anova|ancova|regression|superiority|non-?inferior|\bz-test|binomial|mixed[ -](?:effects|model)|kaplan|simon"
    r"|秩检验|卡方|回归|方差分析|优效|非劣|[tTuUχ]\s?检验|精确概率"
)
"""A test, or a claim that needs one."""
_HINTED: Final = re.compile(
    r"(?ai)hypothes|p[ -]?values?|p\s?[<≤=]|one-sided|two-sided|confidence|significan\w+|\bcompar\w+|检验|假设|置信"
    r"|可信区间|比较"
    r"|显著"
)
"""Words that suggest a test where they do not stand in the sentence of the power itself."""
STATISTICS: Final = re.compile(
    r"(?ai)statistical (?:analys[ei]s|methods?|tests?|software|significan\w+)\b[^\n]{0,40}|\b(?:log-?rank test"
    r"|p[ -]?values?)[^.;\n]{0,40}"
    r"|\b(?:analy[sz]ed|compared|tested|estimated|assessed) (?:using|with|by|by means of) (?:the |an? )?(?:student"
    r"|t[ -]test|chi|log|anova|wilcoxon"
    r"|mann|fisher|kaplan|cox|spss|sas\b|stata|regression|kruskal|mixed)[^.;\n]{0,40}|统计(?:学)?(?:分析|方法|软件"
    r"|检验)[^。；\n]{0,20}"
)
BASIS: Final = re.compile(
    r"(?ai)\bpower\b|sample size (?:of \d|(?:is|was|of) (?:\d|calc|estim|determ|based|set"
    r"|chosen|justif)|calcul|estimat|determin|justif|consider|require|will be|:)"
    r"|(?:calculat|estimat)\w* (?:of )?(?:the )?sample size|hypothes|simon|\bprecision of\b|confidence interval"
    r"|confidence level|margin of error|effect size|accrual|feasib|pilot|把握度|样本量|检验效能|置信|可信"
)
TIME_TO_EVENT: Final = re.compile(
    r"(?ai)\b(?:OS|PFS|RFS|DFS|TTP|EFS)\b|\b(?:overall survival|(?:progression|recurrence|disease|event"
    r"|relapse)[ -]*free survival"
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
    powered = first(record, TEXTS, POWER, POWER_WORDS, 60)
    described = next(_described(record), None) if powered is not None else None
    if powered is None or described is None or TESTED.search(text(record, *TEXTS, *OUTCOMES)):
        return
    own = (sentence_of(powered), sentence_of(described))
    for name in TEXTS:
        for value in record.all(name):
            hidden = value.text
            for quote in own:
                if quote.value is value:
                    hidden = blanked(hidden, quote.start, quote.end)
            if _HINTED.search(hidden) and name not in ("title", "title.official"):
                return
    yield Found(
        Phrase(
            "the number rests on a test of a stated power, and the analysis only describes",
            "样本量依据检验把握度，而分析仅为描述性统计",
        ),
        (own[0] if len(own[0].text) < 200 else powered, described),
    )


def _described(record: Record) -> Iterator[Quote]:
    """Where the analysis is said to describe, not that of safety or of the start alone."""
    for met in search(record, TEXTS, DESCRIPTIVE, _DESCRIPTIVE_WORDS):
        quote = Quote(met.field, met.value, met.end - len(met.text.lstrip()), met.end)
        told = sentence_of(quote).text
        if _OF_A_PART.search(told) is None or _OF_ALL.search(told) is not None:
            yield quote


_STATISTICAL: Final = ("statistic", "log-rank", "logrank", "p-value", "p value", "analyzed", "analysed",
    "compared", "tested", "estimated",
    "assessed", "统计")  # fmt: skip


def number_without_basis(record: Record) -> Iterator[Found]:
    """An analysis with tests, and a number of participants whose basis is absent from the whole record."""
    registered = total(record)
    if registered is None or registered[0] < 20 or going_on(record) is None:
        return
    words = first(record, ("description", "summary"), STATISTICS, _STATISTICAL)
    if words is None or first(record, (*TEXTS, *OUTCOMES), BASIS) is not None:
        return
    yield Found(
        Phrase(
            f"the analysis is told, and nothing on which {registered[0]} participants rest: no power, effect or "
            f"precision",
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
    words = first(
        record,
        (*OUTCOMES, *TEXTS),
        TIME_TO_EVENT,
        ("survival", "recurrence", "time to", "os", "pfs", "rfs", "dfs", "ttp", "efs", "生存", "复发"),
    )
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
                "description": "Sample size: power of 80%. Statistical analysis: groups are compared with the "
                "log-rank test.",
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
