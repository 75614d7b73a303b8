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
