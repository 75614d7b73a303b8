"""Courses of subjects written as a table: time points and what must follow from them.

    course            | other   | BOR | CBOR | why
    42 PR, 84 PR      |         | PR  | PR   | confirmed 42 d later

A course is days from day zero with a response each (`?` where it is not known). other: `therapy 60`, `death 90`, `last 80`,
`line 2 from 60`. Results stand under their code, `CR 42` with the day, `?` where unknown; reason under `<code> reason`.
The column why is for people.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from hepatica.instruments.response.best_response import PARAMETERS, best_response
from hepatica.instruments.response.best_rules import BestRules

OTHER = {"therapy": "new_therapy", "death": "death", "last": "last"}
SUBJECT = {"subject": pl.String, "zero": pl.Int64, **dict.fromkeys(OTHER.values(), pl.Int64)}
ASSESSMENT = {"subject": pl.String, "day": pl.Int64, "overall": pl.String}


def rows(table: str) -> list[dict[str, str]]:
    """The lines of a table by the names of its heading."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


def course(text: str) -> list[tuple[int, str | None]]:
    """Days and responses of a course."""
    points = [point.split(maxsplit=1) for point in text.split(",") if point.strip()]
    return [(int(day), None if said.strip() == "?" else said.strip()) for day, said in points]


def frames(lines: list[dict[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Assessments and subjects of a table; a line is a subject, numbered."""
    assessments = [
        {"subject": str(number), "day": day, "overall": said}
        for number, line in enumerate(lines)
        for day, said in course(line["course"])
    ]
    subjects: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        words = line.get("other", "").split()
        subjects.append(
            {"subject": str(number), "zero": 0}
            | {OTHER[k]: int(v) for k, v in zip(words[::2], words[1::2], strict=True)}
        )
    empty = dict.fromkeys(SUBJECT)
    return pl.DataFrame(assessments, schema=ASSESSMENT), pl.DataFrame(
        [empty | each for each in subjects], schema=SUBJECT
    )


def check(rules: BestRules, table: str) -> None:
    """Hold the best responses of each line against what stands under their codes."""
    lines = rows(table)
    found, _ = best_response(*frames(lines), rules)
    codes = [name for name in lines[0] if name.removesuffix(" reason") in PARAMETERS]
    assert codes, "the table holds no result"
    said = [{code: _said(found, str(number), code, line[code]) for code in codes} for number, line in enumerate(lines)]
    assert said == [{code: line[code] for code in codes} for line in lines]


def _said(found: pl.DataFrame, subject: str, code: str, wanted: str) -> str:
    name = code.removesuffix(" reason")
    row = found.row(by_predicate=(pl.col("subject") == subject) & (pl.col("parameter") == name), named=True)
    if code != name:
        return str(row["reason"])
    value = "?" if row["value"] is None else str(row["value"])
    with_day = wanted[-1:].isdigit() or (row["day"] is not None and wanted == "")
    return f"{value} {row['day']}" if with_day else value
