"""A state seen several times, far enough apart, nothing between contradicting it: loss of HBsAg, undetectable DNA.

A state is reached on the day of the first of the sights that confirm it. A result that decides nothing (`<20` against
`< 10`) neither confirms nor contradicts; where it could have decided the matter the answer is unknown, and so it is
where follow-up ended too early.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl

from hepatica.endpoints.adtte import sources
from hepatica.endpoints.days import iso, moved
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import DEATH, each_record, first_after, occurrences
from hepatica.endpoints.time_zero import time_zero
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.nodes import Comparison, Confirmed, Duration, EventPattern, Flag, Member, Range, Reading

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "AVALC": pl.String(),
    "STARTDT": pl.String(),
    "ADT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "ANL01FL": pl.String(),
    "REASON": pl.String(),
}
"""AVALC: Y reached, N not reached, "" unknown (ANL01FL is "" too). ADT: the first of the sights that confirm."""

NO_GAP: Final = Duration(Decimal(0), "d")

State = Comparison | Range | Member | Flag


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a state of one variable, seen `times` times, the first and last at least `gap` apart.

    strict: a known value between that is not in the state undoes the sights before it. inside: all sights must lie
    within the horizon, not only the first.
    """

    variable: str
    state: State
    times: int
    gap: Duration
    strict: bool
    inside: bool


def wanted(name: str, endpoint: Endpoint) -> Wanted:
    """The state an endpoint looks for. Raises HepaticaError where its rule is not about one variable's values."""
    where = f"endpoints.{name}.state"
    if endpoint.state is None:
        raise HepaticaError(f"{name} has no state", where=where, do="write for example `state: hbv_dna < 10 [IU]/mL`")
    node, confirmed = endpoint.state.node, endpoint.confirmed
    times, gap = (confirmed.times, confirmed.gap.node if confirmed.gap else None) if confirmed else (1, None)
    if isinstance(node, Confirmed):
        times, gap = node.times, node.gap
        node = node.state
    if not isinstance(node, Comparison | Range | Member | Flag) or not isinstance(node.subject, Reading):
        raise HepaticaError(
            f"the state of {name} is «{endpoint.state}», which is not about the values of one variable",
            where=where,
            do="write one comparison, as in `hbv_dna < 10 [IU]/mL`",
        )
    return Wanted(
        node.subject.variable,
        node,
        times,
        gap or NO_GAP,
        confirmed is None or confirmed.between == "none failing",
        confirmed is not None and confirmed.within_horizon == "all",
    )


