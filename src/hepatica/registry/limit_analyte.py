"""What a limit in a criterion is about: the analytes that are named right before a comparator.

    AST, ALT ≤ …                          ast, alt, joined by ","
    left ventricular ejection fraction (LVEF) is less than …
    血清总胆红素≤…

A name counts only where it stands alone there: filler words and its abbreviation in brackets may follow it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hepatica.registry.knowledge import known
from hepatica.vocabulary import load
from hepatica.vocabulary.folding import fold_word

_CLAUSE: Final = re.compile(r"[\n;；。:：•●]|\.\s|\*\s")
_FILLER: Final = re.compile(
    r"(?:\s+|^)(?:is|are|was|were|be|must|should|of|a|an|with|has|have|level|levels|value|values|count|counts"
    r"|concentration|score|scores"
    r"|result|results|grade|status|points?|ranging|ranges?|range|between|from|within|total|measured|equal|still|=)$"
    r"|[\s:：=（(\[,，-]+$|(?:水平|计数|评分|值|为|在|应|需|须|介于)$",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,40})[)）\]]$")
_BEFORE: Final = re.compile(
    r"(?:^\s*|[^\w\s]\s*|\b(?:serum|plasma|blood|peripheral|baseline|the|a|an|and|or|with|has|have|his|her|their"
    r"|adequate|normal|any|of|if|when|whose|"
    r"(?:in|out)?patients?|subjects?|participants?|volunteers?|children|people|persons?|individuals?|(?:fe)?males?"
    r"|(?:wo)?men|adults?|total|"
    r"abnormal|elevated|increased?|increasing|decreased?|low|high|in|on|by|to|from|that|is|are|be|must|should|both"
    r"|either|including|like|as|"
    r"e\.g\.|resting|current|documented|known|confirmed|demonstrates?|show(?:s|ing)?|defined as|an?d/or)\s+|[\u4e00-\u9fff])$",
    re.IGNORECASE,
)
_BEFORE_CJK: Final = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|血清|外周血|空腹|基线|且|和|或|及|患者|其|者|为|有|如|若|成人|受试者|入组时|伴)$"
)
_JOIN: Final = re.compile(
    r"\s*(?:(?P<or>or|或者?|and/or|及/或|和/或|/)|(?P<and>and|&|和|及|与)|(?P<comma>[,，、]))\s*$", re.IGNORECASE
)
_TAIL: Final = 40
"""Characters that a word which may stand right before a place fills at most, with the blanks round it."""

_LONGEST: Final = 100
"""Characters that the longest name fills at most."""


def named(text: str, end: int) -> tuple[list[tuple[str, int]], str]:
    """The analytes named right before a place, the nearest first, with where each begins; how they are joined."""
    begin = clause_start(text, end, 140)
    found: list[tuple[str, int]] = []
    joined, at = "", end
    while True:
        one = _last_analyte(text, begin, at)
        if one is None:
            break
        found.append(one)
        join = _JOIN.search(text, max(begin, one[1] - _TAIL), one[1])
        if join is None:
            break
        joined = joined if joined in ("or", "and") else ("or" if join["or"] else "and" if join["and"] else ",")
        at = join.start()
    if len(found) == 1:
        joined = ""
    return found, joined


def _last_analyte(text: str, begin: int, end: int) -> tuple[str, int] | None:
    """The variable whose name ends at a place, but for filler words and an abbreviation in brackets, and where it begins."""
    left, within = text[begin:end], None
    for _ in range(8):
        left = left.rstrip()
        aside = _ASIDE.search(left) if left.endswith((")", "）", "]")) else None
        if aside is not None:
            within = within or _find(aside[1])
            left = left[: aside.start()]
            continue
        found = _tail(left)
        if found is not None:
            return (found[0], begin + found[1]) if within in (None, found[0]) else None
        filler = _FILLER.search(left, max(0, len(left) - _TAIL))
        if filler is None:
            break
        left = left[: filler.start()]
    return None


def _tail(left: str) -> tuple[str, int] | None:
    """The longest name at the end of some words, if it stands on its own there."""
    if not left:
        return None
    if "\u4e00" <= left[-1] <= "\u9fff":
        for size in range(min(16, len(left)), 1, -1):
            found = _find(left[-size:])
            if found and (
                left[-size] < "\u4e00" or _BEFORE_CJK.search(left, max(0, len(left) - size - _TAIL), len(left) - size)
            ):
                return found, len(left) - size
        return None
    starts = [met.start() for met in _WORD.finditer(left, max(0, len(left) - _LONGEST))][-7:]
    for start in starts:
        found = _find(left[start:])
        if found:
            return (found, start) if _BEFORE.search(left, max(0, start - _TAIL), start) else None
    return None


_WORD: Final = re.compile(r"(?<![A-Za-z0-9α-ω])[A-Za-z0-9α-ω]")


@lru_cache(maxsize=16384)
def _find(words: str) -> str | None:
    return _names().get(fold_word(words))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every spelling of an analyte, folded."""
    analytes, ambiguous = known("analytes")["analytes"], known("analytes")["ambiguous"]["words"]
    names: dict[str, str] = {}
    for variable in load().variables.values():
        if variable.name in analytes:
            own = (variable.name, variable.label.en, variable.label.zh, *variable.synonyms)
            for word in (*own, *analytes[variable.name]):
                names[fold_word(word)] = variable.name
    return {word: name for word, name in names.items() if word and word not in ambiguous}


def clause_start(text: str, at: int, most: int) -> int:
    """Where the clause around a place begins, at most so many characters before it."""
    floor = max(0, at - most)
    begin = floor
    for met in _CLAUSE.finditer(text, floor, at):
        begin = met.end()
    return begin


def clause_end(text: str, at: int) -> int:
    """Where the clause around a place ends."""
    met = _CLAUSE.search(text, at)
    return met.start() if met else len(text)
