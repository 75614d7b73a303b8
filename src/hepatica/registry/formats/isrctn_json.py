"""ISRCTN records as the R package ctrdata keeps them: the register's XML turned into JSON, without its attributes.

Sponsors, funders and contacts stand outside the trial in that XML and are missing here; only their identifiers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.registry.building import Building
from hepatica.registry.isrctn import REGISTER, TRIAL
from hepatica.registry.json_text import read_json
from hepatica.registry.mapping import Mapper
from hepatica.registry.record import Record

FORMAT = "ISRCTN JSON"


def fits(text: str) -> bool:
    """Whether a text is JSON with the parts of such a record."""
    return text.lstrip()[:1] in ("{", "[") and '"isrctn"' in text and '"trialDescription"' in text


def read(text: str) -> Iterator[Record]:
    """The record of a trial, or of each in a list."""
    data = read_json(text)
    trials = [data.below(at) for at in range(len(data.value))] if isinstance(data.value, list) else [data]
    for trial in trials:
        if isinstance(trial.value, dict):
            building = Building(text, FORMAT, REGISTER)
            Mapper(building, trial).add(TRIAL)
            number = trial.value.get("isrctn", "")
            yield building.done(f"ISRCTN{number}" if number else "")
