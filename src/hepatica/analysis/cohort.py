"""Who is in an analysis: the subjects of its population that can be analysed, and everybody else with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hepatica.analysis.results import Place, Row
from hepatica.endpoints.adsl import ARM, column_of, exclusion_flags, flag
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.protocol.study import Study
from hepatica.vocabulary import Vocabulary

EVERYONE = ""
"""The one group of an analysis without grouping."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The subjects of one analysis of one parameter.

    rows: ADTTE or ADBIN of the analysed, joined to ADSL, with `group`. groups: in order, those present.
    left_out: group ("" unknown), reason and count of the subjects left out.
    """

    rows: pl.DataFrame
    groups: tuple[str, ...]
    left_out: pl.DataFrame

    def of(self, group: str) -> pl.DataFrame:
        """The rows of one group."""
        return self.rows.filter(pl.col("group") == group)


def grouping(by: str | None) -> str:
    """The ADSL column that holds a grouping or a covariate; "" for none."""
    return column_of(by) if by else ""


def group_order(by: str | None, present: Sequence[str], study: Study, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Groups that are present in the order of the study's arms or of the variable's codes; unlisted ones come last."""
    listed = list(study.arms) if by == ARM else list(vocabulary[by].values) if by else []
    known = [code for code in listed if code in present]
    return (*known, *sorted(set(present) - set(known)))


def cohort(
    analysis: Analysis, parameter: str, data: pl.DataFrame, adsl: pl.DataFrame, study: Study, vocabulary: Vocabulary
) -> Cohort:
    """Choose the subjects of an analysis from the rows of its parameter in ADTTE or ADBIN.

    A subject of whom it is unknown whether it belongs is left out, and is counted as such. Raises HepaticaError where
    the population or the grouping is not in ADSL.
    """
    by = grouping(analysis.by)
    group = pl.col(by).cast(pl.String).fill_null("") if by else pl.lit(EVERYONE)
    if by and by not in adsl.columns:
        raise HepaticaError(
            f"the analysis data have no column {by}", where=f"analysis {analysis.id}", do="derive them anew"
        )
    repeated = [c for c in data.columns if c in adsl.columns and c != "USUBJID"]
    rows = adsl.join(data.filter(pl.col("PARAMCD") == parameter).drop(repeated), on="USUBJID").with_columns(group=group)
    rows = rows.with_columns(out=_reason(analysis, study, by))
    left_out = rows.filter(pl.col("out") != "").group_by("group", reason="out").agg(count=pl.len().cast(pl.Int64))
    kept = rows.filter(pl.col("out") == "").drop("out").sort("USUBJID")
    groups = group_order(analysis.by, kept["group"].unique().to_list(), study, vocabulary)
    return Cohort(kept, groups, left_out.sort("group", "reason"))


def _reason(analysis: Analysis, study: Study, by: str) -> pl.Expr:
    """Why a subject is left out, the most basic reason first; "" where it is not."""
    population, excluding = analysis.population, exclusion_flags(study).get(analysis.id)
    said = pl.when(pl.col("REASON") == "").then(pl.lit("cannot be analysed")).otherwise(without_days(pl.col("REASON")))
    reason = pl.when(pl.col("ANL01FL") != "Y").then(said).otherwise(pl.lit(""))
    if by:
        reason = pl.when(pl.col("group") == "").then(pl.lit("the group is not known")).otherwise(reason)
    if excluding:
        reason = (
            pl.when(pl.col(excluding) == "Y")
            .then(pl.lit("left out by the analysis"))
            .when(pl.col(excluding) == "")
            .then(pl.lit("not known whether to be left out"))
            .otherwise(reason)
        )
    if population and flag(population) != "ALLFL":
        member = pl.col(flag(population))
        reason = (
            pl.when(member == "N")
            .then(pl.lit(f"not in the population {population}"))
            .when(member == "")
            .then(pl.lit(f"not known whether in the population {population}"))
            .otherwise(reason)
        )
    return reason


def without_days(sentence: pl.Expr) -> pl.Expr:
    """A reason without the days of one subject, so that equal reasons count together."""
    return sentence.str.replace_all(r" (on|from) day \d+( on)?", "")


def exclusion_rows(place: Place, left_out: pl.DataFrame, within: str = "") -> list[Row]:
    """One result per group and reason: how many subjects are not in the analysis (or `within` a part of it)."""
    here = place.by("exclusions")
    return [
        here.row("excluded", row["count"], group=row["group"], term=row["reason"], within=within, n=row["count"])
        for row in left_out.iter_rows(named=True)
    ]


def array(rows: pl.DataFrame, column: str) -> NDArray[np.float64]:
    """A column of numbers for the statistics."""
    return rows[column].cast(pl.Float64).to_numpy()


def times(rows: pl.DataFrame) -> Mapping[str, Any]:
    """Arguments of the survival functions: time and event (CNSR 0) and, if anybody enters late, entry."""
    entry = array(rows, "ENTRY")
    late = {"entry": entry} if (entry > 0).any() else {}
    return {"time": array(rows, "AVAL"), "event": (rows["CNSR"] == 0).to_numpy(), **late}
