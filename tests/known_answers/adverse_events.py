"""Adverse events of CDISCPILOT01: which are treatment-emergent, and how many subjects had them by term and severity.

pharmaverseadam's ADAE (TRTEMFL, AOCCIFL, ASEV) against ours of the same 1191 records of pharmaversesdtm. The span runs from the
first dose to 30 days after the last; MILD, MODERATE and SEVERE are grades 1 to 3 (CTCAE 5.0, page 1).
"""

from __future__ import annotations

from typing import Any

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.analysis.adverse_events import adverse_event_rows
from hepatica.analysis.cohort import Cohort
from hepatica.analysis.results import Place
from hepatica.endpoints.emergent import emergent, first_worst
from hepatica.protocol.analyses import Analysis
from hepatica.sdtm.dates import day_bounds

GRADES = {"MILD": 1, "MODERATE": 2, "SEVERE": 3}
AFTER = 30
"""Days after the last dose that count."""


def comparisons() -> list[Compared]:
    """By record: treatment-emergent, and the first worst of the subject. By arm: subjects with any event, with a term, with a
    worst severity, with a term at a worst severity, with a serious event, and the number of events.
    """
    theirs = pl.read_parquet(reference("clinical", "onco", "adam_adae.parquet"))
    people = pl.read_parquet(reference("clinical", "onco", "adam_adsl.parquet")).filter(pl.col("SAFFL") == "Y")
    ours = events(people)
    yes = theirs.filter(pl.col("TRTEMFL") == "Y")
    told = results(people, ours)
    worst = yes.group_by("ACTARM", "AEDECOD", "USUBJID").agg(pl.col("ASEVN").max())
    worst = worst.with_columns(pl.col("AEDECOD").str.to_lowercase())
    serious = yes.filter(pl.col("AESER") == "Y")
    first = ours.with_columns(first_worst(ours, pl.col("CRIT1FL") == "Y", "USUBJID").alias("flag"))
    return [
        Compared("treatment-emergent, by record", _by_record(theirs, "TRTEMFL"), _by_record(ours, "CRIT1FL")),
        Compared("first of the worst severity, by record", _by_record(theirs, "AOCCIFL"), _by_record(first, "flag")),
        Compared("subjects with any event", _subjects(yes, "ACTARM"), _found(told, "incidence", term=False)),
        Compared("subjects with a term", _subjects(worst, "ACTARM", "AEDECOD"), _found(told, "incidence", term=True)),
        Compared("subjects with a serious event", _subjects(serious, "ACTARM"), _found(told, "incidence_serious")),
        Compared(
            "subjects by worst severity",
            _subjects(yes.filter(pl.col("AOCCIFL") == "Y"), "ACTARM", "ASEVN"),
            _graded(told, term=False),
        ),
        Compared(
            "subjects with a term by its worst severity",
            _subjects(worst, "ACTARM", "AEDECOD", "ASEVN"),
            _graded(told, term=True),
        ),
        Compared(
            "events",
            dict(yes.group_by("ACTARM").len().iter_rows()),
            {row["group"]: int(row["value"]) for row in told if row["statistic"] == "event_count"},
        ),
    ]


def events(people: pl.DataFrame) -> pl.DataFrame:
    """ADAE of the records, with what the table of adverse events reads."""
    records = pl.read_parquet(reference("clinical", "onco", "sdtm_ae.parquet"))
    spans = people.select(
        "USUBJID",
        origin=pl.col("TRTSDT").cast(pl.Date).cast(pl.Int32).cast(pl.Int64),
        horizon=pl.col("TRTEDT").cast(pl.Date).cast(pl.Int32).cast(pl.Int64) + AFTER,
    )
    bounds = day_bounds(records["AESTDTC"].fill_null(""))
    rows = records.with_columns(start_lo=bounds["lo"], start_hi=bounds["hi"]).join(spans, on="USUBJID")
    return rows.select(
        "USUBJID",
        "AESER",
        SRCSEQ=pl.col("AESEQ").cast(pl.Int64),
        ADECOD=pl.col("AEDECOD").str.to_lowercase(),
        ATOXGR=pl.col("AESEV").replace_strict(GRADES, return_dtype=pl.Int64),
        ADAY=pl.col("start_lo"),
        RELFL=pl.lit(""),
        REASON=pl.lit(""),
        CRIT1FL=emergent().fill_null(""),
    ).sort("USUBJID", "SRCSEQ")


def results(people: pl.DataFrame, adae: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of the table of adverse events of the safety population, by arm."""
    rows = people.select("USUBJID", group="ACTARM")
    cohort = Cohort(rows, tuple(sorted(rows["group"].unique())), pl.DataFrame())
    analysis = Analysis.model_validate({"endpoint": "adverse_events", "by": "arm", "methods": ["incidence_table"]})
    return list(
        adverse_event_rows(Place("adverse_events", method="incidence_table"), cohort, analysis, adae, "CRIT1FL")
    )


def _by_record(rows: pl.DataFrame, flag: str) -> dict[tuple[str, int], bool]:
    number = "AESEQ" if "AESEQ" in rows.columns else "SRCSEQ"
    found = rows.select("USUBJID", pl.col(number).cast(pl.Int64), yes=pl.col(flag).fill_null("") == "Y")
    return {(subject, sequence): said for subject, sequence, said in found.iter_rows()}


def _subjects(rows: pl.DataFrame, *by: str) -> dict[tuple[Any, ...], int]:
    counted = rows.group_by(by).agg(pl.col("USUBJID").n_unique())
    return {tuple(key): count for *key, count in counted.iter_rows()}


def _found(told: list[dict[str, Any]], statistic: str, *, term: bool = False) -> dict[tuple[Any, ...], int]:
    ours = [row for row in told if row["statistic"] == statistic and bool(row["term"]) == term and row["events"]]
    return {(row["group"], row["term"]) if term else (row["group"],): row["events"] for row in ours}


def _graded(told: list[dict[str, Any]], *, term: bool) -> dict[tuple[Any, ...], int]:
    found: dict[tuple[Any, ...], int] = {}
    for grade in GRADES.values():
        counts = _found(told, f"incidence_grade_{grade}", term=term)
        found |= {(*key, grade): count for key, count in counts.items()}
    return found
