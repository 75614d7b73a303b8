"""Units and the words between limits: a lost exponent, two units for one analyte, "or" for "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import Limit, limits, read_limits
from hepatica.registry.looking import CRITERIA, IN, OUT, search, values
from hepatica.registry.record import Quote, Record
from hepatica.vocabulary import load

_CELLS: Final = (
    r"(?:cells?\s*|个\s*)?(?:(?:/|per\s)\s*(?:L|l|mL|ml|uL|μL|µL|ul|mm3|mm³|[Ll]it(?:re|er)s?|(?:micro|milli)lit(?:re"
    r"|er)s?)(?![A-Za-z])"
    r"|每\s?(?:微|毫)?升)"
)
LOST: Final = re.compile(
    rf"(?:[<>≤≥=]\s*)?(?:\d+(?:,\d{{3}})*(?:\.\d+)?\s*)?[x×X*✕·]\s*10(?:9|12|6|3)\s*{_CELLS}"
    rf"|\b\d+(?:\.\d+)?\s+10(?:9|12)\s*{_CELLS}"
    r"|(?:[<>≤≥=]\s*)?\d+(?:\.\d+)?\s*[x×X*✕·]\s*10[3-8]\s*(?:IU|U|copies|cps|CFU|PFU|cells)\s*(?:/|per\s)\s*(?:mL|ml"
    r"|kg|L)\b"
    r"|(?:HBV|HCV)[- ]?(?:DNA|RNA)[^.;\n<>≤≥=]{0,30}?[<>≤≥=]+\s*10[3-8]\s*(?:IU|U|copies|cps|拷贝)\s*(?:/|per\s)\s*m[Ll]\b"
)
"""A power of ten whose exponent stands on the line. 10³ to 10⁸ IU/mL alone are taken for one where a virus is counted."""
TWO_UNITS: Final = frozenset(
    (
        "afp",
        "bilirubin_total",
        "creatinine",
        "haemoglobin",
        "albumin",
        "platelets",
        "neutrophils",
        "leukocytes",
        "hbv_dna",
        "glucose_fasting",
    )
)
ALTERNATIVES: Final = (frozenset(("inr", "prothrombin_time")), frozenset(("inr", "prothrombin_activity")))
"""Names under which laboratories report one test: "INR or PT" asks for whichever there is."""
RENAL: Final = frozenset(("creatinine_clearance", "egfr"))


def lost_exponent(record: Record) -> Iterator[Found]:
    """A power of ten whose exponent has sunk to the line: 109/L for 10⁹/L."""
    quotes = list(search(record, CRITERIA, LOST, _SUNK))[:4]
    if quotes:
        yield Found(
            Phrase(f"'{quotes[0].text}' has lost its exponent", f"“{quotes[0].text}”中的指数丢失"), tuple(quotes)
        )


_SUNK: Final = tuple(f"10{exponent}" for exponent in (9, 12, *range(3, 9)))


def two_units(record: Record) -> Iterator[Found]:
    """One analyte with limits in two units."""
    first: dict[str, Limit] = {
        limit.analyte: limit for limit in reversed(limits(record)) if limit.unit and limit.analyte in TWO_UNITS
    }
    for limit in (*_in_text(record, first), *limits(record)):
        other = first.get(limit.analyte)
        if other is None or limit.unit is None or limit.unit == other.unit:
            continue
        name = load()[limit.analyte].label
        equal = (
            ""
            if limit.value() is None or other.value() is None
            else f" ({float(limit.value() or 0):g} and {float(other.value() or 0):g})"
        )
        yield Found(
            Phrase(
                f"{name.en} in {limit.unit} and in {other.unit}{equal}", f"{name.zh}同时使用{limit.unit}和{other.unit}"
            ),
            (limit.quote, other.quote),
        )
        return


def _in_text(record: Record, about: dict[str, Limit]) -> Iterator[Limit]:
    """Limits that summary and description tell for analytes that the criteria limit."""
    if not about:
        return
    for name, value in values(record, ("summary", "description")):
        if any(limit.quote.text[:3] in value.text for limit in about.values()):
            yield from (limit for limit in read_limits(name, value) if limit.analyte in about)


def either_is_enough(record: Record) -> Iterator[Found]:
    """Two different analytes joined by "or" under one upper limit that both are meant to keep."""
    by_limit: dict[tuple[int, int], list[Limit]] = {}
    for limit in limits(record):
        if limit.quote.field == IN and limit.upper and limit.joined == "or":
            by_limit.setdefault((limit.quote.value.key, limit.quote.end), []).append(limit)
    for together in by_limit.values():
        analytes = frozenset(limit.analyte for limit in together)
        longest = max((limit.quote for limit in together), key=lambda quote: len(quote.text))
        spelled = re.search(r"\bor\b|或", longest.text, re.IGNORECASE) and not re.search(
            r"and\s*/\s*or|和/或"
            r"|及/或",
            longest.text,
            re.IGNORECASE,
        )
        if spelled and len(analytes) > 1 and not any(analytes <= pair for pair in ALTERNATIVES):
            again = next(
                (
                    each.quote
                    for each in limits(record)
                    if each.analyte in analytes and each.quote.start > longest.end and each.quote.value is longest.value
                ),
                None,
            )
            yield Found(
                Phrase(f"by '{longest.text}' one of the two is enough", f"按“{longest.text}”，其一达标即可"),
                (longest, again) if again else (longest,),
            )
            return


def both_needed_to_refuse(record: Record) -> Iterator[Found]:
    """An exclusion for creatinine that also asks for a low clearance, among exclusions that ask for one thing."""
    known = [limit for limit in limits(record) if limit.quote.field == OUT]
    for one in known:
        for other in known:
            if {one.analyte, other.analyte} & RENAL == set() or "creatinine" not in (one.analyte, other.analyte):
                continue
            if other.quote.value is not one.quote.value or other.quote.start < one.quote.end:
                continue
            between = other.quote.value.text[one.quote.end : other.quote.start]
            if re.fullmatch(
                r"[\s,，()]*(?:and|且|并且|同时|并|with|as well as|together with|&|\+)\s*(?:an?\s|the\s)?", between
            ):
                rest = re.search(r"[^.;\n]*\bor\b[^.;\n]*|[^。；\n]*或[^。；\n]*", one.quote.value.text)
                yield Found(
                    Phrase(
                        "renal impairment excludes only where both values are abnormal", "仅当两项肾功能均异常时才排除"
                    ),
                    (
                        Quote(OUT, one.quote.value, one.quote.start, other.quote.end),
                        *((Quote(OUT, one.quote.value, *rest.span()),) if rest else ()),
                    ),
                )
                return


CHECKS: Final = (
    Check(
        code="HPT090",
        title=Phrase("A power of ten has lost its exponent", "10的幂次指数丢失"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Taken literally the limit is 109 per litre, which everybody meets.", "按字面为每升109个，人人达标。"
        ),
        mend=Phrase("Write 10^9/L.", "写作10^9/L。"),
        meanwhile=Phrase("10^9/L is read.", "按10^9/L读取。"),
        find=lost_exponent,
        example=Example({IN: "Neutrophils ≥ 1.5 × 109 / L"}, {IN: "Neutrophils ≥ 1.5 × 10^9/L"}),
    ),
    Check(
        code="HPT092",
        title=Phrase("One analyte in two units", "同一指标使用两种单位"),
        severity=3,
        decidability="T",
        costs=Phrase(
            "Limits are harder to compare, and a form may ask for either.", "限值不易比较，表单也可能用任一单位。"
        ),
        mend=Phrase("Use one unit.", "统一单位。"),
        meanwhile=Phrase("Both are converted to one unit.", "换算为同一单位。"),
        find=two_units,
        example=Example(
            {IN: "Two weeks after operation, AFP ≥ 200 ug/L", "summary": "AFP greater than 32 ng/ml is a risk factor."},
            {"summary": "AFP greater than 32 ug/L is a risk factor."},
        ),
    ),
    Check(
        code="HPT093",
        title=Phrase("'Or' between two values that are both meant", "本应同时满足的两项以“或”连接"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A patient with one normal and one abnormal value is admitted by the letter.",
            "一项正常、一项异常者按字面可入组。",
        ),
        mend=Phrase("Write 'and', or say that whichever is available counts.", "改为“和”，或写明取可得者。"),
        meanwhile=Phrase("Both must keep the limit.", "两项均须达标。"),
        find=either_is_enough,
        example=Example({IN: "INR or aPTT ≤ 1.5 × ULN"}, {IN: "INR and aPTT ≤ 1.5 × ULN"}),
    ),
    Check(
        code="HPT094",
        title=Phrase("Renal impairment excludes only with two abnormal values", "肾功能需两项均异常才排除"),
        severity=2,
        decidability="H",
        costs=Phrase("A patient with a high creatinine alone is not refused.", "仅肌酐升高者不会被排除。"),
        mend=Phrase("Write 'or' if either should refuse.", "若任一即应排除，请写“或”。"),
        meanwhile=Phrase("Both must be abnormal, as written.", "按原文两项均异常才排除。"),
        find=both_needed_to_refuse,
        example=Example(
            {OUT: "Serum creatinine > 1.5×ULN and estimated glomerular filtration rate (eGFR) < 50ml/min"},
            {OUT: "Serum creatinine > 1.5×ULN or estimated glomerular filtration rate (eGFR) < 50ml/min"},
        ),
    ),
)
