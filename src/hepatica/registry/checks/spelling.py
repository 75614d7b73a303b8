"""Names of scales, endpoints and methods that are one letter off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.lexicon import Sieve
from hepatica.registry.looking import EVERYTHING, parts, search
from hepatica.registry.record import Quote, Record


def _edits(word: str) -> frozenset[str]:
    """What a word becomes by one letter left out, doubled or changed, or by two exchanged; its first letter stays."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    one = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    one |= {word[:at] + word[at] + word[at:] for at in range(len(word))}
    one |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    one |= {word[:at] + letter + word[at + 1 :] for at in range(1, len(word) - 1) for letter in letters}
    return frozenset(one - {word})


_BEFORE: Final = {
    "pugh": ("child", "Child-Pugh"),
    "survival": ("overall", "overall survival"),
    "clinic": ("barcelona", "Barcelona Clinic"),
    "free": ("progression", "progression-free"),
}
"""A word -> the one before it in the name of a scale or an endpoint, and the name."""

_AFTER: Final = {
    "child": ("pugh", "Child-Pugh"),
    "barcelona": ("clinic", "Barcelona Clinic"),
    "kaplan": ("meier", "Kaplan-Meier"),
}
"""A word -> the one behind it, and the name."""

_ALONE: Final = (
    "hepatocellular", "carcinoma", "survival", "progression", "recurrence", "performance", "response", "karnofsky",
    "barcelona", "cooperative", "oncology",
)  # fmt: skip
"""Words of such names that are long enough to be told by themselves."""

_LETTERS: Final = ("recist", "ctcae", "ecog", "bclc", "eortc")
"""Names made of letters: written in capitals, with what is said of a scale behind them."""

_REAL: Final = frozenset({"resist", "ctace", "cooperate", "responds"})
"""Words of their own: cTACE is conventional chemoembolisation; a scale is meant only where its version follows."""

_TOLD: Final = re.compile(r"(?i)\W{0,2}\s?(?:v\.?\s?\d|\d\.\d|version|criteria)")
_BY: Final = re.compile(r"(?i)\b(?:by|per|using|according to|based on) (?:the )?$")
_SCALE: Final = re.compile(
    r"(?i)\W{0,3}\s?(?:v\.?\s?\d|\d|version|criteria|stag|grad|scor|scale|status|system|PS\b|performance|QLQ)"
)


def _exchanged(word: str) -> frozenset[str]:
    """A word with two of its letters exchanged, or one doubled; of a longer word, one changed too."""
    if len(word) > 5:
        return frozenset(each for each in _edits(word) if len(each) >= len(word))
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return frozenset((swapped | {word[:at] + word[at] + word[at:] for at in range(len(word))}) - {word})


_PAIRED: Final = {right: _edits(right) for right, _ in (*_BEFORE.values(), *_AFTER.values())}
_SINGLE: Final = {slip: word for word in _ALONE for slip in _edits(word) if slip not in _REAL and slip != word[:-1]} | {
    "karnofski": "karnofsky"
}  # without its last letter a word may be one of another language
_CAPITALS: Final = {slip: word.upper() for word in _LETTERS for slip in _exchanged(word)} | {
    f"m{slip}": "mRECIST" for slip in _exchanged("recist")
}
_SLIPS: Final = frozenset().union(*_PAIRED.values(), _SINGLE, _CAPITALS)
_LETTERED: Final = re.compile("[a-z]+")
_PARTS: Final = Sieve(lambda part: [word for word in _LETTERED.findall(part) if word in _SLIPS])


def misspelt_name(record: Record) -> Iterator[Found]:
    """The name of a scale, an endpoint or a method, one letter off."""
    for slip in sorted(set(_PARTS.met(parts(record)))):
        for word in search(record, EVERYTHING, _word(slip), (slip,), 40):
            if word.value.language not in ("", "en"):
                continue
            named = _named(word, slip)
            if named is not None:
                words, name = named
                yield Found(Phrase(f"'{words.text}' stands for {name}", f"“{words.text}”应为{name}"), (words,))
                return


@lru_cache(maxsize=4096)
def _word(slip: str) -> re.Pattern[str]:
    return re.compile(rf"(?ai)(?<![a-z]){slip}(?![a-z])")


def _named(word: Quote, slip: str) -> tuple[Quote, str] | None:
    """The misspelt words, and the name they stand for; None where they are words of their own."""
    text, own = word.value.text, word.text.removeprefix("m")
    before, after = _NEIGHBOUR_BEFORE.search(text, 0, word.start), _NEIGHBOUR_AFTER.match(text, word.end)
    for met, names, start, end in (
        (after, _BEFORE, word.start, after.end() if after else 0),
        (before, _AFTER, before.start("word") if before else 0, word.end),
    ):
        right, name = names.get(met["word"].lower(), ("", "")) if met else ("", "")
        if right and slip in _PAIRED[right]:
            return Quote(word.field, word.value, start, end), name
    if slip in _CAPITALS and own.isupper():
        told = (_TOLD if slip in _REAL else _SCALE).match(text, word.end)
        if slip not in _REAL and told is None:
            told = _BY.search(text, 0, word.start)
        return (word, _CAPITALS[slip]) if told else None
    return (word, _SINGLE[slip]) if slip in _SINGLE and not own.isupper() else None


_NEIGHBOUR_AFTER: Final = re.compile(r"(?a)[ -](?P<word>[A-Za-z]+)")
_NEIGHBOUR_BEFORE: Final = re.compile(r"(?a)(?<![A-Za-z])(?P<word>[A-Za-z]{1,20})[ -]$")


CHECKS: Final = (
    Check(
        code="HPT399",
        title=Phrase("The name of a scale, an endpoint or a method is misspelt", "量表、终点或方法名称拼写错误"),
        severity=3,
        decidability="T",
        costs=Phrase("Searches and programs that look for the name miss it.", "检索和程序按名称查找时会遗漏。"),
        mend=Phrase("Correct the spelling.", "更正拼写。"),
        meanwhile=Phrase("The right name is taken.", "按正确名称处理。"),
        find=misspelt_name,
        example=Example(
            {"eligibility.inclusion": "Chid-Pugh grade A"}, {"eligibility.inclusion": "Child-Pugh grade A"}
        ),
    ),
)
