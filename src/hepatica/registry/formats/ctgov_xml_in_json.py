"""ClinicalTrials.gov's classic record turned into JSON, as programs that collect records keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hepatica.registry.formats.ctgov_json import studies
from hepatica.registry.formats.ctgov_xml import classic_record
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.record import Record

FORMAT: Final = "ClinicalTrials.gov classic record in JSON"


def fits(text: str) -> bool:
    """Whether a text is JSON with the elements of a classic record."""
    return is_json(text) and '"id_info"' in text and '"nct_id"' in text


def read(text: str) -> Iterator[Record]:
    """The records of a text."""
    for study in studies(read_json(text), "id_info", ("clinical_study",)):
        yield classic_record(study, text, FORMAT)
