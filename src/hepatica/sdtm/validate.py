"""Whether subject data hold together: what no analysis may run on is an error, what is merely odd is listed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.sdtm.dates import day_bounds
from hepatica.sdtm.facts import fact_sources, judged_facts
from hepatica.sdtm.model import domain
from hepatica.sdtm.problems import HARD
from hepatica.sdtm.tables import Tables
from hepatica.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in the data, found `count` times; the place is that of the first.

    fault: range, no unit, number, order, date, … variable: vocabulary name, or "" where it is about a column.
    """

    fault: str
    variable: str
    message: str
    domain: str
    subject: str
    source: str
    count: int

    def __str__(self) -> str:
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return f"{place(self.domain, self.subject, source=self.source)}: {self.message}{more}"


def validate(tables: Tables, vocabulary: Vocabulary) -> list[Problem]:
    """Check subject data; returns what is odd, raises HepaticaError at the first thing that is wrong.

    Wrong are: no DM, a subject twice in DM, a record of nobody, a repeated --SEQ, an impossible date, a record before
    birth, a death before the diagnosis, a unit no variable can be read in, a code outside a closed list.
    """
    return checked_facts(tables, vocabulary)[1]


def checked_facts(tables: Tables, vocabulary: Vocabulary) -> tuple[pl.DataFrame, list[Problem]]:
    """The facts of subject data that pass `validate`, and what is odd about the data."""
    _subjects(tables)
    _sequences(tables)
    dates = _dates(tables)
    _births(tables, dates)
    facts = judged_facts(tables, vocabulary)
    sources = fact_sources(tables, vocabulary).select("fact", "domain", "seq", "srcref")
    judged = facts.join(sources, on="fact", how="left", maintain_order="left")
    _hard_faults(judged)
    _deaths(judged)
    return facts.drop("fault"), _odd(judged) + _unplaced_days(tables)


def place(code: str, subject: str, seq: int | None = None, source: str = "") -> str:
    """Where a record is, in words: domain, subject, sequence number, source."""
    parts = [f"domain {code}", f"subject {subject}"]
    if seq is not None:
        parts.append(f"{code}SEQ {seq}")
    if source:
        parts.append(source)
    return ", ".join(parts)


def _subjects(tables: Tables) -> None:
    subjects = tables["DM"]
    if subjects.is_empty():
        raise HepaticaError("the data have no subjects: domain DM is missing or empty", do="import the demographics")
    twice = subjects.filter(pl.col("USUBJID").is_duplicated())
    if twice.height:
        row = twice.row(1, named=True)
        where = place("DM", row["USUBJID"], source=row["SRCREF"])
        raise HepaticaError(f"subject {row['USUBJID']} stands twice in DM", where=where, do="keep one row a subject")
    for code, frame in tables.domains.items():
        strange = frame.join(subjects.select("USUBJID"), on="USUBJID", how="anti", maintain_order="left")
        if strange.height:
            row = strange.row(0, named=True)
            raise HepaticaError(
                f"subject {row['USUBJID']!r} has records in {code} but none in DM",
                where=place(code, row["USUBJID"], row.get(f"{code}SEQ"), row["SRCREF"]),
                do="add the subject to DM, or correct the identifier",
            )


def _sequences(tables: Tables) -> None:
    for code, frame in tables.domains.items():
        name = domain(code).sequence
        if code == "DM":
            continue
        bad = frame.filter(pl.col(name).is_null() | pl.struct("USUBJID", name).is_duplicated())
        if bad.height:
            row = bad.row(0, named=True)
            raise HepaticaError(
                f"{name} {row[name]} is not unique",
                where=place(code, row["USUBJID"], source=row["SRCREF"]),
                do=f"give every record of a subject its own {name}",
            )


