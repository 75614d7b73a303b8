"""The vocabulary: every clinical word, asked by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from hepatica.errors import HepaticaError
from hepatica.vocabulary import plausible, reading
from hepatica.vocabulary.conversion import Conversions
from hepatica.vocabulary.errors import UnitError, UnknownWordError
from hepatica.vocabulary.folding import fold_code, fold_word
from hepatica.vocabulary.nearest import nearest_word
from hepatica.vocabulary.spelling import Spellings
from hepatica.vocabulary.words import Conversion, Label, Variable


class Vocabulary:
    """All variables, code lists, units and method names. Immutable; get it with `load()`."""

    def __init__(
        self,
        *,
        variables: Mapping[str, Variable],
        classes: Mapping[str, frozenset[str]],
        methods: Mapping[str, Mapping[str, Label]],
        labels: Mapping[str, Label],
        equivalents: Mapping[str, Fraction],
        conversions: Conversions,
        spellings: Spellings,
    ) -> None:
        """labels: of the codes and classes of the nested lists. equivalents: drug -> mg of prednisone per mg."""
        self.variables: Mapping[str, Variable] = MappingProxyType(dict(variables))
        self.classes: Mapping[str, frozenset[str]] = MappingProxyType(dict(classes))
        self.methods: Mapping[str, Mapping[str, Label]] = MappingProxyType(dict(methods))
        self.labels: Mapping[str, Label] = MappingProxyType(dict(labels))
        self._equivalents = dict(equivalents)
        self._conversions = conversions
        self._spellings = spellings
        self._synonyms = _synonyms(variables.values())
        self._codes: dict[tuple[str, str], dict[str, str]] = {}

    # ------------------------------------------------------------ words

    def __getitem__(self, name: str) -> Variable:
        """The variable of that name. Raises UnknownWordError with the nearest word."""
        if name not in self.variables:
            raise UnknownWordError(f"'{name}' is not a variable", nearest=self.nearest(name))
        return self.variables[name]

    def __contains__(self, name: object) -> bool:
        return name in self.variables

    def nearest(self, word: str, among: Iterable[str] | None = None) -> str | None:
        """The name somebody who wrote `word` most likely meant, or None; a synonym leads to its variable."""
        names = set(self.variables if among is None else among)
        known = self.find(word)
        if known in names:
            return known
        longer = sorted(name for name in names if name.startswith(f"{word}."))
        return nearest_word(word, names) or (longer[0] if longer else None)

    def find(self, synonym: str) -> str | None:
        """The variable that an English or Chinese name, label or synonym stands for; case and blanks do not count."""
        return self._synonyms.get(fold_word(synonym))

    # ------------------------------------------------------------ codes

    def codes(self, variable: str) -> frozenset[str]:
        """The codes a coded variable or an event's `code` may have; empty where the list is open."""
        word = self[variable]
        return frozenset({"Y", "N"}) if word.kind == "boolean" else frozenset(word.values)

    def code(self, variable: str, reported: str, field: str = "code") -> str | None:
        """The code a reported text stands for (`MALE` is M, `索拉非尼` is sorafenib), or None; `field`: of an event."""
        word = self[variable]
        if word.kind == "boolean" and field == "code":
            return reading.yes_or_no(reported)
        if field != "code" and field not in word.fields:
            nearest = nearest_word(field, word.fields)
            raise UnknownWordError(f"'{variable}' has no attribute '{field}'", nearest=nearest)
        key = (variable, field)
        if key not in self._codes:
            self._codes[key] = spelled_codes(word.values if field == "code" else word.fields[field].values)
        return self._codes[key].get(fold_code(reported))

    def prednisone_equivalent(self, drug: str) -> Fraction | None:
        """mg of prednisone that 1 mg of the drug replaces; None for what is no glucocorticoid of the list."""
        return self._equivalents.get(drug)

    # ------------------------------------------------------------ units and numbers

    def conversion(self, variable: str, from_unit: str, to_unit: str, *, assay: str | None = None) -> Conversion:
        """How values of a variable get from one UCUM unit to another; exact. Raises UnitError."""
        return self._conversions.find(self[variable].name, from_unit, to_unit, assay)

    def unit(self, text: str, variable: str | None = None) -> str:
        """The UCUM unit a written one stands for. Raises UnitError with the nearest if nothing is known by that name.

        variable: decides where one spelling has several meanings, and refuses units it is not measured in.
        """
        accepted = _accepted(self[variable]) if variable is not None else ()
        found = self._spellings.read(text, accepted)
        if len(found) > 1:
            meanings = " or ".join(found)
            raise UnitError(
                f"the unit '{text}' can mean {meanings}", do="write it in UCUM, or say which variable it is of"
            )
        if not found:
            nearest = self._spellings.nearest(text, accepted)
            what = f"the unit '{text}' is not known" if text.strip() else "no unit is written"
            raise UnitError(what, nearest=nearest, do="" if nearest else "write a UCUM unit, for example mg/dL")
        if variable is None or found[0] in accepted:
            return found[0]
        return self._same_kind(self[variable], found[0])

    def check_range(
        self, variable: str, value: Decimal | Fraction | float | str, unit: str | None = None
    ) -> str | None:
        """Why a value is not plausible, with the unit or slip that would explain it; None if it is plausible.

        unit: UCUM; None for the variable's own. Raises UnitError if the unit cannot be turned into it, HepaticaError
        if the value is no number.
        """
        word = self[variable]
        try:
            number = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            raise HepaticaError(f"'{value}' is no number, and {variable} is one", do="write a decimal number") from None
        return plausible.check_range(word, number, unit or word.unit, self._conversions)

    def read_quantity(self, text: str, variable: str) -> reading.Written:
        """A written result as comparator, decimal number and UCUM unit. Raises HepaticaError if it is none."""
        return reading.read_quantity(text, self[variable], lambda unit: self.unit(unit, variable))

    def _same_kind(self, word: Variable, unit: str) -> str:
        """The unit, if the variable can be measured in it; a pure number may stand for `{INR}` or `{score}`."""
        if word.unit is None:
            raise UnitError(f"{word.name} is no number, it has no unit")
        if unit == "1" and word.unit.startswith("{") and word.unit.endswith("}"):
            return word.unit
        try:
            self._conversions.find(word.name, unit, word.unit)
        except UnitError:
            nearest = nearest_word(unit, _accepted(word))
            do = f"the units of {word.name} are: {', '.join(_accepted(word))}"
            raise UnitError(f"{word.name} is not measured in {unit}", nearest=nearest, do=do) from None
        return unit


def spelled_codes(values: Mapping[str, Label]) -> dict[str, str]:
    """Every spelling of a code list, folded, with its code; a code's own spelling goes before labels and synonyms."""
    spelled: dict[str, str] = {}
    for code, text in values.items():
        for spelling in (text.en, text.zh, *text.synonyms):
            spelled.setdefault(fold_code(spelling), code)
    return spelled | {fold_code(code): code for code in values}


def _accepted(variable: Variable) -> Collection[str]:
    return (variable.unit, *variable.units) if variable.unit is not None else variable.units


def _synonyms(variables: Iterable[Variable]) -> dict[str, str]:
    """Every way to call a variable, folded. Raises HepaticaError if two variables share one."""
    found: dict[str, str] = {}
    for variable in variables:
        for word in (variable.name, variable.label.en, variable.label.zh, *variable.synonyms):
            other = found.setdefault(fold_word(word), variable.name)
            if other != variable.name:
                raise HepaticaError(
                    f"'{word}' would be both '{other}' and '{variable.name}'", do="take the synonym from one of them"
                )
    return found
