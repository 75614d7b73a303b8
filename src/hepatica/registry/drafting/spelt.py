"""Words of the vocabulary as records spell them: a name to look for, and the code that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from hepatica.registry.drafting.plain import END, START
from hepatica.registry.knowledge import known
from hepatica.vocabulary import load

NOT_NAMES: Final = re.compile(
    r"\bothers?\b|unspecified|another|不详|其他|^(?:infection|condition|drug|procedure|PI|LT|LAM|MI|TB|PVT)$",
    re.IGNORECASE,
)


_STATUS: Final = re.compile(r"活动性|active\s", re.IGNORECASE)
"""How a spelling begins that says more than the disease."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """The names of some codes: a pattern that meets any of them, and the code that each folded name means."""

    pattern: re.Pattern[str]
    codes: Mapping[str, str]

    def code(self, words: str) -> str:
        """The code of a name that the pattern met."""
        return self.codes[_folded(words)]


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").split())


def spelt(codes: Iterable[str], variable: str) -> Spelt:
    """The names of codes and classes of a variable, in English and Chinese, singular and plural."""
    more: Mapping[str, list[str]] = known("spellings")["names"]
    named: dict[str, str] = {}
    labels = load()[variable].values
    for code in codes:
        label = labels.get(code)
        words = [label.en, label.zh, *label.synonyms] if label else []
        for word in (*words, *more.get(code, ())):
            if (
                word
                and len(word) > 1
                and not _STATUS.match(word)
                and (not NOT_NAMES.search(word) or word in more.get(code, ()))
            ):
                named.setdefault(_folded(word), code)
                if word[-1].isalpha() and word.isascii() and not word.endswith("s") and not word.isupper():
                    named.setdefault(_folded(word) + "s", code)
    longest = sorted(named, key=len, reverse=True)
    forms = (re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest)
    return Spelt(re.compile(rf"{START}(?:{'|'.join(forms)}){END}", re.IGNORECASE), named)


@cache
def conditions() -> Spelt:
    """Diseases of the medical history."""
    return spelt(load()["medical_history"].values, "medical_history")


@cache
def drugs() -> Spelt:
    """Drugs and classes of drugs."""
    return spelt(load()["allergy"].values, "allergy")


@cache
def treatments() -> Spelt:
    """Treatments of the tumour: drugs, local treatment, operations."""
    return spelt(load()["prior_treatment"].values, "prior_treatment")
