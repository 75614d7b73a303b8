"""A small study and analysis data for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from hepatica.endpoints.adtte import SCHEMA as ADTTE
from hepatica.endpoints.answers import SCHEMA as ADBIN
from hepatica.protocol.study import Study

STUDY: dict[str, Any] = {
    "study": "SMALL",
    "format": 1,
    "title": "A small study",
    "design": {"type": "cohort", "allocation": "as treated"},
    "anchors": {"consent": "first informed_consent"},
    "eligibility": {"window": "28 d before consent", "inclusion": {"I1": "age >= 18 a"}},
    "populations": {"eligible": "eligible"},
    "arms": {"NA": "Antiviral alone", "NA_PEGIFN": "Antiviral and interferon"},
    "endpoints": {
        "os": {
            "label": "Overall survival",
            "role": "primary",
            "kind": "time to event",
            "from": "consent",
            "event": "death",
        },
        "recurrence": {
            "label": "Recurrence",
            "role": "primary",
            "kind": "time to event",
            "from": "consent",
            "event": "recurrence",
            "competing": "death",
        },
        "loss": {
            "label": "Loss of HBsAg",
            "role": "secondary",
            "kind": "confirmed state",
            "from": "consent",
            "state": "hbsag_quantitative < 0.05 [IU]/mL",
        },
        "orr": {
            "label": "Response",
            "role": "secondary",
            "kind": "confirmed state",
            "from": "consent",
            "state": "hbsag_quantitative < 0.05 [IU]/mL",
            "per": "line",
        },
    },
}


@pytest.fixture
def study_with() -> Any:
    """The small study with the analyses given."""

    def make(*analyses: dict[str, Any]) -> Study:
        return Study.model_validate({**STUDY, "analyses": list(analyses)})

    return make


@pytest.fixture
def adam() -> dict[str, pl.DataFrame]:
    """Two hundred subjects in two arms; interferon halves the hazard of both events."""
    n = 200
    random = np.random.default_rng(7)
    arm = np.where(random.random(n) < 0.5, "NA", "NA_PEGIFN")
    age = random.integers(30, 70, n).astype(float)
    hazard = np.where(arm == "NA", 1 / 400, 1 / 800) * np.exp((age - 50) / 40)
    names = [f"S{i:03}" for i in range(n)]
    subjects = pl.DataFrame(
        {
            "STUDYID": "SMALL",
            "USUBJID": names,
            "SUBJID": names,
            "SITEID": "1",
            "AGE": age,
            "AGEU": "YEARS",
            "SEX": random.choice(["F", "M"], n),
            "RACE": "",
            "ARM": arm,
            "TRT01A": arm,
            "ELIGFL": np.where(np.arange(n) < 5, "N", np.where(np.arange(n) < 8, "", "Y")),
            "ALLFL": "Y",
            "bclc": random.choice(["A", "0"], n),
            "hbsag_quantitative": np.exp(random.normal(5, 2, n)),
        }
    ).with_columns(ELIGIBLEFL="ELIGFL")
    parts = [times(names, parameter, hazard, random) for parameter in ("OS", "RECURREN")]
    answers = np.where(random.random(n) < 0.2, "Y", "N")
    answers[:10] = ""
    loss = _filled(
        {"USUBJID": names, "PARAMCD": "LOSS", "AVALC": answers, "ANL01FL": np.where(answers == "", "", "Y")}, ADBIN
    )
    return {"adsl": subjects, "adtte": pl.concat(parts), "adbin": loss}


def times(names: list[str], parameter: str, hazard: Any, random: np.random.Generator) -> pl.DataFrame:
    n = len(names)
    event, other = random.exponential(1 / hazard), random.exponential(1000, n)
    end = random.uniform(300, 1500, n)
    competes = parameter == "RECURREN"
    first = np.minimum(np.minimum(event, other) if competes else event, end)
    outcome = np.select([first == event, first == other], [0, 2], 1)
    return _filled(
        {
            "USUBJID": names,
            "PARAMCD": parameter,
            "AVAL": np.ceil(first).astype(int),
            "ENTRY": 0,
            "CNSR": outcome,
            "ANL01FL": "Y",
        },
        ADTTE,
    )


def _filled(columns: dict[str, Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    frame = pl.DataFrame(columns)
    empty = [
        pl.lit("" if kind == pl.String() else None, kind).alias(c) for c, kind in schema.items() if c not in columns
    ]
    return frame.with_columns(empty).select(pl.col(c).cast(kind) for c, kind in schema.items())
