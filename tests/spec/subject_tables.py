"""Subjects written as a table, so that a clinician can read a test.

    who | date       | what          | value
    a   | 2026-02-20 | creatinine    | 208 umol/L (ULN 104)
    a   | 2026-02    | hbv_dna       | <20 [IU]/mL
    a   | ?          | radiotherapy  | none
    a   | 2026-01-05/ | antiviral    | entecavir; status ongoing

Dates may be partial, unknown (`?`), or empty (nothing was said); `start/end` for what lasts, `start/` where it goes on.
`none` and `not TACE` record that an event did not occur. Words after `;` are attributes.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

import polars as pl

from hepatica.rules.facts import SCHEMA
from hepatica.vocabulary import Vocabulary

EPOCH = date(1970, 1, 1)
NUMBER = re.compile(r"^(?P<comparator><=|>=|<|>)?\s*(?P<number>-?\d+(?:\.\d+)?)(?:\s+(?P<unit>\S+))?$")
LIMIT = re.compile(r"(ULN|LLN)\s+(-?\d+(?:\.\d+)?)")


def cells(table: str) -> list[list[str]]:
    """The rows of a table without its heading; comments after `#` and empty lines are left out."""
    lines = [line.split("  #")[0].strip() for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")][1:]


def facts(table: str, vocabulary: Vocabulary) -> pl.DataFrame:
    """The facts frame of a table of subjects."""
    rows = [_fact(number, cells, vocabulary) for number, cells in enumerate(cells(table))]
    return pl.DataFrame([{**dict.fromkeys(SCHEMA), **row} for row in rows], schema=SCHEMA)


def _fact(number: int, row: list[str], vocabulary: Vocabulary) -> dict[str, Any]:
    who, when, name, value = [*row, "", ""][:4]
    variable = vocabulary[name]
    start, _, end = when.partition("/")
    found: dict[str, Any] = {"subject": who, "variable": name, "fact": number, "comparator": ""}
    found["start_lo"], found["start_hi"] = bounds(start)
    found["end_lo"], found["end_hi"] = bounds(end) if end else (found["start_lo"], found["start_hi"])
    if "/" in when and not end:
        found["end_hi"] = None
    value, *attributes = [part.strip() for part in value.split(";")]
    for attribute in attributes:
        key, _, said = attribute.partition(" ")
        found |= _amount(said, "") if key == "dose" else {key: said}
    if variable.kind == "number":
        text, _, limits = value.partition("(")
        return found | _amount(text.strip(), limits)
    if variable.kind == "event":
        occurred = value != "none" and not value.startswith("not ")
        code = value.removeprefix("not ") if value not in ("", "none", "yes") else None
        return found | {"occurred": occurred, "code": code.replace(" + ", "|") if code else None}
    if variable.kind == "boolean":
        return found | {"code": {"yes": "Y", "no": "N"}.get(value)}
    return found | {"code": value or None}


def _amount(text: str, limits: str) -> dict[str, Any]:
    match = NUMBER.match(text)
    assert match is not None, f"'{text}' is no number with a unit"
    found: dict[str, Any] = {
        "number": float(match["number"]),
        "text": match["number"],
        "comparator": match["comparator"] or "",
        "unit": match["unit"],
    }
    for bound, limit in LIMIT.findall(limits):
        name = "high" if bound == "ULN" else "low"
        found |= {name: float(limit), f"{name}_text": limit}
    return found


def bounds(text: str) -> tuple[int | None, int | None]:
    """Earliest and latest day of a date that may be partial."""
    if text in ("", "?"):
        return None, None
    parts = [int(part) for part in text.split("-")]
    match parts:
        case [year]:
            ends = date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            ends = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        case [year, month, day]:
            ends = date(year, month, day), date(year, month, day)
        case _:
            raise ValueError(f"'{text}' is no date")
    return (ends[0] - EPOCH).days, (ends[1] - EPOCH).days
