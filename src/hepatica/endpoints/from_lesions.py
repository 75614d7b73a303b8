"""From a lesion table alone to times to events: time points, best response, and endpoints such as PFS and TTP."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from hepatica.endpoints.adtte import adtte
from hepatica.endpoints.assessments import of_each_day, progressions
from hepatica.endpoints.evidence import SOURCES, Evidence
from hepatica.errors import HepaticaError
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.criteria import RECIST_1_1, Criteria
from hepatica.instruments.response.time_point import time_points
from hepatica.protocol.endpoints import Endpoint
from hepatica.rules import parse_anchor
from hepatica.rules.context import Context
from hepatica.rules.facts import SCHEMA as FACTS
from hepatica.vocabulary import load

ZERO: Final = "enrolment"
"""The variable whose day is time zero, the anchor `zero`."""


@cache
def usual_endpoints() -> Mapping[str, Endpoint]:
    """Progression-free survival, and time to progression, which death censors; both from the anchor `zero`."""
    shared = {"role": "primary", "kind": "time to event", "from": "zero", "censor": "last adequate imaging"}
    pfs = {
        "label": {"en": "Progression-free survival", "zh": "无进展生存期"},
        "event": "progression, death",
        "death": "event",
    }
    ttp = {"label": {"en": "Time to progression", "zh": "疾病进展时间"}, "event": "progression", "death": "censor"}
    return {name: Endpoint.model_validate(shared | own) for name, own in (("PFS", pfs), ("TTP", ttp))}


def from_lesions(
    lesions: pl.DataFrame,
    subjects: pl.DataFrame,
    criteria: Criteria = RECIST_1_1,
    endpoints: Mapping[str, Endpoint] | None = None,
) -> dict[str, pl.DataFrame]:
    """Everything that follows from a lesion table, each frame in the order of subjects.

    lesions: the lesion table (see `instruments.response.lesions`). subjects: subject, zero (time zero), death (may be left
    out), in study days; new_therapy and last too, for best response (see `best_response`). endpoints: times to events by
    PARAMCD, of imaging, progression and death, from the anchor `zero`; `usual_endpoints` if left out.
    Returns `time_points`; `best_response` (by the subject's own readers); `adtte` (STARTDAY and ADAY are study days less
    one); `problems` of the lesions; and `best_problems` of the assessments. An assessment is adequate where its response is
    evaluable; where readers differ, the response of that day is unknown.
    Raises HepaticaError as `time_points` and `best_response` do, and for an endpoint that is no time to an event.
    """
    asked = usual_endpoints() if endpoints is None else endpoints
    for name, endpoint in asked.items():
        if endpoint.kind != "time to event":
            raise HepaticaError(f"{name} is a {endpoint.kind}", do="give times to events; derive others from a study")
    points, problems = time_points(lesions, criteria)
    best, of_best = best_response(points.select("subject", "reader", "day", "overall"), subjects)
    evidence = _evidence(points, subjects)
    rows = [adtte(name, name, endpoint, evidence, {}) for name, endpoint in asked.items()]
    own = _of_own_readers(best, points)
    return {
        "time_points": points,
        "best_response": _ordered(own, "subject", "reader", stacked=own["parameter"].n_unique()),
        "adtte": _ordered(pl.concat(rows), "USUBJID", stacked=len(rows)),
        "problems": problems,
        "best_problems": of_best.sort("subject", "reader", "day", maintain_order=True),
    }


def _of_own_readers(best: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Best responses by those who read the subject's images; of subjects without any, once and by nobody ("").

    So a subject's rows do not depend on who read others.
    """
    readers = points["reader"].unique()
    if readers.is_in([""]).all():
        return best
    own = best.join(points, on=["subject", "reader"], how="semi", maintain_order="left")
    nobody = best.filter(pl.col("reader") == readers.min()).join(
        points, on="subject", how="anti", maintain_order="left"
    )
    return pl.concat([own, nobody.with_columns(reader=pl.lit(""))])


def _ordered(frame: pl.DataFrame, *columns: str, stacked: int = 1) -> pl.DataFrame:
    """Sorted by texts, what is equal as it stands: by whole numbers, for texts are slow to sort.

    stacked: how many tables with the same texts, none of them twice, stand one below the other (one a parameter): then one is
    sorted for all. Where they are no such tables, it does not matter.
    """
    length = frame.height // max(stacked, 1)
    first = frame.select(columns).head(length)
    if stacked > 1 and length * stacked == frame.height and _repeats(frame.select(columns), first):
        order = first.with_row_index("at").sort(*columns)["at"].cast(pl.Int64).to_numpy()
        return frame[(order[:, np.newaxis] + length * np.arange(stacked)).ravel()]
    key = np.zeros(frame.height, dtype=np.int64)
    for name in columns:
        texts = frame[name]
        distinct = texts.unique().sort()
        key = key * len(distinct) + texts.cast(pl.Enum(distinct)).to_physical().to_numpy()
    return frame[np.argsort(key, kind="stable")]


def _repeats(texts: pl.DataFrame, first: pl.DataFrame) -> bool:
    """Whether some texts are the first of them over and over, and those are all different."""
    below = range(first.height, texts.height, max(first.height, 1))
    return all(texts.slice(at, first.height).equals(first) for at in below) and first.n_unique() == first.height


def _evidence(points: pl.DataFrame, subjects: pl.DataFrame) -> Evidence:
    """Time zero, adequate imaging, progressions and deaths, as facts that come from no SDTM record."""
    days = of_each_day(points.with_columns(pl.col("day") - 1))
    who = pl.col("subject").cast(pl.String)
    zeros = subjects.select(who, day=pl.col("zero").cast(pl.Int64) - 1).drop_nulls()
    deaths = zeros.clear()
    if "death" in subjects.columns:
        deaths = subjects.select(who, day=pl.col("death").cast(pl.Int64) - 1).drop_nulls()
    adequate = days.filter(pl.col("overall").is_not_null() & (pl.col("overall") != "NE")).select("subject", "day")
    parts = [_facts(ZERO, zeros), _facts("imaging", adequate, status="adequate"), _facts("death", deaths)]
    met = days.filter((pl.col("overall") == "PD") | (pl.col("why") != ""))
    facts = pl.concat([*parts, progressions(met.with_columns(own=pl.lit(None, pl.Int64)))])
    return Evidence(
        study="",
        facts=facts.with_columns(fact=pl.int_range(pl.len(), dtype=pl.Int64)),
        subjects=subjects.select(who).sort("subject"),
        sources=pl.DataFrame(schema=SOURCES),
        rules=Context(load(), {"zero": parse_anchor(f"first {ZERO}")}, calendar=False),
        labels={"zero": "time zero"},
    )


def _facts(variable: str, found: pl.DataFrame, status: str | None = None) -> pl.DataFrame:
    """Facts of a variable that happened on a day: subject, day."""
    filled = {
        "subject": pl.col("subject"),
        "variable": pl.lit(variable),
        "comparator": pl.lit(""),
        "occurred": pl.lit(True),
        "status": pl.lit(status, pl.String),
        **dict.fromkeys(("start_lo", "start_hi", "end_lo", "end_hi"), pl.col("day")),
    }
    return found.select(filled.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in FACTS.items())
