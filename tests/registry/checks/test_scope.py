"""Who is in the study: title and criteria, diagnosis and tissue, numbers of tumours, intervals."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.scope import (
    histology_of_whom,
    how_many_tumours,
    interval_on_one_side_or_both,
    threshold_announced,
)
from hepatica.registry.checks.titles import title_and_participants
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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("HCC proven by postoperative pathology", True),
        ("Diagnosis based on the surgical specimen", True),
        ("Pathologically confirmed HCC after surgical resection", True),
        ("术后病理证实为肝癌", True),
        ("HCC verified on the resected specimen", True),
        ("Histologically confirmed by surgery", True),
        ("HCC confirmed by pathology", False),
        ("HCC confirmed by surgical pathology or biopsy", False),
        ("Prior surgery", False),
    ],
)
def test_a_diagnosis_that_needs_surgery(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "eligibility.inclusion@en": "Fresh tissue from resection or needle biopsy is available",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(histology_of_whom(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients at high risk of recurrence (multiple tumours, size over 5 cm)", True),
        ("High-risk factors: multiple nodules, MVI", True),
        ("Risk of relapse is high with two or more tumors.", True),
        ("High recurrence risk is defined as tumor number ≥2.", True),
        ("高危复发因素：多发肿瘤、微血管侵犯。", True),
        ("High-risk: multifocal disease", True),
        ("High risk of recurrence: more than 3 tumors", False),
        ("Multiple tumors are common.", False),
        ("Risk of bleeding", False),
    ],
)
def test_numbers_of_tumours_that_are_a_high_risk(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "eligibility.inclusion": "High risk of recurrence: more than 3 tumors or vascular invasion",
            "description": told,
        }
    )
    assert bool(list(how_many_tumours(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Samples must meet the requirement for tumour cell content.", True),
        ("Only specimens with sufficient tumor purity are sequenced.", True),
        ("Tissue with an adequate proportion of tumour cells is needed.", True),
        ("Samples that fulfil the criteria of tumor cell percentage go to sequencing.", True),
        ("A minimum tumour cellularity is required.", True),
        ("标本须满足肿瘤细胞比例要求。", True),
        ("Tumor content must be high enough for sequencing", True),
        ("要求足够的肿瘤细胞含量。", True),
        ("Tumour cell content of at least 20% is required.", False),
        ("Tumor purity is estimated by sequencing.", False),
        ("Only specimens with sufficient tumor purity (>30%) are sequenced.", False),
        ("Circulating tumor cells are counted.", False),
    ],
)
def test_a_proportion_announced_without_a_number(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(threshold_announced(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Local treatment within 4 weeks before or after study treatment", True),
        ("TACE within 4 weeks of starting or during study treatment", True),
        ("Ablation during or within four weeks of the study therapy", True),
        ("研究治疗前后4周内接受过局部治疗", True),
        ("Radiotherapy within 4 weeks before and after the first dose", True),
        ("Local treatment within 4 weeks before study treatment", False),
        ("Surgery within 4 weeks before or after study treatment", False),
        ("TACE within 8 weeks before or after treatment", False),
    ],
)
def test_intervals_before_here_and_around_there(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "eligibility.inclusion": "Local treatment (TACE) at least 4 weeks before the study treatment",
            "eligibility.exclusion": told,
        }
    )
    assert bool(list(interval_on_one_side_or_both(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Radiotherapy within 4 weeks before or after treatment is not allowed.", True),
        ("Radiotherapy within 2 weeks before or after treatment", False),
    ],
)
def test_an_interval_lies_before_treatment_here_and_around_it_there_in_other_words(told: str, wrong: bool) -> None:
    record = record_of(
        {"eligibility.inclusion": "No radiotherapy within 4 weeks prior to the first dose", "description": told}
    )
    assert bool(list(interval_on_one_side_or_both(record))) is wrong
