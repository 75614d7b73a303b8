"""Questions about how a study is carried out: asked only where two things stand side by side that call for one."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.conduct_questions import (
    CHECKS,
    abdomen_for_the_whole_body,
    histology_by_ablation,
    outcomes_of_which_part,
    resected_and_measurable,
    sampled_before_eligible,
)
from hepatica.registry.looking import record_of


def test_every_question_is_left_to_a_person_and_ends_as_one() -> None:
    for each in CHECKS:
        assert each.decidability == "H"
        (found,) = each.find(record_of(each.example.says))
        assert "?" in found.collides.en


def test_histology_from_a_biopsy_at_ablation_raises_no_question() -> None:
    criterion = "Pathological confirmation of HCC by surgery or ablation"
    assert list(histology_by_ablation(record_of({"eligibility.inclusion": criterion})))
    assert not list(histology_by_ablation(record_of({"eligibility.inclusion": criterion + " with biopsy"})))


def test_imaging_of_the_chest_answers_the_question_of_metastases() -> None:
    says = {"summary": "腹部MRI每12周一次", "outcome[0].name": "肝外转移"}
    assert list(abdomen_for_the_whole_body(record_of(says)))
    assert not list(abdomen_for_the_whole_body(record_of({**says, "description": "胸部CT每12周一次"})))


def test_one_arm_or_two_of_a_kind_raise_no_question_of_parts() -> None:
    says = {"arm[0].name": "前瞻性部分", "arm[1].name": "回顾性部分", "outcome[0].name": "分子特征"}
    assert list(outcomes_of_which_part(record_of(says)))
    assert not list(outcomes_of_which_part(record_of({**says, "arm[1].name": "对照组"})))


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Treated after sample collection at surgical resection, with measurable lesions", True),
        ("Measurable disease at start of therapy that follows the collection of surgical specimens", True),
        (
            ("Tissue from previous resection; measurable lesion by RECIST at the start of later systemic treatment"),
            True,
        ),
        ("手术标本采集后接受系统治疗，且有可测量病灶", True),
        ("Measurable disease by RECIST", False),
        ("Tissue from resection", False),
        ("Archival biopsy; measurable disease", False),
    ],
)
def test_old_tissue_and_later_measurable_disease(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": told})
    assert bool(list(resected_and_measurable(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Blood is taken before and after surgery.", True),
        ("Preoperative and postoperative blood samples are collected.", True),
        ("Samples are drawn one day before operation and 7 days afterwards.", True),
        ("术前及术后采集外周血。", True),
        ("Tests are made prior to surgery and after it.", True),
        ("Peripheral blood is collected preoperatively", True),
        ("Blood is taken after surgery.", False),
        ("Surgery is performed.", False),
        ("Medical history before surgery is recorded.", False),
    ],
)
def test_samples_before_eligibility_is_known(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "AFP does not fall to normal 4 weeks after surgery", "summary": told})
    assert bool(list(sampled_before_eligible(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("HCC confirmed pathologically by radiofrequency ablation", True),
        ("Histologically proven HCC after resection or ablation", True),
        ("Pathological diagnosis from surgery or microwave ablation", True),
        ("Histological confirmation of HCC by resection or RFA", True),
        ("经手术或消融病理证实为肝癌", True),
        ("Pathology (resection/ablation) confirmed HCC", True),
        ("Histologically proven HCC by biopsy before ablation", False),
        ("HCC suitable for ablation", False),
        ("HCC confirmed by pathology; no prior ablation", False),
        ("Histologically confirmed HCC treated by ablation", False),
    ],
)
def test_histology_from_an_ablation(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": told})
    assert bool(list(histology_by_ablation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Abdominal MRI every 12 weeks", True),
        ("Liver MRI is repeated every 3 months.", True),
        ("Contrast-enhanced CT of the upper abdomen every 8 weeks", True),
        ("Ultrasound of the liver and AFP every 3 months", True),
        ("上腹部增强CT每3个月一次", True),
        ("Abdominal enhanced CT scan at each visit", True),
        ("Liver contrast MRI", True),
        ("Abdominal MRI and chest CT every 12 weeks", False),
        ("CT of chest, abdomen and pelvis", False),
        ("Laboratory tests every month", False),
        ("Thoraco-abdominal CT", False),
        ("腹部CT及胸部CT", False),
    ],
)
def test_imaging_of_the_abdomen_for_recurrence_elsewhere(told: str, wrong: bool) -> None:
    record = record_of(
        {"outcome[0].description": "Intrahepatic recurrence or extrahepatic metastasis", "description": told}
    )
    assert bool(list(abdomen_for_the_whole_body(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Adverse events", True),
        ("Treatment-related adverse reactions", True),
        ("Gene expression profile", True),
        ("Molecular features", True),
        ("Quality of life", True),
        ("ctDNA level", True),
        ("不良事件", True),
        ("Serum cytokines", True),
        ("Incidence of toxicity", True),
        ("Adverse events (prospective cohort)", False),
        ("Overall survival", False),
        ("Recurrence", False),
    ],
)
def test_outcomes_of_no_named_part(told: str, wrong: bool) -> None:
    record = record_of(
        {"arm[0].name": "Retrospective cohort", "arm[1].name": "Prospective cohort", "outcome[0].name": told}
    )
    assert bool(list(outcomes_of_which_part(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Enhanced MRI of the liver every three months", True),
        ("Ultrasound of the abdomen and AFP every 3 months", True),
        ("PET-CT every 6 months and liver MRI", False),
    ],
)
def test_recurrence_elsewhere_is_an_outcome_and_the_abdomen_alone_is_imaged_in_other_words(
    told: str, wrong: bool
) -> None:
    record = record_of({"outcome[0].name": "Extrahepatic recurrence", "description": told})
    assert bool(list(abdomen_for_the_whole_body(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Blood samples before surgery and on day 7 after surgery are drawn.", True),
        ("Blood samples after surgery are drawn", False),
    ],
)
def test_samples_are_taken_before_eligibility_can_be_known_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "Negative AFP one month after surgery", "description": told})
    assert bool(list(sampled_before_eligible(record))) is wrong
