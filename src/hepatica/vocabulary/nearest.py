"""The word somebody most likely meant: the nearest one by edits, if it is near enough."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_word(word: str, among: Iterable[str]) -> str | None:
    """The word nearest to `word` by insertions, deletions, substitutions and swaps, or None where none is near.

    Near is: at most a third of the letters are wrong (at least one edit is always allowed). Ties go to the earlier one
    in the alphabet, so that the answer does not depend on order. Case counts half an edit's worth less: it is ignored.
    """
    wanted = word.casefold()
    best: tuple[int, str] | None = None
    for candidate in sorted(set(among)):
        allowed = max(1, max(len(word), len(candidate)) // 3) if best is None else best[0] - 1
        if allowed < 0:
            break
        distance = edits(wanted, candidate.casefold(), allowed)
        if distance <= allowed:
            best = (distance, candidate)
    return best[1] if best else None


def edits(left: str, right: str, limit: int) -> int:
    """The edits between two words (Damerau-Levenshtein, adjacent swaps); above `limit` only that there are more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return above[-1]
