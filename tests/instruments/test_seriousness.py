"""Seriousness by the six criteria of ICH E2A, and what the record says against them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.seriousness import CRITERIA, seriousness

ALL_NO = dict.fromkeys(CRITERIA, "N")


def judged(**event: str | None) -> tuple[object, ...]:
    table = pl.DataFrame({name: pl.Series([value], dtype=pl.String) for name, value in event.items()})
    return seriousness(table).row(0)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_one_criterion_makes_an_event_serious(criterion: str) -> None:
    assert judged(**ALL_NO | {criterion: "Y"}, AESER="Y") == ("Y", [criterion], None)
    assert judged(**{criterion: "Y"}) == ("Y", [criterion], None)


def test_an_event_without_any_is_not_serious() -> None:
    assert judged(**ALL_NO, AESER="N") == ("N", [], None)
    assert judged(**ALL_NO) == ("N", [], None)


def test_a_criterion_that_nobody_recorded_leaves_it_open() -> None:
    assert judged(**ALL_NO | {"AESMIE": None}) == (None, [], "not recorded whether it is serious")
    assert judged(**ALL_NO | {"AESMIE": None}, AESER="N") == ("N", [], None)
    assert judged(AESER="Y") == ("Y", [], None)
    assert judged(AESER=None) == (None, [], "not recorded whether it is serious")


def test_a_hospitalised_event_is_serious_although_the_record_says_no() -> None:
    assert judged(**ALL_NO | {"AESHOSP": "Y"}, AESER="N") == (
        "Y",
        ["AESHOSP"],
        "recorded as not serious, and met: AESHOSP",
    )


def test_an_event_recorded_as_serious_for_no_reason_is_unknown() -> None:
    assert judged(**ALL_NO, AESER="Y") == (None, [], "recorded as serious, and no criterion is met")


def test_a_fatal_outcome_is_death_whatever_the_criterion_says() -> None:
    assert judged(**ALL_NO, AESER="Y", AEOUT="FATAL") == ("Y", ["AESDTH"], None)


def test_an_answer_that_is_neither_yes_nor_no_is_named_and_the_others_count() -> None:
    assert judged(**ALL_NO | {"AESHOSP": "maybe"}) == (None, [], "AESHOSP is 'maybe', neither Y nor N")
    assert judged(**ALL_NO | {"AESHOSP": "maybe", "AESLIFE": "y"})[0] == "Y"


def test_a_grade_makes_nothing_serious() -> None:
    assert judged(**ALL_NO, AETOXGR="4")[0] == "N"


def test_a_record_that_lists_fewer_criteria_can_be_followed_to_the_letter() -> None:
    table = pl.DataFrame({**{name: ["N"] for name in CRITERIA}, "AESMIE": ["Y"]})
    without = tuple(name for name in CRITERIA if name != "AESMIE")
    assert seriousness(table)["serious"].to_list() == ["Y"]
    assert seriousness(table, criteria=without)["serious"].to_list() == ["N"]


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(HepaticaError, match="no criterion of seriousness"):
        seriousness(pl.DataFrame({"AESER": ["Y"]}), criteria=("AETOXGR",))
    with pytest.raises(HepaticaError, match="nothing in the table"):
        seriousness(pl.DataFrame({"AETERM": ["Nausea"]}))


@pytest.mark.real_data
def test_pilot_data_hold_events_that_meet_a_criterion_and_are_recorded_as_not_serious(clinical: Path) -> None:
    table = pl.read_parquet(clinical / "onco" / "sdtm_ae.parquet")
    found = seriousness(table)
    assert found["serious"].value_counts(sort=True).rows() == [("N", 1155), ("Y", 36)]
    assert found["problem"].str.starts_with("recorded as not serious").sum() == 33
    assert table["AESER"].eq("Y").sum() == 3
