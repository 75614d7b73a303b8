"""Whatever rows an analysis gives, the report shows each of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.protocol import load_study
from hepatica.report.analysis_tables import analysis_tables
from hepatica.report.estimate import COUNTS
from hepatica.report.labels import Labels
from hepatica.report.timescale import time_scale
from hepatica.report.words import Words
from hepatica.vocabulary import load

METHODS = [
    "kaplan_meier",
    "cumulative_incidence",
    "log_rank",
    "cox",
    "proportion",
    "restricted_mean",
    "a_method_of_the_future",
]
STATISTICS = [
    "median",
    "survival",
    "cumulative_incidence",
    "hazard_ratio",
    "p_value",
    "proportion",
    "rmst",
    "an_odd_number",
]
COLUMNS = ("result_id", "analysis", "endpoint", "population", "note")

rows = st.lists(
    st.fixed_dictionaries(
        {
            "method": st.sampled_from(METHODS),
            "statistic": st.sampled_from(STATISTICS),
            "group": st.sampled_from(["", "iCluster:1", "iCluster:2"]),
            "reference": st.sampled_from(["", "iCluster:1"]),
            "term": st.sampled_from(["", "age", "icluster_tcga"]),
            "time": st.sampled_from([None, 365.25, 730.5]),
            "value": st.one_of(st.none(), st.floats(0, 5)),
            "low": st.none(),
            "high": st.none(),
            "level": st.none(),
            "unit": st.sampled_from(["1", "days"]),
            "group_by": st.just("icluster_tcga"),
        }
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: tuple(row[key] for key in ("statistic", "group", "reference", "term", "time")),
)


@cache
def labels() -> Labels:
    return Labels(load_study(Path(__file__).with_name("cohort.yaml")), load(), Words("en"))


@settings(deadline=None, max_examples=40)
@given(drawn=rows)
def test_every_estimate_is_shown_with_its_result_id(drawn: list[dict[str, Any]]) -> None:
    numbered = [{**dict.fromkeys(COLUMNS, ""), **row, "result_id": f"id-{i}-end"} for i, row in enumerate(drawn)]
    html = "".join(table.html() for table in analysis_tables(numbered, "t", labels(), time_scale(1000)))
    for row in numbered:
        assert row["statistic"] in COUNTS or f">{row['result_id']}<" in html
