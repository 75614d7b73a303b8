"""The plain text that the EU Clinical Trials Register offers as "Full Trial Details": one record for each member state.

    Summary
    EudraCT Number: 2022-002568-62
    …
    A.3 Full title of the trial: A Phase 1/2 Open-Label, …
    A.3 Full title of the trial (es): Estudio de fase 1/2, …

An answer may have several lines; it ends where the next question of the form begins. Questions are numbered upwards, so that a
line of an answer that looks like a question of an earlier part is none. See `registry/eudract.py` for what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.eudract import REGISTER, Answer, read_answers
from hepatica.registry.lines import spans
from hepatica.registry.passage import Passage
from hepatica.registry.record import Record

FORMAT = "EUCTR text"
_BEGINS: Final = re.compile(r"^Summary[ \t]*\r?\n(?=EudraCT Number:)", re.MULTILINE)
_SECTION: Final = re.compile(
    r"(?:([A-HNP](?:\.\d)?)\.? (?:Protocol Information|Sponsor Information|Applicant Identification|IMP Identification"
    r"|Information on Placebo|General Information on the Trial|Population of Trial Subjects"
    r"|Investigator Networks to be involved in the Trial|Third Country in which the Trial was first authorised"
    r"|Review by the Competent Authority or Ethics Committee in the country concerned|End of Trial)|MedDRA Classification)\s*$",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"(?:B\.)?Sponsor:? \d+\s*$|D\.IMP: \d+\s*$|D\.8 Placebo: \d+\s*$")
_NUMBERED: Final = re.compile(r"([A-H]\.\d+(?:\.\d+)*)((?: (?:and|to) [A-H]\.\d+(?:\.\d+)*)?)[ \t]+(\S.*)$")
_UNNUMBERED: Final = re.compile(
    r"([NP])\. ((?:Ethics Committee Opinion: Reason\(s\) for unfavourable opinion|Competent Authority Decision"
    r"|Date of Competent Authority Decision|Ethics Committee Opinion of the trial application|Date of Ethics Committee Opinion"
    r"|End of Trial Status|Date of the global end of the trial|Date of the end of the trial[^:]*))(:)(.*)$"
)
_QUESTION: Final = re.compile(r"(.*?)(?:\s+\(([a-z]{2})\))?\s*:(?=\s|$)")
_SUMMARY: Final = re.compile(r"([A-Z][^:]*):\s?(.*)$")


def fits(text: str) -> bool:
    """Whether a text is such a download, or one record of it."""
    return (
        _BEGINS.search(text[:3000]) is not None and re.search(r"^A\.2 EudraCT number:", text, re.MULTILINE) is not None
    )


def read(text: str) -> Iterator[Record]:
    """The records of a download, in its order."""
    begins = list(_BEGINS.finditer(text))
    ends = [*(begin.start() for begin in begins[1:]), len(text)]
    for start, end in zip((begin.end() for begin in begins), ends, strict=True):
        building = Building(text, FORMAT, REGISTER)
        yield building.done(read_answers(_answers(text, start, end), building))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where something of the form begins: a question (`said` is where its answer begins), a heading, or a block."""

    start: int
    number: str = ""
    question: tuple[int, int] = (0, 0)
    said: int = -1
    path: str = ""
    language: str = ""
    block: str | None = None


def _answers(text: str, start: int, end: int) -> Iterator[Answer]:
    marks = [*_marks(text, start, end), _Mark(end)]
    block = ""
    for mark, following in pairwise(marks):
        if mark.block is not None:
            block = mark.block
        if mark.said >= 0:
            said = Passage.of(text, mark.said, following.start).stripped()
            question = Passage.of(text, *mark.question)
            path = f"{block}, {mark.path}" if block and mark.number else mark.path
            yield Answer(mark.number, question, said, path, block if mark.number else "", mark.language)


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Where questions, headings and blocks begin, line by line."""
    done: tuple[int, ...] = ()
    for begin, stop in spans(text, start, end):
        line = text[begin:stop].rstrip("\r")
        if (section := _SECTION.match(line)) is not None:
            done = _place(section[1]) if section[1] else done
            yield _Mark(begin, block="")
        elif (block := _BLOCK.match(line)) is not None:
            done = _place("D.0" if line.startswith("D.IMP") else "D.8" if line.startswith("D.8") else "B.0")
            yield _Mark(begin, block=block[0].strip())
        elif (one := _UNNUMBERED.match(line)) is not None:
            question = (begin + one.start(2), begin + one.end(2))
            yield _Mark(begin, one[1], question, begin + one.end(3), f"{one[1]}. {one[2]}")
        elif (one := _NUMBERED.match(line)) is not None and _place(one[1]) >= done:
            done = _place(one[1])
            yield _question(begin, one)
        elif not done and (one := _SUMMARY.match(line)) is not None:
            yield _Mark(begin, "", (begin + one.start(1), begin + one.end(1)), begin + one.start(2), one[1])


def _question(begin: int, line: re.Match[str]) -> _Mark:
    """A numbered line: a question with its answer, or only a heading."""
    met = _QUESTION.match(line[3])
    if met is None:
        return _Mark(begin)
    at = begin + line.start(3)
    path = f"{line[1]}{line[2]} {met[1]}" + (f" ({met[2]})" if met[2] else "")
    return _Mark(begin, line[1], (at, at + met.end(1)), at + met.end(), path, met[2] or "")


def _place(number: str) -> tuple[int, ...]:
    """Where a number stands in the form. Substances (D.3.8 to D.3.10) and MedDRA terms (E.1.2) come again and again."""
    letter, *digits = number.split(".")
    place = (ord(letter), *(int(digit) for digit in digits if digit.isdigit()))
    if place[:2] == (ord("D"), 3) and len(place) > 2 and place[2] in (8, 9, 10):
        return (ord("D"), 3, 8)
    return place
