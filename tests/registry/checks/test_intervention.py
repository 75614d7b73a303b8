"""What is given: agents, doses, and what is no agent."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.agent_names import chemotherapy_in_a_targeted_list, heading_says_nothing
from hepatica.registry.checks.intervention import drug_not_registered, no_dose, target_for_an_agent
from hepatica.registry.looking import record_of

DRUG = {"study_type": "INTERVENTIONAL", "intervention[0].type": "DRUG"}


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("PD-1", 1),
        ("VEGFR2", 1),
        ("PD-1 inhibitor", 2),
        ("PD-1单抗", 2),
        ("Chemotherapy", 2),
        ("Anti-PD-1 antibody", 2),
    ],
)
def test_a_receptor_is_no_agent_and_a_class_is_less_grave(name: str, severity: int) -> None:
    (found,) = target_for_an_agent(record_of({**DRUG, "intervention[0].name": name}))
    assert (found.severity, found.quotes[0].text) == (severity, name)


@pytest.mark.parametrize(
    "says",
    [
        {"intervention[0].name": "Sintilimab"},
        {"intervention[0].name": "PD-1 inhibitor", "intervention[0].description": "camrelizumab 200 mg every 3 weeks"},
        {"intervention[0].name": "PD-1", "intervention[0].other_name": "Toripalimab"},
        {"intervention[0].name": "PD-L1 testing"},
    ],
)
def test_an_agent_named_anywhere_for_the_intervention_is_enough(says: dict[str, str]) -> None:
    assert not list(target_for_an_agent(record_of({**DRUG, **says})))


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The control group will receive standard lenvatinib.", True),
        ("对照组将接受索拉非尼治疗。", True),
        ("The experimental group will receive sintilimab.", False),
        ("Patients in both groups who had received sorafenib are eligible.", False),
        ("In a previous study the control group receives sorafenib.", False),
        ("ICE: patients receive etoposide on days 1-3.", False),
    ],
)
def test_a_drug_of_a_group_that_no_intervention_names(summary: str, found: bool) -> None:
    record = record_of({**DRUG, "intervention[0].name": "Sintilimab", "summary": summary})
    assert bool(list(drug_not_registered(record))) is found


@pytest.mark.parametrize(
    "says",
    [
        {"intervention[0].description": "200 mg on day 1"},
        {"intervention[0].description": "given every 3 weeks"},
        {"intervention[0].description": "according to the package insert"},
        {"intervention[0].description": "Dose will be assigned at enrolment"},
        {"summary": "Sintilimab 200 mg is given"},
        {"title": "A dose-escalation study"},
        {"study_type": "OBSERVATIONAL"},
        {"intervention[0].type": "PROCEDURE"},
        {"intervention[0].name": "Placebo"},
        {"title": "Names are all that the portal passes on"},
    ],
)
def test_a_dose_its_source_or_no_drug_to_give_leaves_nothing_to_say(says: dict[str, str]) -> None:
    assert not list(no_dose(record_of({**DRUG, "intervention[0].name": "Sintilimab", **says})))


def test_a_laboratory_value_in_the_text_is_no_dose() -> None:
    record = record_of(
        {**DRUG, "intervention[0].name": "Sintilimab", "summary": "HBV DNA below 10 IU/mL, Hb over 9 g/dL"}
    )
    assert list(no_dose(record))


def test_an_observational_record_that_assigns_a_drug_needs_its_dose() -> None:
    says = {"study_type": "OBSERVATIONAL", "intervention[0].type": "DRUG", "intervention[0].name": "Group 2"}
    assert list(no_dose(record_of({**says, "intervention[0].description": "Participants will receive Peg-IFN"})))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("targeted agents (apatinib, oxaliplatin)", True),
        ("靶向药物（包括阿帕替尼、FOLFOX）", True),
        ("targeted and chemotherapy drugs (apatinib, oxaliplatin)", False),
        ("chemotherapy (oxaliplatin)", False),
    ],
)
def test_chemotherapy_in_a_list_that_is_not_for_it(text: str, found: bool) -> None:
    assert bool(list(chemotherapy_in_a_targeted_list(record_of({"summary": text})))) is found


def test_a_heading_that_names_a_drug_is_left() -> None:
    record = record_of({"intervention[0].name": "Intervention for Group 1", "note": "Interferon alpha-2"})
    assert not list(heading_says_nothing(record))
