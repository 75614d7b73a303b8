"""Primary outcomes and aims."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.primaries import (
    aim_without_outcome,
    model_without_performance,
    no_outcome,
    several_in_text,
    several_listed,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Two drugs are given after resection.", True),
        ("术后给予两种药物。", True),
        ("The primary endpoint is survival.", False),
        ("主要终点为总生存期。", False),
    ],
)
def test_a_trial_needs_an_outcome_somewhere(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                no_outcome(
                    record_of(
                        {"study_type": "Interventional", "enrolment": "50", "summary": told, "title": "Two drugs"}
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("second", "told", "found"),
    [
        ("Response", "", True),
        ("客观缓解率", "", True),
        ("Incidence of adverse events", "", False),
        ("Response", "Bonferroni correction is applied", False),
        ("Response", "多重检验采用Hochberg法", False),
        ("overall  Survival", "", False),
    ],
)
def test_two_primary_outcomes_need_a_rule(second: str, told: str, found: bool) -> None:
    says = {
        "outcome[0].name": "Overall survival",
        "outcome[0].role": "主要指标",
        "outcome[1].name": second,
        "outcome[1].role": "Primary",
        "arm[0].name": "A",
        "arm[1].name": "B",
        "description": told,
    }
    assert bool(list(several_listed(record_of(says)))) is found


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("phase", "Phase 1", False),
        ("model", "Single Group Assignment", False),
        ("phase", "Phase 3", True),
    ],
)
def test_one_arm_or_an_early_phase_may_have_several(field: str, told: str, found: bool) -> None:
    outcomes = {
        "outcome[0].name": "Response",
        "outcome[0].role": "Primary",
        "outcome[1].name": "Survival",
        "outcome[1].role": "Primary",
    }
    says = {**outcomes, "arm[0].name": "A", "arm[1].name": "B", field: told}
    assert bool(list(several_listed(record_of(says)))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Primary Outcomes: progression and response. A p-value < 0.05 is significant.", True),
        ("主要终点为总生存期和客观缓解率。P<0.05为差异有统计学意义。", True),
        ("Primary Outcomes: progression and response.", False),
        ("Primary Outcome: progression. A p-value < 0.05 is significant.", False),
        ("Co-primary outcomes: progression and response. A p-value < 0.05 is significant.", False),
        ("主要终点为总生存期。P<0.05为差异有统计学意义。", False),
    ],
)
def test_two_primary_outcomes_in_the_text(told: str, found: bool) -> None:
    assert bool(list(several_in_text(record_of({"description": told})))) is found


@pytest.mark.parametrize(
    ("told", "outcome", "found"),
    [
        ("to develop a deep learning model of prognosis", "Overall survival", True),
        ("构建深度学习预测模型", "总生存期", True),
        ("to develop a deep learning model of prognosis", "AUC", False),
        ("构建深度学习预测模型", "模型的准确率", False),
        ("to develop a mouse model", "Overall survival", False),
    ],
)
def test_a_model_needs_a_measure_of_how_well_it_does(told: str, outcome: str, found: bool) -> None:
    assert bool(list(model_without_performance(record_of({"summary": told, "outcome[0].name": outcome})))) is found


@pytest.mark.parametrize(
    ("told", "outcome", "found"),
    [
        ("The aim is to assess efficacy and feasibility.", "Recurrence-free survival", True),
        ("本研究评价疗效和可行性。", "无复发生存期", True),
        ("The aim is to assess quality of life.", "Overall survival", True),
        ("The aim is to assess quality of life.", "EORTC QLQ-C30", False),
        ("The aim is to assess feasibility.", "Success rate of culture", False),
        ("评估生活质量", "生活质量评分", False),
        ("Quality of life is poor in these patients.", "Overall survival", False),
    ],
)
def test_an_aim_needs_an_outcome(told: str, outcome: str, found: bool) -> None:
    assert (
        bool(
            list(
                aim_without_outcome(
                    record_of({"summary": told, "outcome[0].name": outcome, "outcome[0].role": "primary"})
                )
            )
        )
        is found
    )


def test_one_outcome_at_two_times_and_sensitivity_beside_specificity_are_not_several() -> None:
    for one, other in (
        ("Symptoms at week 2", "Symptoms at week 4"),
        ("Sensitivity", "Specificity"),
        ("灵敏度", "特异度"),
    ):
        says = {
            "outcome[0].name": one,
            "outcome[0].role": "Primary",
            "outcome[1].name": other,
            "outcome[1].role": "Primary",
        }
        assert list(several_listed(record_of({**says, "arm[0].name": "A", "arm[1].name": "B"}))) == []


@pytest.mark.parametrize(
    ("names", "severity"),
    [
        (("Overall survival", "Quality of life"), 2),
        (("Response", "Response at week 12"), 0),
        (("Overall survival", "Adverse events"), 0),
        (("Cohort 1: response", "Cohort 2: survival"), 0),
        (("Substudy A: admission", "Substudy B: ventilation"), 0),
    ],
)
def test_one_group_with_two_primary_outcomes_is_asked_which_decides_where_it_tests(
    names: tuple[str, str], severity: int
) -> None:
    says = {"study_type": "Interventional", "model": "SINGLE_GROUP"}
    for number, name in enumerate(names):
        says |= {f"outcome[{number}].name": name, f"outcome[{number}].role": "Primary"}
    tests = {**says, "description": "A two-sided p-value below 0.05 is significant."}
    assert [each.severity or 1 for each in several_listed(record_of(tests))] == ([severity] if severity else [])
    assert list(several_listed(record_of(says))) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("", True),
        ("The outcomes are tested in this order.", False),
        ("Alpha of 0.025 for each.", False),
        ("The false discovery rate is controlled by Benjamini and Hochberg.", False),
        ("多重比较采用校正。", False),
        ("The dose is adjusted.", True),
    ],
)
def test_a_rule_for_several_tests_is_told_in_many_ways(rule: str, found: bool) -> None:
    says = {f"outcome[{number}].role": "Primary" for number in range(2)}
    says |= {"outcome[0].name": "Overall survival", "outcome[1].name": "Pain", "arm[0].name": "A", "arm[1].name": "B"}
    assert bool(list(several_listed(record_of({**says, "description": rule or "Patients are treated."})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("A machine learning model will be constructed.", True),
        ("Establishment of an early warning model", True),
        ("We develop a radiomics nomogram of prognosis and a risk model.", True),
        ("构建预后预测模型", True),
        ("A mixed model is fitted.", False),
        ("Mice are a model of risk.", False),
    ],
)
def test_a_model_that_is_built_is_told_in_many_ways(told: str, found: bool) -> None:
    says = {"summary": told, "outcome[0].name": "Overall survival"}
    assert bool(list(model_without_performance(record_of(says)))) is found


@pytest.mark.parametrize(
    ("aim", "outcome", "found"),
    [
        ("The aim is to explore the efficacy and safety of A.", "Response", True),
        ("To evaluate the tolerability of A.", "Response", True),
        ("评价A的疗效和安全性", "客观缓解率", True),
        ("The purpose is to assess overall survival.", "Response", True),
        ("To evaluate the pharmacokinetics of A.", "Response", True),
        ("To evaluate the safety of A.", "Number of complications", False),
        ("To evaluate the safety of A.", "Bleeding within 30 days", False),
        ("The purpose is to assess overall survival.", "Mortality at 3 years", False),
        ("To evaluate the pharmacokinetics of A.", "Plasma levels", False),
        ("Safety is important.", "Response", False),
    ],
)
def test_further_aims_that_an_outcome_has_to_measure(aim: str, outcome: str, found: bool) -> None:
    assert bool(list(aim_without_outcome(record_of({"summary": aim, "outcome[0].name": outcome})))) is found


def test_secondary_outcomes_alone_leave_a_trial_without_a_primary_one() -> None:
    says = {"study_type": "Interventional", "enrolment": "50", "summary": "Two drugs.", "outcome[0].name": "Pain"}
    assert list(no_outcome(record_of({**says, "outcome[0].role": "Secondary"})))
    assert not list(no_outcome(record_of({**says, "outcome[0].role": "Primary"})))
