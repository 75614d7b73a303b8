"""One entry of the vocabulary's files to a `Variable`, checked on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final, get_args

from hepatica.errors import HepaticaError
from hepatica.vocabulary.errors import UnitError
from hepatica.vocabulary.ucum import measure
from hepatica.vocabulary.words import Field, Home, Kind, Label, Measured, Variable

RECORDS: Final = {
    "A": "NCT07100236",
    "B": "NCT04163237",
    "C": "NCT07363356",
    "D": "NCT07120750",
    "E": "ChiCTR2600120525",
}
"""The letters of `studies:` and the registry numbers they stand for."""

KINDS: Final[frozenset[str]] = frozenset(get_args(Kind))
ATTRIBUTES: Final = frozenset({"status", "route", "site", "detail", "grade", "dose"})
"""The attributes of an event that facts have room for, besides code, start and end."""

KEYS: Final = {field.name for field in fields(Variable)} - {"name"} | {"codes"}
"""What an entry may say: the parts of a variable, and `codes`: classes whose codes are among its values."""


class Builder:
    """Builds variables, knowing the shared value sets and the labels of the code lists."""

    def __init__(self, value_sets: Mapping[str, Mapping[str, Label]], lists: Mapping[str, Mapping[str, Label]]) -> None:
        """value_sets: name -> codes. lists: class or code -> the codes in it, with their labels."""
        self._value_sets = value_sets
        self._lists = lists

    def variable(self, name: str, entry: Mapping[str, Any], where: str) -> Variable:
        """The variable of one entry. Raises HepaticaError, saying where and what, if anything is missing or wrong."""
        unknown = set(entry) - KEYS
        if unknown:
            raise HepaticaError(f"'{sorted(unknown)[0]}' is not said of a variable", where=where)
        kind = entry.get("kind")
        if kind not in KINDS:
            raise HepaticaError(
                f"the kind '{kind}' is not known", where=where, do=f"write one of {', '.join(sorted(KINDS))}"
            )
        unit, units = _units(entry, where)
        if (unit is not None) != (kind == "number"):
            raise HepaticaError("numbers and only numbers have a unit", where=where, do="write a UCUM unit, or 1")
        return Variable(
            name=name,
            kind=kind,
            label=label(entry.get("label"), where),
            home=_home(entry.get("home"), where),
            unit=unit,
            units=units,
            range=_range(entry.get("range"), where),
            values=self._values(entry, where),
            loinc=entry.get("loinc"),
            synonyms=tuple(str(word) for word in entry.get("synonyms", ())),
            limits=bool(entry.get("limits", False)),
            interval=bool(entry.get("interval", False)),
            fields={key: self._field(key, said, where) for key, said in entry.get("fields", {}).items()},
            not_detected=_measured(entry.get("not_detected"), where),
            studies=tuple(RECORDS[letter] for letter in entry.get("studies", "")),
        )

    def _values(self, entry: Mapping[str, Any], where: str) -> dict[str, Label]:
        given = entry.get("values", {})
        if isinstance(given, str):
            if given not in self._value_sets:
                raise HepaticaError(f"the value set '{given}' is not known", where=where)
            values = dict(self._value_sets[given])
        else:
            values = labels(given, where)
        for name in entry.get("codes", ()):
            if name not in self._lists:
                raise HepaticaError(f"the class or code '{name}' is not known", where=where)
            values |= self._lists[name]
        return values

    def _field(self, name: str, entry: Mapping[str, Any], where: str) -> Field:
        where = f"{where}, {name}"
        if name not in ATTRIBUTES:
            raise HepaticaError(
                "facts have no such attribute", where=where, do=f"use one of {', '.join(sorted(ATTRIBUTES))}"
            )
        unit, units = _units(entry, where)
        said, values, span = (
            label(entry.get("label"), where),
            self._values(entry, where),
            _range(entry.get("range"), where),
        )
        return Field(name, entry["kind"], said, unit, units, values, span)


def label(said: Any, where: str) -> Label:
    """A label written `[English, Chinese, other spelling, …]`."""
    if not isinstance(said, list) or len(said) < 2 or not all(isinstance(word, str) and word.strip() for word in said):
        raise HepaticaError(f"the label {said!r} lacks English or Chinese", where=where, do="write [English, 中文]")
    return Label(said[0], said[1], tuple(said[2:]))


def labels(said: Mapping[str, Any], where: str) -> dict[str, Label]:
    """A code list written `{code: [English, Chinese, other spelling, …]}`."""
    if not all(isinstance(code, str) for code in said):
        raise HepaticaError("a code is not a text", where=where, do="put quotation marks round numbers")
    return {code: label(words, f"{where}, code {code}") for code, words in said.items()}


def _units(entry: Mapping[str, Any], where: str) -> tuple[str | None, tuple[str, ...]]:
    unit, units = entry.get("unit"), tuple(entry.get("units", ()))
    for one in (unit, *units) if unit is not None else units:
        try:
            measure(one)
        except UnitError as error:
            raise UnitError(error.what, where=where, do=error.do) from None
    return unit, units


def _range(said: Any, where: str) -> tuple[Decimal | None, Decimal | None] | None:
    if said is None:
        return None
    low, high = (None if end is None else Decimal(str(end)) for end in said)
    if low is not None and high is not None and low >= high:
        raise HepaticaError(f"the range {low} to {high} is not in order", where=where)
    return low, high


def _measured(said: Any, where: str) -> Measured | None:
    if said is None:
        return None
    if set(said) != {"number", "unit"}:
        raise HepaticaError("a quantity has a number and a unit", where=where)
    return Measured(Decimal(str(said["number"])), said["unit"])


def _home(said: Any, where: str) -> Home:
    if (
        not isinstance(said, dict)
        or not isinstance(said.get("domain"), str)
        or set(said) - {"domain", "where", "columns"}
    ):
        raise HepaticaError("the home is incomplete", where=where, do="write {domain: LB, where: {LBTESTCD: PLAT}}")
    home = Home(said["domain"], dict(said.get("where", {})), dict(said.get("columns", {})))
    for text in (*home.where, *home.where.values(), *home.columns, *home.columns.values()):
        if not isinstance(text, str) or not text:
            raise HepaticaError(
                f"the home holds {text!r}, which is no text", where=where, do="put quotation marks round it"
            )
    for column in (*home.where, *home.columns.values()):
        if len(column) > 8:
            raise HepaticaError(f"the column {column} is longer than the 8 letters SDTM allows", where=where)
    return home