def _dates(tables: Tables) -> pl.DataFrame:
    """Bounds of all dates: columns code, subject, seq, source, column, date, lo, hi. Raises on an impossible one."""
    parts = []
    for code, frame in tables.domains.items():
        for name in frame.columns:
            if not name.endswith("DTC"):
                continue
            seq = pl.col(f"{code}SEQ") if code != "DM" else pl.lit(None, pl.Int64)
            rows = frame.select(
                code=pl.lit(code), subject="USUBJID", seq=seq, source="SRCREF", column=pl.lit(name), date=name
            )
            rows = rows.hstack(day_bounds(rows["date"])).filter(pl.col("date") != "")
            wrong = rows.filter(pl.col("problem").is_not_null())
            if wrong.height:
                row = wrong.row(0, named=True)
                raise HepaticaError(
                    f"{name} is {row['date']!r}, which is not a date of the calendar",
                    where=place(code, row["subject"], row["seq"], row["source"]),
                    do="correct the date in the original; write it as 2026-08-31, or 2026-08 if the day is unknown",
                )
            parts.append(rows.drop("problem"))
    schema = {"code": pl.String, "subject": pl.String, "seq": pl.Int64, "source": pl.String, "column": pl.String}
    empty = pl.DataFrame(schema=schema | {"date": pl.String, "lo": pl.Int64, "hi": pl.Int64})
    return pl.concat([empty, *parts])


def _births(tables: Tables, dates: pl.DataFrame) -> None:
    births = dates.filter(pl.col("column") == "BRTHDTC").select("subject", birth="date", born="lo")
    early = dates.filter(pl.col("column") != "BRTHDTC").join(births, on="subject").filter(pl.col("hi") < pl.col("born"))
    if early.height:
        row = early.row(0, named=True)
        raise HepaticaError(
            f"{row['column']} {row['date']} lies before the subject's birth ({row['birth']})",
            where=place(row["code"], row["subject"], row["seq"], row["source"]),
            do="correct the date or the birth date in the original",
        )


def _hard_faults(judged: pl.DataFrame) -> None:
    wrong = judged.filter(pl.col("fault").is_in(list(HARD)))
    if wrong.is_empty():
        return
    row = wrong.row(0, named=True)
    same = wrong.filter((pl.col("variable") == row["variable"]) & (pl.col("fault") == row["fault"])).height
    advice = {
        "unit": "say in the import map which UCUM unit is meant, or correct it in the original",
        "code": "translate the code in the import map, or correct it in the original",
    }
    raise HepaticaError(
        f"{row['problem']} ({same} such records)",
        where=place(row["domain"], row["subject"], row["seq"], row["srcref"]),
        do=advice.get(row["fault"], "correct the value in the original"),
    )


def _deaths(judged: pl.DataFrame) -> None:
    happened = judged.filter(pl.col("occurred").fill_null(True))
    deaths = happened.filter(pl.col("variable") == "death").select(
        "subject", "domain", "seq", "srcref", died="start_hi"
    )
    diagnoses = (
        happened.filter(pl.col("variable") == "diagnosis").group_by("subject").agg(found=pl.col("start_lo").min())
    )
    early = deaths.join(diagnoses, on="subject", maintain_order="left").filter(pl.col("died") < pl.col("found"))
    if early.height:
        row = early.row(0, named=True)
        raise HepaticaError(
            f"subject {row['subject']} died {row['found'] - row['died']} days before the diagnosis",
            where=place(row["domain"], row["subject"], row["seq"], row["srcref"]),
            do="correct the date of death or of the diagnosis in the original",
        )


def _odd(judged: pl.DataFrame) -> list[Problem]:
    uncoded = pl.format("{}: what it was is not coded", "variable")
    odd = judged.filter(pl.col("fault").is_not_null()).with_columns(problem=pl.coalesce("problem", uncoded))
    groups = odd.group_by("fault", "variable", maintain_order=True)
    first = groups.agg(pl.col("problem", "domain", "subject", "srcref").first(), count=pl.len())
    return [
        Problem(
            row["fault"], row["variable"], row["problem"], row["domain"], row["subject"], row["srcref"], row["count"]
        )
        for row in first.iter_rows(named=True)
    ]


def _unplaced_days(tables: Tables) -> list[Problem]:
    """Study days that mean no day: none is zero, and none can be counted where dates are used without a start date."""
    found = []
    for code, frame in tables.domains.items():
        for name in (f"{code}DY", f"{code}STDY", f"{code}ENDY"):
            if name not in frame.columns:
                continue
            zero = frame.filter(pl.col(name) == 0)
            if zero.height:
                row = zero.row(0, named=True)
                words = f"{name} is 0, but SDTM counts ... -1, 1, 2 ...: it is read as the first day"
                found.append(Problem("date", "", words, code, row["USUBJID"], row["SRCREF"], zero.height))
    return found
