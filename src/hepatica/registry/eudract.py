"""A record of the EU Clinical Trials Register: the numbered answers of the EudraCT form, whatever the file they come in.

Each answer has the number of its question ("E.8.1.4"), so a record is read by numbers. Questions answered by Yes or No that are
ticks of one list (phase, masking, model, sex, age groups, purposes) give the ticked words as values; every answer of a list is
also kept as a note. Sponsors, products (IMP) and placebos come in blocks. A text without a language is what the register shows
first, English mostly, but some sponsors write their own language there: its language is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hepatica.registry.building import Building, Member
from hepatica.registry.criteria import Kind
from hepatica.registry.mapping import add_criteria
from hepatica.registry.passage import Passage

REGISTER: Final = "EUCTR"

PLAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A.2": "id",
        "A.3": "title.official",
        "A.3.1": "title",
        "A.3.2": "acronym",
        "A.4.1": "other_id",
        "A.5.1": "other_id",
        "A.5.2": "other_id",
        "A.5.3": "other_id",
        "A.5.4": "other_id",
        "B.1.1": "sponsor",
        "B.3.1": "sponsor.class",
        "B.4.1": "funding",
        "E.1.1": "condition",
        "E.1.1.1": "condition",
        "E.1.1.2": "keyword",
        "E.2.1": "summary",
        "E.2.2": "summary",
        "E.3": "eligibility",
        "E.4": "eligibility",
        "E.8.2.4": "arm.count",
        "E.8.7": "dmc",
        "F.3.1": "healthy_volunteers",
        "F.4.2.2": "enrolment",
    }
)
"""Number of a question -> field."""

TICKED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "E.6.1": ("purpose", "Diagnosis"),
        "E.6.2": ("purpose", "Prophylaxis"),
        "E.6.3": ("purpose", "Therapy"),
        "E.6.4": ("purpose", "Safety"),
        "E.6.5": ("purpose", "Efficacy"),
        "E.6.6": ("purpose", "Pharmacokinetic"),
        "E.6.7": ("purpose", "Pharmacodynamic"),
        "E.6.8": ("purpose", "Bioequivalence"),
        "E.6.9": ("purpose", "Dose response"),
        "E.6.10": ("purpose", "Pharmacogenetic"),
        "E.6.11": ("purpose", "Pharmacogenomic"),
        "E.6.12": ("purpose", "Pharmacoeconomic"),
        "E.7.1": ("phase", "Human pharmacology (Phase I)"),
        "E.7.2": ("phase", "Therapeutic exploratory (Phase II)"),
        "E.7.3": ("phase", "Therapeutic confirmatory (Phase III)"),
        "E.7.4": ("phase", "Therapeutic use (Phase IV)"),
        "E.8.1": ("design", "Controlled"),
        "E.8.1.1": ("allocation", "Randomised"),
        "E.8.1.2": ("masking", "Open"),
        "E.8.1.3": ("masking", "Single blind"),
        "E.8.1.4": ("masking", "Double blind"),
        "E.8.1.5": ("model", "Parallel group"),
        "E.8.1.6": ("model", "Cross over"),
        "F.1.1.1": ("age.group", "In Utero"),
        "F.1.1.2": ("age.group", "Preterm newborn infants (up to gestational age < 37 weeks)"),
        "F.1.1.3": ("age.group", "Newborns (0-27 days)"),
        "F.1.1.4": ("age.group", "Infants and toddlers (28 days-23 months)"),
        "F.1.1.5": ("age.group", "Children (2-11years)"),
        "F.1.1.6": ("age.group", "Adolescents (12-17 years)"),
        "F.1.2": ("age.group", "Adults (18-64 years)"),
        "F.1.3": ("age.group", "Elderly (>=65 years)"),
        "F.2.1": ("sex", "Female"),
        "F.2.2": ("sex", "Male"),
    }
)
"""Number of a question answered by Yes or No -> field, and what is ticked where the file does not print the question."""

CONTACT: Final = {
    "B.5.1": "affiliation", "B.5.2": "name", "B.5.3.1": "address", "B.5.3.2": "address", "B.5.3.3": "postcode",
    "B.5.3.4": "address", "B.5.4": "phone", "B.5.5": "fax", "B.5.6": "email",
}  # fmt: skip
PRODUCT: Final = {
    "D.1.2": "type", "D.2.1.1.1": "name", "D.3.1": "name", "D.3.2": "code", "D.3.4": "description",
    "D.3.7": "description", "D.3.8": "other_name", "D.3.9.1": "code", "D.3.9.2": "code", "D.3.9.3": "other_name",
    "D.3.9.4": "code", "D.3.10.1": "description", "D.3.10.2": "description", "D.3.10.3": "description",
    "D.8.3": "description", "D.8.4": "description",
}  # fmt: skip
OUTCOME: Final = {
    "E.5.1": ("Primary", "name"), "E.5.1.1": ("Primary", "time_frame"),
    "E.5.2": ("Secondary", "name"), "E.5.2.1": ("Secondary", "time_frame"),
}  # fmt: skip
CODED: Final = {"Classification code": "condition.code", "Term": "condition.term"}
WORDED: Final = frozenset({"title", "title.official", "acronym", "condition", "summary", "eligibility"})
_LINE_BREAK: Final = re.compile("\n")
_PROGRAM: Final = re.compile(r"[A-Z]{2,}(?:_[A-Z]{2,})+")  # nobody answers in capitals joined by underscores


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the form.

    number: of the question, "E.8.1.4"; "" for the summary above the form, "N" and "P" for the sections without numbers.
    question: its words, where the file prints them. said: the answer. path: its place in the words of the source. block: the
    sponsor or product it is about ("D.IMP: 2"). language: of a translation.
    """

    number: str
    question: Passage
    said: Passage
    path: str
    block: str = ""
    language: str = ""


