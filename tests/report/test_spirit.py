"""Coverage of SPIRIT 2025: the checklist is whole, and each status follows from the study file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from hepatica.protocol import Study, list_studies, load_study
from hepatica.protocol.design import Governance
from hepatica.protocol.section import Section
from hepatica.report.spirit import Coverage, coverage, items, values
from hepatica.report.spirit_checks import CHECKS

CHECKLIST = """
1a 1b 2 3a 3b 3c 3d 4 5 6 7a 7b 8 9a 9b 10 11 12 13 14a 14b 15a 15b 15c 15d 16 17 18 19 20 21a 21b 22 23
24a 24b 24c 25a 25b 26 27a 27b 27c 27d 28a 28b 29 30 31 32a 32b 33 34
"""
NUMBERS = re.findall(r"\d+[a-d]?", CHECKLIST)


def covered(study: Study) -> dict[str, Coverage]:
    return {one.item.id: one for one in coverage(study)}


def lacking(one: Coverage) -> list[str]:
    return [text.en for text in one.missing]


def test_spirit_2025_has_34_items_in_53_parts() -> None:
    assert [item.id for item in items()] == NUMBERS
    assert len({re.sub(r"\D", "", number) for number in NUMBERS}) == 34
    assert len(NUMBERS) == 53


def test_every_title_and_need_is_in_both_languages() -> None:
    for item in items():
        for text in (item.title, item.section, *(need.text for need in item.needs)):
            assert re.search("[一-鿿]", text.zh), text.en
            assert not re.search("[一-鿿]", text.en)


def test_every_check_is_used_and_every_used_check_exists() -> None:
    used = {name for item in items() for need in item.needs for name in (need.check, need.when)}
    used |= {item.applies for item in items()}
    assert used - {""} == set(CHECKS)


def sections(kind: type[Section] = Section) -> Iterator[type[Section]]:
    """Every kind of section of a study file."""
    for below in kind.__subclasses__():
        yield below
        yield from sections(below)


def test_every_place_is_made_of_keys_of_a_study_file() -> None:
    keys = {"*"}.union(*(section.keys() for section in sections()))
    places = {place for item in items() for need in item.needs for place in need.at}
    assert len(places) > 30
    assert {place.split(".")[0] for place in places} <= set(Study.keys())
    for place in places:
        assert set(place.split(".")) <= keys, place


@pytest.mark.parametrize("name", list_studies())
def test_a_status_says_what_is_missing(name: str) -> None:
    for one in coverage(load_study(name)):
        assert (one.status in ("partly", "absent")) == bool(one.missing)
        assert one.status != "absent" or not one.where
        assert one.status != "covered" or one.where


def test_what_no_study_file_can_hold_is_missing_in_all() -> None:
    for name in list_studies():
        found = covered(load_study(name))
        assert {found[number].status for number in ("3a", "7a", "7b", "8", "11", "20", "26", "29", "31", "34")} == {
            "absent"
        }


def changed(study: Study, **sections: Any) -> Study:
    return study.model_copy(update=sections)


def test_an_ethics_approval_covers_item_30() -> None:
    study = load_study("NCT07120750")
    assert covered(study)["30"].status == "absent"
    governance = study.governance or Governance()
    approved = changed(study, governance=governance.model_copy(update={"ethics": "2024-077"}))
    assert covered(approved)["30"].status == "covered"
    assert covered(approved)["30"].where == ("governance.ethics",)


def test_drawing_lots_makes_concealment_apply() -> None:
    study = load_study("NCT07120750")
    assert covered(study)["22"].status == "apart"
    drawn = changed(study, design=study.design.model_copy(update={"allocation": "randomised"}))
    assert covered(drawn)["22"].status == "absent"
    assert lacking(covered(drawn)["12"])[0] == "allocation ratio"


def test_a_trial_must_say_how_treatment_is_stopped_and_a_cohort_need_not() -> None:
    assert covered(load_study("NCT07120750"))["15b"].status == "apart"
    assert covered(load_study("NCT04163237"))["15b"].status == "absent"


def test_no_committee_asks_for_the_reason_and_a_committee_for_its_charter() -> None:
    study = load_study("NCT07120750")
    for there, need in ((True, "members, independence and charter"), (False, "why there is none")):
        governance = (study.governance or Governance()).model_copy(update={"dmc": there})
        assert lacking(covered(changed(study, governance=governance))["28a"]) == [need]
    unsaid = changed(study, governance=None)
    assert lacking(covered(unsaid)["28a"]) == ["whether there is one"]


def test_a_sample_size_that_rests_on_assumptions_alone_is_told() -> None:
    study = load_study("NCT07120750")
    assert lacking(covered(study)["19"]) == []  # its hazard ratio, alpha and power are the record's
    unclaimed = changed(study, sample_size=None)
    assert lacking(covered(unclaimed)["19"]) == ["power"]
    assert "assumptions that are not the file's own" in lacking(covered(changed(unclaimed, simulation=None))["19"])


def test_harms_need_an_endpoint_a_collection_and_a_grading() -> None:
    study = load_study("NCT07120750")
    assert covered(study)["17"].status == "covered"
    visits = {name: one for name, one in study.schedule.items() if name != "safety"}
    assert lacking(covered(changed(study, schedule=visits))["17"]) == ["how they are collected"]


def test_what_is_assumed_is_marked() -> None:
    found = covered(load_study("NCT07120750"))
    assert "endpoints.*.censor" in found["25b"].assumed
    assert not found["30"].assumed


def test_a_contradiction_between_criteria_keeps_eligibility_open() -> None:
    study = load_study("NCT04163237")
    assert lacking(covered(study)["14a"]) == ["criteria without an open contradiction"]
    assert covered(changed(study, conflicts=()))["14a"].status == "covered"


def test_values_go_through_every_entry_and_pass_over_empty_ones() -> None:
    whole = {"arms": {"A": {"drugs": []}, "B": {"drugs": ["x"]}}, "analyses": [{"alpha": 0.05}, {}], "dmc": False}
    assert list(values(whole, "arms.*.drugs")) == [["x"]]
    assert list(values(whole, "analyses.*.alpha")) == [0.05]
    assert list(values(whole, "dmc")) == ["no"]
    assert list(values(whole, "nothing.here")) == []
