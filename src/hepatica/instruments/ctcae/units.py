"""Which cut-offs apply to a result in a reported unit: those the text gives in it, else the same ones converted exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.criteria import Amounts
from hepatica.instruments.ctcae.rules import Rule
from hepatica.vocabulary import load
from hepatica.vocabulary.ucum import measure

System = Literal["any", "SI", "US"]
"""Units that are taken: any that converts, or only those a system writes, as some laboratories deliver."""

SYSTEMS: Final = ("any", "SI", "US")

PURE: Final = frozenset({"", "1", "inr", "{inr}", "ratio", "ph", "[ph]", "{ph}"})
"""Ways to write that a result has no unit."""

FURTHER: Final = {"gi/l": "10*9/L", "ti/l": "10*12/L"}
"""Spellings of cell counts in SDTM pilots that reports do not use."""

MONOVALENT: Final = {"meq/l": "mmol/L", "mval/l": "mmol/L"}
"""Equivalents of ions with one charge."""


@dataclass(frozen=True, slots=True)
class CutOffs:
    """The unit of the rule whose cut-offs apply, and what one of it is worth in the reported unit."""

    unit: str
    worth: Fraction

    def of(self, amounts: Amounts) -> float:
        """The cut-off in the reported unit."""
        return float(dict(amounts)[self.unit] * self.worth)


def cut_offs(rule: Rule, unit: str | None, system: System) -> CutOffs | str | None:
    """The cut-offs for a reported unit; None where the rule needs no unit; a text says why there are none."""
    needed = rule.cut_off_units
    if not needed:
        return None
    written = "" if unit is None else unit.strip()
    if needed == ("1",):
        pure = written.casefold() in PURE
        return CutOffs("1", Fraction(1)) if pure else f"{rule.term} is graded without a unit, not in {written}"
    if not written:
        return "no unit"
    found = _read(rule, written, strict=system != "any")
    if found is None:
        return f"the unit '{written}' is not known, or not one of {', '.join(needed)}"
    if system != "any" and found.replace("^", "*") not in rule.units[system]:
        return f"the unit {written} is not {' or '.join(rule.units[system])}"
    return _nearest(rule, found, needed) or f"{written} does not convert to {' or '.join(needed)}"


def _read(rule: Rule, written: str, *, strict: bool) -> str | None:
    """The UCUM unit of a text; `G/L` is giga per litre, but of an analyte that is weighed it can only be g/L."""
    folded = written.casefold()
    if folded in FURTHER:
        return FURTHER[folded]
    if rule.monovalent and not strict and folded in MONOVALENT:
        return MONOVALENT[folded]
    own = {unit.casefold(): unit for unit in rule.cut_off_units}
    try:
        found = load().unit(written, rule.analyte)
    except HepaticaError:
        return own.get(folded)
    return found if _factor(rule, found, rule.cut_off_units[0]) is not None else own.get(folded, found)


def _nearest(rule: Rule, given: str, needed: tuple[str, ...]) -> CutOffs | None:
    """Cut-offs in the very unit, else in one that differs by a power of ten, else by the analyte's own factor."""
    alike = [unit for unit in needed if measure(unit).bases == measure(given).bases]
    for unit in [*(unit for unit in alike if unit == given), *alike, *needed]:
        factor = _factor(rule, unit, given)
        if factor is not None:
            return CutOffs(unit, factor)
    return None


def _factor(rule: Rule, given: str, wanted: str) -> Fraction | None:
    try:
        if measure(given).bases == measure(wanted).bases:
            return measure(given).factor / measure(wanted).factor
        if rule.analyte is None:
            return None
        conversion = load().conversion(rule.analyte, given, wanted)
    except HepaticaError:
        return None
    return None if conversion.log10 else conversion.factor
