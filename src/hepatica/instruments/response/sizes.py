"""What of a lesion is summed, by the criteria; null where it was not measured."""

from __future__ import annotations

import polars as pl

from hepatica.instruments.response.criteria import Criteria


def size(criteria: Criteria) -> pl.Expr:
    """Size of a lesion in mm (mm2 for areas): the short axis of a node, 0 where absent, the default where too small.

    Null where the lesion was not assessed, or its size was not measured. A split lesion has none of its own.
    """
    state = pl.col("state")
    measured = pl.when(pl.col("node")).then(pl.col("short_axis_mm")).otherwise(_measured(criteria))
    least = criteria.too_small**2 if criteria.size == "viable_area" else criteria.too_small
    return (
        pl.when(state.is_null() | (state == "present"))
        .then(measured)
        .when(state == "absent")
        .then(measured.fill_null(0.0))
        .when(state == "too_small")
        .then(measured.fill_null(least))
    )


def _measured(criteria: Criteria) -> pl.Expr:
    viable = pl.col("viable_mm")
    if criteria.size == "longest":
        longest = pl.col("longest_mm")
        return pl.when(viable.is_not_null()).then(longest) if criteria.complete_without_enhancement else longest
    if criteria.size == "viable_area":
        return pl.when(viable == 0).then(0.0).otherwise(viable * pl.col("viable_perpendicular_mm"))
    if criteria.viable_organs is None:
        return viable
    inside = pl.col("organ").is_in(sorted(criteria.viable_organs)).fill_null(True)
    return pl.when(inside).then(viable).otherwise(pl.coalesce("longest_mm", "viable_mm"))


def gone(criteria: Criteria, size: pl.Expr) -> pl.Expr:
    """Whether the lesion no longer counts against a complete response: a node under its limit, else nothing left."""
    left = pl.col("viable_mm") if criteria.complete_without_enhancement else size
    absent = (left == 0) | ((pl.col("state") == "absent").fill_null(False) & left.fill_null(0).eq(0))
    return pl.when(pl.col("node")).then(size < criteria.node_normal).otherwise(absent)
