"""A page of ClinicalTrials.Veeva saved as text: labels are told by standing alone, hierarchy by leading spaces.

The page shows a part of a record of ClinicalTrials.gov: no outcomes, no officials, no sharing of data, mostly no dates. The
menu, the sponsor's initial and the footer are the page's own and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.clinicaltrials_gov import NUMBER, REGISTER
from hepatica.registry.lines import Line, blocks, lines, together
from hepatica.registry.mapping import put, text
from hepatica.registry.passage import joined
from hepatica.registry.record import Record

FORMAT: Final = "ClinicalTrials.Veeva text"
_SITE: Final = "ClinicalTrials.Veeva"
_FOOTER: Final = "Data sourced from clinicaltrials.gov"
_EACH_LINE: Final[Mapping[str, str]] = {
    "Conditions": "condition",
    "Funder types": "sponsor.class",
    "Study type": "study_type",
    "Sex": "sex",
    "Volunteers": "healthy_volunteers",
    "Primary purpose": "purpose",
    "Allocation": "allocation",
    "Interventional model": "model",
    "Observational model": "model",
    "Time perspective": "time_perspective",
    "Masking": "masking",
    "Sponsor": "sponsor",
    "Lead Sponsor": "sponsor",
    "Collaborating Sponsors": "collaborator",
    "Keywords": "keyword",
}
"""Labels whose every line is a value of a field."""
_WHOLE: Final[Mapping[str, str]] = {"About": "summary", "Full description": "description"}
"""Labels whose lines are one text."""
_WORDS: Final = frozenset({"condition", "sponsor", "collaborator", "keyword", "summary", "description"})
_PARTICIPANTS: Final = re.compile(r"([\d,]+ participants?) in ([\d,]+ patient groups?)\b.*")
_ROLE: Final = re.compile(
    r"(?:Experimental|(?:Active|Placebo|Sham) Comparator|No Intervention|Other) group", re.IGNORECASE
)
_ENROLLMENT: Final = re.compile(r"[\d,]+\s+(\w+)\s+patients?")
_AGES: Final = re.compile(r"(?P<low>\d+)(?: to (?P<high>\d+)|(?P<up>\+))?(?P<unit> .*?)(?: old)?")
_UNDER: Final = re.compile(r"(?:Under|Up to) (?P<high>\d+)(?P<unit> .*?)(?: old)?", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"[+\d][\d ()./+-]{5,}")
_DASH: Final = re.compile(r"\s[-–]\s")
_TREATMENT: Final = re.compile(r"([\w &/-]+?): (.+)")


def fits(text: str) -> bool:
    """Whether a text is such a page."""
    return text.lstrip().startswith(_SITE) and "Details and patient eligibility" in text


def read(text: str) -> Iterator[Record]:
    """The record of a page."""
    page = _page(lines(text))
    building = Building(text, FORMAT, REGISTER)
    begins = [at for at, line in enumerate(page) if _is_label(line)]
    _head(building, page[: begins[0]] if begins else page)
    for label, block in blocks(page, begins):
        _block(building, label, block)
    _eligibility(building, list(blocks(page, begins)))
    number = next((line.text for line in page if NUMBER.fullmatch(line.text)), "")
    yield building.done(number)


def _page(page: list[Line]) -> list[Line]:
    """The lines without those of the site."""
    footer = next((at for at, line in enumerate(page) if line.text == _FOOTER), len(page))
    return [line for line in page[:footer] if line.text not in (_SITE, "Menu", "Loading...")]


def _is_label(line: Line) -> bool:
    known = line.text in _BLOCKS or line.text in _EACH_LINE or line.text in _WHOLE or line.text in _HEADINGS
    return (known and line.source[line.start] != " ") or _PARTICIPANTS.fullmatch(line.text) is not None


def _head(building: Building, head: Sequence[Line]) -> None:
    """Title, the initial of the sponsor, the sponsor."""
    for name, line in zip(("title", "sponsor"), (line for line in head if len(line.text) > 1), strict=False):
        put(building, text(name), name.capitalize(), line.passage)


def _block(building: Building, label: Line, block: Sequence[Line]) -> None:
    name = label.text
    if name in _BLOCKS:
        _BLOCKS[name](building, name, block)
    elif name in _WHOLE:
        put(building, text(_WHOLE[name]), name, together(block))
    elif name in _EACH_LINE:
        field = _EACH_LINE[name]
        for line in block:
            put(building, text(field, "en" if field in _WORDS else ""), name, line.passage)
    elif (said := _PARTICIPANTS.fullmatch(name)) is not None:
        path = "participants in patient groups"
        building.add_passage("enrolment", label.passage.part(*said.span(1)), path)
        building.add_passage("arm.count", label.passage.part(*said.span(2)), path)
        _arms(building, block)
    if not block and name not in _HEADINGS:
        building.note(f"a label without a value: {name}")


# ---------------------------------------------------------------- blocks of their own


def _status(building: Building, name: str, block: Sequence[Line]) -> None:
    for field, line in zip(("status", "phase"), block, strict=False):
        building.add_passage(field, line.passage, name)
    _notes(building, name, block[2:])


def _identifiers(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add_passage("id" if NUMBER.fullmatch(line.text) else "other_id", line.passage, name)


def _treatments(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        member = building.member("intervention")
        said = _TREATMENT.fullmatch(line.text)
        if said is not None:
            member.add_passage("type", line.passage.part(*said.span(1)), name)
        member.add_passage("name", line.passage if said is None else line.passage.part(*said.span(2)), name, "en")


def _enrollment(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add_passage("enrolment", line.passage, name)
        if (said := _ENROLLMENT.fullmatch(line.text)) is not None:
            building.add_passage("enrolment.type", line.passage.part(*said.span(1)), name)


def _ages(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        said = _AGES.fullmatch(line.text) or _UNDER.fullmatch(line.text)
        if said is None:
            building.add_passage("note", line.passage, name)
            continue
        found = said.groupdict()
        for field, part in (("age.minimum", "low"), ("age.maximum", "high")):
            if found.get(part):
                unit = line.passage.part(*said.span("unit"))
                building.add_passage(field, joined([line.passage.part(*said.span(part)), unit]), name)


def _arms(building: Building, block: Sequence[Line]) -> None:
    """Blocks without keys: a name, a role, "Description:" and "Treatment:" with lines of their own."""
    roles = [at for at, line in enumerate(block) if _ROLE.fullmatch(line.text)]
    starts = [max(at - 1, 0) for at in roles] or [0][: len(block)]
    if starts:
        _notes(building, "Arm", block[: starts[0]])
    for name, own in blocks(block, starts):
        member = building.member("arm")
        member.add_passage("name", name.passage, "Arm", "en")
        field = "description"
        for line in own:
            if _ROLE.fullmatch(line.text):
                member.add_passage("type", line.passage, "Arm")
            elif line.text in ("Treatment:", "Description:"):
                field = "intervention" if line.text == "Treatment:" else "description"
            else:
                member.add_passage(field, line.passage, f"Arm: {field.capitalize()}", "en")


def _contacts(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        if "@" in line.text or _TELEPHONE.fullmatch(line.text):
            building.add_passage("note", line.passage, name)
        else:
            building.member("contact").add_passage("name", line.passage, name, "en")


def _dates(building: Building, name: str, block: Sequence[Line]) -> None:
    """`Jan 01, 2020` or `Jan 01, 2020 - Dec 31, 2022`."""
    for line in block:
        for field, part in zip(("date.start", "date.completion"), line.passage.split(_DASH), strict=False):
            building.add_passage(field, part.stripped(), name)


def _notes(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add_passage("note", line.passage, name)


def _later(building: Building, name: str, block: Sequence[Line]) -> None:
    """Criteria are read together, see `_eligibility`."""


def _eligibility(building: Building, found: Sequence[tuple[Line, Sequence[Line]]]) -> None:
    """Both lists of criteria as one text, from the first heading to the last line."""
    criteria = [(label, block) for label, block in found if label.text in _CRITERIA]
    if criteria:
        whole: list[Line] = [line for label, block in criteria for line in (label, *block)]
        put(building, text("eligibility"), " and ".join(label.text for label, _ in criteria), together(whole))


_CRITERIA: Final = frozenset({"Inclusion criteria", "Exclusion criteria", "Inclusion and exclusion criteria"})
_HEADINGS: Final = frozenset({"Details and patient eligibility", "Trial design", "Timeline"})
_BLOCKS: Final[Mapping[str, Callable[[Building, str, Sequence[Line]], None]]] = {
    "Status and phase": _status,
    "Identifiers": _identifiers,
    "Treatments": _treatments,
    "Enrollment": _enrollment,
    "Ages": _ages,
    "Central trial contact": _contacts,
    "Central trial contacts": _contacts,
    "Trial contacts and locations": _notes,
    "Start date & end date": _dates,
    "Start date": _dates,
    **dict.fromkeys(_CRITERIA, _later),
}
"""Labels whose lines are read in their own way."""
