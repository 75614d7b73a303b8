"""Recurrence, Child-Pugh and quality of life of NCT07120750, rule by rule.

The liver is resected on day 0, the antiviral begins on day 10, so that the group is known on day 38. The last MRI is planned
for week 156 (day 1092), 7 days either way. Days count as the records do: a time to an event is that day and one more.
"""

from __future__ import annotations

from tests.spec.endpoint_tables import changes, check, data_of, frames_of, lines, one_endpoint, rows_of

STUDY = "NCT07120750"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "PR CAT=SURGERY DECOD=resection STDTC=0",
    "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=10",
)

SHORT = {
    "recurred": "CE CAT=RECURRENCE DECOD={1} STDTC={0}",
    "points": "RS CAT=CHILD-PUGH CLASSIFICATION TESTCD=CPSCORE ORRES={1} DTC={0}",
    "quality": "QS CAT=EORTC QLQ-C30 TESTCD=QLQGH ORRES={1} DTC={0}",
}

RECURRENCE = """
what                                       | records                              | answer    | day  | reason
local recurrence                           | imaging 84 168 ; recurred 168:local  | event     | 168  | event on day 169: tumour recurrence
death without recurrence competes          | imaging 84 168 ; death 200           | competing | 200  | competing event on day 201: death
recurrence on the day of death counts      | imaging 84 ; recurred 200:local ; death 200 | event | 200 | tumour recurrence
free of recurrence                         | imaging 84 168                       | censored  | 168  | last adequate imaging
recurrence before the group is known       | recurred 37:local                    | -         |      | the event came on day 38, before entry on day 39
recurrence on the day the group is known   | recurred 38:local                    | event     | 38   | event on day 39
no antiviral, so no group and no entry     | without CM ; imaging 84              | -         |      | the day of entry 28 days after «start of the antiviral strategy» is not known
in the window of the last MRI              | imaging 84 ; recurred 2029-03-04:local | event   | 1099 | event on day 1100
after the window of the last MRI           | imaging 84 ; recurred 2029-03-05:local | censored | 1099 | end of the endpoint's horizon
recurrence before radical treatment        | imaging 84 ; recurred -400:local     | censored  | 84   | tumour recurrence 400 days before time zero does not count
"""  # noqa: E501
SUBTYPES = """
what                                       | records                                     | subtype
at the site of treatment                   | recurred 168:local                          | local
elsewhere in the liver                     | recurred 168:intrahepatic                   | intrahepatic
outside the liver                          | recurred 168:extrahepatic                   | extrahepatic
site not recorded                          | recurred 168:unspecified                    |
the first decides                          | recurred 168:intrahepatic 252:extrahepatic  | intrahepatic
two sites on one day                       | recurred 168:intrahepatic 168:extrahepatic  | intrahepatic
free of recurrence                         | imaging 168                                 |
"""
CHILD_PUGH = """
what                                       | records                              | answer | day  | reason
two points over the last before treatment  | points -5:5 94:7                     | Y      | 94   | reached on day 85
six to seven is one point                  | points -5:6 94:7 2029-03-07:7        | N      |      | not reached
at the last visit, late in its window      | points -5:5 94:5 2029-03-14:7        | Y      | 1109 | reached on day 1100
a baseline over 28 days old is none        | points -19:5 94:7                    | ?      |      | no usable value in the baseline window
no baseline                                | points 94:7                          | ?      |      | no usable value in the baseline window
died first                                 | points -5:5 94:5 ; death 200         | N      |      | not reached before death on day 191
"""  # noqa: E501
QUALITY = """
what                                       | records                              | changes
better by ten points at week 24            | quality 5:50 178:60                  | 1:10.00
at the last visit, late in its window      | quality 5:50 2028-12-27:40           | 6:-10.00
a day later the score belongs to no visit  | quality 5:50 2028-12-28:40           |
a baseline over 28 days old is none        | quality -19:50 178:60                |
"""


def test_recurrence_counts_from_radical_treatment_and_death_competes() -> None:
    check(STUDY, BASE, "recurrence", RECURRENCE, SHORT)


def test_recurrence_is_counted_apart_by_where_it_came() -> None:
    table = lines(SUBTYPES)
    frames = frames_of(one_endpoint(STUDY, "recurrence"), data_of(STUDY, BASE, table, SHORT))
    rows = rows_of(frames, STUDY, "recurrence").sort("USUBJID")
    assert rows["EVNTSUB"].to_list() == [line["subtype"] for line in table]


def test_child_pugh_up_by_two_points_counts_through_the_window_of_the_last_visit() -> None:
    check(STUDY, BASE, "liver_deterioration", CHILD_PUGH, SHORT)


def test_quality_of_life_is_compared_with_the_last_score_of_the_four_weeks_before_treatment() -> None:
    assert changes(STUDY, BASE, "quality_of_life", QUALITY, SHORT) == {
        line["what"]: line["changes"] for line in lines(QUALITY)
    }
