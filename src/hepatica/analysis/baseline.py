"""Baseline characteristics: numbers by median and quartiles, mean and SD, codes by counts, of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from hepatica.analysis.cohort import EVERYONE, group_order, grouping
from hepatica.analysis.results import Place, Row
from hepatica.endpoints.adsl import flag, needed
from hepatica.protocol.study import Study
from hepatica.vocabulary import Vocabulary

METHOD = "baseline"
FIRST = ("age", "sex")
"""Variables that every baseline table begins with, where they are known."""


def baseline_rows(study: Study, adsl: pl.DataFrame, vocabulary: Vocabulary) -> Iterator[Row]:
    """One table for each pair of population and grouping that an analysis uses; of everybody where none groups.

    Sensitivity analyses have no table of their own.
    """
    main = [a for a in study.analyses if a.role != "sensitivity"]
    pairs = dict.fromkeys((a.population or "", a.by or "") for a in main if a.by) or {("", ""): None}
    alone = len({by for _, by in pairs}) == len(pairs)
    for population, by in pairs:
        name = f"baseline.by_{by}" if by else "baseline"
        place = Place(
            name if alone else f"{name}.{population or 'all'}", population=population, group_by=by, dataset="ADSL"
        )
        rows = adsl.filter(pl.col(flag(population)) == "Y") if population else adsl
        column = grouping(by)
        rows = rows.with_columns(group=pl.col(column).cast(pl.String).fill_null("") if by else pl.lit(EVERYONE))
        if by:
            rows = rows.filter(pl.col("group") != "")
        groups = group_order(by or None, rows["group"].unique().to_list(), study, vocabulary)
        yield from _table(place.by(METHOD), rows, groups, _variables(study, adsl, by), study, vocabulary)


def _variables(study: Study, adsl: pl.DataFrame, by: str) -> list[str]:
    """The variables described: age and sex where anybody has them, then what the analyses need."""
    wanted = needed(study)
    first = [name for name in FIRST if name not in wanted and _filled(adsl[grouping(name)])]
    return [name for name in (*first, *wanted) if name != by]


def _filled(values: pl.Series) -> bool:
    return bool(values.cast(pl.String).fill_null("").ne("").any())


def _table(
    place: Place, rows: pl.DataFrame, groups: Sequence[str], variables: Sequence[str], study: Study, voc: Vocabulary
) -> Iterator[Row]:
    for group in groups:
        n = rows.filter(pl.col("group") == group).height
        yield place.row("n", n, group=group, n=n, unit="1")
    for term in variables:
        column = grouping(term)
        if voc[term].kind == "ordinal" and rows.schema[column] != pl.String:
            rows = rows.with_columns(_grades(rows[column]))
        coded = rows.schema[column] == pl.String
        levels = group_order(term, [v for v in rows[column].unique() if v], study, voc) if coded else ()
        for group in groups:
            values = rows.filter(pl.col("group") == group)[column]
            shared = {"term": term, "group": group}
            if coded:
                yield from _codes(place, values, levels, shared)
            else:
                yield from _numbers(place, values, voc[term].unit or "", shared)


def _grades(values: pl.Series) -> pl.Series:
    """Grades of a scale (ECOG 0 to 5) as the codes they are: they are counted, not averaged."""
    whole = values.cast(pl.Int64, strict=False)
    text = pl.select(pl.when(whole == values).then(whole.cast(pl.String)).otherwise(values.cast(pl.String))).to_series()
    return text.fill_null("").alias(values.name)


def _codes(place: Place, values: pl.Series, levels: Sequence[str], shared: dict[str, str]) -> Iterator[Row]:
    known = values.filter(values != "")
    for level in levels:
        count = int((known == level).sum())
        yield place.row("count", count, reference=level, within=level, n=len(known), unit="1", **shared)
    yield place.row("missing", len(values) - len(known), n=len(values), unit="1", **shared)


def _numbers(place: Place, values: pl.Series, unit: str, shared: dict[str, str]) -> Iterator[Row]:
    known = values.drop_nulls().cast(pl.Float64).drop_nans()
    quartiles = {name: known.quantile(q, "linear") for name, q in (("median", 0.5), ("q1", 0.25), ("q3", 0.75))}
    spread = {"mean": known.mean(), "sd": known.std(), "minimum": known.min(), "maximum": known.max()}
    for statistic, value in {**quartiles, **spread}.items():
        number = float(value) if isinstance(value, int | float) else None
        yield place.row(statistic, number, n=len(known), unit=unit, **shared)
    yield place.row("missing", len(values) - len(known), n=len(values), unit="1", **shared)
