"""Laboratory limits and other limits of numbers as rules: `platelets >= 75 10*9/L`, `ast <= 2.5 ULN and alt <= 2.5 ULN`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final, Literal

from hepatica.registry.drafting.atom import Atom, value
from hepatica.registry.drafting.plain import COMPARATORS
from hepatica.registry.limits import Limit, read_limits
from hepatica.registry.record import Value
from hepatica.vocabulary import load

Sense = Literal["inclusion", "exclusion"]

ELSEWHERE: Final = frozenset({"age", "ecog", "nyha", "life_expectancy", "qtcf"})
"""Limits that are read by words of their own, are a judgement, or whose name is too often another's (QT is not QTcF)."""

_DIPSTICK: Final = re.compile(
    r"(?:(?:urinalysis|urine routine(?: test)?)\s+(?:shows?|showing|indicat(?:es|ing)|suggest(?:s|ing))\s+(?:that\s+)?)?"
    r"(?:routine\s+)?(?:(?:urine|urinary)\s+protein|proteinuria|尿蛋白(?:定性)?)\s*(?:is\s+)?(?:of\s+)?"
    r"(?P<sign><=|>=|≤|≥|<|>)\s*(?P<plus>[1-4]\s*\+|\+{1,4})(?!\+)",
    re.IGNORECASE,
)
_THEN_QUANTIFIED: Final = re.compile(
    r"\s*[;,.]?\s*(?:(?:but\s+)?(?:if|when)\s+|(?:for\s+)?(?:patients|subjects|participants|those)\s+(?:with|whose)\s+|若"
    r"|如|如果)"
    r"(?:the\s+)?(?:baseline\s+)?(?:urinalysis\s+shows\s+|dipstick\s+)?(?:(?:urine|urinary)\s+protein|proteinuria"
    r"|尿蛋白)?\s*(?:is\s+)?(?P<sign><=|>=|≤|≥|<|>)\s*"
    r"(?P<plus>[1-4]\s*\+|\+{1,4})\s*(?:at\s+baseline)?\s*,?\s*(?:then\s+)?(?:a\s+|the\s+)?(?:24[\s-]*(?:h(?:ours?)?"
    r"|小时)\s+urine\s+collection\s+)?"
    r"(?:(?:should|must|shall)\s+(?:be\s+)?(?:performed\s+and\s+)?(?:demonstrate|show)\s+|needs?\s+to\s+(?:show"
    r"|demonstrate)\s+|则?(?:需|应)?)?"
    r"(?:the\s+)?24[\s-]*(?:h(?:ours?)?|小时)\s*(?:urine\s+protein|urinary\s+protein|尿蛋白)(?:\s*(?:quantification|quantity"
    r"|定量))?\s*"
    r"(?:(?:must|should|shall)\s+be\s+|is\s+|需|应)?(?P<below><=|≤|<)\s*(?P<grams>\d+(?:\.\d+)?)\s*g\b(?:\s*/\s*(?:24\s*h"
    r"|d(?:ay)?))?",
    re.IGNORECASE,
)
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def limit_atoms(text: str, sense: Sense) -> Iterator[Atom]:
    """The limits in a sentence. Names in one list share a limit: all of them where the sentence says so without doubt."""
    yield from _dipsticks(text)
    yield from _in_ten_thousands(text)
    yield from _transaminases(text, sense)
    text = _respelt(text)
    found = [each for each in read_limits(sense, Value(text, "")) if each.analyte not in ELSEWHERE]
    for _, shared in groupby(found, key=lambda each: each.quote.end):
        bounds = list(shared)
        group = [each for each in bounds if each.comparator == bounds[0].comparator]
        slashed = _SLASHED.fullmatch(_between(text, group)) is not None
        joint = _joint(
            "/" if slashed and group[0].joined else group[0].joined,
            sense,
            alike=len({_unit(each) for each in group}) == 1,
        )
        if len(group) > 1 and not joint:
            continue
        named = sorted(group, key=lambda each: each.quote.start)
        rules = [_rule([bound for bound in bounds if bound.analyte == each.analyte]) for each in named]
        start, end = min(each.quote.start for each in group), max(each.quote.end for each in group)
        yield value(start, end, joint.join(rules), "limits", _taken(group))


_UPPER: Final = re.compile(
    r"(?P<of>(?:正常(?:值)?(?:范围)?(?:的)?上限|参考值上限|ULN)(?:值)?)(?:\s*\(\s*ULN\s*\))?的?\s*(?P<times>\d+(?:\.\d+)?)\s*倍",
    re.IGNORECASE,
)
"""The limit before its multiple, 正常值上限的1.5倍: read as 1.5倍正常值上限."""
_UNITS: Final = (
    (re.compile(r"/\s*mcL\b", re.IGNORECASE), "/uL"),
    (re.compile(r"/\s*[μµ]\s+L\b"), "/uL"),
    (re.compile(r"kg/M2\b"), "kg/m2"),
    (re.compile(r"\bUNL\b"), "ULN"),
)
"""Units as some registers write them."""


def _respelt(text: str) -> str:
    """The same text, as long as before, with limits and units in the spelling that is looked for."""
    text = _UPPER.sub(_turned, text)
    for pattern, unit in _UNITS:
        for met in pattern.finditer(text):
            text = f"{text[: met.start()]}{unit.rjust(len(met[0]))}{text[met.end() :]}"
    return text


