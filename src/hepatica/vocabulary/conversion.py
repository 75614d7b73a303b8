"""From one unit to another, exactly: by arithmetic where they measure the same, by the analyte where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hepatica.vocabulary.errors import UnitError
from hepatica.vocabulary.nearest import nearest_word
from hepatica.vocabulary.ucum import Measure, measure
from hepatica.vocabulary.words import Conversion, Label


@dataclass(frozen=True, slots=True)
class Factor:
    """One `start` is worth `factor` of `end` (1 mg/dL of creatinine is 88.42 umol/L)."""

    start: Measure
    end: Measure
    factor: Fraction

    def between(self, given: Measure, wanted: Measure) -> Fraction | None:
        """The factor from one unit to the other, in either direction, or None where this factor does not join them."""
        if given.bases == self.start.bases and wanted.bases == self.end.bases:
            return given.factor / self.start.factor * self.factor * self.end.factor / wanted.factor
        if given.bases == self.end.bases and wanted.bases == self.start.bases:
            return given.factor / self.end.factor / self.factor * self.start.factor / wanted.factor
        return None


@dataclass(frozen=True, slots=True)
class Assay:
    """A factor that holds for results of one assay only."""

    variables: tuple[str, ...]
    factor: Factor
    label: Label


@dataclass(frozen=True, slots=True)
class Conversions:
    """All known conversions. analytes: variable -> factor. logarithms: log10 unit -> what its power counts."""

    analytes: Mapping[str, Factor]
    logarithms: Mapping[str, str]
    assays: Mapping[str, Assay]

    def find(self, variable: str, given: str, wanted: str, assay: str | None = None) -> Conversion:
        """How values of a variable get from one UCUM unit to another.

        assay: name of the assay whose factor may be used besides.
        Raises UnitError if a unit is no UCUM or the two measure different kinds of quantity.
        """
        if given == wanted:
            measure(given)
            return Conversion(Fraction(1))
        if given in self.logarithms:
            factor = self._linear(variable, self.logarithms[given], wanted, assay)
            return Conversion(factor, log10=True)
        return Conversion(self._linear(variable, given, wanted, assay))

    def _linear(self, variable: str, given: str, wanted: str, assay: str | None) -> Fraction:
        start, end = measure(given), measure(wanted)
        if start.bases == end.bases:
            return start.factor / end.factor
        known = [self.analytes[variable]] if variable in self.analytes else []
        if assay is not None:
            known.append(self._assay(variable, assay))
        for factor in known:
            found = factor.between(start, end)
            if found is not None:
                return found
        raise UnitError(self._why(variable, given, wanted), do=self._hint(variable, start, end))

    def _assay(self, variable: str, name: str) -> Factor:
        if name not in self.assays:
            nearest = nearest_word(name, self.assays)
            raise UnitError(
                f"the assay '{name}' is not known", nearest=nearest, do=f"write one of {', '.join(self.assays)}"
            )
        if variable not in self.assays[name].variables:
            raise UnitError(f"the assay '{name}' does not measure {variable}")
        return self.assays[name].factor

    def _why(self, variable: str, given: str, wanted: str) -> str:
        if wanted in self.logarithms:
            return f"{variable} in {given} cannot be turned into the logarithm {wanted}"
        return f"{variable} in {given} cannot be turned into {wanted}: they measure different kinds of quantity"

    def _hint(self, variable: str, start: Measure, end: Measure) -> str:
        names = [
            name
            for name, assay in self.assays.items()
            if variable in assay.variables and assay.factor.between(start, end) is not None
        ]
        return (
            f"say which assay it was, if it was one of: {', '.join(names)}"
            if names
            else "report the result in that unit"
        )
