"""Sums and maxima over risk sets against their definition, subject by subject."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hepatica.statistics.arguments import observations
from hepatica.statistics.risk_sets import risk_sets
from hepatica.statistics.separation import largest_at_risk


@pytest.mark.parametrize("kind", ["tied", "distinct"])
@pytest.mark.parametrize("delayed", [False, True])
@pytest.mark.parametrize("stratified", [False, True])
def test_a_risk_set_holds_those_of_the_stratum_who_have_entered_and_not_ended(cohort, kind, delayed, stratified):
    data = cohort(kind, 70, 23)
    codes = (data.stratum - 1).astype(int) if stratified else np.zeros(70, dtype=int)
    entry = data.entry if delayed else np.full(70, -np.inf)
    sets = risk_sets(
        observations(data.time, data.event, entry=data.entry if delayed else None), codes if stratified else None
    )
    values = data.x1[sets.order]
    members = [(data.time >= t) & (entry < t) & (codes == s) for t, s in zip(sets.times, sets.stratum, strict=True)]
    assert_allclose(sets.at_risk(values), [data.x1[m].sum() for m in members], atol=1e-10)
    assert_allclose(largest_at_risk(sets, values), [data.x1[m].max() for m in members])
    pairs = np.arange(1.0, len(members) + 1)
    follow_up = sum(pair * member for pair, member in zip(pairs, members, strict=True))
    assert_allclose(sets.over_follow_up(pairs), follow_up[sets.order], atol=1e-10)
    died = [(data.event == 1) & (data.time == t) & (codes == s) for t, s in zip(sets.times, sets.stratum, strict=True)]
    assert_allclose(sets.at_event(values[sets.event]), [data.x1[d].sum() for d in died], atol=1e-10)


def test_a_huge_risk_in_one_stratum_leaves_the_digits_of_another():
    sets = risk_sets(observations([1, 2, 1, 2], [1, 1, 1, 1]), np.array([0, 0, 1, 1]))
    risk = np.array([1e20, 1e20, 1.0, 2.0])[sets.order]
    assert sets.at_risk(risk)[2:].tolist() == [2.0, 3.0]
    assert sets.over_follow_up(np.array([1e20, 1e20, 1.0, 2.0]))[2:].tolist() == [3.0, 2.0]
