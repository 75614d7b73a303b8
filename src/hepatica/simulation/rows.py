"""Records of a simulated subject, and their way into SDTM rows through the homes of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from hepatica.sdtm.homes import Shape, shape
from hepatica.sdtm.model import domain
from hepatica.sdtm.tables import Tables
from hepatica.vocabulary import Variable, Vocabulary

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Record:
    """One thing recorded of a subject on `day` (days since 1970-01-01).

    value: a number as the laboratory prints it ("<0.05", "132"), in `unit`, with the limits `low` and `high`.
    code: of coded findings and events. occurred: False says that an event did not happen. fields: further columns, by
    their name in the vocabulary or, in capitals, in SDTM. source: what made the record, for its SRCREF.
    """

    variable: str
    day: int | None
    value: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    code: str = ""
    occurred: bool | None = None
    end: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    visit: str = ""
    visit_number: float | None = None
    source: str = "baseline"


def iso(day: int | None) -> str:
    """A day as ISO 8601 text; "" for None."""
    return "" if day is None else (EPOCH + timedelta(days=day)).isoformat()


Shapes = dict[str, Shape]
"""The shape of each variable by name, found once."""


def to_row(record: Record, vocabulary: Vocabulary, shapes: Shapes) -> tuple[str, dict[str, Any]]:
    """The SDTM domain and the row of a record, without identifiers."""
    variable = vocabulary[record.variable]
    if record.variable not in shapes:
        shapes[record.variable] = shape(variable)
    form = shapes[record.variable]
    code = variable.home.domain
    row: dict[str, Any] = {column: _first(value) for column, value in variable.home.where.items()}
    _put(row, form, "start", iso(record.day) if variable.kind != "date" else "")
    _put(row, form, "end", iso(record.end))
    _put(row, form, "unit", record.unit)
    if variable.kind in ("number", "date"):
        _put(row, form, "value", record.value)
        _put(row, form, "low", "" if record.low is None else f"{record.low:g}")
        _put(row, form, "high", "" if record.high is None else f"{record.high:g}")
    else:
        _coded(row, form, variable, record)
    for name, text in record.fields.items():
        if name.isupper():
            row[name] = text
        else:
            _put(row, form, {"dose": "value"}.get(name, name), text)
    if record.visit:
        row |= {"VISIT": record.visit, "VISITNUM": record.visit_number}
    return code, row


def _coded(row: dict[str, Any], form: Shape, variable: Variable, record: Record) -> None:
    if record.occurred is not None:
        _put(row, form, "occurred", "Y" if record.occurred else "N")
    if record.code or variable.kind != "event":
        for column in form.get("code"):
            row.setdefault(column, record.code)
    elif record.occurred is False:
        label = next(iter(form.get("code")[1:2]), None)
        if label is not None:
            row.setdefault(label, variable.label.en)


def _put(row: dict[str, Any], form: Shape, part: str, text: str) -> None:
    columns = form.get(part)
    if columns and text != "":
        row.setdefault(columns[0], text)


def _first(value: object) -> str:
    return str(next(iter(value))) if isinstance(value, list | tuple | frozenset) else str(value)


def tables(
    study: str,
    subjects: Iterable[tuple[str, Mapping[str, Any], list[Record]]],
    vocabulary: Vocabulary,
    *,
    seed: int,
    label: str,
) -> Tables:
    """SDTM tables of simulated subjects, each given by its identifier, its DM row and its records.

    Every row's SRCREF names the study, the seed, the subject and what made the record.
    """
    rows: dict[str, list[dict[str, Any]]] = {"DM": []}
    shapes: Shapes = {}
    for number, (subject, demographics, records) in enumerate(subjects, start=1):
        origin = f"simulated:{study}#seed={seed};subject={number}"
        person: dict[str, Any] = {"USUBJID": subject, **demographics, "SRCREF": f"{origin};record=demographics"}
        for record in records:
            code, row = to_row(record, vocabulary, shapes)
            if code == "DM":
                person |= row
            else:
                rows.setdefault(code, []).append(
                    {"USUBJID": subject, **row, "SRCREF": f"{origin};record={record.source}"}
                )
        rows["DM"].append(person)
    frames = {code: pl.DataFrame(found, infer_schema_length=None) for code, found in rows.items() if found}
    ordered = {code: _sorted(frame, code) for code, frame in frames.items()}
    return Tables.build(study, ordered, simulated=True, label=label, seed=seed)


def _sorted(frame: pl.DataFrame, code: str) -> pl.DataFrame:
    """By subject, then by date where the domain has one; records of one day keep their order."""
    dates = [name for name in (f"{code}DTC", f"{code}STDTC") if name in frame.columns]
    domain(code)
    return frame.sort("USUBJID", *dates, maintain_order=True, nulls_last=False)
