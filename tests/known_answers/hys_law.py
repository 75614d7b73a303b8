"""Hy's law: 240 results and 11 subjects of pharmaverseadam (Apache-2.0), whose bilirubin counts from 2 x ULN on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.hys_law import elevations, hys_law

ANALYTES: Final = {"ALT": "alt", "AST": "ast", "BILI": "bilirubin_total"}


def comparisons() -> list[Compared]:
    """Each result's flag, and each subject's answer on one day."""
    table = pl.read_parquet(reference("clinical", "onco", "adam_adlbhy.parquet"))
    rows = table.filter(pl.col("PARAMCD") != "HYSLAW")
    results = rows.select(
        "USUBJID",
        day=pl.col("ADY").cast(pl.Int64),
        analyte=pl.col("PARAMCD").cast(pl.String).replace_strict(ANALYTES),
        value="AVAL",
        uln="ANRHI",
    )
    high = elevations(results, reached=True)["high"].replace_strict({True: "Y", False: "N"}, return_dtype=pl.String)
    keys: list[Hashable] = list(zip(rows["USUBJID"], rows["PARAMCD"], rows["ADY"], strict=True))
    flags = Compared("flags", dict(zip(keys, rows["CRIT1FL"], strict=True)), dict(zip(keys, high, strict=True)))
    subjects = table.filter(pl.col("PARAMCD") == "HYSLAW")
    answers = hys_law(results, reached=True)
    expected = dict(zip(subjects["USUBJID"], subjects["AVALC"], strict=True))
    return [flags, Compared("subjects", expected, dict(zip(answers["USUBJID"], answers["hys_law"], strict=True)))]
