"""Looking back, at one time, or ahead."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.time_perspective import (
    looking_back_with_consent,
    one_time_and_survival,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("CROSS_SECTIONAL", "Overall survival will be compared by log-rank test.", True),
        ("横断面研究", "采用生存分析比较总生存期", True),
        ("CROSS_SECTIONAL", "The prevalence is estimated.", False),
        ("PROSPECTIVE", "Overall survival will be compared.", False),
        ("横断面研究", "调查患病率", False),
    ],
)
def test_a_study_at_one_time_has_no_survival(field: str, told: str, found: bool) -> None:
    assert bool(list(one_time_and_survival(record_of({"time_perspective": field, "description": told})))) is found


@pytest.mark.parametrize(
    ("status", "told", "found"),
    [
        ("Not yet recruiting", "We will retrospectively collect data on response.", True),
        ("尚未开始", "本研究回顾性收集患者资料", True),
        ("Completed", "We retrospectively collected data.", False),
        ("Not yet recruiting", "A prospective part follows those retrospectively collected.", False),
        ("尚未开始", "前瞻性收集患者资料", False),
    ],
)
def test_patients_found_in_records_cannot_sign_beforehand(status: str, told: str, found: bool) -> None:
    assert (
        bool(
            list(
                looking_back_with_consent(
                    record_of(
                        {
                            "status": status,
                            "description": told,
                            "eligibility.inclusion": "签署知情同意书 / sign the informed consent form",
                        }
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Survival curves will be drawn by the Kaplan–Meier method.", True),
        ("Patients will be followed up every 3 months for 2 years after discharge.", True),
        ("OS and PFS are compared between the groups.", True),
        ("Hazard ratios for death are estimated with Cox's model.", True),
        ("Participants will be followed for five years to record relapse.", True),
        ("The median survival time of each subtype will be calculated.", True),
        ("Disease-free survival is the main endpoint.", True),
        ("采用Kaplan-Meier法绘制生存曲线，随访5年。", True),
        ("患者每3个月随访一次，记录无病生存期。", True),
        ("Patients with hepatitis are examined once.", False),
        ("The sample size follows the overall survey.", False),
        ("Participants will not be followed up.", False),
        ("Previous studies reported poor overall survival in this disease.", False),
        ("本研究不进行随访。", False),
    ],
)
def test_one_look_at_each_participant_and_time_to_an_event(told: str, wrong: bool) -> None:
    record = record_of({"time_perspective": "CROSS_SECTIONAL", "description": told})
    assert bool(list(one_time_and_survival(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("This cross-sectional study looks at the tumour markers of 80 patients.", True),
        ("A multicenter cross sectional study of liver cancer.", True),
        ("Cross-sectional imaging is repeated every 8 weeks.", False),
        ("Earlier cross-sectional studies found a link.", False),
    ],
)
def test_survival_in_a_study_that_calls_itself_cross_sectional(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].name": "Overall survival", "summary": told})
    assert bool(list(one_time_and_survival(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Clinical data will be collected retrospectively from the electronic records.", True),
        ("This is a single-center retrospective study of TACE.", True),
        ("Retrospective analysis of patients treated between 2015 and 2019.", True),
        ("The medical records of all patients treated since 2015 will be reviewed retrospectively.", True),
        ("本研究为回顾性研究，收集既往病例资料。", True),
        ("A retrospective chart review of resected patients.", True),
        ("Retrospective data of a historical control are compared; patients are enrolled prospectively.", False),
        ("A retrospective study published in 2015 found a benefit.", False),
        ("Consent for the retrospective study is waived by the committee.", False),
        ("Patients are treated with TACE.", False),
    ],
)
def test_data_of_the_past_from_patients_who_must_sign(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "status": "RECRUITING",
            "eligibility.inclusion": "Written informed consent was obtained from the patient",
            "description": told,
        }
    )
    assert bool(list(looking_back_with_consent(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Willing to give written informed consent", True),
        ("Provided informed consent", True),
        ("Patients (or their guardians) have signed the ICF", True),
        ("Able to understand and sign a written consent", True),
        ("Consent was signed voluntarily", True),
        ("自愿签署知情同意书", True),
        ("患者知情同意并签字", True),
        ("Informed consent is waived", False),
        ("Patients without consent for resection", False),
        ("Complete data", False),
        ("No informed consent is required", False),
    ],
)
def test_consent_that_a_study_of_the_past_asks_for(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "status": "Recruiting",
            "description": "This retrospective study collects data of patients treated from 2015 to 2019.",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(looking_back_with_consent(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Progression free survival", True),
        ("5-year overall survival rate", True),
        ("Time to recurrence", True),
        ("3-year mortality", True),
        ("Cumulative incidence of HCC over 5 years", True),
        ("Prevalence of fibrosis", False),
        ("Serum level of AFP", False),
    ],
)
def test_a_cross_sectional_study_with_survival_endpoints_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"time_perspective": "Cross-Sectional", "outcome[0].name": told})
    assert bool(list(one_time_and_survival(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Data will be retrieved retrospectively from hospital charts.", True),
        (
            ("This multicentre retrospective observational study includes patients operated on between 2010 and 2020."),
            True,
        ),
        ("It is a retrospective cohort study", True),
        ("We retrospectively identify patients with HCC.", True),
        ("Data are collected prospectively.", False),
    ],
)
def test_retrospective_data_but_consent_before_entry_in_other_words(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "status": "NOT_YET_RECRUITING",
            "eligibility.inclusion": "Patient has signed informed consent",
            "description": told,
        }
    )
    assert bool(list(looking_back_with_consent(record))) is wrong
