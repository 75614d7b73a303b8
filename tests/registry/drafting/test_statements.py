"""Criteria of several statements: what may be told apart, and what must stay together."""

from __future__ import annotations

from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.statements import lead, statements


def parts(words: str, sense: Sense) -> list[tuple[str, str | None]]:
    """The words of each statement, and its rule."""
    return [(each.words, each.read.rule if each.read else None) for each in statements(words, sense, "consent")]


def test_alternatives_of_different_kinds_exclude_each_for_itself() -> None:
    assert parts("Child-Pugh class C, or total bilirubin > 3×ULN", "exclusion") == [
        ("Child-Pugh class C", "child_pugh.class = C"),
        ("total bilirubin > 3×ULN", "bilirubin_total > 3 ULN"),
    ]


def test_what_is_read_stands_beside_what_is_not() -> None:
    said = "sign an informed consent form and agree to comply with the study requirements"
    assert parts(said, "inclusion") == [
        ("sign an informed consent form", "any informed_consent ever"),
        ("agree to comply with the study requirements", None),
    ]


def test_who_signs_for_a_person_who_cannot_is_part_of_consent() -> None:
    said = "Participants must sign an informed consent form. If a participant is unable to sign, a legal guardian must do so."
    assert parts(said, "inclusion") == [(said, "any informed_consent ever")]


def test_a_limit_for_some_patients_keeps_the_whole_together() -> None:
    said = "AST and ALT ≤ 2.5 × ULN; ≤ 5 × ULN in the presence of liver metastases"
    assert parts(said, "inclusion") == [(said, None)]


def test_names_that_share_a_limit_are_not_torn_apart() -> None:
    said = "Interleukin-6 and creatinine (Cr) ≤ 1.5 × ULN"
    assert parts(said, "inclusion") == [(said, None)]


def test_an_exception_keeps_the_whole_together() -> None:
    said = "Platelets ≥ 75 × 10^9/L; patients with splenomegaly are permitted"
    assert parts(said, "inclusion") == [(said, None)]


def test_an_adjective_or_a_time_is_not_lost_on_the_way_to_the_second_disease() -> None:
    for said in (
        "uncontrolled ascites or pleural effusion",
        "heart failure or arrhythmia of unknown kind within 6 months",
    ):
        assert parts(said, "exclusion") == [(said, None)]


def test_a_lead_gives_its_window_to_what_stands_below() -> None:
    found = lead("Adequate organ function within 7 days prior to randomization:", "inclusion")
    assert found.understood
    assert found.window is not None
    assert (found.window.length, found.window.anchor) == ("7 d", "randomisation")


def test_what_else_a_lead_demands_is_kept_as_unread_words() -> None:
    found = lead("Adequate organ function (without transfusion within 14 days before the tests):", "inclusion")
    assert found.understood
    assert found.rest == "without transfusion within 14 days before the tests"


def test_alternatives_below_a_lead_are_no_criteria_of_their_own() -> None:
    assert not lead("At least one of the following:", "inclusion").understood
    assert not lead("满足以下任一条件：", "inclusion").understood
    assert lead("Any of the following:", "exclusion").understood


def test_a_lead_that_says_more_is_not_understood() -> None:
    assert not lead("For patients with portal vein thrombosis:", "inclusion").understood
