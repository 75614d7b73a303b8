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
            "CR: disappearance of any intratumoral arterial enhancement; PR: at least a 30% decrease in the sum of "
            "diameters",
            True,
        ),
        ("CR：所有目标病灶动脉期增强显影完全消失；PR：目标病灶直径总和缩小>=30%", True),
        ("CR: disappearance of all target lesions; PR: at least a 30% decrease in the sum of longest diameters", False),
        (
            "CR: disappearance of any intratumoral arterial enhancement; PR: at least a 30% decrease in the sum of "
            "diameters "
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


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            (
                "At least one measurable lesion by RECIST 1.1",
                "Objective response rate",
                "Response assessed by mRECIST",
                "",
            ),
            True,
        ),
        (
            ("Measurable disease according to RECIST v1.1", "Objective response rate", "modified RECIST criteria", ""),
            True,
        ),
        (
            (
                "at least 1 evaluable lesion (RECIST)",
                "Objective response rate",
                "tumour response is judged with modified Response Evaluation Criteria in Solid Tumors",
                "",
            ),
            True,
        ),
        (
            (
                "Target lesion measurable per Response Evaluation Criteria in Solid Tumors (RECIST) version 1.1",
                "Objective response rate",
                "m-RECIST",
                "",
            ),
            True,
        ),
        (("至少有一个可测量病灶（RECIST 1.1）", "Objective response rate", "按mRECIST评价", ""), True),
        (("根据RECIST 1.1标准具有可测量的靶病灶", "Objective response rate", "采用改良RECIST标准评价疗效", ""), True),
        (
            (
                "One or more lesions that can be accurately measured according to RECIST",
                "Objective response rate",
                "modified RECIST for HCC",
                "",
            ),
            True,
        ),
        (("Measurable lesion by mRECIST", "Objective response rate", "mRECIST", ""), False),
        (("Measurable lesion by RECIST 1.1", "Objective response rate", "RECIST 1.1", ""), False),
        (("Measurable lesion by RECIST 1.1 or mRECIST", "Objective response rate", "mRECIST", ""), False),
        (("Measurable by RECIST 1.1", "Objective response rate", "mRECIST and RECIST 1.1", ""), False),
        (("Progression by RECIST on sorafenib", "Objective response rate", "mRECIST", ""), False),
        (("Measurable disease (modified RECIST)", "Objective response rate", "mRECIST", ""), False),
        (("Measurable lesion by RECIST 1.1", "Objective response rate", "Modified Rankin scale", ""), False),
    ],
)
def test_entry_and_response_by_other_criteria_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                entry_by_other_criteria(
                    record_of(
                        dict(
                            zip(
                                ("eligibility.inclusion", "outcome[0].name", "outcome[0].description", "description"),
                                told,
                                strict=True,
                            )
                        )
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            (
                "ORR",
                "CR: no arterial enhancement in any target lesion. PR: at least a 30% decrease in the sum of "
                "diameters of target lesions.",
            ),
            True,
        ),
        (
            (
                "ORR",
                "Complete response is the absence of intratumoral arterial enhancement; partial response means the "
                "sum of diameters decreased by at least 30%",
            ),
            True,
        ),
        (
            (
                "ORR",
                "CR, disappearance of all arterial phase enhancement; PD: 20% increase in the sum of longest diameters",
            ),
            True,
        ),
        (("ORR", "完全缓解：病灶动脉期强化消失；部分缓解：靶病灶直径之和缩小≥30%"), True),
        (
            (
                "ORR",
                "CR: disappearance of arterial enhancement. PR: 30% decrease in the sum of diameters of viable "
                "(enhancing) target lesions",
            ),
            False,
        ),
        (("ORR", "CR: disappearance of all lesions. PR: 30% decrease in the sum of diameters"), False),
        (("ORR", "PR: 30% decrease in the sum of diameters of target lesions; enhancement is noted"), False),
    ],
)
def test_two_measurements_in_one_definition_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                complete_by_one_partial_by_other(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("ORR", "LR-5: arterial phase hyperenhancement with washout"), True),
        (("ORR", "LI-RADS category 5 (APHE and non-peripheral washout)"), True),
        (("ORR", "Recurrence is a LI-RADS 5 nodule, i.e. arterial hypervascularity and venous wash-out"), True),
        (("ORR", "LI-RADS 5类：动脉期高强化+门静脉期廓清"), True),
        (("ORR", "LR-5: nodule of at least 10 mm with APHE and washout"), False),
        (("ORR", "LI-RADS 5 by the table"), False),
        (("ORR", "LR-4 with washout"), False),
    ],
)
def test_features_without_a_size_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                lr5_without_size(record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True))))
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("ORR", "Recurrence is diagnosed as LR-5 at the ablation zone or elsewhere"), True),
        (("ORR", "Local tumour progression defined by LI-RADS 5"), True),
        (("ORR", "Recurrence (LI-RADS 5) within the treated lesion"), True),
        (("ORR", "复发按LI-RADS 5判定，包括消融区局部复发"), True),
        (("ORR", "Recurrence elsewhere by LR-5"), False),
        (("ORR", "Recurrence by LR-5 or, at the ablation zone, LR-TR viable"), False),
        (("ORR", "LI-RADS 5 at baseline"), False),
    ],
)
def test_a_treated_lesion_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                lr5_of_a_treated_lesion(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("ORR", "by mRECIST", "The primary endpoint is ORR assessed by RECIST 1.1."), True),
        (
            ("Objective response rate", "RECIST 1.1", "Objective response is assessed according to modified RECIST."),
            True,
        ),
        (("PFS", "RECIST v1.1", "PFS by mRECIST is secondary."), True),
        (("客观缓解率", "按mRECIST", "主要终点为按RECIST 1.1评价的客观缓解率。"), True),
        (("ORR", "by mRECIST", "ORR by mRECIST"), False),
        (("ORR", "mRECIST and RECIST 1.1", "ORR by RECIST 1.1"), False),
    ],
)
def test_two_criteria_for_one_endpoint_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                judged_by_two_criteria(
                    record_of(
                        dict(zip(("outcome[0].name", "outcome[0].description", "description"), told, strict=True))
                    )
                )
            )
        )
        is found
    )
