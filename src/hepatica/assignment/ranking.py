"""Which of several treatments scores lowest where scores may be missing, bounds or the same: a winner only where it is sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hepatica.rules.intervals import Interval

Scores = tuple[Interval, ...]
"""The scores of one treatment, the one that ranks first in front; Interval(None, None): not known."""

UNKNOWN = Interval(None, None)


@dataclass(frozen=True, slots=True)
class Ranked:
    """leaders: the treatments that may be the best, in the order given; one: it is. tied: all of them surely score the
    same. level: how many scores were needed, from 0, to tell the winner from all others."""

    leaders: tuple[str, ...]
    tied: bool = False
    level: int = 0

    @property
    def winner(self) -> str | None:
        """The best treatment; None where that is not known, or where several are the best."""
        return self.leaders[0] if len(self.leaders) == 1 else None


def lowest(scores: Mapping[str, Scores]) -> Ranked:
    """The treatment whose first score is lowest; of those with the same first score the second decides, and so on.

    scores: at least one treatment. A bound (`<20`) is compared where that is possible: 25 lies above it, 15 may or may not.
    """
    leaders = tuple(
        name for name, own in scores.items() if not any(_lower(other, own) is not None for other in scores.values())
    )
    if len(leaders) == 1:  # whom nobody else may precede precedes all
        levels = [_lower(scores[leaders[0]], other) for name, other in scores.items() if name != leaders[0]]
        return Ranked(leaders, level=max((level for level in levels if level is not None), default=0))
    first = scores[leaders[0]]
    return Ranked(leaders, tied=all(map(_is_exact, first)) and all(scores[name] == first for name in leaders))


def _lower(own: Scores, other: Scores) -> int | None:
    """The place of the score by which `own` surely ranks before `other`; None where it does not, or may not."""
    for place, (mine, theirs) in enumerate(zip(own, other, strict=True)):
        if _below(mine, theirs):
            return place
        if not (_is_exact(mine) and mine == theirs):
            return None
    return None


def _below(a: Interval, b: Interval) -> bool:
    if a.hi is None or b.lo is None:
        return False
    return a.hi < b.lo or (a.hi == b.lo and (a.hi_open or b.lo_open))


def _is_exact(score: Interval) -> bool:
    return score.lo is not None and score.lo == score.hi
