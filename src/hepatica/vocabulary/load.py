"""Reads the vocabulary from its data files, once, and checks it whole."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from hepatica.errors import HepaticaError
from hepatica.vocabulary.build import Builder, label, labels
from hepatica.vocabulary.conversion import Assay, Conversions, Factor
from hepatica.vocabulary.homes import check_homes
from hepatica.vocabulary.lists import CodeLists, Entry
from hepatica.vocabulary.spelling import Spellings
from hepatica.vocabulary.ucum import measure
from hepatica.vocabulary.vocabulary import Vocabulary
from hepatica.vocabulary.words import Label, Variable

THEMES: Final = (
    "demographics",
    "tumour",
    "function",
    "laboratory",
    "virology",
    "history",
    "treatment",
    "imaging",
    "specimens",
    "molecular",
    "safety",
    "quality_of_life",
    "follow_up",
)
CODE_LISTS: Final = ("drugs", "treatments", "conditions")


@cache
def load() -> Vocabulary:
    """The vocabulary that comes with the package; read once.

    Raises HepaticaError naming file and entry if a label lacks a language, a unit is no UCUM, a range is not in order,
    a home is incomplete or shared, or a synonym belongs to two variables.
    """
    files = {name: _read(name) for name in (*THEMES, *CODE_LISTS, "value_sets", "units", "methods")}
    return build(files)


def build(files: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """The vocabulary of the given files' contents (name without ending -> content)."""
    lists = _code_lists(files)
    members = lists.members()
    names = lists.labels
    value_sets = {name: labels(said, f"value_sets.yaml, {name}") for name, said in files["value_sets"].items()}
    among = {name: {name: names[name]} for name in lists.codes}
    among |= {name: {code: names[code] for code in sorted(codes)} for name, codes in members.items()}
    builder = Builder(value_sets, among)
    variables: dict[str, Variable] = {}
    for theme in THEMES:
        for name, entry in files.get(theme, {}).items():
            where = f"{theme}.yaml, {name}"
            if name in variables:
                raise HepaticaError("this variable is defined twice", where=where)
            variables[name] = builder.variable(name, entry, where)
    check_homes(variables.values())
    units = [unit for word in variables.values() if word.unit is not None for unit in (word.unit, *word.units)]
    return Vocabulary(
        variables=variables,
        classes=members,
        methods=_methods(files["methods"]),
        labels=names,
        equivalents={name: entry.prednisone for name, entry in lists.codes.items() if entry.prednisone is not None},
        conversions=_conversions(files["units"]),
        spellings=Spellings(files["units"]["spellings"], units),
    )


def _read(name: str) -> dict[str, Any]:
    text = resources.files("hepatica.vocabulary").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    try:
        content = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise HepaticaError(f"the file cannot be read: {error}", where=f"{name}.yaml") from None
    return dict(content)


def _code_lists(files: Mapping[str, Mapping[str, Any]]) -> CodeLists:
    classes: dict[str, Entry] = {}
    codes: dict[str, Entry] = {}
    for name in CODE_LISTS:
        for into, part in ((classes, "classes"), (codes, "codes")):
            for code, entry in files[name][part].items():
                where = f"{name}.yaml, {code}"
                if code in classes or code in codes:
                    raise HepaticaError("this code or class is defined twice", where=where)
                into[code] = _entry(entry, where)
    return CodeLists(classes, codes)


def _entry(said: Mapping[str, Any], where: str) -> Entry:
    unknown = set(said) - {"label", "is", "synonyms", "prednisone"}
    if unknown:
        raise HepaticaError(f"'{sorted(unknown)[0]}' is not said of a code", where=where)
    words = label(said.get("label"), where)
    equivalent = said.get("prednisone")
    return Entry(
        Label(words.en, words.zh, tuple(str(word) for word in said.get("synonyms", ()))),
        tuple(said.get("is", ())),
        None if equivalent is None else Fraction(str(equivalent)),
    )


def _methods(said: Mapping[str, Any]) -> dict[str, dict[str, Label]]:
    return {group: labels(names, f"methods.yaml, {group}") for group, names in said.items()}


def _conversions(said: Mapping[str, Any]) -> Conversions:
    analytes: dict[str, Factor] = {}
    for entry in said["analytes"].values():
        for name in entry["variables"]:
            analytes[name] = _factor(entry)
    assays = {
        name: Assay(tuple(entry["variables"]), _factor(entry), label(entry.get("label"), f"units.yaml, {name}"))
        for name, entry in said["assays"].items()
    }
    return Conversions(analytes, dict(said["logarithms"]), assays)


def _factor(entry: Mapping[str, Any]) -> Factor:
    return Factor(measure(entry["from"]), measure(entry["to"]), Fraction(str(entry["factor"])))