def _turned(met: re.Match[str]) -> str:
    times = f"{met['times']}倍"
    return times + met["of"].rjust(len(met[0]) - len(times))


_TEN_THOUSANDS: Final = re.compile(
    r"(?P<name>(?:血小板|PLT)(?:计数)?(?:\s*\(\s*PLT\s*\))?)\s*(?P<sign>≥|>=|≤|<=|>|<|不低于)\s*(?P<number>\d+(?:\.\d+)?)\s*万\s*(?:个)?\s*(?:/|每)\s*"
    r"(?:mm3|mm³|[uμµ]L|立方毫米|微升)",
    re.IGNORECASE,
)


def _in_ten_thousands(text: str) -> Iterator[Atom]:
    """Platelets counted in 万 (ten thousands) a microlitre."""
    for met in _TEN_THOUSANDS.finditer(text):
        count = Decimal(met["number"]) * 10000
        sign = COMPARATORS.get(met["sign"], ">=")
        yield value(*met.span(), f"platelets {sign} {int(count)} /uL", "limits")


_TRANSAMINASES: Final = re.compile(
    r"(?:(?:serum|liver)\s+)?(?:trans?aminases?|amino-?transferases?|转氨酶)(?:\s*\(\s*(?:ALT|AST)\s*(?:,|/|and|和|、)\s*(?:ALT|AST)\s*\))?\s*(?:must\s+be\s+|levels?\s+|均?应?)?"
    r"(?P<sign>≤|<=|<|不超过)\s*(?:(?P<times>\d+(?:\.\d+)?)\s*(?:×|x|\*|times|倍)?\s*(?:the\s+)?(?:institutional\s+)?(?:ULN|upper\s+(?:limit\s+of\s+normal|normal"
    r"\s+limit)|正常(?:值)?上限)(?:\s*\(\s*ULN\s*\))?|(?:ULN|正常(?:值)?上限)的?\s*(?P<after>\d+(?:\.\d+)?)\s*倍)",
    re.IGNORECASE,
)


def _transaminases(text: str, sense: Sense) -> Iterator[Atom]:
    """Transaminases by their common name: both of them must keep a limit of inclusion."""
    for met in _TRANSAMINASES.finditer(text) if sense == "inclusion" else ():
        bound = f"{COMPARATORS.get(met['sign'], '<=')} {met['times'] or met['after']} ULN"
        yield value(*met.span(), f"alt {bound} and ast {bound}", "limits", "the transaminases are ALT and AST")


_SLASHED: Final = re.compile(r"(?:\s*(?:\([^()]*\))?\s*/\s*)+")


def _between(text: str, group: list[Limit]) -> str:
    """What stands between the names of one list, the last name and the limit aside."""
    starts = sorted(each.quote.start for each in group)
    names = [re.split(r"[^\w\s-]", text[at:after])[0] for at, after in pairwise(starts)]
    return "".join(text[at + len(name) : after] for (at, after), name in zip(pairwise(starts), names, strict=True))


def _joint(joined: str, sense: Sense, *, alike: bool) -> str:
    """How names that share a limit are joined; "" where the words leave it open.

    "ALT and AST > 5 ULN" may exclude by both or by either, "ALT or AST <= 5 ULN" include by either or by both.
    """
    if not alike:
        return ""
    match joined, sense:
        case ("and" | "," | "/", "inclusion"):
            return " and "
        case ("or" | "/", "exclusion"):
            return " or "
        case _:
            return ""


def _rule(bounds: list[Limit]) -> str:
    """A limit as a rule, or the two ends of a range."""
    limit = bounds[-1]
    bound = f"{limit.number} {limit.of}" if limit.of else f"{limit.number} {_unit(limit) or ''}".rstrip()
    name = limit.analyte
    if name == "egfr" and limit.unit == "mL/min":
        name = "egfr_absolute"  # not indexed to body surface: a variable of its own
    if len(bounds) == 1:
        return f"{name} {limit.comparator} {bound}"
    low = f"{bounds[0].number} {limit.of}" if limit.of else f"{bounds[0].number}"
    return f"{name} between {low} and {bound}"


def _unit(limit: Limit) -> str | None:
    if limit.analyte == "urine_protein_24h" and limit.unit in ("g", "g/d"):
        return load()["urine_protein_24h"].unit
    return limit.unit


def _taken(limits: list[Limit]) -> str:
    """What a rule takes that its words leave open."""
    for limit in limits:
        name = limit.quote.text.casefold()
        if limit.analyte == "bilirubin_total" and not re.search(r"total|tb|总", name):
            return "bilirubin is the total"
    return ""


def _dipsticks(text: str) -> Iterator[Atom]:
    for met in _DIPSTICK.finditer(text):
        rule = f"urine_protein {COMPARATORS[met['sign']]} {_plus(met['plus'])}"
        then = _THEN_QUANTIFIED.match(text, met.end())
        if then is None:
            yield value(met.start(), met.end(), rule, "limits")
        elif (
            _plus(then["plus"]) == _plus(met["plus"])
            and COMPARATORS[then["sign"]] == _OPPOSITE[COMPARATORS[met["sign"]]]
        ):
            quantity = f"urine_protein_24h {COMPARATORS[then['below']]} {then['grams']} g/(24.h)"
            yield value(met.start(), then.end(), f"{rule} or {quantity}", "limits")


def _plus(words: str) -> str:
    return words[0] if words[0].isdigit() else str(words.count("+"))


__all__ = ["Sense", "limit_atoms"]
