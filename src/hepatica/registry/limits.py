"""Limits in a criterion's words: analyte, comparator, number, unit or multiple of the laboratory's own limit.

    Platelets ≥ 75 × 10⁹/L                     platelets >= 75 10*9/L
    haemoglobin of 9 g/dL or higher            haemoglobin >= 9 g/dL, its comparator behind it
    AST, ALT ≤ 2.5 × ULN                       ast <= 2.5 ULN, alt <= 2.5 ULN, joined by ","
    serum creatinine exceeding 1.5 times the upper limit of normal
    血清总胆红素≤1.5倍正常上限

A limit is read only where every part of it is certain: a name of the vocabulary that stands alone before the comparator, a
number, and behind it a unit the analyte is measured in, a multiple of ULN or LLN, or nothing. Anything else gives no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from hepatica.registry.amounts import WRITTEN, count
from hepatica.registry.kept import kept
from hepatica.registry.limit_analyte import clause_end, clause_start, named
from hepatica.registry.limit_unit import in_unit, measured
from hepatica.registry.looking import CRITERIA
from hepatica.registry.record import Quote, Record, Value
from hepatica.vocabulary import load

Comparator = Literal["<", "<=", ">", ">="]

_CMP_WORDS: Final[dict[Comparator, str]] = {
    ">=": r"(?:greater|higher|more|larger)\s+than\s+or\s+equal(?:s|ed)?\s+to|equal\s+to\s+or\s+(?:greater|higher"
    r"|more)\s+than|at\s+least"
    r"|(?:no|not|never)\s+(?:be\s+)?(?:(?:less|lower|fewer)\s+than|below|under)|(?:大于|高于)(?:或)?等于|不低于|不少于"
    r"|不小于|至少",
    "<=": r"(?:less|lower|fewer)\s+than\s+or\s+equal(?:s|ed)?\s+to|equal\s+to\s+or\s+(?:less|lower)\s+than|at\s+most|up\s+to"
    r"|(?:no|not|never)\s+(?:be\s+)?(?:(?:more|greater|higher)\s+than|above|over)|not\s+exceed(?:ing)?|(?:小于"
    r"|低于)(?:或)?等于|不高于"
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
_SPELT: Final = re.compile(rf"(?i){WRITTEN}(?=\s*-?\s*(?:times|fold)\b)")
"""A multiple in words: "five times"."""
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

_BEHIND: Final = re.compile(
    r"\s*,?\s*(?:(?P<least>(?:or|and)\s+(?:more|higher|greater|above|over|better|longer)\b(?!\s+than)|(?:及|或|含)?以上)"
    r"|(?P<most>(?:or|and)\s+(?:less|lower|fewer|below|shorter)\b(?!\s+than)|(?:及|或|含)?以下))",
    re.IGNORECASE,
)
"""A comparator that stands behind its number and unit."""
_BEHIND_HINT: Final = re.compile(
    r"(?:[Oo][Rr]|[Aa][Nn][Dd])\s+(?:more|higher|greater|above|over|better|longer|less|lower|fewer|below|shorter)\b|以[上下]"
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
        return _CONDITION.search(text, clause_start(text, quote.start, 240), clause_end(text, quote.end)) is not None

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
        return in_unit(self.analyte, self.unit, own, self.number) if self.unit is not None else None


@kept
def limits(record: Record) -> tuple[Limit, ...]:
    """Every limit in a record's criteria, in their order; its `quote.field` tells whether they include or exclude."""
    return tuple(limit for name in CRITERIA for value in record.all(name) for limit in read_limits(name, value))


def numbers(one: Limit, other: Limit) -> tuple[Fraction | None, Fraction | None]:
    """The numbers of two limits on one analyte, to be held against each other: multiples of a normal limit as they stand."""
    if one.of:
        return Fraction(one.number), Fraction(other.number)
    return one.value(), other.value()


def alike(one: Limit, other: Limit) -> bool:
    """Whether two limits on one analyte have the same number; written in two units it is rounded: within 2 %."""
    first, second = numbers(one, other)
    if first is None or second is None or one.of or one.unit == other.unit:
        return first == second
    return abs(first - second) * 50 <= max(first, second)


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
            admitted, refused = numbers(one, other)
            if admitted is None or refused is None:
                continue
            if admitted == refused:
                closed = one.comparator.endswith("=") + other.comparator.endswith("=")
                yield one, other, ("apart", "touch", "meet")[closed]
            else:
                yield one, other, "meet" if (refused < admitted) == one.upper else "apart"


def read_limits(name: str, value: Value) -> Iterator[Limit]:
    """The limits in one value of a field."""
    text, done = value.text, 0
    figures = list(_FIGURE.finditer(text))
    if "times" in text or "fold" in text:
        figures = sorted((*figures, *_SPELT.finditer(text)), key=lambda met: met.start())
    if any(word in text for word in _BARE_WORDS):
        figures = sorted((*figures, *_BARE.finditer(text)), key=lambda met: met.start())
    for figure in figures:
        if figure.start() < done:
            continue
        start, end, bounds = _bounds(text, figure)
        last = 0
        if not bounds:
            last, bounds = _behind(text, figure)
        if not bounds:
            continue
        analytes, joined = named(text, start or figure.start())
        if not analytes:
            continue
        end = end or figure.end()
        done = end
        for comparator, number in bounds:
            stop, of, unit = measured(text, end, number, analytes[0][0])
            if stop is None:
                continue
            for analyte, first in analytes:
                if analyte == analytes[0][0] or measured(text, end, number, analyte)[0] is not None:
                    quote = Quote(name, value, first, max(stop, last))
                    yield Limit(analyte, comparator, Decimal(number), unit, of, quote, joined)


def _behind(text: str, figure: re.Match[str]) -> tuple[int, list[tuple[Comparator, str]]]:
    """Where a comparator behind a number and its unit ends, with its number; none where there is none."""
    begin, end = figure.span()
    if (
        not figure[0]
        or _BEHIND_HINT.search(text, end, end + 40) is None
        or _GRADED.search(text, max(begin - 12, 0), begin)
    ):
        return 0, []
    number, (analytes, _) = _number(figure[0]), named(text, begin)
    stop = measured(text, end, number, analytes[0][0])[0] if analytes else None
    met = _BEHIND.match(text, stop) if stop is not None else None
    return (met.end(), [(">=" if met["least"] else "<=", number)]) if met is not None else (0, [])


_GRADED: Final = re.compile(r"(?i)(?:grades?|class|stage|级|度)\s*$")


def _number(figure: str) -> str:
    """A number in digits alone, also where it is written in words."""
    told = figure.replace(",", "")
    return told if told[:1].isdigit() or not told else str(count(told) or "")


def _bounds(text: str, figure: re.Match[str]) -> tuple[int, int, list[tuple[Comparator, str]]]:
    """Where a comparison or range begins and ends, with its comparators and numbers; none where the number is of neither."""
    number, before = _number(figure[0]) or "1", text[max(0, figure.start() - 45) : figure.start()]
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
