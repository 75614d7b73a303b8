"""A value at a moment: CTCs at each draw, Child-Pugh at progression, expression in the biopsy."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.days import moved, study_day
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.followed import followed_rows
from hepatica.endpoints.planned import assessed, visits_of
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.values import dated_values
from hepatica.endpoints.words import in_words
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import nominal_days
from hepatica.protocol.study import Study
from hepatica.rules.nodes import Anchor


def value_at(name: str, code: str, endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """The rows of one endpoint (columns of `followed.SCHEMA`), one row a subject: the usable value nearest to the moment.

    One row a subject and analyte where the variable holds several (genes, metabolites). The value may lie as far from the
    moment as the endpoint's `within` allows, else as the window of the visit that is planned on that day, else not at all.
    Of two equally near the earlier counts; values of one day that disagree are none.
    """
    if endpoint.at is None or endpoint.variable is None:
        raise HepaticaError(f"{name} says not of what, or when", where=f"endpoints.{name}", do="give variable and at")
    variable = evidence.context.vocabulary[endpoint.variable]
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin")
    moment = evidence.days({"~at": Anchor(point=endpoint.at.node)})
    moment = moment.select("subject", at=pl.when(pl.col("~at_lo") == pl.col("~at_hi")).then("~at_lo"))
    zero = zero.join(moment, on="subject", how="left")
    frame = zero.with_columns(reach(endpoint, study, variable.name))
    values = dated_values(variable, evidence.of(variable.name), evidence.context.vocabulary)
    rows = values.filter(pl.col("problem").is_null()).join(frame, on="subject")
    rows = rows.with_columns(away=(pl.col("day") - pl.col("at")).abs(), analyte=pl.col("analyte").fill_null(""))
    nearest = rows.sort("away", "day").unique("subject", keep="first", maintain_order=True)
    rows = rows.filter((pl.col("day") >= pl.col("early")) & (pl.col("day") <= pl.col("late")))
    own = ("subject", "analyte")
    rows = rows.filter(pl.col("away") == pl.col("away").min().over(own))
    rows = rows.filter(pl.col("day") == pl.col("day").min().over(own))
    differ = pl.struct("low", "high", "code").n_unique().over(own) > 1
    rows = rows.with_columns(differ=differ).sort("fact").unique(own, keep="first", maintain_order=True)
    rows = frame.join(rows.drop("origin", "at", "early", "late"), on="subject", how="left")
    rows = rows.join(nearest.select("subject", near="day"), on="subject", how="left")
    rows = rows.join(_unusable(values, frame), on="subject", how="left")
    why = _why(variable.label.en, in_words(endpoint.at, evidence))
    bound = (pl.col("low").is_not_null() | pl.col("high").is_not_null()) & ~pl.col("low").eq_missing(pl.col("high"))
    why = pl.when((why == "") & bound).then(pl.format("{} is no exact number", "said")).otherwise(why)
    rows = rows.with_columns(
        value=pl.when((pl.col("low") == pl.col("high")) & (why == "")).then("low"),
        said=pl.when(why == "").then("said"),
        base=pl.lit(None, pl.Float64),
        chg=pl.lit(None, pl.Float64),
        visit=pl.lit(in_words(endpoint.at, evidence).replace("«", "").replace("»", "")),
        visit_number=pl.lit(None, pl.Int64),
        is_base=pl.lit(False),
        good=why == "",
        why=pl.when(why == "").then(_found(in_words(endpoint.at, evidence))).otherwise(why),
    )
    return followed_rows(code, endpoint, evidence, rows)


def reach(endpoint: Endpoint, study: Study, variable: str) -> list[pl.Expr]:
    """The first and last day that a value read at the moment may have (columns origin, at): early, late."""
    if endpoint.within is not None:
        length = endpoint.within.node
        return [moved(pl.col("at"), length, sign).alias(end) for sign, end in ((-1, "early"), (1, "late"))]
    before, after = tolerance(endpoint, study, variable)
    return [(pl.col("at") - before).alias("early"), (pl.col("at") + after).alias("late")]


def tolerance(endpoint: Endpoint, study: Study, variable: str) -> tuple[int, int]:
    """How many days before and after the moment the schedule lets the visit lie: planned for that day, or triggered by it."""
    assert endpoint.at is not None
    point = endpoint.at.node
    if point.anchor == endpoint.origin.node.anchor:
        day = nominal_days(point.offset, point.sign) if point.offset else 0
        planned = visits_of(endpoint, study, variable, before=True).filter(pl.col("planned") == day)
        for early, late in planned.select("early", "late").iter_rows():
            return day - early, late - day
    happened = set(study.anchors[point.anchor].day.node.events) if point.anchor in study.anchors else set()
    for entry in study.schedule.values():
        on = set(entry.on.node) if entry.on is not None else set()
        if on & happened and entry.tolerance and assessed(endpoint, study, variable) & set(entry.assessments):
            return nominal_days(entry.tolerance.early.node), nominal_days(entry.tolerance.late.node)
    return 0, 0


def _unusable(values: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with the first value that would have been in time but cannot be used: subject, bad."""
    bad = values.filter(pl.col("problem").is_not_null()).join(frame, on="subject").sort("day", "fact")
    bad = bad.filter(pl.col("day").is_between("early", "late"))
    return bad.unique("subject", keep="first", maintain_order=True).select("subject", bad="problem")


def _apart(day: str) -> pl.Expr:
    """How far a day lies from the moment (column at), in words that stand before it: `3 days after`, or `on`."""
    away = pl.col(day) - pl.col("at")
    days = pl.when(away.abs() == 1).then(pl.lit("day")).otherwise(pl.lit("days"))
    side = pl.when(away > 0).then(pl.lit("after")).otherwise(pl.lit("before"))
    return pl.when(away == 0).then(pl.lit("on")).otherwise(pl.format("{} {} {}", away.abs(), days, side))


def _found(moment: str) -> pl.Expr:
    day = study_day(pl.col("day") - pl.col("origin"))
    return pl.format("{} on day {}, {} {}", "said", day, _apart("day"), pl.lit(moment))


def _why(words: str, moment: str) -> pl.Expr:
    """Why there is no value; "" where there is one."""
    span = pl.format("{} to {} days after", pl.col("early") - pl.col("at"), pl.col("late") - pl.col("at"))
    return (
        pl.when(pl.col("at").is_null())
        .then(pl.lit(f"the day of {moment} is not known"))
        .when(pl.col("day").is_null() & pl.col("bad").is_not_null())
        .then(pl.format("the value cannot be used ({})", "bad"))
        .when(pl.col("day").is_null() & pl.col("near").is_not_null())
        .then(
            pl.format(
                "{}: no usable value from {} {}; the nearest lies {} it",
                pl.lit(words),
                span,
                pl.lit(moment),
                _apart("near"),
            )
        )
        .when(pl.col("day").is_null())
        .then(pl.lit(f"{words}: no usable value is recorded"))
        .when("differ")
        .then(pl.lit(f"{words}: two values of that day disagree"))
        .otherwise(pl.lit(""))
    )
