"""QLQ-C30 and the times to deterioration against what another program computed for the same 40 patients."""

from __future__ import annotations

import polars as pl
import pytest
from tests.known_answers.quality_of_life import comparisons, questionnaires, times

from hepatica.instruments import derived
from hepatica.instruments.deterioration import time_to_deterioration
from hepatica.instruments.qlq_c30 import SCALES
from hepatica.rules.facts import empty

pytestmark = pytest.mark.real_data


def test_every_stored_score_and_time_is_equal() -> None:
    compared = comparisons()
    assert [len(each.expected) for each in compared] == [75 * 15, 40, 40, 40]
    assert [each.unexplained for each in compared] == [{}, {}, {}, {}]


@pytest.mark.parametrize(("death", "definitive", "events"), [(False, False, 24), (True, False, 27), (False, True, 22)])
def test_the_number_of_events_is_the_published_one(death: bool, definitive: bool, events: int) -> None:
    files = {(False, False): "ttd_QL_MCID5", (True, False): "ttd_QL_MCID5_death", (False, True): "tudd_QL_MCID5"}
    compared = times("events", f"qlqc30_expected_{files[death, definitive]}.csv", death=death, definitive=definitive)
    assert sum(bool(answer[0]) for answer in compared.found.values()) == events  # type: ignore[index]


def test_the_one_patient_with_questionnaires_after_death_is_named() -> None:
    answers = questionnaires()
    found = time_to_deterioration(
        answers.select(subject="Id", visit="time", day="date", score="global_health"),
        difference=5,
        deaths=answers.select(subject="Id", day="death").unique(),
    )
    told = found.filter(pl.col("problem").is_not_null())
    assert told["subject"].to_list() == [17]
    assert told["problem"].item() == "a score on day 103, after death on day 14"


def test_scores_derived_as_facts_are_the_scores_of_the_questionnaires() -> None:
    answers = questionnaires().filter(pl.col("date").is_not_null())
    items = answers.unpivot(
        [f"q{item}" for item in range(1, 31)], index=["Id", "date"], variable_name="item", value_name="answer"
    ).drop_nulls("answer")
    day = pl.col("date").cast(pl.Int64)
    given = items.select(
        subject=pl.col("Id").cast(pl.String),
        variable=pl.lit("qlq_c30.item_") + pl.col("item").str.strip_prefix("q"),
        fact=pl.int_range(pl.len(), dtype=pl.Int64),
        code=pl.col("answer").cast(pl.Int64).cast(pl.String),
        comparator=pl.lit(""),
        start_lo=day,
        start_hi=day,
        end_lo=day,
        end_hi=day,
    )
    facts = pl.concat([empty(), given], how="diagonal").select(empty().columns)
    found = derived(facts).facts.select("subject", "start_lo", "variable", "number")
    expected = answers.unpivot([*(scale.name for scale in SCALES), "summary"], index=["Id", "date"]).drop_nulls("value")
    assert found.height == expected.height > 1500
    wanted = expected.select(
        subject=pl.col("Id").cast(pl.String),
        start_lo=day,
        variable=pl.lit("qlq_c30.") + pl.col("variable"),
        number="value",
    )
    assert found.sort(pl.all()).equals(wanted.sort(pl.all()))
