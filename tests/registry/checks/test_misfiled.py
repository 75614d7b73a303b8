"""Criteria under the wrong heading."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.misfiled import (
    IN,
    on_the_wrong_list,
    pathology_under_laboratory,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Laboratory values: Hb ≥ 90 g/L; Positive resection margin", True),
        ("实验室检查标准：血小板≥50×10^9/L；切缘阳性", True),
        ("Laboratory values: ALT ≤ 5 × ULN in patients with liver metastases", False),
        ("Laboratory values: Hb ≥ 90 g/L; ALT ≤ 2.5 × ULN", False),
        ("Pathological findings: Positive resection margin", False),
        ("Laboratory values: for patients with metastases a second sample", False),
    ],
)
def test_a_finding_of_pathology_in_a_laboratory_list(text: str, found: bool) -> None:
    language = "@zh" if text > "z" else ""
    assert bool(list(pathology_under_laboratory(record_of({f"{IN}{language}": text})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Laboratory values: Hb ≥ 9 g/dL; microvascular invasion; ALT ≤ 5 ULN", True),
        ("Blood tests: platelets ≥ 50 × 10^9/L; satellite nodules", True),
        ("Haematology and biochemistry: albumin ≥ 28 g/L; positive surgical margin", True),
        ("实验室检查：血小板≥50×10^9/L；微血管侵犯；白蛋白≥28 g/L", True),
        ("Adequate organ function: platelets ≥ 75 x 10^9/L; portal vein tumor thrombus", True),
        ("Laboratory tests: INR ≤ 1.5; tumor diameter over 5 cm", True),
        ("Laboratory values: Hb ≥ 9 g/dL; ALT ≤ 5 ULN", False),
        ("Laboratory values: ALT ≤ 5 ULN in patients with liver metastases", False),
        ("Pathology: microvascular invasion", False),
        ("Laboratory values: CA19-9 over 37", False),
    ],
)
def test_findings_of_pathology_among_laboratory_values(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": told})
    assert bool(list(pathology_under_laboratory(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients with brain metastases will be excluded", True),
        ("Pregnant women are not eligible", True),
        ("Subjects with Child-Pugh C are excluded from the study", True),
        ("合并其他恶性肿瘤者排除", True),
        ("Patients with ascites cannot be enrolled", True),
        ("Patients with brain metastases are eligible", False),
        ("Hepatitis excluded by serology", False),
        ("No brain metastases", False),
        ("Infection has been excluded by culture", False),
        ("HCC after exclusion of metastases", False),
    ],
)
def test_exclusions_among_the_inclusion_criteria(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.exclusion": "Active infection", "eligibility.inclusion": told})
    assert bool(list(on_the_wrong_list(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Signed informed consent", True),
        ("Age between 18 and 75 years who signed consent", True),
        ("Willing and able to give informed consent", True),
        ("自愿签署知情同意书", True),
        ("ECOG performance status 0-1 and written informed consent", True),
        ("Unable to give informed consent", False),
        ("Refusal to sign informed consent", False),
        ("Patients who have not signed informed consent", False),
        ("Lack of informed consent", False),
        ("拒绝签署知情同意书", False),
        ("Withdrawal of informed consent", False),
    ],
)
def test_inclusions_among_the_exclusion_criteria(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": "HCC", "eligibility.exclusion": told})
    assert bool(list(on_the_wrong_list(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients with HIV infection are excluded", True),
        ("Participants who are pregnant are not eligible", True),
        ("No HIV infection", False),
    ],
)
def test_a_criterion_stands_on_the_wrong_list_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.exclusion": "x", "eligibility.inclusion": told})
    assert bool(list(on_the_wrong_list(record))) is wrong
