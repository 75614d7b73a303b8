"""Each of the five studies is simulated from its own file and runs to its report; every endpoint has data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from tests.spec.subjects import study_of

from hepatica.protocol import Study
from hepatica.run import Run, run
from hepatica.sdtm import write_tables
from hepatica.simulation import simulate

MADE = {"NCT04163237": 8, "NCT07363356": 8, "ChiCTR2600120525": 8}
"""Subjects of the studies that are run here; runs of the other two are shared with other tests."""

FRAMES = ("adtte", "adbin", "adlb", "adqs", "adtr", "adoth")


def shortened(study: Study) -> Study:
    """The study with its first analysis and the last: every endpoint is derived, and the run is quick."""
    return study.model_copy(update={"analyses": (study.analyses[0], study.analyses[-1])})


@pytest.fixture(scope="session")
def made(folder: Path) -> dict[str, Run]:
    """Runs of the studies of MADE."""
    runs = {}
    for name, subjects in MADE.items():
        study = study_of(name)
        write_tables(simulate(study, seed=1, subjects=subjects), folder / f"{name}-data")
        runs[name] = run(shortened(study), folder / f"{name}-data", folder / name)
    return runs


@pytest.fixture(params=[*MADE, "NCT07100236", "NCT07120750"])
def finished(request: pytest.FixtureRequest) -> tuple[str, Run]:
    """A study and its run."""
    name: str = request.param
    if name in MADE:
        return name, request.getfixturevalue("made")[name]
    shared = {"NCT07100236": "subtype_run", "NCT07120750": "overlay_run"}[name]
    return name, request.getfixturevalue(shared)


@cache
def frames(folder: Path) -> dict[str, pl.DataFrame]:
    """The analysis data of a run."""
    return {name: pl.read_parquet(folder / "adam" / f"{name}.parquet") for name in (*FRAMES, "not_derived")}


def test_the_run_has_groups_results_and_a_report(finished: tuple[str, Run]) -> None:
    name, done = finished
    groups = {arm: count for arm, count in done.groups().items() if arm}
    assert set(groups) <= set(study_of(name).arms)
    assert sum(groups.values()) >= 0.8 * done.flow.assessed
    assert json.loads((done.folder / "results.json").read_text(encoding="utf-8"))
    report = (done.folder / "report.html").read_text(encoding="utf-8")
    assert all(study_of(name).arms[arm].label.en in report for arm in groups)


def test_every_endpoint_has_data(finished: tuple[str, Run]) -> None:
    name, done = finished
    found = frames(done.folder)
    assert found["not_derived"].is_empty()
    for key, endpoint in study_of(name).endpoints.items():
        usable = [
            found[frame].filter((pl.col("PARAM") == endpoint.label.en) & (pl.col("ANL01FL") == "Y")).height
            for frame in FRAMES
        ]
        assert sum(usable), key


@pytest.mark.parametrize("name", ["NCT07363356", "ChiCTR2600120525"])
def test_every_group_has_evidence_and_names_its_records(name: str, made: dict[str, Run]) -> None:
    table = pl.read_parquet(made[name].folder / "assignment.parquet").filter(pl.col("ARM").is_not_null())
    assert (table["EVIDENCE"] != "").all()
    assert table["SRCREF"].str.starts_with(f"simulated:{name}#seed=1;subject=").all()
