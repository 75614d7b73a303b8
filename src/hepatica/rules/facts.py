"""Facts: everything that is recorded of the subjects, one row per recorded thing, as the evaluators read it.

A fact is a laboratory result, a coded finding, an event (treatment, diagnosis, death), a statement that an event did
not occur, or a judgement. `sdtm/` makes facts from SDTM tables; dates are parsed there, once, to day bounds.

Column       Type     Meaning
subject      str      subject identifier (USUBJID)
variable     str      vocabulary name; a judgement has "judgement"
fact         int      identifies the fact (unique in the frame), for lineage and stable order
number       float    numeric value as reported; null for coded facts
text         str      the number as reported, as decimal text ("1.50"); the reference evaluator computes on it
comparator   str      "", "<", "<=", ">", ">=": the result is censored at `number`
unit         str      UCUM unit as reported; null where the variable has none
low, high    float    the row's own reference limits, in `unit`; null where the laboratory gave none
low_text, high_text   the same as decimal text
code         str      coded value; several codes of one record are joined by "|" (the drugs of a regimen);
                      booleans are "Y" and "N"; a judgement has the question's text
occurred     bool     events: false is a recorded "did not occur" (`code` null: of any kind); judgements: the answer
start_lo, start_hi    int: earliest and latest possible day (days since 1970-01-01, or study day counted from 0 where a
                      source has no calendar dates); both null where the day is unknown; equal where it is known
end_lo, end_hi        int: the same for the end of an event; point-in-time facts repeat their start; `end_hi` null with
                      `end_lo` set means open or ongoing
status, route, site, detail   str: further coded attributes of an event (see the variable's `fields`)
grade        int      severity or grade of an event
problem      str      why the fact cannot be used (unit unknown, outside the plausible range, impossible date), or null

Facts that are kept on disk have two columns more: the place of each subject among those they were kept with, and whom that
was, so that a reader need not look up every name: see `with_places`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

import polars as pl

SCHEMA: Final[dict[str, pl.DataType]] = {
    "subject": pl.String(),
    "variable": pl.String(),
    "fact": pl.Int64(),
    "number": pl.Float64(),
    "text": pl.String(),
    "comparator": pl.String(),
    "unit": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "low_text": pl.String(),
    "high_text": pl.String(),
    "code": pl.String(),
    "occurred": pl.Boolean(),
    "start_lo": pl.Int64(),
    "start_hi": pl.Int64(),
    "end_lo": pl.Int64(),
    "end_hi": pl.Int64(),
    "status": pl.String(),
    "route": pl.String(),
    "site": pl.String(),
    "detail": pl.String(),
    "grade": pl.Int64(),
    "problem": pl.String(),
}


REPEATED: Final = ("variable", "comparator", "unit", "code", "status", "route", "site", "detail", "problem")
"""Texts that repeat: on disk each is kept once, and is read as a category."""


NARROW: Final[dict[str, pl.DataType]] = {
    "start_lo": pl.Int32(),
    "start_hi": pl.Int32(),
    "end_lo": pl.Int32(),
    "end_hi": pl.Int32(),
    "grade": pl.Int32(),
}
"""Whole numbers that are small: on disk they take half the room."""


PLACE: Final = "place"
"""On disk: the place of a fact's subject among those it was kept with, from 0."""

AMONG: Final = "among"
"""On disk: whom it was kept with (`fingerprint`). Among others its place says nothing."""


def with_places(facts: pl.DataFrame, subjects: pl.Series) -> pl.DataFrame:
    """The facts as they are kept on disk, with each subject's place among `subjects` (names, each once)."""
    kinds: dict[str, pl.DataType] = {**dict.fromkeys(REPEATED, pl.Categorical()), **NARROW}
    narrowed = (pl.col(name).cast(kind) for name, kind in kinds.items())
    place = pl.col("subject").cast(pl.Enum(subjects)).to_physical().cast(pl.UInt32).alias(PLACE)
    among = pl.lit(fingerprint(subjects), pl.String).cast(pl.Categorical()).alias(AMONG)
    return facts.with_columns(*narrowed, place, among)


def without_places(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts as they were before `with_places`."""
    return facts.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def fingerprint(subjects: pl.Series) -> str:
    """Tells the same subjects in the same order from all others."""
    return hashlib.sha256(json.dumps(subjects.to_list()).encode()).hexdigest()[:16]


def empty() -> pl.DataFrame:
    """A frame of no facts with every column."""
    return pl.DataFrame(schema=SCHEMA)
