"""Other ways in which criteria state a stage: its points, the Chinese staging, and the stage named before its scale.

Child-Pugh score ≤ 7                    {5, 6, 7}
Child-Pugh class B8 or worse            {8, …, 15}
CNLC stage IIb or IIIa                  {IIb, IIIa}
stage B or C by the BCLC system         {B, C}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from hepatica.registry.kept import kept
from hepatica.registry.looking import holding
from hepatica.registry.record import Quote, Record

Restated = Literal["Child-Pugh points", "CNLC", "BCLC before", "Child-Pugh before"]

_TO: Final = r"(?:-|–|—|~|～|to|through|至|到)"
_POINTS: Final = re.compile(
    r"(?i)Child[\s-]*(?:Turcotte[\s-]*)?Pugh[^.;,\n\d≤<≥>＜＞]{0,30}?"
    r"(?:(?P<most>≤|<=|no more than|not more than|less than or equal to|up to|不超过|小于等于)|(?P<under><|＜"
    r"|less than|below|小于|低于)"
    r"|(?P<least>≥|>=|at least|no less than|greater than or equal to|大于等于|至少)|(?P<over>>|＞|more than"
    r"|greater than|above|over|大于|超过))?"
    rf"\s*(?P<low>\d{{1,2}})(?!\d)(?:\s*(?:points?|分)?\s*{_TO}\s*[ABC]?(?P<high>\d{{1,2}})(?!\d))?"
    r"(?P<up>\s*(?:points?|分)?\s*(?:or|and)\s+(?:more|above|higher|greater|worse|over)|\s*分?(?:及|或)?以上)?"
    r"(?P<down>\s*(?:points?|分)?\s*(?:or|and)\s+(?:less|below|lower|fewer|better|under)|\s*分?(?:及|或)?以下)?"
)
_STAGE: Final = r"(?:IV|I{1,3}|[ⅠⅡⅢⅣ])\s?[aAbB]?(?![A-Za-z])"
_CHINESE_STAGING: Final = re.compile(
    rf"(?:CNLC|(?i:China liver cancer)(?: staging)?"
    rf"|中国肝癌(?:分期)?)[^.;,，；。\n]{{0,24}}?(?P<set>{_STAGE}期?(?:\s*(?:,|/|、|，|和|或|及|(?i:and|or)|{_TO})"
    rf"\s*(?i:stages?\s+|CNLC\s+)?{_STAGE}期?)*)"
)
_LETTERS: Final = r"[0ABCD](?![A-Za-z])(?:\s*(?:,|/|and|or|to|-|–)+\s*[0ABCD](?![A-Za-z]))*"
_BEFORE: Final = {
    "BCLC before": re.compile(
        rf"(?:[Ss]tages?|STAGES?)\s+(?P<set>{_LETTERS})[^.;,\n]{{0,30}}?\b(?:of|by|in|per|on|using|under|according to"
        rf"|based on|as per)\s+(?:the\s+)?"
        r"(?:BCLC|Barcelona)|(?P<zset>[0ABCD]期?(?:[、/或和至-][0ABCD]期?)*)\s*[(（]\s*(?:BCLC|巴塞罗那)"
    ),
    "Child-Pugh before": re.compile(
        rf"(?:[Cc]lass(?:es)?|[Gg]rades?)\s+(?P<set>{_LETTERS})[^.;,\n]{{0,30}}?\b(?:of|by|in|per|on|using|under"
        rf"|according to|based on|as per)\s+(?:the\s+)?"
        r"Child"
    ),
}
_ROMAN: Final = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV"}
_STEPS: Final = ("Ia", "Ib", "IIa", "IIb", "IIIa", "IIIb", "IVa", "IVb")
_KEYS: Final = {
    "Child-Pugh points": ("pugh",),
    "CNLC": ("cnlc", "china liver", "中国肝癌"),
    "BCLC before": ("bclc", "barcelona", "巴塞罗那"),
    "Child-Pugh before": ("child",),
}
_UNSURE: Final = re.compile(r"(?i)\b(?:except|other than|unless|not|excluding|cohort|part|arm|if)\b|除外|除了|非|队列")


class Steps(NamedTuple):
    """The steps that a statement names, its words, and whether nothing beside them limits or denies it."""

    steps: frozenset[str]
    quote: Quote
    sure: bool


@kept
def restated(record: Record, scale: Restated, field: str) -> tuple[Steps, ...]:
    """What the criteria of a field state in one of the other ways, in their order."""
    read = _points if scale == "Child-Pugh points" else _staging if scale == "CNLC" else _before
    found = []
    for name, value in holding(record, (field,), _KEYS[scale]):
        for start, end, steps in read(value.text, scale):
            sure = _UNSURE.search(value.text, max(0, start - 60), end + 60) is None
            found.append(Steps(steps, Quote(name, value, start, end), sure))
    return tuple(found)


def _points(text: str, scale: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    for met in _POINTS.finditer(text):
        low, high = int(met["low"]), int(met["high"] or met["low"])
        if not 5 <= low <= high <= 15:
            continue
        if met["most"] or met["down"]:
            low = 5
        elif met["under"]:
            low, high = 5, low - 1
        elif met["least"] or met["up"]:
            high = 15
        elif met["over"]:
            low, high = low + 1, 15
        yield met.start(), met.end(), frozenset(map(str, range(low, high + 1)))


def _staging(text: str, scale: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    for met in _CHINESE_STAGING.finditer(text):
        told = [_steps_of(each) for each in re.findall(_STAGE, met["set"])]
        if len(told) == 2 and re.search(_TO, met["set"]):
            first, last = _STEPS.index(told[0][0]), _STEPS.index(told[1][-1])
            told = [_STEPS[first : last + 1]]
        yield met.start(), met.end(), frozenset(step for each in told for step in each)


def _steps_of(word: str) -> tuple[str, ...]:
    """The steps of `Ⅲa` or, without its letter, of the whole stage."""
    plain = "".join(_ROMAN.get(sign, sign) for sign in word if not sign.isspace())
    stage = plain.rstrip("aAbB")
    return (stage + plain[-1].lower(),) if plain != stage else (f"{stage}a", f"{stage}b")


def _before(text: str, scale: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    for met in _BEFORE[scale].finditer(text):
        words = met["set"] or met["zset"]
        letters = re.findall("[0ABCD]", words)
        if len(letters) == 2 and re.search(r"\bto\b|[-–至]", words):
            order = "0ABCD"
            letters = list(order[order.index(letters[0]) : order.index(letters[1]) + 1])
        yield met.start(), met.end(), frozenset(letters)
