"""Blinding."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.blinding import (
    masked_and_open,
    open_and_double_blind,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Evaluated by two radiologists in a double-blind process", True),
        ("由2名医师双盲独立测量", True),
        ("blinded independent central review", False),
        ("由医师独立测量", False),
    ],
)
def test_no_masking_and_double_blind_readers(told: str, found: bool) -> None:
    assert (
        bool(list(open_and_double_blind(record_of({"masking": "None (Open label)", "outcome[0].method": told}))))
        is found
    )


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("None", "This is a randomized, double-blind, placebo-controlled trial.", True),
        ("未设盲", "本研究为随机双盲对照试验。", True),
        ("DOUBLE", "This is a randomized, double-blind trial.", False),
        ("None", "A previous double-blind trial showed an effect.", False),
    ],
)
def test_a_study_that_calls_itself_double_blind(field: str, told: str, found: bool) -> None:
    assert bool(list(open_and_double_blind(record_of({"masking": field, "summary": told})))) is found


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("DOUBLE", "An open-label comparison of two drugs", True),
        ("双盲", "本研究为开放标签研究", True),
        ("NONE", "An open-label comparison", False),
        ("DOUBLE", "A double-blind phase followed by an open-label extension", False),
        ("SINGLE", "An open-label study with a masked assessor", False),
    ],
)
def test_masked_by_the_register_and_open_label_in_the_text(field: str, told: str, found: bool) -> None:
    assert bool(list(masked_and_open(record_of({"masking": field, "summary": told})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("This is a double-blind, placebo-controlled study.", True),
        ("A randomised double blinded trial.", True),
        ("The study is a single-blind comparison.", True),
        ("In this triple-blind trial, patients receive placebo.", True),
        ("A double-masked study.", True),
        ("Participants and investigators are blinded to treatment allocation.", True),
        ("Patients will be blinded to the assigned treatment.", True),
        ("Neither patients nor physicians know the allocation.", True),
        ("本研究为双盲、安慰剂对照试验。", True),
        ("The investigators and the patients will be masked to group assignment.", True),
        ("本试验采用单盲设计，受试者不知分组。", True),
        ("A randomized, single blinded study", True),
        ("A previous double-blind trial showed a benefit.", False),
        ("An open-label trial.", False),
        ("This study is not blinded.", False),
        ("Patients are not blinded to the treatment.", False),
        ("The double-blind period of the parent study has ended.", False),
        ("Blinding is impossible because of surgery.", False),
        ("The blind loop syndrome.", False),
        ("既往双盲试验显示有效。", False),
    ],
)
def test_no_masking_and_somebody_blind(told: str, wrong: bool) -> None:
    record = record_of({"masking": "NONE", "summary": told})
    assert bool(list(open_and_double_blind(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Two radiologists read the scans in a double-blind manner.", True),
        ("Images are read double-blinded.", True),
        ("由两名医师双盲阅片。", True),
        ("Two radiologists read the scans.", False),
        ("By blinded independent central review", False),
    ],
)
def test_readers_called_double_blind_in_an_open_study(told: str, wrong: bool) -> None:
    record = record_of({"masking": "None (Open Label)", "outcome[0].description": told})
    assert bool(list(open_and_double_blind(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("This is an open-label trial.", True),
        ("An open label, randomised comparison.", True),
        ("The study is unblinded.", True),
        ("A non-blinded randomized trial.", True),
        ("This trial is not blinded.", True),
        ("No blinding will be used.", True),
        ("Blinding will not be performed.", True),
        ("本研究为开放性研究。", True),
        ("本研究不设盲。", True),
        ("A randomized open study of two drugs.", True),
        ("Neither patients nor doctors will be blinded.", True),
        ("A double-blind trial with an open-label extension.", False),
        ("After unblinding, patients may cross over.", False),
        ("The unblinded pharmacist prepares the drug.", False),
        ("Earlier open-label trials showed a benefit.", False),
        ("An open abdominal operation.", False),
        ("本研究采用双盲。", False),
        ("Unblinded data are reviewed by the DMC.", False),
    ],
)
def test_masking_registered_and_an_open_study_told(told: str, wrong: bool) -> None:
    record = record_of({"masking": "DOUBLE", "summary": told})
    assert bool(list(masked_and_open(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The study will be conducted in a double-blind fashion.", True),
        ("Double-blinding is achieved with matching placebo.", True),
        ("Both patients and evaluators are blinded to the intervention.", True),
        ("A placebo-controlled, double blind trial of X", True),
        ("There is no blinding.", False),
    ],
)
def test_not_blinded_by_the_register_double_blind_in_the_text_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"masking": "NONE", "description": told})
    assert bool(list(open_and_double_blind(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("The trial is open label.", True),
        ("This open-labelled study compares two drugs.", True),
        ("Because of surgery, blinding is not possible.", True),
        ("The trial is triple blind.", False),
    ],
)
def test_masked_by_the_register_open_label_in_the_text_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"masking": "TRIPLE", "description": told})
    assert bool(list(masked_and_open(record))) is wrong
