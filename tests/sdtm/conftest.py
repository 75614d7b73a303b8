"""The vocabulary, the reference data, and a small data set with one record of each kind."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.reference_data import reference

from hepatica.sdtm import Tables
from hepatica.vocabulary import Vocabulary, load


@pytest.fixture(scope="session")
def voc() -> Vocabulary:
    """The vocabulary."""
    return load()


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data; tests that read it are marked `real_data`."""
    return reference()


@pytest.fixture
def small() -> Tables:
    """Two subjects with demographics, laboratory results, an operation and an answer that did not need a date."""
    return Tables.build(
        "NCT00000000",
        {
            "DM": pl.DataFrame(
                {
                    "USUBJID": ["1", "2"],
                    "BRTHDTC": ["1960-05", "1970-01-31"],
                    "SEX": ["M", "F"],
                    "SRCREF": ["file:dm.csv#row=2;col=sex", "file:dm.csv#row=3;col=sex"],
                }
            ),
            "LB": pl.DataFrame(
                {
                    "USUBJID": ["1", "1", "2"],
                    "LBTESTCD": ["PLAT", "HGB", "PLAT"],
                    "LBORRES": ["107", "13.5", "<20"],
                    "LBORRESU": ["10*9/L", "g/dL", "10*9/L"],
                    "LBORNRHI": ["300", "", ""],
                    "LBDTC": ["2026-01-31", "2026-02", ""],
                    "LBSTRESN": [107.0, 135.0, None],
                    "SRCREF": ["file:lb.csv#row=2;col=PLT", "file:lb.csv#row=2;col=Hb", "file:lb.csv#row=3;col=PLT"],
                }
            ),
            "PR": pl.DataFrame(
                {
                    "USUBJID": ["1", "2"],
                    "PRCAT": ["SURGERY", "SURGERY"],
                    "PRTRT": ["right hepatectomy", "any"],
                    "PRDECOD": ["resection", ""],
                    "PROCCUR": ["", "N"],
                    "PRSTDTC": ["2026-02-03", "2026-02-10"],
                }
            ),
        },
        sources={"dm.csv": "sha256:" + "0" * 64},
    )
