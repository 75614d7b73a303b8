"""Lesions of subjects written as a table: a line is a subject, a cell is a lesion at baseline and at each visit after it.

    T1         | NT1         | new    | overall | why
    20, 24, 29 | here, here  | , sure | SD, PD  | …

Names: T target, N target node, NT non-target, NN non-target node, new, and other names that begin so; an organ may follow in
parentheses. A number is the longest diameter in mm, of a node the short axis; `40/20` longest and viable, `40/20x10` also
the diameter across it. `-` absent, `?` not assessed, `here`, `small` (too small), `worse` (unequivocal progression), `sure`
(and `sure 12`: of 12 mm), `doubt`, `pattern 12` (typical, in the liver), `8+7` (split in two), `in T1` (merged); nothing:
no record. Visits lie 42 days apart from day 1. Results are a series, one for each visit after baseline (- for null). The
column why is for people.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from hepatica.instruments.response.criteria import Criteria
from hepatica.instruments.response.time_point import time_points

NAME = re.compile(r"(?P<kind>NT|NN|T|N|new)\d*(?: \((?P<organ>.+)\))?$")
ROLES = {"T": "target", "N": "target", "NT": "non_target", "NN": "non_target", "new": "new"}
WORDS = {
    "-": "absent",
    "?": "not_evaluable",
    "here": "present",
    "small": "too_small",
    "worse": "unequivocal_progression",
    "sure": "unequivocal",
    "doubt": "equivocal",
}
SIZES = re.compile(r"(?P<long>[\d.]+)(?:/(?P<viable>[\d.]+)(?:x(?P<across>[\d.]+))?)?$")
FACTS = ("measurable", "treated_before", "progressed_since", "cytology", "markers_normal")
TRUTH = {"yes": True, "no": False, "": None}


def check(criteria: Criteria, table: str) -> None:
    """Hold the responses of each line against what stands under their names."""
    head, lines = cells(table)
    found, _ = time_points(lesions(head, lines), criteria)
    given = [name for name in head if name in found.columns]
    assert given, f"the table holds none of {found.columns}"
    said = [
        {
            name: ", ".join(_said(value) for value in found.filter(pl.col("subject") == f"{number:03}")[name])
            for name in given
        }
        for number in range(len(lines))
    ]
    assert said == [{name: line[head.index(name)] for name in given} for line in lines]


def cells(table: str) -> tuple[list[str], list[list[str]]]:
    """Head and lines of a table."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return head, lines


def lesions(head: list[str], lines: list[list[str]]) -> pl.DataFrame:
    """The lesion table of the lines; each visit has a row of its own, so that nothing found is an assessment too."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        named = dict(zip(head, line, strict=True))
        facts = {name: TRUTH[named[name]] for name in FACTS if name in named}
        of_lesions = {name: text.split(",") for name, text in named.items() if NAME.match(name)}
        visits = max(len(series) for series in of_lesions.values())
        for visit in range(visits):
            row = {"subject": f"{number:03}", "day": 1 + 42 * visit}
            rows.append(row | {"lesion": "", "role": "none"})
            for name, series in of_lesions.items():
                said = series[visit].strip() if visit < len(series) else ""
                rows += [row | facts | one for one in _lesion(name, said)]
    return pl.DataFrame(rows, schema=SCHEMA)


SCHEMA = {
    "subject": pl.String,
    "day": pl.Int64,
    "lesion": pl.String,
    "role": pl.String,
    "organ": pl.String,
    "node": pl.Boolean,
    "longest_mm": pl.Float64,
    "short_axis_mm": pl.Float64,
    "viable_mm": pl.Float64,
    "viable_perpendicular_mm": pl.Float64,
    "state": pl.String,
    "part_of": pl.String,
    "typical": pl.Boolean,
    **dict.fromkeys(FACTS, pl.Boolean),
}


def _lesion(name: str, said: str) -> list[dict[str, Any]]:
    """The rows of one lesion at one visit."""
    match = NAME.match(name)
    assert match, name
    kind, short = match["kind"], name.split(" (")[0]
    node = kind in ("N", "NN") or "porta hepatis" in (match["organ"] or "")
    row: dict[str, Any] = {"lesion": short, "role": ROLES[kind], "node": node, "organ": match["organ"]}
    if said in WORDS:
        return [row | {"state": WORDS[said]}]
    if said.startswith("in "):
        return [row | {"state": "merged", "part_of": said.removeprefix("in ")}]
    if said.startswith("sure "):
        return [row | {"state": "unequivocal"} | _sizes(said.removeprefix("sure "), row["node"])]
    if said.startswith("pattern "):
        return [row | {"typical": True, "longest_mm": float(said.removeprefix("pattern "))}]
    if "+" in said:
        parts = [
            row | {"lesion": f"{short}.{k}", "part_of": short} | _sizes(part, False)
            for k, part in enumerate(said.split("+"))
        ]
        return [row | {"state": "split"}, *parts]
    return [row | _sizes(said, row["node"])] if said else []


def _sizes(said: str, node: bool) -> dict[str, Any]:
    match = SIZES.match(said)
    assert match, said
    sizes = {"longest_mm": match["long"], "viable_mm": match["viable"], "viable_perpendicular_mm": match["across"]}
    if node:
        sizes = {"short_axis_mm": match["long"]}
    return {name: float(text) if text else None for name, text in sizes.items()}


def _said(value: Any) -> str:
    return "-" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
