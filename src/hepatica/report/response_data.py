"""What the figures of response draw, from the frames that the instruments return.

time_points: subject, day, change_pct and what else `time_points` gives, of one reader. best: the results of
`best_response`. subjects: subject, and where known group, zero (day zero; 1 where the column is left out), last,
new_therapy, death, treated_until (days counted as those of zero) and ongoing; everybody stands there, assessed or not.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require

WHERE: Final = "figures of response"
DAYS: Final = ("zero", "last", "new_therapy", "death", "treated_until")
EVERYBODY: Final = ""
"""The group where there are none."""

NO_ZERO: Final = "no_day_zero"
NO_ASSESSMENT: Final = "no_assessment"
NO_BASELINE: Final = "no_baseline"
NO_TARGETS: Final = "no_targets"
NO_SUM: Final = "no_sum"
NO_LAST: Final = "no_last_day"
BEFORE_ZERO: Final = "last_before_zero"
REASONS: Final = (NO_ZERO, NO_ASSESSMENT, NO_TARGETS, NO_BASELINE, NO_SUM, NO_LAST, BEFORE_ZERO)
"""Why a subject is not drawn: in this order, the first that holds. The last two are those of a swimmer figure."""


def people(subjects: pl.DataFrame) -> pl.DataFrame:
    """Everybody in the figure: subject, group ("" without groups), zero, last, new_therapy, death, treated_until, ongoing.

    Raises HepaticaError for a column that is missing or of another type, and for a subject that stands there twice.
    """
    days = [name for name in DAYS if name in subjects.columns]
    flags = ["ongoing"] if "ongoing" in subjects.columns else []
    table = require(subjects, f"{WHERE}: subjects", keys=("subject",), numbers=days, flags=flags)
    twice = table.filter(pl.col("subject").is_duplicated())
    if not twice.is_empty():
        raise HepaticaError(
            f"subject {twice['subject'][0]} stands there twice", where=f"{WHERE}: subjects", do="give one row a subject"
        )
    group = pl.col("group").cast(pl.String).fill_null(EVERYBODY) if "group" in table.columns else pl.lit(EVERYBODY)
    given = [
        pl.col(name).cast(pl.Int64) if name in days else pl.lit(None, pl.Int64).alias(name)
        for name in DAYS
        if name != "zero"
    ]
    return table.select(
        pl.col("subject").cast(pl.String),
        group.alias("group"),
        (pl.col("zero").cast(pl.Int64) if "zero" in days else pl.lit(1, pl.Int64)).alias("zero"),
        *given,
        (pl.col("ongoing").fill_null(False) if flags else pl.lit(False)).alias("ongoing"),
    )


def groups_of(table: pl.DataFrame) -> list[str]:
    """The groups in the order in which they first stand among the subjects; those without a group come last."""
    found = table["group"].unique(maintain_order=True).to_list()
    return [one for one in found if one != EVERYBODY] + [one for one in found if one == EVERYBODY]


def courses(
    time_points: pl.DataFrame, best: pl.DataFrame, subjects: pl.DataFrame, *, after_progression: bool = False
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The assessments that count, with days since day zero; and the subjects without any change, with the reason.

    An assessment counts from day zero on, up to new therapy, and up to the progression (PD of the best responses): what
    shrinks after it is no best change. Returns subject, group, day (since zero), change (percent of baseline, null where the
    sum is not whole), progression, new (an unequivocal new lesion); and subject, group, reason (`REASONS`).
    """
    table = people(subjects)
    found = best_values(best, "PD").filter(pl.col("value") == "Y").select("subject", progressed="day")
    rows = _assessments(time_points).join(table, on="subject", how="inner", maintain_order="left")
    rows = rows.join(found, on="subject", how="left", maintain_order="left")
    day, progressed = pl.col("day"), pl.col("progressed")
    counts = (day >= pl.col("zero")) & (day <= pl.col("new_therapy")).fill_null(True)
    if not after_progression:
        counts &= (day <= progressed).fill_null(True)
    rows = rows.filter(counts).sort("subject", "day", maintain_order=True)
    rows = rows.with_columns(day=day - pl.col("zero"), progression=(day == progressed).fill_null(False))
    told = rows.group_by("subject").agg(pl.col("change").is_not_null().any(), pl.col("baseline", "targets").any())
    reason = (
        pl.when(pl.col("zero").is_null()).then(pl.lit(NO_ZERO))
        .when(pl.col("change").is_null()).then(pl.lit(NO_ASSESSMENT))
        .when(~pl.col("targets")).then(pl.lit(NO_TARGETS))
        .when(~pl.col("baseline")).then(pl.lit(NO_BASELINE))
        .otherwise(pl.lit(NO_SUM))
    )  # fmt: skip
    without = table.join(told, on="subject", how="left", maintain_order="left")
    without = without.filter(~pl.col("change").fill_null(False)).select("subject", "group", reason=reason)
    return rows.select("subject", "group", "day", "change", "progression", "new"), without


