"""Time points counted off without a unit: the ways in which they are written, and what is none."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.time_points import times_without_unit
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("7 blood tests before and 1st, 3rd, 6th, 9th, and 12th postoperatively", True),
        ("术后第1、3、6、12随访", True),
        ("at the 1st, 3rd, and 6th month after surgery", False),
        ("on days 1st, 3rd, 5th after surgery", False),
        ("术后第1、3、6、12个月随访", False),
        ("the 1st, 2nd and 3rd of the patients", False),
    ],
)
def test_times_after_surgery_without_a_unit_are_found(text: str, wrong: bool) -> None:
    assert bool(list(times_without_unit(record_of({"summary": text})))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Blood is drawn on the 1st, 3rd and 7th after surgery.", True),
        ("Samples at 1, 3, 6, and 12 after surgery.", True),
        ("AFP at 3, 6 and 12 postoperatively.", True),
        ("Tests are done at postoperative 1, 3 and 6.", True),
        ("术后1、3、6、12复查。", True),
        ("Imaging at 1, 3, 6 after treatment.", True),
        ("Follow up on the 1st, 3rd, 6th, and 12th postoperatively", True),
        ("于治疗后第1、3、6复查增强CT。", True),
        ("Samples at 1, 3, 6 and 12 months after surgery.", False),
        ("Blood is drawn on day 1, 3 and 7 after surgery.", False),
        ("Blood is drawn on the 1st, 3rd and 7th day after surgery.", False),
        ("术后1、3、6、12个月复查。", False),
        ("Months 3, 6 and 12 postoperatively.", False),
        ("In 1, 2 or 3 lesions after treatment.", False),
        ("术后第1、3、7天", False),
        ("Postoperative days 1, 3 and 6.", False),
        ("Grade 1, 2 and 3 after treatment.", False),
    ],
)
def test_times_counted_off_without_a_unit(told: str, wrong: bool) -> None:
    record = record_of({"description": told})
    assert bool(list(times_without_unit(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("36", True),
        ("12-24", True),
        ("1, 3, 6, 12", True),
        ("36 months", False),
        ("3y", False),
        ("24个月", False),
        ("Day 1", False),
        ("2025", False),
        ("Up to 2 years", False),
    ],
)
def test_time_frames_that_are_a_bare_number(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].name": "Overall survival", "outcome[0].time_frame": told})
    assert bool(list(times_without_unit(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("1st, 3rd, 6th and 12th after operation", True),
        ("at 1, 3, 5 after surgery", True),
        ("24", True),
        ("24 hours", False),
        ("at 1, 3, 5 years after surgery", False),
    ],
)
def test_times_are_counted_without_a_unit_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].time_frame": told})
    assert bool(list(times_without_unit(record))) is wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1st, 3rd, 6th, 9th, and 12th postoperatively", True),
        ("术后第1、3、6、12复查", True),
        ("1st, 3rd, 6th and 12th month after surgery", False),
        ("1st, 3rd, 6th and 12th postoperative days", False),
        ("1st, 3rd, and 6th after surgery in months", False),
        ("术后1、3、6、12个月复查", False),
    ],
)
def test_time_points_after_surgery_need_a_unit(text: str, found: bool) -> None:
    assert bool(list(times_without_unit(record_of({"summary": text})))) is found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Samples are taken at 1, 3, 6 and 12 after surgery.", True),
        ("Blood is drawn 1st, 3rd and 6th postoperatively.", True),
        ("CT at 3, 6, and 12 post-operatively", True),
        ("Visits on 1, 2, 4 following transplantation", True),
        ("术后1、3、6、12复查", True),
        ("随访第1,3,6次? 术后第3、6、9复查", True),
        ("Samples at months 1, 3, 6 and 12 after surgery.", False),
        ("Samples at 1, 3, 6 and 12 months after surgery.", False),
        ("CT 3, 6 and 12 after surgery (months).", False),
        ("Weeks 4, 8, 12 following treatment", False),
        ("POD 1, 3, 5 days after surgery", False),
        ("术后1、3、6、12个月复查", False),
        ("Scores 1, 2 and 3 after reading", False),
    ],
)
def test_a_series_without_a_unit_is_told_in_many_ways(told: str, found: bool) -> None:
    assert bool(list(times_without_unit(record_of({"summary": told})))) is found
