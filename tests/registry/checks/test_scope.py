"""Who is in the study: title and criteria, diagnosis and tissue, numbers of tumours, intervals."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.scope import (
    histology_of_whom,
    how_many_tumours,
    interval_on_one_side_or_both,
    threshold_announced,
    title_and_participants,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("title", "criterion", "wrong"),
    [
        ("Drugs for Advanced Liver Cancer", "Received surgical treatment of primary hepatocellular carcinoma", True),
        ("晚期肝癌的靶向治疗", "已行根治性切除的肝细胞癌患者", True),
        ("Drugs for Advanced Liver Cancer", "Recurrence after they underwent curative resection", False),
        ("Drugs for Locally Advanced Liver Cancer", "Underwent hepatectomy", False),
        ("Conversion of unresectable HCC", "Underwent hepatectomy", False),
        ("Adjuvant drugs for liver cancer", "Underwent hepatectomy", False),
    ],
)
def test_advanced_by_title_and_operated_on_by_criteria_is_found(title: str, criterion: str, wrong: bool) -> None:
    record = record_of({"title": title, "eligibility.inclusion": criterion})
    assert bool(list(title_and_participants(record))) is wrong


def test_primary_liver_cancer_with_hepatocellular_carcinoma_alone_is_of_least_severity() -> None:
    title = {"title": "Adjuvant Therapy for Primary Liver Cancer"}
    (found,) = title_and_participants(record_of({**title, "condition": "Hepatocellular Carcinoma Resectable"}))
    assert found.severity == 3
    assert not list(title_and_participants(record_of({**title, "condition": "Liver Cancer"})))


@pytest.mark.parametrize(
    ("diagnosis", "tissue", "wrong"),
    [
        ("HCC diagnosed by surgical pathology", "Frozen tissue, or tissue samples obtained by puncture", True),
        ("术后病理确诊的肝细胞癌", "有手术标本或穿刺标本", True),
        (
            "HCC diagnosed by surgical pathology or biopsy",
            "Frozen tissue, or tissue samples obtained by puncture",
            False,
        ),
        ("HCC diagnosed by pathology", "Surgical tissue or biopsy", False),
        ("HCC diagnosed by surgical pathology", "Biopsy of the margin", False),
    ],
)
def test_a_diagnosis_from_surgery_with_tissue_from_a_needle_is_found(diagnosis: str, tissue: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": f"{diagnosis}\n{tissue}"})
    assert bool(list(histology_of_whom(record))) is wrong


@pytest.mark.parametrize(
    ("text", "criterion", "wrong"),
    [
        ("at high risk (e.g., multiple tumors)", "High-risk features: more than 3 tumors", True),
        ("高危复发风险（多发肿瘤）", "高危因素：肿瘤数目>3个", True),
        ("at high risk (e.g., multiple tumors)", "High-risk features: more than 2 tumors", False),
        ("at high risk (e.g., multiple tumors)", "No more than 3 tumors", False),
        ("Multiple tumors are common", "High-risk features: more than 3 tumors", False),
    ],
)
def test_several_tumours_as_a_risk_beside_more_than_three_are_found(text: str, criterion: str, wrong: bool) -> None:
    record = record_of({"description": text, "eligibility.inclusion": criterion})
    assert bool(list(how_many_tumours(record))) is wrong


def test_a_proportion_of_tumour_cells_without_a_number_is_found() -> None:
    announced = "Samples meeting the requirements of size and tumor cell proportion are kept"
    assert list(threshold_announced(record_of({"summary": announced})))
    told = {"summary": announced, "eligibility.inclusion": "tumor cell proportion of at least 20%"}
    assert not list(threshold_announced(record_of(told)))


def test_an_interval_of_another_length_or_of_another_treatment_is_left_alone() -> None:
    around = {"description": "Excluded: local treatment during or within 4 weeks of therapy"}
    one = {"eligibility.inclusion": "TACE is allowed with an interval of ≥4 weeks from the start"}
    assert list(interval_on_one_side_or_both(record_of({**around, **one})))
    for other in (
        "TACE with an interval of ≥2 weeks from the start",
        "Vaccines with an interval of ≥4 weeks from the start",
    ):
        assert not list(interval_on_one_side_or_both(record_of({**around, "eligibility.inclusion": other})))
