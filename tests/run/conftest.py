"""Runs of small simulated studies, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.protocol import load_study
from hepatica.run import Run, run
from hepatica.sdtm import write_tables
from hepatica.simulation import simulate

OVERLAY = """\
extends: NCT07120750
study: SMALL
title: {en: A small version, zh: 小型版本}
eligibility:
  inclusion:
    D-I1: {rule: age between 18 and 60 a}
  exclusion:
    D-E12: null
analyses:
  - {id: main, endpoint: recurrence, population: eligible, by: arm, methods: [kaplan_meier, log_rank], reference: NA,
     role: primary}
  - {id: strict, endpoint: recurrence, population: eligible, by: arm, methods: [log_rank], reference: NA,
     role: sensitivity, sensitivity_of: main}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where data and runs of this session lie."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def subtype_data(folder: Path) -> Path:
    """80 subjects of NCT07100236."""
    write_tables(simulate(load_study("NCT07100236"), seed=1, subjects=80), folder / "subtype")
    return folder / "subtype"


@pytest.fixture(scope="session")
def subtype_run(folder: Path, subtype_data: Path) -> Run:
    """NCT07100236 run with a classifier learnt from the data."""
    return run("NCT07100236", subtype_data, folder / "learnt")


@pytest.fixture(scope="session")
def overlay(folder: Path) -> Path:
    """A study that extends NCT07120750, with narrower ages, one criterion less and two analyses."""
    (folder / "small.yaml").write_text(OVERLAY, encoding="utf-8")
    return folder / "small.yaml"


@pytest.fixture(scope="session")
def overlay_data(folder: Path, overlay: Path) -> Path:
    """40 subjects of the study that is extended."""
    write_tables(simulate(load_study("NCT07120750"), seed=2, subjects=40), folder / "base")
    return folder / "base"


@pytest.fixture(scope="session")
def overlay_run(folder: Path, overlay: Path, overlay_data: Path) -> Run:
    """The overlay run with its own populations."""
    return run(overlay, overlay_data, folder / "own")
