"""Results of analyses: the numbers are those of the statistics, named, counted and explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.analysis import SCHEMA, analyse
from hepatica.errors import HepaticaError
from hepatica.protocol.study import Study
from hepatica.statistics import cox, cumulative_incidence, kaplan_meier, log_rank, proportion

StudyWith = Callable[..., Study]
Adam = dict[str, pl.DataFrame]

BY_ARM = {"endpoint": "os", "by": "arm", "methods": ["kaplan_meier", "log_rank", "cox"], "reference": "NA"}


def value(results: pl.DataFrame, name: str) -> dict[str, Any]:
    """The one result of this name."""
    return results.row(by_predicate=pl.col("result_id") == name, named=True)


def of(adam: Adam, parameter: str = "OS") -> pl.DataFrame:
    return (
        adam["adtte"]
        .filter(pl.col("PARAMCD") == parameter)
        .join(adam["adsl"].select("USUBJID", "TRT01A", "AGE", "bclc", "hbsag_quantitative"), on="USUBJID", suffix="_SL")
    )


def test_the_table_has_the_agreed_columns_and_unique_names(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(study_with(BY_ARM), adam)
    assert dict(results.schema) == SCHEMA
    assert results["result_id"].is_unique().all()
    assert not results["simulated"].any()
    assert analyse(study_with(BY_ARM), adam, simulated=True)["simulated"].all()


def test_curve_median_and_limits_are_kaplan_and_meiers(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(study_with({**BY_ARM, "conf_type": "log-log"}), adam)
    rows = of(adam).filter(pl.col("TRT01A_SL") == "NA")
    curve = kaplan_meier(rows["AVAL"].to_numpy(), (rows["CNSR"] == 0).to_numpy(), conf_type="log-log")
    found = value(results, "os.by_arm.kaplan_meier.median.NA")
    median = curve.median()
    assert (found["value"], found["low"], found["high"]) == (median.value, median.lower, median.upper)
    assert (found["unit"], found["level"], found["n"], found["events"]) == ("days", 0.95, curve.n, curve.events)
    points = results.filter(
        (pl.col("statistic") == "survival") & (pl.col("group") == "NA") & pl.col("n_risk").is_not_null()
    )
    assert points["time"].to_list() == curve.times.tolist()
    assert points["value"].to_list() == curve.survival.tolist()
    assert points["n_risk"].to_list() == curve.n_risk.tolist()
    assert points["events"].to_list() == curve.n_event.tolist()
    year = value(results, "os.by_arm.kaplan_meier.survival.NA@365.25")
    assert year["value"] == curve.at([365.25]).survival[0]
    assert year["n_risk"] is None


def test_log_rank_over_all_groups(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(study_with(BY_ARM), adam)
    rows = of(adam)
    test = log_rank(rows["AVAL"].to_numpy(), (rows["CNSR"] == 0).to_numpy(), rows["TRT01A_SL"].to_list())
    assert value(results, "os.by_arm.log_rank.chi_square")["value"] == pytest.approx(test.chi_square, rel=1e-12)
    assert value(results, "os.by_arm.log_rank.df")["value"] == 1
    assert value(results, "os.by_arm.log_rank.p")["value"] == pytest.approx(test.p_value, rel=1e-12)


def test_cox_compares_the_groups_with_the_stated_reference(study_with: StudyWith, adam: Adam) -> None:
    rows = of(adam)
    for reference, other in (("NA", "NA_PEGIFN"), ("NA_PEGIFN", "NA")):
        results = analyse(study_with({**BY_ARM, "reference": reference}), adam)
        fit = cox(rows["AVAL"], rows["CNSR"] == 0, (rows["TRT01A_SL"] == other).cast(pl.Float64))
        found = value(results, f"os.by_arm.cox.hr.{other}:{reference}")
        assert found["value"] == pytest.approx(fit.hazard_ratios[0], rel=1e-12)
        assert (found["low"], found["high"]) == pytest.approx((fit.lower[0], fit.upper[0]), rel=1e-12)
        assert (found["group"], found["reference"], found["term"]) == (other, reference, "arm")
        assert found["value"] > 1 if other == "NA" else found["value"] < 1


def test_an_adjusted_model_takes_logarithms_and_expands_categories(study_with: StudyWith, adam: Adam) -> None:
    adjusted = {
        "id": "os.adjusted",
        "endpoint": "os",
        "model": "cox",
        "terms": ["arm", "age", "bclc", "log10(hbsag_quantitative)"],
        "reference": "NA",
    }
    results = analyse(study_with(adjusted), adam)
    rows = of(adam)
    X = np.column_stack(
        [rows["TRT01A_SL"] == "NA_PEGIFN", rows["AGE"], rows["bclc"] == "A", np.log10(rows["hbsag_quantitative"])]
    ).astype(float)
    fit = cox(rows["AVAL"], rows["CNSR"] == 0, X)
    names = ["arm.NA_PEGIFN:NA", "age", "bclc.A:0", "log10(hbsag_quantitative)"]
    for name, ratio, p in zip(names, fit.hazard_ratios, fit.p_values, strict=True):
        assert value(results, f"os.adjusted.cox.hr.{name}")["value"] == pytest.approx(ratio, rel=1e-9)
        assert value(results, f"os.adjusted.cox.p.{name}")["value"] == pytest.approx(p, rel=1e-9)


def test_subjects_without_a_covariate_are_counted_as_left_out(study_with: StudyWith, adam: Adam) -> None:
    gaps = pl.when(pl.col("USUBJID") < "S004").then(None).when(pl.col("USUBJID") == "S004").then(0.0)
    adsl = adam["adsl"].with_columns(hbsag_quantitative=gaps.otherwise("hbsag_quantitative"))
    adjusted = {"id": "m", "endpoint": "os", "model": "cox", "terms": ["age", "log10(hbsag_quantitative)"]}
    results = analyse(study_with(adjusted), {**adam, "adsl": adsl})
    out = results.filter(pl.col("method") == "exclusions").select("term", "value").rows()
    assert sorted(out) == [("hbsag_quantitative has no logarithm", 1.0), ("no value of hbsag_quantitative", 4.0)]
    assert value(results, "m.cox.hr.age")["n"] == 195


def test_delayed_entry_reaches_the_statistics(study_with: StudyWith, adam: Adam) -> None:
    entry = pl.when(pl.col("AVAL") > 28).then(28).otherwise(0)
    late = {**adam, "adtte": adam["adtte"].with_columns(ENTRY=entry.cast(pl.Int64))}
    results = analyse(study_with(BY_ARM), late)
    rows = of(late)
    fit = cox(rows["AVAL"], rows["CNSR"] == 0, (rows["TRT01A_SL"] == "NA_PEGIFN").cast(pl.Float64), entry=rows["ENTRY"])
    assert value(results, "os.by_arm.cox.hr.NA_PEGIFN:NA")["value"] == pytest.approx(fit.hazard_ratios[0], rel=1e-12)


def test_a_curve_of_late_entrants_says_so(study_with: StudyWith, adam: Adam) -> None:
    entry = pl.when(pl.col("AVAL") > 28).then(28).otherwise(0)
    late = {**adam, "adtte": adam["adtte"].with_columns(ENTRY=entry.cast(pl.Int64))}
    name = "os.by_arm.kaplan_meier.median.NA"
    assert "enter late" in value(analyse(study_with(BY_ARM), late), name)["note"]
    assert value(analyse(study_with(BY_ARM), adam), name)["note"] == ""


def test_the_restricted_mean_ends_where_the_shortest_follow_up_does(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(study_with({"endpoint": "os", "by": "arm", "methods": ["restricted_mean"]}), adam)
    found = results.filter(pl.col("statistic") == "rmst")
    rows = of(adam).group_by("TRT01A_SL").agg(pl.col("AVAL").max())
    assert found["time"].unique().to_list() == [min(rows["AVAL"].to_list())]
    assert (found["value"] < found["time"]).all()


def test_competing_events_have_an_incidence_of_their_own(study_with: StudyWith, adam: Adam) -> None:
    both = {"endpoint": "recurrence", "by": "arm", "methods": ["kaplan_meier", "cumulative_incidence"]}
    results = analyse(study_with(both), adam)
    rows = of(adam, "RECURREN").filter(pl.col("TRT01A_SL") == "NA")
    found = cumulative_incidence(rows["AVAL"], rows["CNSR"].replace_strict({0: 1, 2: 2, 1: 0}))
    for code, cause in ((1, "recurrence"), (2, "death")):
        name = f"recurrence.by_arm.cif.{cause}.NA@365.25"
        assert value(results, name)["value"] == found.at([365.25], code).incidence[0]
    counts = value(results, "recurrence.by_arm.kaplan_meier.competing_events.NA")
    assert counts["value"] == (rows["CNSR"] == 2).sum()
    assert "competing events are censored here" in value(results, "recurrence.by_arm.kaplan_meier.median.NA")["note"]


def test_proportions_leave_unknown_answers_out_and_count_them(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(
        study_with({"endpoint": "loss", "by": "arm", "methods": ["proportion", "chi_square", "fisher"]}), adam
    )
    rows = adam["adbin"].drop("TRT01A").join(adam["adsl"].select("USUBJID", "TRT01A"), on="USUBJID")
    known = rows.filter((pl.col("AVALC") != "") & (pl.col("TRT01A") == "NA"))
    share = proportion(int((known["AVALC"] == "Y").sum()), known.height)
    found = value(results, "loss.by_arm.proportion.NA")
    assert (found["value"], found["low"], found["high"]) == (share.value, share.lower, share.upper)
    assert results.filter(pl.col("method") == "exclusions")["value"].sum() == 10
    assert 0 < value(results, "loss.by_arm.fisher.p")["value"] <= 1
    assert value(results, "loss.by_arm.chi_square.df")["value"] == 1


def test_who_is_left_out_is_counted_with_the_reason(study_with: StudyWith, adam: Adam) -> None:
    adtte = adam["adtte"].with_columns(
        ANL01FL=pl.when(pl.col("USUBJID") > "S197").then(pl.lit("")).otherwise("ANL01FL"),
        REASON=pl.when(pl.col("USUBJID") > "S197")
        .then(pl.lit("the event came on day 20, before entry on day 39"))
        .otherwise(pl.lit("")),
    )
    results = analyse(study_with({**BY_ARM, "population": "eligible"}), {**adam, "adtte": adtte})
    out = results.filter(pl.col("method") == "exclusions")
    counts = out.group_by("term").agg(pl.col("value").sum()).sort("term").rows()
    assert counts == [
        ("not in the population eligible", 5.0),
        ("not known whether in the population eligible", 3.0),
        ("the event came, before entry", 2.0),
    ]
    n = results.filter((pl.col("method") == "kaplan_meier") & (pl.col("statistic") == "n"))["value"].sum()
    assert n == 190


def test_what_cannot_be_done_is_a_result_that_says_why(study_with: StudyWith, adam: Adam) -> None:
    quiet = {**adam, "adtte": adam["adtte"].with_columns(CNSR=pl.lit(1, pl.Int64))}
    results = analyse(study_with(BY_ARM), quiet)
    failed = results.filter(pl.col("statistic") == "not_done")
    assert set(failed["method"]) == {"log_rank", "cox"}
    assert failed["note"].str.contains("no event").all()
    one = {**adam, "adsl": adam["adsl"].with_columns(TRT01A=pl.lit("NA"))}
    notes = analyse(study_with(BY_ARM), one).filter(pl.col("statistic") == "not_done")["note"].to_list()
    assert any("one group only" in note for note in notes)
    assert any("one value only" in note for note in notes)
    nobody = {**adam, "adtte": adam["adtte"].with_columns(ANL01FL=pl.lit(""))}
    assert analyse(study_with(BY_ARM), nobody).filter(pl.col("statistic") == "not_done").height == 3


def test_separation_gives_no_hazard_ratio_but_a_note(study_with: StudyWith, adam: Adam) -> None:
    arms = adam["adsl"].select("USUBJID", arm="TRT01A")
    adtte = (
        adam["adtte"]
        .join(arms, on="USUBJID")
        .with_columns(CNSR=pl.when(pl.col("arm") == "NA").then("CNSR").otherwise(pl.lit(1, pl.Int64)))
    )
    results = analyse(study_with(BY_ARM), {**adam, "adtte": adtte.drop("arm")})
    found = value(results, "os.by_arm.cox.hr.NA_PEGIFN:NA")
    assert found["value"] is None
    assert "separates" in found["note"]


def test_a_reference_group_nobody_is_in_is_said(study_with: StudyWith, adam: Adam) -> None:
    only = adam["adsl"].with_columns(TRT01A=pl.when(pl.col("SEX") == "F").then(pl.lit("X")).otherwise(pl.lit("Y")))
    results = analyse(study_with(BY_ARM), {**adam, "adsl": only})
    assert "nobody is in the reference group NA" in value(results, "os.by_arm.cox.not_done")["note"]


def test_an_endpoint_that_is_not_derived_is_said(study_with: StudyWith, adam: Adam) -> None:
    results = analyse(study_with({"endpoint": "orr", "by": "arm", "methods": ["proportion", "chi_square"]}), adam)
    rows = results.filter(pl.col("endpoint") == "orr")
    assert rows["statistic"].to_list() == ["not_done", "not_done"]
    assert rows["note"].str.contains("not derived").all()


def test_the_baseline_table_counts_codes_and_missing_values(study_with: StudyWith, adam: Adam) -> None:
    gaps = pl.when(pl.col("USUBJID") < "S010").then(pl.lit("")).otherwise("bclc")
    adsl = adam["adsl"].with_columns(bclc=gaps)
    adjusted = {"id": "m", "endpoint": "os", "model": "cox", "terms": ["arm", "age", "bclc"]}
    results = analyse(study_with(BY_ARM, adjusted), {**adam, "adsl": adsl})
    table = results.filter(pl.col("method") == "baseline")
    na = adsl.filter(pl.col("TRT01A") == "NA")
    assert value(results, "baseline.by_arm.n.NA")["value"] == na.height
    assert value(results, "baseline.by_arm.median.age.NA")["value"] == na["AGE"].median()
    stage = table.filter((pl.col("term") == "bclc") & (pl.col("group") == "NA"))
    counts = dict(stage.filter(pl.col("statistic") == "count").select("reference", "value").rows())
    assert counts == {"0": (na["bclc"] == "0").sum(), "A": (na["bclc"] == "A").sum()}
    assert stage.filter(pl.col("statistic") == "missing")["value"].item() == (na["bclc"] == "").sum()


def test_the_flow_counts_unknown_apart(study_with: StudyWith, adam: Adam) -> None:
    flow = analyse(study_with(BY_ARM), adam).filter(pl.col("method") == "flow")
    counts = {(row["term"], row["statistic"], row["group"]): row["value"] for row in flow.iter_rows(named=True)}
    assert counts["all", "n", ""] == 200
    assert counts["eligible", "n", ""] == 192
    assert counts["eligible", "excluded", ""] == 5
    assert counts["eligible", "unknown", ""] == 3
    assert counts["group", "n", "NA"] + counts["group", "n", "NA_PEGIFN"] == 200


def test_the_order_of_the_rows_changes_nothing(study_with: StudyWith, adam: Adam) -> None:
    study = study_with(BY_ARM, {"endpoint": "recurrence", "methods": ["cumulative_incidence", "restricted_mean"]})
    shuffled = {name: rows.sample(fraction=1, shuffle=True, seed=3) for name, rows in adam.items()}
    assert_frame_equal(analyse(study, adam), analyse(study, shuffled))


def test_missing_analysis_data_are_refused(study_with: StudyWith, adam: Adam) -> None:
    with pytest.raises(HepaticaError, match="there is no adtte"):
        analyse(study_with(BY_ARM), {"adsl": adam["adsl"]})


def test_results_of_lines_of_treatment_say_that_they_are_taken_as_independent(
    study_with: StudyWith, adam: Adam
) -> None:
    study = study_with(BY_ARM)
    by_line = study.endpoints["os"].model_copy(update={"per": "line"})
    results = analyse(study.model_copy(update={"endpoints": {**study.endpoints, "os": by_line}}), adam)
    notes = results.filter((pl.col("endpoint") == "os") & (pl.col("statistic") != "excluded"))["note"]
    assert notes.len()
    assert notes.str.contains("taken as if they were independent").all()
    assert not analyse(study, adam)["note"].str.contains("independent").any()
