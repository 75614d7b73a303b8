"""The sample-size claims of the two studies that make one: what reproduces them, by which formula, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.protocol import load_study
from hepatica.simulation.by_formula import alike_table, events_table, size_table
from hepatica.simulation.claim import Claim, claim_of
from hepatica.simulation.power import power, settled
from hepatica.simulation.power_curve import power_curve
from hepatica.simulation.reproduce import Grid, reproducing, scan
from hepatica.simulation.scenarios import months_of, scenarios, visits_of

ORGANOIDS, ANTIVIRALS = claim_of(load_study("NCT07363356")), claim_of(load_study("NCT07120750"))
ARMS_UP = (pl.col("rounding") == "arms_before_loss") & pl.col("loss").is_in(["divide", "none"])


def cells(claim: Claim, *where: pl.Expr | bool, columns: tuple[str, str]) -> set[tuple[float, float]]:
    """Which values of two columns give the claimed number."""
    found = reproducing(claim, scan(claim)).filter(*where)
    return {(row[columns[0]], row[columns[1]]) for row in found.iter_rows(named=True)}


# ---------------------------------------------------------------- 56: median 11 against 33 months, 10 % lost


@pytest.mark.parametrize(
    ("formula", "sides", "horizons"),
    [
        ("schoenfeld", 2, {(12, 15), (18, 12), (24, 9)}),
        ("freedman", 2, {(18, 21), (24, 18), (30, 15), (36, 12), (48, 9)}),
        ("lachin_foulkes", 2, {(0, 27), (6, 24), (12, 21), (18, 18), (24, 15), (30, 12), (42, 9), (48, 6)}),
        ("rubinstein", 2, {(0, 24), (6, 21), (12, 18), (42, 6), (48, 3)}),
        ("schoenfeld", 1, {(24, 3)}),
        ("freedman", 1, {(0, 18), (6, 15), (36, 3)}),
        ("lachin_foulkes", 1, {(0, 18), (6, 15), (12, 12), (18, 9), (24, 6)}),
        ("rubinstein", 1, {(12, 12), (18, 9), (24, 6)}),
    ],
)
def test_56_comes_out_at_these_months_of_accrual_and_follow_up_and_at_no_others(
    formula: str, sides: int, horizons: set[tuple[float, float]]
) -> None:
    mine = (pl.col("formula") == formula) & (pl.col("sides") == sides) & (pl.col("events") == "unrounded")
    assert cells(ORGANOIDS, ARMS_UP & mine, columns=("accrual", "follow_up")) == horizons


def test_rounding_the_events_up_first_gives_58_at_24_and_9_months() -> None:
    table = scan(ORGANOIDS, Grid((24.0,), (9.0,), (None,), (0.1,)))
    own = table.filter(ARMS_UP & (pl.col("formula") == "schoenfeld") & (pl.col("sides") == 2))
    assert dict(zip(own["events"], own["subjects"], strict=True)) == {"unrounded": 56, "rounded up": 58}


@pytest.mark.parametrize(
    ("formula", "sides", "events", "first"),
    [
        ("schoenfeld", 2, "unrounded", 19.4),
        ("schoenfeld", 2, "rounded up", 20.7),
        ("freedman", 2, "unrounded", 27.2),
        ("freedman", 2, "rounded up", 28.3),
        ("lachin_foulkes", 2, "unrounded", 25.0),
        ("rubinstein", 2, "unrounded", 23.7),
        ("schoenfeld", 1, "unrounded", 13.5),
        ("freedman", 1, "unrounded", 17.9),
    ],
)
def test_the_shortest_follow_up_the_same_for_all_with_which_56_is_enough(
    formula: str, sides: int, events: str, first: float
) -> None:
    keys = {"formula": formula, "sides": sides, "events": events}
    (row,) = alike_table(ORGANOIDS).filter(**keys).iter_rows(named=True)
    assert row["first"] == pytest.approx(first, abs=0.06)


@pytest.mark.parametrize(("formula", "months"), [("lachin_foulkes", 27.0), ("rubinstein", 24.0)])
def test_the_whole_months_that_the_exponential_formulas_take_lie_in_their_span(formula: str, months: float) -> None:
    (row,) = alike_table(ORGANOIDS).filter(formula=formula, sides=2).iter_rows(named=True)
    assert row["first"] <= months <= row["last"]


def test_events_for_the_claim_one_and_two_sided() -> None:
    found = {(row["formula"], row["sides"]): row["whole"] for row in events_table(ORGANOIDS).iter_rows(named=True)}
    assert found == {("schoenfeld", 2): 27, ("schoenfeld", 1): 21, ("freedman", 2): 32, ("freedman", 1): 25}


# ---------------------------------------------------------------- 332: hazard ratio 0.6 over three years


@pytest.mark.parametrize(
    ("formula", "rounding", "share", "loss"),
    [
        ("two_proportions", "arms_before_loss", 0.50, 0.10),
        ("two_proportions", "arms_before_loss", 0.45, 0.0),
        ("freedman", "nearest", 0.50, 0.10),
        ("schoenfeld", "nearest", 0.48, 0.10),
        ("schoenfeld", "arms_before_loss", 0.51, 0.15),
        ("schoenfeld", "nearest", 0.57, 0.25),
    ],
)
def test_332_comes_out_at_this_rate_of_the_controls(formula: str, rounding: str, share: float, loss: float) -> None:
    mine = (pl.col("formula") == formula) & (pl.col("rounding") == rounding) & (pl.col("sides") == 2)
    plain = (pl.col("events") == "unrounded") & pl.col("loss").is_in(["divide", "none"])
    assert (share, loss) in cells(ANTIVIRALS, mine & plain, columns=("control_share", "dropout"))


@pytest.mark.parametrize(
    ("share", "schoenfeld", "freedman"), [(0.4, 362, 378), (0.5, 286, 299), (0.6, 235, 246), (0.7, 198, 207)]
)
def test_subjects_over_the_rate_of_the_controls(share: float, schoenfeld: float, freedman: float) -> None:
    sizes = size_table(ANTIVIRALS.with_control_share(share)).filter(sides=2)
    found = dict(zip(sizes["formula"], sizes["evaluable"], strict=True))
    assert (round(found["schoenfeld"]), round(found["freedman"])) == (schoenfeld, freedman)


def test_at_50_percent_freedman_needs_332_to_the_nearest_and_schoenfeld_318() -> None:
    sizes = size_table(ANTIVIRALS).filter(sides=2)
    found = dict(zip(sizes["formula"], sizes["with_loss"], strict=True))
    assert found["freedman"] == pytest.approx(332.1, abs=0.05)
    assert found["schoenfeld"] == pytest.approx(318.2, abs=0.05)
    assert ANTIVIRALS.control_share == pytest.approx(0.5)
    assert ANTIVIRALS.treated_share == pytest.approx(0.340, abs=0.0005)


def test_with_the_lost_deleted_outright_332_have_816_thousandths_of_power() -> None:
    (row,) = size_table(ANTIVIRALS).filter(sides=2, formula="schoenfeld").iter_rows(named=True)
    assert row["power"] == pytest.approx(0.816, abs=0.0005)


def test_three_years_for_all_leave_sixteen_months_to_enter() -> None:
    months = months_of(load_study("NCT07120750"))
    assert months is not None
    assert months - 36 == pytest.approx(16.0, abs=0.05)
    assert 332 / (months - 36) == pytest.approx(20.8, abs=0.05)


# ---------------------------------------------------------------- what is open, and what is settled


def test_what_the_records_leave_open() -> None:
    assert ORGANOIDS.open == ("sides", "formula", "accrual", "follow_up", "loss", "rounding")
    assert set(ANTIVIRALS.open) == {
        "sides", "formula", "control_share", "dropout", "ratio", "accrual", "loss", "rounding",
    }  # fmt: skip


def test_every_row_of_a_search_that_is_kept_gives_the_number_and_no_other_row_does() -> None:
    table = scan(ORGANOIDS)
    kept = reproducing(ORGANOIDS, table)
    assert set(kept["subjects"]) == {56}
    assert kept.height == (table["subjects"] == 56).sum() > 0
    assert table.drop("subjects").is_duplicated().sum() == 0


def test_what_is_settled_is_not_searched() -> None:
    claim = settled(ORGANOIDS, sides=2, formula="schoenfeld", accrual=12)
    table = scan(claim)
    assert set(table["sides"]) == {2}
    assert set(table["formula"]) == {"schoenfeld"}
    assert set(table["accrual"]) == {12}
    assert table["follow_up"].n_unique() > 10
    assert {one.accrual for one in scenarios(load_study("NCT07363356"), claim)} == {12}


def test_losses_as_censoring_need_fewer_than_losses_deleted_outright() -> None:
    table = scan(ORGANOIDS, Grid((12.0,), (24.0,), (None,), (0.1,)))
    own = table.filter(formula="schoenfeld", sides=2, events="unrounded", rounding="total_after_loss")
    by = dict(zip(own["loss"], own["subjects"], strict=True))
    assert by["censoring"] < by["multiply"] <= by["divide"]


def test_visits_are_those_at_which_the_endpoint_is_looked_for() -> None:
    organoids, antivirals = load_study("NCT07363356"), load_study("NCT07120750")
    assert [round(month, 1) for month in visits_of(organoids, 24)] == [1.4, 2.8, 5.7, 8.8, 11.8, 17.8, 23.8]
    assert [round(month * 30.4375) for month in visits_of(antivirals, 36)] == [84 * n for n in range(1, 14)]


def test_the_power_of_a_study_is_the_same_again() -> None:
    first, again = (power("NCT07363356", replicates=200, seed=5) for _ in range(2))
    assert first.summary() == again.summary()
    assert first.simulated["power_se"].max() > 0  # type: ignore[operator]  # a float column


def test_the_curve_falls_below_the_claim_where_follow_up_is_short() -> None:
    curve = power_curve(ORGANOIDS, replicates=500, seed=1)
    assert (curve.over, curve.formula) == ("follow_up", "schoenfeld")
    twelve = curve.power.filter(series=12.0)
    assert twelve["power"].is_sorted()
    assert twelve["power"][0] < 0.8 < twelve["power"][-1]
    assert power_curve(ANTIVIRALS, replicates=2, seed=1).over == "control_share"
    fixed = settled(ORGANOIDS, accrual=12, follow_up=24)
    assert power_curve(fixed, replicates=2, seed=1).over == "hazard_ratio"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("name", ["NCT07100236", "NCT04163237", "ChiCTR2600120525"])
def test_a_study_without_a_claim_has_nothing_to_recompute(name: str) -> None:
    assert load_study(name).sample_size is None
    with pytest.raises(HepaticaError, match="claims no sample-size calculation") as refused:
        power(name)
    assert Path(refused.value.where or "").name == f"{name}.yaml"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"accrual": -3}, "the accrual is -3 months"),
        ({"follow_up": float("nan")}, "the follow-up is nan"),
        ({"accrual": 0, "follow_up": 0}, "nobody is followed"),
        ({"dropout": 1.0}, "the loss is 1"),
        ({"sides": 3}, "3 sides"),
        ({"formula": "schonfeld"}, "«schonfeld» is not a formula"),
        ({"formula": "two_proportions"}, "claims no shares by a time"),
        ({"control_share": 0.5}, "has no share of controls"),
        ({"subjects": 1}, "cannot have 1 subjects"),
    ],
)
def test_impossible_wishes_are_refused_by_name(asked: dict[str, object], says: str) -> None:
    with pytest.raises(HepaticaError, match=says) as refused:
        settled(ORGANOIDS, **asked)  # type: ignore[arg-type]
    assert refused.value.do


def test_a_claim_without_any_time_says_what_is_missing() -> None:
    with pytest.raises(HepaticaError, match="no follow-up and none is assumed"):
        replace(ORGANOIDS, follow_up=None).loss()
