"""Findings of the checker as the conflicts of a study file: open until a person decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from hepatica.registry.finding import Finding
from hepatica.registry.record import Quote, label

COSMETIC: Final = 3
"""The severity of what is about the record alone: nobody must decide anything before the study is run."""
RIVAL: Final = frozenset(
    f"HPT{number:03}"
    for number in (
        11, 20, 21, 30, 50, 51, 53, 55, 60, 82,  # numbers, allocation, groups, stages, limits, performance, contraception
        140, 141, 150, 151, 152, 155, 161, 162, 166,  # centres, response criteria, moments that time is counted from
        250, 265, 280, 281, 290, 300, 311,  # the control, two languages, masking, committees, data, samples
        340, 343, 401, 410, 411, 412, 414, 417, 418, 419,  # events, windows of outcomes, who enters, intervals, outcomes
    )
)  # fmt: skip
"""Checks whose two quotes are answers to one question, of which the study can follow either. The quotes of the others say
together what is wrong or missing."""


def decided_by_people(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that ask for a decision before the study is run: those that are not cosmetic."""
    return tuple(finding for finding in findings if finding.severity < COSMETIC)


def conflicts_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The section `conflicts` from what the checker found: the record's words, how they collide, and what holds meanwhile.

    Where the record answers one question twice, both answers stand as readings; neither of them changes a rule.
    """
    seen: Counter[str] = Counter()
    made = []
    for finding in findings:
        seen[finding.code] += 1
        number = f"-{seen[finding.code]}" if seen[finding.code] > 1 else ""
        quotes = finding.found.quotes
        conflict: dict[str, Any] = {
            "id": f"{finding.code}{number}",
            "fields": list(dict.fromkeys(quote.field for quote in quotes)),
            "phrases": [" ".join(quote.text.split()) for quote in quotes],
            "collides": finding.found.collides.en,
            "severity": finding.severity,
            "meanwhile": finding.check.meanwhile.en,
        }
        readings = _readings(finding)
        made.append(conflict | {"readings": readings} if readings else conflict)
    return made


def _readings(finding: Finding) -> dict[str, Any]:
    """Both answers of a record to one question, named after where they stand; none where there are no such two."""
    quotes = finding.found.quotes
    if finding.code not in RIVAL or len(quotes) != 2 or _words(quotes[0]) == _words(quotes[1]):
        return {}
    names = [re.sub(r"\W+", "_", quote.field).strip("_") for quote in quotes]
    if names[0] == names[1]:
        names = [f"{name}_{at}" for at, name in enumerate(names, 1)]
    return {
        name: {
            "label": {
                "en": f"«{_words(quote)}» ({label(quote.field, 'en')})",
                "zh": f"“{_words(quote)}”（{label(quote.field, 'zh')}）",
            }
        }
        for name, quote in zip(names, quotes, strict=True)
    }


def _words(quote: Quote) -> str:
    return " ".join(quote.text.split()).strip(" .;。；")
