"""ISRCTN records as the R package ctrdata keeps them: the register's XML turned into JSON, without its attributes.

Sponsors, funders and contacts stand outside the trial in that XML and are missing here; only their identifiers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.registry.isrctn import TRIAL, isrctn_record
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.record import Record

FORMAT = "ISRCTN JSON"


def fits(text: str) -> bool:
    """Whether a text is JSON with the parts of such a record."""
    return is_json(text) and '"isrctn"' in text and '"trialDescription"' in text


def read(text: str) -> Iterator[Record]:
    """The record of a trial, or of each in a list."""
    yield from (isrctn_record(trial, TRIAL, text, FORMAT) for trial in read_json(text).objects())
