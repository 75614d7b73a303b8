"""Parts that are missing."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.modules import (
    biomarker_without_outcome,
    outcomes_in_text_only,
    spreadsheet_for_several_centres,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The primary endpoint is recurrence-free survival.", True),
        ("主要终点为无复发生存期。", True),
        ("Two drugs are compared.", False),
    ],
)
def test_outcomes_told_in_the_text_alone(told: str, found: bool) -> None:
    assert bool(list(outcomes_in_text_only(record_of({"summary": told})))) is found


@pytest.mark.parametrize(
    ("told", "outcome", "found"),
    [
        ("Immune profile: flow cytometry of T cells", "Recurrence", True),
        ("将采用流式细胞术检测免疫细胞。", "复发", True),
        ("Immune profile: flow cytometry of T cells", "Share of CD8+ cells", False),
        ("In mice flow cytometry showed T cells.", "Recurrence", False),
    ],
)
def test_a_biomarker_without_an_outcome(told: str, outcome: str, found: bool) -> None:
    assert (
        bool(
            list(
                biomarker_without_outcome(
                    record_of({"biospecimen": "SAMPLES_WITH_DNA", "description": told, "outcome[0].name": outcome})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("CRF and an Excel-based system", True),
        ("采用CRF与Excel表格管理", True),
        ("Excel export of the EDC", False),
        ("采用ResMan管理，导出Excel", False),
        ("Electronic data capture", False),
    ],
)
def test_data_of_two_centres_in_a_spreadsheet(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                spreadsheet_for_several_centres(
                    record_of({"data_capture": told, "site[0].name": "无锡", "site[1].name": "南京"})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The primary endpoint is survival.", True),
        ("Overall survival is the primary endpoint.", True),
        ("Main outcome measures: survival and recurrence.", True),
        ("Primary outcome measure will be the rate of recurrence.", True),
        ("The study endpoints are OS and PFS.", True),
        ("The principal outcome is pain.", True),
        ("主要观察指标：生存期。", True),
        ("研究终点为总生存期。", True),
        ("The outcome measures include mortality and length of stay.", True),
        ("Primary aim: to compare survival", True),
        ("Patients with primary liver cancer.", False),
        ("Main results were good.", False),
        ("Outcomes of surgery are poor.", False),
    ],
)
def test_outcomes_in_the_text_only(told: str, wrong: bool) -> None:
    record = record_of({"summary": told})
    assert bool(list(outcomes_in_text_only(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Circulating tumor DNA will be measured in plasma.", True),
        ("PD-L1 expression will be assessed by immunohistochemistry.", True),
        ("Blood samples will be analysed by RNA sequencing.", True),
        ("Serum metabolites will be tested by metabolomics.", True),
        ("Cytokines will be measured by ELISA.", True),
        ("We will perform whole-exome sequencing of tumour tissue.", True),
        ("16S rRNA sequencing of stool will be performed.", True),
        ("将采用流式细胞术检测外周血免疫细胞。", True),
        ("ctDNA: plasma is collected before surgery.", True),
        ("Single-cell sequencing will be performed on tumour samples.", True),
        ("Microbiome analysis will be done on stool samples.", True),
        ("PD-L1 expression has been assessed by immunohistochemistry in former studies.", False),
        ("Samples will be stored.", False),
        ("Overall survival will be assessed.", False),
        ("Circulating tumor DNA is a promising marker.", False),
    ],
)
def test_biomarkers_that_no_outcome_uses(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": "Blood", "outcome[0].name": "Overall survival", "description": told})
    assert bool(list(biomarker_without_outcome(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Case record forms and Microsoft Excel", True),
        ("Paper CRF", True),
        ("Data are entered into a spreadsheet.", True),
        ("Paper-based case report form, double entry in EpiData", True),
        ("纸质病例报告表", True),
        ("采用Excel表格管理数据", True),
        ("The case report form on paper", True),
        ("CRF in paper, then Access", True),
        ("EDC", False),
        ("ResMan", False),
        ("REDCap with paper backup", False),
        ("Electronic data capture system", False),
        ("电子数据采集系统(EDC)", False),
    ],
)
def test_spreadsheets_for_several_centres(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "Wuxi", "site[1].name": "Nanjing", "data_capture": told})
    assert bool(list(spreadsheet_for_several_centres(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("ctDNA will be sequenced at baseline.", True),
        ("Tumour PD-L1 will be determined by immunohistochemistry.", True),
        ("Flow cytometry of PBMC will be carried out.", True),
        ("Blood count will be done.", False),
    ],
)
def test_a_biomarker_is_measured_and_no_outcome_uses_it_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"biospecimen": "Serum", "outcome[0].name": "PFS", "description": told})
    assert bool(list(biomarker_without_outcome(record))) is wrong
