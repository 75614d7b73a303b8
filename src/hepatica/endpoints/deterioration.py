"""A score or value that became worse than at baseline by a given amount: Child-Pugh up by 2 points, a scale down by 10."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.answers import answer_rows
from hepatica.endpoints.baseline import baseline, no_baseline, since
from hepatica.endpoints.confirmed_state import reached, sights, wanted
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.planned import visits_of
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.values import dated_values
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study


def deterioration(name: str, code: str, endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject: Y on the first day on which the change is reached.

    A value known as a bound (`>= 10`) counts where every number it may stand for gives the same answer. Whoever has a value
    in the window of the last visit planned within the horizon, or later, was followed to the end. Raises
    HepaticaError where the endpoint does not name a variable, how much is worse, and which way is better.
    """
    where = f"endpoints.{name}"
    if endpoint.variable is None or endpoint.worsening is None:
        raise HepaticaError(
            f"{name} says not what becomes worse, or by how much", where=where, do="give variable and worsening"
        )
    if endpoint.direction not in ("higher better", "lower better"):
        raise HepaticaError(
            f"{name} says not which way is worse", where=where, do="write `direction: lower better`, or higher"
        )
    variable = evidence.context.vocabulary[endpoint.variable]
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin", "horizon")
    zero = since(zero, endpoint, study, evidence)
    values = dated_values(variable, evidence.of(variable.name), evidence.context.vocabulary)
    base = baseline(values, zero)
    rows = values.join(base.select("subject", base_low="low", base_high="high"), on="subject", how="left")
    rows = rows.join(zero.select("subject", "origin"), on="subject").filter(pl.col("day") > pl.col("origin"))
    least, most = pl.col("low") - pl.col("base_high"), pl.col("high") - pl.col("base_low")
    if endpoint.direction == "higher better":
        least, most = -most, -least
    far = endpoint.worsening
    state = pl.when((least >= far).fill_null(False)).then(True).when((most < far).fill_null(False)).then(False)
    judged = rows.select("subject", "fact", start_lo="day", state=state)
    enough = last_planned(endpoint, study, zero)
    look = wanted(endpoint.confirmed)
    found = reached(endpoint, evidence, zero, sights(judged, zero), look, variable.label.en, enough)
    found = found.join(base.select("subject", has_base=pl.lit(True)), on="subject", how="left")
    lost = pl.col("has_base").is_null() & pl.col("origin").is_not_null()
    found = found.with_columns(
        AVALC=pl.when(lost).then(pl.lit("")).otherwise("AVALC"),
        REASON=pl.when(lost).then(pl.lit(f"{variable.label.en}: {no_baseline(endpoint, study)}")).otherwise("REASON"),
    )
    return answer_rows(code, endpoint, evidence, found)


def last_planned(endpoint: Endpoint, study: Study, zero: pl.DataFrame) -> int | None:
    """The first day, from time zero, of the window of the last visit planned within everybody's horizon; None without one."""
    least = zero.select((pl.col("horizon") - pl.col("origin")).min()).item()
    planned = visits_of(endpoint, study, endpoint.variable or "").filter(pl.col("planned") <= (least or 0))
    return None if planned.is_empty() else int(planned["early"][-1])
