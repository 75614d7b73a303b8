"""Limits in a criterion's words: analyte, comparator, number, unit or multiple of the laboratory's own limit.

    Platelets ≥ 75 × 10⁹/L                     platelets >= 75 10*9/L
    AST, ALT ≤ 2.5 × ULN                       ast <= 2.5 ULN, alt <= 2.5 ULN, joined by ","
    serum creatinine exceeding 1.5 times the upper limit of normal
    血清总胆红素≤1.5倍正常上限

A limit is read only where every part of it is certain: a name of the vocabulary that stands alone before the comparator, a
number, and behind it a unit the analyte is measured in, a multiple of ULN or LLN, or nothing. Anything else gives no limit.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from hepatica.errors import HepaticaError
from hepatica.registry.limit_words import AMBIGUOUS, ANALYTES, FURTHER
from hepatica.registry.looking import CRITERIA
from hepatica.registry.record import Quote, Record, Value
from hepatica.vocabulary import load
from hepatica.vocabulary.folding import fold_word

Comparator = Literal["<", "<=", ">", ">="]

_CMP_WORDS: Final[dict[Comparator, str]] = {
    ">=": r"(?:greater|higher|more|larger)\s+than\s+or\s+equal(?:s|ed)?\s+to|equal\s+to\s+or\s+(?:greater|higher"
    r"|more)\s+than|at\s+least"
    r"|(?:no|not)\s+(?:be\s+)?(?:less|lower|fewer)\s+than|(?:大于|高于)(?:或)?等于|不低于|不少于|不小于|至少",
    "<=": r"(?:less|lower|fewer)\s+than\s+or\s+equal(?:s|ed)?\s+to|equal\s+to\s+or\s+(?:less|lower)\s+than|at\s+most|up\s+to"
    r"|(?:no|not)\s+(?:be\s+)?(?:more|greater|higher)\s+than|not\s+exceed(?:ing)?|(?:小于|低于)(?:或)?等于|不高于"
    r"|不超过|不大于|至多",
    ">": r"(?:greater|higher|more|larger|longer)\s+than|above|over|exceed(?:s|ing|ed)?|大于|高于|超过",
    "<": r"(?:less|lower|fewer|shorter)\s+than|below|under|小于|低于|少于",
}
_SYMBOLS: Final[dict[str, Comparator]] = {
    "<": "<", "＜": "<", "﹤": "<", ">": ">", "＞": ">", "﹥": ">",
    "≤": "<=", "≦": "<=", "⩽": "<=", "≥": ">=", "≧": ">=", "⩾": ">=",
}  # fmt: skip
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?![\d,.])|\d+(?:\.\d+)?"
_REST: Final = r"(?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9,.])|[0-9]*(?:\.[0-9]+)?)"
"""What may follow the first digit of a number."""
_DASH: Final = r"(?:-|–|—|~|～|to|至|到)"
_FIGURE: Final = re.compile(rf"[0-9](?<![0-9.][0-9])(?:(?<=[0-9]){_REST})")
_BARE: Final = re.compile(r"(?<=[<>≤≥＜＞=＝\s于过])(?=ULN\b|LLN\b|(?:the )?[Uu]pper limit|正常值?上限)")
_BARE_WORDS: Final = ("ULN", "LLN", "pper limit", "上限")
_SYMBOL: Final = re.compile(r"([<>＜＞﹤﹥≤≥≦≧⩽⩾])\s?(=|＝)?\s*$")
_WORDS: Final = re.compile(
    r"(?<![^\W\d_\u4e00-\u9fff])(?P<words>"
    + "|".join(f"(?:{words})" for words in _CMP_WORDS.values())
    + r")\s*(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_LAST_WORDS: Final = ("than", "to", "least", "most", "exceed", "exceeds", "exceeding", "exceeded", "above", "over", "below",
    "under", " a", " the",
    "等于", "低于", "少于", "小于", "至少", "高于", "超过", "大于", "至多")  # fmt: skip
_RANGE: Final = re.compile(rf"\s*(?:{_DASH}|and(?=\s)|(?<=\s)or(?=\s))\s*(?P<high>{_NUMBER})(?![\d.])", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?:between|介于|在)\s*$", re.IGNORECASE)
_WORDED: Final = tuple((comparator, re.compile(words, re.IGNORECASE)) for comparator, words in _CMP_WORDS.items())

_BOUND: Final = re.compile(
    r"\s*(?:[x×X*＊✕·]|times?|倍|-?fold)?\s*(?:of\s+)?(?:the\s+)?(?:(?:institutional|institution's|laboratory|local|upper)\s+)?"
    r"(?:(?P<upper>ULNs?(?![A-Za-z])|upper\s+(?:normal\s+limits?|limits?\s+of\s+(?:the\s+)?(?:institutional\s+|laboratory\s+)?normal)"
    r"(?:\s+(?:value|range)s?)?(?:\s*[(（]ULN[)）])?|limits?\s+of\s+normal\s*[(（]ULN[)）]|正常(?:值|参考值"
    r"|范围)?(?:的)?上限(?:值)?(?:\s*[(（]ULN[)）])?)"
    r"|(?P<lower>LLNs?(?![A-Za-z])|lower\s+limits?\s+of\s+(?:the\s+)?normal|正常(?:值|参考值|范围)?下限))",
    re.IGNORECASE,
)
_AMOUNT: Final = (
    r"(?:kIU|mIU|uIU|μIU|IU|U|mmol|umol|μmol|µmol|nmol|mg|ug|μg|µg|mcg|ng|pg|kg|g|copies|cells|mL|ml|beats)"
)
_PER: Final = (
    r"(?:dL|dl|DL|mL|ml|ML|uL|ul|μL|μl|µL|µl|L|l|mm3|mm\^3|mm³|mm\s3|min(?:ute)?"
    r"|24\s?h(?:ours)?|24\s?hrs?|day|d|m2|m²|1\.73\s?m\^?[2²])"
)
_UNIT: Final = re.compile(
    r"\s*(?P<power>[x×X*＊✕·]\s*10\s*(?:\^|\*\*|\*|[eE])?\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}\s*)?"
    rf"(?P<unit>{_AMOUNT}?\s*/\s*{_PER}(?:\s*/\s*{_PER})?|%|％|mm\s?Hg|msec|ms|kg|g(?=[\s,;.)）、，；。]|$)|°C|℃"
    r"|(?:years?|yrs?)(?:\s+old)?|months?|weeks?|days?|seconds?|sec|s(?=[\s,;.)）]|$)|周?岁|个?月|周|天|年)?",
)
_TIME: Final = {
    "year": "a", "yr": "a", "岁": "a", "年": "a", "month": "mo", "月": "mo",
    "week": "wk", "周": "wk", "day": "d", "天": "d",
}  # fmt: skip
_CLOSED: Final = re.compile(
    r"\s*(?:$|[,;:.)）\]、，；。：\n/]|and\b|or\b|if\b|for\b|in\b|within\b|at\b|with(?:out)?\b|when\b|but\b|on\b|as\b"
    r"|is\b|by\b|points?\b|score\b"
    r"|\(|（|\[|[<>≤≥＜＞]|[\u4e00-\u9fff])",
    re.IGNORECASE,
)
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
_CONDITION: Final = re.compile(
    r"\b(?:if|unless|except|when|otherwise|in (?:patients|subjects|participants|case)|for (?:patients|subjects"
    r"|participants|those)|"
    r"(?:patients|subjects|participants|those) with|who|whose)\b|若|如果|除非|除外|对于|患者可|允许|时[,，]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as a criterion states it.

    analyte: variable of the vocabulary. number: as written. unit: UCUM; None where none is written, or with `of`. of: "ULN" or
    "LLN" where the number is a multiple of it. joined: how it stands together with its neighbours in a list of analytes
    ("AST or ALT ≤ …"): "and", "or", ","; "" where it stands alone.
    quote: from the analyte's name to the end of the limit.
    """

    analyte: str
    comparator: Comparator
    number: Decimal
    unit: str | None
    of: Literal["ULN", "LLN", ""]
    quote: Quote
    joined: str = ""

    @property
    def conditional(self) -> bool:
        """Whether the sentence holds it for some patients only ("if …", "in patients with …")."""
        text, quote = self.quote.value.text, self.quote
        return _CONDITION.search(text, _clause(text, quote.start, 240), _sentence_end(text, quote.end)) is not None

    @property
    def upper(self) -> bool:
        """Whether it limits from above."""
        return self.comparator.startswith("<")

    def value(self) -> Fraction | None:
        """The number in the analyte's own unit, exact; None where no unit is written that it can be told in."""
        own = load()[self.analyte].unit
        if self.of:
            return None
        if own is None or own.startswith("{"):
            return Fraction(self.number) if self.unit in (None, own) else None
        return _factor(self.analyte, self.unit, own, self.number) if self.unit is not None else None


