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
