"""Endpoints of NCT07100236, rule by rule: progression, survival, tumour markers, the liver at progression.

Lenvatinib and sintilimab begin together on day 0; scans are due at weeks 8, 16 and 24 (days 56, 112, 168), 7 days either
way. Days count as the records do: a time to an event is that day and one more.
"""

from __future__ import annotations

from tests.spec.endpoint_tables import changes, check, lines

STUDY = "NCT07100236"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC=0 ENDTC=180",
)
SHORT = {
    "afp": "LB TESTCD=AFP ORRES={1} ORRESU=ng/mL DTC={0}",
    "pivka": "LB TESTCD=PIVKAII ORRES={1} ORRESU=[arb'U]/L DTC={0}",
    "points": "RS CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPSCORE ORRES={1} DTC={0}",
    "dose": "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC={}",
    "switch": "EX CAT=ANTITUMOUR TREATMENT DECOD=regorafenib STATUS=poor_efficacy STDTC={}",
}

TIME_TO_PROGRESSION = """
what                                            | records                                     | answer   | day | reason
progression at the third scan                   | imaging -7 56 112 168 ; progression 168     | event    | 168 | event on day 169: disease progression
death without progression censors               | imaging -7 56 112 ; death 150               | censored | 112 | last adequate imaging before death
alive and free of progression                   | imaging -7 56 112 ; alive 200               | censored | 112 | last adequate imaging
progression on the day of death counts          | imaging -7 56 ; progression 112 ; death 112 | event    | 112 | disease progression
no scan after treatment began                   | imaging -7 ; alive 200                      | censored | 0   | time zero, no adequate imaging after it
a scan that cannot be judged is none            | imaging -7 56 ; PR CAT=IMAGING DECOD=mri STATUS=inadequate STDTC=112 | censored | 56 | last adequate imaging
a change of regimen for poor efficacy goes on   | imaging -7 56 ; switch 80 ; progression 112 | event    | 112 | disease progression
one scan missed before progression              | imaging -7 56 ; progression 168             | event    | 168 | disease progression
two scans missed before progression             | imaging -7 ; progression 168                | censored | 0   | before 2 missed visits, then disease progression on day 169
progression before treatment is history         | imaging -7 56 ; progression -30             | censored | 56  | disease progression 30 days before time zero does not count
of two progressions the first counts            | imaging -7 56 ; progression 112 56          | event    | 56  | disease progression
progression of a known month                    | imaging -7 56 ; CE CAT=PROGRESSION STDTC=2026-06 | event | 92 | recorded only as between 2026-06-01 and 2026-06-30
progression without a day                       | imaging -7 56 ; CE CAT=PROGRESSION          | -        |     | disease progression is recorded without a day
"""  # noqa: E501
PROGRESSION_FREE_SURVIVAL = """
what                                   | records                                     | answer   | day | reason
progression comes first                | imaging -7 56 ; progression 112 ; death 150 | event    | 112 | disease progression
death without progression is the event | imaging -7 56 112 ; death 150               | event    | 150 | event on day 151: death
alive and free of progression          | imaging -7 56 112 ; alive 200               | censored | 112 | last adequate imaging
death before the first scan            | imaging -7 ; death 20                       | event    | 20  | death
two scans missed before death          | imaging -7 ; death 150                      | censored | 0   | before 2 missed visits, then death on day 151
"""  # noqa: E501
OVERALL_SURVIVAL = """
what                                          | records                       | answer   | day | reason
death of any cause                            | death 150                     | event    | 150 | event on day 151: death
last known alive                              | alive 90 180                  | censored | 180 | last contact
contact after a death does not undo it        | death 150 ; alive 180         | event    | 150 | death
death of a known month, last seen within it   | death 2026-06 ; alive 100     | event    | 100 | the earliest possible day is taken
death without a day                           | DS DECOD=DEATH ; alive 100    | -        |     | death is recorded without a day
two records of one death                      | death 150 150                 | event    | 150 | death
nobody has heard of the subject since         | without EX ; dose 0           | -        |     | neither the event nor any later follow-up is recorded
treated until day 180, and not heard of since |                               | censored | 180 | last known alive (end of systemic antitumour treatment)
death before treatment                        | death -1                      | -        |     | death is recorded before time zero
"""  # noqa: E501
POST_PROGRESSION_SURVIVAL = """
what                            | records                              | answer   | day | reason
from progression to death       | progression 112 ; death 150          | event    | 150 | event on day 39: death
alive after progression         | progression 112 ; alive 200          | censored | 200 | censored on day 89: last contact
death without progression       | death 150                            | -        |     | time zero «first progression» has no known day
from the first of two           | progression 168 112 ; death 200      | event    | 200 | event on day 89
progression without a day       | CE CAT=PROGRESSION ; death 150       | -        |     | time zero «first progression» has no known day
"""  # noqa: E501
LIVER_AT_PROGRESSION = """
what                                        | records                              | answer | day | reason
two weeks after progression                 | progression 112 ; points 126:7       | 7      | 126 | 7 on day 127, 14 days after «first progression»
15 days after it is too late                | progression 112 ; points 127:7       | -      |     | no usable value from -14 to 14 days after «first progression»; the nearest lies 15 days after it
two weeks before it                         | progression 112 ; points 98:6        | 6      | 98  | 14 days before
of two the nearer counts                    | progression 112 ; points 104:6 114:8 | 8      | 114 | 2 days after
of two equally near the earlier counts      | progression 112 ; points 110:6 114:8 | 6      | 110 | 2 days before
no progression, nothing to read             | points 56:5                          | -      |     | the day of «first progression» is not known
two scores of one day that disagree         | progression 112 ; points 112:6 112:8 | -      | 112 | two values of that day disagree
a score that no Child-Pugh can have         | progression 112 ; points 112:16      | -      |     | the value cannot be used
from its parts                              | progression 112 ; LB TESTCD=BILI ORRES=40 ORRESU=umol/L DTC=112 ; LB TESTCD=ALB ORRES=30 ORRESU=g/L DTC=112 ; LB TESTCD=INR ORRES=1.2 DTC=112 ; RS CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPASCIT ORRES=none DTC=112 ; RS CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPENCGRP ORRES=none DTC=112 | 7 | 112 | 7 on day 113, on «first progression»
"""  # noqa: E501
AFP = """
what                                        | records                     | changes
a tenth of the baseline                     | afp -5:400 56:40            | 1:-1.00
ten times                                   | afp -5:40 56:400            | 1:1.00
the last value before treatment is baseline | afp -20:40 -5:400 56:400    | 1:0.00
on the day treatment begins                 | afp 0:400 56:40             | 1:-1.00
a baseline over 28 days old is none         | afp -29:400 56:40           |
all three visits                            | afp -5:100 56:50 112:25 168:200 | 1:-0.30 2:-0.60 3:0.30
8 days from the visit belongs to none       | afp -5:400 64:40            |
over the upper limit is no number           | afp -5:400 56:>60500        |
no ratio to zero                            | afp -5:400 56:0             |
text is no number                           | afp -5:400 56:haemolysed 112:40 | 2:-1.00
"""
PIVKA = """
what                          | records                  | changes
a hundredth of the baseline   | pivka -5:4000 112:40     | 2:-2.00
no baseline                   | pivka 56:40              |
"""


