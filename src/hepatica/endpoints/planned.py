"""Which planned visit a value belongs to: the windows of the schedule, one value a visit."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.time_zero import planned_visits
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import PlannedVisit
from hepatica.protocol.study import Study

BASELINE: Final = "baseline"
VISITS: Final = {
    "visit": pl.String(),
    "planned": pl.Int64(),
    "early": pl.Int64(),
    "late": pl.Int64(),
}


def visits_of(endpoint: Endpoint, study: Study, variable: str, *, before: bool = False) -> pl.DataFrame:
    """The planned visits at which a variable is assessed, by day: the columns of VISITS (days from time zero), visit_number.

    Those after time zero; with `before`, those on it and before it too.
    Those of schedule entries that count from the endpoint's own time zero and name the variable, its instrument, or the
    first part of its name (`child_pugh` for `child_pugh.score`).
    """
    rows = [
        _row(visit)
        for visit in planned_visits(study.schedule, endpoint.origin.node)
        if visit.kind == "planned"
        and (before or (visit.day or 0) > 0)
        and assessed(endpoint, study, variable) & set(visit.assessments)
    ]
    found = pl.DataFrame(rows, schema=VISITS, orient="row").sort("planned", "visit")
    return found.unique("planned", keep="first", maintain_order=True).with_columns(
        visit_number=pl.int_range(1, pl.len() + 1)
    )


def assessed(endpoint: Endpoint, study: Study, variable: str) -> set[str]:
    """The names under which a schedule entry may plan an endpoint's variable."""
    measuring = {name for name, each in study.instruments.items() if variable in each.measures}
    named = {variable, variable.partition(".")[0], endpoint.instrument or variable}
    return named | measuring


def _row(visit: PlannedVisit) -> tuple[object, ...]:
    return visit.label, visit.day, visit.early, visit.late


def at_visits(values: pl.DataFrame, zero: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Add visit, visit_number (0: baseline) and stands (the value that counts for its visit), and origin.

    values: subject, day, fact, problem, is_base and more. zero: subject, origin. Of several usable values in a window the one
    nearest to the planned day counts, of two equally near the later one, of one day the first recorded; one that cannot be
    used stands only where there is no other. Where nothing is planned every value stands for itself.
    """
    rows = values.join(zero.select("subject", "origin"), on="subject").with_row_index("value_row")
    rows = rows.with_columns(after=pl.col("day") - pl.col("origin"))
    later = rows.filter(~pl.col("is_base")).select("value_row", "subject", "fact", "after", "problem")
    inside = later.join_where(visits, pl.col("after") >= pl.col("early"), pl.col("after") <= pl.col("late"))
    near = (pl.col("after") - pl.col("planned")).abs().alias("away")
    inside = inside.with_columns(near).sort("value_row", "away", "planned")
    own = inside.unique("value_row", keep="first", maintain_order=True)
    bad = pl.col("problem").is_not_null()
    best = own.sort(bad, "away", "after", "fact", descending=[False, False, True, False])
    best = best.unique(["subject", "planned"], keep="first", maintain_order=True)
    rows = rows.join(own.select("value_row", "visit", "visit_number"), on="value_row", how="left")
    rows = rows.join(best.select("value_row", stands=pl.lit(True)), on="value_row", how="left")
    alone = pl.lit(visits.is_empty())
    return rows.with_columns(
        visit=pl.when("is_base").then(pl.lit(BASELINE)).otherwise(pl.col("visit").fill_null("")),
        visit_number=pl.when("is_base").then(0).otherwise("visit_number"),
        stands=pl.col("is_base") | pl.col("stands").fill_null(False) | alone,
    ).drop("value_row", "after")
