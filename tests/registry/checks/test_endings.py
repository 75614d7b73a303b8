"""What ends a time to an event: what is found, and what stays quiet beside it."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.curves import proportion_by_curve
from hepatica.registry.checks.endings import (
    loss_counted,
    overall_survival_with_disease,
    progression_with_death,
    survival_without_death,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    "says",
    [
        {
            "description": "Recurrence-Free Survival (RFS), defined as the time from treatment initiation to tumor "
            "recurrence."
        },
        {"outcome[0].name": "PFS", "outcome[0].description": "The time from randomisation to disease progression"},
        {"outcome[0].name": "无复发生存期（RFS）", "outcome[0].method": "从手术至肿瘤复发的时间"},
        {"outcome[0].name": "无复发生存期", "outcome[0].method": "手术日期至首次复发的时间"},
        {
            "outcome[0].name": "Progression-free survival",
            "outcome[0].description": "Time to first documented progression",
        },
    ],
)
def test_a_survival_that_ends_with_the_disease_alone_is_found(says: dict[str, str]) -> None:
    assert list(survival_without_death(record_of(says)))


@pytest.mark.parametrize(
    "says",
    [
        {
            "outcome[0].name": "PFS",
            "outcome[0].description": "From randomisation to progression or death from any cause",
        },
        {"outcome[0].name": "无进展生存期", "outcome[0].method": "从手术至疾病进展或死亡的时间"},
        {"outcome[0].name": "EFS", "outcome[0].description": "From randomisation to any event such as progression"},
        {"outcome[0].name": "PFS", "outcome[0].time_frame": "From the first dose to progression, up to 2 years"},
        {"outcome[0].name": "Time to progression", "outcome[0].description": "From randomisation to progression"},
    ],
)
def test_a_survival_with_deaths_a_window_and_a_time_to_progression_are_left_alone(says: dict[str, str]) -> None:
    assert list(survival_without_death(record_of(says))) == []


def test_a_time_to_progression_that_censors_deaths_is_left_alone() -> None:
    says = {"outcome[0].name": "TTP", "outcome[0].description": "From randomisation to progression or death"}
    assert list(progression_with_death(record_of(says)))
    censored = says["outcome[0].description"] + ". Death without progression is censored."
    assert not list(progression_with_death(record_of({**says, "outcome[0].description": censored})))


def test_loss_to_follow_up_may_end_observation_and_not_survival() -> None:
    name = {"outcome[0].name": "Overall survival"}
    assert list(
        loss_counted(record_of({**name, "outcome[0].description": "From enrolment until death or lost to follow-up"}))
    )
    assert not list(
        loss_counted(record_of({**name, "outcome[0].time_frame": "From enrolment until death or lost to follow-up"}))
    )


def test_overall_survival_until_progression_is_found() -> None:
    name = {"outcome[0].name": "Overall survival"}
    wrong = {**name, "outcome[0].description": "From randomisation until documented progression or death"}
    right = {**name, "outcome[0].description": "From randomisation until death, whether or not the disease progressed"}
    assert list(overall_survival_with_disease(record_of(wrong)))
    assert not list(overall_survival_with_disease(record_of(right)))


def test_a_survival_rate_read_from_a_curve_is_usual() -> None:
    curve = {"description": "Recurrence rate and survival rate are estimated by the Kaplan-Meier method."}
    rate = {
        "outcome[0].name": "3-year recurrence rate",
        "outcome[0].description": "Proportion of patients with recurrence",
    }
    alive = {
        "outcome[0].name": "3-year PFS rate",
        "outcome[0].description": "Proportion of patients without progression",
    }
    assert list(proportion_by_curve(record_of({**curve, **rate})))
    assert not list(proportion_by_curve(record_of({**curve, **alive})))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Recurrence-free survival", "Interval from operation until relapse of the tumour"), True),
        (("RFS", "The period between hepatectomy and the first recurrence"), True),
        (("Disease free survival (DFS)", "Time from surgery to metastasis or recurrence"), True),
        (("PFS", "Duration from start of therapy until radiological progression according to mRECIST"), True),
        (("Progression-free survival", "Time until disease progression"), True),
        (("PFS", "Defined as time to tumor progression"), True),
        (("Progression Free Survival", "Measured since randomisation up to progression"), True),
        (("Relapse-free survival", "The length of time after surgery to relapse"), True),
        (("无进展生存期", "从随机至疾病进展的时间"), True),
        (("无病生存期", "手术日至肿瘤复发或转移的时间"), True),
        (("RFS", "从手术之日起至首次复发"), True),
        (
            (
                "Progression-free survival",
                "PFS is the time a patient lives without the disease getting worse, counted from first dose to "
                "progression",
            ),
            True,
        ),
        (("PFS", "From randomisation to progression or death"), False),
        (("PFS", "Time from start to progression or death from any cause, whichever first"), False),
        (("RFS", "Time from surgery to recurrence or the patient dies"), False),
        (("Time to recurrence", "From surgery to recurrence"), False),
        (("Overall survival", "From surgery to death"), False),
        (("DFS", "No evidence of disease at two years"), False),
        (("无进展生存", "从随机至进展或任何原因死亡"), False),
        (("RFS", "Time to first event"), False),
    ],
)
def test_a_survival_without_deaths_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                survival_without_death(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Time to progression", "From randomisation until progression or death"), True),
        (("TTP", "time from treatment start to disease progression or death from any cause"), True),
        (("Time to recurrence", "Time from surgery to recurrence or to the date of death"), True),
        (("Time to tumor progression (TTP)", "从治疗开始至疾病进展或死亡"), True),
        (("TTP", "Interval from first dose to progression and/or death"), True),
        (("TTP", "From randomisation until progression; deaths are censored"), False),
        (("Time to progression", "From randomisation to progression"), False),
        (("PFS", "From randomisation to progression or death"), False),
        (("TTP", "time from start to progression, with death as a competing event"), False),
    ],
)
def test_a_time_to_progression_with_deaths_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                progression_with_death(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Overall survival", "From enrolment until death or lost to follow-up"), True),
        (("OS", "Time from surgery to death, or loss to follow up"), True),
        (("OS", "From randomization to loss to follow-up or death"), True),
        (("PFS", "From start to progression, death or withdrawal from study"), True),
        (("总生存期", "从随机至死亡或失访的时间"), True),
        (("OS", "从手术至死亡、失访"), True),
        (("OS", "From enrolment until death; lost to follow-up are censored"), False),
        (("OS", "From enrolment to death or last follow-up"), False),
        (("OS", "From enrolment to death"), False),
        (("OS", "From start to death. Patients lost to follow-up are censored at last contact"), False),
    ],
)
def test_loss_beside_death_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(list(loss_counted(record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True))))))
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("Overall survival", "Time from randomisation until progression or death"), True),
        (("OS", "From surgery to recurrence"), True),
        (("总生存期", "从手术至疾病进展或死亡"), True),
        (("OS", "Interval between first dose and disease progression"), True),
        (("OS", "From surgery to death"), False),
        (("OS", "from progression to death"), False),
        (("OS", "From randomisation to death regardless of progression"), False),
    ],
)
def test_a_survival_that_the_disease_ends_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                overall_survival_with_disease(
                    record_of(dict(zip(("outcome[0].name", "outcome[0].description"), told, strict=True)))
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            (
                "Recurrence",
                "Proportion of patients with recurrence",
                "Recurrence will be analysed with the Kaplan-Meier method and compared by the log-rank test.",
            ),
            True,
        ),
        (
            (
                "Rate of tumor recurrence",
                "Percentage of subjects who recur",
                "Time to recurrence is estimated by KM curves.",
            ),
            True,
        ),
        (
            (
                "2-year recurrence rate",
                "The number of patients with recurrence divided by all",
                "The log-rank test compares recurrence between arms.",
            ),
            True,
        ),
        (
            (
                "Progression rate at 1 year",
                "Proportion of participants with progression; Kaplan-Meier analysis",
                "Nothing.",
            ),
            True,
        ),
        (("复发率", "复发患者占总例数的比例", "复发率采用Kaplan-Meier法分析"), True),
        (("术后2年复发率", "2年内复发患者的比例", "采用对数秩检验比较复发"), True),
        (
            (
                "Incidence of metastasis",
                "Share of patients with metastasis",
                "Metastasis is compared with the log rank test.",
            ),
            True,
        ),
        (("Relapse rate", "Fraction of cases with relapse", "Cox regression is used for relapse"), True),
        (
            (
                "Recurrence",
                "Proportion of patients with recurrence",
                "Survival will be analysed with the Kaplan-Meier method.",
            ),
            False,
        ),
        (("Response rate", "Proportion of patients with response", "Kaplan-Meier"), False),
        (("Recurrence rate", "Cumulative incidence estimated", "Kaplan-Meier for recurrence"), False),
        (("RFS", "Proportion alive", "Kaplan-Meier of recurrence-free survival"), False),
        (("Recurrence rate", "Proportion of patients with recurrence", "Compared by chi-square test"), False),
    ],
)
def test_a_share_read_as_a_time_is_told_in_many_ways(told: tuple[str, ...], found: bool) -> None:
    assert (
        bool(
            list(
                proportion_by_curve(
                    record_of(
                        dict(zip(("outcome[0].name", "outcome[0].description", "description"), told, strict=True))
                    )
                )
            )
        )
        is found
    )
