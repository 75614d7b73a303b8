"""Whether words stand in a text, told from its parts: records are written in few words that come again and again.

A text is cut at white space. What a part holds of the words that anybody has asked for is worked out once and kept for all
texts; a text then holds what its parts hold. Asking costs no search of the text, however many words are asked for.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MOST: Final = 50_000
"""Parts whose words are kept, some 10 MB."""

LONGEST: Final = 24
"""Characters of a part that is kept: longer ones are sentences in Chinese and addresses, that do not come again."""

READY: Final = 12
"""So many words asked for the first time are searched for as they are; then a new edition begins that has them."""


class _Edition:
    """Words, and which of them each part met so far holds."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.parts: dict[str, frozenset[str]] = {}
        self.holding: set[str] = set()
        self.asked: dict[tuple[str, ...], _Asked] = {}
        self.missing: set[str] = set()
        self._longest = max(map(len, words), default=0)

    def read(self, part: str) -> frozenset[str]:
        """The words that a part holds."""
        words, end, longest = self.words, len(part), self._longest
        found = frozenset(
            word
            for start in range(end)
            for stop in range(start + 1, min(end, start + longest) + 1)
            if (word := part[start:stop]) in words
        )
        if len(self.parts) < MOST:
            self.parts[part] = found
            if found:
                self.holding.add(part)
        return found

    def ask(self, words: tuple[str, ...]) -> _Asked:
        """How to look for some words."""
        if words not in self.asked:
            longest = {word: max(word.split(), key=len) for word in words}
            self.missing.update(set(longest.values()) - self.words)
            known = {word: part for word, part in longest.items() if part in self.words}
            self.asked[words] = _Asked(
                frozenset(word for word, part in known.items() if word == part),
                tuple((word, part) for word, part in known.items() if word != part),
                tuple(word for word in words if word not in known),
            )
        return self.asked[words]


class _Asked(NamedTuple):
    """Words: those without spaces, those with spaces and the longest part of each, and those that the edition has not."""

    whole: frozenset[str]
    several: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


_edition = _Edition(frozenset())


class Lexicon:
    """The words of one text, which is in lower case. parts: what stands between its white space."""

    def __init__(self, text: str) -> None:
        global _edition
        if len(_edition.missing) >= READY:
            _edition = _Edition(_edition.words | _edition.missing)
        self._text, self._edition = text, _edition
        self.parts = parts = frozenset(text.split())
        new = parts.difference(self._edition.parts)
        found: set[str] = set().union(*map(self._edition.parts.__getitem__, parts & self._edition.holding))
        found.update(*(self._edition.read(part) for part in new if len(part) <= LONGEST))
        if rest := "\n".join(part for part in new if len(part) > LONGEST):
            found.update(word for word in self._edition.words if word in rest)
        self._found = found

    def present(self, words: tuple[str, ...]) -> list[str]:
        """Those of some words that stand in the text; a word may be several with spaces between or beside them."""
        asked = self._edition.asked.get(words) or self._edition.ask(words)
        found = [*(asked.whole & self._found)]
        if asked.several:
            found += [word for word, part in asked.several if part in self._found and word in self._text]
        if asked.others:
            found += [word for word in asked.others if word in self._text]
        return found


class Sieve:
    """Finds what a pattern meets in the parts of texts, each part looked at once."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._without: set[str] = set()
        self._with: dict[str, list[str]] = {}

    def met(self, parts: frozenset[str]) -> list[str]:
        """What the pattern meets in some parts."""
        found = []
        for part in parts.difference(self._without):
            met = self._with.get(part)
            if met is None:
                met = self._pattern.findall(part)
                if len(part) <= LONGEST and len(self._with) + len(self._without) < MOST:
                    if met:
                        self._with[part] = met
                    else:
                        self._without.add(part)
            found += met
        return found
