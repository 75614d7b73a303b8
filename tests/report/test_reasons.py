"""Reasons of the results table, which are English, in a Chinese report."""

from __future__ import annotations

import pytest
from tests.spec.subjects import study_of

from hepatica.analysis.analyse import LATE, LINES, NOT_HERE, OVERSTATES
from hepatica.report.labels import Labels
from hepatica.report.reasons import told
from hepatica.report.words import Words
from hepatica.vocabulary import load


def labels(lang: str) -> Labels:
    return Labels(study_of("NCT07363356"), load(), Words("zh" if lang == "zh" else "en"))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the group is not known", "组别未知"),
        ("not in the population eligible", "不属于“合格受试者”"),
        ("not known whether in the population safety", "无法判定是否属于“安全性分析集（已用药）”"),
        ("4 of 106 events: not known whether related", "106例次事件中有4例次无法判定是否相关"),
        (NOT_HERE, "本版本对此类终点不提供该方法"),
        (
            f"{OVERSTATES}; {LATE}",
            "此处竞争事件按删失处理：事件风险见累积发生率；对象延迟进入：曲线反映进入时尚未发生事件者",
        ),
        (LINES, "按治疗线计数：同一对象的多条治疗线视为相互独立"),
        ("something nobody has translated", "something nobody has translated"),
    ],
)
def test_a_reason_is_told_in_chinese_and_stays_as_it_is_in_english(reason: str, said: str) -> None:
    assert told(reason, labels("zh")) == said
    assert told(reason, labels("en")) == reason
