"""From SDTM to ADaM: subjects, times to events and confirmed states of a study."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from hepatica.endpoints import adtte, confirmed_state
from hepatica.endpoints.adsl import derive_adsl
from hepatica.endpoints.evidence import Evidence, gather
from hepatica.endpoints.parameters import parameter_codes
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

NOT_DERIVED: Final = {"endpoint": pl.String(), "kind": pl.String(), "reason": pl.String()}
NOT_YET: Final = "this version derives times to events and confirmed states only"
PER_LINE: Final = "this version counts a subject once, not once a line of treatment"


def derive(
    study: Study,
    tables: Tables,
    screening: pl.DataFrame | None = None,
    assignment: pl.DataFrame | None = None,
    *,
    facts: pl.DataFrame | None = None,
) -> dict[str, pl.DataFrame]:
    """The analysis data of a study: frames `adsl`, `adtte`, `adbin`, and `not_derived` (endpoint, kind, reason).

    screening: the frame of `screen`; assignment: USUBJID and ARM; where one is not handed over, its columns are empty.
    facts: those of the tables, where they are at hand already.
    Each endpoint is in one of the last three frames. Rows are ordered by endpoint (as in the study) and USUBJID.
    """
    evidence = gather(study, tables, facts)
    adsl = derive_adsl(study, tables, evidence, screening, assignment)
    arms = adsl.select("USUBJID", "TRT01A")
    parts: dict[str, list[pl.DataFrame]] = {"adtte": [pl.DataFrame(schema=adtte.SCHEMA)]}
    parts["adbin"] = [pl.DataFrame(schema=confirmed_state.SCHEMA)]
    for kind, rows in _endpoints(study, evidence):
        parts[kind].append(rows.drop("TRT01A").join(arms, on="USUBJID", how="left").select(rows.columns))
    left_out = [(name, e.kind, reason) for name, e in study.endpoints.items() if (reason := not_derived(e))]
    frames = {name: pl.concat(frames) for name, frames in parts.items()}
    return {"adsl": adsl, **frames, "not_derived": pl.DataFrame(left_out, schema=NOT_DERIVED, orient="row")}


def not_derived(endpoint: Endpoint) -> str:
    """Why an endpoint is not derived; "" if it is."""
    if endpoint.kind not in ("time to event", "confirmed state"):
        return f"{endpoint.kind}: {NOT_YET}"
    return PER_LINE if endpoint.per == "line" else ""


def _endpoints(study: Study, evidence: Evidence) -> Iterator[tuple[str, pl.DataFrame]]:
    codes = parameter_codes(study.endpoints)
    for name, endpoint in study.endpoints.items():
        if not_derived(endpoint):
            continue
        if endpoint.kind == "time to event":
            yield "adtte", adtte.adtte(name, codes[name], endpoint, evidence, study.schedule)
        else:
            yield "adbin", confirmed_state.confirmed_state(name, codes[name], endpoint, evidence, study.schedule)
