"""Stages and grades in a criterion's words: which of BCLC, Child-Pugh or ECOG a statement names.

    BCLC stage A,B,C            {A, B, C}
    Child-Pugh A or B7          {A, B7}
    PS score 0- 1 point         {0, 1}
    ECOG performance status ≤ 2 {0, 1, 2}
    PS score of 2 points and above {2, 3, 4}

What is not one of these forms gives nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import Final, Literal

from hepatica.registry.kept import kept
from hepatica.registry.record import Quote, Record

Scale = Literal["BCLC", "Child-Pugh", "ECOG"]

_NEXT: Final = r"(?:\s*(?:,|/|、|，|and/or|and|or|&|\bto\b|-|–|—|~|至|到|和|或|及)+\s*(?i:stages?|class|grades?)?\s*)"
_SCORE: Final = (
    r"级?(?:\s?[5-9](?!\d)|\s*[(（]\s*[5-9]\s*(?:[-–~]\s*\d{1,2}\s*)?(?i:points?|分)?\s*[)）]"
    r"|\s*[(（,，]?\s*(?i:with\s+)?(?i:an?\s+)?(?i:score|评分)\s*(?i:of|≤|<=|=|为)?\s*[5-9](?!\d)\s*[)）]?)?"
)
_LETTERED: Final = {
    "BCLC": re.compile(
        r"(?<![A-Za-z])(?:BCLC|Barcelona\s+Clinic\s+Liver\s+Cancer|巴塞罗那(?:分期)?)\)?[\s\-:：,]*(?:\(BCLC\)\s*)?"
        r"(?:(?i:staging|stages?|classification|system|grades?|分期|期|is|of|as|was|为|属于)[\s:：]*)*"
        rf"(?P<set>[0ABCD](?![A-Za-z])(?:{_NEXT}[0ABCD](?![A-Za-z]))*)",
    ),
    "Child-Pugh": re.compile(
        r"(?<![A-Za-z])(?:Child|Chid)[\s\-–]*(?:Turcotte[\s\-–]*)?(?:Pugh)?\)?[\s\-:：,]*"
        r"(?:(?i:liver|function|score|classification|class|grades?|stages?|status|rating|is|of|as|was|with|分级|评分"
        r"|级|为|肝功能)[\s:：]*)*"
        rf"(?P<set>[ABC](?![a-zA-Z]){_SCORE}(?:{_NEXT}[ABC](?![a-zA-Z]){_SCORE})*)",
    ),
}
_PERFORMANCE: Final = re.compile(
    r"(?:(?<![A-Za-z])(?:ECOG|PS)(?![A-Za-z])|[Pp]erformance\s+[Ss]tatus|体[能力]状[态况]|Eastern Cooperative Oncology Group)"
    r"(?:[\s(（)）\-:：,/]*(?:ECOG|PS|[Pp]erformance|[Ss]tatus|[Ss]cores?|[Pp]hysical|[Gg]rades?|[Ss]cale|[Gg]roup"
    r"|[Ii]s|[Oo]f|[Ww]as|[Ss]tate|as|be|must|should"
    r"|评分|体[能力]状[态况]|分级?|为|在|=))*[\s(（)）:：,]*"
    r"(?P<set>(?P<below>≤|<=|≦|<\s?=|(?:less|lower) than or equal to|at most|up to"
    r"|(?:no|not) (?:more|higher|greater|worse|above|over)(?: than)?|not exceed(?:ing)?|不超过|不大于|不高于"
    r"|小于等于)\s*(?P<most>[0-4])"
    r"|(?P<under><|less than|小于)\s*(?P<less>[1-4])"
    r"|(?P<over>≥|>=|≧|>\s?=|at least|大于等于)\s*(?P<least>[0-4])|(?P<above>>|more than|greater than|大于)\s*(?P<more>[0-3])"
    r"|(?:between|from)\s+(?P<first>[0-4])\s+(?:and|to)\s+(?P<last>[0-4])"
    r"|(?P<low>[0-4])\s*(?:分)?\s*(?:-|–|—|~|～|to|至|到)\s*(?P<high>[0-4])"
    r"|(?P<listed>[0-4](?:\s*分)?(?:\s*(?:,|/|、|or|and|或|和|及)\s*(?:[0-4](?:\s*分)?))*))"
    r"(?!\d|\.\d|[%+]|\s*(?:-|–|~|～|to\b|or\b|至|或)\s*\d|\s*(?:weeks?|months?|days?|years?|天|周|月|年))"
    r"(?P<up>\s*(?:points?|分)?\s*(?:and above|or (?:more|above|higher|greater|worse)|及以上|以上"
    r"|或以上))?(?:\s*(?:points?\b|分))?"
)
_UNSURE: Final = re.compile(
    r"\b(?:except|other than|unless|not|excluding|cohort|part [AB12]|phase I|arm [AB12])\b|除外|除了|非|队列", re.I
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement about a scale.

    steps: the stages it names ("A", "B7", "2"). sure: whether nothing around it limits or denies it.
    """

    scale: Scale
    steps: frozenset[str]
    quote: Quote
    sure: bool

    @property
    def inclusion(self) -> bool:
        """Whether it stands among the inclusion criteria."""
        return self.quote.field.endswith("inclusion")

    def classes(self) -> frozenset[str]:
        """The letters or numbers without sub-steps (B for B7)."""
        return frozenset(step[0] for step in self.steps)


