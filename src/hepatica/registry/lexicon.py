"""Whether words stand in a text, told from its parts: records are written in few words that come again and again.

A text is cut at white space. Which questions ("does it hold one of these words?") a part answers with yes is worked out once
and kept for all texts; a text then answers what its parts answer. The answers are the bits of a whole number, so that many
questions are asked of a text in one operation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import reduce
from operator import add, or_
from typing import Any, Final

MOST: Final = 50_000
"""Parts whose answers are kept, some 10 MB."""

LONGEST: Final = 24
"""Characters of a part that is kept: longer ones are sentences in Chinese and addresses, that do not come again."""

READY: Final = 12
"""After so many new questions, or an eighth of those there are, an edition begins that can answer them."""

AGAIN: Final = 3
"""Records that a question must be asked of to be taken in: some are made of the words of one record."""

QUESTIONS: Final = 4_000
"""Questions that are taken in; whoever asks more of them gets no answer."""

Words = tuple[str, ...]


class _Parts(dict[str, int]):
    """The answers of each part met so far."""

    def __init__(self, questions: Iterable[tuple[str, int]]) -> None:
        """questions: a word without white space, and the bits of the questions that ask for it."""
        super().__init__()
        self._letters: dict[str, int] = {}
        self._begins: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word, bits in questions:
            if len(word) == 1:
                self._letters[word] = bits
            else:
                self._begins[word[:2]].append((word, bits))
        self._singles, self._pairs = frozenset(self._letters), frozenset(self._begins)

    def __missing__(self, part: str) -> int:
        found = 0
        for letter in self._singles.intersection(part):
            found |= self._letters[letter]
        for pair in self._pairs.intersection(map(add, part, part[1:])):
            for word, bits in self._begins[pair]:
                if word in part:
                    found |= bits
        if len(part) <= LONGEST and len(self) < MOST:
            self[part] = found
        return found


class Edition:
    """Questions, each with its bit. Of a word with spaces its longest part is asked for: then the answer may be a wrong yes."""

    def __init__(self, questions: Iterable[Words] = ()) -> None:
        self._bits = {words: 1 << number for number, words in enumerate(questions)}
        asked: dict[str, int] = defaultdict(int)
        for words, bit in self._bits.items():
            for word in words:
                asked[max(word.split(), key=len, default=word)] |= bit
        self._answers = _Parts(asked.items()).__getitem__
        self._new: Counter[Words] = Counter()
        self.needs: dict[Any, Any] = {}
        """What whoever asks has worked out of the bits of this edition."""

    def bit(self, words: Words) -> int:
        """The bit that is set in the answers of a text that holds one of some words; 0 where the edition cannot tell."""
        found = self._bits.get(words, 0)
        if not found and len(self._new) < QUESTIONS:
            self._new[words] += 1
        return found

    def answers(self, text: str) -> int:
        """What a text answers, which is in lower case."""
        return reduce(or_, map(self._answers, text.split()), 0)

    def next(self) -> Edition:
        """This one, or one that also has the questions that came again and that it could not answer, where they are many."""
        again = [words for words, times in list(self._new.items()) if times >= AGAIN]
        ready = len(again) >= max(READY, len(self._bits) // 8) and len(self._bits) + len(again) <= QUESTIONS
        return Edition((*self._bits, *again)) if ready else self


_edition = Edition()


def edition() -> Edition:
    """The edition for another record."""
    global _edition
    _edition = _edition.next()
    return _edition


class Sieve:
    """Finds words in the parts of texts, each part looked at once."""

    def __init__(self, find: Callable[[str], list[str]]) -> None:
        """find: the words in a part, as `findall` of a pattern tells them."""
        self._find = find
        self._without: set[str] = set()
        self._with: dict[str, list[str]] = {}

    def met(self, parts: frozenset[str]) -> list[str]:
        """What is found in some parts."""
        found = []
        for part in parts.difference(self._without):
            met = self._with.get(part)
            if met is None:
                met = self._find(part)
                if len(part) <= LONGEST and len(self._with) + len(self._without) < MOST:
                    if met:
                        self._with[part] = met
                    else:
                        self._without.add(part)
            found += met
        return found
