"""Endpoints of NCT07363356, rule by rule: recurrence in three readings, survival, safety, feasibility of organoids.

The liver is resected on day 0; the group is known on day 31, a month later; the first dose is on day 33 and counts as day 1
of recurrence, survival and safety. Days count as the records do.
"""

from __future__ import annotations

import pytest
from tests.spec.endpoint_tables import check

STUDY = "NCT07363356"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "PR CAT=SURGERY DECOD=resection STDTC=0",
    "DS DECOD=ENROLLED STDTC=5",
    "DS DECOD=GROUP ASSIGNED STDTC=31",
)
DOSED = (*BASE, "EC CAT=STUDY TREATMENT DECOD=lenvatinib STDTC=33 ENDTC=300")
SHORT = {
    "organoid": "BS TESTCD=ORGSTAT ORRES={1} DTC={0}",
    "result": "BE CAT=DRUG SENSITIVITY RESULT DECOD=apatinib STATUS={1} STDTC={0}",
    "best": "BS TESTCD=DSTBEST ORRES={1} DTC={0}",
    "dose": "EC CAT=STUDY TREATMENT DECOD={1} STDTC={0}",
}

AS_WORDED = """
what                                       | records                         | answer   | day | reason
recurrence                                 | imaging 75 117 ; recurrence 117 | event    | 117 | event on day 85: tumour recurrence
death without recurrence censors           | imaging 75 117 ; death 150      | censored | 117 | last adequate imaging before death
free of recurrence                         | imaging 75 117                  | censored | 117 | last adequate imaging
recurrence before the first dose vanishes  | imaging 75 ; recurrence 20      | censored | 75  | tumour recurrence 13 days before time zero does not count
recurrence seen on the day of death        | imaging 75 ; recurrence 117 ; death 117 | event | 117 | tumour recurrence
never treated                              | without EC ; imaging 75         | -        |     | time zero «first dose (cycle 1, day 1)» has no known day
"""  # noqa: E501
WITH_DEATH = """
what                      | records                         | answer   | day | reason
recurrence                | imaging 75 117 ; recurrence 117 | event    | 117 | tumour recurrence
death without recurrence  | imaging 75 117 ; death 150      | event    | 150 | event on day 118: death
free of both              | imaging 75 117 ; alive 150      | censored | 117 | last adequate imaging
"""
FROM_LANDMARK = """
what                                    | records                     | answer   | day | reason
recurrence after the landmark           | imaging 75 ; recurrence 117 | event    | 117 | event on day 87: tumour recurrence
recurrence before the landmark          | recurrence 30               | -        |     | the event came on day 31, before the landmark on day 32
recurrence on the day of the landmark   | recurrence 31               | event    | 31  | event on day 1: tumour recurrence
death after the landmark                | imaging 75 ; death 90       | event    | 90  | death
last scan before the landmark           | imaging 20                  | -        |     | follow-up ended on day 21, before the landmark on day 32
never treated, still compared           | without EC ; imaging 75     | censored | 75  | censored on day 45: last adequate imaging
"""  # noqa: E501
OVERALL_SURVIVAL = """
what                       | records   | answer   | day | reason
death of any cause         | death 150 | event    | 150 | event on day 118: death
last heard of              | alive 320 | censored | 320 | last contact
treated after that, to 300 | alive 150 | censored | 300 | last known alive (end of dose of study treatment)
"""
ADVERSE_EVENTS = """
what                               | records                                                | any | severe | serious
grade 1                            | AE TERM=rash TOXGR=1 SER=N STDTC=40                    | Y   | N      | N
grade 3                            | AE TERM=rash TOXGR=3 SER=N STDTC=40                    | Y   | Y      | N
serious at grade 2                 | AE TERM=fever TOXGR=2 SER=Y STDTC=40                   | Y   | N      | Y
on the day of the first dose       | AE TERM=rash TOXGR=3 SER=N STDTC=33                    | Y   | Y      | N
the day before it is history       | AE TERM=rash TOXGR=3 SER=Y STDTC=32 ; alive 100        | N   | N      | N
no grade recorded                  | AE TERM=rash SER=N STDTC=40 ; alive 100                | Y   | ?      | N
whether serious is not recorded    | AE TERM=rash TOXGR=1 STDTC=40 ; alive 100              | Y   | N      | ?
none recorded, observed            | alive 100                                              | N   | N      | N
"""
ORGANOIDS = """
what                              | records                            | answer | day | reason
established                       | organoid 14:established            | Y      | 14  | yes: organoid culture established on day 15
after a week in culture           | organoid 7:in_culture 21:established | Y    | 21  | in_culture on day 8, established on day 22
failed                            | organoid 14:failed                 | N      |     | no: organoid culture failed on day 15
still in culture                  | organoid 14:in_culture             | N      |     | in_culture
nothing recorded                  |                                    | ?      |     | nothing is recorded of organoid culture
"""  # noqa: E501
IN_TIME = """
what                               | records                            | answer | day | reason
valid within the month             | result 28:pass ; alive 100         | Y      | 28  | drug sensitivity result reported
on the last day                    | result 31:pass ; alive 100         | Y      | 31  |
a day too late                     | result 32:pass ; alive 100         | N      |     | none recorded
not valid                          | result 20:fail ; alive 100         | N      |     |
not valid, then valid              | result 20:fail 30:pass ; alive 100 | Y      | 30  |
none                               | alive 100                          | N      |     |
"""
RECOMMENDED = """
what                               | records                                                         | answer | reason
the recommended drug               | best 28:apatinib ; dose 33:apatinib                             | Y      | drug recommended by sensitivity apatinib on day 29
lenvatinib instead                 | best 28:apatinib ; dose 33:lenvatinib                           | N      | dose of study treatment lenvatinib on day 34
both drugs of a combination        | best 28:atezolizumab ; dose 33:atezolizumab 33:bevacizumab      | Y      |
one of the two only                | best 28:atezolizumab ; dose 33:atezolizumab                     | N      |
oxaliplatin stands for FOLFOX      | best 28:FOLFOX ; dose 33:oxaliplatin                            | Y      |
whatever was recommended, it was not lenvatinib | dose 33:lenvatinib                                  | N      | nothing is recorded of drug recommended by sensitivity
a drug of the panel, no recommendation | dose 33:apatinib                                            | ?      | nothing is recorded of drug recommended by sensitivity
no dose recorded                   | best 28:apatinib                                                | ?      | nothing is recorded of dose of study treatment
"""  # noqa: E501


