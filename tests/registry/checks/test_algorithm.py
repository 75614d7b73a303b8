"""Groups and choices made by an algorithm."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.algorithm import (
    genes_not_named,
    model_without_validation,
    sizes_of_observed_classes,
    two_metrics_no_rule,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A novel 29-gene-based subtype will classify patients", True),
        ("根据12基因分型将患者分组", True),
        ("Patients are classified by a 4-gene signature (KRT19, EPCAM, CD44, SOX9)", False),
        ("The 21-gene panel is sequenced for storage", False),
        ("A 500-gene panel will classify patients", False),
        ("Patients are classified by EGFR gene mutation", False),
    ],
)
def test_a_signature_that_sorts_patients_needs_its_genes(text: str, found: bool) -> None:
    assert bool(list(genes_not_named(record_of({"description": text})))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("divided into subtype A (100 cases) and subtype B (250 cases) using the algorithm", True),
        ("按基因模型分为高危组（100例）和低危组（250例）", True),
        ("randomly divided into drug (n=50) and placebo (n=50) by the algorithm of the centre", False),
        ("divided into surgery (100 cases) and ablation (250 cases)", False),
    ],
)
def test_sizes_of_classes_that_are_only_observed(text: str, found: bool) -> None:
    assert bool(list(sizes_of_observed_classes(record_of({"summary": f"They are {text}"})))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The most effective drug, based on IC50 and AUC values, is recommended.", True),
        ("根据IC50和AUC选择最敏感药物", True),
        ("The drug is chosen based on IC50 and AUC; drugs are ranked by AUC, ties by IC50.", False),
        ("The drug is chosen based on IC50 values.", False),
    ],
)
def test_two_measures_need_a_rule_that_joins_them(text: str, found: bool) -> None:
    assert bool(list(two_metrics_no_rule(record_of({"description": text})))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We will develop a radiomics model to predict recurrence.", True),
        ("本研究拟构建多模态深度学习模型", True),
        ("We will develop a prediction model and assess it in a validation cohort.", False),
        ("We will develop a prediction model; the ROC curve is drawn.", False),
        ("We will develop a new surgical procedure.", False),
    ],
)
def test_a_prediction_model_needs_validation_or_a_measure(text: str, found: bool) -> None:
    assert bool(list(model_without_validation(record_of({"summary": text})))) is found
