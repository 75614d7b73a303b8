"""EU Clinical Trials Register as the R package ctrdata keeps it: the plain text of one member state's record as JSON.

The keys are the numbers and words of the questions (`e71_human_pharmacology_phase_i`). The texts have lost something on the
way, which cannot be repaired here: line breaks are blanks, letters that are not ASCII are gone ("lge" for "l'âge"), and an
empty last answer of a section may hold the heading of the next ("B. Sponsor Information"), of which a note is made. Results of
the trial, where there are any, come from the register's XML and are kept whole under `results`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from hepatica.registry.building import Building
from hepatica.registry.eudract import CONTACT, OUTCOME, PLAIN, PRODUCT, REGISTER, TICKED, Answer, read_answers
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.mapping import LANGUAGES, All, Mapper
from hepatica.registry.nested import Nested, below
from hepatica.registry.passage import Passage
from hepatica.registry.places import Piece, Pieces
from hepatica.registry.record import Record

FORMAT = "EUCTR JSON"
NUMBERS: Final = {
    number.replace(".", "").lower(): number
    for number in (*PLAIN, *TICKED, *CONTACT, *PRODUCT, *OUTCOME, "A.1", "E.1.2", "F.4.1")
}
"""`e8231` -> E.8.2.3.1, for the questions that go to a field of their own."""

UNNUMBERED: Final = {
    "x4_clinical_trial_type": "Clinical Trial Type",
    "x5_trial_status": "Trial Status",
    "x6_date_on_which_this_record_was_first_entered_in_the_eudract_database": (
        "Date on which this record was first entered in the EudraCT database"
    ),
    "n_ethics_committee_opinion_of_the_trial_application": "Ethics Committee Opinion of the trial application",
    "n_date_of_ethics_committee_opinion": "Date of Ethics Committee Opinion",
    "p_end_of_trial_status": "End of Trial Status",
    "p_date_of_the_global_end_of_the_trial": "Date of the global end of the trial",
}
BLOCKS: Final = {"b1_sponsor": "B.Sponsor", "dimp": "D.IMP", "d8_placebo": "D.8 Placebo"}
RESULTS: Final = (
    "trialInformation",
    "subjectDisposition",
    "baselineCharacteristics",
    "endPoints",
    "trialChanges",
    "subjectAnalysisSets",
    "adverseEvents",
)
_KEY: Final = re.compile(rf"([a-h]\d+)(?=_|[a-z])_?(.*?)(?:_({'|'.join(LANGUAGES.values())}))?")
_HEADING: Final = re.compile(r"(?:^|\s)([A-H]\. [A-Z][A-Za-z]+ Information)$")


def fits(text: str) -> bool:
    """Whether a text is JSON with the questions of the EudraCT form as its keys."""
    return is_json(text) and '"a2_eudract_number"' in text


def read(text: str) -> Iterator[Record]:
    """The record, or each in a list."""
    yield from (_record(text, data) for data in read_json(text).objects())


def _record(source: str, data: Nested) -> Record:
    building = Building(source, FORMAT, REGISTER)
    answers = list(_answers(data, {k: v for k, v in data.value.items() if k not in RESULTS}, "", ""))
    identifier = read_answers(answers, building)
    for answer in answers:
        if heading := _HEADING.search(answer.said.text):
            building.note(f"{answer.path} ends with '{heading[1]}', the heading of the next section")
    Mapper(building, data).add({name: All("results") for name in RESULTS}, RESULTS)
    return building.done(identifier)


def _answers(data: Nested, node: Any, path: str, block: str) -> Iterator[Answer]:
    """Every answer below a part, each with the sponsor or product it is about."""
    if isinstance(node, dict):
        for key, value in node.items():
            own = below(path, key)
            if isinstance(value, dict | list):
                for each, place, within in _members(key, value, own, block):
                    yield from _answers(data, each, place, within)
            else:
                yield _answer(data, key, value, own, block)
    elif not isinstance(node, list):
        yield Answer("note", Passage(""), data.found(path, node).stripped(), path, block)


def _members(key: str, value: Any, path: str, block: str) -> Iterator[tuple[Any, str, str]]:
    several = value if isinstance(value, list) else [value]
    for at, each in enumerate(several):
        place = f"{path}[{at}]" if isinstance(value, list) else path
        yield each, place, f"{BLOCKS[key]}: {at + 1}" if key in BLOCKS else block


def _answer(data: Nested, key: str, value: Any, path: str, block: str) -> Answer:
    said = data.found(path, value).stripped()
    if key in UNNUMBERED:
        return Answer("", Passage(UNNUMBERED[key]), said, path)
    met = _KEY.fullmatch(key)
    number = NUMBERS.get(met[1], "note") if met else "note"
    words = met[2].replace("_", " ").capitalize() if met else ""
    words = TICKED[number][1] if number in TICKED else words
    language = (met[3] if met else "") or ""
    return Answer(number, Passage(words, partial(_of_key, data, path, len(words))), said, path, block, language)


def _of_key(data: Nested, path: str, length: int) -> Pieces:
    """The words of a question stand where its key stands."""
    (key,) = data.key_pieces(path)
    return (Piece(0, length, key.start, key.end),)
