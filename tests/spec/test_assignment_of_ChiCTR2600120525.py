"""Groups of ChiCTR2600120525: the day of the first cycle of the combination tells past patients from new ones.

Recruitment lasts from 2025-10-14 to 2026-12-31. `triple` is a cycle of TACE, lenvatinib and sintilimab, `pair` one without
the checkpoint inhibitor, which is no index.
"""

from __future__ import annotations

import pytest
from tests.spec.assignment_tables import check
from tests.spec.subjects import study_of

from hepatica.protocol.assignment import CohortByDate, DateCohort
from hepatica.protocol.study import Study

STUDY = "ChiCTR2600120525"
BASE = ("DM SITEID=01 SEX=M BRTHDTC=1970-01-01",)
SHORT = {
    "triple": "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib|sintilimab STDTC={0}",
    "pair": "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib STDTC={0}",
    "undated": "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib|sintilimab LINE={0}",
    "day": "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib|sintilimab STDY={0}",
    "none": "EC CAT=TREATMENT CYCLE OCCUR=N STDTC={0}",
}
RECRUITED = """
what                                  | records                             | arm           | evidence
the day before recruitment            | triple 2025-10-13                   | RETROSPECTIVE | 2025-10-13, up to 2025-10-13
the first day of recruitment          | triple 2025-10-14                   | PROSPECTIVE   | between 2025-10-14 and 2026-12-31
the last day                          | triple 2026-12-31                   | PROSPECTIVE   | 2026-12-31
the day after                         | triple 2027-01-01                   | ?             | 2027-01-01: in no cohort
years before                          | triple 2019-03-01                   | RETROSPECTIVE | combination on 2019-03-01
the first of several cycles           | triple 2025-10-01 2025-11-05        | RETROSPECTIVE | on 2025-10-01
two of the three treatments before    | pair 2025-10-01 ; triple 2025-11-05 | PROSPECTIVE   | on 2025-11-05
known to the month                    | triple 2025-09                      | RETROSPECTIVE | between 2025-09-01 and 2025-09-30
known to the month in which it begins | triple 2025-10                      | ?             | in RETROSPECTIVE or PROSPECTIVE
known to the month after the end      | triple 2027-01                      | ?             | in no cohort
known to the year                     | triple 2026                         | PROSPECTIVE   | between 2026-01-01 and 2026-12-31
on an unknown day                     | undated 1                           | ?             | an unknown day: it may lie in
never treated                         | none 2025-11-05                     | ?             | not recorded
only two of the three                 | pair 2025-11-05                     | ?             | not recorded
nothing recorded                      |                                     | ?             | not recorded
"""


def with_cohorts(**cohorts: DateCohort) -> Study:
    """The study with other cohorts."""
    study = study_of(STUDY)
    assert isinstance(study.assignment, CohortByDate)
    return study.model_copy(update={"assignment": study.assignment.model_copy(update={"cohorts": cohorts})})


def test_the_first_cycle_with_all_three_treatments_tells_past_patients_from_new_ones() -> None:
    check(STUDY, BASE, RECRUITED, SHORT)


def test_days_of_a_study_without_dates_lie_in_no_cohort() -> None:
    table = "what | records | arm | evidence\nthe first day | day 1 | ? | the data have study days, no dates"
    check(STUDY, BASE, table, SHORT, valid=False)


@pytest.mark.parametrize(("start", "arm"), [("2025-10-14", "PROSPECTIVE"), ("2025-10-10", "?")])
def test_a_day_in_two_cohorts_belongs_to_neither(start: str, arm: str) -> None:
    study = with_cohorts(
        RETROSPECTIVE=DateCohort.model_validate({"end": "2025-10-20" if arm == "?" else "2025-10-13"}),
        PROSPECTIVE=DateCohort.model_validate({"start": start}),
    )
    check(study, BASE, f"what | records | arm\nthe first week | triple 2025-10-18 | {arm}", SHORT)