def limits(record: Record) -> tuple[Limit, ...]:
    """Every limit in a record's criteria, in their order; its `quote.field` tells whether they include or exclude."""
    global _last
    if _last is None or _last[0]() is not record:
        found = tuple(limit for name in CRITERIA for value in record.all(name) for limit in read_limits(name, value))
        _last = weakref.ref(record), found
    return _last[1]


def opposed(record: Record) -> Iterator[tuple[Limit, Limit, Literal["meet", "touch", "apart"]]]:
    """Pairs of an including and an excluding limit of one analyte that bound it from opposite sides, and how they lie.

    "meet": a value is admitted and refused; "touch": together they decide every value; "apart": the number itself, and no more
    than what lies between, is decided by neither. Limits of one among several analytes are left out.
    """
    known = limits(record)
    refusing = [limit for limit in known if limit.quote.field == CRITERIA[1]]
    for one in known:
        if one.quote.field != CRITERIA[0]:
            continue
        for other in refusing:
            if (
                one.analyte != other.analyte
                or one.of != other.of
                or one.upper != (not other.upper)
                or one.joined
                or other.joined
            ):
                continue
            admitted, refused = (one.number, other.number) if one.of else (one.value(), other.value())
            if admitted is None or refused is None:
                continue
            if admitted == refused:
                closed = one.comparator.endswith("=") + other.comparator.endswith("=")
                yield one, other, ("apart", "touch", "meet")[closed]
            else:
                yield one, other, "meet" if (refused < admitted) == one.upper else "apart"


