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
        building.add("enrolment", said[1], path, label.passage.part(*said.span(1)).pieces)
        building.add("arm.count", said[2], path, label.passage.part(*said.span(2)).pieces)
        _arms(building, block)
    if not block and name not in _HEADINGS:
        building.note(f"a label without a value: {name}")


# ---------------------------------------------------------------- blocks of their own


def _status(building: Building, name: str, block: Sequence[Line]) -> None:
    for field, line in zip(("status", "phase"), block, strict=False):
        building.add(field, line.text, name, line.passage.pieces)
    _notes(building, name, block[2:])


def _identifiers(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add("id" if NUMBER.fullmatch(line.text) else "other_id", line.text, name, line.passage.pieces)


def _treatments(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        member = building.member("intervention")
        said = _TREATMENT.fullmatch(line.text)
        if said is not None:
            member.add("type", said[1], name, line.passage.part(*said.span(1)).pieces)
        own = line.passage if said is None else line.passage.part(*said.span(2))
        member.add("name", own.text, name, own.pieces, "en")


def _enrollment(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add("enrolment", line.text, name, line.passage.pieces)
        if (said := _ENROLLMENT.fullmatch(line.text)) is not None:
            building.add("enrolment.type", said[1], name, line.passage.part(*said.span(1)).pieces)


def _ages(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        said = _AGES.fullmatch(line.text) or _UNDER.fullmatch(line.text)
        if said is None:
            building.add("note", line.text, name, line.passage.pieces)
            continue
        found = said.groupdict()
        for field, part in (("age.minimum", "low"), ("age.maximum", "high")):
            if found.get(part):
                unit = line.passage.part(*said.span("unit"))
                age = joined([line.passage.part(*said.span(part)), unit])
                building.add(field, age.text, name, age.pieces)


def _arms(building: Building, block: Sequence[Line]) -> None:
    """Blocks without keys: a name, a role, "Description:" and "Treatment:" with lines of their own."""
    roles = [at for at, line in enumerate(block) if _ROLE.fullmatch(line.text)]
    starts = [max(at - 1, 0) for at in roles] or [0][: len(block)]
    if starts:
        _notes(building, "Arm", block[: starts[0]])
    for name, own in blocks(block, starts):
        member = building.member("arm")
        member.add("name", name.text, "Arm", name.passage.pieces, "en")
        field = "description"
        for line in own:
            if _ROLE.fullmatch(line.text):
                member.add("type", line.text, "Arm", line.passage.pieces)
            elif line.text in ("Treatment:", "Description:"):
                field = "intervention" if line.text == "Treatment:" else "description"
            else:
                member.add(field, line.text, f"Arm: {field.capitalize()}", line.passage.pieces, "en")


def _contacts(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        if "@" in line.text or re.fullmatch(r"[+\d][\d ()./+-]{5,}", line.text):
            building.add("note", line.text, name, line.passage.pieces)
        else:
            building.member("contact").add("name", line.text, name, line.passage.pieces, "en")


def _dates(building: Building, name: str, block: Sequence[Line]) -> None:
    """`Jan 01, 2020` or `Jan 01, 2020 - Dec 31, 2022`."""
    for line in block:
        parts = [part.stripped() for part in line.passage.split(re.compile(r"\s[-–]\s"))]
        for field, part in zip(("date.start", "date.completion"), parts, strict=False):
            building.add(field, part.text, name, part.pieces)


def _notes(building: Building, name: str, block: Sequence[Line]) -> None:
    for line in block:
        building.add("note", line.text, name, line.passage.pieces)


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
