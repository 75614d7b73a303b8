"""Consent, pregnancy and age."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.consent import (
    age_in_fields_only,
    age_in_text_only,
    consent_absent,
    consent_for_the_past,
    pregnancy_absent,
)
from hepatica.registry.looking import record_of

EIGHT = {f"eligibility.exclusion@{n}": f"Rule {n}" for n in range(8)}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Age 18-75", True),
        ("年龄18～75岁", True),
        ("≥18 years old", True),
        ("within 2 years", False),
        ("3年内无复发", False),
    ],
)
def test_an_age_in_the_criteria_belongs_in_its_fields_too(told: str, found: bool) -> None:
    assert bool(list(age_in_text_only(record_of({"sex": "All", "eligibility.inclusion": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Rule of the liver", True),
        ("成年患者", False),
        ("Adults", False),
        ("年龄18岁以上", False),
    ],
)
def test_ages_in_the_fields_alone(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                age_in_fields_only(
                    record_of({"age.minimum": "18", "age.maximum": "80", "eligibility.inclusion": told, **EIGHT})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Agree to provide tissue", True),
        ("同意提供组织标本", True),
        ("Agree to provide tissue and sign informed consent", False),
        ("同意提供组织标本并签署知情同意书", False),
        ("Tissue is at hand", False),
    ],
)
def test_consent_to_the_study_is_missing(told: str, found: bool) -> None:
    assert (
        bool(list(consent_absent(record_of({"study_type": "Interventional", "eligibility.inclusion": told, **EIGHT}))))
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Women of childbearing age use contraception", True),
        ("育龄女性须避孕", True),
        ("Women of childbearing age use contraception; pregnant women are excluded", False),
        ("育龄女性须避孕，妊娠试验阴性", False),
        ("Nonpregnant women of childbearing age", False),
        ("Women are of non-reproductive potential", False),
        ("Adequate liver function", False),
    ],
)
def test_a_drug_and_fertile_women_without_a_rule_on_pregnancy(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                pregnancy_absent(
                    record_of(
                        {
                            "study_type": "Interventional",
                            "intervention[0].type": "Drug",
                            "eligibility.inclusion": told,
                            **EIGHT,
                        }
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("", True),
        ("Consent is waived for the retrospective part.", False),
        ("回顾性部分豁免知情同意。", False),
    ],
)
def test_a_part_that_looks_back_needs_a_waiver(told: str, found: bool) -> None:
    says = {
        "arm[0].name": "前瞻性研究部分",
        "arm[1].name": "回顾性研究部分",
        "eligibility.inclusion": "签署知情同意书",
        "description": told,
    }
    assert bool(list(consent_for_the_past(record_of(says)))) is found
