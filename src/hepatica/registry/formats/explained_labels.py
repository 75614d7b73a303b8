"""A page that shows a record of ClinicalTrials.gov under headings, each with a sentence that explains it, saved as text.

The explaining sentences are the page's own and are left out, as is its list of other trials. Two marks of such pages are put
right, each with its place kept: Roman numerals of one character (Ⅲ is III) and hyphens with spaces (`three - dimensional`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from hepatica.registry.building import Building, Member
from hepatica.registry.clinicaltrials_gov import NUMBER, REGISTER
from hepatica.registry.lines import Line, blocks, lines, together
from hepatica.registry.mapping import put, text
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT: Final = "labels with explanations"
LABELS: Final[Mapping[str, str]] = {
    "Recruitment Status": "status",
    "Total Enrollment": "enrolment",
    "Study Classification": "study_type",
    "Clinical Phase": "phase",
    "Study Phase": "phase",
    "Study Start Date": "date.start",
    "Primary Completion Date": "date.primary_completion",
    "Study Completion Date": "date.completion",
    "Observational Model Type": "model",
    "Study Time Perspective": "time_perspective",
    "Allocation Method": "allocation",
    "Intervention Model": "model",
    "Primary Purpose": "purpose",
    "Blinding Strategy": "masking",
    "Minimum Eligible Age": "age.minimum",
    "Maximum Eligible Age": "age.maximum",
    "Eligible Sex": "sex",
    "Accepts Healthy Volunteers": "healthy_volunteers",
}
"""Labels inside a section, each with its value in the next line."""

WHOLE: Final[Mapping[str, str]] = {"Brief Summary": "summary", "Detailed Description": "description"}
"""Sections whose lines are one text."""

EACH_LINE: Final[Mapping[str, str]] = {"Conditions": "condition", "Keywords": "keyword", "Countries": "country"}
"""Sections whose every line is a value."""

_EXPLAINS: Final = re.compile(
    r"(?:Get|Review|Dive|See|Understand|Learn|Check|Meet|Identify|Explore|Reach|Find|Download|Additional|Read|View|Discover)\b"
    r".{20,}\."
)
_NUMERAL: Final = re.compile("[\u2160-\u2188]|(?<=\\w) - (?=\\w)")
_KEYED: Final = re.compile(r"(NCT ID|Last Updated|Document Type|Identifier Type|Identifier Source|Role):\s*(.*)")
_TYPE: Final = re.compile(r"Intervention Type\s+(\S.*)")
_SPONSOR: Final = re.compile(r"Sponsor Role\s+(\S.*)")
_RESPONSIBLE: Final = re.compile(r"Responsibility Role\s+(\S.*)")
_SITE_STATUS: Final = re.compile(r"Site Status\s*(.*)")
_ROLE: Final = re.compile(r"Role:\s*(.*)")
_COMMA: Final = re.compile(",")


def fits(text: str) -> bool:
    """Whether a text is such a page."""
    return "NCT ID: NCT" in text and sum(1 for _ in _sections(lines(text))) > 2


def read(text: str) -> Iterator[Record]:
    """The record of a page."""
    yield _Page(text).record()


def said(line: Line | Passage) -> Passage:
    """Words of the page as a person writes them."""
    words = (line.passage if isinstance(line, Line) else line).unescaped()
    return words.rewritten(_NUMERAL, lambda met: "-" if met[0] == " - " else unicodedata.normalize("NFKC", met[0]))


def _sections(page: Sequence[Line]) -> Iterator[int]:
    """Where each heading stands: a known one, or any with an explaining sentence behind it."""
    for at, line in enumerate(page):
        explained = at + 1 < len(page) and _EXPLAINS.fullmatch(page[at + 1].text) is not None
        if line.text in _READERS and (explained or line.text in ("Study Results", "More Related Trials")):
            yield at


class _Page:
    """Reads the sections of one page."""

    def __init__(self, source: str) -> None:
        self._page = lines(source)
        self._building = Building(source, FORMAT, REGISTER)
        self._sites: list[Member] = []

    def record(self) -> Record:
        begins = list(_sections(self._page))
        self._head(self._page[: begins[0]])
        for heading, block in blocks(self._page, begins):
            own = block[1:] if block and _EXPLAINS.fullmatch(block[0].text) else block
            _READERS[heading.text](self, heading.text, own)
        named = (self._building.first("id"), *(line.text for line in self._page))
        number = next((met[0] for each in named if (met := NUMBER.search(each))), "")
        return self._building.done(number)

    def _add(self, name: str, path: str, passage: Passage, language: str = "") -> None:
        put(self._building, text(name, language), path, passage)

    def _note(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            self._add("note", path, said(line))

    # -- sections

    def _head(self, head: Sequence[Line]) -> None:
        for at, line in enumerate(head):
            keyed = _KEYED.fullmatch(line.text)
            if keyed is not None:
                name = {"NCT ID": "id", "Last Updated": "date.updated"}.get(keyed[1], "note")
                self._add(name, keyed[1], line.passage.part(*keyed.span(2)))
            elif at == 0:
                self._add("title", "Title", said(line), "en")
            else:
                self._note("Head", [line])

    def _results(self, path: str, block: Sequence[Line]) -> None:
        for line in block[:1]:  # behind it the page explains what is pending
            self._add("results", path, said(line))

    def _labelled(self, path: str, block: Sequence[Line]) -> None:
        """Labels with their values; what stands under none is a note."""
        at, silent = 0, []
        while at < len(block):
            label = block[at].text.rstrip(":")
            value = block[at + 1] if at + 1 < len(block) and block[at + 1].text not in LABELS else None
            if label not in LABELS:
                self._note(path, [block[at]])
            elif value is None:
                silent.append(label)
            else:
                self._add(LABELS[label], f"{path}: {label}", said(value))
                at += 1
            at += 1
        if silent:
            self._building.note(f"labels without a value: {', '.join(silent)}")

    def _whole(self, path: str, block: Sequence[Line]) -> None:
        self._add(WHOLE[path], path, said(together(block)), "en")

    def _each_line(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            self._add(EACH_LINE[path], path, said(line), "en")

    def _ignored(self, path: str, block: Sequence[Line]) -> None:
        """Other trials are no part of the record."""

    def _groups(self, path: str, block: Sequence[Line]) -> None:
        """Each arm: its name, what is said of it, then its interventions: name, "Intervention Type X", description."""
        types = [at for at, line in enumerate(block) if _TYPE.fullmatch(line.text)]
        before = list(block[: types[0] - 1]) if types and types[0] else list(block)
        arm: Member | None = None
        for number, at in enumerate(types):
            following = types[number + 1] - 1 if number + 1 < len(types) else len(block)
            if before or arm is None:
                arm = self._building.member("arm")
                _described(arm, path, before)
            arm.add_passage("intervention", said(block[at - 1]), path, "en")
            arm.add_passage("intervention", _value(block[at], _TYPE), f"{path}: Intervention Type")
            after = list(block[at + 1 : following])
            for line in after[:1]:
                arm.add_passage("intervention", said(line), path, "en")
            before = after[1:]
        if not types:
            self._note(path, before)

    def _interventions(self, path: str, block: Sequence[Line]) -> None:
        """Each intervention: its name, its description, then "Intervention Type X"."""
        for own, last in _ended(block, _TYPE):
            member = self._building.member("intervention")
            _described(member, path, own)
            if last is not None:
                member.add_passage("type", _value(last, _TYPE), f"{path}: Intervention Type")

    def _eligibility(self, path: str, block: Sequence[Line]) -> None:
        stop = next((at for at, line in enumerate(block) if line.text in LABELS), len(block))
        self._add("eligibility", path, said(together(block[:stop])), "en")
        self._labelled(path, block[stop:])

    def _sponsors(self, path: str, block: Sequence[Line]) -> None:
        for own, last in _ended(block, _SPONSOR):
            role = _SPONSOR.fullmatch(last.text) if last is not None else None
            name = "sponsor" if role is not None and role[1].lower() == "lead" else "collaborator"
            for field, line in zip((name, f"{name}.class", *["note"] * len(own)), own, strict=False):
                self._add(field, path, said(line), "en" if field == name else "")

    def _responsible(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            role = _RESPONSIBLE.fullmatch(line.text)
            self._add("responsible_party", path, said(line) if role is None else _value(line, _RESPONSIBLE), "en")

    def _locations(self, path: str, block: Sequence[Line]) -> None:
        """Each site: its name, "city, province, country", then "Site Status", mostly without one."""
        silent = 0
        for own, last in _ended(block, _SITE_STATUS):
            site = self._building.member("site")
            self._sites.append(site)
            for line in own[:1]:
                site.add_passage("name", said(line), path, "en")
            for line in own[1:2]:
                _address(site, path, said(line))
            self._note(path, own[2:])
            status = _value(last, _SITE_STATUS) if last is not None else Passage("")
            site.add_passage("status", status, f"{path}: Site Status")
            silent += not status
        if silent:
            self._building.note(f"labels without a value: Site Status ({silent} of {len(self._sites)} sites)")

    def _contacts(self, path: str, block: Sequence[Line]) -> None:
        people = list(_people(block))
        if not people:
            self._note(path, block)
        for own in people:
            member = self._building.member("contact")
            for name, passage in own:
                member.add_passage(name, passage, path, "en" if name == "name" else "")

    def _site_contacts(self, path: str, block: Sequence[Line]) -> None:
        """The contacts of the sites, in their order: each "primary" begins the next site, a "backup" stays with it."""
        people = list(_people(block))
        begins = [dict(own)["role"].text.lower() != "backup" for own in people]
        if not people or sum(begins) != len(self._sites) or not begins[0]:
            self._building.note(
                f"{sum(begins)} contacts of sites stand beside {len(self._sites)} sites: which is whose?"
            )
            self._contacts(path, block)
            return
        at = -1
        for own, new in zip(people, begins, strict=True):
            at += new
            for name, passage in own:
                self._sites[at].add_passage("contact", passage, path, "en" if name == "name" else "")

    def _documents(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            keyed = _KEYED.fullmatch(line.text)
            if keyed is not None:
                self._add("document", f"{path}: {keyed[1]}", said(line.passage.part(*keyed.span(2))), "en")
            elif line.text != "View Document":  # what the link to it says
                self._note(path, [line])

    def _identifiers(self, path: str, block: Sequence[Line]) -> None:
        for line in block:
            keyed = _KEYED.fullmatch(line.text)
            if keyed is None:
                self._add("other_id", path, line.passage)
            elif keyed[2] != "-":
                self._add("note", f"{path}: {keyed[1]}", line.passage.part(*keyed.span(2)))


_READERS: Final[Mapping[str, Callable[[_Page, str, Sequence[Line]], None]]] = {
    "Study Results": _Page._results,
    "Basic Information": _Page._labelled,
    **dict.fromkeys(WHOLE, _Page._whole),
    **dict.fromkeys(EACH_LINE, _Page._each_line),
    "Study Design": _Page._labelled,
    "Study Groups": _Page._groups,
    "Interventions": _Page._interventions,
    "Eligibility Criteria": _Page._eligibility,
    "Sponsors": _Page._sponsors,
    "Responsible Party": _Page._responsible,
    "Locations": _Page._locations,
    "Central Contacts": _Page._contacts,
    "Facility Contacts": _Page._site_contacts,
    "Provided Documents": _Page._documents,
    "Other Identifiers": _Page._identifiers,
    "More Related Trials": _Page._ignored,
}
"""Headings, each with how the lines below it are read."""


def _described(member: Member, path: str, block: Sequence[Line]) -> None:
    """A name, and what is said of it in the lines below."""
    for name, line in zip(("name", *["description"] * len(block)), block, strict=False):
        member.add_passage(name, said(line), path, "en")


def _value(line: Line, pattern: re.Pattern[str]) -> Passage:
    """What stands behind the label in the same line."""
    met = pattern.fullmatch(line.text)
    assert met is not None
    return said(line.passage.part(*met.span(1)))


def _ended(block: Sequence[Line], last: re.Pattern[str]) -> Iterator[tuple[Sequence[Line], Line | None]]:
    """Groups of lines, each ended by a line of its own kind."""
    start = 0
    for at, line in enumerate(block):
        if last.fullmatch(line.text):
            yield block[start:at], line
            start = at + 1
    if start < len(block):
        yield block[start:], None


def _people(block: Sequence[Line]) -> Iterator[list[tuple[str, Passage]]]:
    """Each person: a name, "Role: X", then telephone and e-mail, whichever there are."""
    roles = [at for at, line in enumerate(block) if _ROLE.fullmatch(line.text)]
    for role, own in blocks(block, roles):
        at = block.index(role)
        rest = own if role is block[roles[-1]] else own[:-1]  # the last line before the next role is a name
        person = [("name", said(block[at - 1])), ("role", _value(role, _ROLE))]
        yield [*person, *(("email" if "@" in line.text else "phone", line.passage) for line in rest)]


def _address(site: Member, path: str, address: Passage) -> None:
    parts = [part.stripped() for part in address.split(_COMMA)]
    names = ("city", *["province"] * (len(parts) - 2), "country") if len(parts) > 1 else ("city",)
    for name, part in zip(names, parts, strict=True):
        site.add_passage(name, part, path, "en")
