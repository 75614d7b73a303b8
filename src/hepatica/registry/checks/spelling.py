"""Names of scales and endpoints that are one letter off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import EVERYTHING, search
from hepatica.registry.record import Record


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
    "carcinoma": ("hepatocellular", "hepatocellular carcinoma"),
    "performance": ("karnofsky", "Karnofsky performance"),
    "clinic": ("barcelona", "Barcelona Clinic"),
    "free": ("progression", "progression-free"),
}
"""A word -> the one before it in the name of a scale or an endpoint, and the name."""
_AFTER: Final = {"child": ("pugh", "Child-Pugh"), "hepatocellular": ("carcinoma", "hepatocellular carcinoma")}
"""A word -> the one behind it, and the name."""
_SLIPS: Final = {right: _edits(right) for right, _ in (*_BEFORE.values(), *_AFTER.values())}
_PAIR: Final = re.compile(rf"(?ai)\b[a-z]+[ -](?:{'|'.join(_BEFORE)})\b|\b(?:{'|'.join(_AFTER)})[ -][a-z]+")


def misspelt_name(record: Record) -> Iterator[Found]:
    """The name of a scale or an endpoint, one letter off."""
    for words in search(record, EVERYTHING, _PAIR, (*_BEFORE, *_AFTER), 40):
        one, other = words.text.lower().replace("-", " ").split(" ")
        for word, (right, name) in ((one, _BEFORE.get(other, ("", ""))), (other, _AFTER.get(one, ("", "")))):
            if word != right and word in _SLIPS.get(right, ()):
                yield Found(Phrase(f"'{words.text}' stands for {name}", f"“{words.text}”应为{name}"), (words,))
                return


CHECKS: Final = (
    Check(
        code="HPT399",
        title=Phrase("The name of a scale or an endpoint is misspelt", "量表或终点名称拼写错误"),
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
