"""ClinicalTrials.gov's classic XML: a `<clinical_study>`, or several in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.classic import CLASSIC, clean
from hepatica.registry.clinicaltrials_gov import REGISTER
from hepatica.registry.ictrp_design import add_design
from hepatica.registry.mapping import Mapper
from hepatica.registry.markup import read_xml
from hepatica.registry.nested import Nested
from hepatica.registry.record import Record
from hepatica.registry.xml_nested import XmlNested

FORMAT: Final = "ClinicalTrials.gov classic XML"
_ROOT: Final = re.compile(r"<clinical_study\b")


def fits(text: str) -> bool:
    """Whether a text is XML with a `<clinical_study>`."""
    return text.lstrip().startswith("<") and _ROOT.search(text) is not None


def read(text: str) -> Iterator[Record]:
    """The records of a text."""
    for study in read_xml(text, "clinical_study"):
        yield classic_record(XmlNested(study, text), text, FORMAT)


def classic_record(data: Nested, source: str, format_: str) -> Record:
    """The record that the elements of a classic record, as nested data, tell."""
    building = Building(source, format_, REGISTER)
    Mapper(building, data, clean=clean).add(CLASSIC)
    if isinstance(data.value.get("study_design"), str):
        add_design(building, "study_design", data.passage("study_design"))
    return building.done()
