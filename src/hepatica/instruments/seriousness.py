"""Seriousness of adverse events: one of six criteria, whatever the grade.

ICH E2A (1994), section II.B, and ICH E2D (2003), section 2.3: an event that results in death, is life-threatening, requires
inpatient hospitalisation or prolongs it, results in persistent or significant disability or incapacity, is a congenital
anomaly or birth defect, or is another medically important event. Severity is another matter: CTCAE grades that, and a
grade 4 of a laboratory result is not serious for that alone.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import named
from hepatica.vocabulary import Label

CRITERIA: Final = {
    "AESDTH": Label("Results in death", "导致死亡"),
    "AESLIFE": Label("Is life-threatening", "危及生命"),
    "AESHOSP": Label("Requires or prolongs hospitalisation", "导致住院或住院时间延长"),
    "AESDISAB": Label("Persistent or significant disability or incapacity", "导致永久或显著的残疾或功能丧失"),
    "AESCONG": Label("Congenital anomaly or birth defect", "先天性异常或出生缺陷"),
    "AESMIE": Label("Other medically important event", "其他重要医学事件"),
}
"""By the variable of SDTM."""

ANSWERS: Final = {"Y": True, "N": False}


def seriousness(events: pl.DataFrame, *, criteria: tuple[str, ...] = tuple(CRITERIA)) -> pl.DataFrame:
    """Whether each event is serious, and by which criteria.

    events: columns of the criteria (Y, N; a column may be missing), AESER (Y, N) and AEOUT where there are such.
    criteria: those of the study; a record that lists fewer than ICH can be followed to the letter.
    Returns, row by row: serious (Y, N; null where it cannot be told), criteria (those that are met) and problem (null
    where there is none). A criterion that is met makes an event serious, even where AESER says no; an event recorded as
    serious stays so unless every criterion is recorded as not met.
    Raises HepaticaError for a criterion that is none, and a table without any of the columns.
    """
    for name in criteria:
        if name not in CRITERIA:
            raise HepaticaError(f"'{name}' is no criterion of seriousness", do=f"use some of {', '.join(CRITERIA)}")
    if not criteria or not {*criteria, "AESER"} & set(events.columns):
        raise HepaticaError(
            "nothing in the table says what is serious", do=f"add AESER or one of {', '.join(criteria)}"
        )
    answers = [_answer(events, name).alias(name) for name in criteria]
    table = events.select(*answers, said=_answer(events, "AESER"), strange=_strange(events, (*criteria, "AESER")))
    if "AESDTH" in criteria and "AEOUT" in events.columns:
        fatal = events["AEOUT"].cast(pl.String).str.strip_chars().str.to_uppercase() == "FATAL"
        table = table.with_columns(AESDTH=pl.col("AESDTH") | pl.when(fatal).then(True))
    met, every = pl.any_horizontal(criteria), pl.all_horizontal(pl.col(name).is_not_null() for name in criteria)
    said = pl.col("said")
    unfounded = said & every & ~met
    overlooked = ~said & met
    serious = pl.when(met).then(pl.lit("Y")).when(unfounded).then(None).when(said).then(pl.lit("Y"))
    listed = named({name: pl.col(name) for name in criteria})
    problem = (
        pl.when(unfounded)
        .then(pl.lit("recorded as serious, and no criterion is met"))
        .when(overlooked)
        .then(pl.format("recorded as not serious, and met: {}", listed.list.join(", ")))
        .when(pl.col("strange").is_not_null())
        .then("strange")
        .when(said.is_null() & met.is_null())
        .then(pl.lit("not recorded whether it is serious"))
    )
    serious = serious.when(~met | (~said & met.is_null())).then(pl.lit("N"))
    return table.select(serious=serious, criteria=listed, problem=problem)


def _answer(events: pl.DataFrame, name: str) -> pl.Expr:
    if name not in events.columns:
        return pl.lit(None, pl.Boolean)
    return _folded(name).replace_strict(ANSWERS, default=None, return_dtype=pl.Boolean)


def _strange(events: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
    """The first answer that is neither Y nor N."""
    found = [
        pl.when(~_folded(name).is_in([*ANSWERS, ""])).then(pl.format("{} is '{}', neither Y nor N", pl.lit(name), name))
        for name in names
        if name in events.columns
    ]
    return pl.coalesce(*found, pl.lit(None, pl.String))


def _folded(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.strip_chars().str.to_uppercase()