def test_recurrence_free_survival_as_worded_ends_with_recurrence_alone() -> None:
    check(STUDY, DOSED, "rfs", AS_WORDED, SHORT)


def test_recurrence_or_death_is_reported_beside_it() -> None:
    check(STUDY, DOSED, "rfs_or_death", WITH_DEATH, SHORT)


def test_from_the_landmark_on_everybody_is_compared_whose_month_ended_free_of_events() -> None:
    check(STUDY, DOSED, "rfs_from_landmark", FROM_LANDMARK, SHORT)


def test_overall_survival_counts_from_the_first_dose() -> None:
    check(STUDY, DOSED, "os", OVERALL_SURVIVAL, SHORT)


@pytest.mark.parametrize(
    ("column", "endpoint"),
    [("any", "adverse_events"), ("severe", "severe_adverse_events"), ("serious", "serious_adverse_events")],
)
def test_adverse_events_count_from_the_first_dose_by_grade_and_seriousness(column: str, endpoint: str) -> None:
    check(STUDY, DOSED, endpoint, ADVERSE_EVENTS, SHORT, answer=column)


def test_organoids_are_established_where_the_laboratory_says_so() -> None:
    check(STUDY, BASE, "organoid_established", ORGANOIDS, SHORT)


def test_a_result_is_in_time_within_a_calendar_month_of_the_operation() -> None:
    check(STUDY, BASE, "result_in_time", IN_TIME, SHORT)


def test_the_recommended_regimen_is_received_where_all_its_drugs_are() -> None:
    check(STUDY, BASE, "recommended_received", RECOMMENDED, SHORT)
