"""Cox models: the groups of an analysis, or its terms, with the levels of a category against a stated reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from hepatica.analysis.cohort import Cohort, array, exclusion_rows, group_order, grouping, times
from hepatica.analysis.curves import events_of
from hepatica.analysis.results import Place, Row
from hepatica.endpoints.adsl import ARM
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.protocol.study import Study
from hepatica.protocol.written import Term
from hepatica.statistics import CoxFit, StatisticsError, cox, proportional_hazards
from hepatica.vocabulary import Vocabulary

LOGARITHMS: Final = {"log10": lambda x: x.log(10), "log2": lambda x: x.log(2), "log": lambda x: x.log()}


@dataclass(frozen=True, slots=True)
class Covariate:
    """One column of a model: the term as written, and for a category its level and the reference level."""

    term: str
    level: str = ""
    reference: str = ""


def cox_rows(place: Place, cohort: Cohort, analysis: Analysis, study: Study, vocabulary: Vocabulary) -> Iterator[Row]:
    """Hazard ratio with limits and Wald p-value of every covariate, tests of proportional hazards and concordance.

    Subjects without a value of some term are left out, and are counted as such.
    """
    terms = [term.node for term in analysis.terms] or ([Term(analysis.by)] if analysis.by else [])
    if not terms:
        yield place.failed("the model has no term")
        return
    rows, left_out = complete(cohort.rows, terms, analysis.strata)
    yield from exclusion_rows(place, left_out, within="model")
    n, events = events_of(rows)
    try:
        covariates, columns = design(rows, terms, analysis, study, vocabulary)
        strata = (
            rows.select(pl.concat_str(analysis.strata, separator="|")).to_series().to_list()
            if analysis.strata
            else None
        )
        fit = cox(
            **times(rows),
            X=np.column_stack(columns),
            strata=strata,
            names=[_name(c) for c in covariates],
            level=analysis.level,
        )
    except HepaticaError as error:
        yield place.failed(error, n=n, events=events)
        return
    yield from _coefficients(place, fit, covariates, analysis)
    yield from _fit(place, fit, covariates)


def complete(rows: pl.DataFrame, terms: Sequence[Term], strata: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with a value of every term, and group, reason and count of the others."""
    reason: pl.Expr = pl.lit("")
    for name in reversed(strata):
        reason = pl.when(_absent(rows, name)).then(pl.lit(f"no value of {name}")).otherwise(reason)
    for term in reversed(terms):
        name = grouping(term.variable)
        if term.function is not None:
            none = (pl.col(name) <= 0).fill_null(False)
            reason = pl.when(none).then(pl.lit(f"{term.variable} has no logarithm")).otherwise(reason)
        reason = pl.when(_absent(rows, name)).then(pl.lit(f"no value of {term.variable}")).otherwise(reason)
    marked = rows.with_columns(out=reason)
    left_out = marked.filter(pl.col("out") != "").group_by("group", reason="out").agg(count=pl.len().cast(pl.Int64))
    return marked.filter(pl.col("out") == "").drop("out"), left_out.sort("group", "reason")


def _absent(rows: pl.DataFrame, name: str) -> pl.Expr:
    if name not in rows.columns:
        raise HepaticaError(f"the analysis data have no column {name}", do="derive them anew")
    column = pl.col(name)
    return (column == "") | column.is_null() if rows.schema[name] == pl.String else column.is_null() | column.is_nan()


def design(
    rows: pl.DataFrame, terms: Sequence[Term], analysis: Analysis, study: Study, vocabulary: Vocabulary
) -> tuple[list[Covariate], list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]]:
    """The columns of the model. Raises StatisticsError where a category has one level only or lacks its reference."""
    covariates: list[Covariate] = []
    columns = []
    for term in terms:
        name = grouping(term.variable)
        written = f"{term.function}({term.variable})" if term.function else term.variable
        if rows.schema[name] != pl.String:
            column = pl.col(name).cast(pl.Float64)
            values = rows.select(LOGARITHMS[term.function](column) if term.function else column)
            covariates.append(Covariate(written))
            columns.append(array(values, name))
            continue
        levels = group_order(term.variable, rows[name].unique().to_list(), study, vocabulary)
        reference = reference_of(term.variable, levels, analysis)
        for level in levels:
            if level != reference:
                covariates.append(Covariate(written, level, reference))
                columns.append((rows[name] == level).cast(pl.Float64).to_numpy())
    return covariates, columns


def reference_of(variable: str, levels: Sequence[str], analysis: Analysis) -> str:
    """The level the others are compared with: the analysis' for its own groups, else the first."""
    if len(levels) < 2:
        shown = f" ({levels[0]})" if levels else ""
        raise StatisticsError(f"{variable} has one value only{shown}", do="leave it out of the model")
    own = variable == analysis.by or (variable == ARM and analysis.by is None)
    if own and analysis.reference is not None:
        if analysis.reference not in levels:
            raise StatisticsError(f"nobody is in the reference group {analysis.reference}", do=f"take one of {levels}")
        return analysis.reference
    return levels[0]


def _name(covariate: Covariate) -> str:
    return f"{covariate.term} {covariate.level}".strip()


def _coefficients(place: Place, fit: CoxFit, covariates: Sequence[Covariate], analysis: Analysis) -> Iterator[Row]:
    for i, covariate in enumerate(covariates):
        shared: dict[str, Any] = {
            "term": covariate.term,
            "group": covariate.level,
            "reference": covariate.reference,
            "n": fit.n,
            "events": fit.events,
            "unit": "1",
        }
        note = next(
            (note for note in fit.notes if repr(fit.names[i]) in note), "" if fit.converged else "; ".join(fit.notes)
        )
        yield place.row(
            "hazard_ratio", fit.hazard_ratios[i] if not fit.infinite[i] else None, low=fit.lower[i], high=fit.upper[i],
            level=analysis.level, note=note, **shared,
        )  # fmt: skip
        yield place.row("p_value", fit.p_values[i], **shared)


def _fit(place: Place, fit: CoxFit, covariates: Sequence[Covariate]) -> Iterator[Row]:
    """What the model as a whole says: likelihood ratio test, concordance, proportional hazards."""
    shared: dict[str, Any] = {"n": fit.n, "events": fit.events, "unit": "1"}
    whole, test = place.by("likelihood_ratio"), fit.likelihood_ratio
    for statistic, value in (("chi_square", test.statistic), ("df", test.df), ("p_value", test.p_value)):
        yield whole.row(statistic, value, **shared)
    here = place.by("proportional_hazards")
    try:
        check = proportional_hazards(fit)
    except HepaticaError as error:
        yield here.failed(error, **shared)
        return
    for covariate, one in zip(covariates, check.tests, strict=True):
        named = {"term": covariate.term, "group": covariate.level, "reference": covariate.reference, **shared}
        yield here.row("chi_square", one.statistic, **named)
        yield here.row("df", one.df, **named)
        yield here.row("p_value", one.p_value, **named)
