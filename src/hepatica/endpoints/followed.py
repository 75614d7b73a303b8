"""Values that are followed: one row per value (ADaM Basic Data Structure), with baseline, change and planned visit.

ADLB holds laboratory results, ADQS questionnaires, ADTR tumour measurements, ADOTH everything else.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.answers import no_day_zero
from hepatica.endpoints.days import iso, study_day
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.shape import columns
from hepatica.protocol.endpoints import Endpoint

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "AVISIT": pl.String(),
    "AVISITN": pl.Int64(),
    "STARTDT": pl.String(),
    "ADT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "ADY": pl.Int64(),
    "AVAL": pl.Float64(),
    "AVALC": pl.String(),
    "AVALU": pl.String(),
    "BASE": pl.Float64(),
    "CHG": pl.Float64(),
    "CHGU": pl.String(),
    "ABLFL": pl.String(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "ANL01FL": pl.String(),
    "ANALYTE": pl.String(),
    "REASON": pl.String(),
}
"""AVAL, BASE in the variable's unit (AVALU); AVALC as reported. CHG: change from BASE on the endpoint's scale, in CHGU.

ADY: day from time zero, which is day 1; the day before is -1. ANL01FL: Y for the one value of each subject that stands for a
visit (AVISIT); values between visits, and those whose change is not a number, have "". ANALYTE: which gene or metabolite was
measured, where one variable holds many; "" elsewhere. REASON says why the row says what it says.
"""

FRAMES: Final = {"LB": "adlb", "MB": "adlb", "IS": "adlb", "QS": "adqs", "TR": "adtr", "TU": "adtr"}
"""By the SDTM domain of the variable."""

OTHER: Final = "adoth"
NAMES: Final = ("adlb", "adqs", "adtr", OTHER)


def frame_of(endpoint: Endpoint, evidence: Evidence) -> str:
    """The frame that holds an endpoint's values."""
    variable = evidence.context.vocabulary[endpoint.variable or ""]
    return FRAMES.get(variable.home.domain, OTHER)


def followed_rows(code: str, endpoint: Endpoint, evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of one endpoint in the columns of SCHEMA (TRT01A is left empty), by subject and day.

    rows: subject, origin, day, fact, value, said, base, chg, visit, visit_number, is_base, good (stands for its visit), why,
    and analyte where there are several.
    """
    variable = evidence.context.vocabulary[endpoint.variable or ""]
    calendar = evidence.context.calendar
    after = pl.col("day") - pl.col("origin")
    filled = rows.join(sources(evidence, "fact", "SRC"), on="fact", how="left").with_columns(
        STUDYID=pl.lit(evidence.study),
        USUBJID="subject",
        TRT01A=pl.lit(""),
        PARAMCD=pl.lit(code),
        PARAM=pl.lit(endpoint.label.en),
        AVISIT="visit",
        AVISITN="visit_number",
        STARTDT=iso("origin", calendar),
        ADT=iso("day", calendar),
        STARTDAY="origin",
        ADAY="day",
        ADY=study_day(after),
        AVAL="value",
        AVALC="said",
        AVALU=pl.lit(variable.unit or ""),
        BASE="base",
        CHG="chg",
        CHGU=pl.lit(change_unit(endpoint, variable.unit)),
        ABLFL=pl.when("is_base").then(pl.lit("Y")),
        ANL01FL=pl.when("good").then(pl.lit("Y")),
        ANALYTE="analyte" if "analyte" in rows.columns else pl.lit(None, pl.String),
        REASON=pl.when(pl.col("origin").is_null()).then(pl.lit(no_day_zero(endpoint, evidence))).otherwise("why"),
    )
    return filled.select(columns(SCHEMA)).sort("USUBJID", "ADAY", "ANALYTE", "SRCSEQ", nulls_last=True)


def change_unit(endpoint: Endpoint, unit: str | None) -> str:
    """The unit of a change: percent, powers of ten, or the variable's own."""
    if endpoint.kind != "change":
        return ""
    return {"percent": "%", "percent decrease": "%", "log10 ratio": "{log10}"}.get(endpoint.scale, unit or "")
