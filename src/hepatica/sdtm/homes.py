"""Which column of a domain holds which part of a variable: the vocabulary's homes, resolved.

A variable's home names a domain, the values its rows have in some columns (`where`), and the columns that differ from
the rule of the domain's class. The rules of the classes stand here, once, for reading facts and for importing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from hepatica.sdtm.model import domain
from hepatica.vocabulary import Variable, Vocabulary

FINDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": ("--ORRES", "--STRESC"),
    "code": ("--STRESC", "--ORRES"),
    "unit": ("--ORRESU",),
    "low": ("--ORNRLO",),
    "high": ("--ORNRHI",),
    "start": ("--DTC", "--STDTC"),
    "start_day": ("--DY", "--STDY"),
    "end": ("--ENDTC",),
    "end_day": ("--ENDY",),
    "site": ("--LOC",),
    "grade": ("--TOXGR",),
    "not_done": ("--STAT",),
    "doubt": ("--DOUBT",),
}
INTERVENTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": ("--DOSE",),
    "unit": ("--DOSU",),
    "code": ("--DECOD", "--TRT"),
    "start": ("--STDTC", "--DTC"),
    "start_day": ("--STDY", "--DY"),
    "end": ("--ENDTC",),
    "end_day": ("--ENDY",),
    "ongoing": ("--ENRTPT",),
    "as_of": ("--ENTPT",),
    "occurred": ("--OCCUR",),
    "route": ("--ROUTE",),
    "site": ("--LOC",),
    "not_done": ("--STAT",),
    "doubt": ("--DOUBT",),
}
EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("--DECOD", "--TERM"),
    "start": ("--STDTC", "--DTC"),
    "start_day": ("--STDY", "--DY"),
    "end": ("--ENDTC",),
    "end_day": ("--ENDY",),
    "ongoing": ("--ENRTPT",),
    "as_of": ("--ENTPT",),
    "occurred": ("--OCCUR",),
    "site": ("--LOC",),
    "grade": ("--TOXGR", "--SEV"),
    "not_done": ("--STAT",),
    "doubt": ("--DOUBT",),
}
CLASSES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "demographics": {},
    "findings": FINDINGS,
    "findings about": FINDINGS,
    "interventions": INTERVENTIONS,
    "events": EVENTS,
    "visits": {key: value for key, value in EVENTS.items() if key not in ("code", "grade")},
}


RENAMED: Final[Mapping[str, str]] = {"date": "start", "day": "start_day", "dose": "value"}
"""Words a home may use for a part, with the one used here."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of some variables are read: their kind, and the columns of each part (the first filled one wins)."""

    kind: str
    interval: bool
    columns: tuple[tuple[str, tuple[str, ...]], ...]

    def get(self, part: str) -> tuple[str, ...]:
        """The candidate columns of a part (`value`, `unit`, `start`, …); empty where it has none."""
        return next((columns for name, columns in self.columns if name == part), ())


def shape(variable: Variable) -> Shape:
    """How a variable's rows are read: the rule of its domain's class, with what its home says instead."""
    home = variable.home
    rule = CLASSES[domain(home.domain).kind]
    columns = {part: tuple(name.replace("--", home.domain) for name in names) for part, names in rule.items()}
    if any(name in home.where for name in columns.get("code", ())):
        columns["code"] = ()  # what every such record has in common says nothing of this one
    own = {RENAMED.get(part, part): (name,) for part, name in home.columns.items()}
    if "code" in own and "value" not in own:
        own["value"] = own["code"]
    if "value" in own and "code" not in own and variable.kind != "event":
        own["code"] = own["value"]
    columns |= own
    return Shape(variable.kind, variable.interval, tuple(sorted(columns.items())))


def homes(vocabulary: Vocabulary, code: str) -> list[Variable]:
    """The variables that live in a domain, by name."""
    found = (variable for variable in vocabulary.variables.values() if variable.home.domain == code)
    return sorted(found, key=lambda variable: variable.name)


def match(frame: pl.DataFrame, variables: Iterable[Variable]) -> pl.DataFrame:
    """Which rows of a domain's frame are about which variable: columns `row` (UInt32, position) and `variable`.

    A row is about every variable whose `where` it meets, in whichever letter case; one join for each set of columns
    that homes look at.
    """
    wheres: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for variable in variables:
        where = dict(sorted(variable.home.where.items()))
        wheres.setdefault(tuple(where), []).append((*where.values(), variable.name))
    rows_only = frame.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
    parts: list[pl.DataFrame] = []
    for columns, table in sorted(wheres.items()):
        names = pl.DataFrame(table, schema=[*columns, "variable"], orient="row")
        names = names.with_columns(pl.col(columns).str.to_uppercase())
        if not columns:
            parts.append(rows_only.join(names, how="cross"))
        elif all(column in frame.columns for column in columns):
            keyed = frame.select(pl.col(columns).cast(pl.String).str.to_uppercase()).hstack(rows_only)
            parts.append(keyed.join(names, on=columns, how="inner").select("row", "variable"))
    if not parts:
        return pl.DataFrame(schema={"row": pl.UInt32, "variable": pl.String})
    return pl.concat(parts).sort("row", "variable")
