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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients are classified by a 12-gene signature.", True),
        ("A signature of 15 genes divides patients into high and low risk.", True),
        ("A panel of 50 genes is used to stratify patients.", True),
        ("The risk score is based on the expression of 8 genes, which splits patients in two groups.", True),
        ("A five-gene classifier assigns patients to subtypes.", True),
        ("Patients are grouped by a 6-lncRNA signature.", True),
        ("An 8-miRNA classifier stratifies patients.", True),
        ("由21个基因组成的分型标签将患者分为两组。", True),
        ("采用10基因预后模型将患者分为高低风险组。", True),
        ("A 5-CpG methylation signature predicts who responds and guides treatment.", True),
        ("A gene expression classifier (twenty-nine genes) stratifies patients", True),
        ("Patients are classified by histology.", False),
        ("A 3-gene signature (TP53, CTNNB1, TERT) classifies patients.", False),
        ("Mutations of 500 genes are sequenced.", False),
        ("Sequencing with a 425-gene panel describes mutations.", False),
        ("Genes are studied.", False),
    ],
)
def test_signatures_whose_genes_are_not_told(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(genes_not_named(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            ("Based on the model, patients are classified into a high-risk group (n=60) and a low-risk group (n=90)."),
            True,
        ),
        ("The algorithm divides participants into two clusters: A (50 cases) and B (100 cases).", True),
        (
            (
                "Using the gene signature, 40 patients will be assigned to the positive group and 80 patients "
                "to the negative group."
            ),
            True,
        ),
        ("根据基因模型将患者分为高风险组（60例）和低风险组（90例）。", True),
        ("Patients are stratified by score into 30 high-risk patients and 60 low-risk patients.", True),
        (
            (
                "By the radiomics score, patients will be grouped as responders (30 patients) and "
                "non-responders (70 patients)."
            ),
            True,
        ),
        ("Patients are randomised into a test group (n=60) and a control group (n=60).", False),
        ("Patients are divided into two clusters by the algorithm.", False),
        ("Based on the model 150 patients are classified.", False),
        ("Screening continues until each class by the score has 50: high (50 cases) and low (50 cases).", False),
    ],
)
def test_sizes_of_classes_fixed_beforehand(told: str, wrong: bool) -> None:
    record = record_of({"summary": told})
    assert bool(list(sizes_of_observed_classes(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The drug is chosen according to IC50 and AUC.", True),
        ("The most sensitive drug is selected using both the IC50 and the inhibition rate.", True),
        ("Regimens are recommended on the basis of AUC and Z-score.", True),
        ("Drug sensitivity is evaluated by IC50 and AUC to choose the treatment.", True),
        ("根据IC50和AUC选择最敏感药物。", True),
        ("Treatment is guided by IC50 values combined with AUC values.", True),
        ("IC50 and AUC values determine the drug to be given.", True),
        ("The drug with the lowest IC50 is given.", False),
        ("The drug is chosen by IC50; ties are broken by AUC, below a threshold of 0.5.", False),
        ("IC50 and AUC are reported.", False),
        ("Based on IC50 and AUC, of which the lowest rank sum decides.", False),
    ],
)
def test_two_measures_that_nothing_joins(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(two_metrics_no_rule(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("We will build a machine learning model to predict recurrence.", True),
        ("A nomogram for survival will be developed.", True),
        ("The aim is to establish a radiomics model that predicts response.", True),
        ("A predictive model will be constructed using logistic regression.", True),
        ("The development of an artificial intelligence model for prognosis is planned.", True),
        ("To create a risk prediction score for early recurrence.", True),
        ("A deep neural network is trained to predict MVI.", True),
        ("构建基于影像组学的预后预测模型。", True),
        ("建立复发风险列线图。", True),
        ("To set up a prognostic model of HCC.", True),
        ("A model will be built and validated in an external cohort.", False),
        ("Prediction model performance is measured by the AUC.", False),
        ("A Cox model is fitted to survival.", False),
        ("A mouse model is established.", False),
        ("The model of care is developed.", False),
        ("A nomogram for survival will be developed; calibration is shown.", False),
        ("To externally validate a prediction model.", False),
    ],
)
def test_models_without_validation(told: str, wrong: bool) -> None:
    record = record_of({"summary": told})
    assert bool(list(model_without_validation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("An 18-gene immune signature divides patients into hot and cold tumours.", True),
        ("Patients will be classified by a 50-gene expression panel.", True),
        ("A prognostic model of seven genes stratifies risk.", True),
        ("Tumours are assigned to subtypes using a 70-gene assay.", True),
        ("Patients are divided by age.", False),
    ],
)
def test_the_genes_of_the_signature_are_not_told_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(genes_not_named(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The classifier sorts patients into class 1 (n=40) and class 2 (n=80).", True),
        (
            (
                "Participants will be stratified into a high-score group (70 patients) and a low-score group "
                "(70 patients) by the radiomics model."
            ),
            True,
        ),
        ("Patients are randomised into A (n=40) and B (n=40)", False),
    ],
)
def test_sizes_of_groups_that_are_only_observed_are_fixed_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"summary": told})
    assert bool(list(sizes_of_observed_classes(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Drug selection relies on IC50 and AUC.", True),
        ("Using AUC and IC50, the best drug is selected.", True),
        ("AUC of the drug is measured", False),
    ],
)
def test_two_measures_choose_the_drug_without_a_rule_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(two_metrics_no_rule(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("To develop and apply a machine-learning algorithm for predicting HCC recurrence.", True),
        ("We aim to construct a nomogram to predict survival.", True),
        ("This project establishes a risk score model for relapse", True),
        ("An AI-based model for early diagnosis is developed", True),
        ("A nomogram is developed and externally validated.", False),
    ],
)
def test_a_prediction_model_without_validation_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"summary": told})
    assert bool(list(model_without_validation(record))) is wrong
