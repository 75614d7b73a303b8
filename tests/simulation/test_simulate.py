"""Simulated data are what the study's own file says, marked as simulated, and the same under one seed."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.protocol import Study, load_study
from hepatica.screening import screen
from hepatica.sdtm import Tables, facts, validate
from hepatica.simulation import simulate
from hepatica.vocabulary import load


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study("NCT07120750")


@pytest.fixture(scope="module")
def tables(study: Study) -> Tables:
    return simulate(study, seed=3, subjects=150)


@pytest.fixture(scope="module")
def screened(study: Study, tables: Tables) -> pl.DataFrame:
    subjects = pl.DataFrame({"subject": tables.subjects})
    return screen(study, facts(tables, load()), subjects)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(study: Study, tables: Tables) -> None:
    again = simulate(study, seed=3, subjects=150)
    assert all(again[code].equals(tables[code]) for code in tables.domains)
    assert not simulate(study, seed=4, subjects=150)["DM"].equals(tables["DM"])


def test_a_subject_is_the_same_whoever_comes_after(study: Study, tables: Tables) -> None:
    fewer = simulate(study, seed=3, subjects=20)
    for code in fewer.domains:
        kept = tables[code].filter(pl.col("USUBJID").is_in(fewer.subjects))
        assert fewer[code].equals(kept.select(fewer[code].columns)), code


def test_every_row_says_that_it_is_simulated(tables: Tables) -> None:
    assert tables.simulated
    assert tables.seed == 3
    for code in tables.domains:
        assert tables[code]["SRCREF"].str.starts_with("simulated:NCT07120750#seed=3;subject=").all(), code


def test_the_data_pass_the_checks_that_real_data_must_pass(tables: Tables) -> None:
    assert validate(tables, load()) == []


def test_most_subjects_are_eligible_and_the_stated_share_breaks_a_criterion(screened: pl.DataFrame) -> None:
    counts = dict(screened["STATUS"].value_counts().iter_rows())
    assert 0.8 <= counts["eligible"] / screened.height <= 0.97
    assert 0.03 <= counts["not eligible"] / screened.height <= 0.2


def test_only_a_broken_criterion_can_be_left_open(screened: pl.DataFrame) -> None:
    left_open = screened.filter(pl.col("OPEN") != "")
    assert left_open.height <= 0.02 * screened.height
    assert (left_open["OPEN"].str.count_matches(" ") == 0).all()


def test_visits_are_missed_and_late_at_about_the_stated_rates(study: Study, tables: Tables) -> None:
    imaging = tables["PR"].filter(pl.col("PRCAT") == "IMAGING")
    gone = tables["DS"].filter(pl.col("DSDECOD").is_in(["DEATH", "LOST TO FOLLOW-UP"]))
    kept = imaging.join(gone, on="USUBJID", how="anti").group_by("USUBJID").len()["len"]
    planned = 13
    assert kept.max() <= planned
    assert 0.92 <= kept.mean() / planned <= 0.98


def test_results_below_the_assay_limit_are_printed_as_the_assay_prints_them(tables: Tables) -> None:
    below = tables["MB"].filter(pl.col("MBORRES").str.starts_with("<"))
    assert set(below["MBORRES"].unique()) <= {"<0.05", "<10"}
    assert below.height > 0


def test_nothing_is_recorded_after_death(tables: Tables) -> None:
    deaths = tables["DS"].filter(pl.col("DSDECOD") == "DEATH").select("USUBJID", death="DSSTDTC")
    assert deaths.height > 0
    for code in tables.domains:
        dates = [name for name in (f"{code}DTC", f"{code}STDTC") if name in tables[code].columns]
        for name in dates:
            late = tables[code].join(deaths, on="USUBJID").filter(pl.col(name) > pl.col("death"))
            assert late.height == 0, (code, name)


def test_a_study_without_a_simulation_section_says_so(study: Study) -> None:
    bare = study.model_copy(update={"simulation": None})
    with pytest.raises(HepaticaError, match="no section «simulation»"):
        simulate(bare)


def test_no_subjects_is_refused(study: Study) -> None:
    with pytest.raises(HepaticaError, match="0 subjects"):
        simulate(study, subjects=0)
