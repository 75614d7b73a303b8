"""Expression of a cohort as a matrix, out of the GF domain: one row a subject, one column a gene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from hepatica.assignment.centroids import Matrix
from hepatica.errors import HepaticaError
from hepatica.sdtm.tables import Tables


@dataclass(frozen=True)
class Expression:
    """values: n × g in `unit`; subjects: n; genes: g symbols, sorted; left_out: subject -> why it is not among them."""

    subjects: tuple[str, ...]
    genes: tuple[str, ...]
    values: Matrix
    unit: str
    left_out: dict[str, str]


def expression(tables: Tables, measure: str | None = None, genes: tuple[str, ...] = ()) -> Expression:
    """Read the expression rows of GF (those with a gene in GFSYM).

    measure: GFTESTCD; may be left out where the data hold one only. genes: those wanted; all if empty. A subject that
    lacks a gene that others have, or has a wanted one twice with different values, is left out with the reason. Where
    no genes are named, a symbol that some subject has twice with different values (two loci of one name) is no gene.
    """
    rows = tables["GF"].filter(pl.col("GFSYM") != "")
    if measure is not None:
        rows = rows.filter(pl.col("GFTESTCD") == measure)
    if rows.is_empty():
        raise HepaticaError(
            f"the data hold no gene expression{f' measured as {measure}' if measure else ''}",
            where="domain GF",
            do="import an expression matrix first (an import map with layout: matrix)",
        )
    measures = rows.select("GFTESTCD", "GFORRESU").unique().sort("GFTESTCD", "GFORRESU").rows()
    if len(measures) > 1:
        found = "; ".join(f"{code} in {unit}" for code, unit in measures)
        raise HepaticaError(
            f"the data hold several measurements of expression ({found})",
            where="domain GF",
            do="say which with `measure` in the study's assignment section, one unit in each",
        )
    if genes:
        rows = rows.filter(pl.col("GFSYM").is_in(list(genes)))
    return _pivoted(rows, measures[0][1], named=bool(genes))


def _pivoted(rows: pl.DataFrame, unit: str, *, named: bool) -> Expression:
    value = pl.col("GFORRES").cast(pl.Float64, strict=False)
    long = rows.select("USUBJID", "GFSYM", value=value)
    agreed = long.group_by("USUBJID", "GFSYM").agg(
        pl.col("value").first(), twice=pl.col("value").n_unique() > 1, blank=pl.col("value").is_null().any()
    )
    if not named:
        agreed = agreed.filter(~pl.col("twice").any().over("GFSYM"))
    left_out = {
        subject: f"gene {gene} has two different values" if twice else f"gene {gene} has no number"
        for subject, gene, twice in agreed.filter(pl.col("twice") | pl.col("blank"))
        .sort("USUBJID", "GFSYM", descending=True)
        .select("USUBJID", "GFSYM", "twice")
        .iter_rows()
    }
    wide = agreed.pivot("GFSYM", index="USUBJID", values="value", sort_columns=True).sort("USUBJID")
    genes = tuple(sorted(name for name in wide.columns if name != "USUBJID"))
    values = wide.select(genes).to_numpy().astype(np.float64)
    subjects = wide["USUBJID"].to_list()
    for i in np.flatnonzero(np.isnan(values).any(axis=1)).tolist():
        lacking = int(np.isnan(values[i]).sum())
        left_out.setdefault(subjects[i], f"{lacking} of {len(genes)} genes were not measured")
    keep = [i for i, s in enumerate(subjects) if s not in left_out]
    return Expression(tuple(subjects[i] for i in keep), genes, values[keep], unit, left_out)
