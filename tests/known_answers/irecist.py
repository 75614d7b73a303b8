"""iRECIST: 19 subjects whose investigators judged target, non-target and overall response at each visit.

Their overall responses are compared with those that follow from the others; what the 19 courses come to (best response,
day of progression) was worked out by hand from table 3 of the paper, since the data hold no such results.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.irecist import immune_time_points
from hepatica.instruments.response.irecist_best import immune_best_response

SWAPPED: Final = "overall and non-target response stand in each other's place in the data"
NEW_LESION: Final = "a new lesion is progression (iUPD) whatever the other lesions do"
DIFFERENT: Final = {
    ("01-701-1034", "WEEK 18"): SWAPPED,
    ("01-701-1148", "WEEK 18 (T)"): SWAPPED,
    ("01-701-1345", "WEEK 18 (T)"): SWAPPED,
    ("01-701-1097", "WEEK 6"): NEW_LESION,
    ("01-701-1302", "WEEK 6"): NEW_LESION,
}

BY_HAND: Final = {
    "01-701-1015": ("iUPD", "Y", 42),
    "01-701-1028": ("iCPD", "Y", 42),
    "01-701-1034": ("iSD", "N", None),
    "01-701-1097": ("NE", None, None),
    "01-701-1118": ("iSD", "Y", 168),
    "01-701-1130": ("iCR", "Y", 168),
    "01-701-1148": ("iPR", "Y", 170),
    "01-701-1153": ("iCR", "N", None),
    "01-701-1211": ("iCR", "N", None),
    "01-701-1239": ("iCR", "N", None),
    "01-701-1275": ("iCR", "N", None),
    "01-701-1294": ("iUPD", "Y", 42),
    "01-701-1302": ("iSD", "N", None),
    "01-701-1345": ("iCR", "N", None),
    "01-701-1363": ("iCR", "Y", 168),
    "01-702-1082": ("iCPD", "Y", 42),
    "01-703-1076": ("iSD", "N", None),
    "01-703-1086": ("iPR", "N", None),
    "01-703-1119": ("iCR", "N", None),
}
"""From the responses as recorded, days counted so that week 6 is day 42."""


def comparisons() -> list[Compared]:
    """Overall responses by subject and visit, and what the courses come to."""
    table = visits()
    found, _ = immune_time_points(table.select("subject", "day", "target", "non_target", "new_lesion"))
    judged = table.join(found.select("subject", "day", derived="overall"), on=["subject", "day"])
    overall = {row[:2]: row[2] for row in judged.select("subject", "visit", "overall").rows()}
    derived = {row[:2]: row[2] for row in judged.select("subject", "visit", "derived").rows()}
    subjects = table.select("subject").unique(maintain_order=True).with_columns(zero=pl.lit(0))
    results, _ = immune_best_response(table.select("subject", "day", "overall"), subjects)
    best = {row["subject"]: row["value"] for row in results.filter(pl.col("parameter") == "iBOR").to_dicts()}
    progression = results.filter(pl.col("parameter") == "PD").to_dicts()
    courses = {row["subject"]: (best[row["subject"]], row["value"], row["day"]) for row in progression}
    return [
        Compared("overall responses of 19 subjects", overall, derived, DIFFERENT),
        Compared("iBOR and progression of 19 courses, by hand", BY_HAND, courses),
    ]


def visits() -> pl.DataFrame:
    """One row a subject and visit; a date that lacks its day is that of the visit's other records."""
    rows = pl.read_parquet(reference("clinical", "onco", "sdtm_rs_onco_irecist.parquet"))
    day = pl.col("RSDTC").str.to_date(strict=False).cast(pl.Int32).cast(pl.Int64)
    table = rows.with_columns(day=day.max().over("USUBJID", "VISIT")).pivot(
        "RSTESTCD", index=["USUBJID", "VISIT", "day"], values="RSSTRESC"
    )
    zero = pl.col("day").filter(pl.col("VISIT") == "WEEK 6").first().over("USUBJID") - 42
    return table.select(
        subject="USUBJID",
        visit="VISIT",
        day=pl.col("day") - zero,
        overall="OVRLRESP",
        target="TRGRESP",
        non_target="NTRGRESP",
        new_lesion=pl.col("NEWLIND") == "Y",
    ).sort("subject", "day")
