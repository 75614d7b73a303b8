"""A record of the WHO's search portal (ICTRP), as its XML and its CSV both give it: named cells, a few of them crowded.

The portal gathers the records of other registers. Where several values share one cell they are told apart again, each with
its place: countries, the conditions and interventions of ClinicalTrials.gov, the arms of ChiCTR with their sizes
(`survival group:200;died:200;`), outcomes, designs (`Allocation: Randomized. Masking: None.`). Traps, all left as they are:

    Retrospective_flag      kept as `registration.timing`; exports of 2020 say "No" of ChiCTR's late registrations and "Yes" of
                            its timely ones, and "Yes" of nearly all others: nothing may be concluded from it
    Age = 18                may have been ≥ 18 in the register: the portal loses signs
    2020-03-02 00:00:00     as a phase is "2-3", of which a spreadsheet has made a date; a note says so
    Gu√©rin                 is "Guérin", UTF-8 once read as Mac Roman; a note says so
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hepatica.registry.building import Building, Member
from hepatica.registry.criteria import Kind
from hepatica.registry.ictrp_design import add_design
from hepatica.registry.labels import after_labels
from hepatica.registry.mapping import add_criteria
from hepatica.registry.markup import resolved
from hepatica.registry.passage import Passage
from hepatica.registry.record import Language, Record

FIELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trialid": "id",
        "secondaryid": "other_id",
        "secondaryids": "other_id",
        "lastrefreshedon": "date.updated",
        "publictitle": "title",
        "scientifictitle": "title.official",
        "acronym": "acronym",
        "primarysponsor": "sponsor",
        "secondarysponsor": "collaborator",
        "secondarysponsors": "collaborator",
        "sourcesupport": "funding",
        "dateregistration": "date.registered",
        "dateregistration3": "date.registered",
        "webaddress": "url",
        "recruitmentstatus": "status",
        "inclusionagemin": "age.minimum",
        "inclusionagemax": "age.maximum",
        "inclusiongender": "sex",
        "dateenrollement": "date.recruitment_start",
        "targetsize": "enrolment",
        "studytype": "study_type",
        "studydesign": "design",
        "phase": "phase",
        "ethicsstatus": "ethics.approved",
        "ethicsapprovaldate": "ethics.date",
        "ethicscontactname": "ethics.committee",
        "resultsdatecompleted": "date.completion",
        "resultsurllink": "results",
        "resultssummary": "results",
        "resultsipdplan": "sharing",
        "resultsipddescription": "sharing.description",
        "retrospectiveflag": "registration.timing",
    }
)
"""Names of the portal, in lower case without spaces and underscores -> fields. What is neither here nor crowded is a note."""

CONTACT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contactfirstname": "name",
        "contactlastname": "name",
        "contactaddress": "address",
        "contactemail": "email",
        "contacttel": "phone",
        "contactaffiliation": "affiliation",
    }
)
LISTS: Final = {"countries": "country", "condition": "condition"}
CRITERIA: Final[Mapping[str, Kind | None]] = {"inclusioncriteria": "inclusion", "exclusioncriteria": "exclusion"}
CROWDED: Final = frozenset({"intervention", "primaryoutcome", "secondaryoutcome"})
WORDED: Final = frozenset({"title", "title.official", "design", "sharing.description"})
REGISTERS: Final = {"EU Clinical Trials Register": "EUCTR"}
LISTED: Final = frozenset({"ClinicalTrials.gov", "ChiCTR", "IRCT", "ANZCTR"})  # these list outcomes; others write prose
UNLABELLED: Final = frozenset({"ClinicalTrials.gov", "ChiCTR", "ANZCTR"})  # "Name:" is a word of the outcome there

_BREAK: Final = re.compile(r"(?:_x000D_)?(?:\r\n|\r|\n)?<[bB][rR] ?/? ?>|_x000D_|\r\n|\r")
_SEMICOLON: Final = re.compile(";")
_ARM: Final = re.compile(r"(.+?):(\d+)(?:;|$)", re.S)
_JOINT: Final = re.compile(r";(?!\s)|;\s*$")  # the portal's own semicolon is bare; authors write a space after theirs
_TYPED: Final = re.compile(
    r"(?:^|;)(Behavioral|Biological|Combination Product|Device|Diagnostic Test|Dietary Supplement|Drug|Genetic|Other|Procedure"
    r"|Radiation): |(?:^|;)(Gold Standard|Index test):"
)
_NUMBERED: Final = re.compile(r"(?:^|(?<=\s))((?:Control )?Intervention ?\d+) ?(?:: |\n)")
_LABELLED: Final = re.compile(
    r"(?:^|;|(?:\. )?\s*)(Outcome name|Name|Time ?points?|Timepoint\(s\) of evaluation of this end point|Method of measurement"
    r"|Measure|Main Objective|Secondary Objective|Primary end point\(s\))\s?: ?"
)
_OUTCOME: Final = {
    "Outcome name": "name", "Name": "name", "Primary end point(s)": "name",
    "Method of measurement": "method", "Measure": "method",
}  # fmt: skip
_BRACKETS: Final = re.compile(r"\s*\[(?:Time ?frame )?(.+?)\]\s*$", re.S | re.I)
_SUBJECTS: Final = re.compile(r"^Are the trial subjects under 18\? ", re.M)  # EUCTR's answers behind its criteria
_AGE: Final = re.compile(r"^F\.1\.\d(?:\.\d)? (.+) yes$", re.M)
_SPREADSHEET_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2} 00:00:00")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]{2,}")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the portal says under one name."""

    called: Passage
    passage: Passage

    @property
    def name(self) -> str:
        """What the portal calls it."""
        return self.called.text


