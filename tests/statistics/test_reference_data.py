"""Real cohorts against the values R gave for them (survival_reference_R.csv, and tests/oracles/public.csv)."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.reference_data import reference as reference_file

from hepatica.statistics import (
    StatisticsError,
    cox,
    cumulative_incidence,
    kaplan_meier,
    log_rank,
    proportional_hazards,
    restricted_mean,
)

pytestmark = pytest.mark.real_data

# the reference prints 15 digits, and 8 in the column `extra`; R's Cox fits there stop at eps 1e-9
PRINTED = {"rtol": 1e-12, "atol": 1e-13}
SHORT = {"rtol": 1e-7, "atol": 1e-9}
ITERATED = {"rtol": 1e-6, "atol": 1e-7}


def column(rows, name, kind=float):
    return np.array([kind(row[name]) for row in rows])


def complete(rows, *names):
    return [row for row in rows if all(row[name] not in ("", "NA") for name in names)]


def pilot(clinical):
    packed = reference_file("clinical", "cdisc", "datasetjson", "adam", "adtte.json.gz").read_bytes()
    table = json.loads(gzip.decompress(packed))
    names = [c["name"] for c in table["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in table["rows"]]
    return column(rows, "AVAL"), 1 - column(rows, "CNSR"), column(rows, "TRTP", str)


def tcga(clinical, endpoint, by):
    rows = complete(clinical("cohorts/tcga_lihc_cdr.csv.gz"), endpoint, f"{endpoint}.time")
    if by == "gender":
        groups = column(rows, "gender", str)
    else:
        stages = column(rows, "ajcc_pathologic_tumor_stage", str)
        groups = np.array([s.removeprefix("Stage ").rstrip("ABC") for s in stages])
        rows = [row for row, g in zip(rows, groups, strict=True) if g]
        groups = groups[groups != ""]
    return column(rows, f"{endpoint}.time"), column(rows, endpoint), groups


def of_package(clinical, name, time, group, events, where=lambda row: True):
    rows = [r for r in complete(clinical(f"cohorts/survival_{name}.csv.gz"), time, "status", group) if where(r)]
    return column(rows, time), np.isin(column(rows, "status"), events), column(rows, group, str)


def data_of(analysis, clinical):
    """Time, event and group of an analysis in the reference file."""
    if analysis.startswith("tcga"):
        _, _, endpoint, _, by = analysis.split("_")
        return tcga(clinical, endpoint, by)
    match analysis:
        case "cdiscpilot_adtte_TTDE_by_TRTP":
            return pilot(clinical)
        case "pbc_OS_death_by_trt":
            return of_package(clinical, "pbc", "time", "trt", [2])
        case "pbc_OS_death_by_stage":
            return of_package(clinical, "pbc", "time", "stage", [2])
        case "colon_recurrence_by_rx":
            return of_package(clinical, "colon", "time", "rx", [1], lambda row: row["etype"] == "1")
        case "colon_death_by_rx":
            return of_package(clinical, "colon", "time", "rx", [1], lambda row: row["etype"] == "2")
        case "lung_by_sex":
            return of_package(clinical, "lung", "time", "sex", [2])
        case "veteran_by_trt":
            return of_package(clinical, "veteran", "time", "trt", [1])
        case "udca1_by_trt":
            return of_package(clinical, "udca1", "futime", "trt", [1])
    raise AssertionError(analysis)


ANALYSES = [
    "cdiscpilot_adtte_TTDE_by_TRTP",
    "pbc_OS_death_by_trt",
    "pbc_OS_death_by_stage",
    "colon_recurrence_by_rx",
    "colon_death_by_rx",
    "lung_by_sex",
    "veteran_by_trt",
    "udca1_by_trt",
    *(f"tcga_lihc_{endpoint}_by_{by}" for endpoint in ("OS", "PFI", "DFI", "DSS") for by in ("gender", "stage")),
]


def reference(clinical, analysis):
    rows = clinical("cohorts/survival_reference_R.csv")
    return [row for row in rows if row["analysis"] == analysis]


def number(text):
    return float(text) if text else np.nan


def extra(row):
    return dict(part.split("=") for part in row["extra"].split(";"))


def in_groups(rows, data):
    time, event, group = data
    kept = np.isin(group, [row["group"] for row in rows if row["stat"] == "n_events"])
    return time[kept], event[kept], group[kept]


@pytest.mark.parametrize("analysis", ANALYSES)
def test_survival_at_times_medians_and_counts_are_those_of_r(clinical, analysis):
    rows = reference(clinical, analysis)
    time, event, group = in_groups(rows, data_of(analysis, clinical))
    for row in rows:
        own = group == row["group"]
        if row["stat"].startswith("surv_"):
            curve = kaplan_meier(time[own], event[own], conf_type=row["stat"][5:])
            more = extra(row)
            read = curve.at(float(more["t"]), extend=True)
            found = [read.survival[0], read.lower[0], read.upper[0]]
            assert_allclose(found, [number(row[c]) for c in ("value", "lower", "upper")], **PRINTED)
            assert_allclose([read.std_err[0], read.n_risk[0]], [float(more["se"]), float(more["n.risk"])], **SHORT)
        elif row["stat"].startswith("median_"):
            median = kaplan_meier(time[own], event[own], conf_type=row["stat"][7:]).median()
            found = [median.value, median.lower, median.upper]
            assert_allclose(found, [number(row[c]) for c in ("value", "lower", "upper")], **PRINTED)
        elif row["stat"] == "n_events":
            assert (event[own].sum(), own.sum()) == (int(row["value"]), int(extra(row)["n"]))


@pytest.mark.parametrize("analysis", ANALYSES)
def test_restricted_means_are_those_of_r(clinical, analysis):
    rows = [row for row in reference(clinical, analysis) if row["stat"] in ("rmst", "n_events")]
    time, event, group = in_groups(rows, data_of(analysis, clinical))
    for row in rows:
        if row["stat"] != "rmst":
            continue
        curve = kaplan_meier(time[group == row["group"]], event[group == row["group"]])
        horizon = float(extra(row)["tau"])
        if horizon > curve.times[-1] and curve.survival[-1] > 0:  # R draws the curve on where nothing is known
            with pytest.raises(StatisticsError, match="lies behind the last follow-up"):
                restricted_mean(curve, horizon)
            continue
        mean = restricted_mean(curve, horizon)
        assert_allclose(mean.value, float(row["value"]), **PRINTED)
        assert_allclose(mean.std_err, float(extra(row)["se"]), **SHORT)


@pytest.mark.parametrize("analysis", ANALYSES)
def test_log_rank_cox_and_proportional_hazards_are_those_of_r(clinical, analysis):
    rows = reference(clinical, analysis)
    time, event, group = in_groups(rows, data_of(analysis, clinical))
    groups = sorted(set(group))
    dummies = np.column_stack([group == g for g in groups[1:]]).astype(float)
    fits = {ties: cox(time, event, dummies, ties=ties) for ties in ("efron", "breslow")}
    for row in rows:
        value = number(row["value"])
        if row["stat"] in ("logrank_chisq", "peto_rho1_chisq"):
            found = log_rank(time, event, group, rho=0 if row["stat"] == "logrank_chisq" else 1)
            assert_allclose(found.chi_square, value, rtol=1e-10)
            assert found.df == int(extra(row)["df"])
        elif row["stat"].startswith("cox_loghr"):
            fit = fits[row["stat"].removeprefix("cox_loghr_")]
            k = groups.index(row["group"]) - 1
            limits = np.log([fit.lower[k], fit.upper[k]])
            assert_allclose(
                [fit.coefficients[k], *limits], [value, number(row["lower"]), number(row["upper"])], **ITERATED
            )
        elif row["stat"] == "cox_zph_global_chisq":
            assert_allclose(proportional_hazards(fits["efron"]).overall.statistic, value, **ITERATED)


def test_incidence_of_death_transplant_and_withdrawal_is_that_of_cmprsk(clinical):
    data = complete(clinical("cohorts/survival_transplant.csv.gz"), "futime", "event")
    codes = {"censored": 0, "death": 1, "ltx": 2, "withdraw": 3}
    found = cumulative_incidence(column(data, "futime"), [codes[row["event"]] for row in data])
    rows = reference(clinical, "transplant_competing_risks")
    assert len(rows) == 9
    for row in rows:
        read = found.at(float(extra(row)["t"]), codes[row["group"].removeprefix("1 ")])
        assert_allclose(read.incidence[0], float(row["value"]), **PRINTED)
        assert_allclose(read.std_err[0] ** 2, float(extra(row)["var"]), **SHORT)


def assert_like_r(fit, oracle, case):
    exact = {"rtol": 1e-8, "atol": 1e-9}
    assert_allclose([fit.n, fit.events], oracle("public", case, "n"))
    assert_allclose(fit.coefficients, oracle("public", case, "coefficients"), **exact)
    assert_allclose(fit.std_errors, oracle("public", case, "errors"), **exact)
    assert_allclose([fit.null_log_likelihood, fit.log_likelihood], oracle("public", case, "log_likelihood"), **exact)
    tests = (fit.likelihood_ratio, fit.wald, fit.score)
    assert_allclose([test.statistic for test in tests], oracle("public", case, "tests"), **exact)
    pairs = fit.concordance
    found = [pairs.concordant, pairs.discordant, pairs.tied, pairs.index]
    assert_allclose(found, oracle("public", case, "concordance"), **exact)
    tested = proportional_hazards(fit)
    found = [*(test.statistic for test in tested.tests), tested.overall.statistic]
    assert_allclose(found[: len(oracle("public", case, "zph.km"))], oracle("public", case, "zph.km"), **exact)


def matrix(rows, *names):
    return np.column_stack([column(rows, name) for name in names])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_cox_model_of_lung_cancer(clinical, oracle, ties):
    rows = complete(clinical("cohorts/survival_lung.csv.gz"), "age", "sex", "ph.ecog")
    fit = cox(column(rows, "time"), column(rows, "status") == 2, matrix(rows, "age", "sex", "ph.ecog"), ties=ties)
    assert_like_r(fit, oracle, "lung" if ties == "efron" else "lung breslow")


@pytest.mark.parametrize("stratified", [False, True])
def test_cox_model_of_the_veterans_trial(clinical, oracle, stratified):
    rows = clinical("cohorts/survival_veteran.csv.gz")
    strata = column(rows, "celltype", str) if stratified else None
    fit = cox(column(rows, "time"), column(rows, "status"), matrix(rows, "trt", "karno", "age"), strata=strata)
    assert_like_r(fit, oracle, "veteran strata" if stratified else "veteran")


def test_cox_model_of_the_colon_cancer_trial(clinical, oracle):
    rows = [row for row in clinical("cohorts/survival_colon.csv.gz") if row["etype"] == "2"]
    arm = column(rows, "rx", str)
    X = np.column_stack((matrix(rows, "age", "node4"), arm == "Lev", arm == "Lev+5FU"))
    assert_like_r(cox(column(rows, "time"), column(rows, "status"), X), oracle, "colon")


def test_cox_model_of_primary_biliary_cholangitis(clinical, oracle):
    names = ("age", "edema", "bili", "protime", "albumin")
    rows = complete(clinical("cohorts/survival_pbc.csv.gz"), *names)
    assert_like_r(cox(column(rows, "time"), column(rows, "status") == 2, matrix(rows, *names)), oracle, "pbc")


def test_cox_model_with_bilirubin_and_albumin_that_change_from_visit_to_visit(clinical, oracle):
    rows = clinical("cohorts/survival_pbcseq.csv.gz")
    subject, day = column(rows, "id"), column(rows, "day")
    last = np.append(subject[1:] != subject[:-1], True)
    stop = np.where(last, column(rows, "futime"), np.append(day[1:], np.nan))
    died, kept = last & (column(rows, "status") == 2), stop > day
    X = matrix(rows, "age", "bili", "albumin")
    assert_like_r(cox(stop[kept], died[kept], X[kept], entry=day[kept]), oracle, "pbcseq")
