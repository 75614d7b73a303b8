"""Scores and stages as rules: ECOG, Child-Pugh, BCLC, CNLC, ALBI, NYHA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.drafting.atom import Atom, value
from hepatica.registry.drafting.plain import COMPARATORS
from hepatica.registry.stages import steps

_SIGN: Final = re.compile(r"<\s?=|>\s?=|[<>≤≥]")
_ABOVE: Final = re.compile(r"above|or (?:more|higher|greater|worse)|以上", re.IGNORECASE)
_WORDED: Final = re.compile(
    r"less|lower|more|greater|at least|no more|不超过|小于|大于|不高于|不低于|至少", re.IGNORECASE
)
_ECOG: Final = re.compile(r"ECOG|Eastern\s+Cooperative|东部肿瘤协作组", re.IGNORECASE)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CLASS: Final = r"(?:IV|I{1,3}|[ⅠⅡⅢⅣ1-4])(?![A-Za-z0-9])"
_NYHA: Final = re.compile(
    r"(?:(?:New\s+York\s+Heart\s+Association\s*)(?:\(\s*NYHA\s*\)\s*)?|NYHA\s*)(?:(?:cardiac|heart)\s+function(?:al)?\s*"
    r"|functional\s*|心功能\s*)?"
    r"(?:class(?:ification|es)?|grades?|stages?|分级|级)?\s*(?:of\s+|is\s+|为\s*)?(?P<sign>>=|≥|>|<=|≤|<)?\s*"
    rf"(?P<one>{_CLASS})(?:\s*级)?(?:\s*(?P<join>-|~|to|至|or|/|,|和|或)\s*(?:class\s+)?(?P<two>{_CLASS})(?:\s*级)?)?"
    r"(?:\s+(?:congestive\s+)?(?:heart|cardiac)\s+failure)?"
    r"(?P<up>\s*(?:and|or)\s+(?:above|higher|greater|more|worse)|\s*级?(?:及|或)?以上)?",
    re.IGNORECASE,
)
_ALBI: Final = re.compile(
    r"(?:ALBI|albumin-bilirubin)(?:\s*\(\s*ALBI\s*\))?\s*(?:grade|score\s+grade|分级)\s*(?:of\s+|为\s*)?(?P<sign><=|≤|>="
    r"|≥)?\s*(?P<one>[1-3])(?![0-9.])"
    r"(?:\s*(?P<join>-|~|to|至|or|/|,|或|和)\s*(?P<two>[1-3])(?![0-9.]))?",
    re.IGNORECASE,
)
CNLC: Final = ("Ia", "Ib", "IIa", "IIb", "IIIa", "IIIb", "IV")
_CNLC_STAGE: Final = r"(?:(?:III|II|I|[ⅠⅡⅢ])\s?[abAB]|IV|Ⅳ)(?![A-Za-z])"
_CNLC: Final = re.compile(
    r"(?:CNLC|China\s+liver\s+cancer(?:\s+staging)?|中国肝癌(?:的)?(?:分期)?)(?:\s*\(\s*CNLC\s*\))?\s*(?:stag(?:e|es|ing)"
    r"|分期)?\s*(?:of\s+"
    r"|为\s*)?"
    rf"(?P<set>{_CNLC_STAGE}(?:\s*期?\s*(?:-|~|to|至|or|and|/|,|、|或|和)\s*(?:stage\s+)?{_CNLC_STAGE})*)(?:\s*期)?"
)
_STAGE_SIGN: Final = re.compile(r"(?<=[0A-D])\s*期(?=\s*(?:或|和|及|与|、|,|-|~|至|到|/))")
"""The sign behind a stage that others follow: "B期或C期"."""
_CHILD_PUGH: Final = (
    r"(?:liver\s+function\s+|肝功能)?(?:Child|Chid)[\s-]*Pugh(?:\s*(?:class(?:ification)?|grades?|scores?|分级|评分))*"
)
_IMPROVED: Final = re.compile(
    rf"{_CHILD_PUGH}\s*(?:为)?A\s*级?\s*,?\s*(?:or|或(?:者)?)\s*(?:{_CHILD_PUGH})?\s*(?:(?:was\s+|is\s+)?(?:changed|improved|recovered|restored"
    r"|adjusted|returned)\s+from\s+|由|从|为)?(?:class\s+|grade\s+)?B\s*级?\s*,?\s*(?:(?:(?:and\s+)?(?:was\s+|is\s+)?(?:improved|recovered|restored|returned"
    r"|adjusted)\s+)?to\s+(?:class\s+|grade\s+)?A\s+(?:after|by)\s+(?:short[\s-]term\s+)?(?:liver[\s-](?:protective\s+)?|hepatoprotective\s+)?"
    r"(?:treatment|therapy)|(?:,)?(?:但)?(?:经)(?:短期|积极)?(?:的)?(?:护肝|保肝|内科)?治疗(?:后)?(?:可)?(?:恢复|改善|转|调整|提高)?(?:为|到|至)A级)",
    re.IGNORECASE,
)
"""Class A now, or class B that became A: class A either way."""
_UP_TO: Final = re.compile(
    rf"{_CHILD_PUGH}\s*(?:为)?(?:class\s+|grade\s+)?A\s*级?\s*(?:or|and|,|/|-|~|to|或|和|及|、|至)\s*(?:class\s+|grade\s+)?B\s*级?\s*[(,]?\s*(?:with\s+)?(?:an?\s+)?"
    r"(?:scores?|评分|总分)?\s*(?:of\s+)?(?:≤|<=|不超过|no\s+more\s+than)\s*(?P<points>[5-9])(?![\d.])\s*(?:分|points?)?\s*\)?",
    re.IGNORECASE,
)
"""Class B only as far as some points: "class A or B (≤ 7)"."""
_AT_MOST: Final = re.compile(
    rf"{_CHILD_PUGH}\s*(?:of\s+|is\s+|为)?(?:at\s+most\s+(?P<most>[5-9])|(?P<points>[5-9])\s*(?:points?\s+)?or\s+(?:less|lower|below|fewer))(?![\d.])(?:\s*points?)?",
    re.IGNORECASE,
)


def _blank(met: re.Match[str]) -> str:
    return " " * len(met[0])


def score_atoms(text: str) -> Iterator[Atom]:
    """The scores and stages that a sentence demands."""
    of_ecog = _ECOG.search(text) is not None
    for start, end, found in steps(text, "ECOG"):
        if (rule := _ecog(text[start:end], found)) is not None:
            yield value(start, end, rule, assumed="" if of_ecog else "performance status is taken on ECOG's scale")
    for start, end, found in steps(_STAGE_SIGN.sub(_blank, text), "BCLC"):
        yield value(start, end, _codes("bclc", sorted(found)))
    for start, end, found in steps(text, "Child-Pugh"):
        if (rule := _child_pugh(found)) is not None:
            yield value(start, end, rule)
    for met in _AT_MOST.finditer(text):
        yield value(*met.span(), f"child_pugh.score <= {met['most'] or met['points']}")
    for met in _UP_TO.finditer(text):
        if 7 <= int(met["points"]) <= 9:
            yield value(*met.span(), f"child_pugh.score <= {met['points']}")
    for met in _IMPROVED.finditer(text):
        yield value(*met.span(), "child_pugh.class = A")
    for met in _NYHA.finditer(text):
        if (rule := _ordered("nyha", met)) is not None:
            yield value(met.start(), met.end(), rule, "limits")
    for met in _ALBI.finditer(text):
        if (rule := _ordered("albi.grade", met)) is not None:
            yield value(met.start(), met.end(), rule)
    for met in _CNLC.finditer(text):
        if (stages := _cnlc(met["set"])) is not None:
            yield value(met.start(), met.start("set") + len(met["set"]), _codes("cnlc", stages))


def _codes(name: str, codes: list[str]) -> str:
    return f"{name} = {codes[0]}" if len(codes) == 1 else f"{name} in {{{', '.join(codes)}}}"


def _ecog(words: str, found: frozenset[str]) -> str | None:
    """A comparison where the words compare, the numbers otherwise: "0-2" and "<= 2" are told as the record tells them."""
    numbers = sorted(map(int, found))
    if not numbers:
        return None
    if _SIGN.search(words) or _ABOVE.search(words) or _WORDED.search(words):
        if numbers[0] > 0 and numbers[-1] == 4:
            return f"ecog >= {numbers[0]}"
        return f"ecog <= {numbers[-1]}" if numbers[0] == 0 and numbers[-1] < 4 else None
    return _codes("ecog", [str(number) for number in numbers])


def _child_pugh(found: frozenset[str]) -> str | None:
    """Classes, or a score where class B is limited to its lowest points ("class A or B7")."""
    if all(len(step) == 1 for step in found):
        return _codes("child_pugh.class", sorted(found))
    whole = {step for step in found if len(step) == 1}
    points = sorted(int(step[1]) for step in found if len(step) > 1)
    if whole == {"A"} and points[0] == 7 and points == list(range(7, points[-1] + 1)):
        return f"child_pugh.score <= {points[-1]}"
    return None


def _ordered(name: str, met: re.Match[str]) -> str | None:
    said = met.groupdict()
    one = _ROMAN[said["one"].upper()]
    two = _ROMAN[said["two"].upper()] if said["two"] else None
    if said["sign"] or said.get("up"):
        if two is not None or (said["sign"] and said.get("up")):
            return None
        sign = COMPARATORS[said["sign"] or "≥"]
        return f"{name} {sign} {one}"
    if two is None:
        return f"{name} = {one}"
    between = list(range(one, two + 1)) if said["join"].lower() in ("-", "~", "to", "至") else [one, two]
    return _codes(name, [str(number) for number in between]) if between else None


def _cnlc(words: str) -> list[str] | None:
    plain = words.replace("Ⅰ", "I").replace("Ⅱ", "II").replace("Ⅲ", "III").replace("Ⅳ", "IV")
    named = re.findall(r"(?:III|II|I)\s?[abAB]|IV", plain)
    stages = [stage.replace(" ", "")[:-1] + stage[-1].lower() if stage[-1] != "V" else stage for stage in named]
    if re.search(r"-|~|to|至", plain):
        if len(stages) != 2:
            return None
        first, last = CNLC.index(stages[0]), CNLC.index(stages[1])
        return list(CNLC[first : last + 1]) if first < last else None
    return stages
