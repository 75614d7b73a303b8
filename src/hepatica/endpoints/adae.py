"""ADAE: every adverse event, with its day from time zero and whether it began under treatment."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.days import iso
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.time_zero import time_zero
from hepatica.protocol.study import Study

ADVERSE_EVENT: Final = "adverse_event"

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "AETERM": pl.String(),
    "TRTSDT": pl.String(),
    "ASTDT": pl.String(),
    "AENDT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "ASTDY": pl.Int64(),
    "AETOXGR": pl.Int64(),
    "AESER": pl.String(),
    "AEREL": pl.String(),
    "AELOC": pl.String(),
    "TRTEMFL": pl.String(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "REASON": pl.String(),
}
"""TRTEMFL: Y where it began on or after time zero of the study's first endpoint about adverse events, N where before, ""
where that is not known. ASTDY: day from time zero, which is day 1; the day before is -1. AESER: Y, N, "" not recorded.
REASON: why the record cannot be used.
"""

SERIOUS: Final = {"serious": "Y", "not_serious": "N"}


def adae(study: Study, evidence: Evidence) -> pl.DataFrame:
    """One row per recorded adverse event (TRT01A is left empty), by subject and start; those that did not occur are none."""
    records = evidence.of(ADVERSE_EVENT).filter(pl.col("occurred").fill_null(True))
    rows = records.join(_zero(study, evidence), on="subject", how="left")
    rows = rows.join(sources(evidence, "fact", "SRC"), on="fact", how="left")
    exact = pl.col("start_lo") == pl.col("start_hi")
    after = pl.col("start_lo") - pl.col("origin")
    calendar = evidence.context.calendar
    rows = rows.with_columns(
        day=pl.when(exact).then("start_lo"), end=pl.when(pl.col("end_lo") == pl.col("end_hi")).then("end_lo")
    )
    rows = rows.with_columns(
        STUDYID=pl.lit(evidence.study),
        USUBJID="subject",
        TRT01A=pl.lit(""),
        AETERM="code",
        TRTSDT=iso("origin", calendar),
        ASTDT=iso("day", calendar),
        AENDT=iso("end", calendar),
        STARTDAY="origin",
        ADAY="day",
        ASTDY=pl.when(exact).then(pl.when(after >= 0).then(after + 1).otherwise(after)),
        AETOXGR="grade",
        AESER=pl.col("status").replace_strict(SERIOUS, default=None, return_dtype=pl.String),
        AEREL="detail",
        AELOC="site",
        TRTEMFL=pl.when(pl.col("start_lo") >= pl.col("origin"))
        .then(pl.lit("Y"))
        .when(pl.col("start_hi") < pl.col("origin"))
        .then(pl.lit("N")),
        REASON=pl.when(pl.col("problem").is_not_null())
        .then(pl.format("the record cannot be used ({})", "problem"))
        .when(~exact | pl.col("start_lo").is_null())
        .then(pl.lit("the day of its start is not known")),
    )
    return rows.select(
        pl.col(c).fill_null("") if kind == pl.String() else pl.col(c).cast(kind) for c, kind in SCHEMA.items()
    ).sort("USUBJID", "ADAY", "SRCSEQ", nulls_last=True)


def _zero(study: Study, evidence: Evidence) -> pl.DataFrame:
    """Time zero of the first endpoint about adverse events: subject, origin (null where there is no such endpoint)."""
    for name, endpoint in study.endpoints.items():
        if ADVERSE_EVENT in endpoint.event_variables:
            return time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin")
    return evidence.subjects.with_columns(origin=pl.lit(None, pl.Int64))