def read_cells(cells: Iterable[tuple[Passage, Passage]], source: str, format_: str) -> Record:
    """The record of one trial.

    cells: name of the portal and content, in the order of the source. source: the whole text. format_: name of the reader.
    """
    said: dict[str, Cell] = {}
    again: list[Cell] = []
    for name, passage in cells:
        cell = Cell(name, _readable(passage))
        if said.setdefault(_key(cell.name), cell) is not cell:
            again.append(cell)
    register = said["sourceregister"].passage.text if "sourceregister" in said else ""
    building = Building(source, format_, REGISTERS.get(register, register))
    _plain(building, said, register)
    for cell in again:
        building.add_passage("note", cell.passage, cell.name)
    arms = _arms(building, said)
    _interventions(building, said, register, arms)
    for key, role in (("primaryoutcome", "Primary"), ("secondaryoutcome", "Secondary")):
        if key in said:
            _outcomes(building, said[key], role, register)
    if "studydesign" in said:
        add_design(building, said["studydesign"].name, said["studydesign"].passage)
    _notes(building, said)
    return building.done()


def _key(name: str) -> str:
    return re.sub(r"[\s_]", "", name).lower()


def _readable(passage: Passage) -> Passage:
    """As a person reads it: the portal leaves HTML's line breaks and character references in its texts."""
    return resolved(passage.rewritten(_BREAK, lambda met: "" if met[0] == "_x000D_" else "\n")).stripped()


def _plain(building: Building, said: Mapping[str, Cell], register: str) -> None:
    """What stands alone in its cell, the contact, and what is only listed."""
    language = "" if register in REGISTERS else "en"
    contact: Member | None = None
    for key, cell in said.items():
        if key in CONTACT and cell.passage:
            contact = contact or building.member("contact")
            contact.add_passage(CONTACT[key], cell.passage, cell.name)
        elif key in LISTS:
            _list(building, key, cell, register, language)
        elif key in CRITERIA:
            _criteria(building, cell, CRITERIA[key], language)
        elif key not in CROWDED and key not in CONTACT:
            field = FIELD.get(key, "note")
            building.add_passage(field, cell.passage, cell.name, language if field in WORDED else "")


def _list(building: Building, key: str, cell: Cell, register: str, language: Language) -> None:
    whole = key == "condition" and register != "ClinicalTrials.gov"  # others write prose here
    for part in [cell.passage] if whole else cell.passage.split(_SEMICOLON):
        building.add_passage(LISTS[key], part.stripped(), cell.name, language if key == "condition" else "")


def _criteria(building: Building, cell: Cell, kind: Kind | None, language: Language) -> None:
    building.add_passage("eligibility", cell.passage, cell.name, language)
    subjects = _SUBJECTS.search(cell.passage.text)
    own = cell.passage.part(0, subjects.start()) if subjects else cell.passage
    add_criteria(building, cell.name, own, language, kind)
    for met in _AGE.finditer(cell.passage.text) if subjects else ():
        building.add_passage("age.group", cell.passage.part(*met.span(1)), cell.name)


# ---------------------------------------------------------------- arms and interventions


def _arms(building: Building, said: Mapping[str, Cell]) -> list[tuple[str, Member]]:
    """Arms with their sizes: `name:20;name:20;`. A plain number names none."""
    cell = said.get("targetsize")
    if cell is None or ":" not in cell.passage.text:
        return []
    arms, done = [], 0
    for met in _ARM.finditer(cell.passage.text):
        if met.start() != done:
            break
        done = met.end()
        name, size = cell.passage.part(*met.span(1)).stripped(), cell.passage.part(*met.span(2))
        arm = building.member("arm")
        arm.add_passage("name", name, cell.name)
        arm.add_passage("size", size, cell.name)
        arms.append((met[1], arm))
    if rest := cell.passage.text[done:].strip():
        building.note(f"{cell.name} ends with '{rest}', which names no size: it may be cut off")
    return arms


