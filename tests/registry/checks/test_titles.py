"""Titles of other participants than the criteria, the condition or the age limits tell."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.titles import (
    title_and_participants,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Received surgical treatment of hepatocellular carcinoma", True),
        ("BCLC stage A hepatocellular carcinoma", True),
        ("Resectable hepatocellular carcinoma", True),
        ("Patients who underwent curative hepatectomy", True),
        ("Early-stage HCC", True),
        ("Scheduled for curative resection", True),
        ("已行根治性切除术的肝癌患者", True),
        ("BCLC stage 0 or A", True),
        ("BCLC stage B or C", False),
        ("Unresectable HCC", False),
        ("Recurrence after resection", False),
        ("No prior hepatectomy", False),
        ("Potentially resectable after conversion", False),
        ("BCLC stage A not suitable for surgery", False),
    ],
)
def test_criteria_of_other_participants_than_the_title(told: str, wrong: bool) -> None:
    record = record_of({"title": "Sorafenib for advanced hepatocellular carcinoma", "eligibility.inclusion": told})
    assert bool(list(title_and_participants(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            {
                "title": "Adjuvant lenvatinib after resection of HCC",
                "eligibility.inclusion": "Unresectable hepatocellular carcinoma",
            },
            True,
        ),
        (
            {
                "title": "Second-line treatment of hepatocellular carcinoma",
                "eligibility.exclusion": "Any prior systemic therapy",
            },
            True,
        ),
        (
            {
                "title": "First-line lenvatinib for unresectable HCC",
                "eligibility.inclusion": "Progressed on prior sorafenib",
            },
            True,
        ),
        ({"title": "HBV-related hepatocellular carcinoma", "eligibility.exclusion": "HBsAg positive"}, True),
        ({"title": "Liver cancer in the elderly", "age.maximum": "60 Years", "age.minimum": "18 Years"}, True),
        ({"title": "Hepatoblastoma in children", "age.minimum": "18 Years"}, True),
        ({"title": "晚期肝癌二线治疗研究", "eligibility.exclusion": "既往接受过系统治疗"}, True),
        ({"title": "Resectable HCC: neoadjuvant therapy", "eligibility.inclusion": "Unresectable disease"}, True),
        (
            {
                "title": "Adjuvant lenvatinib after resection of HCC",
                "eligibility.inclusion": "Resected hepatocellular carcinoma",
            },
            False,
        ),
        ({"title": "First-line lenvatinib for HCC", "eligibility.inclusion": "No prior systemic therapy"}, False),
        (
            {"title": "Second-line treatment of HCC", "eligibility.exclusion": "More than one prior systemic therapy"},
            False,
        ),
        ({"title": "HBV-related HCC", "eligibility.exclusion": "HCV antibody positive"}, False),
        ({"title": "HCC in the elderly", "age.minimum": "65 Years"}, False),
        ({"title": "Conversion of unresectable HCC", "eligibility.inclusion": "Resectable after conversion"}, False),
        ({"title": "Resectable or unresectable HCC", "eligibility.inclusion": "Unresectable"}, False),
    ],
)
def test_titles_of_other_participants_than_the_criteria(told: dict[str, str], wrong: bool) -> None:
    record = record_of(told)
    assert bool(list(title_and_participants(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            {"title": "Lenvatinib in unresectable hepatocellular carcinoma", "eligibility.inclusion": "BCLC stage A"},
            True,
        ),
        (
            {
                "title": "Neoadjuvant therapy for resectable HCC",
                "eligibility.inclusion": "Patients with unresectable HCC",
            },
            True,
        ),
        ({"title": "Advanced HCC treated with TACE", "eligibility.inclusion": "Underwent radical hepatectomy"}, True),
        ({"title": "Second line regorafenib in HCC", "eligibility.exclusion": "Prior systemic therapy"}, True),
        ({"title": "Advanced HCC", "eligibility.inclusion": "BCLC C"}, False),
    ],
)
def test_the_title_tells_of_other_participants_than_the_record_in_other_words(
    told: dict[str, str], wrong: bool
) -> None:
    record = record_of(told)
    assert bool(list(title_and_participants(record))) is wrong
