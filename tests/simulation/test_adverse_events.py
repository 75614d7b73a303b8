"""Simulated adverse events: as many as the study's own file says, in the arm that has them, and beside everything else."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import grade_events, terms
from hepatica.protocol import Study, load_study
from hepatica.protocol.simulation import AdverseEvents
from hepatica.sdtm import Tables, validate
from hepatica.simulation import simulate
from hepatica.vocabulary import load

STUDIES = ("NCT07120750", "NCT07363356", "ChiCTR2600120525")


@cache
def study(name: str) -> Study:
    return load_study(name)


@cache
def made(name: str) -> Tables:
    return simulate(study(name), seed=5, subjects=120)


def planned(name: str) -> AdverseEvents:
    plan = study(name).simulation
    assert plan is not None
    assert plan.adverse_events is not None
    return plan.adverse_events


def implied(events: AdverseEvents, arm: str, least: int, *, serious: bool = False) -> float:
    """The share of subjects with at least one event of that grade or over by the end of the span: 1 - exp(-sum of hazards)."""
    total = 0.0
    for each in events.terms.values():
        chance = each.probability.get(arm)
        for grade, share in each.grades.items():
            weight = (each.serious[grade].value if grade in each.serious else 0.0) if serious else float(grade >= least)
            total -= math.log1p(-chance.value) * share.value * weight if chance else 0.0
    return 1 - math.exp(-total)


@pytest.mark.parametrize(
    ("name", "endpoint", "least", "serious"),
    [
        ("NCT07120750", "adverse_events", 2, False),
        ("NCT07120750", "serious_adverse_events", 1, True),
        ("ChiCTR2600120525", "biopsy_adverse_events", 1, False),
    ],
)
def test_the_rates_by_term_give_the_shares_that_the_study_expects(
    name: str, endpoint: str, least: int, serious: bool
) -> None:
    plan = study(name).simulation
    assert plan is not None
    for arm, share in plan.proportions[endpoint].items():
        assert implied(planned(name), arm, least, serious=serious) == pytest.approx(share.value, abs=0.005)


@pytest.mark.parametrize("name", STUDIES)
def test_every_rate_is_assumed_and_every_term_and_grade_is_one_of_ctcae(name: str) -> None:
    events = planned(name)
    assert "simulation.adverse_events" in study(name).assumed
    rates = [rate for each in events.terms.values() for rate in (*each.probability.values(), *each.grades.values())]
    assert {rate.source for rate in [*rates, *events.related.values()]} == {"assumed"}
    assert set(events.terms) <= set(terms()["term"])
    rows = [{"AETERM": term, "AETOXGR": grade} for term, each in events.terms.items() for grade in each.grades]
    assert grade_events(pl.DataFrame(rows))["problem"].null_count() == len(rows)


@pytest.mark.parametrize("name", STUDIES)
def test_simulated_events_pass_the_checks_that_real_data_must_pass(name: str) -> None:
    tables = made(name)
    assert tables["AE"].height > 0
    assert validate(tables, load()) == []
    assert grade_events(tables["AE"])["problem"].null_count() == tables["AE"].height


def test_without_adverse_events_all_other_domains_are_the_same() -> None:
    whole = study("NCT07120750")
    plan = whole.simulation
    assert plan is not None
    calm = whole.model_copy(update={"simulation": plan.model_copy(update={"adverse_events": None})})
    tables = simulate(calm, seed=5, subjects=20)
    assert "AE" not in tables.domains
    for code in tables.domains:
        whole_domain = made("NCT07120750")[code].filter(pl.col("USUBJID").is_in(tables.subjects))
        assert tables[code].equals(whole_domain.select(tables[code].columns)), code


def test_events_of_a_biopsy_begin_within_two_weeks_of_it() -> None:
    tables = made("ChiCTR2600120525")
    biopsies = tables["PR"].filter((pl.col("PRCAT") == "BIOPSY") & (pl.col("PRSTDTC") != ""))
    first = biopsies.group_by("USUBJID").agg(biopsy=pl.col("PRSTDTC").str.to_date().max())
    days = tables["AE"].join(first, on="USUBJID").select(pl.col("AESTDTC").str.to_date() - pl.col("biopsy"))
    assert days.to_series().dt.total_days().is_between(0, 14).all()


def test_nothing_ends_after_follow_up_and_nothing_ends_before_it_begins() -> None:
    tables = made("NCT07120750")
    last = tables["SS"].group_by("USUBJID").agg(last=pl.col("SSDTC").max())
    events = tables["AE"].join(last, on="USUBJID")
    ended = events.filter(pl.col("AEENDTC") != "")
    assert (ended["AEENDTC"] <= ended["last"]).all()
    assert (ended["AEENDTC"] >= ended["AESTDTC"]).all()
    assert (events.filter(pl.col("AEENDTC") == "")["AEOUT"] == "NOT RECOVERED/NOT RESOLVED").all()


def test_interferon_lowers_neutrophils_in_its_own_arm() -> None:
    tables = simulate(study("NCT07120750"), seed=5, subjects=120)
    peg = tables["CM"].filter((pl.col("CMDECOD") == "peginterferon_alfa_2b") & (pl.col("CMOCCUR") == "Y"))["USUBJID"]
    low = tables["AE"].filter(pl.col("AEDECOD") == "Neutrophil count decreased")["USUBJID"].unique()
    share = low.is_in(peg.implode()).sum() / max(low.len(), 1)
    assert low.len() > 5
    assert share > 0.8


def test_shares_of_grades_that_are_not_a_whole_are_refused() -> None:
    with pytest.raises(ValueError, match=r"add up to 0.9, not to 1"):
        AdverseEvents.model_validate(
            {"from": "consent", "by": "1 a", "terms": {"Fever": {"probability": {}, "grades": {1: 0.9}}}}
        )


def test_a_rate_of_an_arm_that_the_study_has_not_is_refused(tmp_path: Path) -> None:
    own = study("NCT07120750").file
    assert own is not None
    text = Path(own).read_text(encoding="utf-8")
    line = "probability: {NA: 0.10, NA_PEGIFN: 0.26}"
    assert line in text
    (tmp_path / "study.yaml").write_text(text.replace(line, "probability: {PLACEBO: 0.10}"), encoding="utf-8")
    with pytest.raises(HepaticaError, match="PLACEBO"):
        load_study(str(tmp_path / "study.yaml"))
