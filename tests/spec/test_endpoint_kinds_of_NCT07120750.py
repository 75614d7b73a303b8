"""Endpoints of NCT07120750 that ask whether something happened or became worse, and how quality of life changes.

Entecavir begins on day 0 (2026-03-01), the liver is resected 34 days before. Answer Y, N or ? (unknown), with the day.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from tests.spec.subjects import DAY_0, Case, study_of, tables

from hepatica.endpoints import derive
from hepatica.screening import screen
from hepatica.sdtm import facts
from hepatica.vocabulary import load

STUDY = "NCT07120750"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=INFORMED CONSENT OBTAINED STDTC=-20",
    "PR CAT=SURGERY DECOD=resection STDTC=-34",
    "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=0 ENDTC=999",
)
SEEN = "SV VISIT=week 156 STDTC=2029-02-28"

ADVERSE_EVENTS = """
what                                         | records                                                     | answer | day
grade 2 under treatment                      | AE TERM=rash TOXGR=2 STDTC=12                               | Y      | 12
grade 1 is not grade 2 or over               | AE TERM=rash TOXGR=1 STDTC=12 ; SV VISIT=w STDTC=300        | N      |
on the day treatment begins                  | AE TERM=rash TOXGR=3 STDTC=0                                | Y      | 0
before treatment it is history               | AE TERM=rash TOXGR=3 STDTC=-1 ; SV VISIT=w STDTC=300        | N      |
the first of two counts                      | AE TERM=rash TOXGR=2 STDTC=90 ; AE TERM=fever TOXGR=4 STDTC=40 | Y   | 40
a grade that nobody recorded may be 2        | AE TERM=rash STDTC=12 ; SV VISIT=w STDTC=300                | ?      |
of a month known only it may be before       | AE TERM=rash TOXGR=2 STDTC=2026-02 ; SV VISIT=w STDTC=300   | N      |
of a year known only it may be before or not | AE TERM=rash TOXGR=2 STDTC=2026 ; SV VISIT=w STDTC=300      | ?      |
nothing recorded, observed for 301 days      | SV VISIT=w STDTC=300                                        | N      |
after three years it counts no more          | AE TERM=rash TOXGR=2 STDTC=2029-03-05                       | N      |
"""

CHILD_PUGH = """
what                                    | scores (day:score)              | answer | day
two points up                           | -5:5 84:5 168:7                 | Y      | 168
one point up is not two                 | -5:5 84:6 {0}:6                 | N      |
down is not worse                       | -5:7 84:5 {0}:5                 | N      |
up and down again counts once seen      | -5:5 84:7 168:5                 | Y      | 84
the last value before time zero counts  | -30:7 -5:5 84:7                 | Y      | 84
no baseline                             | 84:5 168:8                      | ?      |
no value after time zero                | -5:5                            | ?      |
followed for half a year only           | -5:5 168:5                      | ?      |
followed to the last planned visit      | -5:5 84:5 {0}:5                 | N      |
"""
LAST = (DAY_0 + timedelta(1088)).isoformat()

QUALITY = """
what                                                     | scores (day:score)         | changes (visit: change)
baseline is the last score before treatment              | -20:50 -2:60 168:70        | 1:10.0
a score on the day treatment begins is baseline          | 0:60 168:50                | 1:-10.0
within two weeks of week 24                              | -2:60 182:66               | 1:6.0
15 days after it the score belongs to no visit           | -2:60 183:66               |
of two in the window the nearer counts                   | -2:60 160:61 170:62        | 1:2.0
of two equally near the later counts                     | -2:60 166:61 170:62        | 1:2.0
one that cannot be used leaves the visit to the next     | -2:60 160:61 168:999       | 1:1.0
of those that can be used the nearer counts              | -2:60 150:59 160:61 168:999 | 1:1.0
alone it leaves the visit without a value                | -2:60 168:999              |
of one day the one that can be used counts               | -2:60 168:999 168:61       | 1:1.0
no baseline, no change                                   | 168:70                     |
"""

UNPLANNED = """
what                                          | scores (day:score)        | changes (day: change)
every later value counts                      | -2:60 20:61 168:70        | 20:1.0 168:10.0
a second copy of a value does not             | -2:60 20:61 20:61         | 20:1.0
a value beside one that cannot be used does   | -2:60 20:999 20:61        | 20:1.0
two values of one day that differ do not      | -2:60 20:61 20:62 168:70  | 168:10.0
"""


def lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def derived(cases: list[Case], **changed: object) -> dict[str, pl.DataFrame]:
    study, data = study_of(STUDY).model_copy(update=changed), tables(STUDY, BASE, cases)
    return derive(study, data, screen(study, facts(data, load()), pl.DataFrame({"subject": data.subjects})))


def answers(parameter: str, cases: list[Case]) -> dict[str, tuple[str, str, str]]:
    label = study_of(STUDY).endpoints[parameter].label.en
    rows = derived(cases)["adbin"].filter(pl.col("PARAM") == label)
    return {row["USUBJID"]: (row["AVALC"] or "?", row["ADT"], row["REASON"]) for row in rows.iter_rows(named=True)}


def series(text: str, test: str, of: str) -> tuple[str, ...]:
    """Records of a score by day; `{0}` is a day in the window of the last visit."""
    given = [each.split(":") for each in text.replace("{0}", LAST.replace(":", "")).split()]
    return tuple(f"{of} {test} DTC={day}".replace("RES=", f"RES={value}") for day, value in given)


def test_an_adverse_event_counts_from_the_first_dose_on_and_by_its_grade() -> None:
    cases = [
        Case(number, what, answer, day, tuple(part.strip() for part in records.split(";")))
        for number, (what, records, answer, day) in enumerate(lines(ADVERSE_EVENTS))
    ]
    found = answers("adverse_events", cases)
    for case in cases:
        day = (DAY_0 + timedelta(int(case.what))).isoformat() if case.what else ""
        assert found[case.subject][:2] == (case.answer, day), (case.criterion, found[case.subject][2])


def test_time_at_risk_ends_with_the_first_event_or_with_observation() -> None:
    cases = [
        Case(0, "", "", "", ("AE TERM=rash TOXGR=2 STDTC=12",)),
        Case(1, "", "", "", ("SV VISIT=w STDTC=300",)),
        Case(2, "", "", "", (SEEN, "SV VISIT=late STDTC=2029-12-01")),
    ]
    label = study_of(STUDY).endpoints["adverse_events"].label.en
    rows = derived(cases)["adbin"].filter(pl.col("PARAM") == label).sort("USUBJID")
    assert rows["RISKDAYS"].to_list() == [13, 301, 1097]


def test_child_pugh_becomes_worse_by_two_points_over_the_last_value_before_treatment() -> None:
    cases = [
        Case(number, what, answer, day, series(scores, "CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPSCORE ORRES=", "RS"))
        for number, (what, scores, answer, day) in enumerate(lines(CHILD_PUGH))
    ]
    found = answers("liver_deterioration", cases)
    for case in cases:
        day = (DAY_0 + timedelta(int(case.what))).isoformat() if case.what else ""
        assert found[case.subject][:2] == (case.answer, day), (case.criterion, found[case.subject][2])


def quality(table: str) -> list[Case]:
    return [
        Case(number, what, "", changes, series(scores, "CAT=EORTC QLQ-C30 TESTCD=QLQGH ORRES=", "QS"))
        for number, (what, scores, changes) in enumerate(lines(table))
    ]


def changes_of(rows: pl.DataFrame, case: Case, by: pl.Expr) -> str:
    """The changes of a subject, each after its visit or day."""
    own = rows.filter(pl.col("USUBJID") == case.subject).select(by, "CHG")
    return " ".join(f"{when}:{change:.1f}" for when, change in own.iter_rows())


def test_quality_of_life_changes_from_baseline_visit_by_visit() -> None:
    cases = quality(QUALITY)
    rows = derived(cases)["adqs"].filter((pl.col("ANL01FL") == "Y") & (pl.col("ABLFL") == ""))
    for case in cases:
        assert changes_of(rows, case, pl.col("AVISITN")) == case.what, case.criterion


def test_where_nothing_is_planned_each_value_counts_once() -> None:
    cases = quality(UNPLANNED)
    kept = {"quality_of_life": study_of(STUDY).endpoints["quality_of_life"]}
    rows = derived(cases, schedule={}, endpoints=kept, analyses=())["adqs"]
    rows = rows.filter((pl.col("ANL01FL") == "Y") & (pl.col("ABLFL") == ""))
    for case in cases:
        assert changes_of(rows, case, pl.col("ADY") - 1) == case.what, case.criterion


def test_a_record_that_cannot_be_used_stays_listed_with_its_reason() -> None:
    rows = derived(
        quality("""
what    | scores             | changes
nearest | -2:60 160:61 168:999 | 1:1.0
""")
    )["adqs"]
    (bad,) = rows.filter(pl.col("REASON").str.contains("cannot be used")).to_dicts()
    assert (bad["ADY"], bad["ANL01FL"], bad["AVISITN"]) == (169, "", 1)
