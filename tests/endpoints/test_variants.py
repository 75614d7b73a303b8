"""Sensitivity variants of one declaration, and endpoints that begin with a response."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from hepatica.endpoints import derive
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

STUDY: dict[str, Any] = {
    "study": "SMALL",
    "format": 1,
    "title": "A small study",
    "design": {"type": "cohort", "allocation": "none"},
    "anchors": {"surgery": "first surgery", "first_response": "first response in {CR, PR}"},
    "eligibility": {"window": "28 d before surgery", "inclusion": {"I1": "age >= 18 a"}},
    "endpoints": {
        "rfs": {
            "label": {"en": "Recurrence-free survival", "zh": "无复发生存期"},
            "role": "primary",
            "kind": "time to event",
            "from": "surgery",
            "event": "recurrence",
            "death": "censor",
            "censor": "last adequate imaging",
            "variants": {
                "with_death": {
                    "label": {"en": "death counted", "zh": "计入死亡"},
                    "event": "recurrence, death",
                    "death": "event",
                },
                "to_contact": {"label": "censored at last contact", "censor": "last contact"},
            },
        },
        "time_to_response": {
            "label": "Time to response",
            "role": "exploratory",
            "kind": "time to event",
            "from": "surgery",
            "event": "response(code in {CR, PR})",
            "censor": "last adequate imaging",
        },
        "duration_of_response": {
            "label": "Duration of response",
            "role": "exploratory",
            "kind": "time to event",
            "from": "first_response",
            "event": "progression, death",
            "death": "event",
            "censor": "last adequate imaging",
        },
        "early_recurrence": {
            "label": "Recurrence within two years",
            "role": "exploratory",
            "kind": "incidence",
            "from": "surgery",
            "event": "recurrence",
            "horizon": "2 a",
        },
    },
}


def tables() -> Tables:
    """A: response on day 61, progression later; B: dies without recurrence; C: recurs after two years."""
    imaging = {"PRCAT": "IMAGING", "PRTRT": "MRI", "PRSTATUS": "adequate"}
    surgery = {"PRCAT": "SURGERY", "PRTRT": "resection", "PRSTDTC": "2024-01-01"}
    scans = {"A": ("2024-03-01", "2024-05-01"), "B": ("2024-03-01",), "C": ("2024-03-01", "2026-01-10")}
    events = {"CECAT": "RECURRENCE", "CETERM": "local"}
    rows: dict[str, list[dict[str, Any]]] = {
        "DM": [{"USUBJID": s, "AGE": 60, "AGEU": "YEARS", "SEX": "F"} for s in "ABC"],
        "PR": [
            *({"USUBJID": s, **surgery} for s in "ABC"),
            *({"USUBJID": s, **imaging, "PRSTDTC": day} for s, days in scans.items() for day in days),
        ],
        "RS": [{"USUBJID": "A", "RSTESTCD": "OVRLRESP", "RSORRES": "PR", "RSDTC": "2024-03-01"}],
        "DS": [
            {"USUBJID": "B", "DSTERM": "Death", "DSDECOD": "DEATH", "DSSTDTC": "2024-06-01"},
            {"USUBJID": "A", "DSTERM": "Death", "DSDECOD": "DEATH", "DSSTDTC": "2024-07-01"},
        ],
        "CE": [{"USUBJID": "C", **events, "CESTDTC": "2026-02-01"}],
    }
    return Tables.build("SMALL", {code: pl.DataFrame(part) for code, part in rows.items()})


def outcomes(frames: dict[str, pl.DataFrame], name: str) -> dict[str, tuple[Any, ...]]:
    found = frames["adtte"].filter(pl.col("PARAM") == name)
    return {row["USUBJID"]: (row["CNSR"], row["AVAL"]) for row in found.iter_rows(named=True)}


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    return derive(Study.model_validate(STUDY), tables())


def test_a_variant_changes_only_the_slots_it_names(frames: dict[str, pl.DataFrame]) -> None:
    assert outcomes(frames, "Recurrence-free survival")["B"] == (1, 61)
    assert outcomes(frames, "Recurrence-free survival (death counted)")["B"] == (0, 153)
    assert outcomes(frames, "Recurrence-free survival (death counted)")["C"] == (0, 763)


def test_a_variant_is_an_endpoint_of_its_own_in_both_languages() -> None:
    variant = Study.model_validate(STUDY).endpoints["rfs_with_death"]
    assert (variant.role, variant.label.zh) == ("sensitivity", "无复发生存期（计入死亡）")
    assert variant.horizon == Study.model_validate(STUDY).endpoints["rfs"].horizon


def test_a_variant_may_not_take_the_name_of_another_endpoint() -> None:
    clash = {**STUDY["endpoints"], "rfs_with_death": STUDY["endpoints"]["early_recurrence"]}
    with pytest.raises(ValidationError, match="rename one of them"):
        Study.model_validate({**STUDY, "endpoints": clash})


def test_a_response_ends_the_wait_for_it_and_begins_its_duration(frames: dict[str, pl.DataFrame]) -> None:
    assert outcomes(frames, "Time to response")["A"] == (0, 61)
    assert outcomes(frames, "Duration of response")["A"] == (0, 123)


def test_who_never_responded_has_no_duration(frames: dict[str, pl.DataFrame]) -> None:
    assert outcomes(frames, "Duration of response")["B"] == (None, None)


def test_a_recurrence_after_two_years_is_no_early_one(frames: dict[str, pl.DataFrame]) -> None:
    rows = frames["adbin"].filter(pl.col("PARAM") == "Recurrence within two years")
    assert dict(rows.select("USUBJID", "AVALC").iter_rows())["C"] == "N"
