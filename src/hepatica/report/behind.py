"""Which subjects are behind a result, found again from the analysis data as the analysis chose them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from hepatica.analysis.cohort import grouping, without_days
from hepatica.endpoints.adsl import flag
from hepatica.report.estimate import EXCLUDED

Result = Mapping[str, Any]

MODELS: Final = frozenset({"cox", "likelihood_ratio", "proportional_hazards"})
FUNCTION: Final = re.compile(r"(log10|log2|log)\((.+)\)")


def behind(
    result: Result, adsl: pl.DataFrame, data: pl.DataFrame | None, terms: Sequence[str], exclusion: str | None
) -> pl.DataFrame:
    """The subjects of a result, one row each by USUBJID, with all that ADSL and the analysis data say of them.

    data: ADTTE or ADBIN; None for results of ADSL. terms: the terms of the analysis' model. exclusion: the ADSL column
    that says whom the analysis leaves out. An estimate that compares groups rests on the subjects of all of them.
    """
    rows = _members(result, adsl, data, exclusion)
    if result["statistic"] == EXCLUDED:
        missing = _missing(rows.filter(pl.col("out") == ""), terms) if result["term"].startswith("no ") else rows
        rows = missing.filter(pl.col("out") == result["term"])
    else:
        rows = rows.filter(pl.col("out") == "")
        if result["method"] in MODELS:
            rows = _missing(rows, terms).filter(pl.col("out") == "")
    one_group = result["method"] not in MODELS and not (result["reference"] and result["method"] != "baseline")
    if result["group_by"] and result["group"] and one_group:
        rows = rows.filter(pl.col("group") == result["group"])
    return rows.drop("out").sort("USUBJID")


def why_not(result: Result, adsl: pl.DataFrame, data: pl.DataFrame | None, exclusion: str | None, subject: str) -> str:
    """Why a subject is not behind a result."""
    rows = _members(result, adsl, data, exclusion).filter(pl.col("USUBJID") == subject)
    if not rows.height:
        return "it has no row of this parameter"
    return str(rows["out"][0]) or f"it is in the group {rows['group'][0]}, or lacks a value that the model needs"


def model_terms(results: Mapping[str, Result], analysis: str) -> list[str]:
    """The terms of an analysis' Cox model as they are written."""
    rows = (row for row in results.values() if row["analysis"] == analysis and row["method"] == "cox")
    return list(dict.fromkeys(row["term"] for row in rows if row["statistic"] == "hazard_ratio"))


def variable(term: str) -> str:
    """The variable of a term: of log10(x) it is x."""
    found = FUNCTION.fullmatch(term)
    return found[2].strip() if found else term


def _members(result: Result, adsl: pl.DataFrame, data: pl.DataFrame | None, exclusion: str | None) -> pl.DataFrame:
    """Every subject with its `group` and why it is out of the analysis (`out`, "" where it is in)."""
    column = grouping(result["group_by"] or None)
    group = pl.col(column).cast(pl.String).fill_null("") if column in adsl.columns else pl.lit("")
    rows = adsl
    if data is not None:
        own = data.filter(pl.col("PARAMCD") == result["parameter"])
        rows = adsl.join(own.drop([c for c in own.columns if c in adsl.columns and c != "USUBJID"]), on="USUBJID")
    out: pl.Expr = pl.lit("")
    if data is not None:
        out = pl.when(pl.col("ANL01FL") != "Y").then(without_days(pl.col("REASON"))).otherwise(out)
    if column:
        out = pl.when(group == "").then(pl.lit("the group is not known")).otherwise(out)
    if exclusion in rows.columns:
        out = _by_flag(exclusion, "N", "left out by the analysis", "not known whether to be left out", out)
    population = result["population"]
    if population and flag(population) in rows.columns:
        out = _by_flag(
            flag(population), "Y", f"not in the population {population}",
            f"not known whether in the population {population}", out,
        )  # fmt: skip
    return _of_flow(rows.with_columns(group=group, out=out), result)


def _by_flag(column: str, good: str, bad: str, unknown: str, otherwise: pl.Expr) -> pl.Expr:
    answer = pl.col(column)
    return pl.when(answer == "").then(pl.lit(unknown)).when(answer != good).then(pl.lit(bad)).otherwise(otherwise)


def _missing(rows: pl.DataFrame, terms: Sequence[str]) -> pl.DataFrame:
    """The same rows with `out` set for subjects without a value of some term of the model."""
    out: pl.Expr = pl.lit("")
    for term in reversed(terms):
        name = variable(term)
        column = grouping(name)
        if column not in rows.columns:
            continue
        if rows.schema[column] == pl.String:
            absent = (pl.col(column) == "") | pl.col(column).is_null()
        else:
            absent = pl.col(column).is_null() | pl.col(column).is_nan()
            if term != name:
                none = (pl.col(column) <= 0).fill_null(False)
                out = pl.when(none).then(pl.lit(f"{name} has no logarithm")).otherwise(out)
        out = pl.when(absent).then(pl.lit(f"no value of {name}")).otherwise(out)
    return rows.with_columns(out=out)


def _of_flow(rows: pl.DataFrame, result: Result) -> pl.DataFrame:
    """For counts of the flow of participants: only the subjects that the step counts."""
    if result["method"] != "flow":
        return rows
    answer = {"n": "Y", "excluded": "N", "unknown": ""}.get(result["statistic"], "Y")
    term = str(result["term"])
    if term == "group":
        rows = rows.filter(pl.col("TRT01A") == result["group"])
    elif term == "no group":
        rows = rows.filter(pl.col("TRT01A") == "")
    elif term == "eligible":
        rows = rows.filter(pl.col("ELIGFL") == answer)
    elif term.startswith("population "):
        rows = rows.filter(pl.col(flag(term.removeprefix("population "))) == answer)
    return rows.with_columns(out=pl.lit(term if result["statistic"] == EXCLUDED else ""))
