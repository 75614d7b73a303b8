"""Numbers as medical journals print them.

p-values: three decimals, "<0.001" below, ">0.999" above (ICMJE and AMA style). Estimates keep about three significant
digits. Nothing here computes: a missing number is an em dash, never a zero.
"""

from __future__ import annotations

import math
import re
from typing import Final

from hepatica.report.words import Words

ABSENT: Final = "—"
DAYS_PER_MONTH: Final = 30.4375  # analysis months, as the studies define them
DAYS_PER_YEAR: Final = 365.25
SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def p_value(p: float | None) -> str:
    """A p-value without its "p =".

    >>> [p_value(p) for p in (0.00004, 0.0123, 0.5, 1.0, None)]
    ['<0.001', '0.012', '0.500', '>0.999', '—']
    """
    if p is None or math.isnan(p):
        return ABSENT
    if p < 0.001:
        return "<0.001"
    return ">0.999" if p > 0.999 else f"{p:.3f}"


def p_phrase(p: float | None, words: Words) -> str:
    """A p-value as it stands in a caption: "p = 0.012", "p < 0.001"; empty where there is none."""
    text = p_value(p)
    if text == ABSENT:
        return ""
    return words("p_less", p=f"{text[0]}\u00a0{text[1:]}") if text[0] in "<>" else words("p_is", p=text)


def number(value: float | None) -> str:
    """An estimate: two decimals below 10, one below 100, none above; infinite values keep their sign.

    >>> [number(x) for x in (0.614, 12.34, 377.0, 0.0, float("inf"), None)]
    ['0.61', '12.3', '377', '0.00', '∞', '—']
    """
    if value is None or math.isnan(value):
        return ABSENT
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if 0 < size < 0.01:
        return f"{value:.1e}".replace("-", "−").replace("e−0", "e−")
    if round(size) >= 1000:
        return f"{value:,.0f}".replace("-", "−")
    digits = 2 if round(size, 2) < 10 else 1 if round(size, 1) < 100 else 0
    return f"{value:.{digits}f}".replace("-", "−")


def unit_text(unit: str | None) -> str:
    """A UCUM unit as people write it; the unit one and score units have no text.

    >>> [unit_text(u) for u in ("[IU]/mL", "a", "10*9/L", "ug/L", "{score}", "1", None)]
    ['IU/mL', 'years', '×10⁹/L', 'µg/L', '', '', '']
    """
    if unit in (None, "", "1") or (unit.startswith("{") and unit.endswith("}")):
        return ""
    text = {"a": "years", "d": "days", "mo": "months", "wk": "weeks"}.get(unit, unit)
    text = re.sub(r"10\*(\d+)", lambda found: "×10" + found[1].translate(SUPERSCRIPT), text)
    text = re.sub(r"\[([^\]]*)\]|\{([^}]*)\}", lambda found: found[1] or found[2].replace("_", " "), text)
    return re.sub(r"\bu(?=[a-zA-Z]+\b)(?=g|mol|m|L)", "µ", text)


def percent(value: float | None) -> str:
    """A proportion as a percentage with one decimal and no sign: 0.625 is "62.5"."""
    return ABSENT if value is None or math.isnan(value) else f"{100 * value:.1f}"


def count(value: float | None) -> str:
    """A whole number, thousands apart: 12,345."""
    return ABSENT if value is None or math.isnan(value) else f"{round(value):,}"


def with_limits(value: str, low: str, high: str, words: Words) -> str:
    """An estimate with its limits: "0.61 (0.42 to 0.88)"; without limits the estimate alone."""
    if low == ABSENT and high == ABSENT:
        return value
    return f"{value} ({low} to {high})" if words.lang == "en" else f"{value}（{low} 至 {high}）"


def level(value: float | None) -> str:
    """A confidence level as a percentage: 0.95 is "95%"; 95% where the row does not say."""
    share = 0.95 if value is None or math.isnan(value) else value
    return f"{100 * share:g}%"
