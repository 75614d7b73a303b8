"""Until when a subject is known to be alive: overall survival without a death is censored on the latest day that shows life.

NCT07100236: treatment begins on day 0. `contact` is the day where the study lets contacts alone count (`known_alive: contact`),
`any` the day by all records, which is the default; `-` where nothing can be said.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.spec.endpoint_tables import answer_of, data_of, day_of, frames_of, lines, one_endpoint

from hepatica.errors import HepaticaError
from hepatica.protocol import Study
from hepatica.protocol.endpoints import Censoring

STUDY = "NCT07100236"
BASE = ("DM SITEID=01 SEX=M BRTHDTC=1970-01-01", "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC=0")
SHORT = {
    "afp": "LB TESTCD=AFP ORRES={1} ORRESU=ng/mL DTC={0}",
    "points": "RS CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPSCORE ORRES={1} DTC={0}",
    "visit": "SV VISIT=x STDTC={}",
    "switch": "EX CAT=ANTITUMOUR TREATMENT DECOD=regorafenib STDTC={0} ENDTC={1}",
    "blurred": "PR CAT=IMAGING DECOD=mri STATUS=inadequate STDTC={}",
    "event": "AE TERM=rash STDTC={}",
    "tissue": "MI TESTCD=MVI STRESC=M0 DTC={}",
    "lost": "SS TESTCD=SURVSTAT STRESC=UNKNOWN DTC={}",
    "dead": "SS TESTCD=SURVSTAT STRESC=DEAD DTC={}",
}

LIFE = """
what                                  | records                   | contact | any | says
a visit after the last contact        | alive 100 ; visit 150     | 100     | 150 | last known alive (visit)
a laboratory result                   | alive 100 ; afp 160:20    | 100     | 160 | last known alive (alpha-fetoprotein)
an assessment                         | alive 100 ; points 170:6  | 100     | 170 | (Child-Pugh score)
a scan, adequate or not               | alive 100 ; blurred 175   | 100     | 175 | last known alive (imaging assessment)
the begin of a treatment              | alive 100 ; switch 180:   | 100     | 180 | (systemic antitumour treatment)
the end of a treatment                | alive 100 ; switch 20:190 | 100     | 190 | (end of systemic antitumour
the latest of several                 | visit 90 150 ; afp 170:20 | -       | 170 | last known alive (alpha-fetoprotein)
a later contact                       | afp 160:20 ; alive 200    | 200     | 200 | last contact
a contact of the same day             | afp 160:20 ; alive 160    | 160     | 160 | last contact
without any contact                   | visit 150                 | -       | 150 | last known alive (visit)
of a month only the first day is sure | visit 2026-06             | -       | 92  | last known alive (visit)
whoever was lost was alive until then | visit 150 ; lost 200      | -       | 150 | last known alive (visit)
what cannot be used shows nothing     | alive 100 ; afp 160:bad   | 100     | 100 | last contact
nor do adverse events or tissue       | event 150 ; tissue 160    | -       | -   | neither the event nor any
nothing later than day zero           | visit 0 ; afp 0:20        | -       | -   | neither the event nor any
found dead, but no death is recorded  | visit 150 ; dead 200      | -       | -   | recorded as dead
"""
DEATHS = """
what                                      | records                     | contact | any | says
death is the event whatever comes after   | death 150 ; visit 160       | 150     | 150 | event on day 151: death
of a month: not before the last visit     | death 2026-06 ; visit 111   | 92      | 111 | the earliest possible day is taken
"""


def survival(known_alive: str | None, **slots: Any) -> Study:
    """The study with overall survival alone; known_alive: as the study file has it, None: it says nothing."""
    study = one_endpoint(STUDY, "os")
    endpoint = study.endpoints["os"].model_copy(update=slots)
    if known_alive is not None:
        censor = Censoring.model_validate({"at": "last contact", "known_alive": known_alive})
        endpoint = endpoint.model_copy(update={"censor": censor})
    return study.model_copy(update={"endpoints": {"os": endpoint}})


def days(table: str, study: Study) -> list[tuple[str, str, str]]:
    """Answer, day and sentence of each line."""
    rows = frames_of(study, data_of(STUDY, BASE, lines(table), SHORT))["adtte"].sort("USUBJID")
    return [(answer_of(row), day_of(row) or "-", row["REASON"]) for row in rows.iter_rows(named=True)]


@pytest.mark.parametrize(
    ("known_alive", "column"), [(None, "any"), ("any record", "any"), ("contact", "contact")], ids=str
)
@pytest.mark.parametrize(("table", "answer"), [(LIFE, "censored"), (DEATHS, "event")], ids=["alive", "dead"])
def test_the_last_day_of_life_is_the_latest_that_counts(
    known_alive: str | None, column: str, table: str, answer: str
) -> None:
    for line, (said, day, reason) in zip(lines(table), days(table, survival(known_alive)), strict=True):
        assert (said, day if said != "-" else "-") == (answer if line[column] != "-" else "-", line[column]), line[
            "what"
        ]
        if column == "any":
            assert line["says"] in reason, (line["what"], reason)


def test_the_record_that_shows_life_is_named_with_the_column_of_its_day() -> None:
    rows = frames_of(survival(None), data_of(STUDY, BASE, lines(LIFE), SHORT))["adtte"].sort("USUBJID")
    found = rows.select("SRCDOM", "SRCVAR").rows()
    assert found[:6] == [
        ("SV", "SVSTDTC"), ("LB", "LBDTC"), ("RS", "RSDTC"), ("PR", "PRSTDTC"), ("EX", "EXSTDTC"), ("EX", "EXENDTC"),
    ]  # fmt: skip


def test_life_after_new_treatment_that_ends_follow_up_does_not_count() -> None:
    rows = days("what | records\nx | alive 100 ; visit 300 ; blurred 120", survival(None, intercurrent=STOP))
    assert rows == [("censored", "120", "censored on day 121: last contact until imaging assessment")]


STOP = tuple(
    type(each).model_validate({"event": "imaging", "then": "censor before"})
    for each in one_endpoint(STUDY, "ttp").endpoints["ttp"].intercurrent
)


def test_where_death_is_not_the_only_event_life_is_no_freedom_from_it() -> None:
    study = one_endpoint(STUDY, "ttp")
    ttp = study.endpoints["ttp"].model_copy(
        update={"censor": Censoring.model_validate("last contact"), "missed_visits": None, "death": None}
    )
    rows = days("what | records\nx | alive 100 ; afp 160:20", study.model_copy(update={"endpoints": {"ttp": ttp}}))
    assert [row[:2] for row in rows] == [("censored", "100")]


def test_contacts_alone_cannot_be_asked_for_where_assessments_censor() -> None:
    censor = Censoring.model_validate({"at": "last adequate imaging", "known_alive": "contact"})
    with pytest.raises(HepaticaError, match="what shows that somebody was alive does not matter"):
        days("what | records\nx | alive 100", survival(None, censor=censor))
