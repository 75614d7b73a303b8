"""Sample size and analysis."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.power import detectable, few_in_phase_3, number_without_basis, powered_and_described
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("alpha 0.05, power=80%. Data are analysed with descriptive statistics.", True),
        ("把握度80%。采用描述性统计分析数据。", True),
        ("power=80%. Log-rank test; descriptive statistics for safety.", False),
        ("把握度80%。采用描述性统计，组间比较用t检验。", False),
        ("Descriptive statistics are used.", False),
    ],
)
def test_a_power_and_an_analysis_that_only_describes(told: str, found: bool) -> None:
    assert bool(list(powered_and_described(record_of({"description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Statistical analysis: the log-rank test.", True),
        ("统计分析采用对数秩检验。", True),
        ("The sample size was calculated for 80% power. Statistical analysis: the log-rank test.", False),
        ("样本量按把握度80%计算。统计分析采用对数秩检验。", False),
        ("Tissue of sufficient sample size is sequenced. Statistical analysis: log-rank test.", True),
        ("Patients are treated.", False),
    ],
)
def test_a_number_needs_a_basis_where_tests_are_planned(told: str, found: bool) -> None:
    assert (
        bool(list(number_without_basis(record_of({"status": "Recruiting", "enrolment": "350", "description": told}))))
        is found
    )


def test_the_ratio_that_events_can_show_is_that_of_schoenfeld() -> None:
    # 4 (1.96 + 0.8416)^2 / ln(0.6)^2 = 120.3 events in two groups of one size
    assert detectable(120) == pytest.approx(0.6, abs=0.001)


@pytest.mark.parametrize(
    ("phase", "size", "outcome", "found"),
    [
        ("Phase 3", 50, "Overall survival", True),
        ("III期", 50, "总生存期", True),
        ("PHASE3", 50, "Pain", False),
        ("Phase 2", 50, "Overall survival", False),
        ("Phase 3", 400, "Overall survival", False),
    ],
)
def test_a_small_trial_of_phase_3(phase: str, size: int, outcome: str, found: bool) -> None:
    says = {
        "study_type": "Interventional",
        "status": "Recruiting",
        "phase": phase,
        "enrolment": str(size),
        "condition": "肝癌 liver cancer",
        "arm[0].name": "A",
        "arm[1].name": "B",
        "outcome[0].name": outcome,
    }
    assert bool(list(few_in_phase_3(record_of(says)))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            "The sample size gives 90% power at a two-sided alpha of 0.05. Only descriptive statistics will be used.",
            True,
        ),
        ("A power of 0.8 is assumed for the difference. All data will be summarised descriptively.", True),
        ("With β = 0.2 and α = 0.05, 60 patients are needed. No formal statistical testing is planned.", True),
        ("Type II error is set at 20%. The analysis will be purely descriptive.", True),
        ("Power: 85 %. Efficacy is reported by descriptive statistics.", True),
        ("把握度为0.9，α=0.05。数据仅进行描述性统计。", True),
        ("检验效能80%。所有指标采用描述性分析", True),
        (
            "The study has 80% statistical power to detect a 15% difference. Descriptive analysis of all outcomes "
            "will be done.",
            True,
        ),
        (
            "80% power. Baseline characteristics are described with descriptive statistics; the log-rank test "
            "compares groups.",
            False,
        ),
        ("Baseline data are summarised by descriptive statistics. The power is 80%.", False),
        ("Power is 80%. The primary analysis uses Fisher's exact test, other data are descriptive.", False),
        ("Only descriptive statistics will be used.", False),
        ("Descriptive statistics for safety. A power of 80% was assumed.", False),
        ("A p-value < 0.05 is significant. Descriptive statistics are used for all. Power 80%.", False),
    ],
)
def test_an_analysis_that_only_describes_is_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(powered_and_described(record_of({"description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Data will be analyzed with SPSS.", True),
        ("Groups are compared using the chi-square test.", True),
        ("Statistical methods: t test.", True),
        ("统计学分析采用SPSS 22.0", True),
        ("Data will be analyzed with SPSS. The sample size was calculated with 80% power.", False),
        ("This is a pilot study; data are analysed by t test.", False),
        ("Patients are treated.", False),
    ],
)
def test_a_test_that_is_named_needs_a_number_with_a_basis(told: str, found: bool) -> None:
    base = {"status": "Recruiting", "enrolment": "350"}
    assert bool(list(number_without_basis(record_of({**base, "description": told})))) is found
