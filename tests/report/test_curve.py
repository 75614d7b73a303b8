"""What a survival figure shows is what the rows of the results say."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hepatica.report.curve import MOST_STEPS, Curve, curves_of

follow_up = st.lists(st.tuples(st.integers(1, 400), st.sampled_from([0, 1])), min_size=1, max_size=40)


def curve(made_up: SimpleNamespace, subjects: list[tuple[int, int]]) -> Curve:
    days, events = (np.array(column, dtype=float) for column in zip(*subjects, strict=True))
    rows = made_up.frame(made_up.curve_rows(days, events, analysis="a", group="g"))
    return curves_of(rows, [("g", "Group")])[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(subjects=follow_up, day=st.integers(0, 450))
def test_the_number_at_risk_counts_those_still_followed_on_that_day(
    made_up: SimpleNamespace, subjects: list[tuple[int, int]], day: int
) -> None:
    assert curve(made_up, subjects).at_risk(day) == sum(last >= day for last, _ in subjects)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(subjects=follow_up)
def test_a_tick_stands_on_every_day_on_which_somebody_is_censored_and_on_no_other(
    made_up: SimpleNamespace, subjects: list[tuple[int, int]]
) -> None:
    ticks = curve(made_up, subjects).censored(1.0)["time"].to_list()
    assert ticks == sorted({float(last) for last, event in subjects if event == 0})


def test_the_curve_begins_at_one_on_day_0(made_up: SimpleNamespace) -> None:
    first = curve(made_up, [(10, 1), (20, 0)]).drawn(1.0).row(0, named=True)
    assert (first["time"], first["value"], first["low"], first["high"]) == (0.0, 1.0, 1.0, 1.0)


def test_a_very_long_curve_is_thinned_but_ends_where_it_ended() -> None:
    steps = pl.DataFrame({"time": np.arange(1.0, 9001.0), "value": np.linspace(1, 0.2, 9000)})
    steps = steps.with_columns(low="value", high="value", n_risk=9001 - pl.col("time"), events=pl.lit(1.0))
    drawn = Curve("g", "Group", steps).drawn(1.0)
    assert drawn.height <= MOST_STEPS + 1
    assert drawn.row(-1) == steps.row(-1)


def test_groups_keep_the_order_they_are_given_in_and_empty_ones_are_left_out(made_up: SimpleNamespace) -> None:
    rows = made_up.frame([{"group": g, "statistic": "survival", "time": 1.0, "value": 0.5, "n_risk": 2} for g in "ab"])
    assert [c.group for c in curves_of(rows, [("b", "B"), ("c", "C"), ("a", "A")])] == ["b", "a"]
