"""Ranking by scores that may be missing, bounds or the same: a winner only where every way to fill them gives the same."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.assignment.ranking import UNKNOWN, Scores, lowest
from hepatica.rules.intervals import Interval


def score(text: str) -> Interval:
    """`3`, `<3`, `>=3`, `?`."""
    if text == "?":
        return UNKNOWN
    number = Fraction(text.lstrip("<>="))
    if text[0] == "<":
        return Interval(None, number, hi_open="=" not in text)
    if text[0] == ">":
        return Interval(number, None, lo_open="=" not in text)
    return Interval(number, number)


def scores(text: str) -> dict[str, Scores]:
    """`3 1, 4 2`: two treatments, a and b, with two scores each."""
    return {
        name: tuple(score(part) for part in own.split()) for name, own in zip("abcde", text.split(","), strict=False)
    }


@pytest.mark.parametrize(
    ("given_scores", "winner", "tied"),
    [
        ("3 1, 4 2", "a", False),
        ("4 1, 3 9", "b", False),
        ("3 2, 3 1", "b", False),
        ("3 1, 3 1", None, True),
        ("3 1, 3 ?", None, False),
        ("3 ?, 4 ?", "a", False),
        ("? 1, 3 2", None, False),
        ("<3 1, 3 2", "a", False),
        ("<=3 1, 3 2", None, False),
        (">3 1, 3 2", "b", False),
        ("<5 1, >5 1", "a", False),
        ("<=5 1, >=5 1", None, False),
        ("3 1, 4 1, ? 1", None, False),
        ("3 1, >3 1, >=4 1", "a", False),
        ("5 1", "a", False),
        ("? ?", "a", False),
        ("3 1, 3 1, 4 0", None, True),
    ],
)
def test_the_lowest_first_score_wins_and_of_equal_ones_the_lowest_second(
    given_scores: str, winner: str | None, tied: bool
) -> None:
    found = lowest(scores(given_scores))
    assert (found.winner, found.tied) == (winner, tied)


def test_the_level_tells_how_many_scores_it_took() -> None:
    assert [lowest(scores(text)).level for text in ("3 1, 4 2", "3 1, 3 2", "3 1, 3 2, 4 0")] == [0, 1, 1]


VALUES = [Fraction(n) for n in range(4)]
SCORE = st.sampled_from(
    [UNKNOWN, *(Interval(v, v) for v in VALUES), Interval(None, Fraction(2)), Interval(Fraction(1), None)]
)


def ways(own: Interval) -> list[Fraction]:
    """The values among VALUES that a score may have."""
    return [v for v in VALUES if (own.lo is None or v >= own.lo) and (own.hi is None or v <= own.hi)]


@given(st.lists(st.tuples(SCORE, SCORE), min_size=2, max_size=3))
def test_a_winner_wins_whatever_the_missing_scores_are(given_scores: list[Scores]) -> None:
    found = lowest(dict(zip("abc", given_scores, strict=False)))
    possible = set()
    for filled in product(*(product(*map(ways, own)) for own in given_scores)):
        least = min(filled)
        possible |= {name for name, own in zip("abc", filled, strict=False) if own == least}
    if found.winner is not None:
        assert possible == {found.winner}
    assert possible <= set(found.leaders)
