"""What stands behind the number of a limit: a multiple of the laboratory's own limit, a unit of the analyte, or nothing.

≤ 2.5 × ULN        exceeding 1.5 times the upper limit of normal        ≤1.5倍正常上限
≥ 75 × 10⁹/L       10*9/L
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from hepatica.errors import HepaticaError
from hepatica.vocabulary import load

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


def measured(text: str, at: int, number: str, analyte: str) -> tuple[int | None, Literal["ULN", "LLN", ""], str | None]:
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
def in_unit(analyte: str, unit: str, own: str, number: Decimal) -> Fraction | None:
    """A number in another unit of the analyte, exact; None where it cannot be told in it."""
    if unit in _TIME.values():
        days = {"d": Fraction(1), "wk": Fraction(7), "mo": Fraction(487, 16), "a": Fraction(1461, 4)}
        return Fraction(number) * days[unit] / days[own] if own in days else None
    try:
        conversion = load().conversion(analyte, unit, own)
    except HepaticaError:
        return None
    return None if conversion.log10 else Fraction(number) * conversion.factor
