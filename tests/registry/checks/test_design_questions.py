"""Questions about the design: asked only where two things stand side by side that call for one."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.design_questions import (
    CHECKS,
    antibody_in_an_organoid,
    claim_about_one_of_two,
    decompensated_and_b7,
    few_covariates,
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
