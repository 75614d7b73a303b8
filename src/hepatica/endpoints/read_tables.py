"""Who read what, from the tables: the reads of recorded responses, and the lesions that were measured."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.from_sdtm import first_days, lesions_from_sdtm
from hepatica.sdtm import Tables

RESPONSE: Final = "response"
READS: Final = {"fact": pl.Int64(), "evaluator": pl.String(), "reader": pl.String(), "accepted": pl.Boolean()}

Lesions = tuple[pl.DataFrame, pl.DataFrame]
"""The lesion table (`instruments.response.lesions`), and by subject the day, since 1970-01-01, that is study day 1."""


def reads_of(tables: Tables, sources: pl.DataFrame) -> pl.DataFrame:
    """Who read each recorded response: fact, evaluator, reader, accepted (true where RSACPTFL is Y)."""
    table = tables.domains.get("RS")
    mine = sources.filter((pl.col("domain") == "RS") & (pl.col("variable") == RESPONSE))
    if table is None or mine.is_empty():
        return pl.DataFrame(schema=READS)
    column = {
        name: pl.col(name) if name in table.columns else pl.lit("") for name in ("RSEVAL", "RSEVALID", "RSACPTFL")
    }
    who = table.select(
        subject="USUBJID",
        seq="RSSEQ",
        evaluator=column["RSEVAL"],
        reader=column["RSEVALID"],
        accepted=column["RSACPTFL"] == "Y",
    )
    return mine.join(who, on=["subject", "seq"], how="left").select(
        pl.col(name).cast(kind) for name, kind in READS.items()
    )


def lesions_of(tables: Tables) -> Lesions | None:
    """The lesions of TU and TR; None where no measurement names its lesion."""
    tu, tr = tables.domains.get("TU"), tables.domains.get("TR")
    if tu is None or tr is None or "TULNKID" not in tu.columns or "TRLNKID" not in tr.columns:
        return None
    named = tr.filter(pl.col("TRLNKID").fill_null("") != "")
    if named.is_empty():
        return None
    starts = first_days(named)
    table, _ = lesions_from_sdtm(tu, named, starts)
    days = starts.select("subject", start_day=pl.col("start").str.to_date().cast(pl.Int32).cast(pl.Int64))
    return table, days
