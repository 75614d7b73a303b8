"""QLQ-C30 scores and times to deterioration of 40 patients, as QoLR 1.0.3 computed them in R.

Months are days / 30.4375; they are compared to 10 decimals.
"""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.deterioration import time_to_deterioration
from hepatica.instruments.qlq_c30 import SCALES, qlq_c30

DIFFERENCE = 5
CODES = {scale.code.rstrip("2") if scale.code != "QL2" else "QL": scale.name for scale in SCALES}
"""The columns of the reference: the codes of version 2 without their number."""

DEFINITIVE = "no improvement over reference"


def comparisons() -> list[Compared]:
    """Scores by questionnaire, and the three times by patient."""
    return [
        scores(),
        times("time to deterioration", "qlqc30_expected_ttd_QL_MCID5.csv"),
        times("time to deterioration or death", "qlqc30_expected_ttd_QL_MCID5_death.csv", death=True),
        times("time until definitive deterioration", "qlqc30_expected_tudd_QL_MCID5.csv", definitive=True),
    ]


def scores() -> Compared:
    """The 75 questionnaires whose scores are stored, scale by scale."""
    wanted = pl.read_csv(_file("qlqc30_expected_scores_dataqol.csv")).rename(CODES)
    found = questionnaires().join(wanted.select("Id", "time"), on=["Id", "time"], how="semi")
    return Compared("QLQ-C30 scores", _by_scale(wanted), _by_scale(found))


def times(name: str, file: str, *, death: bool = False, definitive: bool = False) -> Compared:
    """Event and months of each patient, for global health and a difference of 5 points."""
    wanted = pl.read_csv(_file(file))
    answers = questionnaires()
    found = time_to_deterioration(
        answers.select(subject="Id", visit="time", day="date", score="global_health"),
        difference=DIFFERENCE,
        definitive=DEFINITIVE if definitive else None,
        deaths=answers.select(subject="Id", day="death").unique() if death else None,
    )
    return Compared(name, _by_patient(wanted), _by_patient(found.select("subject", "event", "months")))


def questionnaires() -> pl.DataFrame:
    """The answers with their scores."""
    answers = pl.read_csv(_file("qlqc30_items_dataqol.csv"))
    return pl.concat([answers, qlq_c30(answers)], how="horizontal")


def _file(name: str) -> str:
    return str(reference("clinical", "qol", name))


def _by_scale(table: pl.DataFrame) -> dict[Hashable, object]:
    return {
        (row["Id"], row["time"], name): None if row[name] is None else round(row[name], 6)
        for row in table.to_dicts()
        for name in CODES.values()
    }


def _by_patient(table: pl.DataFrame) -> dict[Hashable, object]:
    return {
        who: (None if event is None else bool(event), None if months is None else round(months, 10))
        for who, event, months in table.iter_rows()
    }
