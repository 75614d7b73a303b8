"""The responses of 254 treated subjects in the reference data (pharmaverse TU, TR), by the investigator."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.figures.made_up import Frames
from tests.reference_data import FOLDER

from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.from_sdtm import lesions_from_sdtm
from hepatica.instruments.response.time_point import time_points

ONCO = FOLDER / "clinical" / "onco"


def frames(folder: Path = ONCO) -> Frames:
    """Time points, best responses and subjects; dates of treatment and study are those of DM and DS."""
    dm = pl.read_parquet(folder / "sdtm_dm.parquet").filter(pl.col("RFXSTDTC").fill_null("") != "")
    starts = dm.select(subject="USUBJID", start="RFSTDTC")
    tu, tr = (pl.read_parquet(folder / f"sdtm_{name}_onco.parquet") for name in ("tu", "tr"))
    lesions, _ = lesions_from_sdtm(tu, tr, starts)
    found, _ = time_points(lesions.filter(pl.col("reader") == ""))
    first = _date("RFSTDTC")
    subjects = dm.select(
        subject="USUBJID",
        group="ACTARM",
        zero=pl.lit(1),
        last=(_date("RFPENDTC") - first).dt.total_days() + 1,
        treated_until=(_date("RFXENDTC") - first).dt.total_days() + 1,
        death=(_date("DTHDTC") - first).dt.total_days() + 1,
    )
    results, _ = best_response(found.select("subject", "day", "overall"), subjects.select("subject", "zero", "death"))
    return Frames(found, results, subjects)


def _date(column: str) -> pl.Expr:
    return pl.col(column).str.head(10).str.to_date(strict=False)
