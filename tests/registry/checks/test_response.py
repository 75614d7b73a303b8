"""Criteria of response: RECIST, mRECIST and LI-RADS, mixed and not."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.response import (
    complete_by_one_partial_by_other,
    entry_by_other_criteria,
    judged_by_two_criteria,
    lr5_of_a_treated_lesion,
    lr5_without_size,
    one_diameter_and_a_sum,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("entry", "response", "wrong"),
    [
        ("At least one measurable lesion per RECIST v1.1", "Response per modified RECIST", True),
        ("至少一个可测量病灶（RECIST 1.1）", "按mRECIST标准评价疗效", True),
        ("At least one measurable lesion per mRECIST", "Response per mRECIST", False),
        ("At least one measurable lesion per RECIST 1.1 or mRECIST", "Response per mRECIST", False),
        ("At least one measurable lesion per RECIST 1.1", "Response per RECIST 1.1 and mRECIST", False),
        ("Progression per RECIST 1.1 on first-line therapy", "Response per mRECIST", False),
    ],
)
def test_measurable_by_recist_and_response_by_mrecist_alone_is_found(entry: str, response: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": entry, "outcome[0].description": response})
    assert bool(list(entry_by_other_criteria(record))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "CR: disappearance of any intratumoral arterial enhancement; PR: at least a 30% decrease in the sum of diameters",
            True,
        ),
        ("CR：所有目标病灶动脉期增强显影完全消失；PR：目标病灶直径总和缩小>=30%", True),
        ("CR: disappearance of all target lesions; PR: at least a 30% decrease in the sum of longest diameters", False),
        (
            "CR: disappearance of any intratumoral arterial enhancement; PR: at least a 30% decrease in the sum of diameters "
            "of viable (enhancement in the arterial phase) target lesions",
            False,
        ),
        ("CR：靶病灶动脉期强化完全消失；PR：靶病灶存活部分直径总和缩小≥30%", False),
    ],
)
def test_complete_response_by_enhancement_and_partial_by_whole_diameter_is_found(text: str, wrong: bool) -> None:
    assert bool(list(complete_by_one_partial_by_other(record_of({"outcome[0].description": text})))) is wrong


def test_shrinkage_of_one_diameter_beside_a_sum_is_found_and_beside_itself_is_not() -> None:
    single = (
        "(longest diameter before treatment - longest diameter after treatment) / longest diameter before treatment"
    )
    both = {"outcome[0].method": "a 30% decrease in the sum of diameters", "outcome[1].method": single}
    assert list(one_diameter_and_a_sum(record_of(both)))
    assert not list(one_diameter_and_a_sum(record_of({"outcome[1].method": single})))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("LI-RADS 5: arterial phase hyperenhancement and washout", True),
        ("LR-5（动脉期高强化+廓清）", True),
        ("LR-5: at least 10 mm with arterial phase hyperenhancement and washout", False),
        ("LI-RADS 5 by the table of v2018", False),
        ("Arterial hyperenhancement and washout", False),
    ],
)
def test_features_of_lr5_without_a_size_are_found(text: str, wrong: bool) -> None:
    assert bool(list(lr5_without_size(record_of({"outcome[0].description": text})))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Recurrence by LI-RADS 5, local (original site) or distant", True),
        ("Recurrence by LR-5 elsewhere and LR-TR viable at the ablation zone", False),
        ("New intrahepatic recurrence by LI-RADS 5", False),
    ],
)
def test_local_recurrence_by_lr5_without_treatment_response_categories_is_found(text: str, wrong: bool) -> None:
    assert bool(list(lr5_of_a_treated_lesion(record_of({"outcome[0].description": text})))) is wrong


@pytest.mark.parametrize(
    ("text", "outcome", "wrong"),
    [
        ("The primary endpoint is ORR per RECIST v1.1.", "Response per mRECIST", True),
        ("主要终点为客观缓解率（mRECIST）。", "按RECIST 1.1评价", True),
        ("The primary endpoint is ORR per RECIST 1.1.", "Response per RECIST 1.1 and mRECIST", False),
        ("Measurable by RECIST 1.1. The primary endpoint is ORR.", "Response per mRECIST", False),
        ("The primary endpoint is PFS per RECIST 1.1.", "Response per mRECIST", False),
    ],
)
def test_response_by_one_set_of_criteria_here_and_another_there_is_found(text: str, outcome: str, wrong: bool) -> None:
    says = {"description": text, "outcome[0].name": "Objective response rate", "outcome[0].description": outcome}
    assert bool(list(judged_by_two_criteria(record_of(says)))) is wrong
