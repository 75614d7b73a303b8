"""Cox models against R coxph, by their properties, and what they refuse or warn of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hepatica.statistics import (
    StatisticsError,
    concordance,
    cox,
    martingale_residuals,
    proportional_hazards,
    schoenfeld_residuals,
)

EXACT = {"rtol": 1e-8, "atol": 1e-9}
CASES = {
    "plain": {},
    "strata": {"strata": "stratum"},
    "entry": {"entry": "entry"},
    "counts": {"weights": "weight"},
    "shares": {"weights": "share"},
    "all": {"entry": "entry", "strata": "stratum", "weights": "share"},
}
TIES = [("tied", "efron"), ("tied", "breslow"), ("distinct", "efron")]


def fitted(data, case, ties):
    return cox(
        data.time, data.event, data.covariates, ties=ties, **{k: getattr(data, v) for k, v in CASES[case].items()}
    )


def assert_like_r(fit, oracle, case):
    def r(statistic):
        return oracle("cox", case, statistic)

    assert fit.converged
    assert_allclose(fit.coefficients, r("coefficients"), **EXACT)
    assert_allclose(fit.covariance.ravel(), r("covariance"), **EXACT)
    assert_allclose([fit.null_log_likelihood, fit.log_likelihood], r("log_likelihood"), **EXACT)
    tests = (fit.likelihood_ratio, fit.wald, fit.score)
    assert_allclose([test.statistic for test in tests], r("tests"), **EXACT)
    pairs = fit.concordance
    assert_allclose([pairs.concordant, pairs.discordant, pairs.tied, pairs.index], r("concordance"), **EXACT)
    for transform in ("km", "identity", "rank", "log"):
        found = proportional_hazards(fit, transform=transform)
        values = [test.statistic for test in found.tests]
        expected = r(f"zph.{transform}")
        assert_allclose(values, expected[: len(values)], **EXACT)
        assert_allclose(found.overall.statistic, expected[-1], **EXACT)


@pytest.mark.parametrize(("kind", "ties"), TIES)
@pytest.mark.parametrize("case", CASES)
def test_coefficients_errors_tests_and_concordance_are_those_of_coxph(cohort, oracle, kind, ties, case):
    assert_like_r(fitted(cohort(kind, 80, 11), case, ties), oracle, f"{kind} {ties} {case}")


@pytest.mark.parametrize(("kind", "ties"), TIES)
def test_a_single_covariate_may_be_a_plain_array(cohort, oracle, kind, ties):
    data = cohort(kind, 80, 11)
    assert_like_r(cox(data.time, data.event, data.x1, ties=ties), oracle, f"{kind} {ties} one covariate")


@pytest.mark.parametrize(("kind", "ties"), TIES)
def test_a_covariate_may_change_in_time_by_rows_with_adjoining_intervals(cohort, split_rows, oracle, kind, ties):
    rows = split_rows(cohort(kind, 80, 11))
    fit = cox(rows.time, rows.event, rows.covariates, entry=rows.entry, ties=ties)
    assert_like_r(fit, oracle, f"{kind} {ties} split")


@pytest.mark.parametrize(("kind", "ties"), TIES)
@pytest.mark.parametrize("case", ["plain", "all"])
def test_residuals_are_those_of_coxph(cohort, oracle, kind, ties, case):
    fit = fitted(cohort(kind, 80, 11), case, ties)
    assert_allclose(martingale_residuals(fit), oracle("cox", f"{kind} {ties} {case}", "martingale"), **EXACT)
    found = schoenfeld_residuals(fit)
    assert_allclose(found.residuals.ravel(), oracle("cox", f"{kind} {ties} {case}", "schoenfeld"), rtol=1e-8, atol=1e-8)


def test_limits_are_symmetric_on_the_log_scale_and_widen_with_the_level(cohort):
    data = cohort("tied", 80, 11)
    narrow, wide = (cox(data.time, data.event, data.x1, level=level) for level in (0.95, 0.99))
    assert_allclose(narrow.lower * narrow.upper, narrow.hazard_ratios**2)
    assert_allclose(np.log(narrow.upper / narrow.hazard_ratios), 1.959963984540054 * narrow.std_errors)
    assert wide.lower[0] < narrow.lower[0]


def test_names_stand_beside_the_coefficients_in_the_order_given(cohort):
    data = cohort("tied", 80, 11)
    fit = cox(data.time, data.event, data.covariates, names=["dose", "male", "stage"])
    assert fit.names == ("dose", "male", "stage")
    assert (fit.n, fit.events) == (80, int(data.event.sum()))


def test_unit_of_a_covariate_does_not_change_the_fit(cohort):
    data = cohort("tied", 80, 11)
    one = cox(data.time, data.event, data.covariates)
    two = cox(data.time, data.event, data.covariates * [1e6, 1, 1e-6] + [1e7, 0, 3])
    assert_allclose(two.coefficients * [1e6, 1, 1e-6], one.coefficients, rtol=1e-7)
    assert_allclose(two.log_likelihood, one.log_likelihood, rtol=1e-10)


def test_the_score_is_the_gradient_of_the_likelihood(cohort):
    data = cohort("tied", 80, 11)
    likelihood = cox(data.time, data.event, data.covariates, entry=data.entry, weights=data.share).likelihood
    at, step = np.array([0.3, -0.2, 0.1]), 1e-5
    derivatives = likelihood.at(at)
    for k, unit in enumerate(np.eye(3)):
        slope = (likelihood.value(at + step * unit) - likelihood.value(at - step * unit)) / (2 * step)
        bend = (likelihood.at(at + step * unit).score - likelihood.at(at - step * unit).score) / (2 * step)
        assert_allclose(derivatives.score[k], slope, rtol=1e-6, atol=1e-6)
        assert_allclose(-derivatives.information[k], bend, rtol=1e-6, atol=1e-6)


def test_a_group_without_events_has_a_hazard_ratio_of_zero_and_says_so(cohort):
    data = cohort("tied", 80, 11)
    event = np.where(data.x2 == 1, 0, data.event)
    fit = cox(data.time, event, data.covariates, names=["x1", "treated", "x3"])
    rest = data.take(data.x2 == 0)
    assert not fit.converged
    assert list(fit.infinite) == [False, True, False]
    assert fit.hazard_ratios[1] == 0
    assert np.isnan(fit.std_errors[1])
    assert np.isnan(fit.upper[1])
    assert len(fit.notes) == 1
    assert fit.notes[0].startswith("covariate 'treated' separates")
    # the other coefficients are those of the subjects among whom events happened
    alone = cox(rest.time, rest.event, np.column_stack((rest.x1, rest.x3)))
    assert_allclose(fit.coefficients[[0, 2]], alone.coefficients, atol=1e-6)
    assert_allclose(fit.std_errors[[0, 2]], alone.std_errors, atol=1e-6)
    assert_allclose(fit.log_likelihood, alone.log_likelihood, atol=1e-6)


def test_a_reference_group_without_events_makes_every_other_group_infinite(cohort):
    data = cohort("tied", 80, 11)
    event = np.where(data.group == 1, 0, data.event)
    fit = cox(data.time, event, np.column_stack((data.group == 2, data.group == 3, data.x1)))
    assert list(fit.infinite) == [True, True, False]
    assert list(fit.hazard_ratios[:2]) == [np.inf, np.inf]
    assert len(fit.notes) == 2


def test_a_strong_effect_that_is_finite_is_not_taken_for_separation():
    time = np.arange(1, 101)
    score = -time.astype(float)
    score[[10, 50, 80]] += 30  # three out of order are enough for a maximum
    fit = cox(time, np.ones(100), score)
    assert fit.converged
    assert not fit.infinite.any()
    assert fit.coefficients[0] > 0


def test_collinear_covariates_are_refused_by_name(cohort):
    data = cohort("tied", 80, 11)
    X = np.column_stack((data.x1, data.x2, data.x3, 2 * data.x1 - data.x3))
    with pytest.raises(StatisticsError, match="covariate 'd' is a linear combination of 'a', 'c'"):
        cox(data.time, data.event, X, names=["a", "b", "c", "d"])


def test_a_constant_covariate_is_refused():
    with pytest.raises(StatisticsError, match="covariate 'x1' has one value only"):
        cox([1, 2, 3], [1, 1, 0], [7, 7, 7])


def test_a_covariate_that_varies_only_where_nothing_happens_is_refused():
    # the one treated subject is censored before the first event
    with pytest.raises(StatisticsError, match="covariate 'x1' has the same value in all who are at risk together"):
        cox([1, 2, 3, 4], [0, 1, 1, 1], [1, 0, 0, 0])


def test_a_covariate_that_is_constant_within_every_stratum_is_refused():
    with pytest.raises(StatisticsError, match="has the same value in all who are at risk together"):
        cox([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, 0, 0], strata=["a", "a", "b", "b"])


@pytest.mark.parametrize(
    ("X", "names", "said"),
    [
        ([1, np.nan, 3], None, "covariate 'x1' is not a finite number: nan at position 1"),
        ([1, 2], None, r"X has shape \(2, 1\): it must have 3 rows"),
        (np.empty((3, 0)), None, "at least one column"),
        (["a", "b", "c"], None, "X holds something that is not a number"),
        ([1, 2, 3], ["a", "b"], "names has 2 elements and X has 1 columns"),
    ],
)
def test_covariates_that_cannot_be_used_are_named(X, names, said):
    with pytest.raises(StatisticsError, match=said):
        cox([1, 2, 3], [1, 1, 0], X, names=names)


def test_without_events_there_is_no_model():
    with pytest.raises(StatisticsError, match="there is no event"):
        cox([1, 2], [0, 0], [1, 2])


def test_unknown_ties_are_refused():
    with pytest.raises(StatisticsError, match="ties 'exact' is not known"):
        cox([1, 2, 3], [1, 1, 0], [1, 3, 2], ties="exact")


def test_an_unconverged_model_is_not_tested_for_proportional_hazards():
    fit = cox(np.arange(1, 21), np.arange(20) > 17, np.arange(20) % 2)
    with pytest.raises(StatisticsError, match="did not converge"):
        proportional_hazards(fit)


def test_a_score_without_comparable_pairs_has_no_concordance():
    assert np.isnan(concordance([1, 2], [0, 1], [3, 4]).index)


def test_concordance_counts_every_pair_of_an_event_and_a_later_end(cohort):
    data = cohort("tied", 80, 11)
    lists = data.time, data.event, data.entry, data.stratum, data.share, data.x3
    counts = dict.fromkeys(("concordant", "discordant", "tied"), 0.0)
    for t, e, _, s, w, x in zip(*lists, strict=True):
        for t2, e2, b2, s2, w2, x2 in zip(*lists, strict=True):
            if e and s == s2 and b2 < t and (t2 > t or (t2 == t and not e2)):
                counts["concordant" if x > x2 else "discordant" if x < x2 else "tied"] += w * w2
    found = concordance(data.time, data.event, data.x3, entry=data.entry, strata=data.stratum, weights=data.share)
    assert_allclose([found.concordant, found.discordant, found.tied], list(counts.values()))


PROPERTY = settings(derandomize=True, deadline=None, max_examples=40)


@PROPERTY
@given(st.integers(1, 10**6), st.randoms(use_true_random=False), st.sampled_from([0.25, 2.0, 1024.0]))
def test_order_of_rows_and_unit_of_time_do_not_matter(cohort, seed, random, unit):
    data = cohort("tied", 40, seed)
    shuffled = list(range(40))
    random.shuffle(shuffled)
    other = data.take(np.array(shuffled))
    one = cox(data.time, data.event, data.x1)
    two = cox(other.time * unit, other.event, other.x1)
    assert_allclose(one.coefficients, two.coefficients, rtol=1e-8, atol=1e-10)
    assert_allclose(one.concordance.index, two.concordance.index)


@PROPERTY
@given(st.integers(1, 10**6))
def test_without_ties_efron_is_breslow(cohort, seed):
    data = cohort("distinct", 40, seed)
    one, two = (cox(data.time, data.event, data.x1, ties=ties) for ties in ("efron", "breslow"))
    assert_allclose(one.coefficients, two.coefficients, rtol=1e-12)


@PROPERTY
@given(st.integers(1, 10**6))
def test_entry_at_zero_is_no_delayed_entry(cohort, seed):
    data = cohort("tied", 40, seed)
    one = cox(data.time, data.event, data.x1)
    two = cox(data.time, data.event, data.x1, entry=np.zeros(40))
    assert_allclose(one.coefficients, two.coefficients, rtol=1e-10)
    assert_allclose(one.concordance.index, two.concordance.index)


@PROPERTY
@given(st.integers(1, 10**6))
def test_martingale_residuals_add_up_to_zero(cohort, seed):
    data = cohort("tied", 40, seed)
    assert_allclose(martingale_residuals(cox(data.time, data.event, data.x1)).sum(), 0, atol=1e-8)


@PROPERTY
@given(st.integers(1, 10**6))
def test_a_row_cut_in_two_intervals_changes_nothing(cohort, split_rows, seed):
    data = cohort("tied", 40, seed)
    rows = split_rows(data)
    one = cox(data.time, data.event, data.x1)
    two = cox(rows.time, rows.event, rows.x1, entry=rows.entry)
    assert_allclose(one.coefficients, two.coefficients, rtol=1e-8, atol=1e-10)
    assert_allclose(one.log_likelihood, two.log_likelihood, rtol=1e-10)


def test_a_million_fold_difference_in_hazard_is_noted():
    # the covariate orders all deaths but one pair: finite, but nothing real is that strong
    time = np.arange(1, 31)
    score = -time.astype(float)
    score[[14, 15]] = score[[15, 14]]
    fit = cox(time, np.ones(30), score)
    assert fit.converged
    assert fit.notes == (
        "hazards differ more than a million-fold between subjects: look for outlying values and separation",
    )


def test_an_ordinary_model_has_no_notes(cohort):
    data = cohort("tied", 80, 11)
    assert cox(data.time, data.event, data.covariates).notes == ()


def test_events_at_a_single_time_cannot_show_that_hazards_are_not_proportional():
    fit = cox([5, 5, 5, 7, 8, 9], [1, 1, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0])
    found = proportional_hazards(fit)
    assert (found.overall.df, found.tests[0].df) == (0, 0)
    assert np.isnan(found.overall.p_value)


def test_separation_is_found_with_delayed_entry_and_strata(cohort):
    data = cohort("tied", 80, 11)
    event = np.where(data.x2 == 1, 0, data.event)
    fit = cox(data.time, event, np.column_stack((data.x1, data.x2)), entry=data.entry, strata=data.stratum)
    assert list(fit.infinite) == [False, True]
    assert fit.coefficients[1] == -np.inf
