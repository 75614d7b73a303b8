"""What is wrong with a record: a check, and what it found where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, NamedTuple

from hepatica.registry.record import Quote, Record

Severity = Literal[1, 2, 3]
"""1 changes who enters, how they are grouped or what the result means; 2 must be settled before data capture or analysis is
programmed; 3 is cosmetic or about the record alone."""

Decidability = Literal["S", "T", "H"]
"""S: from structured fields alone; T: from text by pattern; H: a person must judge, the machine only asks."""


class Phrase(NamedTuple):
    """The same words in English and Chinese."""

    en: str
    zh: str

    def in_language(self, lang: str) -> str:
        """The words in `zh` or, for every other language, in English."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the words that collide (one quote where something is missing), and how.

    severity: where it differs from the check's own.
    """

    collides: Phrase
    quotes: tuple[Quote, ...]
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A small record, field by field: `enrolment` or `arm[0].name` -> its value. A name with `@zh` is in Chinese.

    The check must find something in it, and nothing once `mended` stands in the place of what it says there.
    """

    says: Mapping[str, str]
    mended: Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a record.

    code: HPT and three digits, the first two of which tell the family. costs: what it costs the study. mend: how to mend it.
    meanwhile: what the software takes until a person decides. knowledge: whether it needs a table of knowledge beside the
    record. source: where that knowledge, or the rule that is broken, is published.
    """

    code: str
    title: Phrase
    severity: Severity
    decidability: Decidability
    costs: Phrase
    mend: Phrase
    meanwhile: Phrase
    find: Callable[[Record], Iterator[Found]] = field(repr=False)
    example: Example = field(repr=False)
    knowledge: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's finding in one record."""

    record: str
    check: Check
    found: Found

    @property
    def code(self) -> str:
        """The code of the check."""
        return self.check.code

    @property
    def severity(self) -> Severity:
        """1 to 3."""
        return self.found.severity or self.check.severity

    def as_json(self, record: Record) -> dict[str, Any]:
        """The finding with the place of each quote in the record's source."""
        return {
            "record": self.record,
            "code": self.code,
            "title": self.check.title.en,
            "severity": self.severity,
            "decidability": self.check.decidability + ("+K" if self.check.knowledge else ""),
            "collides": self.found.collides.en,
            "quotes": [_quoted(record, quote) for quote in self.found.quotes],
            "costs": self.check.costs.en,
            "mend": self.check.mend.en,
            "meanwhile": self.check.meanwhile.en,
        }


def _quoted(record: Record, quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "field": quote.field, "path": quote.value.path, **record.place(quote)}


def check(record: Record, checks: Iterable[Check], accepted: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Everything the checks find in a record; those whose codes are accepted stay quiet.

    The gravest come first, then by code, then by where the first words stand in the record.
    """
    quiet = set(accepted)
    found = [
        Finding(record.id, each, finding) for each in checks if each.code not in quiet for finding in each.find(record)
    ]
    found.sort(key=_gravity)
    ordered: list[Finding] = []
    for _, alike in groupby(found, key=_gravity):
        several = list(alike)
        if len(several) > 1:  # a place is looked up in the source only where it decides
            several.sort(key=lambda finding: _place(record, finding))
        ordered += several
    return tuple(ordered)


def _gravity(finding: Finding) -> tuple[Severity, str]:
    return finding.severity, finding.code


def _place(record: Record, finding: Finding) -> int:
    spans = (record.span(quote) for quote in finding.found.quotes)
    return next((span.start for span in spans if span is not None), -1)
