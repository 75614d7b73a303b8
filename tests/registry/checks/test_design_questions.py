"""Questions about the design: asked only where two things stand side by side that call for one."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.design_questions import (
    CHECKS,
    antibody_in_an_organoid,
    claim_about_one_of_two,
    decompensated_and_b7,
    few_covariates,
    patients_or_lines,
)
from hepatica.registry.looking import record_of


def test_every_question_is_left_to_a_person_and_ends_as_one() -> None:
    for each in CHECKS:
        assert each.decidability == "H"
        (found,) = each.find(record_of(each.example.says))
        assert found.collides.en.endswith("?")


@pytest.mark.parametrize(
    ("says", "asked"),
    [
        ({"study_type": "Observational", "title": "Immunotherapy response"}, True),
        ({"study_type": "INTERVENTIONAL", "title": "Immunotherapy response"}, False),
        ({"study_type": "Observational", "title": "Targeted drugs and immunotherapy response"}, False),
    ],
)
def test_a_claim_about_immunotherapy_is_questioned_only_without_allocation(says: dict[str, str], asked: bool) -> None:
    record = record_of({**says, "summary": "All receive targeted therapy combined with immune checkpoint inhibitors."})
    assert bool(list(claim_about_one_of_two(record))) is asked


@pytest.mark.parametrize(
    ("inclusion", "exclusion", "asked"),
    [
        ("Child-Pugh class B (score 7)", "Decompensated cirrhosis", True),
        ("Child-Pugh A级或B级7分", "肝硬化失代偿", True),
        ("Child-Pugh class A", "Decompensated cirrhosis", False),
        ("Child-Pugh class B (score 7)", "Decompensated cirrhosis (ascites, encephalopathy)", False),
    ],
)
def test_b7_beside_undefined_decompensation_is_questioned(inclusion: str, exclusion: str, asked: bool) -> None:
    record = record_of({"eligibility.inclusion": inclusion, "eligibility.exclusion": exclusion})
    assert bool(list(decompensated_and_b7(record))) is asked


def test_organoids_with_immune_cells_or_small_molecules_alone_raise_no_question() -> None:
    text = "Organoids undergo drug sensitivity testing ({})."
    assert list(antibody_in_an_organoid(record_of({"description": text.format("sintilimab")})))
    assert not list(antibody_in_an_organoid(record_of({"description": text.format("apatinib, sorafenib")})))
    assert not list(antibody_in_an_organoid(record_of({"description": text.format("sintilimab, with immune cells")})))


def test_a_weighted_or_randomised_comparison_raises_no_question() -> None:
    cox = {"description": "Cox model adjusted for age and stage."}
    assert list(few_covariates(record_of({**cox, "allocation": "Non-Randomized"})))
    assert not list(few_covariates(record_of({**cox, "allocation": "Randomized"})))
    weighted = {"description": cox["description"] + " Propensity scores are used."}
    assert not list(few_covariates(record_of({**weighted, "allocation": "Non-Randomized"})))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Proportion of patients achieving a response, assessed for each line of therapy.", True),
        ("Percentage of patients with CR or PR is evaluated per line of treatment.", True),
        ("Response rate is the share of patients with response at every treatment line.", True),
        ("按每线治疗评估缓解的患者比例", True),
        ("Proportion of patients achieving a response.", False),
        ("Second line of therapy: proportion of patients with response", False),
    ],
)
def test_a_share_by_line_is_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(patients_or_lines(record_of({"description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Child-Pugh A or B7", "Decompensated cirrhosis"), True),
        (("Child-Pugh class A-B", "Hepatic decompensation"), True),
        (("Child-Pugh score ≤ 7 (class B7)", "decompensated liver function"), True),
        (("Child-Pugh A/B级（≤7分）", "肝硬化失代偿"), True),
        (("Child-Pugh A and B", "Patients with liver decompensation"), True),
        (("Child-Pugh A", "Decompensated cirrhosis"), False),
        (("Child-Pugh A or B7", "Decompensated cirrhosis such as ascites"), False),
    ],
)
def test_class_b_and_decompensation_are_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                decompensated_and_b7(
                    record_of(dict(zip(("eligibility.inclusion", "eligibility.exclusion"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The Cox model includes age, BCLC stage and HBsAg.", True),
        ("Multivariable Cox regression adjusted for age and sex.", True),
        ("Results are adjusted for age, sex and stage in a Cox model.", True),
        ("Cox回归校正年龄、性别", True),
        ("Cox model weighted by propensity score includes age and sex.", False),
        ("Groups are compared by log-rank.", False),
    ],
)
def test_a_model_of_a_few_covariates_is_told_in_many_ways(told: str, found: bool) -> None:
    base = {"allocation": "NON_RANDOMIZED"}
    assert bool(list(few_covariates(record_of({**base, "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Gene subtype and response to immunotherapy", True),
        ("Predicting the efficacy of PD-1 inhibitors", True),
        ("A marker of immunotherapy benefit", True),
        ("预测免疫治疗疗效的标志物", True),
        ("Response to targeted therapy and immunotherapy", False),
        ("Liver cancer", False),
    ],
)
def test_a_claim_about_one_of_two_is_told_in_many_ways(told: str, found: bool) -> None:
    base = {"study_type": "OBSERVATIONAL", "summary": "Patients receive immunotherapy combined with lenvatinib."}
    assert bool(list(claim_about_one_of_two(record_of({**base, "title": told})))) is found