def best_values(best: pl.DataFrame, parameter: str) -> pl.DataFrame:
    """One result of `best_response`, of one reader: subject, value, day.

    Raises HepaticaError for missing columns, for several readers, and where the result is not there.
    """
    found = require(best, f"{WHERE}: best response", keys=("subject",), codes=("parameter", "value"), numbers=("day",))
    _one_reader(found, "best response")
    if not found.is_empty() and parameter not in found["parameter"]:
        raise HepaticaError(
            f"there is no {parameter} among the best responses",
            where=WHERE,
            do=f"give one of {', '.join(sorted(found['parameter'].unique()))}",
        )
    rows = found.filter(pl.col("parameter") == parameter)
    if (twice := rows.filter(pl.col("subject").is_duplicated())).height:
        raise HepaticaError(
            f"subject {twice['subject'][0]} has {parameter} more than once",
            where=f"{WHERE}: best response",
            do="give the results of one line of treatment",
        )
    return rows.select(pl.col("subject").cast(pl.String), "value", pl.col("day").cast(pl.Int64))


def lanes(subjects: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The bars of a swimmer figure, and who has none.

    Returns subject, group, end, treated (days since day zero), ongoing, by group and from the longest to the shortest; the
    last day is that of death where none is known, and never before it. And subject, group, reason (NO_LAST, BEFORE_ZERO).
    """
    table = people(subjects)
    order = {group: index for index, group in enumerate(groups_of(table))}
    rows = table.with_columns(
        end=pl.max_horizontal("last", "death") - pl.col("zero"),
        treated=pl.col("treated_until") - pl.col("zero"),
        place=pl.col("group").replace_strict(order, return_dtype=pl.Int64),
    )
    reason = (
        pl.when(pl.col("zero").is_null()).then(pl.lit(NO_ZERO))
        .when(pl.col("end").is_null()).then(pl.lit(NO_LAST))
        .when(pl.col("end") < 0).then(pl.lit(BEFORE_ZERO))
    )  # fmt: skip
    rows = rows.with_columns(reason=reason)
    drawn = rows.filter(pl.col("reason").is_null()).sort(
        "place", "end", "subject", descending=[False, True, False], maintain_order=True
    )
    treated = pl.min_horizontal(pl.col("treated").clip(lower_bound=0), "end")
    bars = drawn.select("subject", "group", "end", treated.alias("treated"), "ongoing")
    return bars, rows.filter(pl.col("reason").is_not_null()).select("subject", "group", "reason")


def lane_marks(best: pl.DataFrame, subjects: pl.DataFrame, response: str) -> pl.DataFrame:
    """What happened on each bar: subject, kind (response, progression, death, ongoing), day (since day zero).

    response: RSP or CRSP. Progression is PD of the best responses; death that of the subjects.
    """
    table = people(subjects)
    bars, _ = lanes(subjects)
    found = [
        best_values(best, parameter).filter(pl.col("value") == "Y").select("subject", "day", kind=pl.lit(kind))
        for parameter, kind in ((response, "response"), ("PD", "progression"))
    ]
    died = table.filter(pl.col("death").is_not_null()).select("subject", day="death", kind=pl.lit("death"))
    events = pl.concat([*found, died]).join(table.select("subject", "zero"), on="subject", how="inner")
    placed = events.select("subject", "kind", day=pl.col("day") - pl.col("zero")).drop_nulls("day")
    alive = bars.filter("ongoing").select("subject", kind=pl.lit("ongoing"), day="end")
    return pl.concat([placed, alive]).join(bars.select("subject"), on="subject", how="semi")


def subjects_from_adtte(adtte: pl.DataFrame, parameter: str) -> pl.DataFrame:
    """The subjects of an ADTTE whose event is death (`parameter`, its PARAMCD): subject, group, zero, last, death.

    AVAL counts the day of origin as day 1 (days), and so do these days: zero is 1. CNSR 0 is the death; rows that are not
    analysed (AVAL null) give neither day.
    """
    adtte = require(adtte, f"{WHERE}: ADTTE", keys=("USUBJID",), codes=("PARAMCD",), numbers=("AVAL", "CNSR"))
    rows = adtte.filter(pl.col("PARAMCD") == parameter)
    group = "TRT01A" if "TRT01A" in rows.columns else pl.lit(EVERYBODY)
    return rows.select(
        subject="USUBJID",
        group=group,
        zero=pl.lit(1, pl.Int64),
        last=pl.col("AVAL").cast(pl.Int64),
        death=pl.when(pl.col("CNSR") == 0).then(pl.col("AVAL").cast(pl.Int64)),
    )


def _assessments(time_points: pl.DataFrame) -> pl.DataFrame:
    """The columns that are drawn; where the frame does not say why a sum is missing, only that it is."""
    time_points = require(time_points, WHERE, keys=("subject",), numbers=("day", "change_pct"))
    _one_reader(time_points, "time points")
    there = time_points.columns
    return time_points.select(
        pl.col("subject").cast(pl.String),
        pl.col("day").cast(pl.Int64),
        change=pl.col("change_pct").cast(pl.Float64),
        baseline=pl.col("baseline_mm").is_not_null() if "baseline_mm" in there else pl.lit(True),
        targets=pl.col("target").is_not_null() if "target" in there else pl.lit(True),
        new=pl.col("new_lesion").is_in(["UNEQUIVOCAL"]).fill_null(False) if "new_lesion" in there else pl.lit(False),
    )


def _one_reader(frame: pl.DataFrame, what: str) -> None:
    if "reader" in frame.columns and (many := frame["reader"].fill_null("").unique().sort().to_list())[1:]:
        raise HepaticaError(
            f"the {what} are those of {len(many)} readers",
            where=WHERE,
            do=f"choose one: {', '.join(repr(one) for one in many)}",
        )
