"""Evidence written down as short records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import pytest

from hepatica.endpoints.evidence import SOURCES, Evidence
from hepatica.rules import parse_anchor
from hepatica.rules.context import Context
from hepatica.rules.facts import SCHEMA
from hepatica.vocabulary import load

EvidenceOf = Callable[..., Evidence]


@pytest.fixture(scope="session")
def evidence_of() -> EvidenceOf:
    """Make evidence of facts given as dictionaries; `day` stands for a day known exactly, and events have occurred.

    The anchor `treatment` is the first surgery; every subject named has one on day 0 unless `treated` is false.
    """

    def make(records: Sequence[Mapping[str, Any]], subjects: Sequence[str], *, treated: bool = True) -> Evidence:
        surgery = [{"subject": name, "variable": "surgery", "day": 0} for name in subjects] if treated else []
        filled = []
        for number, record in enumerate([*surgery, *records]):
            days = dict.fromkeys(("start_lo", "start_hi", "end_lo", "end_hi"), record.get("day"))
            kept = {key: value for key, value in record.items() if key != "day"}
            filled.append({**dict.fromkeys(SCHEMA), "comparator": "", "occurred": True, "fact": number, **days, **kept})
        facts = pl.DataFrame(filled, schema=SCHEMA)
        sources = facts.select("fact", "variable", domain="variable", seq="fact").cast(dict(SOURCES))
        context = Context(load(), {"treatment": parse_anchor("first surgery")})
        return Evidence("TEST", facts, pl.DataFrame({"subject": sorted(subjects)}), sources, context)

    return make
