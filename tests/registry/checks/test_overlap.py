"""What meets inclusion and exclusion at once, and what is a refinement only."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.overlap import same_beginning, stage_on_both_sides, value_on_both_sides
from hepatica.registry.checks.overlap_rules import (
    exception_overridden,
    thrombus_on_both_sides,
    told_twice,
    treatment_required_and_refused,
)
from hepatica.registry.looking import IN, OUT, record_of


@pytest.mark.parametrize(
    ("admits", "refuses"),
    [
        ("BCLC stage A, B or C", "BCLC stage A"),
        ("Child-Pugh A or B7", "Child-Pugh class B or C"),
        ("ECOG performance status 0-2", "ECOG ≥ 2"),
        ("BCLC分期A/B/C期", "BCLC分期C期患者"),
    ],
)
def test_a_stage_in_both_lists_is_found(admits: str, refuses: str) -> None:
    assert list(stage_on_both_sides(record_of({IN: admits, OUT: refuses})))


@pytest.mark.parametrize(
    ("admits", "refuses"),
    [
        ("BCLC stage B or C", "BCLC stage D"),
        ("BCLC stage B or C", "BCLC stage C with main portal vein tumour thrombus"),
        ("BCLC分期B/C期", "BCLC分期C期伴主干癌栓"),
        ("Child-Pugh A", "any Child-Pugh class other than A"),
        ("ECOG 0-1", "ECOG ≥ 2"),
        ("BCLC stage A", "Child-Pugh A"),
    ],
)
def test_a_stage_that_is_refined_or_stands_alone_is_left(admits: str, refuses: str) -> None:
    assert not list(stage_on_both_sides(record_of({IN: admits, OUT: refuses})))


@pytest.mark.parametrize(
    ("admits", "refuses", "found"),
    [
        ("Hemoglobin ≥ 8 g/dL", "Hb < 90 g/L", True),
        ("总胆红素≤3倍正常上限", "总胆红素>2倍正常上限", True),
        ("Hemoglobin ≥ 9 g/dL", "Hb < 90 g/L", False),
        ("ALT ≤ 5 × ULN in patients with metastases", "ALT > 3 × ULN", False),
    ],
)
def test_a_value_that_one_limit_admits_and_another_refuses(admits: str, refuses: str, found: bool) -> None:
    assert bool(list(value_on_both_sides(record_of({IN: admits, OUT: refuses})))) is found


def test_a_shared_opening_of_a_few_everyday_words_is_no_shared_clause() -> None:
    record = record_of(
        {IN: "Patients with a history of cirrhosis, compensated", OUT: "Patients with a history of bleeding"}
    )
    assert not list(same_beginning(record))


def test_a_shared_way_of_speaking_of_scores_is_no_shared_diagnosis() -> None:
    opening = "According to the anxiety rating scale, participants with scores above"
    assert not list(same_beginning(record_of({IN: f"{opening} 50 points", OUT: f"{opening} 80 points"})))


@pytest.mark.parametrize(
    "admits",
    [
        "High risk factors: tumor thrombus of a segmental branch",
        "High risk factors: microvascular invasion",
        "Visible tumor thrombus is allowed",
        "No high risk factors such as tumor thrombus",
    ],
)
def test_a_thrombus_of_named_level_or_no_risk_factor_is_left(admits: str) -> None:
    assert not list(thrombus_on_both_sides(record_of({IN: admits, OUT: "Main trunk tumor thrombus"})))


def test_a_chinese_thrombus_that_qualifies_and_excludes_is_found() -> None:
    record = record_of({f"{IN}@zh": "术后复发高危因素:卫星灶，或肉眼癌栓", f"{OUT}@zh": "门静脉主干癌栓"})
    assert list(thrombus_on_both_sides(record))


@pytest.mark.parametrize(
    ("admits", "refuses", "found"),
    [
        ("接受过联合治疗(介入+靶向+免疫治疗)", "既往接受过局部或全身治疗", True),
        ("接受过联合治疗(介入+靶向+免疫治疗)", "既往4周内接受过局部或全身治疗", False),
        ("拟接受联合治疗(介入+靶向+免疫治疗)", "既往接受过局部或全身治疗", False),
    ],
)
def test_treatment_required_and_refused_in_chinese(admits: str, refuses: str, found: bool) -> None:
    record = record_of({f"{IN}@zh": admits, f"{OUT}@zh": refuses})
    assert bool(list(treatment_required_and_refused(record))) is found


@pytest.mark.parametrize(
    ("admits", "refuses"),
    [
        ("Patients who have received prior sorafenib targeted therapy", "Prior systemic therapy within 4 weeks"),
        ("Patients who have received surgery", "Prior systemic treatment"),
        ("Patients who have not received systemic therapy", "Prior systemic treatment"),
        ("have received chemotherapy", "Prior systemic treatment other than chemotherapy"),
    ],
)
def test_an_earlier_treatment_with_a_window_or_an_exception_is_left(admits: str, refuses: str) -> None:
    assert not list(treatment_required_and_refused(record_of({IN: admits, OUT: refuses})))


def test_one_criterion_with_its_own_exceptions_is_left() -> None:
    says = {OUT: "Other malignancies, except cured basal cell carcinoma", f"{OUT}@en": "Malignant hypertension"}
    assert not list(exception_overridden(record_of(says)))


def test_a_chinese_malignancy_rule_without_the_exceptions_of_the_next_is_found() -> None:
    says = {f"{OUT}@zh": "合并其他恶性肿瘤", OUT: "既往其他恶性肿瘤，已治愈的皮肤基底细胞癌除外"}
    assert list(exception_overridden(record_of(says)))


def test_no_treatment_before_surgery_and_none_for_relapse_are_two_rules() -> None:
    record = record_of({IN: "No anti-tumor therapy before surgery", OUT: "Prior systemic therapy of a relapse"})
    assert not list(told_twice(record))
