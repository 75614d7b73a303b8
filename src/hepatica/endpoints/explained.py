"""One subject's endpoints in sentences: what each says, on which day, by which record, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import polars as pl

from hepatica.endpoints.derive import SCHEMAS, not_derived
from hepatica.endpoints.parameters import parameter_codes
from hepatica.errors import HepaticaError
from hepatica.protocol.study import Study

FRAMES: Final = tuple(name for name in SCHEMAS if name != "adrs")
"""Where the answers stand; the assessments behind a response are no answer."""


def explained(
    study: Study, frames: Mapping[str, pl.DataFrame], subject: str, lang: Literal["en", "zh"] = "en"
) -> list[dict[str, str]]:
    """The rows of every endpoint about a subject, in the study's order: endpoint, label, answer, record and reason.

    frames: those of `derive`. lang: of the labels. answer: yes, no, unknown or not analysable, where the reason does not say
    it. record: domain and sequence number of the record that decided it; "" where none did. Raises HepaticaError for a
    subject that is not in the data.
    """
    if subject not in frames["adsl"]["USUBJID"]:
        raise HepaticaError(f"there is no subject «{subject}» in the data", do="write it as in USUBJID")
    codes = parameter_codes(study.endpoints)
    found = []
    for name, endpoint in study.endpoints.items():
        said = {"endpoint": name, "label": endpoint.label.in_language(lang)}
        if reason := not_derived(endpoint):
            found.append({**said, "answer": "not derived", "record": "", "reason": reason})
        for frame in FRAMES:
            rows = frames[frame].filter((pl.col("USUBJID") == subject) & (pl.col("PARAMCD") == codes[name]))
            found += [{**said, **_row(frame, row)} for row in rows.iter_rows(named=True)]
    return found


def _row(frame: str, row: Mapping[str, object]) -> dict[str, str]:
    record = f"{row['SRCDOM']} {row['SRCSEQ']}" if row["SRCSEQ"] is not None else str(row["SRCDOM"] or "")
    return {"answer": _answer(frame, row), "record": record, "reason": str(row["REASON"])}


def _answer(frame: str, row: Mapping[str, object]) -> str:
    """What a row says that its reason does not say already."""
    line = f"line {row['LINE']}" if row.get("LINE") is not None else ""
    if frame == "adtte":
        return ": ".join(filter(None, (line, "" if row["ANL01FL"] else "not analysable")))
    if frame == "adbin":
        return ": ".join(filter(None, (line, {"Y": "yes", "N": "no"}.get(str(row["AVALC"]), "unknown"))))
    if row["REASON"]:
        return ""
    return f"{row['AVISIT']}: {row['AVALC']} {row['AVALU']}".strip()
