"""Analysis data as SAS transport files (XPT version 5): short names and labels, signs of punctuation in ASCII."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from hepatica.sdtm.xpt import LABEL_LIMIT, NAME_LIMIT, check_table, write_table

LABELS: Final = {
    "adsl": "Subject-Level Analysis Dataset",
    "adtte": "Time-to-Event Analysis Dataset",
    "adbin": "Reached or Not Analysis Dataset",
    "adrs": "Response Analysis Dataset",
    "adlb": "Laboratory Analysis Dataset",
    "adqs": "Questionnaire Analysis Dataset",
    "adtr": "Tumour Measurement Analysis Dataset",
    "adoth": "Other Values Analysis Dataset",
    "adae": "Adverse Event Analysis Dataset",
}
COLUMNS: Final = {
    "STUDYID": "Study Identifier",
    "USUBJID": "Unique Subject Identifier",
    "TRT01A": "Actual Treatment for Period 01",
    "PARAMCD": "Parameter Code",
    "PARAM": "Parameter",
    "PARAMTYPE": "Parameter Type",
    "AVAL": "Analysis Value",
    "AVALC": "Analysis Value (C)",
    "AVALU": "Analysis Value Unit",
    "BASE": "Baseline Value",
    "CHG": "Change from Baseline",
    "CHGU": "Unit of Change from Baseline",
    "ABLFL": "Baseline Record Flag",
    "AVISIT": "Analysis Visit",
    "AVISITN": "Analysis Visit (N)",
    "CNSR": "Censor",
    "EVNTDESC": "Event or Censoring Description",
    "CNSDTDSC": "Censor Date Description",
    "STARTDT": "Time-to-Event Origin Date",
    "ADT": "Analysis Date",
    "ADY": "Analysis Relative Day",
    "ANL01FL": "Analysis Flag 01",
    "SRCDOM": "Source Data",
    "SRCVAR": "Source Variable",
    "SRCSEQ": "Source Sequence Number",
    "RISKDAYS": "Days at Risk",
    "OBSDAYS": "Days under Observation",
    "AETERM": "Reported Term for the Adverse Event",
    "ADECOD": "Analysis Term",
    "ASTDT": "Analysis Start Date",
    "AENDT": "Analysis End Date",
    "ASTDY": "Analysis Start Relative Day",
    "AENDY": "Analysis End Relative Day",
    "PARCAT1": "Parameter Category 1",
    "ANRLO": "Analysis Normal Range Lower Limit",
    "ANRHI": "Analysis Normal Range Upper Limit",
    "BNRIND": "Baseline Reference Range Indicator",
    "ATOXDSCL": "Analysis Toxicity Description Low",
    "ATOXDSCH": "Analysis Toxicity Description High",
    "ATOXGRL": "Analysis Toxicity Grade Low",
    "ATOXGRH": "Analysis Toxicity Grade High",
    "ATOXGR": "Analysis Toxicity Grade",
    "BTOXGRL": "Baseline Toxicity Grade Low",
    "BTOXGRH": "Baseline Toxicity Grade High",
    "BTOXGR": "Baseline Toxicity Grade",
    "WORSTLFL": "1st Worst Grade Low after Time Zero",
    "WORSTHFL": "1st Worst Grade High after Time Zero",
    "AESER": "Serious Event",
    "AEREL": "Causality",
    "AREL": "Causality by WHO-UMC",
    "RELFL": "Related Flag",
    "TRTEMFL": "Treatment Emergent Analysis Flag",
    "AOCCIFL": "1st Max Sev./Int. Occurrence Flag",
    "AOCCPIFL": "1st Max Sev./Int. Occur Within PT Flag",
    "REASON": "Why the Row Says What It Says",
}
ASCII: Final = {
    "«": "'",
    "»": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "·": ".",
    "µ": "u",
    "²": "2",
}
"""Punctuation and signs that have an ASCII form of the same meaning."""


def transportable(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """The frame under names of at most eight characters, and the label of each column (a longer name becomes its label)."""
    names: dict[str, str] = {}
    for column in frame.columns:
        plain = re.sub(r"[^A-Z0-9_]", "", column.upper()) or "C"
        short, number = plain[:NAME_LIMIT], 1
        while short in names.values():
            number += 1
            short = f"{plain[: NAME_LIMIT - len(str(number))]}{number}"
        names[column] = short
    labels = {short: COLUMNS.get(column, column)[:LABEL_LIMIT] for column, short in names.items()}
    plain_text = pl.col(pl.String).str.replace_many(list(ASCII), list(ASCII.values()))
    logical = pl.col(pl.Boolean).cast(pl.Int64)
    return frame.with_columns(plain_text, logical).rename(names), labels


def write_transport(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write `<name>.xpt` for each frame into a folder.

    Raises HepaticaError, before anything is written, for a value that the format cannot hold (Chinese words, text of more
    than 200 bytes).
    """
    ready = {name: transportable(frame) for name, frame in frames.items()}
    for name, (frame, labels) in ready.items():
        check_table(frame, f"analysis data {name}", labels, sequence="SRCSEQ")
    for name, (frame, labels) in ready.items():
        write_table(frame, name.upper(), LABELS.get(name, name), labels, folder / f"{name}.xpt")
