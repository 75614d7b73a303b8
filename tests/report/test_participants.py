"""The flow of participants adds up: whoever leaves a box is told, and no box holds more than the one above it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hepatica.protocol import Study
from hepatica.report import Participants, participants
from hepatica.report.words import Words
from hepatica.screening import Flow

SCREENED = Flow(
    assessed=100, eligible=70, not_eligible=20, unknown=10, first={"A-E4": 12, "A-I1": 8}, open={"A-E9": 10}
)


def row(statistic: str, value: float, **more: Any) -> dict[str, Any]:
    common = {
        "analysis": "os.by_icluster_tcga",
        "endpoint": "os",
        "group_by": "icluster_tcga",
        "method": "kaplan_meier",
    }
    place = ".".join(str(part) for part in (statistic, *more.values()))
    return {**common, "statistic": statistic, "value": value, "result_id": place, **more}


def left_out(reason: str, value: float, group: str = "", name: str = "os.by_icluster_tcga.excluded") -> dict[str, Any]:
    return row("excluded", value, method="exclusions", term=reason, group=group) | {
        "result_id": f"{name}.{reason}.{group}"
    }


def flow(made_up: SimpleNamespace, study: Study, rows: list[dict[str, Any]]) -> Participants:
    return participants(study, SCREENED, made_up.frame(rows), Words("en"))


@pytest.fixture
def eligible_only(cohort_study: Study) -> Study:
    """The cohort's study with its analyses on the eligible."""
    analyses = tuple(one.model_copy(update={"population": "eligible"}) for one in cohort_study.analyses)
    return cohort_study.model_copy(update={"analyses": analyses})


def test_subjects_analysed_whatever_their_eligibility_are_told_aside_and_nobody_leaves(
    made_up: SimpleNamespace, cohort_study: Study
) -> None:
    found = flow(made_up, cohort_study, [row("n", 60.0, group="iCluster:1"), row("n", 40.0, group="iCluster:2")])
    assert [(step.label, step.count) for step in found.steps] == [("Assessed for eligibility", 100)]
    assert all(leaving.aside for leaving in found.steps[0].leaving)
    assert [(branch.label, branch.count, branch.analysed) for branch in found.branches] == [
        ("iCluster 1", 60, 60),
        ("iCluster 2", 40, 40),
    ]


def test_those_not_eligible_leave_where_only_the_eligible_are_analysed(
    made_up: SimpleNamespace, eligible_only: Study
) -> None:
    rows = [
        row("n", 41.0, group="iCluster:1"),
        row("n", 25.0, group="iCluster:2"),
        left_out("not in the population eligible", 20.0, "iCluster:1"),
        left_out("not known whether in the population eligible", 10.0, "iCluster:2"),
        left_out("the group is not known", 3.0),
        left_out("time zero is not known", 1.0, "iCluster:2"),
        left_out("no value of age", 9.0, "iCluster:2", "os.by_icluster_tcga.excluded.model"),
    ]
    found = flow(made_up, eligible_only, rows)
    assessed, eligible = found.steps
    assert (assessed.count, eligible.label, eligible.count) == (100, "Eligible", 70)
    assert [(leaving.count, leaving.aside) for leaving in assessed.leaving] == [(20, False), (10, False)]
    assert assessed.leaving[0].reasons[0].text.startswith("A-E4 ")
    assert [(leaving.label, leaving.count) for leaving in eligible.leaving] == [("No group", 3)]
    assert [(branch.count, branch.analysed) for branch in found.branches] == [(41, 41), (26, 25)]
    assert [(reason.text, reason.count) for reason in found.branches[1].lost] == [("time zero is not known", 1)]
    assert eligible.count == sum(branch.count for branch in found.branches) + 3


def test_without_any_analysis_the_flow_ends_with_screening(made_up: SimpleNamespace, cohort_study: Study) -> None:
    found = flow(made_up, cohort_study, [])
    assert [step.count for step in found.steps] == [100]
    assert found.branches == ()
