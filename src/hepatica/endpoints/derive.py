"""From SDTM to ADaM: subjects, times to events and confirmed states of a study."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from hepatica.endpoints import adae, adlb, adrs, adtte, answers, followed
from hepatica.endpoints.adsl import derive_adsl
from hepatica.endpoints.assessments import with_progression
from hepatica.endpoints.change import change
from hepatica.endpoints.condition import condition
from hepatica.endpoints.confirmed_state import confirmed_state
from hepatica.endpoints.deterioration import deterioration
from hepatica.endpoints.evidence import Evidence, gather
from hepatica.endpoints.incidence import incidence
from hepatica.endpoints.kept_out import kept_out
from hepatica.endpoints.parameters import parameter_codes
from hepatica.endpoints.response_rate import is_response, response_rate
from hepatica.endpoints.shape import columns
from hepatica.endpoints.value_at import value_at
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

NOT_DERIVED: Final = {"endpoint": pl.String(), "kind": pl.String(), "reason": pl.String()}
PER_LINE: Final = "this version counts a subject once, not once a line of treatment, for this kind of endpoint"
SCHEMAS: Final = {
    "adtte": adtte.SCHEMA,
    "adbin": answers.SCHEMA,
    "adrs": adrs.SCHEMA,
    **dict.fromkeys(followed.NAMES, followed.SCHEMA),
    "adlb": adlb.SCHEMA,
}
"""The frames that hold endpoints."""


def derive(
    study: Study,
    tables: Tables,
    screening: pl.DataFrame | None = None,
    assignment: pl.DataFrame | None = None,
    *,
    facts: pl.DataFrame | None = None,
) -> dict[str, pl.DataFrame]:
    """The analysis data of a study, as frames by name.

    `adsl`, `adtte` (times to events), `adbin` (reached or not), `adrs` (tumour response), `adlb`, `adqs`, `adtr` and `adoth`
    (values that are followed; `adlb` grades laboratory results besides), `adae` (every adverse event), `not_derived`
    (endpoint, kind, reason), `kept_out` (records that cannot be used).
    screening: the frame of `screen`; assignment: USUBJID and ARM; where one is not handed over, its columns are empty.
    facts: those of the tables, where they are at hand already.
    Each endpoint is in one of the frames. Rows are ordered by endpoint (as in the study), USUBJID and day; grades come last.
    """
    evidence = gather(study, tables, facts)
    adsl = derive_adsl(study, tables, evidence, screening, assignment)
    arms = adsl.select("USUBJID", "TRT01A")
    parts = {name: [pl.DataFrame(schema=schema)] for name, schema in SCHEMAS.items()}
    for kind, rows in _endpoints(study, evidence):
        parts[kind].append(_with_arms(rows, arms))
    left_out = [(name, e.kind, reason) for name, e in study.endpoints.items() if (reason := not_derived(e))]
    parts["adlb"].append(_with_arms(adlb.adlb_grades(study, evidence), arms))
    frames = {name: pl.concat(frames, how="diagonal").select(columns(SCHEMAS[name])) for name, frames in parts.items()}
    events = _with_arms(adae.adae(study, evidence), arms)
    omitted = pl.DataFrame(left_out, schema=NOT_DERIVED, orient="row")
    return {"adsl": adsl, **frames, "adae": events, "not_derived": omitted, "kept_out": kept_out(evidence)}


def _with_arms(rows: pl.DataFrame, arms: pl.DataFrame) -> pl.DataFrame:
    return rows.drop("TRT01A").join(arms, on="USUBJID", how="left", maintain_order="left").select(rows.columns)


def not_derived(endpoint: Endpoint) -> str:
    """Why an endpoint is not derived; "" if it is."""
    by_line = endpoint.kind == "time to event" or is_response(endpoint)
    return PER_LINE if endpoint.per == "line" and not by_line else ""


def _endpoints(study: Study, whole: Evidence) -> Iterator[tuple[str, pl.DataFrame]]:
    codes = parameter_codes(study.endpoints)
    for name, endpoint in study.endpoints.items():
        if not_derived(endpoint):
            continue
        code, schedule = codes[name], study.schedule
        evidence = with_progression(endpoint, whole, study)
        match endpoint.kind:
            case "time to event":
                yield "adtte", adtte.adtte(name, code, endpoint, evidence, schedule)
            case "confirmed state":
                yield "adbin", confirmed_state(name, code, endpoint, evidence, schedule)
            case "incidence":
                yield "adbin", incidence(name, code, endpoint, evidence, schedule)
            case "deterioration":
                yield "adbin", deterioration(name, code, endpoint, evidence, study)
            case "response rate" if is_response(endpoint):
                yield "adbin", response_rate(name, code, endpoint, evidence, study)
                if endpoint.at is None:
                    yield "adrs", adrs.adrs(name, code, endpoint, evidence, study)
            case "response rate":
                yield "adbin", condition(name, code, endpoint, evidence, schedule)
            case "change":
                yield followed.frame_of(endpoint, evidence), change(name, code, endpoint, evidence, study)
            case "value at":
                yield followed.frame_of(endpoint, evidence), value_at(name, code, endpoint, evidence, study)
