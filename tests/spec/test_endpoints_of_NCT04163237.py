"""Endpoints of NCT04163237, rule by rule: recurrence, survival, circulating tumour cells.

The liver is resected on day 0, treatment begins on day 37, and the group is known on day 65: who had the event or was lost
before then cannot be compared. Days count as the records do: a time to an event is that day and one more.
"""

from __future__ import annotations

import pytest
from tests.spec.endpoint_tables import changes, check, data_of, frames_of, lines, one_endpoint, rows_of

STUDY = "NCT04163237"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=RANDOMIZED STDTC=35",
    "PR CAT=SURGERY DECOD=resection STDTC=0",
    "EC CAT=STUDY TREATMENT DECOD=sorafenib STDTC=37 ENDTC=180",
)
SHORT = {
    "positive": "CP TESTCD=CTCPOS ORRES={1} DTC={0}",
    "ctc": "CP TESTCD=CTC ORRES={1} ORRESU={{cells}}/mL DTC={0}",
}

RECURRENCE_FREE_SURVIVAL = """
what                                        | records                              | answer   | day | reason
recurrence                                  | imaging 91 182 ; recurrence 182      | event    | 182 | event on day 183: tumour recurrence
death without recurrence                    | imaging 91 ; death 200               | event    | 200 | event on day 201: death
free of recurrence at the last scan         | imaging 91 182 ; alive 300           | censored | 182 | last adequate imaging
recurrence before the group is known        | imaging 60 ; recurrence 60           | -        |     | the event came on day 61, before entry on day 66
recurrence on the day the group is known    | recurrence 65                        | event    | 65  | event on day 66
lost before the group is known              | imaging 60                           | -        |     | follow-up ended on day 61, before entry on day 66
recurrence before the operation is history  | imaging 91 ; recurrence -10          | censored | 91  | tumour recurrence 10 days before time zero does not count
no treatment, so no group and no entry      | without EC ; imaging 91              | -        |     | the day of entry 28 days after «first dose of study treatment» is not known
"""  # noqa: E501
OVERALL_SURVIVAL = """
what                           | records         | answer   | day | reason
death of any cause             | death 200       | event    | 200 | event on day 201: death
last known alive               | alive 90 300    | censored | 300 | last contact
death before the group is known | death 50       | -        |     | the event came on day 51, before entry on day 66
"""
DRAWS = """
what                                   | records                     | before | day 7 | month 1 | month 3 | month 6 | month 9 | month 12
every draw on its day                  | positive -1:Y 7:Y 31:N 92:N 184:Y 275:N 365:Y | Y | Y | N | N | Y | N | Y
early in every window                  | positive -14:Y 5:Y 24:Y 78:Y 170:Y 261:Y 351:Y | Y | Y | Y | Y | Y | Y | Y
late in every window                   | positive -1:Y 9:Y 38:Y 106:Y 198:Y 289:Y 379:Y | Y | Y | Y | Y | Y | Y | Y
a day too early                        | positive -15:Y 4:Y 23:Y 77:Y 169:Y 260:Y 350:Y | - | - | - | - | - | - | -
a day too late                         | positive 0:Y 10:Y 39:Y 107:Y 199:Y 290:Y 380:Y | - | - | - | - | - | - | -
of two in a window the nearer          | positive 5:N 6:Y            | -      | Y     | -       | -       | -       | -       | -
two of one day that disagree           | positive 7:Y 7:N            | -      | -     | -       | -       | -       | -       | -
the same twice is one                  | positive 7:Y 7:Y            | -      | Y     | -       | -       | -       | -       | -
no draw                                |                             | -      | -     | -       | -       | -       | -       | -
"""  # noqa: E501
CHANGE = """
what                                  | records                         | changes
from before the operation             | ctc -1:12 7:4                   | 1:-8.00
at every planned draw                 | ctc -3:10 7:8 31:6 91:4 183:2 274:1 365:0 | 1:-2.00 2:-4.00 3:-6.00 4:-8.00 5:-9.00 6:-10.00
the last draw late in its window      | ctc -1:12 379:2                 | 6:-10.00
the last before the operation counts  | ctc -14:20 -2:12 7:12           | 1:0.00
a count 15 days before is no baseline | ctc -15:20 7:12                 |
no count before the operation         | ctc 7:12 31:4                   |
between two draws                     | ctc -1:12 60:4                  |
per 5 mL                              | ctc -1:12 ; CP TESTCD=CTC ORRES=30 ORRESU={cells}/(5.mL) DTC=7 | 1:-6.00
"""  # noqa: E501
ENDPOINTS = {
    "before": "ctc_positive_before",
    "day 7": "ctc_positive_day_7",
    **{f"month {month}": f"ctc_positive_month_{month}" for month in (1, 3, 6, 9, 12)},
}


def test_recurrence_free_survival_counts_from_the_operation_among_those_whose_group_is_known() -> None:
    check(STUDY, BASE, "rfs", RECURRENCE_FREE_SURVIVAL, SHORT)


def test_overall_survival_counts_from_the_operation_among_those_whose_group_is_known() -> None:
    check(STUDY, BASE, "os", OVERALL_SURVIVAL, SHORT)


@pytest.mark.parametrize("draw", ENDPOINTS)
def test_cells_are_read_at_each_of_seven_draws_within_its_window(draw: str) -> None:
    table = lines(DRAWS)
    study = one_endpoint(STUDY, ENDPOINTS[draw])
    rows = rows_of(frames_of(study, data_of(STUDY, BASE, table, SHORT)), STUDY, ENDPOINTS[draw]).sort("USUBJID")
    assert (rows["REASON"] != "").all()
    found = [value if good else "-" for value, good in rows.select("AVALC", "ANL01FL").iter_rows()]
    assert dict(zip((line["what"] for line in table), found, strict=True)) == {
        line["what"]: line[draw] for line in table
    }


def test_the_count_changes_from_before_the_operation() -> None:
    assert changes(STUDY, BASE, "ctc_change", CHANGE, SHORT) == {
        line["what"]: line["changes"] for line in lines(CHANGE)
    }
