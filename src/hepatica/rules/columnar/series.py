"""States confirmed in a series, for all subjects. What it means is told in `hepatica.rules.reference.series`."""

from __future__ import annotations

import narwhals as nw

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import AGE
from hepatica.rules.calendar import Step, step, with_moved
from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.expressions import constant, flag
from hepatica.rules.columnar.readings import sure
from hepatica.rules.columnar.sheet import Sheet
from hepatica.rules.columnar.shelf import Total
from hepatica.rules.nodes import Confirmed, Window


def confirmed(sheet: Sheet, node: Confirmed, name: str, window: Window | None) -> nw.Expr:
    """Whether a state was seen on enough days, far enough apart, with no contradiction on or between them.

    name: a stem for the columns this leaf adds to the sheet.
    """
    if sheet.variable == AGE:
        raise HepaticaError("age is not seen on several days", do="compare age once")
    inside, truth = sheet.inside(window), sheet.truth(node.state)
    gap = step(node.gap) if node.gap is not None else None
    is_sure = (nw.col(inside) == 2) & (nw.col(truth) == 2)
    is_possible = (nw.col(inside) > 0) & (nw.col(truth) > 0)
    against, exact = nw.col(truth) == 0, nw.col("lo") == nw.col("hi")
    yes, could = f"{name}_yes", f"{name}_could"
    sheet.extra(yes, lambda rows: _series(rows, is_sure & exact, against, node.times, gap, yes, most=True))
    sheet.extra(
        could, lambda rows: _series(rows, is_possible & exact, against & exact, node.times, gap, could, most=False)
    )
    key = ("series", inside, truth)
    inexact = sheet.total((*key, "inexact"), Total(flag(is_possible & ~exact), "max")) == 1
    newest = sheet.total((*key, "newest"), Total(nw.when(is_possible).then(nw.col("hi")), "max", nothing_is_null=True))
    latest = nw.when((nw.col(inside) == 2) & against).then(nw.col("lo"))
    no = sheet.total((*key, "no"), Total(latest, "max", nothing_is_null=True))
    open_end = ~newest.is_null() & (no.is_null() | (newest > no))
    closed = sure(sheet, inside) & ~inexact & ~open_end & nw.col(could).is_null()
    otherwise = nw.when(closed).then(constant(0)).otherwise(constant(1))
    return nw.when(~nw.col(yes).is_null()).then(constant(2)).otherwise(otherwise)


def _series(
    rows: Frame, state: nw.Expr, against: nw.Expr, times: int, gap: Step | None, name: str, *, most: bool
) -> Frame:
    """Subjects (with `name` = 1) whose days in the state hold a series: rows of `against` part one run from the next.

    A day on which, or around which, something speaks against the state is in no series. The other days fall into runs: those
    after the same number of contradictions. Within a run the first and last day are the furthest apart.
    """
    days = rows.filter(state).select("subject", day="lo").unique()
    no = rows.filter(against).select("subject", no_lo="lo", no_hi="hi")
    met = days.join(no, on="subject", how="left")
    before, around = (
        nw.col("no_hi") < nw.col("day"),
        (nw.col("no_lo") <= nw.col("day")) & (nw.col("no_hi") >= nw.col("day")),
    )
    placed = met.group_by("subject", "day").agg(flag(before).sum().alias("run"), flag(around).sum().alias("around"))
    free = placed.filter(nw.col("around") == 0)
    runs = free.group_by("subject", "run").agg(
        nw.len().alias("times"), nw.col("day").min().alias("first"), nw.col("day").max().alias("final")
    )
    long = runs.filter(nw.col("times") >= times)
    if gap is not None:
        long = with_moved(long, "first", gap, 1, "due", most=most).filter(nw.col("final") >= nw.col("due"))
    return long.select("subject").unique().with_columns(constant(1).alias(name))
