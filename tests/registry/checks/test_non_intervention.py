"""Observations that intervene."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.non_intervention import (
    procedure_in_observation,
    trial_as_observation,
    visits_in_observation,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("kind", "told", "found"),
    [
        ("OBSERVATIONAL", "The goal of this clinical trial is to learn. Participants will receive interferon.", True),
        ("观察性研究", "本试验旨在评价疗效。患者均接受干扰素治疗。", True),
        ("INTERVENTIONAL", "The goal of this clinical trial is to learn. Participants will receive interferon.", False),
        ("OBSERVATIONAL", "The goal of this study is to learn. Participants will receive interferon.", False),
        ("OBSERVATIONAL", "The goal of this clinical trial is to learn. Participants will receive usual care.", False),
    ],
)
def test_a_trial_registered_as_an_observation(kind: str, told: str, found: bool) -> None:
    assert bool(list(trial_as_observation(record_of({"study_type": kind, "summary": told})))) is found


@pytest.mark.parametrize(
    ("kind", "told", "found"),
    [
        ("Observational study", "Able to cooperate with liver biopsy", True),
        ("观察性研究", "能够配合完成肝穿刺活检", True),
        ("Interventional study", "Able to cooperate with liver biopsy", False),
        ("Observational study", "Diagnosed by liver biopsy", False),
        ("观察性研究", "经肝穿刺活检确诊", False),
    ],
)
def test_an_observation_that_asks_for_a_biopsy(kind: str, told: str, found: bool) -> None:
    assert bool(list(procedure_in_observation(record_of({"study_type": kind, "eligibility.inclusion": told})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Without interfering with treatment, response will be assessed at Weeks 8, 16.", True),
        ("不干预患者治疗，每8周进行评估。", True),
        ("Without interfering with treatment, response is read from the files.", False),
        ("Response will be assessed at Weeks 8, 16.", False),
    ],
)
def test_care_left_as_it_is_and_visits_fixed(told: str, found: bool) -> None:
    assert bool(list(visits_in_observation(record_of({"study_type": "OBSERVATIONAL", "description": told})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Participants will receive 200 mg of pembrolizumab every 3 weeks as assigned by the protocol.", True),
        ("Patients will be randomly assigned to receive sorafenib or placebo.", True),
        ("Subjects in the study group are given lenvatinib 8 mg daily according to the protocol.", True),
        ("Eligible patients will be treated with the investigational drug.", True),
        ("All patients will be administered 400 mg sorafenib twice daily.", True),
        ("The experimental group will receive acupuncture, the control group sham acupuncture.", True),
        ("Participants will be allocated to an intervention group and a control group.", True),
        ("This open-label trial tests TACE; patients will receive TACE every 6 weeks.", True),
        ("试验组患者给予仑伐替尼8mg每日一次口服。", True),
        ("受试者将随机分为试验组和对照组，试验组接受TACE治疗。", True),
        ("Patients in the intervention group will take 5 g of the study drug three times a day.", True),
        ("Patients who will receive sorafenib in routine practice are observed.", False),
        ("Treatment is chosen by the physician; patients receive lenvatinib 8 mg as in usual care.", False),
        ("Patients receive treatment according to local guidelines.", False),
        ("Patients receiving 200 mg pembrolizumab as standard of care are followed.", False),
        ("Patients were divided into two groups by the treatment they had received.", False),
        ("In a former trial patients were randomly assigned to sorafenib.", False),
        ("患者根据临床常规接受TACE治疗。", False),
        ("Patients will be assigned to groups by their own choice of treatment.", False),
    ],
)
def test_treatment_assigned_in_an_observation(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "OBSERVATIONAL", "summary": told})
    assert bool(list(trial_as_observation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Willing to undergo liver biopsy", True),
        ("Patients agree to an additional biopsy", True),
        ("Able to undergo angiography", True),
        ("Consent to a research biopsy", True),
        ("Consent to bone marrow aspiration", True),
        ("Willing to provide tissue by fine needle aspiration", True),
        ("同意接受肝穿刺活检", True),
        ("愿意接受胃镜检查", True),
        ("Accepts repeated colonoscopy for the study", True),
        ("Agrees to lumbar puncture", True),
        ("HCC confirmed by biopsy", False),
        ("Willing to provide blood", False),
        ("Patients who underwent liver biopsy", False),
        ("Unwilling to undergo biopsy", False),
        ("Willing to provide left-over tissue of a diagnostic biopsy", False),
    ],
)
def test_procedures_asked_in_an_observation(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "Observational", "eligibility.inclusion": told})
    assert bool(list(procedure_in_observation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Treatment is not influenced by the study. CT is performed every 6 weeks.", True),
        ("No intervention is made. MRI will be done at weeks 4, 8 and 12.", True),
        ("The study does not interfere with clinical decisions; patients are examined every 3 months.", True),
        ("Purely observational without any intervention; blood will be drawn at week 4 and week 8.", True),
        ("本研究不干预患者治疗，每8周行增强CT检查。", True),
        ("Without affecting treatment, response is assessed every 8 weeks.", True),
        ("Treatment is not influenced by the study.", False),
        ("CT is performed every 6 weeks.", False),
        (
            ("Without interfering with treatment, routine scans are collected as they are made every 6 to 12 weeks."),
            False,
        ),
    ],
)
def test_care_left_alone_and_visits_fixed(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "OBSERVATIONAL", "description": told})
    assert bool(list(visits_in_observation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Subjects will be randomly allocated to receive drug A or drug B.", True),
        ("Patients will receive sintilimab 200 mg intravenously every three weeks.", True),
        ("Enrolled patients will be randomized in a 1:1 ratio.", True),
        ("The treatment group will receive TACE plus lenvatinib.", True),
        ("Participants will take the study medication once a day for 12 weeks.", True),
        ("Patients are assigned to lenvatinib 12 mg daily by the investigators.", True),
        ("Patients receiving sintilimab are observed.", False),
        ("Patients who received 200 mg sintilimab in routine care are followed.", False),
    ],
)
def test_a_trial_registered_as_an_observation_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "OBSERVATIONAL", "description": told})
    assert bool(list(trial_as_observation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Agrees to undergo repeat liver biopsy", True),
        ("Willing to have a biopsy of the tumour", True),
        ("Consents to bronchoscopy", True),
        ("Tumor accessible for biopsy", False),
    ],
)
def test_an_observation_that_asks_for_an_invasive_procedure_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "OBSERVATIONAL", "eligibility.inclusion": told})
    assert bool(list(procedure_in_observation(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (
            ("Treatment is at the doctor's choice without intervention by the study. MRI is performed every 8 weeks."),
            True,
        ),
        ("Treatment is at the doctor's choice.", False),
    ],
)
def test_care_left_as_it_is_and_visits_fixed_to_the_week_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"study_type": "OBSERVATIONAL", "description": told})
    assert bool(list(visits_in_observation(record))) is wrong
