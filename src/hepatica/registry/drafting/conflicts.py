"""Findings of the checker as the conflicts of a study file: open until a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from hepatica.registry.finding import Finding


def conflicts_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The section `conflicts` from what the checker found: the record's words, how they collide, and what holds meanwhile."""
    seen: Counter[str] = Counter()
    made = []
    for finding in findings:
        seen[finding.code] += 1
        number = f"-{seen[finding.code]}" if seen[finding.code] > 1 else ""
        quotes = finding.found.quotes
        made.append(
            {
                "id": f"{finding.code}{number}",
                "fields": list(dict.fromkeys(quote.field for quote in quotes)),
                "phrases": [" ".join(quote.text.split()) for quote in quotes],
                "collides": finding.found.collides.en,
                "severity": finding.severity,
                "meanwhile": finding.check.meanwhile.en,
            }
        )
    return made
