"""The headings of an eligibility text ("Inclusion Criteria:", "Key exclusion criteria (part B):", 排除标准), and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["inclusion", "exclusion"]

_ADJECTIVE: Final = (
    r"key|main|major|general|principal|primary|study|additional|specific|common|core|basic|other|subjects?|patients?|"
    r"participants?|主要|一般|受试者|患者|病例"
)
_NAME: Final = (
    r"(?P<in>inclusion(?!\s+and\s+exclusion|\s*/\s*exclusion)|纳入|入选|入组)(?P<in_more>\s*criteri(?:a|on)|\s*标准)?"
    r"|(?P<ex>exclusion|排除|剔除)(?P<ex_more>\s*criteri(?:a|on)|\s*标准)?"
)
_HEADING: Final = re.compile(
    r"[#*_\s]*(?:\d{1,2}\s*[.、)）:]\s*|[*•·-]\s*)?[*_]*"
    rf"(?P<before>(?:[^\W\d]+[ \t-]){{0,3}}?(?:主要|一般|受试者|患者|病例)*)(?:{_NAME})(?P<after>[^:：\n]{{0,90}}?)"
    r"[*_ \t]*(?:(?P<colon>[:：])[*_ \t]*|$)",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(r"[#*_\s]*eligibility criteria[*_ \t]*[:：]?[*_ \t]*", re.IGNORECASE)
_KEYWORDS: Final = ("clusion", "CLUSION", "ligibility", "LIGIBILITY", "纳入", "入选", "入组", "排除", "剔除")
_ADJECTIVES: Final = re.compile(rf"(?:(?:{_ADJECTIVE})[\s-]*)*", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*(?:[(（\[].{0,60}[)）\]]|[-–—,]\s.*|(?:for|in|of|at)\s.*)?", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """What stands under one heading.

    start, end: its text, without the heading. label: where the heading stands, if it says more than the kind ("(part B)").
    general: the heading is "Eligibility criteria", which tells no kind; it counts as inclusion where nothing else does.
    """

    kind: Kind
    start: int
    end: int
    label: tuple[int, int] | None = None
    general: bool = False


def sections(text: str, kind: Kind | None = None) -> list[Section]:
    """The sections of an eligibility text that hold anything, in their order.

    kind: what stands before the first heading; by default it is no criterion.
    """
    found = list(_all(text, kind))
    told = any(each.kind == "inclusion" and not each.general for each in found)
    filled = [each for each in found if text[each.start : each.end].strip()]
    return [each for each in filled if not (each.general and told)]


def _all(text: str, kind: Kind | None) -> Iterator[Section]:
    open_ = Section(kind, 0, 0) if kind else None
    for start, end in _candidates(text):
        heading = _heading(text, start, end)
        if heading is None:
            continue
        if open_ is not None:
            open_.end = start
            yield open_
        open_ = heading
    if open_ is not None:
        open_.end = len(text)
        yield open_


def _candidates(text: str) -> list[tuple[int, int]]:
    """Start and end of each line with a word that no heading is without."""
    found: set[tuple[int, int]] = set()
    for keyword in _KEYWORDS:
        at = text.find(keyword)
        while at >= 0:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            found.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(keyword, end)
    return sorted(found)


def _heading(text: str, start: int, end: int) -> Section | None:
    if _GENERAL.fullmatch(text, start, end):
        return Section("inclusion", end, end, general=True)
    found = _HEADING.match(text, start, end)
    if found is None or "clusion" in found["before"].lower():  # "Inclusion and exclusion criteria" heads both
        return None
    kind: Kind = "inclusion" if found["in"] else "exclusion"
    named = bool(found["in_more"] or found["ex_more"])
    alone = found.end() == end
    plain = _ADJECTIVES.fullmatch(found["before"]) is not None and _ASIDE.fullmatch(found["after"]) is not None
    full = alone and named
    if not ((plain or full) and (named or alone) if found["colon"] else full and plain):
        return None
    says_more = (found["before"] + found["after"]).strip()
    return Section(kind, found.end(), end, (found.start("before"), found.end()) if says_more else None)
