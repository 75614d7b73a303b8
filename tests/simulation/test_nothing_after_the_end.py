"""Nobody is treated, seen or asked after the end of follow-up, and nobody stays unanswered for it."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.protocol import load_study
from hepatica.screening import screen
from hepatica.sdtm import Tables, facts
from hepatica.simulation import simulate
from hepatica.vocabulary import load


@pytest.fixture(scope="module", params=["NCT07100236", "NCT07120750"])
def tables(request: pytest.FixtureRequest) -> Tables:
    return simulate(load_study(request.param), seed=5, subjects=60)


def test_no_date_lies_after_the_last_contact(tables: Tables) -> None:
    last = tables["SS"].group_by("USUBJID").agg(last=pl.col("SSDTC").max())
    for code, frame in tables.domains.items():
        joined = frame.join(last, on="USUBJID")
        for name in frame.columns:
            if name.endswith("DTC"):
                late = joined.filter((pl.col(name) != "") & (pl.col(name) > pl.col("last")))
                assert late.is_empty(), (code, name, late.row(0, named=True))


def test_few_subjects_stay_unknown(tables: Tables) -> None:
    study = load_study(tables.study)
    screened = screen(study, facts(tables, load()), pl.DataFrame({"subject": tables.subjects}))
    # A-E1 looks 28 days beyond the last dose: of those who die or leave before, nobody can say that nothing happened.
    others = screened.with_columns(OPEN=pl.col("OPEN").str.replace("A-E1", "").str.strip_chars())
    assert others.filter((pl.col("STATUS") == "unknown") & (pl.col("OPEN") != "")).height <= 0.1 * screened.height