def confirmed_state(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject (TRT01A is left empty)."""
    look = wanted(name, endpoint)
    zero = time_zero(name, endpoint, evidence, schedule).select("subject", "origin", "horizon")
    asked = endpoint.horizon is not None
    values = sights(look, evidence, zero)
    rows = zero.join(confirmation(look, values, "seen"), on="subject", how="left")
    rows = rows.join(confirmation(look, values, "possible").select("subject", maybe="day"), on="subject", how="left")
    rows = rows.join(followed(values, look), on="subject", how="left")
    death = first_after(occurrences((EventPattern(DEATH),), evidence), zero.drop_nulls("origin"))
    rows = rows.join(death.select("subject", death="day"), on="subject", how="left")
    rows = rows.join(sources(evidence, "fact", "SRC"), on="fact", how="left")
    rows = _answered(rows, look, asked, evidence.context.vocabulary[look.variable].label.en)
    calendar = evidence.context.calendar
    return (
        rows.with_columns(
            STUDYID=pl.lit(evidence.study),
            USUBJID="subject",
            TRT01A=pl.lit(""),
            PARAMCD=pl.lit(code),
            PARAM=pl.lit(endpoint.label.en),
            STARTDT=iso("origin", calendar),
            ADT=iso("day", calendar),
            STARTDAY="origin",
            ADAY="day",
            ANL01FL=pl.when(pl.col("AVALC") == "").then(pl.lit("")).otherwise(pl.lit("Y")),
        )
        .select(pl.col(c).fill_null("") if kind == pl.String() else pl.col(c).cast(kind) for c, kind in SCHEMA.items())
        .sort("USUBJID")
    )


def sights(look: Wanted, evidence: Evidence, zero: pl.DataFrame) -> pl.DataFrame:
    """Every dated value of the variable from time zero on: subject, day, fact, seen (null: undecided), horizon.

    Values of one day that disagree decide nothing.
    """
    records = evidence.of(look.variable).filter(pl.col("start_lo") == pl.col("start_hi"))
    judged = each_record({"state": look.state}, records, evidence)
    rows = records.join(judged, on="fact").join(zero, on="subject").filter(pl.col("start_lo") >= pl.col("origin"))
    return (
        rows.group_by("subject", "origin", "horizon", day="start_lo")
        .agg(
            fact=pl.col("fact").min(),
            seen=pl.when(pl.col("state").all(ignore_nulls=False))
            .then(True)
            .when((~pl.col("state")).all(ignore_nulls=False))
            .then(False),
        )
        .sort("subject", "day")
        .with_columns(possible=pl.col("seen").fill_null(True))
    )


def confirmation(look: Wanted, values: pl.DataFrame, sight: str) -> pl.DataFrame:
    """The first confirmed state of each subject: subject, day, fact. `sight`: the column of what counts as seen."""
    failing = (pl.col(sight) == pl.lit(False)).fill_null(False)
    run = failing.cum_sum().over("subject") if look.strict else pl.lit(0, pl.UInt32)
    inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    rows = values.with_columns(run=run)
    rows = rows.filter(pl.col(sight).fill_null(False) & (inside if look.inside else pl.lit(True)))
    runs = rows.group_by("subject", "run", "horizon").agg(
        pl.col("day").first(), pl.col("fact").first(), last=pl.col("day").max(), times=pl.len()
    )
    good = (pl.col("times") >= look.times) & (pl.col("last") >= moved(pl.col("day"), look.gap))
    first_inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    found = runs.filter(good & first_inside).sort("day").unique("subject", keep="first", maintain_order=True)
    return found.select("subject", "day", "fact")


def followed(values: pl.DataFrame, look: Wanted) -> pl.DataFrame:
    """How each series ends: subject, last_known (day), early (whether a value is known within the horizon), open_from.

    open_from: the first possible sight since the last known no, if it could still have been confirmed.
    """
    inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    values = values.filter(inside) if look.inside else values
    known = values.filter(pl.col("seen").is_not_null())
    last = known.group_by("subject").agg(
        last_known=pl.col("day").max(), early=inside.any(), last_no=pl.col("day").filter(~pl.col("seen")).max()
    )
    rows = values.join(last, on="subject", how="left")
    since = rows.filter(pl.col("possible") & (pl.col("day") > pl.col("last_no")).fill_null(True))
    opened = since.group_by("subject", "horizon").agg(open_from=pl.col("day").min())
    by = moved(pl.col("open_from"), look.gap) if look.inside else pl.col("open_from")
    opened = opened.filter((by <= pl.col("horizon")).fill_null(True))
    return last.join(opened.drop("horizon"), on="subject", how="left")


def _answered(rows: pl.DataFrame, look: Wanted, asked: bool, words: str) -> pl.DataFrame:
    """Add AVALC and REASON."""
    day = pl.col("day") - pl.col("origin") + 1
    dead = (pl.col("death") <= pl.col("horizon")).fill_null(pl.col("death").is_not_null())
    short = (pl.col("last_known") < moved(pl.col("horizon"), look.gap, -1)).fill_null(False)
    cases = [
        (pl.col("origin").is_null(), "", pl.lit("the day of time zero is not known")),
        (pl.lit(asked) & pl.col("horizon").is_null(), "", pl.lit("the day of the horizon is not known")),
        (pl.col("day").is_not_null(), "Y", pl.format("reached on day {} and confirmed", day)),
        (
            pl.col("maybe").is_not_null(),
            "",
            pl.format(
                "a value from day {} on does not say whether the state holds", pl.col("maybe") - pl.col("origin") + 1
            ),
        ),
        (dead, "N", pl.format("not reached before death on day {}", pl.col("death") - pl.col("origin") + 1)),
        (
            ~pl.col("early").fill_null(False),
            "",
            pl.lit(f"{words}: no usable value from time zero on{' and within the horizon' if asked else ''}"),
        ),
        (
            pl.col("open_from").is_not_null(),
            "",
            pl.format(
                "seen from day {} on, but not long or often enough to confirm",
                pl.col("open_from") - pl.col("origin") + 1,
            ),
        ),
        (
            short,
            "",
            pl.format(
                "{}: last known on day {}, before the horizon",
                pl.lit(words),
                pl.col("last_known") - pl.col("origin") + 1,
            ),
        ),
    ]
    answer, reason = (
        pl.lit("N"),
        pl.format("not reached; last known on day {}", pl.col("last_known") - pl.col("origin") + 1),
    )
    for condition, value, sentence in reversed(cases):
        answer = pl.when(condition).then(pl.lit(value)).otherwise(answer)
        reason = pl.when(condition).then(sentence).otherwise(reason)
    return rows.with_columns(AVALC=answer, REASON=reason)
