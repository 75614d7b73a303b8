"""ADBIN: one row per subject and endpoint that is a question: reached or not, when, by which record, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.days import iso
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.shape import columns
from hepatica.endpoints.words import in_words
from hepatica.protocol.endpoints import Endpoint

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "AVALC": pl.String(),
    "STARTDT": pl.String(),
    "ADT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "RISKDAYS": pl.Int64(),
    "OBSDAYS": pl.Int64(),
    "LINE": pl.Int64(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "ANL01FL": pl.String(),
    "REASON": pl.String(),
}
"""AVALC: Y reached, N not reached, "" unknown (ANL01FL is "" too). ADT: the day it was reached, of a confirmed state the
first of the sights that confirm. LINE: the line of treatment, of endpoints that count lines; null of all others. RISKDAYS
(kind `incidence`): days from time zero to the first event, or to the end of observation; OBSDAYS: to the end of observation,
whatever happened.
"""


def answer_rows(code: str, endpoint: Endpoint, evidence: Evidence, answered: pl.DataFrame) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint (TRT01A is left empty).

    answered: one row a subject: subject, origin (day), day and fact (null where not reached), AVALC, REASON, and risk and
    observed (days) where somebody counted them.
    """
    calendar = evidence.context.calendar
    risk, observed = (
        pl.col(name) if name in answered.columns else pl.lit(None, pl.Int64) for name in ("risk", "observed")
    )
    rows = answered.join(sources(evidence, "fact", "SRC"), on="fact", how="left").with_columns(
        STUDYID=pl.lit(evidence.study),
        USUBJID="subject",
        TRT01A=pl.lit(""),
        PARAMCD=pl.lit(code),
        PARAM=pl.lit(endpoint.label.en),
        STARTDT=iso("origin", calendar),
        ADT=iso("day", calendar),
        STARTDAY="origin",
        ADAY="day",
        RISKDAYS=risk,
        OBSDAYS=observed,
        LINE=pl.col("line") if "line" in answered.columns else pl.lit(None, pl.Int64),
        ANL01FL=pl.when(pl.col("AVALC") == "").then(pl.lit("")).otherwise(pl.lit("Y")),
        REASON=pl.when(pl.col("origin").is_null()).then(pl.lit(no_day_zero(endpoint, evidence))).otherwise("REASON"),
    )
    return rows.select(columns(SCHEMA)).sort("USUBJID", "LINE")


def decided(
    rows: pl.DataFrame, cases: list[tuple[pl.Expr, str, pl.Expr]], otherwise: tuple[str, pl.Expr]
) -> pl.DataFrame:
    """Add AVALC and REASON: those of the first case (condition, answer, sentence) that holds."""
    answer, reason = first_case(cases, otherwise)
    return rows.with_columns(AVALC=answer, REASON=reason)


def first_case(
    cases: Sequence[tuple[pl.Expr, str | bool | None, pl.Expr]], otherwise: tuple[str | bool | None, pl.Expr]
) -> tuple[pl.Expr, pl.Expr]:
    """Answer and sentence of the first case (condition, answer, sentence) that holds."""
    answer, reason = pl.lit(otherwise[0]), otherwise[1]
    for condition, value, sentence in reversed(cases):
        answer = pl.when(condition).then(pl.lit(value)).otherwise(answer)
        reason = pl.when(condition).then(sentence).otherwise(reason)
    return answer, reason


def no_day_zero(endpoint: Endpoint, evidence: Evidence) -> str:
    """What is said of a subject whose time zero is not known to the day."""
    return f"time zero {in_words(endpoint.origin, evidence)} has no known day"


def no_time_zero(endpoint: Endpoint) -> list[tuple[pl.Expr, str, pl.Expr]]:
    """The cases in which nothing can be said: time zero or the horizon has no known day (columns origin, horizon)."""
    cases = [(pl.col("origin").is_null(), "", pl.lit("the day of time zero is not known"))]
    if endpoint.horizon is not None:
        cases.append((pl.col("horizon").is_null(), "", pl.lit("the day of the horizon is not known")))
    return cases
