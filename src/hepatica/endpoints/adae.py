"""ADAE: every adverse event, with its day from time zero, its grade and relation, and for which endpoints it counts.

Variables of the occurrence data structure (CDISC ADaM OCCDS 1.1). An event of which something is wrong stays in the table:
REASON says what, and whatever hangs on it is "" (unknown), not N.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.ctcae_version import ADVERSE_EVENT
from hepatica.endpoints.days import iso, study_day
from hepatica.endpoints.emergent import emergent, first_worst
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import beside_grade, occurrences
from hepatica.endpoints.shape import columns
from hepatica.endpoints.time_zero import time_zero
from hepatica.instruments.ctcae import terms
from hepatica.instruments.who_umc import causality
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "AETERM": pl.String(),
    "ADECOD": pl.String(),
    "TRTSDT": pl.String(),
    "ASTDT": pl.String(),
    "AENDT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "ASTDY": pl.Int64(),
    "AENDY": pl.Int64(),
    "ATOXGR": pl.Int64(),
    "AESER": pl.String(),
    "AEREL": pl.String(),
    "AREL": pl.String(),
    "RELFL": pl.String(),
    "AELOC": pl.String(),
    "TRTEMFL": pl.String(),
    "AOCCIFL": pl.String(),
    "AOCCPIFL": pl.String(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "REASON": pl.String(),
}
"""ADECOD: the term as CTCAE 5.0 writes it, else as recorded, in one case. ASTDY, AENDY: days from time zero, which is day 1;
the day before is -1. ATOXGR: 1 to 5. AESER: Y, N, "" not recorded. AEREL: as recorded; AREL: the WHO-UMC term, RELFL: whether
that means related. TRTEMFL: Y where it began from time zero to the horizon of the study's first endpoint about adverse
events. AOCCIFL, AOCCPIFL: the first of the worst grade of the subject, of the subject and term, among those. REASON: what
keeps the record from counting. CRIT1 and CRIT1FL, CRIT2 … follow, one pair for each endpoint about adverse events: its label,
and whether the event counts for it (Y, N, "" unknown).
"""

SERIOUS: Final = {"serious": "Y", "not_serious": "N"}


def criteria(study: Study) -> dict[str, str]:
    """The endpoints about adverse events, each with the column of ADAE that says what counts for it."""
    about = [name for name, endpoint in study.endpoints.items() if ADVERSE_EVENT in endpoint.event_variables]
    return {name: f"CRIT{number}FL" for number, name in enumerate(about, start=1)}


def adae(study: Study, evidence: Evidence) -> pl.DataFrame:
    """One row per recorded adverse event (TRT01A is left empty), by subject and start; those that did not occur are none."""
    records = evidence.of(ADVERSE_EVENT).filter(pl.col("occurred").fill_null(True))
    flags = {}
    spans = {name: _span(name, study.endpoints[name], study, evidence) for name in criteria(study)}
    for name, column in criteria(study).items():
        endpoint = study.endpoints[name]
        flags[column.removesuffix("FL")] = pl.lit(endpoint.label.en)
        counted = _counts(endpoint, records, spans[name], evidence)
        records = records.join(counted.rename({"counts": column}), on="fact", how="left", maintain_order="left")
    first = next(iter(spans), None)
    none = evidence.subjects.with_columns(pl.lit(None, pl.Int64).alias(day) for day in ("origin", "horizon"))
    records = records.join(none if first is None else spans[first], on="subject", how="left", maintain_order="left")
    endless = first is not None and study.endpoints[first].horizon is None
    exact = (pl.col("start_lo") == pl.col("start_hi")).fill_null(False)
    known_end = (pl.col("end_lo") == pl.col("end_hi")) & (pl.col("end_lo") >= pl.col("start_hi"))
    rows = records.join(sources(evidence, "fact", "SRC"), on="fact", how="left")
    rows = rows.with_columns(day=pl.when(exact).then("start_lo"), end=pl.when(known_end).then("end_lo"))
    rows = rows.with_columns(
        **_columns(evidence), TRTEMFL=pl.when(beside_grade().is_null()).then(emergent(endless=endless)), **flags
    )
    said = causality(rows, column="AEREL")
    rows = rows.with_columns(said["causality"].alias("AREL"), said["related"].alias("RELFL"))
    return _flagged(rows, {**SCHEMA, **_pairs(study)})


def _pairs(study: Study) -> dict[str, pl.String]:
    return {name: pl.String() for flag in criteria(study).values() for name in (flag.removesuffix("FL"), flag)}


def _columns(evidence: Evidence) -> dict[str, pl.Expr]:
    """The columns of ADAE that a record says itself."""
    calendar, problem = evidence.context.calendar, pl.col("problem")
    return {
        "STUDYID": pl.lit(evidence.study),
        "USUBJID": pl.col("subject"),
        "TRT01A": pl.lit(""),
        "AETERM": pl.col("code"),
        "ADECOD": _term(),
        "TRTSDT": iso("origin", calendar),
        "ASTDT": iso("day", calendar),
        "AENDT": iso("end", calendar),
        "STARTDAY": pl.col("origin"),
        "ADAY": pl.col("day"),
        "ASTDY": study_day(pl.col("day") - pl.col("origin")),
        "AENDY": study_day(pl.col("end") - pl.col("origin")),
        "ATOXGR": pl.col("grade"),
        "AESER": pl.col("status").replace_strict(SERIOUS, default=None, return_dtype=pl.String),
        "AEREL": pl.col("detail"),
        "AELOC": pl.col("site"),
        "REASON": pl.when(problem.is_not_null())
        .then(pl.format("the record cannot be used ({})", problem))
        .when(pl.col("day").is_null())
        .then(pl.lit("the day of its start is not known")),
    }


def _term() -> pl.Expr:
    """The recorded term in the spelling of CTCAE 5.0, found in English or Chinese; another one begins with a capital."""
    table = terms()
    chinese = table.drop_nulls("zh").unique("zh", keep="none")
    pairs = [*chinese.select("zh", "term").iter_rows(), *((term, term) for term in table["term"])]
    spelled = {written.lower(): term for written, term in pairs}
    folded = pl.col("code").str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
    capital = folded.str.slice(0, 1).str.to_uppercase() + folded.str.slice(1)
    return folded.replace_strict(spelled, default=capital, return_dtype=pl.String)


def _flagged(rows: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The columns in their order, by subject and start, with the flags of the worst grade."""
    named = rows.with_columns(pl.lit("").alias(name) for name in ("AOCCIFL", "AOCCPIFL")).select(columns(schema))
    named = named.sort("USUBJID", "ADAY", "SRCSEQ", nulls_last=True)
    counted = pl.col("TRTEMFL") == "Y"
    return named.with_columns(
        first_worst(named, counted, "USUBJID").alias("AOCCIFL"),
        first_worst(named, counted, "USUBJID", "ADECOD").alias("AOCCPIFL"),
    )


def _span(name: str, endpoint: Endpoint, study: Study, evidence: Evidence) -> pl.DataFrame:
    """From when to when an endpoint looks: subject, origin, horizon."""
    return time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin", "horizon")


def _counts(endpoint: Endpoint, records: pl.DataFrame, span: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Whether each record counts for an endpoint: fact, counts (Y, N, "" where it cannot be told)."""
    patterns = [each for each in (endpoint.event.node if endpoint.event else ()) if each.variable == ADVERSE_EVENT]
    fitting = occurrences(patterns, evidence).select("fact", "fits", may=pl.lit(True))
    rows = records.select("subject", "fact", "start_lo", "start_hi").join(span, on="subject", how="left")
    rows = rows.with_columns(inside=emergent(endless=endpoint.horizon is None)).join(fitting, on="fact", how="left")
    no = pl.col("may").is_null() | (pl.col("inside") == "N").fill_null(False)
    yes = pl.col("fits").fill_null(False) & (pl.col("inside") == "Y").fill_null(False)
    counts = pl.when(no).then(pl.lit("N")).when(yes).then(pl.lit("Y")).otherwise(pl.lit(""))
    return rows.select("fact", counts=counts)
