"""ADRS: the assessments that each response endpoint counts, and the best responses they come to."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.assessments import assessments
from hepatica.endpoints.days import iso, study_day
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.lines import lines_of
from hepatica.endpoints.response_rate import best_rows
from hepatica.endpoints.shape import columns
from hepatica.endpoints.time_zero import time_zero
from hepatica.instruments.response.best_response import PARAMETERS
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "PARCAT1": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "LINE": pl.Int64(),
    "AVALC": pl.String(),
    "STARTDT": pl.String(),
    "ADT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "ADY": pl.Int64(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "ANL01FL": pl.String(),
    "REASON": pl.String(),
}
"""PARCAT1: the code of the endpoint that counts the row. PARAMCD: OVR (an assessment), BOR and CBOR (best response without and
with confirmation), RSP, CRSP, CB, CCB, PD, DEATH (Y or N). AVALC "" (ANL01FL "" too): unknown, REASON says why."""

OVERALL: Final = "Overall response of an assessment"


def adrs(name: str, code: str, endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """The rows of one endpoint (TRT01A is left empty), by subject, line, parameter and day."""
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin", "horizon")
    lines = lines_of(name, endpoint, evidence, study.schedule, zero)
    seen = assessments(endpoint, evidence, study)
    best = best_rows(endpoint, evidence, lines, seen).join(
        lines.select("subject", "line", "origin"), on=["subject", "line"]
    )
    best = best.join(seen.select("subject", "day", "fact"), on=["subject", "day"], how="left")
    words = {code: label.en for code, label in PARAMETERS.items()}
    results = best.select(
        "subject", "line", "origin", "day", "fact", "parameter",
        words=pl.col("parameter").replace_strict(words, default=pl.col("parameter")), value="value", why="reason",
    )  # fmt: skip
    visits = seen.join(zero.select("subject", "origin"), on="subject").select(
        "subject", pl.lit(None, pl.Int64).alias("line"), "origin", "day", "fact", pl.lit("OVR").alias("parameter"),
        words=pl.lit(OVERALL), value="overall", why="why",
    )  # fmt: skip
    rows = pl.concat([visits, results.select(visits.columns)])
    after = pl.col("day") - pl.col("origin")
    calendar = evidence.context.calendar
    filled = rows.join(sources(evidence, "fact", "SRC"), on="fact", how="left").with_columns(
        STUDYID=pl.lit(evidence.study),
        USUBJID="subject",
        TRT01A=pl.lit(""),
        PARCAT1=pl.lit(code),
        PARAMCD="parameter",
        PARAM="words",
        LINE="line",
        AVALC="value",
        STARTDT=iso("origin", calendar),
        ADT=iso("day", calendar),
        STARTDAY="origin",
        ADAY="day",
        ADY=study_day(after),
        ANL01FL=pl.when(pl.col("value").is_not_null()).then(pl.lit("Y")),
        REASON="why",
    )
    order = ["OVR", *PARAMETERS]
    place = pl.col("PARAMCD").replace_strict({each: i for i, each in enumerate(order)}, default=len(order))
    return filled.select(columns(SCHEMA)).sort("USUBJID", place, "LINE", "ADAY", nulls_last=True)
