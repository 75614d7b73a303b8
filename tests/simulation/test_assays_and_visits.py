"""What laboratories and visits add to simulated subjects: organoids, circulating tumour cells, liver function, molecules."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from tests.spec.subjects import study_of

from hepatica.assignment import assign
from hepatica.protocol.assignment import RankedWithFallback
from hepatica.protocol.simulation import AdverseEventRate, EventRate
from hepatica.sdtm import Tables, facts, validate
from hepatica.simulation import simulate
from hepatica.simulation.simulate import draw_person
from hepatica.vocabulary import load

SEED = 4
SIZE = {"NCT07363356": 80, "NCT04163237": 90, "NCT07100236": 40, "ChiCTR2600120525": 120}


@cache
def made(name: str) -> Tables:
    return simulate(study_of(name), seed=SEED, subjects=SIZE[name])


@cache
def groups(name: str) -> pl.DataFrame:
    data = made(name)
    subjects = pl.DataFrame({"subject": data.subjects})
    return assign(study_of(name), data, facts(data, load()), subjects).table


def drawn(name: str) -> list[str]:
    """The arms that were drawn, in the order of the subjects."""
    study = study_of(name)
    assert study.simulation is not None
    return [draw_person(number, study, study.simulation, SEED).arm for number in range(1, SIZE[name] + 1)]


@pytest.mark.parametrize("name", SIZE)
def test_the_data_pass_the_checks_that_real_data_must_pass(name: str) -> None:
    assert validate(made(name), load()) == []


def test_organoids_give_every_subject_the_arm_that_was_drawn() -> None:
    assert groups("NCT07363356").sort("USUBJID")["ARM"].to_list() == drawn("NCT07363356")


def test_the_ways_to_have_no_result_in_time_have_their_shares() -> None:
    empirical = groups("NCT07363356").filter(pl.col("ARM") == "EMPIRICAL")
    failed = empirical["EVIDENCE"].str.contains("Organoid culture: failed").mean()
    late = empirical["EVIDENCE"].str.contains("reported: pass").mean()
    assert failed == pytest.approx(0.5, abs=0.2)
    assert late == pytest.approx(0.25, abs=0.15)


def test_the_recommended_drugs_are_those_that_rank_first_and_are_given_as_a_rule() -> None:
    data = made("NCT07363356")
    best = data["BS"].filter(pl.col("BSTESTCD") == "DSTBEST").select("USUBJID", best="BSSTRESC")
    ranked = groups("NCT07363356").filter(pl.col("ARM") == "ODST").join(best, on="USUBJID")
    known = ranked.filter(pl.col("DRUGS").is_not_null())
    assert known.height >= 0.8 * ranked.height
    assert known["DRUGS"].to_list() == known["best"].to_list()
    doses = data["EC"].filter(pl.col("ECCAT") == "STUDY TREATMENT").group_by("USUBJID").agg(given="ECDECOD")
    given = ranked.join(doses, on="USUBJID").with_columns(
        same=pl.col("given").list.sort() == pl.col("best").str.split("|").list.sort()
    )
    assert given["same"].mean() == pytest.approx(0.9, abs=0.1)
    assert set(given.filter(~pl.col("same"))["given"].explode()) <= {"lenvatinib"}


def test_every_score_of_a_drug_test_names_its_drugs() -> None:
    scores = made("NCT07363356")["BS"].filter(pl.col("BSTESTCD").is_in(["IC50", "DRAUC", "DRR2"]))
    study = study_of("NCT07363356")
    assert isinstance(study.assignment, RankedWithFallback)
    assert set(scores["BSTSTDTL"]) == set(study.assignment.candidates)


def test_nobody_is_treated_before_the_month_of_the_organoids_is_over() -> None:
    data = made("NCT07363356")
    resected = data["PR"].filter(pl.col("PRCAT") == "SURGERY").select("USUBJID", day=pl.col("PRSTDTC").str.to_date())
    first = data["EC"].group_by("USUBJID").agg(dose=pl.col("ECSTDTC").str.to_date().min())
    both = resected.join(first, on="USUBJID")
    assert both.height
    assert (both["dose"] >= both["day"].dt.offset_by("1mo")).all()


def test_circulating_tumour_cells_are_there_as_often_as_the_study_expects() -> None:
    study, cells = study_of("NCT04163237"), made("NCT04163237")["CP"]
    assert study.simulation is not None
    shares = study.simulation.proportions
    surgery = made("NCT04163237")["PR"].filter(pl.col("PRCAT") == "SURGERY")
    days = surgery.group_by("USUBJID").agg(day=pl.col("PRSTDTC").str.to_date().max())
    dated = cells.filter(pl.col("CPTESTCD") == "CTCPOS").join(days, on="USUBJID")
    dated = dated.with_columns(after=(pl.col("CPDTC").str.to_date() - pl.col("day")).dt.total_days())
    for key, low, high in (
        ("ctc_positive_before", -20, 0),
        ("ctc_positive_day_7", 5, 9),
        ("ctc_positive_month_12", 351, 379),
    ):
        moment = dated.filter(pl.col("after").is_between(low, high))
        expected = sum(rate.value for rate in shares[key].values()) / len(shares[key])
        assert moment.height > 60
        assert (moment["CPSTRESC"] == "Y").mean() == pytest.approx(expected, abs=0.12), key


def test_where_no_cells_are_found_the_count_is_nought_and_nothing_was_amplified() -> None:
    cells = made("NCT04163237")["CP"]
    absent = cells.filter((pl.col("CPTESTCD") == "CTCPOS") & (pl.col("CPSTRESC") == "N")).select("USUBJID", "CPDTC")
    counts = cells.filter(pl.col("CPTESTCD") == "CTC").join(absent, on=["USUBJID", "CPDTC"], how="semi")
    assert counts.height > 100
    assert set(counts["CPORRES"]) == {"0"}
    assert cells.filter(pl.col("CPTESTCD") == "CTCCT").join(absent, on=["USUBJID", "CPDTC"], how="semi").is_empty()


def test_liver_function_is_assessed_within_two_weeks_of_progression() -> None:
    data = made("NCT07100236")
    progressed = (
        data["CE"].filter(pl.col("CECAT") == "PROGRESSION").select("USUBJID", day=pl.col("CESTDTC").str.to_date())
    )
    scores = data["RS"].filter((pl.col("RSTESTCD") == "CPSCORE") & pl.col("VISIT").str.contains("at progression"))
    both = progressed.join(scores, on="USUBJID", how="left").with_columns(
        later=(pl.col("RSDTC").str.to_date() - pl.col("day")).dt.total_days()
    )
    assert both["later"].drop_nulls().is_between(0, 14).all()
    assert both["later"].is_not_null().mean() >= 0.8


def test_nobody_dies_twice_and_deaths_are_as_frequent_as_published() -> None:
    deaths = made("ChiCTR2600120525")["DS"].filter(pl.col("DSDECOD") == "DEATH")
    assert deaths["USUBJID"].is_unique().all()
    assert deaths.height / SIZE["ChiCTR2600120525"] == pytest.approx(0.246 * 0.95, abs=0.08)


def test_nobody_is_recorded_as_dead_who_did_not_die() -> None:
    data = made("ChiCTR2600120525")
    assert set(data["SS"]["SSSTRESC"].unique()) <= {"ALIVE", ""}


def test_each_gene_and_metabolite_is_a_row_and_the_stratum_is_that_of_the_score() -> None:
    data = made("ChiCTR2600120525")
    genes = data["GF"].group_by("USUBJID").agg("GFSYM")
    assert {tuple(sorted(each)) for each in genes["GFSYM"]} == {("CD274", "CD8A", "CTNNB1", "GPC3", "VEGFA")}
    assert data["LB"].filter(pl.col("LBTESTCD") == "METAB")["LBTSTDTL"].n_unique() == 4
    model = (
        data["FA"]
        .filter(pl.col("FATESTCD").is_in(["MODSCORE", "MODSTRAT"]))
        .pivot("FATESTCD", index="USUBJID", values=pl.selectors.by_name("FAORRES", "FASTRESC"))
    )
    both = model.filter(pl.col("FAORRES_MODSCORE").is_not_null() & pl.col("FASTRESC_MODSTRAT").is_not_null())
    value = pl.col("FAORRES_MODSCORE").cast(pl.Float64)
    said = (
        pl.when(value < 1 / 3)
        .then(pl.lit("low"))
        .when(value < 2 / 3)
        .then(pl.lit("intermediate"))
        .otherwise(pl.lit("high"))
    )
    assert both.height > 100
    assert both.select((said == pl.col("FASTRESC_MODSTRAT")).all()).item()


def test_a_sum_of_diameters_shrinks_in_those_who_respond() -> None:
    data = made("ChiCTR2600120525")
    said = data["RS"].filter(pl.col("RSTESTCD") == "OVRLRESP").select("USUBJID", day="RSDTC", response="RSSTRESC")
    sums = (
        data["TR"]
        .filter(pl.col("TRTESTCD") == "SUMDIAM")
        .select("USUBJID", day="TRDTC", size=pl.col("TRORRES").cast(float))
    )
    mean = dict(said.join(sums, on=["USUBJID", "day"]).group_by("response").agg(pl.col("size").mean()).iter_rows())
    assert mean["CR"] < mean["PR"] < mean["SD"] < mean["PD"]


# ---------------------------------------------------------------- events that are certain


def test_an_event_of_probability_1_happens_to_everyone_by_its_time() -> None:
    study = study_of("NCT07120750")
    assert study.simulation is not None
    certain = EventRate.model_validate({"reference": "NA", "probability": 1, "by": "12 mo"})
    plan = study.simulation.model_copy(update={"events": {"death": certain}, "dropout": None})
    data = simulate(study.model_copy(update={"simulation": plan}), seed=1, subjects=20)
    assert data["DS"].filter(pl.col("DSDECOD") == "DEATH")["USUBJID"].n_unique() == 20


def test_an_adverse_event_of_probability_1_happens_to_everyone_once() -> None:
    study = study_of("NCT07120750")
    assert study.simulation is not None
    assert study.simulation.adverse_events is not None
    certain = AdverseEventRate.model_validate({"probability": {"NA": 1, "NA_PEGIFN": 1}, "grades": {1: 1}})
    events = study.simulation.adverse_events.model_copy(update={"terms": {"Fatigue": certain}})
    nobody_leaves = {"adverse_events": events, "events": {}, "dropout": None}
    plan = study.simulation.model_copy(update=nobody_leaves)
    data = simulate(study.model_copy(update={"simulation": plan}), seed=1, subjects=20)
    assert data["AE"].group_by("USUBJID").len()["len"].to_list() == [1] * 20
