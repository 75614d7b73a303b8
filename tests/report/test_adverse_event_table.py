"""Adverse events in the report: by term and worst grade, an arm a line, in English and Chinese."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import pytest

from hepatica.analysis.adverse_events import MAY
from hepatica.endpoints.answers import SCHEMA as ADBIN
from hepatica.protocol import load_study
from hepatica.report.adverse_event_table import adverse_event_table, term_label
from hepatica.report.analysis_tables import analysis_tables, not_done
from hepatica.report.events_behind import with_events
from hepatica.report.labels import Labels
from hepatica.report.timescale import time_scale
from hepatica.report.words import Lang, Words
from hepatica.vocabulary import load

EMPTY = {"result_id": "", "analysis": "a", "endpoint": "adverse_events", "population": "", "note": "", "reference": ""}


def result(
    statistic: str, group: str, events: int, *, term: str = "", n: int = 10, value: float | None = None
) -> dict[str, Any]:
    said = {"statistic": statistic, "group": group, "events": events, "term": term, "n": n, "method": "incidence_table"}
    limits = {"low": None, "high": None, "level": 0.95, "time": None, "unit": "1", "group_by": "arm"}
    return {
        **EMPTY,
        **said,
        **limits,
        "value": events / n if value is None else value,
        "result_id": f"{statistic}.{term}.{group}",
    }


ROWS = [
    result("n", "NA", 1, value=10),
    result("event_count", "NA", 2, value=2),
    result("incidence", "NA", 2),
    result("incidence_grade_2", "NA", 1),
    result("incidence_grade_3", "NA", 1),
    result("incidence_severe", "NA", 1),
    result("incidence_related", "NA", 1),
    result("incidence", "NA", 2, term="Nausea"),
    result("incidence_grade_2", "NA", 1, term="Nausea"),
    result("incidence_grade_3", "NA", 1, term="Nausea"),
    result("incidence_related", "NA", 1, term="Nausea"),
    result("not_counted", "NA", 1, term="the day of its start is not known", n=1, value=1),
]


@cache
def labels(lang: Lang) -> Labels:
    return Labels(load_study("NCT07120750"), load(), Words(lang))


@pytest.mark.parametrize(
    ("lang", "heads", "parts"),
    [
        ("en", ["Any grade, n (%)", "Grade 2", "Grade 3", "Related"], ["Any adverse event", "Nausea"]),
        ("zh", ["任意级别，例数（%）", "2 级", "3 级", "相关"], ["任一不良事件", "恶心"]),
    ],
)
def test_the_table_has_a_column_for_each_grade_that_occurs(lang: Lang, heads: list[str], parts: list[str]) -> None:
    table = adverse_event_table(ROWS, "t", labels(lang))
    assert table is not None
    assert [column.label for column in table.columns][1:] == heads
    assert list(table.groups) == parts
    assert [str(cell).split("</span>")[0].rpartition(">")[2] for cell in table.rows[1]][1:] in (
        ["2 (20.0)", "1", "1", "1"],
        ["2（20.0）", "1", "1", "1"],
    )


def test_totals_with_their_limits_stand_among_the_estimates_and_grades_in_the_table_alone() -> None:
    estimates, events = analysis_tables(ROWS, "t", labels("en"), time_scale(1000))
    assert "Grade 3 or over" in estimates.html()
    assert "Nausea" not in estimates.html()
    assert "Nausea" in events.html()


def test_without_an_event_there_is_no_table() -> None:
    assert adverse_event_table([row for row in ROWS if not row["term"]], "t", labels("en")) is None


def test_events_that_were_held_back_are_told_in_a_sentence() -> None:
    told = not_done(ROWS, labels("en"))
    assert told == ["Events that may count, and were not: 1 (the day of its start is not known)."]


def test_a_term_of_nobody_s_dictionary_reads_as_it_was_recorded() -> None:
    assert term_label("Skin tightness", Words("zh")) == "Skin tightness"


@pytest.fixture
def adbin() -> pl.DataFrame:
    rows = [
        {"USUBJID": who, "PARAMCD": "AE", "PARAM": "Any", "ANL01FL": "Y", "SRCDOM": "AE", "SRCSEQ": 1} for who in "ab"
    ]
    frame = pl.DataFrame(rows)
    absent = {name: kind for name, kind in ADBIN.items() if name not in frame.columns}
    frame = frame.with_columns(pl.lit("" if kind == pl.String() else None, kind).alias(c) for c, kind in absent.items())
    return frame.select(pl.col(name).cast(kind) for name, kind in ADBIN.items())


@pytest.fixture
def adae() -> pl.DataFrame:
    events = [("Fever", 4, 1, "Y", ""), ("Rash", 1, 2, "Y", ""), ("Rash", 3, 5, "Y", ""), ("Cough", 2, 9, "", "no day")]
    shared = {"USUBJID": "a", "CRIT1": "Any", "SRCDOM": "AE", "SRCVAR": "AESTDTC", "AESER": "N", "RELFL": ""}
    return pl.DataFrame(
        [
            {**shared, "ADECOD": term, "AETERM": term, "ATOXGR": grade, "ADAY": day, "ASTDY": day, "ASTDT": "2026-03-05",
             "SRCSEQ": number, "CRIT1FL": counts, "REASON": reason}
            for number, (term, grade, day, counts, reason) in enumerate(events, start=1)
        ]
    )  # fmt: skip


def test_a_result_of_a_term_is_traced_to_the_worst_event_of_that_term(adbin: pl.DataFrame, adae: pl.DataFrame) -> None:
    rows = with_events({"parameter": "AE", "statistic": "incidence", "term": "Rash"}, adbin, adae)
    found = {row["USUBJID"]: row for row in rows.iter_rows(named=True)}
    assert rows.columns == adbin.columns
    assert (found["a"]["SRCSEQ"], found["a"]["REASON"]) == (3, "Rash, grade 3, from day 5 on")
    assert (found["b"]["SRCSEQ"], found["b"]["REASON"]) == (None, "no such event")


def test_events_that_were_held_back_are_traced_to_those_who_have_them(adbin: pl.DataFrame, adae: pl.DataFrame) -> None:
    rows = with_events({"parameter": "AE", "statistic": "not_counted", "term": "no day"}, adbin, adae)
    assert rows.select("USUBJID", "SRCSEQ", "REASON").rows() == [("a", 4, "Cough: no day")]
    other = with_events({"parameter": "AE", "statistic": "not_counted", "term": MAY}, adbin, adae)
    assert other.is_empty()
