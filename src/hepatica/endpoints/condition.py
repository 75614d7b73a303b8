"""Whether a condition holds of a subject: organoids established, the recommended regimen received."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.answers import answer_rows, decided, no_time_zero
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.time_zero import time_zero
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.columnar import evaluate


def condition(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject: the answer of its `state` as a rule, all that is known counted.

    Raises HepaticaError where the endpoint has no state.
    """
    if endpoint.state is None:
        where = f"endpoints.{name}.state"
        raise HepaticaError(f"{name} has no state", where=where, do="write for example `state: response in {CR, PR}`")
    zero = time_zero(name, endpoint, evidence, schedule).select("subject", "origin", "horizon")
    answers = evaluate({"holds": endpoint.state.node}, evidence.facts, evidence.subjects, evidence.context)
    rows = zero.join(answers, on="subject").with_columns(day=pl.lit(None, pl.Int64), fact=pl.lit(None, pl.Int64))
    rows = decided(
        rows,
        [
            *no_time_zero(endpoint),
            (pl.col("holds").fill_null(False), "Y", pl.lit(f"holds: {endpoint.state}")),
            (pl.col("holds").is_null(), "", pl.lit(f"the records do not decide: {endpoint.state}")),
        ],
        ("N", pl.lit(f"does not hold: {endpoint.state}")),
    )
    return answer_rows(code, endpoint, evidence, rows)
