"""Texts that are cut off."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.truncation import (
    cut_at_the_limit,
    dangling_number,
    missing_number,
    skipped_number,
)
from hepatica.registry.looking import record_of


def test_a_text_that_stops_where_its_field_is_full() -> None:
    full = "Data will be shared. " * 47 + "Documents go to"
    assert list(cut_at_the_limit(record_of({"sharing.description": full.ljust(1000, "x")})))
    assert list(cut_at_the_limit(record_of({"sharing.description": full.ljust(999, "x") + "."}))) == []
    assert list(cut_at_the_limit(record_of({"sharing.description": "Data go to those who ask"}))) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("1. 依据mRECIST评估。2.", True),
        ("1. Scans are read. 2.", True),
        ("(1) scans; (2) reads; (3)", True),
        ("1. 依据mRECIST评估。2. 计算缓解率。", False),
        ("CTCAE 5.0 is used. See version 5.", False),
        ("Assessed by RECIST 1.1.", False),
        ("Grade by CTCAE, version 5.0.", False),
    ],
)
def test_a_list_whose_last_number_has_nothing_behind_it(told: str, found: bool) -> None:
    assert bool(list(dangling_number(record_of({"outcome[0].method": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("8.1. Blood:\n8.1.2. Neutrophils over 1500\n8.1.3. Platelets", True),
        ("8.1. 血常规：\n8.1.2 中性粒细胞\n8.1.3 血小板", False),
        ("8.1. Blood:\n8.1.1. Neutrophils\n8.1.2. Platelets", False),
        ("1. Age\n2. Sex\n4. Liver", False),
        ("1.5 x ULN\n1.2 x ULN", False),
    ],
)
def test_the_first_of_a_list_is_missing(told: str, found: bool) -> None:
    assert bool(list(missing_number(record_of({"eligibility": told})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("1. Overall survival. 2. Response. 3.", True),
        ("(1) age over 18; (2) HCC; (3)", True),
        ("1) resection 2) ablation 3)", True),
        ("1、年龄18岁以上；2、肝癌；3、", True),
        ("① 年龄；② 肝癌；③", True),
        ("a) resection; b) ablation; c)", True),
        ("Endpoints: 1. survival\n2. response\n3.", True),
        ("i) death; ii) relapse; iii)", True),
        ("1. Neutrophils; 2. INR =1.5.", False),
        ("1. Age over 18. 2. HCC within 5.", False),
        ("The dose is 2.", False),
        ("1. survival; 2. response.", False),
        ("Assessed by RECIST 1. 2", False),
        ("Section 2 follows section 1.", False),
        ("Stage I or stage II.", False),
    ],
)
def test_lists_that_end_in_a_number(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(dangling_number(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("3.1. Blood\n3.1.2. Platelets\n3.1.3. Albumin", True),
        ("3.1. Blood\n3.1.1. Platelets", False),
    ],
)
def test_first_parts_that_are_missing(told: str, wrong: bool) -> None:
    record = record_of({"eligibility": told})
    assert bool(list(missing_number(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("1. HCC\n2. Age over 18\n4. ECOG 0-1\n5. Consent", True),
        ("1) HCC\n3) Age over 18\n4) ECOG 0-1\n5) Consent", True),
        ("1、肝癌\n2、年龄大于18岁\n3、ECOG 0-1\n5、签署知情同意书\n6、可随访", True),
        ("(1) HCC\n(2) Age\n(4) ECOG\n(5) Consent", True),
        ("Inclusion:\n1. HCC\n2. Age\n3. ECOG\nExclusion:\n1. Pregnancy\n3. Infection\n4. Bleeding", True),
        ("1. HCC; 2. Age over 18; 4. ECOG 0-1; 5. Consent", True),
        ("1. HCC\n2. Age\n3. ECOG", False),
        ("1. HCC 2. Age\n3. ECOG", False),
        ("1. HCC\n2. Bilirubin\n3. INR\n1. Pregnancy\n2. Infection", False),
        ("2. HCC\n3. Age", False),
        ("1. HCC\n2 .Age\n3. ECOG", False),
        ("1. HCC\n2. Age\n2. ECOG\n3. Consent", False),
        ("1. HCC\n5 years of survival", False),
        ("1. HCC; 2. RECIST 1.1; 3. ECOG 0-2", False),
    ],
)
def test_numbers_that_a_list_leaves_out(told: str, wrong: bool) -> None:
    record = record_of({"eligibility": told})
    assert bool(list(skipped_number(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Short and unfinished, as it", False),
    ],
)
def test_texts_cut_off_at_the_limit(told: str, wrong: bool) -> None:
    record = record_of({"sharing.description": told})
    assert bool(list(cut_at_the_limit(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("1. HCC\n2. Age over 18\n3. ECOG 0-1\n4.", True),
        ("Inclusion: (1) HCC (2) age (3)", True),
        ("1. HCC\n2. Age over 18\n3. ECOG 0-1.", False),
    ],
)
def test_a_list_ends_with_a_number_and_nothing_behind_it_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility": told})
    assert bool(list(dangling_number(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Inclusion Criteria:\n\n1. HCC\n2. Age over 18\n3. BCLC B\n5. ECOG 0-1\n6. Consent", True),
        ("Inclusion Criteria:\n\n(1) HCC;\n(2) age;\n(4) ECOG;\n(5) consent", True),
        ("* HCC\n* Age", False),
    ],
)
def test_a_list_of_criteria_leaves_out_a_number_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility": told})
    assert bool(list(skipped_number(record))) is wrong
