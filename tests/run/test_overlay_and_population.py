"""A study that extends another, and a run on another population than the study names."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from hepatica.lineage.manifest import read_manifest
from hepatica.protocol import load_study
from hepatica.run import Run, run


@pytest.fixture(scope="module")
def everyone_run(folder: Path, overlay: Path, overlay_data: Path) -> Run:
    return run(overlay, overlay_data, folder / "everyone", population="all")


def subjects_analysed(given: Run, analysis: str) -> set[tuple[str | None, float]]:
    """Population and number of subjects of an analysis' groups, added up."""
    rows = given.results.filter((pl.col("analysis") == analysis) & (pl.col("method") == "log_rank"))
    return {
        (row["population"], row["n"]) for row in rows.filter(pl.col("statistic") == "p_value").iter_rows(named=True)
    }


def test_the_overlay_s_own_criteria_decide(overlay_run: Run) -> None:
    screened = pl.read_parquet(overlay_run.folder / "screening.parquet")
    assert "D-E12" not in screened.columns
    over_60 = screened.filter(~pl.col("D-I1"))
    assert over_60.height > 0
    assert set(over_60["STATUS"]) == {"not eligible"}


def test_every_override_is_listed_in_the_report_with_both_values(overlay_run: Run, overlay: Path) -> None:
    changed = {change.path for change in load_study(overlay).overrides}
    assert {"eligibility.inclusion.D-I1.rule", "eligibility.exclusion.D-E12"} <= changed
    page = (overlay_run.folder / "report.html").read_text(encoding="utf-8").replace("<wbr>", "")
    for path in changed:
        assert path in page, path
    assert "age between 18 and 70 a" in page
    assert "age between 18 and 60 a" in page


def test_another_population_moves_the_main_analysis_and_leaves_the_sensitivity_analysis(
    overlay_run: Run, everyone_run: Run
) -> None:
    own, everyone = (subjects_analysed(each, "main") for each in (overlay_run, everyone_run))
    assert len(own) == len(everyone) == 1
    assert max(everyone)[1] > max(own)[1]
    assert subjects_analysed(everyone_run, "strict") == subjects_analysed(overlay_run, "strict")


def test_the_manifest_says_which_population_was_asked_for(overlay_run: Run, everyone_run: Run) -> None:
    assert read_manifest(overlay_run.folder)["population"] is None
    assert read_manifest(everyone_run.folder)["population"] == "all"
