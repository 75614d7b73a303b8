"""Samples, whose they are and what becomes of them."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.samples import (
    anonymous_and_followed,
    destroyed_before_reuse,
    future_use,
    tissue_of_the_ablated,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Serum is taken at each visit. Samples are anonymized.", True),
        ("定期采集血清。所有样本将匿名化处理。", True),
        ("One sample at surgery. All samples will be anonymized.", False),
        ("Serum is taken at each visit. Samples are anonymized for the reader and coded for linkage.", False),
        ("Serum is taken at each visit. Data are anonymized.", False),
    ],
)
def test_anonymous_samples_of_people_who_are_followed(text: str, found: bool) -> None:
    assert bool(list(anonymous_and_followed(record_of({"biospecimen": text})))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Serum is stored for future research. Samples are solely for this study's purposes used", False),
        ("Serum is stored for future research. Samples will only be used for this study.", True),
        ("血清供今后相关研究。样本仅用于本研究。", True),
        ("Serum is stored for future research with consent.", False),
    ],
)
def test_future_use_against_use_for_this_study(text: str, found: bool) -> None:
    assert bool(list(future_use(record_of({"biospecimen": text})))) is found


@pytest.mark.parametrize(
    ("tissue", "population", "found"),
    [
        ("Surgically resected tumour tissue", "HCC after resection or ablation", True),
        ("手术切除组织", "接受手术或射频消融的患者", True),
        ("Surgically resected tumour tissue", "HCC after resection", False),
        ("Resected tumour tissue in those who undergo surgery", "HCC after resection or ablation", False),
        ("Biopsy tissue", "HCC after resection or ablation", False),
    ],
)
def test_tissue_that_ablation_does_not_yield(tissue: str, population: str, found: bool) -> None:
    record = record_of({"biospecimen": tissue, "population": population})
    assert bool(list(tissue_of_the_ablated(record))) is found


@pytest.mark.parametrize(
    ("fate", "method", "found"),
    [
        ("Destruction after use", "Blood samples are collected and sequenced", True),
        ("使用后销毁", "采集血液标本进行检测", True),
        ("Destruction after use", "Peripheral blood samples are collected and sequenced", False),
        ("Preservation after use", "Blood samples are collected and sequenced", False),
    ],
)
def test_blood_that_is_destroyed_and_not_named(fate: str, method: str, found: bool) -> None:
    language = "@zh" if method > "z" else ""
    says = {"sample[0].name": "Blood", "sample[0].fate": fate, f"outcome[0].method{language}": method}
    assert bool(list(destroyed_before_reuse(record_of(says)))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("All samples are anonymised. Blood is drawn at every visit.", True),
        ("Serum is collected every 3 months. The specimens will be completely anonymized.", True),
        ("Anonymous plasma samples; longitudinal collection over 2 years.", True),
        ("Samples will be irreversibly anonymized. Serial blood samples are taken.", True),
        ("Blood at baseline, week 4 and week 8; samples are anonymized before storage.", True),
        ("血样将匿名处理，每3个月采集一次。", True),
        ("Repeated sampling of anonymised blood.", True),
        ("Blood is taken before and after treatment. All biospecimens are stored anonymously.", True),
        ("Samples are pseudonymised. Blood is drawn at every visit.", False),
        ("All samples are anonymised. Blood is taken once.", False),
        ("Samples are coded and anonymised; blood is drawn at every visit.", False),
        ("Blood is drawn at every visit.", False),
        ("Data are anonymised. Blood is drawn at every visit.", False),
    ],
)
def test_anonymous_samples_taken_again_and_again(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": told})
    assert bool(list(anonymous_and_followed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Plasma is stored for future research. Specimens will be used exclusively for this trial.", True),
        ("Tissue is banked for future studies; samples are used solely for the purposes of this study.", True),
        ("Samples are kept for use in later studies. They will not be used for any other purpose.", True),
        (
            ("Leftover blood is stored for future unspecified research. All samples will be used only in this study."),
            True,
        ),
        ("剩余样本保存用于今后的科学研究。样本仅用于本研究。", True),
        ("Samples will be retained for possible future analyses. Use is limited to the present study.", True),
        ("标本只用于本次研究，剩余样本留作将来研究。", True),
        ("Plasma is stored for future research.", False),
        ("Samples are used only for this study.", False),
        ("Samples are used for this study and kept for future research if patients agree.", False),
        (
            (
                "With separate consent samples are stored for future research; otherwise they are used only for "
                "this study."
            ),
            False,
        ),
    ],
)
def test_future_use_and_use_for_this_study_alone(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": told})
    assert bool(list(future_use(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Resected tumour tissue", True),
        ("Surgical specimens of tumour and liver", True),
        ("Tumor tissue obtained at surgery", True),
        ("Fresh frozen tissue from hepatectomy", True),
        ("手术切除标本", True),
        ("Operative specimens (tumor and adjacent tissue)", True),
        ("Tissues from surgical resection", True),
        ("Resected tissue where available", False),
        ("Blood and urine", False),
        ("Surgical or biopsy specimens", False),
        ("Tissue of resected patients", False),
    ],
)
def test_tissue_asked_of_the_ablated(told: str, wrong: bool) -> None:
    record = record_of({"population": "Patients after curative treatment (resection or ablation)", "biospecimen": told})
    assert bool(list(tissue_of_the_ablated(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("HCC treated by hepatectomy or RFA", True),
        ("Underwent radical resection or radiofrequency ablation", True),
        ("Curative treatment (ablation or surgery)", True),
        ("Treated with surgery, ablation or both", True),
        ("接受根治性切除或射频消融治疗", True),
        ("Complete removal by resection/MWA", True),
        ("HCC treated by hepatectomy", False),
        ("No prior ablation or surgery", False),
        ("Not suitable for resection or ablation", False),
    ],
)
def test_participants_who_may_have_been_ablated(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": "Surgically resected tumour tissue", "eligibility.inclusion": told})
    assert bool(list(tissue_of_the_ablated(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Blood samples are collected and sequenced.", True),
        ("Sequencing of blood samples", True),
        ("ctDNA is tested in blood specimens", True),
        ("Peripheral blood samples are sequenced.", False),
        ("Blood pressure is measured.", False),
    ],
)
def test_blood_destroyed_and_not_told_which(told: str, wrong: bool) -> None:
    record = record_of(
        {"sample[0].name": "Hepatic vein blood", "sample[0].fate": "Destruction after use", "outcome[0].method": told}
    )
    assert bool(list(destroyed_before_reuse(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Anonymized serum; samples collected at baseline, week 12 and week 24", True),
        ("Blood will be anonymized and taken every 12 weeks", True),
        ("Coded serum at week 12 and 24", False),
    ],
)
def test_anonymous_samples_that_must_be_linked_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": told})
    assert bool(list(anonymous_and_followed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            (
                "Samples will be biobanked for future research projects. The samples will be used only for the "
                "purposes of the present trial."
            ),
            True,
        ),
        ("Remaining serum may be used in future studies. Samples are exclusively used for this study.", True),
        ("Samples are stored for future research", False),
    ],
)
def test_future_use_of_samples_and_use_for_this_study_only_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": told})
    assert bool(list(future_use(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Tumor tissue from surgery", True),
        ("Resection specimen", True),
        ("Blood", False),
    ],
)
def test_tissue_is_asked_of_patients_who_have_none_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"title": "Adjuvant drug after resection or ablation", "biospecimen": told})
    assert bool(list(tissue_of_the_ablated(record))) is wrong
