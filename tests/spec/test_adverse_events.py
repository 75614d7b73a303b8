"""Which adverse events count, line by line: from when to when, by which grade, and what holds one back.

NCT07120750: entecavir begins on day 0, three years count. ChiCTR2600120525: the liver is biopsied on day 0, two weeks count.
"grade 2+" and "serious" are the study's two endpoints: Y counts, N does not, ? cannot be told. "subject" is what the endpoint
grade 2+ says of a subject with this one event, observed for 300 days.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.spec.subjects import Case, study_of, tables

from hepatica.endpoints import derive
from hepatica.endpoints.adae import criteria
from hepatica.screening import screen
from hepatica.sdtm import facts
from hepatica.sdtm.validate import validate
from hepatica.vocabulary import load

BASE = {
    "NCT07120750": (
        "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
        "DS DECOD=INFORMED CONSENT OBTAINED STDTC=-20",
        "PR CAT=SURGERY DECOD=resection STDTC=-34",
        "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=0 ENDTC=999",
        "SV VISIT=w STDTC=300",
    ),
    "ChiCTR2600120525": (
        "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
        "PR CAT=BIOPSY DECOD=liver STDTC=0",
        "SV VISIT=w STDTC=300",
    ),
}

COUNTED = """
what                                        | event                                  | grade 2+ | serious | subject
grade 2 under treatment                     | TOXGR=2 STDTC=12 SER=N                 | Y        | N       | Y
grade 1 is below grade 2                    | TOXGR=1 STDTC=12 SER=N                 | N        | N       | N
a serious event of grade 1 is serious       | TOXGR=1 STDTC=12 SER=Y                 | N        | Y       | N
on the day of the first dose                | TOXGR=3 STDTC=0 SER=N                  | Y        | N       | Y
on the day before it is history             | TOXGR=3 STDTC=-1 SER=N                 | N        | N       | N
on the last day of three years              | TOXGR=2 STDTC=2029-03-01 SER=N         | Y        | N       | Y
a day later                                 | TOXGR=2 STDTC=2029-03-02 SER=N         | N        | N       | N
of a month that lies wholly inside          | TOXGR=2 STDTC=2026-04 SER=N            | Y        | N       | Y
of a month that began before treatment      | TOXGR=2 STDTC=2026-02 SER=N            | N        | N       | N
of a year that began before treatment       | TOXGR=2 STDTC=2026 SER=N               | ?        | N       | ?
of a year in which the three years end      | TOXGR=2 STDTC=2029 SER=N               | ?        | N       | ?
without a day                               | TOXGR=2 SER=N                          | ?        | N       | ?
without a grade                             | STDTC=12 SER=N                         | ?        | N       | ?
without a word on seriousness               | TOXGR=2 STDTC=12                       | Y        | ?       | Y
there is no grade 6                         | TOXGR=6 STDTC=12 SER=N                 | ?        | N       | ?
nor a grade 0 of an event                   | TOXGR=0 STDTC=12 SER=N                 | ?        | N       | ?
nor half a grade                            | TOXGR=2.5 STDTC=12 SER=N               | ?        | N       | ?
a word is no grade                          | TOXGR=severe STDTC=12 SER=N            | ?        | N       | ?
but the event may be serious all the same   | TOXGR=6 STDTC=12 SER=Y                 | ?        | Y       | ?
it ends before it starts                    | TOXGR=2 STDTC=12 ENDTC=10 SER=N        | ?        | ?       | ?
with an impossible grade besides            | TOXGR=6 STDTC=12 ENDTC=10 SER=N        | ?        | ?       | ?
it ends on the day it starts                | TOXGR=2 STDTC=12 ENDTC=12 SER=N        | Y        | N       | Y
ended before treatment                      | TOXGR=2 STDTC=-20 ENDTC=-3 SER=N       | N        | N       | N
begun before and lasting on                 | TOXGR=2 STDTC=-20 ENDTC=30 SER=N       | N        | N       | N
"""

RELATED = """
what                                          | AEREL        | term         | related
certain, probable and possible mean related   | certain      | certain      | Y
as above                                      | probable     | probable     | Y
as above                                      | possible     | possible     | Y
unlikely means not related                    | unlikely     | unlikely     | N
conditional leaves it open                    | conditional  | conditional  | ?
unassessable leaves it open                   | unassessable | unassessable | ?
definite is their certain                     | Definite     | certain      | Y
likely is their probable                      | likely       | probable     | Y
remote is their unlikely                      | REMOTE       | unlikely     | N
unrelated is no term, but says no             | unrelated    |              | N
so does none                                  | NONE         |              | N
related does not say how likely               | related      |              | Y
the words of the Chinese form                 | 可能无关     | unlikely     | N
nothing recorded                              |              |              | ?
"""

TERMS = """
what                                  | recorded             | term
as CTCAE writes it                    | ALOPECIA             | Alopecia
with capitals of its own              | cpk increased        | CPK increased
in Chinese                            | 恶心                 | Nausea
in Chinese with Latin capitals        | CD4淋巴细胞减少      | CD4 lymphocytes decreased
the same in small letters             | 心电图qtc间期延长    | Electrocardiogram QT corrected interval prolonged
not in CTCAE: in one case             | SKIN  tightness      | Skin tightness
not in CTCAE, in Chinese: as it is    | 手麻                 | 手麻
"""

BIOPSY = """
what                                  | event               | counts
during the biopsy                     | TOXGR=1 STDTC=0     | Y
on day 14 after it                    | TOXGR=3 STDTC=14    | Y
on day 15 it is not of the biopsy     | TOXGR=3 STDTC=15    | N
before the biopsy                     | TOXGR=1 STDTC=-1    | N
without a day                         | TOXGR=1             | ?
whatever its grade, or without one    | STDTC=3             | Y
even with an impossible grade         | TOXGR=7 STDTC=3     | Y
"""


def lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def derived(study: str, events: list[str]) -> dict[str, pl.DataFrame]:
    """Analysis data of one subject an event, in order."""
    return of_cases(study, [Case(number, "", "", "", (f"AE {event}",)) for number, event in enumerate(events)])


def of_cases(name: str, cases: list[Case]) -> dict[str, pl.DataFrame]:
    study, data = study_of(name), tables(name, BASE[name], cases)
    known = facts(data, load())
    return derive(study, data, screen(study, known, pl.DataFrame({"subject": data.subjects})), facts=known)


def by_subject(rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["USUBJID"]: row for row in rows.iter_rows(named=True)}


def test_an_adverse_event_counts_by_its_day_and_by_what_the_endpoint_asks() -> None:
    table = lines(COUNTED)
    frames = derived("NCT07120750", [f"TERM=rash {event}" for _, event, *_ in table])
    flags, study = criteria(study_of("NCT07120750")), study_of("NCT07120750")
    events = by_subject(frames["adae"])
    answers = by_subject(frames["adbin"].filter(pl.col("PARAM") == study.endpoints["adverse_events"].label.en))
    for number, (what, _, graded, serious, subject) in enumerate(table):
        row = events[f"S{number:03}"]
        found = [row[flags[name]] or "?" for name in ("adverse_events", "serious_adverse_events")]
        assert found == [graded, serious], what
        assert (answers[f"S{number:03}"]["AVALC"] or "?") == subject, what


def test_what_holds_an_event_back_is_named_with_the_event() -> None:
    events = ["TOXGR=6 STDTC=12", "TOXGR=severe STDTC=12", "TOXGR=2 STDTC=12 ENDTC=10", "TOXGR=2", "TOXGR=2 STDTC=12"]
    rows = derived("NCT07120750", [f"TERM=rash {event}" for event in events])["adae"]
    assert rows.sort("USUBJID")["REASON"].to_list() == [
        "the record cannot be used (adverse_event: grade '6' is not one of 1 to 5)",
        "the record cannot be used (adverse_event: grade 'severe' is not a number)",
        "the record cannot be used (adverse_event: it ends before it starts)",
        "the day of its start is not known",
        "",
    ]


def test_an_event_that_cannot_be_used_is_listed_among_the_faults_and_the_other_endpoints_stand() -> None:
    cases = [Case(0, "", "", "", ("AE TERM=rash TOXGR=6 STDTC=12 SER=N", "DS DECOD=DEATH STDTC=200"))]
    data = tables("NCT07120750", BASE["NCT07120750"], cases)
    assert [str(each) for each in validate(data, load()) if "grade '6'" in str(each)]
    frames = of_cases("NCT07120750", cases)
    answers = {row["PARAMCD"]: row["AVALC"] for row in frames["adbin"].iter_rows(named=True)}
    assert (answers["ADVERSEE"], answers["SERIOUSA"]) == ("", "N")
    assert frames["adtte"]["ANL01FL"].to_list()


def test_a_causality_is_read_into_the_terms_of_who_umc() -> None:
    table = lines(RELATED)
    events = [f"TERM=rash TOXGR=2 STDTC=12{f' REL={word}' if word else ''}" for _, word, *_ in table]
    found = by_subject(derived("NCT07120750", events)["adae"])
    for number, (what, _, term, related) in enumerate(table):
        row = found[f"S{number:03}"]
        assert (row["AREL"], row["RELFL"] or "?") == (term, related), what


def test_spellings_of_a_term_are_one_term() -> None:
    table = lines(TERMS)
    found = by_subject(derived("NCT07120750", [f"TERM={word} STDTC=12" for _, word, _ in table])["adae"])
    for number, (what, _, term) in enumerate(table):
        assert found[f"S{number:03}"]["ADECOD"] == term, what


def test_events_of_a_biopsy_count_to_day_14() -> None:
    table = lines(BIOPSY)
    flag = criteria(study_of("ChiCTR2600120525"))["biopsy_adverse_events"]
    found = by_subject(derived("ChiCTR2600120525", [f"TERM=fever {event}" for _, event, _ in table])["adae"])
    for number, (what, _, counts) in enumerate(table):
        assert (found[f"S{number:03}"][flag] or "?") == counts, what
        assert found[f"S{number:03}"]["TRTEMFL"] == counts.replace("?", ""), what


@pytest.mark.parametrize(
    ("events", "worst", "worst_of_term"),
    [
        (["rash 1 10", "rash 3 20", "rash 3 30"], [20], [20]),
        (["rash 1 10", "fever 2 20"], [20], [10, 20]),
        (["rash 3 -5", "rash 1 10"], [10], [10]),
        (["rash x 10", "rash 1 20"], [20], [20]),
        (["rash x 10"], [10], [10]),
    ],
    ids=[
        "the first of equals",
        "one a term",
        "before treatment it is none",
        "without a grade it is the least",
        "or alone",
    ],
)
def test_the_worst_event_is_flagged_once(events: list[str], worst: list[int], worst_of_term: list[int]) -> None:
    said = [each.split() for each in events]
    records = tuple(
        f"AE TERM={term} STDTC={day}" + (f" TOXGR={grade}" if grade != "x" else "") for term, grade, day in said
    )
    rows = of_cases("NCT07120750", [Case(0, "", "", "", records)])["adae"]
    for flag, expected in (("AOCCIFL", worst), ("AOCCPIFL", worst_of_term)):
        assert (rows.filter(pl.col(flag) == "Y")["ASTDY"] - 1).to_list() == expected, flag
