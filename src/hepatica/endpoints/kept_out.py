"""Records that no endpoint can use, each with its place and what is wrong with it."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.shape import columns

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "VARIABLE": pl.String(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "PROBLEM": pl.String(),
}


def kept_out(evidence: Evidence) -> pl.DataFrame:
    """One row a record that cannot be used (columns of SCHEMA), by subject, domain and number; nothing is derived from it."""
    bad = evidence.facts.filter(pl.col("problem").is_not_null())
    rows = bad.join(sources(evidence, "fact", "SRC"), on="fact", how="left").with_columns(
        STUDYID=pl.lit(evidence.study), USUBJID="subject", VARIABLE="variable", PROBLEM="problem"
    )
    return rows.select(columns(SCHEMA)).sort("USUBJID", "SRCDOM", "SRCSEQ", "VARIABLE", nulls_last=True)
