"""A study file as a record, so that the same checks can look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hepatica.protocol.section import Text
from hepatica.protocol.study import Study
from hepatica.registry.building import Building, Member
from hepatica.registry.places import Pieces, whole
from hepatica.registry.record import Language, Record

REGISTERS: Final = {"NCT": "ClinicalTrials.gov", "ChiCTR": "ChiCTR", "ISRCTN": "ISRCTN"}
"""What an identifier begins with, in each register."""


DATES: Final = {
    "date.start": "start",
    "date.primary_completion": "primary_completion",
    "date.completion": "completion",
}
"""Fields of a record and the dates of a study's design."""


def record_of_study(study: Study) -> Record:
    """What a study file says, under the names of a record's fields.

    Of a criterion the record's own words are taken, and its text where it quotes none. The source is the study file; words that
    stand there folded over several lines have no place in it. What people decided or assumed is not part of it.
    """
    source = Path(study.file).read_text(encoding="utf-8") if study.file else ""
    register = next((name for start, name in REGISTERS.items() if study.study.startswith(start)), "")
    told = _Told(Building(source, "study", register), source)
    told.text("title", study.title, "title")
    if study.summary is not None:
        told.text("summary", study.summary, "summary")
    design = study.design
    told.plain("enrolment", str(design.enrolment or ""), "design.enrolment")
    told.plain("study_type", design.type, "design.type")
    told.plain("allocation", design.allocation, "design.allocation")
    for name, day in DATES.items():
        told.plain(name, str(getattr(design, day) or ""), f"design.{day}")
    for name, (kind, criterion) in study.criteria.items():
        path = f"eligibility.{kind}.{name}"
        told.words(f"eligibility.{kind}", criterion.source or criterion.text, path, "en")
        told.words(f"eligibility.{kind}", criterion.zh, path, "zh")
    for name, arm in study.arms.items():
        member = told.building.member("arm")
        told.text("name", arm.label, f"arms.{name}.label", member)
        told.plain("size", str(arm.planned or ""), f"arms.{name}.planned", member)
        if arm.description is not None:
            told.text("description", arm.description, f"arms.{name}.description", member)
    for name, endpoint in study.endpoints.items():
        member = told.building.member("outcome")
        told.text("name", endpoint.label, f"endpoints.{name}.label", member)
        told.plain("role", endpoint.role, f"endpoints.{name}.role", member)
    return told.building.done(study.study)


class _Told:
    """Adds what a study says, each with its place in the file, looked for from where the last was found."""

    def __init__(self, building: Building, source: str) -> None:
        self.building, self._source, self._at = building, source, 0

    def text(self, name: str, text: Text, path: str, member: Member | None = None) -> None:
        """A text in both languages."""
        self.words(name, text.en, path, "en", member)
        self.words(name, text.zh, path, "zh", member)

    def plain(self, name: str, text: str, path: str, member: Member | None = None) -> None:
        """A number or a code."""
        self.words(name, text, path, "", member)

    def words(self, name: str, text: str, path: str, language: Language, member: Member | None = None) -> None:
        """A text in one language; nothing where it is empty."""
        places = self._places(text)
        if member is None:
            self.building.add(name, text, path, places, language)
        else:
            member.add(name, text, path, places, language)

    def _places(self, text: str) -> Pieces:
        if not text:
            return ()
        found = self._source.find(text, self._at)
        if found < 0:
            found = self._source.find(text)
        if found < 0:
            return ()
        self._at = found
        return whole(found, found + len(text))
