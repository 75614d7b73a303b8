"""Tables and rates of adverse events, counted by hand on seven subjects.

Arm A has four subjects, arm B three. Days at risk and observed are those of the table below.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from hepatica.analysis.adverse_events import adverse_event_rows
from hepatica.analysis.cohort import Cohort
from hepatica.analysis.event_rates import rate_rows
from hepatica.analysis.results import Place, Row
from hepatica.protocol.analyses import Analysis
from hepatica.statistics import event_rate, proportion, rate_ratio

SUBJECTS = """
who | arm | answer | at risk | observed
a1  | A   | Y      | 100     | 1000
a2  | A   | Y      | 200     | 1000
a3  | A   | N      | 1000    | 1000
a4  | A   | N      | 500     | 500
b1  | B   | Y      | 50      | 800
b2  | B   | N      | 700     | 700
b3  | B   | N      | 900     | 900
"""

EVENTS = """
who | term   | grade | serious | related | counts | reason
a1  | Rash   | 2     | N       | Y       | Y      |
a1  | Rash   | 3     | N       | N       | Y      |
a1  | Nausea | 2     | Y       | N       | Y      |
a2  | Rash   |       | N       |         | Y      |
a2  | Fever  | 1     | N       | N       | N      |
a3  | Rash   | 2     | N       | Y       |        | the day of its start is not known
b1  | Nausea | 5     | Y       | Y       | Y      |
b2  | Rash   |       | N       | Y       |        |
zz  | Rash   | 4     | Y       | Y       | Y      |
"""
"""zz is in no group of the analysis."""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:] if "|" in line]


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    rows = [
        {"USUBJID": who, "group": arm, "AVALC": answer, "RISKDAYS": int(risk), "OBSDAYS": int(seen)}
        for who, arm, answer, risk, seen in table(SUBJECTS)
    ]
    return Cohort(pl.DataFrame(rows), ("A", "B"), pl.DataFrame())


@pytest.fixture(scope="module")
def adae() -> pl.DataFrame:
    rows = [
        {
            "USUBJID": who,
            "ADECOD": term,
            "ATOXGR": int(grade) if grade else None,
            "AESER": serious,
            "RELFL": related,
            "CRIT1FL": counts,
            "REASON": reason,
        }
        for who, term, grade, serious, related, counts, reason in table(EVENTS)
    ]
    return pl.DataFrame(rows)


def analysis(**said: Any) -> Analysis:
    return Analysis.model_validate({"endpoint": "adverse_events", "by": "arm", "reference": "A", **said})


def told(rows: list[Row]) -> dict[tuple[str, str, str], Row]:
    return {(row["group"], row["term"], row["statistic"]): row for row in rows}


@pytest.fixture(scope="module")
def counted(cohort: Cohort, adae: pl.DataFrame) -> dict[tuple[str, str, str], Row]:
    place = Place("ae", method="incidence_table", dataset="ADBIN")
    return told(list(adverse_event_rows(place, cohort, analysis(), adae, "CRIT1FL")))


@pytest.mark.parametrize(
    ("group", "term", "statistic", "subjects"),
    [
        ("A", "", "incidence", 2),
        ("A", "", "incidence_grade_2", 0),
        ("A", "", "incidence_grade_3", 1),
        ("A", "", "incidence_no_grade", 1),
        ("A", "", "incidence_severe", 1),
        ("A", "", "incidence_serious", 1),
        ("A", "", "incidence_related", 1),
        ("A", "Rash", "incidence", 2),
        ("A", "Rash", "incidence_grade_2", 0),
        ("A", "Rash", "incidence_grade_3", 1),
        ("A", "Rash", "incidence_no_grade", 1),
        ("A", "Rash", "incidence_related", 1),
        ("A", "Nausea", "incidence", 1),
        ("A", "Nausea", "incidence_grade_2", 1),
        ("A", "Nausea", "incidence_related", 0),
        ("B", "", "incidence", 1),
        ("B", "", "incidence_grade_5", 1),
        ("B", "Rash", "incidence", 0),
        ("B", "Nausea", "incidence_grade_5", 1),
    ],
)
def test_a_subject_counts_once_at_its_worst_grade(
    counted: dict[tuple[str, str, str], Row], group: str, term: str, statistic: str, subjects: int
) -> None:
    row, n = counted[group, term, statistic], {"A": 4, "B": 3}[group]
    share = proportion(subjects, n, method="clopper-pearson")
    assert (row["events"], row["n"], row["value"]) == (subjects, n, subjects / n)
    assert (row["low"], row["high"], row["level"]) == (share.lower, share.upper, 0.95)
    assert row["dataset"] == "ADAE"


def test_events_are_counted_beside_subjects(counted: dict[tuple[str, str, str], Row]) -> None:
    assert [counted[group, "", "event_count"]["value"] for group in "AB"] == [4, 1]


def test_terms_stand_by_how_many_have_them_and_only_those_that_count(
    counted: dict[tuple[str, str, str], Row],
) -> None:
    terms = [term for group, term, statistic in counted if (group, statistic) == ("A", "incidence")]
    assert terms == ["", "Nausea", "Rash"]  # two subjects each, so by the alphabet
    assert not any("grade_1" in statistic or "grade_4" in statistic for *_, statistic in counted)


def test_an_event_that_may_count_is_told_with_its_reason(counted: dict[tuple[str, str, str], Row]) -> None:
    held = {key: row["value"] for key, row in counted.items() if key[2] == "not_counted"}
    assert held == {
        ("A", "the day of its start is not known", "not_counted"): 1,
        ("B", "the record does not say whether it counts", "not_counted"): 1,
    }


def test_what_is_not_recorded_is_told_beside_the_share_it_concerns(counted: dict[tuple[str, str, str], Row]) -> None:
    assert counted["A", "", "incidence_related"]["note"] == "1 of 5 events: not known whether related"
    assert counted["A", "", "incidence_no_grade"]["note"] == "1 of 5 events: without a grade"
    assert counted["A", "", "incidence"]["note"] == ""


def test_an_endpoint_about_something_else_has_no_table(cohort: Cohort, adae: pl.DataFrame) -> None:
    (row,) = adverse_event_rows(Place("ae", method="incidence_table"), cohort, analysis(), adae, None)
    assert (row["statistic"], row["note"]) == ("not_done", "the endpoint is not about adverse events")


def test_rates_are_of_the_time_at_risk_and_of_the_time_observed(cohort: Cohort, adae: pl.DataFrame) -> None:
    found = told(list(rate_rows(Place("ae", method="incidence_rate"), cohort, analysis(), adae, "CRIT1FL")))
    for group, firsts, at_risk, events, seen in (("A", 2, 1800, 4, 3500), ("B", 1, 1650, 1, 2400)):
        first, every = event_rate(firsts, at_risk / 36525), event_rate(events, seen / 36525)
        row, all_rows = found[group, "", "first_event_rate"], found[group, "", "event_rate"]
        assert (row["value"], row["low"], row["high"]) == (first.value, first.lower, first.upper)
        assert (all_rows["value"], all_rows["low"], all_rows["high"]) == (every.value, every.lower, every.upper)
        assert found[group, "", "patient_years_at_risk"]["value"] == pytest.approx(at_risk / 365.25)
        assert found[group, "", "patient_years_observed"]["value"] == pytest.approx(seen / 365.25)


def test_the_ratio_of_first_events_is_to_the_reference(cohort: Cohort, adae: pl.DataFrame) -> None:
    found = told(list(rate_rows(Place("ae", method="incidence_rate"), cohort, analysis(), adae, "CRIT1FL")))
    ratio = rate_ratio(1, 1650, 2, 1800)
    row = found["B", "", "rate_ratio"]
    assert (row["value"], row["low"], row["high"]) == pytest.approx((ratio.value, ratio.lower, ratio.upper))
    assert (row["reference"], row["n"], row["events"]) == ("A", 7, 3)
    assert found["B", "", "p_value"]["value"] == pytest.approx(ratio.p_value)


def test_two_groups_without_events_have_rates_but_no_ratio(cohort: Cohort) -> None:
    calm = Cohort(cohort.rows.with_columns(AVALC=pl.lit("N")), cohort.groups, cohort.left_out)
    found = told(list(rate_rows(Place("ae", method="incidence_rate"), calm, analysis(), None, None)))
    assert found["A", "", "first_event_rate"]["value"] == 0
    assert "neither group had an event" in found["B", "", "not_done"]["note"]
