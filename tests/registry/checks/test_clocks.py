"""The moment from which a time is counted: what is found, and what stays quiet beside it."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.clock_starts import circular_clock, group_decided_by_waiting, late_entry
from hepatica.registry.checks.clocks import one_endpoint_two_clocks, two_endpoints_two_clocks, two_horizons_two_clocks
from hepatica.registry.looking import record_of

OS_PFS = {"outcome[0].name": "Overall survival", "outcome[1].name": "Progression-free survival"}


@pytest.mark.parametrize(
    ("survival", "progression"),
    [
        ("From randomization to death", "From the first dose of study drug to progression or death"),
        ("从患者接受研究相关治疗开始,至死亡的时间", "从研究开始至首次疾病进展或死亡的时间"),
        ("自确诊至死亡", "自随机化至疾病进展或死亡"),
    ],
)
def test_overall_survival_and_progression_counted_from_different_moments_are_found(
    survival: str, progression: str
) -> None:
    record = record_of({**OS_PFS, "outcome[0].description": survival, "outcome[1].description": progression})
    (found,) = two_endpoints_two_clocks(record)
    assert found.quotes[0].text in survival
    assert found.quotes[1].text in progression


@pytest.mark.parametrize(
    ("survival", "progression"),
    [
        ("From randomization to death", "From randomisation to progression or death"),
        ("从随机至死亡", "自随机化至疾病进展或死亡"),
        ("From the first dose of study treatment/randomization to death", "From randomisation to progression or death"),
        ("up to 3 years", "From randomisation to progression or death"),
    ],
)
def test_one_moment_or_an_unclear_one_is_left_alone(survival: str, progression: str) -> None:
    record = record_of({**OS_PFS, "outcome[0].description": survival, "outcome[1].description": progression})
    assert list(two_endpoints_two_clocks(record)) == []


def test_recurrence_after_surgery_beside_survival_from_randomisation_is_usual_in_a_neoadjuvant_trial() -> None:
    says = {
        "outcome[0].name": "Overall survival",
        "outcome[0].description": "From randomization to death",
        "outcome[1].name": "Disease-free survival",
        "outcome[1].description": "From surgery to recurrence or death",
    }
    assert list(two_endpoints_two_clocks(record_of(says)))
    assert not list(two_endpoints_two_clocks(record_of({**says, "title": "Neoadjuvant therapy"})))


def test_a_second_line_has_its_own_clock() -> None:
    says = {
        "outcome[0].name": "Overall survival",
        "outcome[0].description": "From randomization to death",
        "outcome[1].name": "PFS2 on second line",
        "outcome[1].description": "From the start of second line treatment to progression or death",
    }
    assert list(two_endpoints_two_clocks(record_of(says))) == []


def test_a_time_frame_that_begins_with_visits_is_no_clock() -> None:
    says = {
        "outcome[0].name": "PFS",
        "outcome[0].description": "From enrolment to progression or death",
        "outcome[0].time_frame": "From starting treatment and every 8 weeks for 6 cycles",
    }
    assert list(one_endpoint_two_clocks(record_of(says))) == []


def test_horizons_in_months_and_years_are_compared_and_short_ones_are_not() -> None:
    says = {"outcome[0].time_frame": "术后3年", "outcome[1].time_frame": "24 months after the start of treatment"}
    assert list(two_horizons_two_clocks(record_of(says)))
    assert not list(
        two_horizons_two_clocks(record_of({**says, "outcome[1].time_frame": "3 months after the first dose"}))
    )


def test_observation_that_begins_with_observation_is_found_only_where_no_clock_is_told() -> None:
    circular = "All patients were observed from the observation period."
    clock = " Overall survival is defined as the time from surgery to death."
    assert list(circular_clock(record_of({"summary": circular})))
    assert not list(circular_clock(record_of({"summary": circular + clock})))


def test_a_result_not_there_in_time_matters_only_to_a_clock_that_starts_with_treatment() -> None:
    waits = "Patients in whom test results are not available within 4 weeks receive sorafenib."
    clock = " RFS is defined as the time from {} to recurrence or death."
    assert list(group_decided_by_waiting(record_of({"description": waits + clock.format("the first dose")})))
    assert not list(group_decided_by_waiting(record_of({"description": waits + clock.format("resection")})))


def test_a_limit_on_the_time_since_surgery_prevents_late_entry() -> None:
    says = {
        "eligibility.inclusion": "Patients who have undergone curative resection",
        "outcome[0].time_frame": "2 years after surgery",
    }
    assert list(late_entry(record_of(says)))
    limited = {
        **says,
        "eligibility.inclusion": "Patients who have undergone curative resection within 8 weeks before entry",
    }
    assert not list(late_entry(record_of(limited)))
