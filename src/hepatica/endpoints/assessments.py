"""The assessments of response that an endpoint counts: recorded ones, of the read that counts, or computed from lesions.

Of several reads of one day the accepted one counts (RSACPTFL); where none is accepted and they differ, the response of
that day is unknown until somebody adjudicates. An endpoint may name a reader (RSEVAL or RSEVALID) instead, or `computed`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from hepatica.endpoints.evidence import SOURCES, Evidence
from hepatica.endpoints.read_tables import RESPONSE, Lesions
from hepatica.endpoints.time_zero import origin_links
from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import CRITERIA, Criteria
from hepatica.instruments.response.time_point import time_points
from hepatica.protocol.design import Instrument
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study
from hepatica.rules.facts import SCHEMA as FACTS

PROGRESSION: Final = "progression"
COMPUTED: Final = "computed"
CODES: Final = {"NON_CR_NON_PD": "NON-CR/NON-PD"}
"""Codes of the vocabulary that CDISC writes otherwise."""

COLUMNS: Final = {
    "subject": pl.String(),
    "day": pl.Int64(),
    "overall": pl.String(),
    "fact": pl.Int64(),
    "why": pl.String(),
}


def assessments(endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """One row a subject and day: subject, day, overall (null: unknown), fact (of recorded ones) and why it is unknown."""
    question = ("assessments", endpoint.reader, endpoint.instrument)
    if question not in evidence.kept:
        evidence.kept[question] = _assessments(endpoint, evidence, study)
    return evidence.kept[question]


def _assessments(endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    if endpoint.reader == COMPUTED:
        return computed(criteria_of(endpoint, study), evidence)
    found = recorded(endpoint, evidence)
    if found.is_empty() and evidence.lesions is not None and endpoint.instrument is not None:
        return computed(criteria_of(endpoint, study), evidence)
    return found


def criteria_of(endpoint: Endpoint, study: Study) -> Criteria:
    """The criteria by which an endpoint's instrument judges lesions. Raises HepaticaError where none are known."""
    found = _criteria(study.instruments.get(endpoint.instrument or ""))
    if found is None:
        raise HepaticaError(
            f"«{endpoint.label.en}» is to be computed from lesions, but names no criteria",
            where=study.file,
            do=f"name an instrument of this study that is one of: {', '.join(CRITERIA)}",
        )
    return found


def _criteria(instrument: Instrument | None) -> Criteria | None:
    """The criteria that an instrument is, by its name and version; None where it is none of them."""
    return CRITERIA.get(f"{instrument.name} {instrument.version or ''}".strip()) if instrument else None


def recorded(endpoint: Endpoint, evidence: Evidence) -> pl.DataFrame:
    """The recorded responses of the read that counts, one row a subject and day (see COLUMNS)."""
    rows = evidence.of(RESPONSE).join(evidence.reads, on="fact", how="left")
    rows = rows.filter(pl.col("start_lo") == pl.col("start_hi"))
    if endpoint.reader is not None:
        mine = (pl.col("evaluator") == endpoint.reader) | (pl.col("reader") == endpoint.reader)
        rows = rows.filter(mine.fill_null(False))
    else:
        accepted = pl.col("accepted").fill_null(False)
        rows = rows.filter(accepted | ~accepted.any().over("subject", "start_lo"))
    usable = pl.when(pl.col("problem").is_null()).then(pl.col("code").replace(CODES))
    days = (
        rows.with_columns(overall=usable)
        .group_by("subject", day="start_lo")
        .agg(
            overall=pl.when(pl.col("overall").n_unique() == 1).then(pl.col("overall").first()),
            fact=pl.col("fact").min(),
            said=pl.col("overall").drop_nulls().unique().sort().str.join(", "),
            problem=pl.col("problem").drop_nulls().first(),
        )
    )
    why = (
        pl.when(pl.col("overall").is_not_null())
        .then(pl.lit(""))
        .when(pl.col("problem").is_not_null())
        .then(pl.format("a response cannot be used ({})", "problem"))
        .otherwise(pl.format("reads of one day differ ({}) and none is accepted", "said"))
    )
    return days.with_columns(why=why).select(list(COLUMNS)).sort("subject", "day")


def computed(criteria: Criteria, evidence: Evidence) -> pl.DataFrame:
    """The responses computed from lesions, one row a subject and day (see COLUMNS); of several readers, where they agree."""
    if evidence.lesions is None:
        return pl.DataFrame(schema=COLUMNS)
    return of_each_day(_points(criteria, evidence.lesions))


