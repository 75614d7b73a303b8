"""ClinicalTrials.gov, version 1 of its interface ("full studies"), which was retired in 2024: old downloads are in it."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.registry.building import Building
from hepatica.registry.clinicaltrials_gov import PLAN, REGISTER, V1
from hepatica.registry.formats.ctgov_json import studies
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.mapping import Mapper
from hepatica.registry.record import Record

FORMAT = "ClinicalTrials.gov full studies JSON"
WRAPPERS = ("FullStudiesResponse", "FullStudies", "Study")


def fits(text: str) -> bool:
    """Whether a text is JSON that holds a "ProtocolSection"."""
    return is_json(text) and '"ProtocolSection"' in text


def read(text: str) -> Iterator[Record]:
    """The records of a text."""
    for study in studies(read_json(text), "ProtocolSection", WRAPPERS):
        building = Building(text, FORMAT, REGISTER)
        Mapper(building, study, V1).add(PLAN)
        yield building.done()
