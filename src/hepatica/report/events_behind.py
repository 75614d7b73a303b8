"""The adverse event that decides a subject's place in a result of the table of adverse events, for `trace`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from hepatica.analysis.adverse_events import MAY, SEVERE
from hepatica.report.adverse_event_table import NOT_COUNTED

FROM_EVENT: Final = ("SRCDOM", "SRCVAR", "SRCSEQ", "ADAY")
COUNTED_AS: Final = {
    "incidence_serious": pl.col("AESER") == "Y",
    "incidence_severe": pl.col("ATOXGR") >= SEVERE,
    "incidence_related": pl.col("RELFL") == "Y",
}
"""What makes an event count for a statistic, besides its term."""


def with_events(result: Mapping[str, Any], adbin: pl.DataFrame, adae: pl.DataFrame) -> pl.DataFrame:
    """The rows of ADBIN behind a result of ADAE, each with the subject's worst event that the result counts.

    The record, day and REASON are those of the event; a subject who has none has no record. Of a result of events that
    may count, only the subjects who have one are left.
    """
    rows = adbin.filter(pl.col("PARAMCD") == result["parameter"])
    own = _counted(result, rows, adae)
    worst = own.sort(
        [pl.col("ATOXGR").fill_null(0), "ADAY", "SRCSEQ"], descending=[True, False, False], nulls_last=True
    )
    worst = worst.unique("USUBJID", keep="first", maintain_order=True)
    grade = pl.when(pl.col("ATOXGR").is_null()).then(pl.lit("")).otherwise(pl.format(", grade {}", "ATOXGR"))
    said = pl.format("{}{}, from day {} on", "AETERM", grade, "ASTDY")
    event = worst.select("USUBJID", *FROM_EVENT, "REASON", "AETERM", ADT="ASTDT", said=said)
    joined = rows.drop(*FROM_EVENT, "REASON", "ADT").join(
        event, on="USUBJID", how="inner" if result["statistic"] == NOT_COUNTED else "left"
    )
    named = pl.coalesce("said", "AETERM", pl.lit("no such event"))
    held = pl.col("REASON").fill_null("") != ""
    reason = pl.when(held).then(pl.format("{}: {}", "AETERM", "REASON")).otherwise(named)
    return joined.with_columns(
        REASON=reason, **{name: pl.col(name).fill_null("") for name in ("SRCDOM", "SRCVAR", "ADT")}
    ).select(rows.columns)


def _counted(result: Mapping[str, Any], rows: pl.DataFrame, adae: pl.DataFrame) -> pl.DataFrame:
    """The events that a result counts. The endpoint's column of ADAE is the one that bears its label."""
    label = rows["PARAM"][0] if rows.height else ""
    pairs = [name for name in adae.columns if name.startswith("CRIT") and not name.endswith("FL")]
    flag = next((f"{name}FL" for name in pairs if adae.height and adae[name][0] == label), None)
    if flag is None:
        return adae.clear()
    if result["statistic"] == NOT_COUNTED:
        said = pl.when(pl.col("REASON") == "").then(pl.lit(MAY)).otherwise("REASON")
        return adae.filter((pl.col(flag) == "") & (said == result["term"]))
    term = pl.col("ADECOD") == result["term"] if result["term"] else pl.lit(True)
    return adae.filter((pl.col(flag) == "Y") & term & COUNTED_AS.get(str(result["statistic"]), pl.lit(True)))