def _points(criteria: Criteria, lesions: Lesions) -> pl.DataFrame:
    """The time points of the lesions, `day` since 1970-01-01."""
    table, starts = lesions
    points, _ = time_points(table, criteria)
    points = points.join(starts, on="subject", maintain_order="left")
    return points.with_columns(day=pl.col("start_day") + pl.col("day") - 1).drop("start_day")


def of_each_day(points: pl.DataFrame) -> pl.DataFrame:
    """Time points in their order (subject, reader, day, overall) as COLUMNS has them; of several readers, where they agree."""
    if points["reader"].n_unique() <= 1:
        return points.select("subject", "day", "overall", fact=pl.lit(None, pl.Int64), why=pl.lit(""))
    days = points.group_by("subject", "day").agg(
        overall=pl.when(pl.col("overall").n_unique() == 1).then(pl.col("overall").first()),
        said=pl.col("overall").drop_nulls().unique().sort().str.join(", "),
    )
    why = pl.when(pl.col("overall").is_null()).then(pl.format("readers' lesions give different responses ({})", "said"))
    return (
        days.with_columns(fact=pl.lit(None, pl.Int64), why=why.otherwise(pl.lit("")))
        .select(list(COLUMNS))
        .sort("subject", "day")
    )


def with_progression(endpoint: Endpoint, evidence: Evidence, study: Study) -> Evidence:
    """The evidence as an endpoint about progression sees it: an assessment of PD is a progression of its day.

    A day whose response is unknown because reads differ may be one: it is carried along as a doubt. Endpoints that do not
    look for progression, nor count from it, see the evidence unchanged.
    """
    if PROGRESSION not in _looked_at(endpoint, evidence):
        return evidence
    question = (endpoint.reader, endpoint.instrument)
    if question not in evidence.with_more:
        evidence.with_more[question] = _with_progression(endpoint, evidence, study)
    return evidence.with_more[question]


def _with_progression(endpoint: Endpoint, evidence: Evidence, study: Study) -> Evidence:
    found = assessments(endpoint, evidence, study).filter((pl.col("overall") == "PD") | (pl.col("why") != ""))
    if found.is_empty():
        return evidence
    first = evidence.next_fact
    found = found.with_columns(own=pl.int_range(first, first + pl.len(), dtype=pl.Int64))
    rows = progressions(found)
    sources = found.select("fact", "own").join(evidence.sources, on="fact").drop("fact").rename({"own": "fact"})
    return replace(
        evidence,
        facts=pl.concat([evidence.facts, rows.select(evidence.facts.columns)]),
        sources=pl.concat([evidence.sources, sources.select(list(SOURCES))]),
    )


def progressions(found: pl.DataFrame) -> pl.DataFrame:
    """Assessments of PD, and unknown ones, as facts: subject, day, why and own (the number of the fact)."""
    filled = {
        "subject": pl.col("subject"),
        "variable": pl.lit(PROGRESSION),
        "fact": pl.col("own"),
        "comparator": pl.lit(""),
        "code": pl.lit("radiological"),
        "occurred": pl.lit(True),
        **dict.fromkeys(("start_lo", "start_hi", "end_lo", "end_hi"), pl.col("day")),
        "problem": pl.when(pl.col("why") != "").then("why"),
    }
    return found.select(filled.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in FACTS.items())


def _looked_at(endpoint: Endpoint, evidence: Evidence) -> frozenset[str]:
    """The event variables of an endpoint and of the days it counts from."""
    points = [endpoint.origin, endpoint.entry, endpoint.landmark, endpoint.at]
    anchors = [link for point in points if point is not None for link in origin_links(point.node, evidence).values()]
    named = {pattern.variable for anchor in anchors for pattern in anchor.events}
    return endpoint.event_variables | endpoint.competing_variables | named


def measured_points(study: Study, evidence: Evidence) -> pl.DataFrame | None:
    """The time points of the lesions (columns of `time_points`, `day` since 1970-01-01) by the criteria of the first response
    endpoint that names some, of the first reader; None where there are no lesions or no criteria."""
    if evidence.lesions is None:
        return None
    names = [endpoint.instrument for endpoint in study.endpoints.values() if endpoint.instrument]
    known = next((found for n, each in study.instruments.items() if n in names and (found := _criteria(each))), None)
    if known is None:
        return None
    points = _points(known, evidence.lesions)
    return points.filter(pl.col("reader") == pl.col("reader").min())
