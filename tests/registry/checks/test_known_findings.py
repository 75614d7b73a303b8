"""Findings a reader made in the five studies' records: each is raised, and quotes the words the reader pointed at.

A line of `known/*.txt` tells a finding's number, the code of the check, and words that stand in the first quote and in the
second (nothing where there is none).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import check
from hepatica.registry.record import Record

RECORDS = {"A": "NCT07100236", "B": "NCT04163237", "C": "NCT07363356", "D": "NCT07120750", "E": "ChiCTR2600120525"}
KNOWN = [
    tuple(part.strip() for part in line.split("|"))
    for file in sorted((Path(__file__).parent / "known").glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.real_data
@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known[0]}-{known[1]}")
def test_a_known_finding_is_raised_with_the_words_that_collide(known: tuple[str, ...], five: dict[str, Record]) -> None:
    number, code, *words = known
    record = five[RECORDS[number[0]]]
    found = [finding for finding in check(record, CHECKS) if finding.code == code]
    assert found, f"{code} finds nothing in {record.id}"
    quoted = [[" ".join(quote.text.split()) for quote in finding.found.quotes] for finding in found]
    assert any(all(any(word in quote for quote in quotes) for word in words) for quotes in quoted), quoted