def _interventions(building: Building, said: Mapping[str, Cell], register: str, arms: list[tuple[str, Member]]) -> None:
    cell = said.get("intervention")
    if cell is None or not cell.passage:
        return
    if (own := _of_arms(cell.passage, [name for name, _ in arms])) is not None:
        for (_, arm), words in zip(arms, own, strict=True):
            arm.add_passage("intervention", words, cell.name)
        return
    labels = list(_TYPED.finditer(cell.passage.text)) if register in ("ClinicalTrials.gov", "ChiCTR") else []
    if labels and labels[0].start() == 0:
        for label, words in after_labels(cell.passage, labels, ";"):
            member = building.member("intervention")
            member.add_passage("type", label, cell.name)
            member.add_passage("name", words, cell.name)
        return
    numbered = list(_NUMBERED.finditer(cell.passage.text))
    before = cell.passage.part(0, numbered[0].start() if numbered else None).stripped()
    building.member("intervention").add_passage("description", before, cell.name)
    for label, words in after_labels(cell.passage, numbered, ";"):
        building.member("intervention").add_passage("description", words, f"{cell.name}: {label.text}")


def _of_arms(text: Passage, names: list[str]) -> list[Passage] | None:
    """What each arm receives, where the cell names the arms one after the other; None where it does not."""
    if not names:
        return None
    starts: list[tuple[int, int]] = []
    at = 0
    for name in names:
        found = text.text.find(f"{name}:", at)
        if found < 0 or (found and text.text[found - 1] != ";") or (not starts and found):
            return None
        starts.append((found, found + len(name) + 1))
        at = starts[-1][1]
    ends = [*(start for start, _ in starts[1:]), len(text.text)]
    return [text.part(start, end).stripped("; \n\t") for (_, start), end in zip(starts, ends, strict=True)]


# ---------------------------------------------------------------- outcomes


def _outcomes(building: Building, cell: Cell, role: str, register: str) -> None:
    whole = register not in LISTED or not cell.passage
    for part in [cell.passage] if whole else cell.passage.split(_JOINT):
        own = part.stripped()
        if not own:
            continue
        member = building.member("outcome")
        member.add("role", role, cell.name, cell.called.part(0, len(role)).pieces)
        labels = list(_LABELLED.finditer(own.text)) if register not in UNLABELLED else []
        timed = _BRACKETS.search(own.text)
        if labels:
            _measured(building, member, cell.name, own, labels)
        elif timed is not None and register in ("ANZCTR", "TCTR"):
            member.add_passage("name", own.part(0, timed.start()).stripped(), cell.name)
            member.add_passage("time_frame", own.part(*timed.span(1)).stripped(), cell.name)
        else:
            member.add_passage("name", own, cell.name)


def _measured(building: Building, member: Member, name: str, text: Passage, labels: list[re.Match[str]]) -> None:
    """An outcome in which "Timepoint:", "Method of measurement:" and the like stand; EUCTR's objectives stand before it."""
    member.add_passage("name", text.part(0, labels[0].start()).stripped(), name)
    for label, words in after_labels(text, labels, ";"):
        path = f"{name}: {label.text}"
        if label.text.endswith("Objective"):
            building.add_passage("summary", words, path)
        else:
            member.add_passage(_OUTCOME.get(label.text, "time_frame"), words, path)


# ---------------------------------------------------------------- notes


def _notes(building: Building, said: Mapping[str, Cell]) -> None:
    phase = said.get("phase")
    if phase is not None and _SPREADSHEET_DATE.fullmatch(phase.passage.text):
        _, month, day = phase.passage.text[:10].split("-")
        building.note(
            f"{phase.name} is '{phase.passage.text}': a spreadsheet has made a date of {int(day)}-{int(month)}"
        )
    for cell in said.values():
        if (meant := _meant(cell.passage.text)) is not None:
            building.note(f"{cell.name} has {meant}: UTF-8 that was once read as Mac Roman; it is kept as it stands")
            return


def _meant(text: str) -> str | None:
    """'√©' for 'é', the first such pair in a text; None where there is none."""
    for met in _FOREIGN.finditer(text):
        try:
            return f"'{met[0]}' for '{met[0].encode('mac_roman').decode()}'"
        except UnicodeError:
            continue
    return None
