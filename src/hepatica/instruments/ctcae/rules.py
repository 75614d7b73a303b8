"""The grading rules of laboratory terms by version of CTCAE, read once from `data/laboratory.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

from ruamel.yaml import YAML

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.criteria import BASELINE, CLINICAL, Comparison, Criterion, read_criterion

Version = Literal["4.03", "5.0", "6.0"]
VERSIONS: Final[tuple[Version, ...]] = get_args(Version)

Direction = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Results that another term of CTCAE grades, and which."""

    when: Criterion
    says: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one term grades a result.

    test: LBTESTCD. grades: grade -> alternatives, each of them at least that grade. analyte: variable of the vocabulary,
    or None. units: by system (SI, US) those its cut-offs are written in. monovalent: mEq/L is mmol/L.
    """

    term: str
    zh: str
    test: str
    direction: Direction
    grades: Mapping[int, tuple[Criterion, ...]]
    analyte: str | None
    units: Mapping[str, tuple[str, ...]]
    monovalent: bool
    elsewhere: Elsewhere | None

    @property
    def cut_off_units(self) -> tuple[str, ...]:
        """The units of its cut-offs; empty where only the row's own limits and baseline count."""
        found = [unit for each in self.comparisons() for unit, _ in each.amounts]
        return tuple(dict.fromkeys(found))

    def comparisons(self) -> list[Comparison]:
        """Every comparison of every grade."""
        return [each for criterion in self.criteria() for each in criterion.all_of]

    def criteria(self) -> list[Criterion]:
        """Every line of every grade."""
        return [criterion for alternatives in self.grades.values() for criterion in alternatives]

    def uses(self, name: str) -> bool:
        """Whether it asks for ULN, LLN, baseline (its value), `baseline high` (its state) or what is clinical."""
        if name in BASELINE + CLINICAL:
            return any(name in criterion.provided for criterion in self.criteria())
        wanted = {"baseline": ("baseline", "decrease")}.get(name, (name,))
        return any(each.of in wanted for each in self.comparisons())


@cache
def rules(version: Version = "5.0") -> Mapping[str, Rule]:
    """The rules of a version by term, in the order of CTCAE.

    Raises HepaticaError for a version there are no rules for.
    """
    if version not in VERSIONS:
        raise HepaticaError(f"there are no rules for CTCAE {version}", do=f"use one of {', '.join(VERSIONS)}")
    found = {term: _rule(term, entry, version[0]) for term, entry in _read().items()}
    return {term: rule for term, rule in found.items() if rule is not None}


@cache
def _read() -> dict[str, dict[str, Any]]:
    file = resources.files("hepatica.instruments.ctcae").joinpath("data", "laboratory.yaml")
    return dict(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))["terms"])


def _rule(term: str, entry: Mapping[str, Any], version: str) -> Rule | None:
    where = f"laboratory.yaml, {term}"
    said = [grades for versions, grades in entry["grades"].items() if version in str(versions).split()]
    if not said:
        return None
    elsewhere = entry.get("elsewhere")
    return Rule(
        term=term,
        zh=entry["zh"],
        test=entry["test"],
        direction=entry["direction"],
        grades={grade: _alternatives(lines, where) for grade, lines in sorted(said[0].items())},
        analyte=entry.get("analyte"),
        units={system: tuple(units) for system, units in entry.get("units", {}).items()},
        monovalent=entry.get("monovalent", False),
        elsewhere=Elsewhere(read_criterion(elsewhere["when"], where), elsewhere["says"]) if elsewhere else None,
    )


def _alternatives(lines: str | list[str], where: str) -> tuple[Criterion, ...]:
    return tuple(read_criterion(line, where) for line in ([lines] if isinstance(lines, str) else lines))
