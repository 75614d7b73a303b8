"""Agreement of readers: 72 patients before and after TACE read three times, and textbook tables of kappa and correlation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.read_rules import ReadRules
from hepatica.instruments.response.reads import accepted_reads, compared, flagged_reads
from hepatica.statistics.agreement import fleiss_kappa

CATEGORIES: Final = {1: "CR", 2: "PR", 3: "SD", 4: "PD"}
ROUNDED_UP: Final = "the value is 0.45449, which rounds to 0.454; it is given as 0.455"


def comparisons() -> list[Compared]:
    """Kappa and disagreements of the readers; time points on which two radiologists differ, and the accepted read."""
    return [*of_tace(), *of_recist()]


def of_tace() -> list[Compared]:
    """Fleiss' kappa of four categories and of response or not; how often readers 1 and 2 differ, and reader 3 decides."""
    patients = pl.read_csv(reference("imaging", "hcc_tace_seg", "clinical_dev80.csv"), infer_schema_length=None)
    expected, found = {}, {}
    given = {"mRECIST": (72, 0.486, 0.455, 30), "RECIST": (72, 0.280, 0.291, 14)}
    for name, answers in given.items():
        columns = [f"{reader}_{name}" for reader in (1, 2, 3)]
        rows = patients.select("TCIA_ID", *columns).drop_nulls()
        ratings = rows.select(columns).rows()
        response: Callable[[float], bool] = (2.0).__ge__
        four, two = fleiss_kappa(ratings), fleiss_kappa([[response(each) for each in row] for row in ratings])
        reads = rows.unpivot(columns[:2], index="TCIA_ID").select(
            subject="TCIA_ID",
            reader=pl.col("variable").str.head(1),
            day=pl.lit(0),
            overall=pl.col("value").cast(pl.Int64).replace_strict(CATEGORIES, return_dtype=pl.String),
        )
        differ = compared(reads, ReadRules())["differ"].sum()
        names = ("read by all three", "kappa of four categories", "kappa of response", "readers 1 and 2 differ")
        expected |= {(name, what): answer for what, answer in zip(names, answers, strict=True)}
        measured = (rows.height, round(four.value, 3), round(two.value, 3), differ)
        found |= {(name, what): answer for what, answer in zip(names, measured, strict=True)}
        third = rows.select(
            subject="TCIA_ID",
            point=pl.lit("0"),
            by=pl.lit("reader 3"),
            chosen=pl.lit(None, pl.String),
            overall=pl.col(columns[2]).cast(pl.Int64).replace_strict(CATEGORIES, return_dtype=pl.String),
        )
        accepted, waiting, surplus = accepted_reads(reads, third)
        expected |= {
            (name, "decided by reader 3"): answers[3],
            (name, "waiting"): 0,
            (name, "not asked"): 72 - answers[3],
        }
        found |= {
            (name, "decided by reader 3"): accepted.filter(pl.col("read") == "reader 3").height,
            (name, "waiting"): waiting.height,
            (name, "not asked"): surplus.filter(pl.col("problem") == "not asked").height,
        }
    return [Compared("agreement of three readers", expected, found, {("mRECIST", "kappa of response"): ROUNDED_UP})]


def of_recist() -> list[Compared]:
    """Two radiologists of eight subjects: where they differ, and which of both the data accept."""
    rows = pl.read_parquet(reference("clinical", "onco", "sdtm_rs_onco_recist.parquet"))
    reads = rows.filter(pl.col("RSTESTCD") == "OVRLRESP", pl.col("RSEVAL") == "INDEPENDENT ASSESSOR").select(
        subject="USUBJID",
        reader="RSEVALID",
        point=pl.col("VISITNUM").cast(pl.Int64),
        day=pl.col("VISITNUM").cast(pl.Int64),
        overall="RSSTRESC",
        accepted=pl.col("RSACPTFL") == "Y",
    )
    rules = ReadRules(readers=("RADIOLOGIST 1", "RADIOLOGIST 2"))
    both = compared(reads, rules)
    differ = both.filter("differ").select("subject", "point").rows()
    wanted = [("01-701-1028", "3"), ("01-701-1133", "2"), ("01-701-1133", "4")]
    accepted, waiting, _ = flagged_reads(reads)
    marks = {"time points": 22, "accepted": 22, "waiting": 0}
    counted = {"time points": both.height, "accepted": accepted["read"].count(), "waiting": waiting.height}
    return [
        Compared(
            "time points on which two radiologists differ", dict.fromkeys(wanted, True), dict.fromkeys(differ, True)
        ),
        Compared("reads marked as accepted", marks, counted),
    ]
