"""The baseline of a value that is followed: the last one on or before time zero, and not too long before it."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.covariates import BASELINE, baseline_days
from hepatica.endpoints.days import moved
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.words import length_in_words
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study


def baseline(values: pl.DataFrame, zero: pl.DataFrame) -> pl.DataFrame:
    """The last usable value of each subject on or before time zero: the columns of `values`, one row a subject.

    values: the frame of `dated_values`. zero: subject, origin, since (see `since`). Values of that day that disagree are
    none: the subject is left out.
    """
    rows = values.join(zero.select("subject", "origin", "since"), on="subject").filter(
        (pl.col("day") <= pl.col("origin"))
        & (pl.col("day") >= pl.col("since")).fill_null(True)
        & pl.col("problem").is_null()
    )
    rows = rows.filter(pl.col("day") == pl.col("day").max().over("subject"))
    alike = rows.group_by("subject").agg(
        same=(pl.struct("low", "high", "code").n_unique() == 1), fact=pl.col("fact").min()
    )
    kept = alike.filter("same").select("subject", "fact")
    return rows.join(kept, on=["subject", "fact"], how="semi").select(values.columns).sort("subject")


def since(zero: pl.DataFrame, endpoint: Endpoint, study: Study, evidence: Evidence) -> pl.DataFrame:
    """Add since: the first day that a baseline may have; null where it may be any.

    It lies as long before time zero as the endpoint's `within` says, else where the study's baseline window begins.
    """
    if endpoint.within is not None:
        return zero.with_columns(since=moved(pl.col("origin"), endpoint.within.node, -1))
    if BASELINE not in study.windows:
        return zero.with_columns(since=pl.lit(None, pl.Int64))
    return zero.join(baseline_days(study, evidence).select("subject", since="start"), on="subject", how="left")


def no_baseline(endpoint: Endpoint, study: Study) -> str:
    """What is said of a subject without a baseline."""
    if endpoint.within is not None:
        return f"no usable value within {length_in_words(endpoint.within.node)} before time zero"
    if BASELINE in study.windows:
        return f"no usable value in the baseline window ({study.windows[BASELINE]})"
    return "no usable value at or before time zero"
