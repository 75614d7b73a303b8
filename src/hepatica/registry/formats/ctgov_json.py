"""ClinicalTrials.gov, version 2 of its interface: one record, a list of records, or a page of answers with its "studies"."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.registry.building import Building
from hepatica.registry.clinicaltrials_gov import PLAN, REGISTER
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.mapping import Mapper
from hepatica.registry.nested import Nested
from hepatica.registry.record import Record

FORMAT = "ClinicalTrials.gov JSON"
WRAPPERS = ("study", "studies", "fullStudies")


def fits(text: str) -> bool:
    """Whether a text is JSON that holds a "protocolSection"."""
    return is_json(text) and '"protocolSection"' in text


def read(text: str) -> Iterator[Record]:
    """The records of a text."""
    for study in studies(read_json(text), "protocolSection", WRAPPERS):
        building = Building(text, FORMAT, REGISTER)
        Mapper(building, study).add(PLAN)
        yield building.done()


def studies(data: Nested, section: str, wrappers: tuple[str, ...]) -> Iterator[Nested]:
    """The parts of some data that hold a section, in the order of the text, inside lists and the wrappers named."""
    if isinstance(data.value, list):
        for at in range(len(data.value)):
            yield from studies(data.below(at), section, wrappers)
    elif isinstance(data.value, dict):
        if isinstance(data.value.get(section), dict):
            yield data
            return
        for name in wrappers:
            if name in data.value:
                yield from studies(data.below(name), section, wrappers)
