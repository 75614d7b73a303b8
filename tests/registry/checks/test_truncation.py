"""Texts that are cut off."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.truncation import cut_at_the_limit, dangling_number, missing_number
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