def test_time_to_progression_ends_with_progression_and_death_censors_it() -> None:
    check(STUDY, BASE, "ttp", TIME_TO_PROGRESSION, SHORT)


def test_progression_free_survival_ends_with_progression_or_death() -> None:
    check(STUDY, BASE, "pfs", PROGRESSION_FREE_SURVIVAL, SHORT)


def test_overall_survival_ends_with_death_of_any_cause() -> None:
    check(STUDY, BASE, "os", OVERALL_SURVIVAL, SHORT)


def test_survival_after_progression_begins_with_the_first_progression() -> None:
    check(STUDY, BASE, "pps", POST_PROGRESSION_SURVIVAL, SHORT)


def test_the_liver_at_progression_is_read_within_two_weeks_of_it() -> None:
    check(STUDY, BASE, "liver_at_progression", LIVER_AT_PROGRESSION, SHORT)


def test_afp_changes_as_the_logarithm_of_its_ratio_to_baseline() -> None:
    assert changes(STUDY, BASE, "afp_change", AFP, SHORT) == {line["what"]: line["changes"] for line in lines(AFP)}


def test_pivka_ii_changes_as_the_logarithm_of_its_ratio_to_baseline() -> None:
    assert changes(STUDY, BASE, "pivka_change", PIVKA, SHORT) == {
        line["what"]: line["changes"] for line in lines(PIVKA)
    }
