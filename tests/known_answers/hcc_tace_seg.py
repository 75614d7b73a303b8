"""RECIST and mRECIST of 80 patients before and after TACE, each by three readers (TCIA HCC-TACE-Seg).

The readers' categories are those of the percentages alone, without the absolute rise of 5 mm. EASL (areas, reader 1) is
coded 3 where no viable tumour is left and 4 where some is: only that much of it can be compared.
"""

from __future__ import annotations

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.criteria import EASL, PERCENTAGES, Criteria
from hepatica.instruments.response.targets import target_response

CODES = {1: "CR", 2: "PR", 3: "SD", 4: "PD"}
READ = {"RECIST": (1, 2, 3), "mRECIST": (1, 2, 3)}


def comparisons() -> list[Compared]:
    """Categories of every reader under both criteria, and the complete responses by EASL."""
    patients = pl.read_csv(reference("imaging", "hcc_tace_seg", "clinical_dev80.csv"), infer_schema_length=None)
    expected, found = {}, {}
    for method, readers in READ.items():
        for reader in readers:
            name = f"{reader}_{method}"
            given, own = _read(patients, name, PERCENTAGES)
            expected |= {(patient, name): CODES[code] for patient, code in given.items()}
            found |= {(patient, name): code for patient, code in own.items()}
    given, own = _read(patients, "1_EASL", EASL)
    return [
        Compared("categories of three readers by RECIST and mRECIST, percentages only", expected, found),
        Compared(
            "complete response or not, by EASL",
            {patient: code == 3 for patient, code in given.items()},
            {patient: code == "CR" for patient, code in own.items()},
        ),
    ]


def _read(patients: pl.DataFrame, name: str, criteria: Criteria) -> tuple[dict[str, int], dict[str, str]]:
    """Categories that the reader gave, and those of the engine for the same two sums."""
    rows = (
        patients.select("TCIA_ID", before=f"{name}_BL", after=f"{name}_FU", given=name)
        .cast({"before": pl.Float64, "after": pl.Float64, "given": pl.Float64})
        .drop_nulls()
    )
    rows = rows.filter(pl.col("given").is_not_nan())
    sums = (
        rows.with_row_index("who")
        .unpivot(["before", "after"], index=["who", "TCIA_ID"], variable_name="at", value_name="sum_mm")
        .with_columns(
            who=pl.col("who").cast(pl.Int64),
            base=pl.col("at") == "before",
            day=pl.when(pl.col("at") == "before").then(1).otherwise(60),
            targets=1,
            seen=1,
            gone=pl.col("sum_mm") == 0,
        )
    )
    judged = target_response(sums, criteria).filter(~pl.col("base"))
    given = {patient: int(code) for patient, code in rows.select("TCIA_ID", "given").rows()}
    return given, dict(judged.select("TCIA_ID", "target").rows())
