"""Questions about how a study is carried out: asked only where two things stand side by side that call for one."""

from __future__ import annotations

from hepatica.registry.checks.conduct_questions import (
    CHECKS,
    abdomen_for_the_whole_body,
    histology_by_ablation,
    outcomes_of_which_part,
)
from hepatica.registry.looking import record_of


def test_every_question_is_left_to_a_person_and_ends_as_one() -> None:
    for each in CHECKS:
        assert each.decidability == "H"
        (found,) = each.find(record_of(each.example.says))
        assert "?" in found.collides.en


def test_histology_from_a_biopsy_at_ablation_raises_no_question() -> None:
    criterion = "Pathological confirmation of HCC by surgery or ablation"
    assert list(histology_by_ablation(record_of({"eligibility.inclusion": criterion})))
    assert not list(histology_by_ablation(record_of({"eligibility.inclusion": criterion + " with biopsy"})))


def test_imaging_of_the_chest_answers_the_question_of_metastases() -> None:
    says = {"summary": "腹部MRI每12周一次", "outcome[0].name": "肝外转移"}
    assert list(abdomen_for_the_whole_body(record_of(says)))
    assert not list(abdomen_for_the_whole_body(record_of({**says, "description": "胸部CT每12周一次"})))


def test_one_arm_or_two_of_a_kind_raise_no_question_of_parts() -> None:
    says = {"arm[0].name": "前瞻性部分", "arm[1].name": "回顾性部分", "outcome[0].name": "分子特征"}
    assert list(outcomes_of_which_part(record_of(says)))
    assert not list(outcomes_of_which_part(record_of({**says, "arm[1].name": "对照组"})))