@kept
def stated(record: Record, scale: Scale, field: str) -> tuple[Stated, ...]:
    """What the criteria of a field state about a scale, in their order."""
    found = []
    for value in record.all(field):
        told = list(steps(value.text, scale))
        doubts = [met.start() for met in _UNSURE.finditer(value.text)] if told else []
        marks = [met.span() for met in _MARK.finditer(value.text)] if doubts else []
        for start, end, named in told:
            others = [at for at in doubts if not start <= at < end]  # "not more than 1" denies nothing
            sure = not others or not _holds(others, *_clause(marks, start, end))
            found.append(Stated(scale, named, Quote(field, value, start, end), sure))
    return tuple(found)


def steps(text: str, scale: Scale) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where a text states a scale, from where to where, and the stages it names."""
    if scale == "ECOG":
        if "ECOG" in text or "PS" in text or "erformance" in text or "状" in text or "Eastern" in text:
            for met in _PERFORMANCE.finditer(text):
                yield met.start(), met.end(), _performance(met)
        return
    if scale == "BCLC" and "BCLC" not in text and "Barcelona" not in text and "巴塞罗那" not in text:
        return
    if scale == "Child-Pugh" and "hi" not in text:
        return
    for met in _LETTERED[scale].finditer(text):
        named = _letters(met["set"], "0ABCD" if scale == "BCLC" else "ABC")
        if named:
            yield met.start(), met.start("set") + len(met["set"].rstrip()), named


def _letters(words: str, order: str) -> frozenset[str]:
    named = [letter + score for letter, score in _STEP.findall(words)]
    if len(named) == 2 and re.search(r"[-–—~至到]|\bto\b", words) and all(len(step) == 1 for step in named):
        first, last = order.index(named[0]), order.index(named[1])
        return frozenset(order[first : last + 1])
    return frozenset(named)


_STEP: Final = re.compile(r"(?<![A-Za-z])([0ABCD])(?![A-Za-z])(?:[^\dABCD,、/]*?([5-9])(?!\s*[-–~]\s*\d))?")


def _performance(met: re.Match[str]) -> frozenset[str]:
    if met["up"] and met["listed"]:
        return _steps(int(met["listed"][0]), 4)
    if met["most"]:
        return _steps(0, int(met["most"]))
    if met["less"]:
        return _steps(0, int(met["less"]) - 1)
    if met["least"]:
        return _steps(int(met["least"]), 4)
    if met["more"]:
        return _steps(int(met["more"]) + 1, 4)
    if met["first"]:
        return _steps(int(met["first"]), int(met["last"]))
    if met["low"]:
        return _steps(int(met["low"]), int(met["high"]))
    return frozenset(re.findall(r"\d", met["listed"]))


def _steps(low: int, high: int) -> frozenset[str]:
    return frozenset(map(str, range(low, high + 1)))


_MARK: Final = re.compile(r"[;；。\n]|\. ")


def _clause(marks: list[tuple[int, int]], start: int, end: int) -> tuple[int, float]:
    """Where the words around a statement begin and end, between the mark before it and the one behind it."""
    before = bisect_right(marks, start, key=itemgetter(1))
    behind = bisect_left(marks, end, key=itemgetter(0))
    return marks[before - 1][0] + 1 if before else 0, marks[behind][0] if behind < len(marks) else inf


def _holds(places: list[int], begin: int, end: float) -> bool:
    """Whether one of some places, in ascending order, stands in a stretch."""
    at = bisect_left(places, begin)
    return at < len(places) and places[at] < end
