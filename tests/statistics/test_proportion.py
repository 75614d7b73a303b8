"""Limits of proportions against R (binom.test; prop.test without correction) and published tables."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from hepatica.statistics import StatisticsError, proportion

# R 4.2: prop.test(x, n, correct = FALSE)$conf.int and binom.test(x, n)$conf.int
CASES = [
    (0, 10, (0, 0.27753279986288915), (0, 0.30849710781876083)),
    (3, 10, (0.10779126740630104, 0.60322185253885452), (0.066739511177734495, 0.65245285005999731)),
    (10, 10, (0.72246720013711085, 1), (0.69150289218123917, 1)),
    (81, 263, (0.25528851987827428, 0.36620957698280016), (0.2527367455852712, 0.3676219226013514)),
]


@pytest.mark.parametrize(("events", "n", "wilson", "exact"), CASES)
def test_limits_are_those_of_r(events, n, wilson, exact):
    score, clopper = proportion(events, n), proportion(events, n, method="clopper-pearson")
    assert score.value == clopper.value == events / n
    assert_allclose((score.lower, score.upper), wilson, atol=1e-9)
    assert_allclose((clopper.lower, clopper.upper), exact, atol=1e-9)


def test_wilson_limits_of_81_in_263_are_those_newcombe_printed():
    # Newcombe, Stat Med 1998;17:857, table I, method 3
    found = proportion(81, 263)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("events", "n"), [(3, 2), (-1, 2), (0, 0), (1.5, 3)])
def test_impossible_counts_are_refused(events, n):
    with pytest.raises(StatisticsError, match="is not a proportion"):
        proportion(events, n)


def test_unknown_method_and_level_are_refused():
    with pytest.raises(StatisticsError, match="method 'wald' is not known"):
        proportion(1, 2, method="wald")
    with pytest.raises(StatisticsError, match="level is 1"):
        proportion(1, 2, level=1)
