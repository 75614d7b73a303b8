"""Status and dates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hepatica.registry.checks.status_dates import (
    ahead_of_the_dates,
    dates_out_of_order,
    not_yet_after_the_start,
    recruiting_after_the_end,
    told_as_done,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("status", "start", "found"),
    [
        ("Not yet recruiting", "2025-08-01", True),
        ("尚未开始", "2025-08-01", True),
        ("Not yet recruiting", "2025-09", False),
        ("Not yet recruiting", "2025-08", False),
        ("Recruiting", "2025-08-01", False),
    ],
)
def test_a_start_that_has_passed(status: str, start: str, found: bool) -> None:
    assert (
        bool(
            list(
                not_yet_after_the_start(
                    record_of({"status": status, "date.start": start, "date.updated": "2025-08-03"})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("status", "end", "found"),
    [
        ("RECRUITING", "2024-12", True),
        ("正在进行", "2024-12-31", True),
        ("COMPLETED", "2024-12", False),
        ("RECRUITING", "2026-01", False),
        ("NOT_YET_RECRUITING", "2024-12", False),
    ],
)
def test_an_end_that_has_passed(status: str, end: str, found: bool) -> None:
    assert (
        bool(
            list(
                recruiting_after_the_end(
                    record_of({"status": status, "date.completion": end, "date.updated": "2025-08-03"})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2025-08-15", "2025-08", False),
        ("2025-08-15", "2025-07", True),
        ("2025年8月", "2024年12月", True),
    ],
)
def test_a_month_is_not_before_a_day_in_it(start: str, end: str, found: bool) -> None:
    assert bool(list(dates_out_of_order(record_of({"date.start": start, "date.completion": end})))) is found


@pytest.mark.parametrize(
    ("status", "told", "found"),
    [
        ("Unknown", "All patients underwent 7 tests.", True),
        ("尚未开始", "所有患者均接受了7次检测", True),
        ("Completed", "All patients underwent 7 tests.", False),
        ("Unknown", "All patients will undergo 7 tests.", False),
        ("Unknown", "In that trial, patients underwent surgery.", False),
    ],
)
def test_the_plan_told_as_the_past(status: str, told: str, found: bool) -> None:
    assert bool(list(told_as_done(record_of({"status": status, "summary": told})))) is found


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("All enrolled subjects underwent contrast-enhanced MRI.", True),
        ("Sixty patients were randomly assigned to two groups.", True),
        ("Patients were randomized 1:1 to lenvatinib or placebo.", True),
        ("We enrolled 50 patients with liver cancer.", True),
        ("A total of 120 patients were included in this study and followed for two years.", True),
        ("Blood samples were collected from all participants before surgery.", True),
        ("The participants were divided into a test group and a control group.", True),
        ("共纳入了60例患者，随机分为两组。", True),
        ("所有患者均接受了TACE治疗。", True),
        ("Every patient received three cycles of treatment.", True),
        ("Sixty patients will be randomly assigned to two groups.", False),
        ("In a previous study, 60 patients were randomly assigned to two groups.", False),
        ("Patients who were treated with sorafenib may enter.", False),
        ("In the IMbrave150 trial, patients were randomized 2:1.", False),
        ("Data of patients who received TACE will be collected.", False),
        ("All patients will have undergone resection.", False),
        ("将纳入60例患者，随机分为两组。", False),
    ],
)
def test_plans_told_as_done_before_the_start(told: str, wrong: bool) -> None:
    record = record_of({"status": "NOT_YET_RECRUITING", "summary": told})
    assert bool(list(told_as_done(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Not yet recruiting", True),
        ("NOT_YET_RECRUITING", True),
        ("尚未开始 Not yet recruiting", True),
        ("Not Recruiting Yet", True),
        ("Pending", True),
        ("Not open for recruitment yet", True),
        ("Planned", True),
        ("尚未招募", True),
        ("not yet open to recruitment", True),
        ("未开始", True),
        ("Recruiting", False),
        ("Completed", False),
        ("Not recruiting", False),
        ("Active, not recruiting", False),
    ],
)
def test_the_start_has_passed(told: str, wrong: bool) -> None:
    record = record_of({"date.start": "2025-03", "date.updated": "2025-06-01", "status": told})
    assert bool(list(not_yet_after_the_start(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Recruiting", True),
        ("RECRUITING", True),
        ("Open to recruitment", True),
        ("Enrolling by invitation", True),
        ("正在招募", True),
        ("招募中", True),
        ("Authorised, recruiting", True),
        ("Open for recruitment", True),
        ("Ongoing, recruiting", True),
        ("进行中", True),
        ("Enrolling", True),
        ("Currently recruiting", True),
        ("Completed", False),
        ("Not yet recruiting", False),
        ("Not recruiting", False),
        ("Active, not recruiting", False),
        ("Recruitment completed", False),
        ("No longer recruiting", False),
        ("Open-label", False),
    ],
)
def test_the_end_has_passed(told: str, wrong: bool) -> None:
    record = record_of({"date.completion": "2024-12-31", "date.updated": "2025-06-01", "status": told})
    assert bool(list(recruiting_after_the_end(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("2024-08-01", True),
        ("August 2024", True),
        ("2024", True),
        ("1 Jul 2025", True),
        ("31.07.2025", True),
        ("2026-08-01", False),
        ("2025", False),
        ("August 2025", False),
    ],
)
def test_dates_out_of_order(told: str, wrong: bool) -> None:
    record = record_of({"date.start": "2025-08-01", "date.completion": told})
    assert bool(list(dates_out_of_order(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"status": "COMPLETED", "date.completion": "2027-05", "date.updated": "2025-06-01"}, True),
        ({"status": "Recruiting", "date.start": "2025-09-01", "date.updated": "2025-06-01"}, True),
        ({"status": "Completed", "date.start": "2026-01", "date.updated": "2025-06-01"}, True),
        ({"status": "正在招募", "date.recruitment_start": "2025-09-01", "date.updated": "2025-06-01"}, True),
        ({"status": "COMPLETED", "date.completion": "2025-05", "date.updated": "2025-06-01"}, False),
        ({"status": "Recruiting", "date.start": "2025-05-01", "date.updated": "2025-06-01"}, False),
        ({"status": "TERMINATED", "date.completion": "2025-05", "date.updated": "2025-06-01"}, False),
        ({"status": "Not yet recruiting", "date.start": "2025-09-01", "date.updated": "2025-06-01"}, False),
        ({"status": "Withdrawn", "date.start": "2025-09-01", "date.updated": "2025-06-01"}, False),
        ({"status": "Completed", "date.completion": "2025-06", "date.updated": "2025-06-01"}, False),
    ],
)
def test_a_status_that_runs_ahead_of_the_dates(told: dict[str, str], wrong: bool) -> None:
    record = record_of(told)
    assert bool(list(ahead_of_the_dates(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Eighty patients were enrolled and treated with TACE.", True),
        ("All participants completed the questionnaire.", True),
        ("The patients were randomly divided into three arms.", True),
        ("Tumor samples were obtained from each patient during surgery.", True),
        ("Eighty patients will be enrolled.", False),
    ],
)
def test_planned_work_told_as_if_it_were_done_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"status": "NOT_YET_RECRUITING", "description": told})
    assert bool(list(told_as_done(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("12/2024", True),
        ("2024-12", True),
        ("12/2026", False),
    ],
)
def test_a_date_lies_before_the_one_it_must_follow_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"date.start": "03/2025", "date.completion": told})
    assert bool(list(dates_out_of_order(record))) is wrong


def test_days_and_months_are_read_in_the_order_of_the_register() -> None:
    record = record_of({"date.start": "05/06/2020", "date.completion": "04/07/2020", "date.updated": "2020-08-01"})
    assert not list(dates_out_of_order(record))
    turned = record_of({"date.start": "05/06/2020", "date.completion": "06/05/2020"})
    assert not list(dates_out_of_order(turned)), "the order is unknown: both readings stand"
    assert list(dates_out_of_order(replace(turned, format="ICTRP XML")))
