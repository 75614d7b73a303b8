"""A schedule expands to planned visits with their windows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.protocol import PlannedVisit, expand
from hepatica.protocol.schedule import Visits

ENTRY = {"label": "scan", "assessments": ["imaging"], "from": "operation"}


def planned(end_of_study: int | None = None, **slots: Any) -> list[PlannedVisit]:
    return expand({"scan": Visits.model_validate({**ENTRY, **slots})}, end_of_study=end_of_study)


def days(visits: list[PlannedVisit]) -> list[int | None]:
    return [visit.day for visit in visits]


def test_every_12_weeks_to_week_156_is_13_scans() -> None:
    visits = planned(phases=[{"every": "12 wk", "tolerance": "7 d", "until": "156 wk"}])
    assert days(visits) == [84 * n for n in range(1, 14)]
    assert (visits[-1].early, visits[-1].day, visits[-1].late) == (1085, 1092, 1099)
    assert visits[-1].label == "scan, week 156"


def test_a_phase_begins_where_the_one_before_ended() -> None:
    phases = [
        {"every": "6 wk", "until": "12 wk", "tolerance": "3 d"},
        {"every": "12 wk", "until": "36 wk"},
    ]
    assert days(planned(phases=phases)) == [42, 84, 168, 252]


def test_a_phase_that_ends_between_visits_hands_over_its_last_visit() -> None:
    assert days(planned(phases=[{"every": "42 d", "until": "100 d"}, {"every": "90 d", "until": "200 d"}])) == [
        42,
        84,
        174,
    ]


def test_months_of_a_plan_are_30_days_and_a_bit() -> None:
    assert days(planned(phases=[{"every": "3 mo", "until": "12 mo"}])) == [91, 183, 274, 365]


def test_offsets_may_lie_before_the_anchor_and_come_in_order() -> None:
    visits = planned(at=["7 d", "-1 d", "1 mo", "0 d"], tolerance={"early": "0 d", "late": "2 d"})
    assert days(visits) == [-1, 0, 7, 30]
    assert [visit.number for visit in visits] == [1, 2, 3, 4]
    assert (visits[0].early, visits[0].late) == (-1, 1)


def test_the_same_day_is_one_visit() -> None:
    assert days(planned(at=["0 d", "12 wk"], phases=[{"every": "12 wk", "until": "24 wk"}])) == [0, 84, 168]


def test_cycles_give_a_visit_at_the_end_of_every_second_one() -> None:
    assert days(planned(cycles={"length": "21 d", "number": 6, "every": 2})) == [42, 84, 126]
    assert days(planned(cycles={"length": "21 d", "number": 6, "every": 2, "on": "start"})) == [21, 63, 105]


def test_a_triggered_visit_has_no_day() -> None:
    visits = planned(at=["8 wk"], on="progression")
    assert [(visit.kind, visit.day) for visit in visits] == [("planned", 56), ("triggered", None)]


def test_continuous_collection_has_a_span_and_no_visits() -> None:
    (visit,) = planned(continuous="156 wk")
    assert (visit.kind, visit.early, visit.late) == ("continuous", 0, 1092)


def test_a_phase_without_an_end_needs_the_end_of_the_study() -> None:
    phases = [{"every": "6 mo", "until": "end of study"}]
    with pytest.raises(HepaticaError, match="«every 6 mo» of «scan» has no end"):
        planned(phases=phases)
    assert days(planned(phases=phases, end_of_study=400)) == [183, 365]


def test_a_phase_shorter_than_a_day_is_refused() -> None:
    with pytest.raises(HepaticaError, match="shorter than a day"):
        planned(phases=[{"every": "2 h", "until": "1 wk"}])


@pytest.mark.parametrize("slots", [{}, {"tolerance": "7 d"}])
def test_an_entry_must_say_when(slots: Mapping[str, str]) -> None:
    with pytest.raises(ValueError, match="say when"):
        planned(**slots)


@given(every=st.integers(1, 60), until=st.integers(1, 400), tolerance=st.integers(0, 10))
def test_a_phase_of_days_visits_every_multiple_once(every: int, until: int, tolerance: int) -> None:
    visits = planned(phases=[{"every": f"{every} d", "until": f"{until} d", "tolerance": f"{tolerance} d"}])
    assert days(visits) == list(range(every, until + 1, every))
    assert all(v.day is not None and (v.early, v.late) == (v.day - tolerance, v.day + tolerance) for v in visits)
