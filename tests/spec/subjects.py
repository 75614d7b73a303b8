"""Small subjects written down as SDTM rows, one line a case, and the answers of the three evaluators to them.

A line reads `criterion | answer | what it is | records`, records separated by `;`:

    LB TESTCD=BILI ORRES=61 ORRESU=umol/L ORNRHI=20 DTC=-3    a row of LB; columns without the domain's two letters
    DM SEX=F                                                  replaces what the subject's DM row says
    without EX, SV                                            leaves out rows every subject has
    fact creatinine text=151 unit=umol/L high=100 day=-3      not a row but a fact, as the evaluators read it

A whole number in a date column counts days from the study's own day 0; anything else stands as written (`2026-02`).
Answers are yes, no and ? (unknown).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import polars as pl

from hepatica.protocol import Study, load_study
from hepatica.protocol.context import rule_context
from hepatica.rules.columnar import evaluate
from hepatica.rules.facts import SCHEMA
from hepatica.rules.reference import explain
from hepatica.screening.screen import criteria
from hepatica.sdtm import Tables, facts
from hepatica.vocabulary import load

DAY_0 = date(2026, 3, 1)
ANSWERS = {"yes": True, "no": False, "?": None}
PAIR = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One line: `number` tells the subject, `records` its rows as written."""

    number: int
    criterion: str
    answer: str
    what: str
    records: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Subject identifier."""
        return f"S{self.number:03}"


def cases(table: str) -> list[Case]:
    """The lines of a table; blank lines and lines that begin with # are left out."""
    lines = [line for line in table.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = []
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split(" | ")]
        assert len(cells) == 4, f"not four cells: {line}"
        assert cells[1] in ANSWERS, line
        records = tuple(part.strip() for part in cells[3].split(";") if part.strip())
        found.append(Case(number, cells[0], cells[1], cells[2], records))
    return found


def answered(table: Iterable[Case]) -> dict[str, set[str]]:
    """Which answers a table has for each criterion."""
    found: dict[str, set[str]] = {}
    for case in table:
        found.setdefault(case.criterion, set()).add(case.answer)
    return found


# ---------------------------------------------------------------- rows


def day(value: str) -> str:
    """A day counted from day 0 as a date; anything else as it stands."""
    return (DAY_0 + timedelta(int(value))).isoformat() if re.fullmatch(r"-?\d{1,3}", value) else value


def row(record: str) -> tuple[str, Row]:
    """Domain and columns of a record."""
    domain, _, rest = record.partition(" ")
    columns = {}
    for name, value in PAIR.findall(rest):
        full = name if domain == "DM" or name == "VISIT" else f"{domain}{name}"
        columns[full] = day(value) if name.endswith("DTC") else value
    return domain, columns


def rows(base: Iterable[str], case: Case) -> dict[str, list[Row]]:
    """A subject's rows by domain: those every subject has, and the case's own."""
    dropped = {name for record in case.records if record.startswith("without ") for name in record[8:].split(", ")}
    own = [row(record) for record in case.records if not record.startswith(("without ", "fact "))]
    found: dict[str, list[Row]] = {"DM": [{"USUBJID": case.subject}]}
    for domain, columns in [*(each for each in map(row, base) if each[0] not in dropped), *own]:
        if domain == "DM":
            found["DM"][0] |= columns
        else:
            found.setdefault(domain, []).append({"USUBJID": case.subject, **columns})
    return found


def tables(study: str, base: Iterable[str], subjects: Iterable[Case]) -> Tables:
    """SDTM tables of all subjects."""
    base = list(base)
    together: dict[str, list[Row]] = {}
    for case in subjects:
        for domain, found in rows(base, case).items():
            together.setdefault(domain, []).extend(found)
    return Tables.build(
        study, {name: pl.from_dicts(found, infer_schema_length=None) for name, found in together.items()}
    )


def written_facts(subjects: Iterable[Case], start: int) -> pl.DataFrame:
    """The facts that cases give directly, numbered from `start`."""
    found: list[Row] = []
    for case in subjects:
        for record in case.records:
            if record.startswith("fact "):
                _, variable, rest = record.split(" ", 2)
                found.append({"subject": case.subject, "variable": variable, "fact": start + len(found), **fact(rest)})
    return pl.DataFrame([{**dict.fromkeys(SCHEMA), "comparator": "", **each} for each in found], schema=SCHEMA)


def fact(text: str) -> Row:
    """The columns of a fact; `day` stands for all four days, `to` for the last."""
    said: dict[str, str] = dict(PAIR.findall(text))
    found: Row = {name: value for name, value in said.items() if name in SCHEMA}
    if "day" in said:
        first = DAY_0.toordinal() - date(1970, 1, 1).toordinal() + int(said["day"])
        last = first - int(said["day"]) + int(said.get("to", said["day"]))
        found |= {"start_lo": first, "start_hi": first, "end_lo": last, "end_hi": last}
    if "text" in said:
        found["number"] = float(said["text"])
    for name in ("high", "low"):
        if name in said:
            found |= {name: float(said[name]), f"{name}_text": said[name]}
    if "grade" in said:
        found["grade"] = int(said["grade"])
    if "occurred" in said:
        found["occurred"] = said["occurred"] == "Y"
    return found


# ---------------------------------------------------------------- answers

Answers = dict[tuple[str, str], bool | None]


@dataclass(frozen=True)
class Spec:
    """A study's table: the study's id, the records every subject has, and the cases."""

    study: str
    base: tuple[str, ...]
    table: tuple[Case, ...]


@cache
def study_of(name: str) -> Study:
    """The study, loaded once."""
    return load_study(name)


@cache
def facts_of(spec: Spec) -> pl.DataFrame:
    """Facts of all subjects of a table, from rows and as written."""
    found = facts(tables(spec.study, spec.base, spec.table), load())
    return pl.concat([found, written_facts(spec.table, found.height)])


def subjects_of(spec: Spec) -> pl.DataFrame:
    """The subjects of a table."""
    return pl.DataFrame({"subject": [case.subject for case in spec.table]})


@cache
def by_reference(spec: Spec) -> Answers:
    """The reference evaluator's answer to each case."""
    study = study_of(spec.study)
    rules, context = criteria(study), rule_context(study)
    own = facts_of(spec).partition_by("subject", as_dict=True)
    return {
        (case.subject, case.criterion): explain(
            rules[case.criterion], own[(case.subject,)].to_dicts(), context
        ).truth.boolean
        for case in spec.table
    }


@cache
def by_polars(spec: Spec) -> Answers:
    """The columnar evaluator's answers on Polars, to every criterion of every subject."""
    study = study_of(spec.study)
    return _cells(evaluate(criteria(study), facts_of(spec), subjects_of(spec), rule_context(study)))


@cache
def by_duckdb(spec: Spec) -> Answers:
    """The columnar evaluator's answers on DuckDB."""
    study = study_of(spec.study)
    with duckdb.connect() as connection:
        relations = [connection.from_arrow(frame.to_arrow()) for frame in (facts_of(spec), subjects_of(spec))]
        return _cells(evaluate(criteria(study), relations[0], relations[1], rule_context(study)).pl())


def _cells(frame: pl.DataFrame) -> Answers:
    names = [name for name in frame.columns if name != "subject"]
    return {(each["subject"], name): each[name] for each in frame.iter_rows(named=True) for name in names}


EVALUATORS: dict[str, Callable[[Spec], Answers]] = {
    "reference": by_reference,
    "polars": by_polars,
    "duckdb": by_duckdb,
}
