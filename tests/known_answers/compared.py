"""One comparison with a reference: how many answers were expected, how many are equal, and which differ."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Compared:
    """A comparison of answers by key.

    expected, found: key (subject, case, row) to answer. explained: keys that must differ, each with why (a reference that
    contradicts the published criterion).
    """

    name: str
    expected: Mapping[Hashable, object]
    found: Mapping[Hashable, object]
    explained: Mapping[Hashable, str] = field(default_factory=dict)

    @property
    def different(self) -> dict[Hashable, tuple[object, object]]:
        """Keys whose answers differ, or that only one side has: expected and found (None where there is none)."""
        keys = [*self.expected, *(key for key in self.found if key not in self.expected)]
        pairs = {key: (self.expected.get(key), self.found.get(key)) for key in keys}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def unexplained(self) -> dict[Hashable, tuple[object, object]]:
        """Differences that nothing explains."""
        return {key: pair for key, pair in self.different.items() if key not in self.explained}

    @property
    def not_different(self) -> list[Hashable]:
        """Keys that must differ from the reference, but do not."""
        return [key for key in self.explained if key not in self.different]

    @property
    def good(self) -> bool:
        """Whether every answer is equal, but for those that must differ, and these differ."""
        return not self.unexplained and not self.not_different

    def lines(self, most: int = 5) -> list[str]:
        """The comparison in words: a line of counts, then the first differences."""
        different, left = self.different, self.unexplained
        equal = len(self.expected) - sum(key in self.expected for key in different)
        told = f"{self.name}: expected {len(self.expected)}, equal {equal}, different {len(different)}"
        if self.explained:
            told += f" (of these {len(self.explained)} must differ: {next(iter(self.explained.values()))})"
        shown = [f"    {key}: expected {pair[0]}, found {pair[1]}" for key, pair in list(left.items())[:most]]
        shown += [f"    {key}: must differ, but is equal" for key in self.not_different[:most]]
        more = len(left) + len(self.not_different) - len(shown)
        return [told, *shown, *([f"    and {more} more"] if more > 0 else [])]