_last: tuple[weakref.ref[Record], tuple[Limit, ...]] | None = None
"""The record that was read last: its criteria are asked for by many checks, one after the other."""


def read_limits(name: str, value: Value) -> Iterator[Limit]:
    """The limits in one value of a field."""
    text, done = value.text, 0
    figures = list(_FIGURE.finditer(text))
    if any(word in text for word in _BARE_WORDS):
        figures = sorted((*figures, *_BARE.finditer(text)), key=lambda met: met.start())
    for figure in figures:
        if figure.start() < done:
            continue
        start, end, bounds = _bounds(text, figure)
        if not bounds:
            continue
        named, joined = _named(text, start)
        if not named:
            continue
        done = end
        for comparator, number in bounds:
            stop, of, unit = _measured(text, end, number, named[0][0])
            if stop is None:
                continue
            for analyte, first in named:
                if analyte == named[0][0] or _measured(text, end, number, analyte)[0] is not None:
                    quote = Quote(name, value, first, stop)
                    yield Limit(analyte, comparator, Decimal(number), unit, of, quote, joined)


def _bounds(text: str, figure: re.Match[str]) -> tuple[int, int, list[tuple[Comparator, str]]]:
    """Where a comparison or range begins and ends, with its comparators and numbers; none where the number is of neither."""
    number, before = figure[0].replace(",", "") or "1", text[max(0, figure.start() - 45) : figure.start()]
    stripped = before.rstrip()
    offset = figure.start() - len(before)
    if stripped and (stripped[-1] in _SYMBOLS or stripped[-1] in "=＝"):
        if (met := _SYMBOL.search(before)) is not None:
            strict = _SYMBOLS[met[1]]
            comparator: Comparator = ("<=" if strict[0] == "<" else ">=") if met[2] else strict
            return offset + met.start(), figure.end(), [(comparator, number)]
    elif stripped.casefold().endswith(_LAST_WORDS) and (met := _WORDS.search(before)) is not None:
        comparator = next(comparator for comparator, words in _WORDED if words.fullmatch(met["words"]))
        return offset + met.start(), figure.end(), [(comparator, number)]
    other = _RANGE.match(text, figure.end())
    if other is None or not figure[0]:
        return 0, 0, []
    between = _BETWEEN.search(before)
    start = offset + between.start() if between else figure.start()
    return start, other.end(), [(">=", number), ("<=", other["high"].replace(",", ""))]


# ---------------------------------------------------------------- behind the number


def _measured(
    text: str, at: int, number: str, analyte: str
) -> tuple[int | None, Literal["ULN", "LLN", ""], str | None]:
    """Where the limit ends, what it is a multiple of, its unit; no end where that cannot be told."""
    bound = _BOUND.match(text, at)
    if bound is not None:
        return bound.end(), "ULN" if bound["upper"] else "LLN", None
    written = _UNIT.match(text, at)
    if written is None or written.end() == at or not written[0].strip():
        return (at, "", None) if _CLOSED.match(text, at) else (None, "", None)
    end = at + len(written[0].rstrip())
    if _CLOSED.match(text, end) is None:
        return None, "", None
    unit = _unit(number + text[at:end], analyte)
    return (end, "", unit) if unit is not None else (None, "", None)


