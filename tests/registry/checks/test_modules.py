"""Parts that are missing."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.modules import (
    biomarker_without_outcome,
    outcomes_in_text_only,
    spreadsheet_for_several_centres,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The primary endpoint is recurrence-free survival.", True),
        ("主要终点为无复发生存期。", True),
        ("Two drugs are compared.", False),
    ],
)
def test_outcomes_told_in_the_text_alone(told: str, found: bool) -> None:
    assert bool(list(outcomes_in_text_only(record_of({"summary": told})))) is found


@pytest.mark.parametrize(
    ("told", "outcome", "found"),
    [
        ("Immune profile: flow cytometry of T cells", "Recurrence", True),
        ("将采用流式细胞术检测免疫细胞。", "复发", True),
        ("Immune profile: flow cytometry of T cells", "Share of CD8+ cells", False),
        ("In mice flow cytometry showed T cells.", "Recurrence", False),
    ],
)
def test_a_biomarker_without_an_outcome(told: str, outcome: str, found: bool) -> None:
    assert (
        bool(
            list(
                biomarker_without_outcome(
                    record_of({"biospecimen": "SAMPLES_WITH_DNA", "description": told, "outcome[0].name": outcome})
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("CRF and an Excel-based system", True),
        ("采用CRF与Excel表格管理", True),
        ("Excel export of the EDC", False),
        ("采用ResMan管理，导出Excel", False),
        ("Electronic data capture", False),
    ],
)
def test_data_of_two_centres_in_a_spreadsheet(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                spreadsheet_for_several_centres(
                    record_of({"data_capture": told, "site[0].name": "无锡", "site[1].name": "南京"})
                )
            )
        )
        is found
    )