SUMMARY: Final = {
    "EudraCT Number": "id",
    "Sponsor's Protocol Code Number": "other_id",
    "National Competent Authority": "oversight",
    "Clinical Trial Type": "study_type",
    "Trial Status": "status",
    "Date on which this record was first entered in the EudraCT database": "date.registered",
    "Link": "url",
    "Trial results": "results",
    "Ethics Committee Opinion of the trial application": "ethics.approved",
    "Date of Ethics Committee Opinion": "ethics.date",
    "End of Trial Status": "status",
    "Date of the global end of the trial": "date.completion",
}
"""Questions without a number -> field."""


def read_answers(answers: Iterable[Answer], building: Building) -> str:
    """Add what the answers of one record say; gives its number, "" where question A.2 has no answer."""
    form = _Form(building)
    national: list[Answer] = []
    identifier = ""
    for answer in answers:
        if not answer.said:
            continue
        if _PROGRAM.fullmatch(answer.said.text):
            building.note(
                f"{answer.path} is '{answer.said.text}', which is a program's error and no answer; it is kept"
            )
        if answer.number == "F.4.1":
            national.append(answer)
        elif answer.number == "A.2":
            identifier = identifier or answer.said.text
        form.add(answer)
    for answer in national:
        form.size(answer)
    return identifier


class _Form:
    """Adds answers to a record, each to the block it belongs to."""

    def __init__(self, building: Building) -> None:
        self._building = building
        self._blocks: dict[str, Member] = {}
        self._sized = False

    def add(self, answer: Answer) -> None:
        number = answer.number
        if number in TICKED:
            self._tick(answer)
        elif number in CONTACT:
            self._member("contact", f"contact {answer.block}", CONTACT[number], answer)
        elif number in PRODUCT and answer.block:
            self._member("intervention", answer.block, PRODUCT[number], answer)
        elif number in OUTCOME:
            role, field = OUTCOME[number]
            member = self._member("outcome", role, field, answer)
            if member is not None:
                asked = answer.question.text.startswith(role)
                member.add("role", role, answer.path, answer.question.part(0, len(role)).pieces if asked else ())
        elif number == "A.1":
            self._state(answer)
        elif number == "E.1.2" and answer.question.text in CODED:
            self._value(CODED[answer.question.text], answer)
        elif number == "E.8.6.3":
            for line in answer.said.split(_LINE_BREAK):
                self._building.add_passage("country", line.stripped(), answer.path)
        else:
            self._plain(answer)

    def size(self, answer: Answer) -> None:
        """The number of subjects in the member state, which is all there are where nothing is said of other states."""
        if not self._sized:
            self._value("enrolment", answer)

    def _plain(self, answer: Answer) -> None:
        number = answer.number
        field = PLAIN.get(number) if number not in ("", "N", "P") else SUMMARY.get(answer.question.text)
        self._sized |= field == "enrolment"
        self._value(field or "note", answer)
        if number in ("E.3", "E.4"):
            kind: Kind = "inclusion" if number == "E.3" else "exclusion"
            add_criteria(self._building, answer.path, answer.said, answer.language, kind)

    def _value(self, field: str, answer: Answer) -> None:
        language = answer.language if field in WORDED or field == "note" else ""
        self._building.add_passage(field, answer.said, answer.path, language)

    def _tick(self, answer: Answer) -> None:
        field, words = TICKED[answer.number]
        said = answer.said.text.lower()
        if said in ("yes", "true"):
            self._building.add_passage(field, answer.question or Passage(words), answer.path)
        elif said == "no" and field == "allocation":
            self._value(field, answer)
        self._value("note", answer)

    def _member(self, group: str, block: str, field: str, answer: Answer) -> Member | None:
        """Add to the member of a block; gives the member where it is new."""
        new = None
        if block not in self._blocks:
            new = self._blocks[block] = self._building.member(group)
            if block.startswith("D.8"):
                new.add("type", "Placebo", block)
        self._blocks[block].add_passage(field, answer.said, answer.path, answer.language)
        return new

    def _state(self, answer: Answer) -> None:
        """ "Spain - AEMPS": the member state and its authority."""
        country, _, authority = answer.said.text.partition(" - ")
        self._building.add_passage("country", answer.said.part(0, len(country)), answer.path)
        self._building.add_passage("oversight", answer.said.part(len(answer.said.text) - len(authority)), answer.path)
