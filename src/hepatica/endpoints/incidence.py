"""Whether an event happened at least once: adverse events, serious ones, a valid result in time.

An event of which nothing is recorded did not happen, as long as the subject was observed: the row says for how long, so
that a rate can be put to the time at risk. Of a subject of whom nothing is recorded from time zero on, nothing is known.
"""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.answers import answer_rows, decided, no_time_zero
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import DEATH, first_after, occurrences
from hepatica.endpoints.time_zero import time_zero
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.nodes import EventPattern


def incidence(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject: Y on the day of the first event within the horizon.

    RISKDAYS are the days from time zero to the first event, or to the end of observation (horizon, death, last record),
    both ends included; OBSDAYS those to the end of observation, the first event aside. Raises HepaticaError where the
    endpoint names no event.
    """
    if endpoint.event is None:
        where = f"endpoints.{name}.event"
        raise HepaticaError(f"{name} has no event", where=where, do="write `event: adverse_event` (or another event)")
    zero = time_zero(name, endpoint, evidence, schedule).select("subject", "origin", "horizon")
    known = zero.drop_nulls("origin")
    first = first_after(_in_time(occurrences(endpoint.event.node, evidence), known), known)
    rows = zero.join(first, on="subject", how="left").join(observed(known, evidence), on="subject", how="left")
    inside = (pl.col("day") <= pl.col("horizon")).fill_null(pl.col("day").is_not_null())
    doubtful = pl.col("doubt").is_not_null() & (pl.col("doubt_day") <= pl.col("horizon")).fill_null(True)
    end = pl.min_horizontal("horizon", "last_day")
    after = {column: pl.col(column) - pl.col("origin") + 1 for column in ("day", "last_day")}
    whole = pl.lit(endpoint.horizon is not None) & (pl.col("last_day") >= pl.col("horizon")).fill_null(False)
    rows = decided(
        rows,
        [
            *no_time_zero(endpoint),
            (inside, "Y", pl.format("first on day {}: {}", after["day"], "label")),
            (doubtful, "", pl.col("doubt")),
            (pl.col("last_day").is_null(), "", pl.lit("nothing is recorded from time zero on")),
            (whole, "N", pl.lit("none recorded up to the horizon")),
        ],
        ("N", pl.format("none recorded up to the last record, on day {}", after["last_day"])),
    )
    yes, no = (pl.col("AVALC") == answer for answer in ("Y", "N"))
    risk = pl.when(yes).then("day").when(no).then(end) - pl.col("origin") + 1
    whole_time = pl.when(yes | no).then(pl.max_horizontal(end, pl.when(yes).then("day"))) - pl.col("origin") + 1
    rows = rows.with_columns(
        risk=risk, observed=whole_time, day=pl.when(yes).then("day"), fact=pl.when(yes).then("fact")
    )
    return answer_rows(code, endpoint, evidence, rows)


def _in_time(found: pl.DataFrame, zero: pl.DataFrame) -> pl.DataFrame:
    """The occurrences; one that may lie before or after the horizon is a doubt."""
    rows = found.join(zero.select("subject", "horizon"), on="subject", how="left", maintain_order="left")
    open_ = ((pl.col("lo") <= pl.col("horizon")) & (pl.col("hi") > pl.col("horizon"))).fill_null(False)
    return rows.with_columns(
        fits=pl.when(~open_).then("fits"),
        why=pl.when(open_).then(pl.format("{} may lie after the horizon", "label")).otherwise("why"),
    ).drop("horizon")


def observed(zero: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """How long each subject was observed: subject, last_day (that of the last record of any kind from time zero on).

    zero: subject, origin. Records after a death do not lengthen observation.
    """
    dated = evidence.facts.filter(pl.col("start_lo") == pl.col("start_hi")).select("subject", day="start_lo")
    death = first_after(occurrences((EventPattern(DEATH),), evidence), zero).select("subject", death="day")
    rows = dated.join(zero.select("subject", "origin"), on="subject").join(death, on="subject", how="left")
    rows = rows.filter((pl.col("day") >= pl.col("origin")) & (pl.col("day") <= pl.col("death")).fill_null(True))
    return rows.group_by("subject").agg(last_day=pl.col("day").max())
