"""Conditions of entry that only the future decides."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.future import (
    IN,
    followed_long_enough,
    judged_later,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tumor response can be evaluated by imaging after treatment", True),
        ("治疗后可评价疗效，肿瘤影像资料完整", True),
        ("at least one measurable tumor lesion at baseline", False),
        ("toxicity will be assessed during treatment", False),
        ("tumor tissue can be obtained before treatment", False),
    ],
)
def test_a_response_that_must_be_judged_after_treatment(text: str, found: bool) -> None:
    assert bool(list(judged_later(record_of({IN: text})))) is found


@pytest.mark.parametrize(
    ("text", "outcome", "found"),
    [
        ("follow-up duration >= 3 months", "Overall survival", True),
        ("随访时间>=3个月,具备完整的随访数据", "总生存期", True),
        ("complete follow-up data available", "Recurrence-free survival", True),
        ("willing to be followed for at least 3 months", "Overall survival", False),
        ("能够配合随访至少3个月", "总生存期", False),
        ("follow-up duration >= 3 months", "Quality of life", False),
    ],
)
def test_follow_up_as_a_condition_of_entry_to_a_study_of_survival(text: str, outcome: str, found: bool) -> None:
    language = "@zh" if text > "z" else ""
    record = record_of({f"{IN}{language}": text, f"outcome[0].name{language}": outcome})
    assert bool(list(followed_long_enough(record))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Tumor response can be evaluated after treatment", True),
        ("At least one post-baseline tumour assessment", True),
        ("Received at least two cycles of study treatment with imaging evaluation", True),
        ("Patients who complete the whole course of the study treatment", True),
        ("Efficacy can be assessed during follow-up", True),
        ("Had at least one imaging evaluation after starting the study drug", True),
        ("Have completed at least 2 cycles of the study treatment", True),
        ("Patients who respond to the study treatment after two cycles", True),
        ("Tumour response at week 8 is CR, PR or SD during the study", True),
        ("Patients in whom efficacy was evaluable after the first TACE of the study", True),
        ("治疗后至少有一次影像学评估", True),
        ("完成至少2个周期治疗且可评价疗效", True),
        ("Survived at least 3 months after enrolment", True),
        ("Who complete the follow-up", True),
        ("Measurable lesions at baseline", False),
        ("Expected survival of at least 3 months", False),
        ("Progression after at least two cycles of prior chemotherapy", False),
        ("Received at least two cycles of previous chemotherapy with response", False),
        ("Willing to be followed after treatment", False),
        ("Able to complete the questionnaire during the study", False),
        ("Life expectancy over 12 weeks after enrolment", False),
        ("Completed adjuvant chemotherapy before enrolment", False),
        ("Recurrence after resection confirmed by imaging", False),
    ],
)
def test_criteria_that_only_the_future_decides(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": told})
    assert bool(list(judged_later(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Followed for at least 6 months", True),
        ("Follow-up of more than 12 months", True),
        ("Minimum follow-up of 1 year", True),
        ("At least 3 months of follow-up", True),
        ("With complete follow-up data", True),
        ("Follow-up time ≥ 24 months", True),
        ("Complete clinical and follow-up information", True),
        ("随访时间≥6个月", True),
        ("随访资料完整", True),
        ("Survival of more than 3 months after surgery", True),
        ("At least six months' follow up after resection", True),
        ("Willing to be followed for 6 months", False),
        ("Able to comply with follow-up of at least 6 months", False),
        ("Expected survival of more than 3 months", False),
        ("Follow-up every 3 months", False),
        ("Recurrence during follow-up", False),
    ],
)
def test_only_those_followed_long_enough(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].name": "Overall survival", "eligibility.inclusion": told})
    assert bool(list(followed_long_enough(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("At least one evaluable post-treatment imaging study", True),
        ("Received at least 1 dose of study drug and had at least one post-baseline assessment", True),
        ("Completion of at least two cycles of the study therapy", True),
        ("Patients with evaluable response after treatment", True),
        ("Patients who survive more than 30 days after the start of study treatment", True),
        ("At least one measurable lesion", False),
        ("At least one prior line", False),
    ],
)
def test_an_inclusion_criterion_that_only_the_future_can_decide_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"eligibility.inclusion": told})
    assert bool(list(judged_later(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Follow up for a minimum of two years", True),
        ("Complete follow-up records", True),
        ("Postoperative follow-up > 6 months", True),
        ("At least one year of follow-up available", True),
        ("Agrees to follow-up of at least 6 months", False),
    ],
)
def test_only_patients_followed_for_some_time_may_enter_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].name": "Recurrence-free survival", "eligibility.inclusion": told})
    assert bool(list(followed_long_enough(record))) is wrong