@lru_cache(maxsize=4096)
def _unit(text: str, analyte: str) -> str | None:
    """The unit a limit is written in, with its power of ten (`10*9/L`); None where the analyte is not measured in it."""
    vocabulary = load()
    words = text.lstrip("0123456789.,").strip()
    if analyte == "egfr" and re.fullmatch(r"ml\s*/\s*min(?:ute)?", words, re.IGNORECASE):
        analyte = "egfr_absolute"
    if analyte == "urine_protein_24h" and words in ("g", "mg"):
        text += "/d"  # the name says in how long
    timed = next((unit for word, unit in _TIME.items() if word in words.casefold()), None)
    own = vocabulary[analyte]
    if timed is not None and own.unit in _TIME.values():
        return timed
    try:
        read = vocabulary.read_quantity(text, analyte)
        power = re.match(r"[x×X*＊✕·]\s*10\D*?\s*([\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*/", words)
        if power is not None and read.unit is not None and read.unit.startswith("/"):
            digits = power[1].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
            return f"10*{digits}{read.unit}"
    except HepaticaError:
        return None
    return read.unit


@lru_cache(maxsize=4096)
def _factor(analyte: str, unit: str, own: str, number: Decimal) -> Fraction | None:
    if unit in _TIME.values():
        days = {"d": Fraction(1), "wk": Fraction(7), "mo": Fraction(487, 16), "a": Fraction(1461, 4)}
        return Fraction(number) * days[unit] / days[own] if own in days else None
    try:
        conversion = load().conversion(analyte, unit, own)
    except HepaticaError:
        return None
    return None if conversion.log10 else Fraction(number) * conversion.factor


# ---------------------------------------------------------------- before the comparator


def _named(text: str, end: int) -> tuple[list[tuple[str, int]], str]:
    """The analytes named right before a place, the nearest first, with where each begins; how they are joined."""
    begin = _clause(text, end, 140)
    found: list[tuple[str, int]] = []
    joined, at = "", end
    while True:
        one = _last_analyte(text, begin, at)
        if one is None:
            break
        found.append(one)
        join = _JOIN.search(text, begin, one[1])
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
        aside = _ASIDE.search(left)
        if aside is not None:
            within = within or _find(aside[1])
            left = left[: aside.start()]
            continue
        found = _tail(left)
        if found is not None:
            return (found[0], begin + found[1]) if within in (None, found[0]) else None
        shorter = _FILLER.sub("", left)
        if shorter == left:
            break
        left = shorter
    return None


def _tail(left: str) -> tuple[str, int] | None:
    """The longest name at the end of some words, if it stands on its own there."""
    if not left:
        return None
    if "\u4e00" <= left[-1] <= "\u9fff":
        for size in range(min(16, len(left)), 1, -1):
            found = _find(left[-size:])
            if found and (left[-size] < "\u4e00" or _BEFORE_CJK.search(left[:-size])):
                return found, len(left) - size
        return None
    starts = [met.start() for met in _WORD.finditer(left)][-7:]
    for start in starts:
        found = _find(left[start:])
        if found:
            return (found, start) if _BEFORE.search(left[:start]) else None
    return None


_WORD: Final = re.compile(r"(?<![A-Za-z0-9α-ω])[A-Za-z0-9α-ω]")


@lru_cache(maxsize=16384)
def _find(words: str) -> str | None:
    return _names().get(fold_word(words))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every spelling of an analyte, folded."""
    names: dict[str, str] = {}
    for variable in load().variables.values():
        if variable.name in ANALYTES:
            for word in (
                variable.name,
                variable.label.en,
                variable.label.zh,
                *variable.synonyms,
                *FURTHER.get(variable.name, "").split("|"),
            ):
                names[fold_word(word)] = variable.name
    return {word: name for word, name in names.items() if word and word not in AMBIGUOUS}


def _clause(text: str, at: int, most: int) -> int:
    """Where the clause around a place begins, at most so many characters before it."""
    floor = max(0, at - most)
    begin = floor
    for met in _CLAUSE.finditer(text, floor, at):
        begin = met.end()
    return begin


def _sentence_end(text: str, at: int) -> int:
    met = _CLAUSE.search(text, at)
    return met.start() if met else len(text)
