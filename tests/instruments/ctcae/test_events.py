"""Recorded grades of adverse events: 1 to 5, with grade 5 and death belonging together."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.events import grade_events


def judged(**event: object) -> tuple[object, ...]:
    columns = {"AETOXGR": None, "AEOUT": None, "AESDTH": None, "AETERM": "Event"} | event
    table = pl.DataFrame({name: [value] for name, value in columns.items()})
    return grade_events(table).select("grade", "grade_low", "grade_high", "problem").row(0)


@pytest.mark.parametrize("written", ["3", "3.0", " 3 ", 3, 3.0, "Grade 3", "G3", "III", "3级", "III度"])
def test_a_grade_is_read_however_it_is_written(written: object) -> None:
    assert judged(AETOXGR=written) == (3, 3, 3, None)


@pytest.mark.parametrize("written", ["6", "0", "severe", "2.5", "3-4", "IVI", 6, 0])
def test_what_is_none_of_1_to_5_is_kept_out_and_named(written: object) -> None:
    assert judged(AETOXGR=written) == (None, 1, 5, f"the grade '{written}' is none of 1 to 5")


def test_a_missing_grade_is_unknown() -> None:
    assert judged() == (None, 1, 5, "no grade")
    assert judged(AETOXGR=" ") == (None, 1, 5, "no grade")


def test_a_missing_grade_of_an_event_that_ended_in_death_is_5_at_least_in_its_bounds() -> None:
    assert judged(AEOUT="FATAL") == (None, 5, 5, "no grade")
    assert judged(AEOUT="RECOVERED/RESOLVED") == (None, 1, 4, "no grade")


def test_grade_5_is_death() -> None:
    assert judged(AETOXGR="5", AEOUT="FATAL") == (5, 5, 5, None)
    assert judged(AETOXGR="5", AESDTH="Y") == (5, 5, 5, None)
    assert judged(AETOXGR="5") == (5, 5, 5, None)
    assert judged(AETOXGR="5", AEOUT="UNKNOWN") == (5, 5, 5, None)
    assert judged(AETOXGR="5", AEOUT="RECOVERED/RESOLVED")[3] == "grade 5 is death, and the event did not end in death"
    assert judged(AETOXGR="5", AESDTH="N")[0] is None


def test_an_event_that_ended_in_death_is_of_no_lower_grade_and_at_least_of_the_recorded_one() -> None:
    said = "the event ended in death, and grade 3 is not 5"
    assert judged(AETOXGR="3", AEOUT="FATAL") == (None, 3, 5, said)
    assert judged(AETOXGR="3", AESDTH="Y") == (None, 3, 5, said)


def test_a_grade_that_its_term_does_not_have_is_named() -> None:
    assert judged(AETOXGR="3", AETERM="Alopecia") == (None, 1, 5, "CTCAE has no grade 3 of Alopecia")
    assert judged(AETOXGR="2", AETERM="alopecia") == (2, 2, 2, None)


def test_the_dictionary_term_goes_before_the_reported_one_and_other_wordings_are_not_held_against_it() -> None:
    table = pl.DataFrame({"AETOXGR": ["3", "3"], "AETERM": ["Alopecia", "hair"], "AEDECOD": ["Nausea", "Hair problem"]})
    assert grade_events(table).select("term", "grade").rows() == [("Nausea", 3), (None, 3)]


def test_the_other_events_of_the_subject_stand() -> None:
    table = pl.DataFrame({"AETOXGR": ["2", "6", "4"]})
    assert grade_events(table)["grade"].to_list() == [2, None, 4]


def test_a_table_without_grades_is_refused() -> None:
    with pytest.raises(HepaticaError, match="no column AETOXGR"):
        grade_events(pl.DataFrame({"AETERM": ["Nausea"]}))
