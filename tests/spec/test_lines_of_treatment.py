"""Times to events by line of treatment: each line has a clock of its own, set anew when the next line begins.

Treatment begins on day 0 (2026-03-01). doses, as all records, by day: `0:A 100:B`. A cell of answers lists one
a line: event or censored and the analysis day (day 1 is the day the line begins), `-` where nothing can be said.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.spec.endpoint_tables import OUTCOME, SHORT, lines, spelt
from tests.spec.subjects import Case, tables

from hepatica.endpoints import derive
from hepatica.endpoints.explained import explained
from hepatica.errors import HepaticaError
from hepatica.protocol import Study

ENDPOINT: dict[str, Any] = {"role": "primary", "kind": "time to event", "from": "start", "per": "line"}
PFS = ENDPOINT | {
    "label": "PFS by line", "event": "progression, death", "death": "event", "censor": {"at": "last adequate imaging"}
}  # fmt: skip
TTP = ENDPOINT | {
    "label": "TTP by line", "event": "progression", "death": "censor", "censor": {"at": "last adequate imaging"}
}  # fmt: skip
OS = ENDPOINT | {"label": "OS by line", "event": "death", "death": "event", "censor": {"at": "last contact"}}
STUDY: dict[str, Any] = {
    "study": "LINES",
    "format": 1,
    "title": "A study of lines",
    "design": {"type": "cohort", "allocation": "none"},
    "anchors": {"start": "first study_treatment"},
    "eligibility": {"window": "28 d before start", "inclusion": {"I1": "age >= 18 a"}},
    "schedule": {
        "response": {
            "label": "response imaging", "assessments": ["imaging"], "from": "start",
            "at": ["8 wk", "16 wk", "24 wk"], "tolerance": "7 d",
        }
    },
}  # fmt: skip
DRUGS = {"A": "apatinib", "B": "sintilimab", "C": "lenvatinib"}
SHORTS = {
    **SHORT,
    "scan": SHORT["imaging"],
    "pd": SHORT["progression"],
    "dead": "SS TESTCD=SURVSTAT STRESC=DEAD DTC={}",
    "dose": "EC CAT=STUDY TREATMENT TRT={1} STDTC={0}",
    "some": "EC CAT=STUDY TREATMENT STDTC={0}",
}

PROGRESSION_FREE = """
what                                     | doses             | records                          | answers     | says
one line, progression                    | 0:A               | scan 56 ; pd 112                 | e113        | disease
the same drug again is the same line     | 0:A 21:A          | scan 56 ; pd 112                 | e113        | day 113
progression in both lines                | 0:A 120:B         | scan 56 176 ; pd 112 232         | e113 e113   | day 113
progression on the day the next begins   | 0:A 112:B         | scan 56 168 ; pd 112             | e113 c57    | last adequate
a new line ends the one before           | 0:A 100:B         | scan 56 156 ; pd 212             | c57 e113    | before the next
a scan on that day is of the first       | 0:A 100:B         | scan 56 100 ; alive 300          | c101 c1     | adequate
death in the second is none of the first | 0:A 100:B         | scan 56 156 ; death 200          | c57 e101    | day 101: death
death before any second line             | 0:A               | scan 56 ; death 200              | e201        | day 201: death
death on that day is of the next         | 0:A 100:B         | scan 56 ; death 100              | c57 e1      | day 1: death
three lines                              | 0:A 50:B 90:C     | scan 40 80 ; pd 120              | c41 c31 e31 | on day 31
two drugs of one day are one regimen     | 0:A 0:B 21:B 21:A | scan 56                          | c57         | last adequate
another drug on an unknown day           | 0:A 2026-05:B     | scan 56 112 ; pd 168             | -           | may have begun
after the progression it does not matter | 0:A 2026-08:B     | scan 56 ; pd 112                 | e113        | day 113
the same on an unknown day               | 0:A 2026-05:A     | scan 56 ; pd 112                 | e113        | day 113
a dose without its drug may be another   | 0:A               | some 50 ; scan 56 ; pd 112       | -           | may have begun
found dead without a day of death        | 0:A 100:B         | scan 56 156 ; dead 300           | c57 -       | recorded as dead
death on an unknown day                  | 0:A 100:B         | scan 56 156 ; DS DECOD=DEATH     | c57 -       | without a day
progression on an unknown day            | 0:A 100:B         | scan 56 156 ; CE CAT=PROGRESSION | - -         | without a day
never treated                            |                   | scan 56 ; pd 112                 | -           | has no known day
progression in the month of the next     | 0:A 70:B          | scan 56 ; pd 2026-05             | e62 -       | may lie before
"""
PROGRESSION = """
what                                 | doses     | records                 | answers | says
death censors the line it falls into | 0:A 100:B | scan 56 156 ; death 200 | c57 c57 | last adequate imaging before death
"""
SURVIVAL = """
what                                   | doses     | records   | answers   | says
survival goes on through the next line | 0:A 100:B | death 200 | e201 e101 | day 101: death
alive                                  | 0:A 100:B | alive 300 | c301 c201 | last contact
"""


def study(**endpoints: dict[str, Any]) -> Study:
    return Study.model_validate({**STUDY, "endpoints": endpoints})


def frames(subjects: list[tuple[str, str]], **endpoints: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """The analysis data of subjects given by doses and other records."""
    cases = []
    for number, (doses, records) in enumerate(subjects):
        given = " ".join(f"{day}:{DRUGS[drug]}" for day, drug in (each.split(":") for each in doses.split()))
        cases.append(Case(number, "", "", "", spelt(f"dose {given} ; {records}" if given else records, SHORTS)))
    return derive(study(**endpoints), tables("LINES", ("DM SEX=F BRTHDTC=1970-01-01",), cases))


def outcome(row: dict[str, Any]) -> str:
    return f"{OUTCOME[row['CNSR']][0]}{row['AVAL']}" if row["ANL01FL"] else "-"


@pytest.mark.parametrize(
    ("endpoint", "table"), [(PFS, PROGRESSION_FREE), (TTP, PROGRESSION), (OS, SURVIVAL)], ids=["PFS", "TTP", "OS"]
)
def test_each_line_has_a_clock_of_its_own(endpoint: dict[str, Any], table: str) -> None:
    wanted = lines(table)
    rows = frames([(line["doses"], line["records"]) for line in wanted], x=endpoint)["adtte"]
    for number, line in enumerate(wanted):
        own = rows.filter(pl.col("USUBJID") == f"S{number:03}").to_dicts()
        assert [row["LINE"] for row in own] == list(range(1, len(own) + 1)), line["what"]
        assert " ".join(map(outcome, own)) == line["answers"], (line["what"], [row["REASON"] for row in own])
        assert any(line["says"] in row["REASON"] for row in own), (line["what"], [row["REASON"] for row in own])


def test_the_day_that_ends_a_line_names_the_record_of_the_next() -> None:
    rows = frames([("0:A 100:B", "imaging 56 ; alive 300")], x=PFS)["adtte"].to_dicts()
    assert [(row["STARTDAY"] - rows[0]["STARTDAY"], row["ORGDOM"], row["ORGSEQ"]) for row in rows] == [
        (0, "EC", 1), (100, "EC", 2),
    ]  # fmt: skip


def test_the_horizon_counts_from_the_line() -> None:
    rows = frames([("0:A 100:B", "imaging 56 290")], x=PFS | {"horizon": "6 mo"})["adtte"].to_dicts()
    # six months after 2026-06-09 it is 2026-12-09
    assert [row["AVAL"] for row in rows] == [57, 184]


def test_missed_visits_are_counted_from_the_line() -> None:
    rule = {"missed_visits": {"more_than": 1, "then": "censor at last adequate", "visits": "response"}}
    records = [
        ("0:A 100:B", "imaging 56 156 ; progression 212"),
        ("0:A 100:B", "imaging 56 ; progression 280"),
    ]
    rows = frames(records, x=PFS | rule)["adtte"]
    assert [outcome(row) for row in rows.to_dicts()] == ["c57", "e113", "c57", "c1"]


def test_every_line_is_explained_by_itself() -> None:
    found = frames([("0:A 100:B", "imaging 56 156 ; progression 212")], x=PFS)
    told = explained(study(x=PFS), found, "S000")
    assert [f"{row['answer']}: {row['reason']}" for row in told] == [
        "line 1: censored on day 57: last adequate imaging before the next line of treatment",
        "line 2: event on day 113: disease progression",
    ]


@pytest.mark.parametrize("slot", ["entry", "landmark"])
def test_a_line_has_no_entry_and_no_landmark(slot: str) -> None:
    with pytest.raises(HepaticaError, match="counts lines of treatment"):
        frames([("0:A", "")], x=PFS | {slot: "start + 28 d"})


def test_where_subjects_are_counted_there_is_no_line() -> None:
    (row,) = frames([("0:A 100:B", "imaging 56 156")], x=PFS | {"per": "subject"})["adtte"].to_dicts()
    assert (row["LINE"], row["AVAL"]) == (None, 157)
