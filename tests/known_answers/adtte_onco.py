"""Survival and duration of response of the 254 treated subjects of the pharmaverse oncology example (`adam_adtte_onco`).

The subjects' days (randomisation, last known alive, death) come from ADSL, the investigator's responses from SDTM RS. In the
reference the day last known alive of ADSL is all that shows life; a subject who was not heard of after randomisation is
censored then, and so is one without an assessment.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.endpoints import derive
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

STUDY: Final[dict[str, Any]] = {
    "study": "ONCO",
    "format": 1,
    "title": "Oncology example",
    "design": {"type": "cohort", "allocation": "none"},
    "anchors": {"randomised": "first randomisation", "response": "first response in {CR, PR}"},
    "eligibility": {"window": "28 d before randomised", "inclusion": {"I1": "age >= 18 a"}},
    "endpoints": {
        "os": {
            "label": "OS",
            "role": "primary",
            "kind": "time to event",
            "from": "randomised",
            "event": "death",
            "censor": {"at": "last contact", "if_none": "day 0", "known_alive": "contact"},
        },
        "pfs": {
            "label": "PFS",
            "role": "primary",
            "kind": "time to event",
            "from": "randomised",
            "event": "progression, death",
            "censor": {"at": "last adequate imaging", "if_none": "day 0"},
            "reader": "INVESTIGATOR",
        },
        "rsd": {
            "label": "RSD",
            "role": "secondary",
            "kind": "time to event",
            "from": "response",
            "event": "progression, death",
            "censor": {"at": "last adequate imaging", "if_none": "day 0"},
            "reader": "INVESTIGATOR",
        },
    },
}


@cache
def tables() -> Tables:
    """The subjects as SDTM, with an imaging assessment for each of the investigator's responses but NE."""
    adsl = reference("clinical", "onco", "adam_adsl.parquet")
    treated = pl.read_parquet(adsl).filter(pl.col("RANDDT").is_not_null())
    day = {name: pl.col(name).dt.date().cast(pl.String).fill_null("") for name in ("RANDDT", "LSTALVDT", "DTHDT")}
    people = treated.select("USUBJID", "SEX", **day)
    alive = people.filter((pl.col("LSTALVDT") != "") & (pl.col("DTHDT") == ""))
    rs = pl.read_parquet(reference("clinical", "onco", "sdtm_rs_onco_recist.parquet"))
    rs = rs.filter((pl.col("RSTESTCD") == "OVRLRESP") & (pl.col("RSEVAL") == "INVESTIGATOR"))
    responses = rs.select(
        "USUBJID", "RSTESTCD", "RSEVAL", RSORRES=pl.col("RSSTRESC"), RSDTC=pl.col("RSDTC").str.head(10)
    )
    scans = responses.filter(pl.col("RSORRES") != "NE").select(
        "USUBJID",
        PRCAT=pl.lit("IMAGING"),
        PRTRT=pl.lit("CT"),
        PRSTATUS=pl.lit("adequate"),
        PRSTDTC="RSDTC",
    )
    randomised = people.select("USUBJID", DSTERM=pl.lit("randomised"), DSDECOD=pl.lit("RANDOMIZED"), DSSTDTC="RANDDT")
    deaths = people.filter(pl.col("DTHDT") != "").select(
        "USUBJID", DSTERM=pl.lit("death"), DSDECOD=pl.lit("DEATH"), DSSTDTC="DTHDT"
    )
    contact = alive.select("USUBJID", SSTESTCD=pl.lit("SURVSTAT"), SSORRES=pl.lit("ALIVE"), SSDTC="LSTALVDT")
    people = people.select("USUBJID", "SEX", AGE=pl.lit(60), AGEU=pl.lit("YEARS"))
    return Tables.build(
        "ONCO",
        {"DM": people, "DS": pl.concat([randomised, deaths]), "SS": contact, "PR": scans, "RS": responses},
    )


def comparisons() -> list[Compared]:
    """Day and outcome (0: event, 1: censored) of each subject, by endpoint."""
    found = derive(Study.model_validate(STUDY), tables())["adtte"]
    expected = pl.read_parquet(reference("clinical", "onco", "adam_adtte_onco.parquet"))
    return [
        Compared(
            name,
            _answers(expected.filter(pl.col("PARAMCD") == name), pl.col("ADT").dt.date()),
            _answers(found.filter((pl.col("PARAM") == name) & (pl.col("ANL01FL") == "Y")), pl.col("ADT").str.to_date()),
        )
        for name in ("OS", "PFS", "RSD")
    ]


def _answers(rows: pl.DataFrame, day: pl.Expr) -> dict[str, tuple[date, int, int]]:
    told = rows.select("USUBJID", day.alias("day"), pl.col("AVAL").cast(pl.Int64), pl.col("CNSR").cast(pl.Int64))
    return {subject: (on, time, outcome) for subject, on, time, outcome in told.iter_rows()}
